//! The page about tracers, generated from the inventory's cookies and consents, and the visitor's answer to the notice. The answer stays in
//! their browser; we keep sums of a day.

mod pages;
mod views;

use kernel::{error::Result, i18n::Locale, views::PageEntry};
use poem::RouteMethod;

use crate::consent;

/// The page, without language. The notice, the footer of every page and the legal notice lead to it.
pub const COOKIES_PATH: &str = "/cookies";

/// The routes.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    pages::routes()
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    views::entries()
}

/// The digest of what the notice asks, in the language it was asked in: which words an answer was given to.
///
/// # Errors
/// When a sentence is missing: a fault of ours.
pub fn asked_hash(locale: Locale) -> Result<Vec<u8>> {
    let words = kernel::choice::asked().map(|asked| Ok(format!("{} {}\n{}", asked.key, asked.version, consent::words(asked.key, locale)?)));
    Ok(consent::words_hash(&words.collect::<Result<Vec<_>>>()?.join("\n")))
}
