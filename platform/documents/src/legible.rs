//! Makes what people typed printable: a letter without a font must neither fail a document nor leave a hole in it.

use serde_json::Value;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::fonts::covers;

/// Stands for a letter that no font has.
const MISSING: char = '?';

/// No text of a ticket, receipt or list is longer, in letters: what comes after would only cost time. A legal mention takes some 300.
pub(crate) const LONGEST: usize = 600;

/// Registers, contracts and letters say more, and a clause that stops in the middle would be a lie.
pub(crate) const LONGEST_OF_A_PAPER: usize = 20_000;

/// Cleans every text of a document; none is left longer than `longest` letters.
pub(crate) fn clean(value: &mut Value, longest: usize) {
    match value {
        Value::String(text) => *text = legible(text, longest),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, longest)),
        Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, longest)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text in composed form, on one line, without the controls that would turn the rest of a line around; each letter
/// that no font has becomes a question mark, each such accent goes. What is endless ends.
fn legible(text: &str, longest: usize) -> String {
    text.nfc()
        .filter_map(|letter| match letter {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
            letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => Some(' '),
            letter if letter.is_whitespace() || is_joiner(letter) || covers(letter) => Some(letter),
            letter if is_combining_mark(letter) => None,
            _ => Some(MISSING),
        })
        .take(longest)
        .collect()
}

/// Letters that shape their neighbours and have no drawing of their own.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, legible};

    #[test]
    fn letters_the_fonts_have_stay() {
        for text in ["L’Été à Œting, 20\u{202f}h\u{202f}30 « oui »", "Łódź Ő Ğ", "Ευρυδίκη", "Чайковский", "مريم", "שלום", "🎷🎺 ❤️", "Nguyễn"]
        {
            assert_eq!(legible(text, LONGEST), text);
        }
    }

    #[test]
    fn the_rest_is_replaced_and_never_turns_the_line_around() {
        assert_eq!(legible("a\nb\tc\u{0}d", LONGEST), "a b c d");
        assert_eq!(legible("abc\u{202e}fed\u{2066}", LONGEST), "abcfed");
        assert_eq!(legible("漢字", LONGEST), "??");
        assert_eq!(legible("e\u{301}", LONGEST), "é");
        assert_eq!(legible("z\u{20dd}\u{1ab0}", LONGEST), "z");
        assert_eq!(legible(&"a".repeat(5000), LONGEST).len(), LONGEST);
        assert_eq!(legible("\u{e000}\u{10ffff}", LONGEST), "??");
    }
}
