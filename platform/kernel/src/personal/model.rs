//! What the machinery hands out: who was found, what an erasure would do, what it did, and what a person receives of their data.

use crate::{
    clock::Timestamp,
    error::Error,
    inventory::{self, LegalBasis, RowErase, Source, SubjectId},
};
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt};
use uuid::Uuid;

/// What stands in a name's place once it is erased. Pages show the words of the locale key `personal-erased` instead: see [`is_erased`].
pub const ERASED: &str = "[erased]";

/// Whether a stored text is what an erasure left: a name's marker, or an address that reaches nobody.
#[must_use]
pub fn is_erased(text: &str) -> bool {
    text == ERASED || text.ends_with("@erased.invalid")
}

/// One person, as one row of a subject's root table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Root {
    /// What kind of person.
    #[serde(serialize_with = "subject_key")]
    pub subject: SubjectId,
    /// The row's id.
    pub id: Uuid,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
fn subject_key<S: Serializer>(subject: &SubjectId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(subject.key())
}

/// A person found by an address. One mailbox may be a family's: each row is offered alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub root: Root,
    /// The name as it was declared; empty when none was.
    pub display: String,
    /// Rows that lead to this person, in all tables.
    pub rows: u64,
}

/// What an erasure would do, counted. Pure data: the same rows give the same plan and the same hash, whoever asks and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Hash of the inventory it was derived from.
    pub inventory: String,
    /// Whom it erases, in order.
    pub roots: Vec<Root>,
    /// What becomes of each table and column, in the order of execution; only what concerns a row.
    pub steps: Vec<PlanStep>,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// What is copied into a restricted archive first.
    pub archived: Vec<Archived>,
}

impl Plan {
    /// SHA-256 over what an approver decides, as JSON in a fixed order: whom it erases, which values of theirs go and how many, what is archived, and
    /// which duties keep something. A row that a machine adds to what is kept (a fee of the payment provider's that comes late, a refund), and what
    /// it tells of it, ask nobody to sign again: it changes neither what goes nor why something stays.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let steps: Vec<_> = self.steps.iter().filter(|step| step.action.changes() && is_decided(step)).collect();
        let holds: BTreeSet<_> = self.kept.iter().map(|kept| (kept.hold, kept.legal_ref)).collect();
        let archived: Vec<_> = self.archived.iter().map(|archived| (archived.table, archived.hold, archived.rows)).collect();
        // Texts and numbers only: nothing of it can fail to serialise.
        let canonical = serde_json::to_vec(&(&self.inventory, &self.roots, steps, holds, archived)).unwrap_or_default();
        Sha256::digest(canonical).into()
    }

    /// Values that would change or go: what is left to do. 0 once the erasure has run.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.steps.iter().filter(|step| step.action.changes()).map(|step| step.rows).sum()
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.changes() == 0
    }
}

/// Whether people decide on a step. Not on the platform's own notes behind a door, which go whole and grow with each word of a machine; nor on the
/// ids of staff beside what a duty keeps, which are not the person's.
fn is_decided(step: &PlanStep) -> bool {
    let Some(table) = inventory::table(step.table) else { return true };
    let staffs = |name: &&'static str| {
        let handling = table.columns.iter().find(|known| known.name == *name).and_then(|known| known.handling.as_ref());
        handling.is_some_and(|handling| handling.category == "behaviour.staff")
    };
    table.door.is_none() && !(table.row_erase == Some(RowErase::Keep) && step.column.as_ref().is_some_and(staffs))
}

/// One table, or one column of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanStep {
    /// The table.
    pub table: &'static str,
    /// The column; none when whole rows go.
    pub column: Option<&'static str>,
    /// What is done to it.
    pub action: Action,
    /// Rows it is done to.
    pub rows: u64,
}

/// What an erasure does to the values of a column, or to rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The rows go.
    DeleteRow,
    /// The value becomes null.
    Null,
    /// The value is replaced by one that says nothing.
    Surrogate,
    /// The value is cut short.
    Truncate,
    /// Keys of a document are removed.
    Document,
    /// Nothing is done: the value stops meaning anybody when what it hangs on is erased.
    Via,
    /// Nothing is done: the value stays as part of sums.
    Aggregate,
}

impl Action {
    /// Whether it alters the database.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Via | Self::Aggregate)
    }
}

