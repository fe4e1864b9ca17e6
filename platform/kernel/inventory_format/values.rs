//! The values that carry an argument (`keep:accounting`, `omit:credential`) and the ways from a table to a person: parsed once,
//! here, for the checks and for the generated code.

use super::words::Surrogate;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

/// What an erasure does to a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erase {
    DeleteRow,
    Null,
    Surrogate(Surrogate),
    Truncate(u16),
    Keep(String),
    Aggregate,
    Via(String),
    Document,
}

/// What an access request shows of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    Include,
    Redact,
    Omit(String),
}

/// Who may correct a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rectify {
    Itself,
    Request,
    Never(String),
}

/// One stretch of the way from a table to the person: a foreign key, `table.(columns)->target`, or a link the database does not
/// enforce, `table.column = target.column when kind = 'order'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub table: String,
    pub columns: Vec<String>,
    pub target: String,
    pub target_columns: Vec<String>,
    /// Rows of `table` that take this way: a column and the text it holds.
    pub when: Option<(String, String)>,
    pub foreign_key: bool,
}

/// What a row must be: for an archive to be filled from it, for a period to end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    Set,
    Positive,
    Among(Vec<String>),
}

/// A word of one of the vocabularies.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, WordError> = text.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// Reads the value of `erase`.
///
/// # Errors
/// A sentence with the words that may stand there.
pub fn erase(text: &str) -> Result<Erase, String> {
    let unknown = || {
        format!(
            "`erase = \"{text}\"` is unknown: write delete_row, null, surrogate:<empty_text|erased_name|erased_email|random_secret|\
             empty_object>, truncate:<characters>, keep:<hold>, aggregate, document or via:<column>"
        )
    };
    match (text, text.split_once(':')) {
        ("delete_row", _) => Ok(Erase::DeleteRow),
        ("null", _) => Ok(Erase::Null),
        ("aggregate", _) => Ok(Erase::Aggregate),
        ("document", _) => Ok(Erase::Document),
        (_, Some(("surrogate", name))) => word(name).map(Erase::Surrogate).ok_or_else(unknown),
        (_, Some(("truncate", number))) => number.parse().map(Erase::Truncate).map_err(|_| unknown()),
        (_, Some(("keep", hold))) if is_name(hold) => Ok(Erase::Keep(hold.to_owned())),
        (_, Some(("via", column))) if is_name(column) => Ok(Erase::Via(column.to_owned())),
        _ => Err(unknown()),
    }
}

/// Reads the value of `access`.
///
/// # Errors
/// A sentence with the words that may stand there.
pub fn access(text: &str) -> Result<Access, String> {
    match (text, text.split_once(':')) {
        ("include", _) => Ok(Access::Include),
        ("redact", _) => Ok(Access::Redact),
        (_, Some(("omit", reason))) if !reason.trim().is_empty() => Ok(Access::Omit(reason.to_owned())),
        _ => Err(format!("`access = \"{text}\"` is unknown: write include, redact or omit:<legal reason>")),
    }
}

/// Reads the value of `rectify`.
///
/// # Errors
/// A sentence with the words that may stand there.
pub fn rectify(text: &str) -> Result<Rectify, String> {
    match (text, text.split_once(':')) {
        ("self", _) => Ok(Rectify::Itself),
        ("request", _) => Ok(Rectify::Request),
        (_, Some(("never", reason))) if !reason.trim().is_empty() => Ok(Rectify::Never(reason.to_owned())),
        _ => Err(format!("`rectify = \"{text}\"` is unknown: write self, request or never:<reason>")),
    }
}

/// Reads one element of `path`.
///
/// # Errors
/// A sentence with the shapes expected.
pub fn step(text: &str) -> Result<Step, String> {
    let found = if text.contains("->") { foreign_key(text) } else { link(text) };
    let step = found
        .ok_or_else(|| format!("`{text}` is not a way to a person: write table.(column,column)->target, or table.column = target.column when kind = 'word'"))?;
    let names = step.columns.iter().chain(&step.target_columns).chain(step.when.iter().map(|(column, _)| column));
    if is_table(&step.table) && is_table(&step.target) && names.into_iter().all(|name| is_name(name)) {
        Ok(step)
    } else {
        Err(format!("`{text}` is not a way to a person: its names are lower-case letters, digits and _"))
    }
}

fn foreign_key(text: &str) -> Option<Step> {
    let (from, target) = text.split_once("->")?;
    let (table, columns) = from.split_once(".(")?;
    let columns: Vec<_> = columns.strip_suffix(')')?.split(',').map(|column| column.trim().to_owned()).collect();
    // Keys are made alike everywhere: (tenant_id, id), or id alone outside the tenants' tables. The live database is asked whether they are.
    let shared = columns.len() > 1;
    let target_columns = columns.iter().map(|column| if shared && column == "tenant_id" { "tenant_id".to_owned() } else { "id".to_owned() }).collect();
    Some(Step { table: table.to_owned(), columns, target: target.to_owned(), target_columns, when: None, foreign_key: true })
}

fn link(text: &str) -> Option<Step> {
    let (ends, when) = match text.split_once(" when ") {
        None => (text, None),
        Some((ends, condition)) => {
            let (column, word) = condition.split_once(" = ")?;
            let word = word.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (ends, Some((column.trim().to_owned(), is_name(word).then(|| word.to_owned())?)))
        }
    };
    let (from, to) = ends.split_once(" = ")?;
    let (table, column) = from.trim().rsplit_once('.')?;
    let (target, target_column) = to.trim().rsplit_once('.')?;
    let one = |name: &str| vec![name.to_owned()];
    Some(Step { table: table.to_owned(), columns: one(column), target: target.to_owned(), target_columns: one(target_column), when, foreign_key: false })
}

/// Reads a condition on a row: `column is set`, `column is positive`, or `column is one of word, word`.
///
/// # Errors
/// A sentence with the words expected.
pub fn condition(text: &str) -> Result<(String, Test), String> {
    let parsed = text.split_once(" is ").and_then(|(column, test)| match (test, test.strip_prefix("one of ")) {
        ("set", _) => Some((column.to_owned(), Test::Set)),
        ("positive", _) => Some((column.to_owned(), Test::Positive)),
        (_, Some(words)) => {
            let words: Vec<_> = words.split(',').map(|word| word.trim().to_owned()).collect();
            words.iter().all(|word| is_name(word)).then(|| (column.to_owned(), Test::Among(words)))
        }
        _ => None,
    });
    parsed
        .filter(|(column, _)| is_name(column))
        .ok_or_else(|| format!("`{text}` is no condition: write `column is set`, `column is positive` or `column is one of word, word`"))
}

/// Whether `text` names a table: `name`, or `schema.name`.
pub fn is_table(text: &str) -> bool {
    text.split('.').count() <= 2 && text.split('.').all(is_name)
}

/// Whether `text` can be quoted into SQL and turned into a Rust name without a thought: `^[a-z_][a-z0-9_]*$`.
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_ascii_lowercase())
        && characters.all(|other| other == '_' || other.is_ascii_lowercase() || other.is_ascii_digit())
}
