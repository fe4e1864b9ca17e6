//! Texts that name somebody: whether one does, and what people may decide about it. The software finds; it rewrites nobody's words.

use std::collections::BTreeMap;

use kernel::personal::fold;
use serde::{Deserialize, Serialize};

use crate::people::suppression::canonical;

words! {
    /// Why a text that names somebody stays as it is.
    Why {
        /// Freedom of expression: what somebody said of them (GDPR art. 17(3)(a)).
        Expression = "expression",
        /// What the public is told: programmes, credits, legal mentions (art. 17(3)(a)).
        Information = "information",
        /// An archive in the public interest, or history (art. 17(3)(d)).
        Archive = "archive",
        /// A duty to keep it (art. 17(3)(b)).
        Duty = "duty",
        /// It is needed for a legal claim (art. 17(3)(e)).
        Claim = "claim",
        /// It speaks of somebody else who bears this name.
        Homonym = "homonym",
    }
}

/// What was decided about a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// It stays.
    Left(Why),
    /// People of the association changed it, by hand.
    Corrected,
}

impl Decision {
    /// The words in the database: the decision and its reason.
    #[must_use]
    pub const fn words(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Left(why) => ("left", Some(why.word())),
            Self::Corrected => ("corrected", None),
        }
    }

    /// From those words.
    #[must_use]
    pub fn parse(decision: &str, reason: Option<&str>) -> Option<Self> {
        match decision {
            "corrected" => Some(Self::Corrected),
            "left" => Why::parse(reason?).map(Self::Left),
            _ => None,
        }
    }
}

/// What became of the texts, counted: what the person is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many there were.
    pub found: usize,
    /// How many were changed.
    pub corrected: usize,
    /// How many stay, by reason.
    pub left: BTreeMap<String, usize>,
}

impl Tally {
    /// Of these decisions.
    #[must_use]
    pub fn of(decisions: impl IntoIterator<Item = Decision>) -> Self {
        let mut tally = Self::default();
        for decision in decisions {
            tally.found += 1;
            match decision {
                Decision::Corrected => tally.corrected += 1,
                Decision::Left(why) => *tally.left.entry(why.word().to_owned()).or_default() += 1,
            }
        }
        tally
    }
}

/// Who is looked for: names as words, addresses as mailboxes.
#[derive(Clone, Debug, Default)]
pub struct Whom {
    names: Vec<Vec<String>>,
    mailbox: Option<String>,
}

/// A name of one word is looked for from so many letters on: shorter ones stand in every text.
const SHORTEST: usize = 3;

fn words_of(text: &str) -> Vec<String> {
    fold(text).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Whom {
    /// By these names and this address.
    #[must_use]
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, email: Option<&str>) -> Self {
        let mut all: Vec<Vec<String>> = Vec::new();
        for words in names.into_iter().map(words_of) {
            let tells = words.len() > 1 || words.iter().any(|word| word.chars().count() >= SHORTEST);
            if tells && !all.contains(&words) {
                all.push(words);
            }
        }
        Self { names: all, mailbox: email.map(canonical).filter(|mailbox| mailbox.contains('@')) }
    }

    /// What a text must hold to be worth a look: for each list all of its words, folded. Wider than [`Whom::is_named`]: the first name may be an
    /// initial, and a mailbox may be written in other ways.
    #[must_use]
    pub fn terms(&self) -> Vec<Vec<String>> {
        let mut terms: Vec<Vec<String>> = self.names.iter().map(|words| if words.len() > 1 { words[1..].to_vec() } else { words.clone() }).collect();
        if let Some((_, domain)) = self.mailbox.as_deref().and_then(|mailbox| mailbox.rsplit_once('@')) {
            terms.push(vec![format!("@{}", fold(domain))]);
            if domain == "gmail.com" {
                terms.push(vec!["@googlemail.com".to_owned()]);
            }
        }
        terms
    }

    /// Where a text names them: the place of the first word or address that does, in characters.
    #[must_use]
    pub fn is_named(&self, text: &str) -> Option<usize> {
        self.by_name(text).into_iter().chain(self.by_address(text)).min()
    }

    fn by_name(&self, text: &str) -> Option<usize> {
        let mut tokens: Vec<(usize, String)> = Vec::new();
        let mut inside = false;
        for (place, character) in text.chars().enumerate() {
            // An accent that stands after its letter belongs to the word.
            if character.is_alphanumeric() || (inside && matches!(character, '\u{300}'..='\u{36f}')) {
                if !inside {
                    tokens.push((place, String::new()));
                }
                if let Some((_, token)) = tokens.last_mut() {
                    token.push(character);
                }
                inside = true;
            } else {
                inside = false;
            }
        }
        for (_, token) in &mut tokens {
            *token = fold(token);
        }
        let named = |window: &[(usize, String)], words: &Vec<String>| {
            let mut sorted: Vec<&str> = window.iter().map(|(_, token)| token.as_str()).collect();
            let Some((first, rest)) = words.split_first().filter(|(_, rest)| !rest.is_empty()) else { return sorted == [words[0].as_str()] };
            let initial = first.chars().next().map(String::from).unwrap_or_default();
            let is = |first: &str, sorted: &[&str]| {
                let mut wanted: Vec<&str> = rest.iter().map(String::as_str).chain([first]).collect();
                wanted.sort_unstable();
                wanted == sorted
            };
            sorted.sort_unstable();
            is(first, &sorted) || is(&initial, &sorted)
        };
        let found =
            |words: &Vec<String>| tokens.windows(words.len()).find(|window| named(window, words)).and_then(|window| window.first()).map(|(place, _)| *place);
        self.names.iter().filter_map(found).min()
    }

    fn by_address(&self, text: &str) -> Option<usize> {
        let mailbox = self.mailbox.as_deref()?;
        let outside = |character: char| character.is_whitespace() || "<>()[]{},;:\"'«»“”|".contains(character);
        let mut place = 0;
        for token in text.split(outside) {
            if token.contains('@') && canonical(token.trim_matches(['.', '!', '?', '*', '_', '’'])) == mailbox {
                return Some(place);
            }
            place += token.chars().count() + 1;
        }
        None
    }
}

