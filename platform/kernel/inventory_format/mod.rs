//! How `migrations/inventory/*.toml` is written: the shape of each entry, and the reading of a folder of them. Shared by the
//! kernel's build script, which turns it into Rust, and by the kernel's tests. The files are one namespace: an entry may
//! stand in any of them, and may stand only once.

pub mod check;
pub mod columns;
pub mod extras;
pub mod generate;
pub mod values;
pub mod ways;

#[cfg(not(test))]
#[path = "../src/inventory/words.rs"]
pub mod words;

// The kernel's tests have the vocabularies already.
#[cfg(test)]
use super::words;
pub use columns::{Column, Filled, Table};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use words::{
    ArchiveFrom, AskedIn, ClaimKind, Class, Controller, CookieCategory, CookieContents, LegalBasis, OnFail, Probe, RecipientErase, RecipientRole, SameSite,
    StoreKind, Then,
};

/// One fault in the inventory: which file, which entry, what is wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name inside the inventory's folder.
    pub file: String,
    /// Dotted path of the entry, as it is written in the file.
    pub key: String,
    /// What is wrong, then the remedy.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "migrations/inventory/{}: [{}]: {}", self.file, self.key, self.problem)
    }
}

/// An entry and the file it stands in.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// File name inside the inventory's folder.
    pub file: String,
    /// What is written there.
    pub value: T,
}

/// Everything declared, sorted by name so that the generated code is stable.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    pub treatments: BTreeMap<String, Entry<Treatment>>,
    pub recipients: BTreeMap<String, Entry<Recipient>>,
    pub retentions: BTreeMap<String, Entry<Retention>>,
    pub holds: BTreeMap<String, Entry<Hold>>,
    pub subjects: BTreeMap<String, Entry<Subject>>,
    pub tables: BTreeMap<String, Entry<Table>>,
    pub stores: BTreeMap<String, Entry<Store>>,
    pub cookies: BTreeMap<String, Entry<Cookie>>,
    pub consents: BTreeMap<String, Entry<Consent>>,
    pub claims: BTreeMap<String, Entry<Claim>>,
    pub log_fields: BTreeMap<String, Entry<LogField>>,
    pub views: BTreeMap<String, Entry<View>>,
    pub documents: BTreeMap<String, Entry<Json>>,
}

/// One file, before it is merged with the others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    treatment: BTreeMap<String, Treatment>,
    #[serde(default)]
    recipient: BTreeMap<String, Recipient>,
    #[serde(default)]
    retention: BTreeMap<String, Retention>,
    #[serde(default)]
    hold: BTreeMap<String, Hold>,
    #[serde(default)]
    subject: BTreeMap<String, Subject>,
    #[serde(default)]
    table: BTreeMap<String, Table>,
    #[serde(default)]
    store: BTreeMap<String, Store>,
    #[serde(default)]
    cookie: BTreeMap<String, Cookie>,
    #[serde(default)]
    consent: BTreeMap<String, Consent>,
    #[serde(default)]
    claim: BTreeMap<String, Claim>,
    #[serde(default)]
    log: BTreeMap<String, LogField>,
    #[serde(default)]
    view: BTreeMap<String, View>,
    #[serde(default)]
    json: BTreeMap<String, Json>,
}

/// A purpose: one line of the Art. 30(1) register and one section of the notice. Its words are the locale keys
/// `treatment-<id>-title` and `treatment-<id>-purpose`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    pub controller: Controller,
    pub legal_basis: LegalBasis,
    /// The text relied on; needed for a legal obligation.
    pub legal_ref: Option<String>,
    pub subjects: Vec<String>,
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Measures the registers name; each is a claim a later probe proves.
    #[serde(default)]
    pub security: Vec<String>,
    /// The slice whose activation brings this treatment to an association's notice; `platform` when it is always there.
    pub module: String,
    #[serde(default)]
    pub special_category: bool,
    #[serde(default)]
    pub automated_decision: bool,
}

/// Somebody outside who receives data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Empty when the operator of this installation names it in the configuration.
    pub legal_name: String,
    pub role: RecipientRole,
    /// ISO 3166 code, or empty when the operator names it.
    pub country: String,
    /// What makes a transfer outside the European Union lawful.
    pub transfer: Option<String>,
    pub categories: Vec<String>,
    pub erase: RecipientErase,
    /// Hosts our servers speak to, and the browser is sent to.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// How long, counted from when, then what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// `table.column` whose time starts the clock.
    pub anchor: Option<String>,
    /// Period in current use, such as `6m`; absent when it lasts as long as the association or the account.
    pub active: Option<String>,
    pub archive: Option<Archive>,
    pub then: Then,
    /// The rule or recommendation this length comes from.
    pub source: String,
    /// Where the clock of a table's rows starts, when it is not the anchor's own table.
    #[serde(default)]
    pub on: BTreeMap<String, Start>,
    /// Why an operator ends it by hand and the nightly sweep only counts; absent when the sweep does it.
    pub by_hand: Option<String>,
}

/// Where the clock of a row starts: a column of the row itself, or of one that a few foreign keys lead to, in either direction; of several
/// rows, the latest counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    #[serde(default)]
    pub via: Vec<String>,
    pub column: String,
    /// The column of the row itself that counts while the first says nothing.
    pub or: Option<String>,
    /// What a row must be to go whole at the end of this period, whatever else its columns would be kept for: it came to nothing.
    pub lapsed: Option<String>,
}