/// Columns of one table that a duty keeps through the erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The table.
    pub table: &'static str,
    /// Key of the hold in the inventory.
    pub hold: &'static str,
    /// The text that obliges.
    pub legal_ref: &'static str,
    /// Until when the last of these rows is kept; none when no date can be told yet.
    pub until: Option<NaiveDate>,
    /// Staff roles that may read it meanwhile.
    pub roles: &'static [&'static str],
    /// The columns that survive.
    pub columns: Vec<&'static str>,
    /// Rows in which at least one of them holds a value.
    pub rows: u64,
}

/// Rows written to a restricted archive before anything is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Archived {
    /// The archive's table.
    pub table: &'static str,
    /// Key of the hold that asks for it.
    pub hold: &'static str,
    /// The text that obliges.
    pub legal_ref: &'static str,
    /// Staff roles that may read it.
    pub roles: &'static [&'static str],
    /// Until when the last row stays.
    pub until: Option<NaiveDate>,
    /// How many rows.
    pub rows: u64,
}

/// What an erasure did. It has been counted again: nothing of what the plan named is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Hash of the plan that was executed.
    pub plan_hash: [u8; 32],
    /// The plan itself.
    pub plan: Plan,
    /// Rows changed or removed, by table.
    pub touched: Vec<Touched>,
    /// Values still to erase after the run: always 0, else the transaction was refused.
    pub recount: u64,
    /// Rows written to restricted archives.
    pub archived: u64,
    /// Prefixes of objects that belonged to rows that are gone. After the commit, a job removes them with
    /// [`crate::storage::Storage::delete_all_versions_under`].
    pub objects: Vec<String>,
}

/// Rows of one table that an erasure changed or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The table.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
}

/// Why an erasure did not happen. Whoever gets one drops the transaction: nothing has changed.
#[derive(Debug)]
pub enum Refusal {
    /// The rows are no longer those that were approved: show this plan and ask again.
    Changed(Box<Plan>),
    /// A row that must stay needs one that would go; the sentence names both.
    Conflict(String),
    /// After the run something was left; the sentence names table and column.
    Remains(String),
    /// The database is away, or a statement failed.
    Failed(Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(_) => formatter.write_str("the rows are no longer those that were approved"),
            Self::Conflict(what) => write!(formatter, "the plan contradicts itself: {what}"),
            Self::Remains(what) => write!(formatter, "the erasure left something: {what}"),
            Self::Failed(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Failed(error) => error,
            other => Self::Internal(anyhow::Error::new(other)),
        }
    }
}

/// Everything stored about some persons that an access request shows, by table.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// When it was read.
    pub at: Timestamp,
    /// Hash of the inventory that says what is shown.
    pub inventory: String,
    /// The tables that hold a row, parents first.
    pub tables: Vec<ExportTable>,
}

/// The rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportTable {
    /// The table.
    pub table: &'static str,
    /// The slice that owns it: what sections are named after.
    pub module: &'static str,
    /// The columns shown, keys first.
    pub columns: Vec<ExportColumn>,
    /// Columns that are not shown, each with its reason.
    pub omitted: Vec<(&'static str, &'static str)>,
    /// One value a column; JSON null, number, text, boolean, list or object.
    pub rows: Vec<Vec<serde_json::Value>>,
}

/// A column of an export and what a person is owed about it (Art. 15(1) GDPR).
#[derive(Clone, Debug, PartialEq)]
pub struct ExportColumn {
    /// The column. Its label is the locale key `column-<table>-<column>`, else that of the category.
    pub name: &'static str,
    /// Whether it joins tables and says nothing by itself.
    pub key: bool,
    /// None for a key, and for what is about nobody.
    pub facts: Option<ColumnFacts>,
}

/// Purpose, basis, source and time of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnFacts {
    /// Kind of data, dotted: `contact.email`.
    pub category: &'static str,
    /// Keys of the treatments it serves, each with its legal basis.
    pub treatments: Vec<(&'static str, LegalBasis)>,
    /// Keys of the recipients of those treatments.
    pub recipients: Vec<&'static str>,
    /// Where it came from.
    pub source: Source,
    /// Whether Art. 20 covers it.
    pub portable: bool,
    /// Whether only the presence of a value is shown.
    pub redacted: bool,
    /// Key of the retention.
    pub retention: &'static str,
    /// When the last of these rows reaches its end; none when no date can be told yet.
    pub until: Option<NaiveDate>,
}
