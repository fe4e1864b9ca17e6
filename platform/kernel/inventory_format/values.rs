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

/// One foreign key on the way from a table to the person: `table.(columns)->target`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub table: String,
    pub columns: Vec<String>,
    pub target: String,
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
             empty_object>, truncate:<characters>, keep:<hold>, aggregate or via:<column>"
        )
    };
    match (text, text.split_once(':')) {
        ("delete_row", _) => Ok(Erase::DeleteRow),
        ("null", _) => Ok(Erase::Null),
        ("aggregate", _) => Ok(Erase::Aggregate),
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
/// A sentence with the shape expected.
pub fn step(text: &str) -> Result<Step, String> {
    let malformed = || format!("`{text}` is not a way to a person: write table.(column,column)->target");
    let (from, target) = text.split_once("->").ok_or_else(malformed)?;
    let (table, columns) = from.split_once(".(").ok_or_else(malformed)?;
    let columns: Vec<_> = columns.strip_suffix(')').ok_or_else(malformed)?.split(',').map(|column| column.trim().to_owned()).collect();
    let step = Step { table: table.to_owned(), columns, target: target.to_owned() };
    let well_named = is_name(&step.table) && is_name(&step.target) && step.columns.iter().all(|column| is_name(column));
    if well_named { Ok(step) } else { Err(malformed()) }
}

/// Whether `text` can be quoted into SQL and turned into a Rust name without a thought: `^[a-z_][a-z0-9_]*$`.
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_ascii_lowercase())
        && characters.all(|other| other == '_' || other.is_ascii_lowercase() || other.is_ascii_digit())
}