/// Time spent out of current use, readable by few.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    #[serde(rename = "for")]
    pub length: String,
    pub from: ArchiveFrom,
    /// For `fiscal_year_end`: the `table.column` of a table with one row an association that holds the month, 1 to 12, in which its fiscal year ends.
    pub month: Option<String>,
    pub hold: String,
    pub roles: Vec<String>,
}

/// A duty that keeps some columns through an erasure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    pub legal_ref: String,
    /// The only `table.column`s that survive under it.
    pub columns: Vec<String>,
    pub roles: Vec<String>,
}

/// A kind of person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Table whose rows stand for one person each.
    pub root: Option<String>,
    #[serde(default)]
    pub may_be_minor: bool,
}

/// A place outside the tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    pub kind: StoreKind,
    /// Shape of a key: ids only.
    pub key_pattern: String,
    pub class: Class,
    #[serde(default)]
    pub treatments: Vec<String>,
    pub retention: Option<String>,
    /// Who it is handed to.
    pub recipient: Option<String>,
    /// Whether deleted objects stay as old versions.
    #[serde(default)]
    pub versions: bool,
}

/// A cookie. When a browser receives it is said by the locale key `cookie-<id>-when`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cookie {
    pub name: String,
    pub category: CookieCategory,
    /// Treatment it serves.
    pub treatment: String,
    /// The longest it may live.
    pub max_age: String,
    pub http_only: bool,
    pub same_site: SameSite,
    pub contains: CookieContents,
    /// The consent it waits for, when its category is `consent`.
    pub consent: Option<String>,
}

/// Something a person may agree to and take back. Its words are the locale keys `consent-<id>-title` and `consent-<id>-text`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    pub asked: AskedIn,
    /// Of its words: raised when they ask for something else, so that people are asked again.
    pub version: u16,
    /// The treatment it makes lawful; absent until a slice has it.
    pub treatment: Option<String>,
}

/// A factual claim of a notice, and what proves it. Its words are the locale keys `claim-<id>-title`, `-text` and `-proof`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub probe: Probe,
    pub kind: ClaimKind,
    /// How long a proof holds.
    pub ttl: String,
    pub on_fail: OnFail,
}

/// A field a log line may carry. Its name is the entry's key, dots and all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogField {
    pub class: Class,
    /// What it holds, for whoever reads the logs.
    pub holds: String,
}

/// A view: a second way to the columns of tables, which must not become a second copy of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The tables and views it reads.
    pub reads: Vec<String>,
    /// What it is for.
    pub why: String,
}

/// A column of type jsonb, as `table.column`: what its documents may say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Json {
    /// The keys they may have, at any depth: a document with another is refused by the database.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Any key, and under it ids, numbers, dates and words without a space: nothing that could be a name or an address.
    #[serde(default)]
    pub facts: bool,
}

/// Reads every `.toml` file of `folder`.
///
/// # Errors
/// All faults together: unreadable files, unknown words or fields, entries declared twice.
pub fn read(folder: &Path) -> Result<Inventory, Vec<Fault>> {
    let fault = |file: &str, problem: String| Fault { file: file.to_owned(), key: "*".to_owned(), problem };
    let listing = std::fs::read_dir(folder).map_err(|error| vec![fault("", format!("{}: {error}", folder.display()))])?;
    let mut paths: Vec<_> = listing.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name, text)),
            Err(error) => faults.push(fault(&name, format!("cannot be read: {error}"))),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    parse(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// Parses `(file name, text)` pairs and merges them.
///
/// # Errors
/// All faults together: unknown words or fields, entries declared twice.
pub fn parse(files: &[(&str, &str)]) -> Result<Inventory, Vec<Fault>> {
    let mut inventory = Inventory::default();
    let mut faults = Vec::new();
    for (file, text) in files {
        match toml::from_str::<File>(text) {
            Ok(content) => {
                merge(&mut inventory.treatments, content.treatment, file, "treatment", &mut faults);
                merge(&mut inventory.recipients, content.recipient, file, "recipient", &mut faults);
                merge(&mut inventory.retentions, content.retention, file, "retention", &mut faults);
                merge(&mut inventory.holds, content.hold, file, "hold", &mut faults);
                merge(&mut inventory.subjects, content.subject, file, "subject", &mut faults);
                merge(&mut inventory.tables, content.table, file, "table", &mut faults);
                merge(&mut inventory.stores, content.store, file, "store", &mut faults);
                merge(&mut inventory.cookies, content.cookie, file, "cookie", &mut faults);
                merge(&mut inventory.consents, content.consent, file, "consent", &mut faults);
                merge(&mut inventory.claims, content.claim, file, "claim", &mut faults);
                merge(&mut inventory.log_fields, content.log, file, "log", &mut faults);
                merge(&mut inventory.views, content.view, file, "view", &mut faults);
                merge(&mut inventory.documents, content.json, file, "json", &mut faults);
            }
            Err(error) => faults.push(Fault { file: (*file).to_owned(), key: "*".to_owned(), problem: error.to_string() }),
        }
    }
    if faults.is_empty() { Ok(inventory) } else { Err(faults) }
}

fn merge<T>(into: &mut BTreeMap<String, Entry<T>>, from: BTreeMap<String, T>, file: &str, kind: &str, faults: &mut Vec<Fault>) {
    for (id, value) in from {
        if let Some(first) = into.get(&id) {
            let problem = format!("declared in {} already; keep one of the two", first.file);
            faults.push(Fault { file: file.to_owned(), key: format!("{kind}.{id}"), problem });
        } else {
            into.insert(id, Entry { file: file.to_owned(), value });
        }
    }
}