/// So many characters before and after a name are shown to whoever decides.
const AROUND: usize = 90;

/// The part of a text around a place.
#[must_use]
pub fn excerpt(text: &str, place: usize) -> String {
    let start = place.saturating_sub(AROUND);
    let shown: String = text.chars().skip(start).take(place - start + 2 * AROUND).collect();
    let before = if start > 0 { "… " } else { "" };
    let after = if text.chars().count() > place + 2 * AROUND { " …" } else { "" };
    format!("{before}{}{after}", shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> bool {
        Whom::new(["Jeanne Le Fort"], Some("jeanne.lefort@example.org")).is_named(text).is_some()
    }

    #[test]
    fn a_name_is_found_however_it_is_written_and_no_other_is() {
        for text in [
            "Au piano : Jeanne Le Fort, dès vingt heures.",
            "JEANNE LE FORT",
            "Le Fort (Jeanne)",
            "jeanne le\u{a0}fort",
            "Merci à J. Le Fort",
            "Écrire à Jeanne.LeFort+concerts@Example.org.",
            "<jeanne.lefort@example.org>",
        ] {
            assert!(named(text), "{text}");
        }
        for text in ["Jeanne Martin, Anne Le Fort", "le fort de Jeanne d’Arc", "Jeanne, le forte de Chopin", "jeanne@example.org", ""] {
            assert!(!named(text), "{text}");
        }
        assert!(Whom::new(["Zoé Cœur"], None).is_named("Zoe\u{301} COEUR").is_some());
        assert!(Whom::new(["Al"], None).terms().is_empty(), "two letters stand in every text");
        assert_eq!(Whom::new(["Alma"], None).is_named("Le quartet d’Alma"), Some(13));
    }

    #[test]
    fn what_is_looked_at_is_wider_than_what_is_found() {
        let whom = Whom::new(["Jeanne Lefort", "jeanne lefort"], Some(&["j.l", "googlemail.com"].join("@")));
        let expected: Vec<Vec<String>> = [["lefort"], ["@gmail.com"], ["@googlemail.com"]].map(|words| words.map(str::to_owned).to_vec()).to_vec();
        assert_eq!(whom.terms(), expected);
    }

    #[test]
    fn an_excerpt_is_a_sentence_and_not_the_text() {
        let text = format!("{} Jeanne Lefort {}", "avant ".repeat(60), "après ".repeat(60));
        let place = Whom::new(["Jeanne Lefort"], None).is_named(&text).unwrap();
        let shown = excerpt(&text, place);
        assert!(shown.contains("Jeanne Lefort") && shown.starts_with('…') && shown.ends_with('…') && shown.chars().count() < 300, "{shown}");
    }

    #[test]
    fn decisions_are_counted_and_their_words_lead_back() {
        let all: Vec<Decision> = Why::ALL.iter().map(|why| Decision::Left(*why)).chain([Decision::Corrected]).collect();
        for decision in &all {
            let (word, reason) = decision.words();
            assert_eq!(Decision::parse(word, reason), Some(*decision));
        }
        assert!(Decision::parse("left", None).is_none() && Decision::parse("rewritten", None).is_none());
        let tally = Tally::of(all);
        assert_eq!((tally.found, tally.corrected, tally.left.values().sum::<usize>()), (7, 1, 6));
        assert_eq!(serde_json::from_value::<Tally>(serde_json::to_value(&tally).unwrap()).unwrap(), tally);
    }
}
