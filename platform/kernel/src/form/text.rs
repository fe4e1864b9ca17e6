//! Texts: names, titles, long texts, slugs, colours. None lets control characters or hidden direction changes through.

use std::fmt;

use serde::Serialize;

use super::Fault;

/// Characters that would let a text lie about itself: controls, and the overrides that reorder what stands around them.
/// Direction marks and joiners stay: Arabic, Hebrew and emoji need them.
fn is_forbidden(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{fffd}' | '\u{feff}')
}

fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}')
}

/// One line: runs of white space become one space, ends are trimmed, and something must be visible.
fn one_line(text: &str, longest: usize) -> Result<String, Fault> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().any(is_forbidden) {
        return Err(Fault::new("fault-characters"));
    }
    if line.chars().all(is_invisible) {
        return Err(Fault::new("fault-required"));
    }
    if line.chars().count() > longest {
        return Err(Fault::new("fault-too-long").with("longest", longest));
    }
    Ok(line)
}

macro_rules! text_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}
pub(super) use text_type;

text_type! {
    /// A person's name or part of it: 1 to 80 characters on one line, in any script.
    PersonName
}

impl PersonName {
    /// Reads a name.
    ///
    /// # Errors
    /// When nothing is visible, it is longer than 80 characters, or holds characters that would disturb what stands around it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        one_line(text, 80).map(Self)
    }
}

text_type! {
    /// One line of text: a title, a place.
    Line
}

impl Line {
    /// A reader of lines of at most `longest` characters.
    pub fn up_to(longest: usize) -> impl Fn(&str) -> Result<Self, Fault> {
        move |text| one_line(text, longest).map(Self)
    }
}

text_type! {
    /// Text over several lines; the only control character in it is the line feed.
    LongText
}

impl LongText {
    /// A reader of texts of at most `longest` characters.
    pub fn up_to(longest: usize) -> impl Fn(&str) -> Result<Self, Fault> {
        move |text| {
            let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
            let text = text.trim();
            if text.chars().any(|character| character != '\n' && is_forbidden(character)) {
                return Err(Fault::new("fault-characters"));
            }
            if text.chars().all(is_invisible) {
                return Err(Fault::new("fault-required"));
            }
            if text.chars().count() > longest {
                return Err(Fault::new("fault-too-long").with("longest", longest));
            }
            Ok(Self(text.to_owned()))
        }
    }
}

text_type! {
    /// A part of an address: 3 to 40 lower-case letters, digits and single hyphens inside.
    Slug
}

impl Slug {
    /// Reads a slug; capitals are lowered.
    ///
    /// # Errors
    /// When it has other characters, hyphens at an end or in a row, or the wrong length.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let slug = text.trim().to_ascii_lowercase();
        let sound = slug.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        if !sound || !(3..=40).contains(&slug.len()) {
            return Err(Fault::new("fault-slug"));
        }
        Ok(Self(slug))
    }
}

text_type! {
    /// A colour as `#rrggbb`, lower-case.
    HexColour
}

impl HexColour {
    /// Reads `#1a2b3c`, `1A2B3C` or `#abc`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix('#').unwrap_or(trimmed).to_ascii_lowercase();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Fault::new("fault-colour"));
        }
        match digits.len() {
            6 => Ok(Self(format!("#{digits}"))),
            3 => Ok(Self(digits.chars().fold("#".to_owned(), |colour, digit| format!("{colour}{digit}{digit}")))),
            _ => Err(Fault::new("fault-colour")),
        }
    }

    /// Red, green, blue.
    #[must_use]
    pub fn rgb(&self) -> [u8; 3] {
        let number = u32::from_str_radix(&self.0[1..], 16).unwrap_or_default();
        let [_, red, green, blue] = number.to_be_bytes();
        [red, green, blue]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_every_script_pass_and_tricks_do_not() {
        for name in ["Zoé", "  Anne  Marie ", "محمد علي", "שרה", "李小龙", "🎷 Ada", "O’Neil", "Jean-Luc"] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
        assert_eq!(PersonName::parse("  Anne \t Marie ").unwrap().as_str(), "Anne Marie");
        for name in ["", " \u{a0} ", "\u{200b}\u{200d}", "a\u{202e}b", "a\0b", "a\u{1b}[31m", &"é".repeat(81)] {
            assert!(PersonName::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn colours_and_slugs() {
        assert_eq!(HexColour::parse("AbC").unwrap().as_str(), "#aabbcc");
        assert_eq!(HexColour::parse("#0080FF").unwrap().rgb(), [0, 128, 255]);
        assert_eq!(Slug::parse(" Jazz-Tilleuls ").unwrap().as_str(), "jazz-tilleuls");
        for slug in ["", "ab", "-abc", "abc-", "a--bc", "é-bc", "a b", &"a".repeat(41)] {
            assert!(Slug::parse(slug).is_err(), "{slug}");
        }
    }

    proptest! {
        #[test]
        fn accepted_texts_are_stable_and_without_controls(text in any::<String>()) {
            for parsed in [PersonName::parse(&text).map(|name| name.0), Line::up_to(200)(&text).map(|line| line.0), Slug::parse(&text).map(|slug| slug.0), HexColour::parse(&text).map(|colour| colour.0)].into_iter().flatten() {
                prop_assert!(!parsed.chars().any(char::is_control));
            }
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
            }
            if let Ok(long) = LongText::up_to(200)(&text) {
                prop_assert!(!long.as_str().chars().any(|character| character.is_control() && character != '\n'));
                prop_assert_eq!(LongText::up_to(200)(long.as_str()).unwrap(), long);
            }
        }

        #[test]
        fn slugs_and_colours_read_themselves(slug in "[a-zA-Z0-9-]{0,45}", colour in "#?[0-9a-fA-F]{0,7}") {
            if let Ok(slug) = Slug::parse(&slug) {
                prop_assert_eq!(Slug::parse(slug.as_str()).unwrap(), slug);
            }
            if let Ok(colour) = HexColour::parse(&colour) {
                prop_assert_eq!(HexColour::parse(colour.as_str()).unwrap(), colour);
            }
        }
    }
}
