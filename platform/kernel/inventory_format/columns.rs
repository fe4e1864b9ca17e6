//! How a table and its columns are written. Columns of one table tend to share most of what is said of them: `each` says it
//! once, and a column repeats only what differs. What neither says is missing, and a fault.

use super::words::{AtRest, Class, Identity, Restrict, RowErase, Scope, Source};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A table. `keys` and `none` are verdicts too, written short.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "WrittenTable")]
pub struct Table {
    pub scope: Scope,
    /// The slice or kernel module that owns it.
    pub module: String,
    /// Whose data it holds; absent when all its columns are keys or say nothing.
    pub subject: Option<String>,
    /// Foreign keys and links that lead to the subject's root: `order_line.(tenant_id,order_id)->orders`,
    /// `payment.subject_id = orders.id when subject_kind = 'order'`.
    pub path: Vec<String>,
    /// How rows are found when nothing the database knows leads to a person.
    pub unlinked: Option<String>,
    pub row_erase: Option<RowErase>,
    /// Stores of objects named by a row's id: they go with the row.
    pub objects: Vec<String>,
    /// For a restricted archive: what an erasure writes to it first.
    pub filled: Option<Filled>,
    /// For a platform table with tenants' data: the function through which a tenant's role may read and erase what is its own.
    pub door: Option<String>,
    /// What others than its subject are shown of it, by the kind of person.
    pub shown: BTreeMap<String, Shown>,
    pub keys: Vec<String>,
    pub none: Vec<String>,
    pub col: BTreeMap<String, Column>,
}

/// What the copy of another person's data shows of a table that is not about them: who bought a place for somebody, what somebody was bought.
/// Theirs to see, not to erase.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Foreign keys that lead to the root of that kind of person, each in the direction that goes on.
    pub path: Vec<String>,
    /// The columns shown.
    pub columns: Vec<String>,
    /// The columns of which only the presence of a value is shown.
    #[serde(default)]
    pub masked: Vec<String>,
}

/// What an erasure writes to a restricted archive before it erases: one row for each row of the first table on its path.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    /// The duty that asks for it.
    pub hold: String,
    /// What such a row must be: `confirmed_at is set`, `total is positive`.
    #[serde(default)]
    pub when: Vec<String>,
    /// For each column of the archive, the `table.column`s of its path whose texts it takes, joined by a space.
    pub copy: BTreeMap<String, Vec<String>>,
}

/// A column that concerns somebody.
#[derive(Debug, Clone)]
pub struct Column {
    pub class: Class,
    pub category: String,
    pub treatments: Vec<String>,
    pub source: Source,
    pub identity: Identity,
    /// Locale key of what happens when the person does not give it; absent when it is not asked or may be left out.
    pub required: Option<String>,
    /// `include`, `redact` or `omit:<legal reason>`.
    pub access: String,
    pub portable: bool,
    /// `delete_row`, `null`, `surrogate:<word>`, `truncate:<n>`, `keep:<hold>`, `aggregate`, `document` or `via:<column>`.
    pub erase: String,
    /// For `erase = "document"`, a jsonb column: each of its keys, dotted, with `erase` or `keep`.
    pub keys: BTreeMap<String, KeyVerdict>,
    pub retention: String,
    /// `self`, `request` or `never:<reason>`.
    pub rectify: String,
    pub restrict: Restrict,
    pub at_rest: AtRest,
    pub log_safe: bool,
}

/// What an erasure does to one key of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyVerdict {
    Erase,
    Keep,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    scope: Scope,
    module: String,
    subject: Option<String>,
    #[serde(default)]
    path: Vec<String>,
    unlinked: Option<String>,
    row_erase: Option<RowErase>,
    #[serde(default)]
    objects: Vec<String>,
    filled: Option<Filled>,
    door: Option<String>,
    #[serde(default)]
    shown: BTreeMap<String, Shown>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    /// What the columns below have in common.
    #[serde(default)]
    each: WrittenColumn,
    #[serde(default)]
    col: BTreeMap<String, WrittenColumn>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenColumn {
    class: Option<Class>,
    category: Option<String>,
    treatments: Option<Vec<String>>,
    source: Option<Source>,
    identity: Option<Identity>,
    required: Option<String>,
    access: Option<String>,
    portable: Option<bool>,
    erase: Option<String>,
    keys: Option<BTreeMap<String, KeyVerdict>>,
    retention: Option<String>,
    rectify: Option<String>,
    restrict: Option<Restrict>,
    at_rest: Option<AtRest>,
    log_safe: Option<bool>,
}

impl TryFrom<WrittenTable> for Table {
    type Error = String;

    fn try_from(written: WrittenTable) -> Result<Self, String> {
        let WrittenTable { scope, module, subject, path, unlinked, row_erase, objects, filled, door, shown, keys, none, each, col } = written;
        let resolve = |(name, column): (String, WrittenColumn)| {
            let column = column.resolve(&each).map_err(|field| format!("column `{name}` does not say its `{field}`, nor does `each`"))?;
            Ok((name, column))
        };
        let col = col.into_iter().map(resolve).collect::<Result<_, String>>()?;
        Ok(Self { scope, module, subject, path, unlinked, row_erase, objects, filled, door, shown, keys, none, col })
    }
}

impl WrittenColumn {
    /// The whole column; the name of the first missing field otherwise.
    fn resolve(self, each: &Self) -> Result<Column, &'static str> {
        Ok(Column {
            class: self.class.or(each.class).ok_or("class")?,
            category: self.category.or_else(|| each.category.clone()).ok_or("category")?,
            treatments: self.treatments.or_else(|| each.treatments.clone()).ok_or("treatments")?,
            source: self.source.or(each.source).ok_or("source")?,
            identity: self.identity.or(each.identity).unwrap_or_default(),
            required: self.required.or_else(|| each.required.clone()),
            access: self.access.or_else(|| each.access.clone()).ok_or("access")?,
            portable: self.portable.or(each.portable).unwrap_or_default(),
            erase: self.erase.or_else(|| each.erase.clone()).ok_or("erase")?,
            keys: self.keys.unwrap_or_default(),
            retention: self.retention.or_else(|| each.retention.clone()).ok_or("retention")?,
            rectify: self.rectify.or_else(|| each.rectify.clone()).ok_or("rectify")?,
            restrict: self.restrict.or(each.restrict).ok_or("restrict")?,
            at_rest: self.at_rest.or(each.at_rest).unwrap_or_default(),
            log_safe: self.log_safe.or(each.log_safe).unwrap_or_default(),
        })
    }
}

impl Table {
    /// Whether the table has a verdict on `column`.
    pub fn declares(&self, column: &str) -> bool {
        self.keys.iter().chain(&self.none).any(|name| name == column) || self.col.contains_key(column)
    }
}
