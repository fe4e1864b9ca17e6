//! The archive a person downloads: data.json with its published schema, what Art. 20 covers, a CSV a table, a page to read, files, and a
//! manifest of hashes.

mod page;
mod zip;

use super::model::{Export, ExportColumn, ExportTable};
use crate::{
    error::Result,
    i18n::Locale,
    inventory::{LegalBasis, Source},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Version of the shape of `data.json`: a change that an old reader would misread raises it.
pub const VERSION: u32 = 1;

/// The words of the page to read. Implemented over the locale files by whoever serves the archive.
pub trait BundleText {
    /// The words of a locale key in a language; a key without words gives itself.
    fn say(&self, locale: Locale, key: &str) -> String;
    /// Who the controller is, as the page's first line names it.
    fn controller(&self) -> &str;
}

/// The zip: `data.json`, `schema.json`, `portable.json`, `csv/<table>.csv` (RFC 4180, UTF-8), `lisez-moi.html` (French, then English),
/// `files/<name>`, `manifest.json` (SHA-256 and size of each file, rows of each table, inventory hash). The same export gives the same bytes.
///
/// # Errors
/// When a value cannot be written, which no value read from the database is.
pub fn archive_zip(export: &Export, files: &[(String, Vec<u8>)], text: &dyn BundleText) -> Result<Vec<u8>> {
    let pretty = |value: &Value| serde_json::to_vec_pretty(value).map_err(anyhow::Error::from);
    let mut entries: Vec<(String, Vec<u8>)> = vec![
        ("lisez-moi.html".to_owned(), page::page(export, text).into_bytes()),
        ("data.json".to_owned(), pretty(&data(export, text.controller()))?),
        ("portable.json".to_owned(), pretty(&data(&export.portable(), text.controller()))?),
        ("schema.json".to_owned(), schema().as_bytes().to_vec()),
    ];
    for table in &export.tables {
        entries.push((format!("csv/{}.csv", table.table), csv(table)?));
    }
    // A file's name is its last part: none leaves the folder.
    let inside = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    entries.extend(files.iter().map(|(name, bytes)| (format!("files/{}", inside(name)), bytes.clone())));
    let listed: Vec<Value> =
        entries.iter().map(|(name, bytes)| json!({ "name": name, "bytes": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes)) })).collect();
    let rows: Map<String, Value> = export.tables.iter().map(|table| (table.table.to_owned(), table.rows.len().into())).collect();
    let manifest = json!({ "version": VERSION, "produced_at": export.at, "inventory": export.inventory, "files": listed, "rows": rows });
    entries.push(("manifest.json".to_owned(), pretty(&manifest)?));
    Ok(zip::write(&entries, export.at)?)
}

/// The published JSON Schema of `data.json`, versioned by its `$id`.
#[must_use]
pub fn schema() -> &'static str {
    include_str!("schema.json")
}

/// What `data.json` says.
fn data(export: &Export, controller: &str) -> Value {
    let tables: Vec<Value> = export.tables.iter().map(table).collect();
    json!({ "version": VERSION, "produced_at": export.at, "controller": controller, "inventory": export.inventory, "tables": tables })
}

fn table(table: &ExportTable) -> Value {
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| Value::Object(table.columns.iter().zip(row).map(|(column, value)| (column.name.to_owned(), value.clone())).collect()))
        .collect();
    let omitted: Vec<Value> = table.omitted.iter().map(|(column, reason)| json!({ "column": column, "reason": reason })).collect();
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    json!({ "name": table.table, "module": table.module, "columns": columns, "omitted": omitted, "rows": rows })
}

fn column(column: &ExportColumn) -> Value {
    let Some(facts) = &column.facts else { return json!({ "name": column.name, "key": column.key }) };
    let purposes: Vec<Value> = facts.treatments.iter().map(|(treatment, basis)| json!({ "treatment": treatment, "legal_basis": basis_word(*basis) })).collect();
    json!({
        "name": column.name,
        "key": false,
        "category": facts.category,
        "purposes": purposes,
        "recipients": facts.recipients,
        "source": source_word(facts.source),
        "portable": facts.portable,
        "redacted": facts.redacted,
        "retention": facts.retention,
        "until": facts.until,
    })
}

fn basis_word(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "consent",
        LegalBasis::Contract => "contract",
        LegalBasis::LegalObligation => "obligation",
        LegalBasis::LegitimateInterest => "interest",
    }
}

fn source_word(source: Source) -> &'static str {
    match source {
        Source::Subject => "subject",
        Source::ThirdParty => "third-party",
        Source::Stripe => "stripe",
        Source::Generated => "generated",
    }
}

/// A value as a reader sees it: a text without quotes, nothing for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn csv(table: &ExportTable) -> Result<Vec<u8>, anyhow::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(plain))?;
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests;
