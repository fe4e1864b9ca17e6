//! Tables for a spreadsheet program: CSV as a French Excel opens it, harmless whatever people typed.

use kernel::{
    clock::{PARIS, Timestamp},
    error::Result,
    i18n::{Argument, Locale, translate},
    money::Cents,
};
use poem::{Response, http::header};

/// A table being written. Headers are the messages `csv-…` in the page's language.
pub struct Sheet {
    locale: Locale,
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    /// A table with these columns.
    ///
    /// # Errors
    /// When a message is missing: a fault of ours.
    pub fn new(locale: Locale, columns: &[&str]) -> Result<Self> {
        // Excel reads a CSV as UTF-8 only behind a byte order mark, and separates by semicolons where the comma is decimal.
        let writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
        let mut sheet = Self { locale, writer };
        let headers = columns.iter().map(|column| translate(locale, column, &[])).collect::<anyhow::Result<Vec<_>>>()?;
        sheet.row(&headers)?;
        Ok(sheet)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Never in memory; the writer has them all the same.
    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        Ok(self.writer.write_record(cells).map_err(anyhow::Error::from)?)
    }

    /// What somebody typed: a cell that a spreadsheet would compute is made a text (OWASP, CSV injection).
    #[must_use]
    pub fn text(typed: &str) -> String {
        let text: String = typed.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
        if text.trim_start().starts_with(['=', '+', '-', '@', '|', '＝', '＋', '－', '＠']) || typed.starts_with(['\t', '\r', '\n']) {
            format!("'{text}")
        } else {
            text
        }
    }

    /// An amount as a number: `14,70` in French, `14.70` in English.
    #[must_use]
    pub fn amount(&self, cents: Cents) -> String {
        let sign = if cents.0 < 0 { "-" } else { "" };
        let mark = if self.locale == Locale::Fr { ',' } else { '.' };
        format!("{sign}{}{mark}{:02}", cents.0.unsigned_abs() / 100, cents.0.unsigned_abs() % 100)
    }

    /// A state, in words.
    ///
    /// # Errors
    /// When the message is missing: a fault of ours.
    pub fn word(&self, key: &str, argument: &str, word: &str) -> Result<String> {
        Ok(translate(self.locale, key, &[(argument, Argument::from(word))])?)
    }

    /// A day, as spreadsheets sort and read it.
    #[must_use]
    pub fn day(at: Timestamp) -> String {
        at.with_timezone(&PARIS).format("%d/%m/%Y").to_string()
    }

    /// A time of day.
    #[must_use]
    pub fn time(at: Timestamp) -> String {
        at.with_timezone(&PARIS).format("%H:%M").to_string()
    }

    /// A day and a time.
    #[must_use]
    pub fn moment(at: Timestamp) -> String {
        at.with_timezone(&PARIS).format("%d/%m/%Y %H:%M").to_string()
    }

    /// The file, as a download called `name`.csv; `name` is of letters, digits and hyphens.
    ///
    /// # Errors
    /// Never in memory; the writer has them all the same.
    pub fn answer(self, name: &str) -> Result<Response> {
        let bytes = self.writer.into_inner().map_err(|error| anyhow::anyhow!("a table could not be ended: {error}"))?;
        Ok(Response::builder()
            .content_type("text/csv; charset=utf-8")
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\""))
            .header(header::CACHE_CONTROL, "no-store")
            .body(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_table_opens_in_a_french_spreadsheet() {
        let mut sheet = Sheet::new(Locale::Fr, &["csv-order", "csv-total"]).unwrap();
        let total = sheet.amount(Cents(-1_470));
        sheet.row(&[Sheet::text("=HYPERLINK(\"x\")"), total]).unwrap();
        let text = String::from_utf8(sheet.writer.into_inner().unwrap()).unwrap();
        assert!(text.starts_with('\u{feff}'), "{text}");
        assert!(text.ends_with("\"'=HYPERLINK(\"\"x\"\")\";-14,70\n"), "{text}");
    }

    proptest! {
        #[test]
        fn no_cell_computes(typed in any::<String>()) {
            let cell = Sheet::text(&typed);
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
            prop_assert!(!cell.chars().any(char::is_control));
        }
    }
}
