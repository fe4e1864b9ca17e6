//! What the kernel knows of each entry of the inventory. The static tables generated from the TOML are made of these.

use super::words::{
    ArchiveFrom, AskedIn, AtRest, ClaimKind, Class, Controller, CookieCategory, CookieContents, Identity, LegalBasis, OnFail, Period, Probe, RecipientErase,
    RecipientRole, Restrict, RowErase, SameSite, Scope, Source, StoreKind, Surrogate, Then,
};
use super::{ClaimId, ConsentId, CookieId, HoldId, LogField, RecipientId, RetentionId, StoreId, SubjectId, TreatmentId};

/// A purpose (Art. 30 GDPR). Its words are the locale keys `treatment-<key>-title` and `treatment-<key>-purpose`.
#[derive(Debug)]
pub struct Treatment {
    /// Itself.
    pub id: TreatmentId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// Who answers for it.
    pub controller: Controller,
    /// Why it is lawful.
    pub legal_basis: LegalBasis,
    /// The text relied on.
    pub legal_ref: Option<&'static str>,
    /// Whose data it uses.
    pub subjects: &'static [SubjectId],
    /// Who receives some.
    pub recipients: &'static [RecipientId],
    /// Measures the registers name.
    pub security: &'static [&'static str],
    /// The slice that brings it.
    pub module: &'static str,
    /// Whether Art. 9 data are used.
    pub special_category: bool,
    /// Whether Art. 22 applies.
    pub automated_decision: bool,
}

/// Somebody outside who receives data.
#[derive(Debug)]
pub struct Recipient {
    /// Itself.
    pub id: RecipientId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// Empty when the operator of the installation names it.
    pub legal_name: &'static str,
    /// What it is under the GDPR.
    pub role: RecipientRole,
    /// ISO 3166 code, or empty when the operator names it.
    pub country: &'static str,
    /// What makes a transfer outside the European Union lawful.
    pub transfer: Option<&'static str>,
    /// Categories it receives.
    pub categories: &'static [&'static str],
    /// How an erasure reaches it.
    pub erase: RecipientErase,
    /// Hosts our servers speak to, and the browser is sent to.
    pub hosts: &'static [&'static str],
}

/// How long, counted from when, then what.
#[derive(Debug)]
pub struct Retention {
    /// Itself.
    pub id: RetentionId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// `table.column` that starts the clock.
    pub anchor: Option<&'static str>,
    /// Period in current use; none when it lasts as long as the association or the account.
    pub active: Option<Period>,
    /// Period in restricted archive, after the active one.
    pub archive: Option<Archive>,
    /// What happens at the end.
    pub then: Then,
    /// The rule this length comes from.
    pub source: &'static str,
    /// Where the clock of a table's rows starts, when it is not the anchor's own table.
    pub on: &'static [Start],
    /// Why an operator ends it by hand; none when the nightly sweep does.
    pub by_hand: Option<&'static str>,
}

/// Where the clock of a table's rows starts.
#[derive(Debug)]
pub struct Start {
    /// The table.
    pub table: &'static str,
    /// Foreign keys to follow, each in the direction that goes on from where the one before arrived.
    pub via: &'static [Step],
    /// The column there; of several rows, the latest.
    pub column: &'static str,
    /// The column of the row itself that counts while the first says nothing.
    pub or: Option<&'static str>,
    /// What a row must be to go whole at the end of the period, whatever else its columns would be kept for: it came to nothing.
    pub lapsed: Option<(&'static str, Test)>,
}

/// Time out of current use, readable by few.
#[derive(Debug)]
pub struct Archive {
    /// How long.
    pub length: Period,
    /// Counted from when.
    pub from: ArchiveFrom,
    /// The `table.column`, one row an association, of the month in which a fiscal year ends; December without one.
    pub month: Option<&'static str>,
    /// The duty that justifies it.
    pub hold: HoldId,
    /// Staff roles that may read it.
    pub roles: &'static [&'static str],
}

