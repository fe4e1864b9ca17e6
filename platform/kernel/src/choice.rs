//! What a visitor answered to the notice about tracers: read from the choice cookie, or from the signal their browser sends.
//!
//! The cookie holds answers and no identifier: `audience-1-no` for each consent that the notice asks for, with the version of its words. A
//! consent without an answer to its present version is asked for again; the others are not. While nothing waits for a consent, a no is an objection
//! in advance and a yes is the lack of one: it opens nothing, since what needs a consent later is asked for under a version of its own.

use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};

use crate::{
    cookies::{Cookies, Expiry},
    inventory::{AskedIn, CONSENTS, Consent, ConsentId, CookieId},
};

/// Six months (CNIL, recommendation 2020-092): as long for a refusal as for an agreement.
const KEPT: Duration = Duration::from_hours(24 * 182);

/// The answers of one browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    // One bit a consent, in the inventory's order.
    answered: u32,
    granted: u32,
    objects: bool,
}

/// A choice in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Yes to everything asked.
    Accepted,
    /// No to everything asked.
    Refused,
    /// Yes to some.
    Chosen,
}

impl Answer {
    /// The word in the database, on forms and in locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Chosen => "chosen",
        }
    }
}

/// What the notice asks for.
pub fn asked() -> impl Iterator<Item = &'static Consent> {
    CONSENTS.iter().filter(|consent| consent.asked == AskedIn::Notice)
}

const fn bit(id: ConsentId) -> u32 {
    1 << id as u32
}

impl Choice {
    /// What a request says. A value we did not write says nothing.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut choice = Self { objects: objects(headers), ..Self::default() };
        let Some(value) = Cookies::read(headers, CookieId::Choice) else { return choice };
        for token in value.split('.') {
            let mut parts = token.split('-');
            let (Some(key), Some(version), Some(answer), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else { continue };
            let known = asked().find(|consent| consent.key == key && version.parse() == Ok(consent.version));
            if let (Some(consent), "yes" | "no") = (known, answer) {
                choice = choice.with(consent.id, answer == "yes");
            }
        }
        choice
    }

    /// Yes, or no, to everything the notice asks for.
    #[must_use]
    pub fn all(granted: bool) -> Self {
        asked().fold(Self::default(), |choice, consent| choice.with(consent.id, granted))
    }

    /// The same with one answer more.
    #[must_use]
    pub const fn with(mut self, id: ConsentId, granted: bool) -> Self {
        self.answered |= bit(id);
        if granted {
            self.granted |= bit(id);
        } else {
            self.granted &= !bit(id);
        }
        self
    }

    /// Whether the visitor agreed. Silence is no, and so is a browser's signal.
    #[must_use]
    pub const fn grants(self, id: ConsentId) -> bool {
        self.granted & bit(id) != 0
    }

    /// Whether the notice is to be shown: something is unanswered, and the browser did not answer for its owner.
    #[must_use]
    pub fn is_open(self) -> bool {
        !self.objects && asked().any(|consent| self.answered & bit(consent.id) == 0)
    }

    /// Whether the browser asks not to be followed (Global Privacy Control, Do Not Track).
    #[must_use]
    pub const fn objects(self) -> bool {
        self.objects
    }

    /// The answer in a word; none while something is unanswered.
    #[must_use]
    pub fn answer(self) -> Option<Answer> {
        if asked().any(|consent| self.answered & bit(consent.id) == 0) {
            return None;
        }
        Some(match (asked().all(|consent| self.grants(consent.id)), asked().any(|consent| self.grants(consent.id))) {
            (true, _) => Answer::Accepted,
            (_, true) => Answer::Chosen,
            _ => Answer::Refused,
        })
    }

    /// The cookie that keeps these answers for six months.
    ///
    /// # Errors
    /// Never in practice: keys are names and versions are numbers.
    pub fn cookie(self) -> anyhow::Result<HeaderValue> {
        let answered = asked().filter(|consent| self.answered & bit(consent.id) != 0);
        let tokens = answered.map(|consent| format!("{}-{}-{}", consent.key, consent.version, if self.grants(consent.id) { "yes" } else { "no" }));
        Cookies::set(CookieId::Choice, &tokens.collect::<Vec<_>>().join("."), Expiry::After(KEPT))
    }
}

fn objects(headers: &HeaderMap) -> bool {
    ["sec-gpc", "dnt"].iter().any(|name| headers.get(*name).is_some_and(|value| value == "1"))
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;
    use crate::inventory::{COOKIES, Cookie, CookieCategory};

    fn sent(cookie: &str, others: &[(&'static str, &str)]) -> Choice {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
        for (name, value) in others {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        Choice::of(&headers)
    }

    fn kept(choice: Choice) -> Choice {
        sent(choice.cookie().unwrap().to_str().unwrap().split(';').next().unwrap(), &[])
    }

    #[test]
    fn an_answer_is_read_back_as_it_was_given() {
        for granted in [true, false] {
            let choice = Choice::all(granted);
            assert_eq!(kept(choice), choice);
            assert!(!choice.is_open());
            assert_eq!(choice.grants(ConsentId::Audience), granted);
            assert_eq!(choice.answer(), Some(if granted { Answer::Accepted } else { Answer::Refused }));
        }
        let cookie = Choice::all(false).cookie().unwrap();
        assert!(cookie.to_str().unwrap().starts_with("__Host-choice=audience-1-no; Max-Age=15724800; Path=/; Secure; HttpOnly"), "{cookie:?}");
    }

    #[test]
    fn an_answer_given_before_there_is_anything_to_agree_to_opens_no_cookie() {
        let waits = |cookie: &&Cookie| cookie.category == CookieCategory::Consent;
        for consent in COOKIES.iter().filter(waits).filter_map(|cookie| cookie.consent) {
            assert!(consent.facts().version > 1, "version 1 was answered as an objection: raise the version of {}", consent.key());
        }
        assert!(asked().all(|consent| consent.version >= 1));
    }

    #[test]
    fn silence_and_nonsense_are_no_answer_and_no_agreement() {
        for cookie in [
            "a=b",
            "__Host-choice=yes",
            "__Host-choice=audience-2-yes",
            "__Host-choice=audience-1-maybe",
            "__Host-choice=audience-1-yes-yes",
            "__Host-choice=newsletter-1-yes",
        ] {
            let choice = sent(cookie, &[]);
            assert!(choice.is_open() && choice.answer().is_none(), "{cookie}");
            assert!(CONSENTS.iter().all(|consent| !choice.grants(consent.id)), "{cookie}");
        }
    }

    #[test]
    fn a_browser_that_asks_not_to_be_followed_is_not_asked() {
        for signal in [("sec-gpc", "1"), ("dnt", "1")] {
            let choice = sent("a=b", &[signal]);
            assert!(choice.objects() && !choice.is_open() && !choice.grants(ConsentId::Audience));
        }
        assert!(sent("a=b", &[("sec-gpc", "0")]).is_open());
        // What somebody says outright counts for more than what their browser says for them.
        assert!(sent("__Host-choice=audience-1-yes", &[("dnt", "1")]).grants(ConsentId::Audience));
    }
}
