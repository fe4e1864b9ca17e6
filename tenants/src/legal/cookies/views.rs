//! What the page about tracers shows.

use kernel::{
    choice::{self, Choice},
    inventory::{COOKIES, Cookie, CookieCategory, CookieContents, Period},
    views::{Page, PageEntry, entry},
};
use serde::Serialize;

/// Names shown of what a browser sent, at most: a browser keeps about 180 cookies of one site.
const SHOWN: usize = 60;

/// The templates, for the start.
pub(super) fn entries() -> Vec<PageEntry> {
    vec![entry::<CookiesPage>()]
}

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct CookiesPage {
    purposes: Vec<PurposeRow>,
    /// The answer in a word, or `open`, or `signal` when the browser gave it.
    answer: &'static str,
    /// Whether an answer is kept and can be forgotten.
    kept: bool,
    declared: Vec<CookieRow>,
    /// Whether anything set here waits for a consent.
    needs_consent: bool,
    sent: Vec<SentRow>,
    /// What was just done: `saved`, `forgotten`, or nothing.
    done: &'static str,
    browsers: Vec<&'static str>,
    /// The page the answer leads back to.
    back: String,
}

#[derive(Debug, Serialize)]
struct PurposeRow {
    key: &'static str,
    granted: bool,
}

/// A cookie of the inventory.
#[derive(Debug, Serialize)]
struct CookieRow {
    key: &'static str,
    name: &'static str,
    treatment: &'static str,
    category: &'static str,
    contains: &'static str,
    unit: &'static str,
    count: u16,
    sent: bool,
}

/// A cookie this browser sent with this request.
#[derive(Debug, Serialize)]
struct SentRow {
    name: String,
    /// Its key when it is ours.
    key: Option<&'static str>,
}

impl CookieRow {
    fn new(cookie: &'static Cookie, sent: &[String]) -> Self {
        let (unit, count) = match cookie.max_age {
            Period::Hours(count) => ("period-hours", count),
            Period::Days(count) => ("period-days", count),
            Period::Months(count) => ("period-months", count),
            Period::Years(count) => ("period-years", count),
        };
        Self {
            key: cookie.key,
            name: cookie.name,
            treatment: cookie.treatment.key(),
            category: match cookie.category {
                CookieCategory::Essential => "essential",
                CookieCategory::AudienceExempt => "exempt",
                CookieCategory::Consent => "consent",
            },
            contains: match cookie.contains {
                CookieContents::Random => "random",
                CookieContents::Choice => "choice",
                CookieContents::None => "none",
            },
            unit,
            count,
            sent: sent.iter().any(|name| name == cookie.name),
        }
    }
}

impl CookiesPage {
    /// The page for a browser that sent cookies of these names and answered `choice`.
    pub(super) fn new(choice: Choice, sent: &[String], done: &'static str, back: &str) -> Self {
        let answer = match choice.answer() {
            Some(answer) => answer.word(),
            None if choice.objects() => "signal",
            None => "open",
        };
        Self {
            purposes: choice::asked().map(|consent| PurposeRow { key: consent.key, granted: choice.grants(consent.id) }).collect(),
            answer,
            kept: choice.answer().is_some(),
            declared: COOKIES.iter().map(|cookie| CookieRow::new(cookie, sent)).collect(),
            needs_consent: COOKIES.iter().any(|cookie| cookie.category == CookieCategory::Consent),
            sent: sent
                .iter()
                .take(SHOWN)
                .map(|name| SentRow { name: name.chars().take(80).collect(), key: COOKIES.iter().find(|cookie| cookie.name == name).map(|cookie| cookie.key) })
                .collect(),
            done,
            browsers: vec!["firefox", "chrome", "edge", "safari", "opera", "iphone", "android"],
            back: back.to_owned(),
        }
    }
}

impl Page for CookiesPage {
    const TEMPLATE: &'static str = "legal/cookies.html";

    fn samples() -> Vec<Self> {
        let sent: Vec<String> = COOKIES.iter().map(|cookie| cookie.name.to_owned()).chain(["_ga".to_owned(), "<b>".to_owned()]).collect();
        let chosen = Self { answer: "chosen", ..Self::new(Choice::all(true), &sent, "saved", "/") };
        let signal = Self { answer: "signal", ..Self::new(Choice::default(), &[], "", "/concerts") };
        let waiting = Self { needs_consent: true, ..Self::new(Choice::default(), &sent, "", "/") };
        vec![
            Self::new(Choice::default(), &[], "forgotten", "/"),
            Self::new(Choice::all(true), &sent, "saved", "/"),
            Self::new(Choice::all(false), &sent, "", "/"),
            chosen,
            signal,
            waiting,
        ]
    }
}