/// A duty that keeps columns through an erasure.
#[derive(Debug)]
pub struct Hold {
    /// Itself.
    pub id: HoldId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// The text that obliges.
    pub legal_ref: &'static str,
    /// The only `table.column`s that survive under it.
    pub columns: &'static [&'static str],
    /// Staff roles that may read them meanwhile.
    pub roles: &'static [&'static str],
}

/// A kind of person.
#[derive(Debug)]
pub struct Subject {
    /// Itself.
    pub id: SubjectId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// Table whose rows stand for one person each.
    pub root: Option<&'static str>,
    /// Whether children may be among them.
    pub may_be_minor: bool,
}

/// A place, other than a table, where data lie.
#[derive(Debug)]
pub struct Store {
    /// Itself.
    pub id: StoreId,
    /// Its key in the inventory; also the folder in object storage.
    pub key: &'static str,
    /// What kind of place.
    pub kind: StoreKind,
    /// Shape of a key there.
    pub key_pattern: &'static str,
    /// What lies there.
    pub class: Class,
    /// Why.
    pub treatments: &'static [TreatmentId],
    /// How long; none when it goes with the row that names it.
    pub retention: Option<RetentionId>,
    /// Who runs the place.
    pub recipient: Option<RecipientId>,
    /// Whether deleted objects stay as old versions.
    pub versions: bool,
}

/// A cookie. When a browser receives it is said by the locale key `cookie-<key>-when`.
#[derive(Debug)]
pub struct Cookie {
    /// Itself.
    pub id: CookieId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// Name on the wire.
    pub name: &'static str,
    /// Why it may be set.
    pub category: CookieCategory,
    /// Treatment it serves.
    pub treatment: TreatmentId,
    /// The longest it may live.
    pub max_age: Period,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// When it travels from other sites.
    pub same_site: SameSite,
    /// What its value is.
    pub contains: CookieContents,
    /// The consent it waits for; none unless its category is `Consent`.
    pub consent: Option<ConsentId>,
}

/// Something a person may agree to, and take back. Its words are the locale keys `consent-<key>-title` and `consent-<key>-text`.
#[derive(Debug)]
pub struct Consent {
    /// Itself.
    pub id: ConsentId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// Where it is asked for.
    pub asked: AskedIn,
    /// Of its words: a new version is asked for again.
    pub version: u16,
    /// The treatment it makes lawful, once a slice has it.
    pub treatment: Option<TreatmentId>,
}

/// A factual claim that a notice may make while it is proven. Its words are the locale keys `claim-<key>-title`, `claim-<key>-text` and
/// `claim-<key>-proof`, and `claim-<key>-weaker` when a failure qualifies it.
#[derive(Debug)]
pub struct Claim {
    /// Itself.
    pub id: ClaimId,
    /// Its key in the inventory.
    pub key: &'static str,
    /// What looks whether it is true.
    pub probe: Probe,
    /// How it is shown to be true.
    pub kind: ClaimKind,
    /// How long a proof holds.
    pub ttl: Period,
    /// What becomes of its sentence without one.
    pub on_fail: OnFail,
}

/// A field a log line may carry.
#[derive(Debug)]
pub struct LogFieldFacts {
    /// Itself.
    pub id: LogField,
    /// Its name in a log line.
    pub key: &'static str,
    /// What it holds, seen from the person: never personal data.
    pub class: Class,
    /// What it holds, for whoever reads the logs.
    pub holds: &'static str,
}

/// A table and the verdict on each of its columns.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// `table`, or `schema.table` outside `public`.
    pub name: &'static str,
    /// The inventory file it stands in.
    pub file: &'static str,
    /// Who owns its rows.
    pub scope: Scope,
    /// The slice or kernel module that owns it.
    pub module: &'static str,
    /// Whose data it holds.
    pub subject: Option<SubjectId>,
    /// Foreign keys and links that lead to the subject's root.
    pub path: &'static [Step],
    /// How rows are found when nothing the database knows leads to a person.
    pub unlinked: Option<&'static str>,
    /// What happens to a row when its subject is erased.
    pub row_erase: Option<RowErase>,
    /// Stores of objects named by a row's id, by key: they go with the row.
    pub objects: &'static [&'static str],
    /// For a restricted archive: what an erasure writes to it before it erases.
    pub filled: Option<Filled>,
    /// For a platform table with tenants' data: the function through which a tenant's role reaches what is its own.
    pub door: Option<&'static str>,
    /// What others than its subject are shown of it.
    pub shown: &'static [Shown],
    /// Every column.
    pub columns: &'static [Column],
}

/// What the copy of another person's data shows of a table that is not about them. Theirs to see, not to erase.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// What kind of person is shown it.
    pub subject: SubjectId,
    /// Foreign keys that lead to that person, each in the direction that goes on.
    pub path: &'static [Step],
    /// The columns shown.
    pub columns: &'static [&'static str],
    /// The columns of which only the presence of a value is shown.
    pub masked: &'static [&'static str],
}

/// One stretch of the way to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where it starts.
    pub table: &'static str,
    /// Its columns, in order.
    pub columns: &'static [&'static str],
    /// The table it leads to.
    pub target: &'static str,
    /// The columns they equal there.
    pub target_columns: &'static [&'static str],
    /// Rows of `table` that take this way: a column and the text it holds.
    pub when: Option<(&'static str, &'static str)>,
    /// Whether the database enforces it.
    pub foreign_key: bool,
}

/// What an erasure writes to a restricted archive: one row for each row of the first table on the archive's path.
#[derive(Debug, Clone, Copy)]
pub struct Filled {
    /// The duty that asks for it.
    pub hold: HoldId,
    /// What such a row must be.
    pub when: &'static [(&'static str, Test)],
    /// For each column, the tables and columns whose texts it takes, joined by a space.
    pub copy: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

/// A condition on a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// It is not null.
    Set,
    /// It is above zero.
    Positive,
    /// It is one of these words.
    Among(&'static [&'static str]),
}

/// A column and its verdict.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub class: Class,
    /// How it is handled; none for the classes `None` and `Key`.
    pub handling: Option<Handling>,
}

/// How a column that concerns somebody is handled.
#[derive(Debug, Clone, Copy)]
pub struct Handling {
    /// Kind of data, dotted: `contact.email`.
    pub category: &'static str,
    /// Why it is there.
    pub treatments: &'static [TreatmentId],
    /// Where it came from.
    pub source: Source,
    /// Whether it finds a person's rows.
    pub identity: Identity,
    /// Locale key of what happens when it is not given.
    pub required: Option<&'static str>,
    /// What an access request shows.
    pub access: Access,
    /// Whether Art. 20 covers it.
    pub portable: bool,
    /// What an erasure does.
    pub erase: Erase,
    /// How long it stays.
    pub retention: RetentionId,
    /// Who may correct it.
    pub rectify: Rectify,
    /// What a restriction does.
    pub restrict: Restrict,
    /// How it lies on the disk.
    pub at_rest: AtRest,
    /// Whether it may stand in a log line.
    pub log_safe: bool,
}

/// What an access request shows of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The value.
    Include,
    /// That there is a value, masked.
    Redact,
    /// Nothing, for this reason.
    Omit(&'static str),
}

/// What an erasure does to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erase {
    /// It goes with its row.
    DeleteRow,
    /// It becomes null.
    Null,
    /// It is replaced.
    Surrogate(Surrogate),
    /// Only this many characters stay.
    Truncate(u16),
    /// It stays under a hold.
    Keep(HoldId),
    /// It stays as part of sums.
    Aggregate,
    /// It stops meaning anybody when this column of the same row is erased, or the row that column leads to.
    Via(&'static str),
    /// Keys of a document: the way to each, and whether it is removed.
    Document(&'static [(&'static [&'static str], bool)]),
}

/// Who may correct a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rectify {
    /// The person, alone.
    Itself,
    /// Staff, on request.
    Request,
    /// Nobody, for this reason.
    Never(&'static str),
}
