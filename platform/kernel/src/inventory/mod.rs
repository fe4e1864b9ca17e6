//! The personal-data inventory at run time: what `migrations/inventory/*.toml` says, as enums and static tables, and the proof
//! that it says it of the database in front of us. Every list of data, recipients, cookies or log fields elsewhere is a reading
//! of these tables.

mod drift;
mod guard;
mod model;
mod words;

pub(crate) use drift::{Catalogue, read as read_catalogue};
pub use drift::{Drift, check, columns_of_types};
pub(crate) use guard::readers as archive_readers;
pub use guard::{Document, DriftWatch, View, agreed};
pub use model::{
    Access, Archive, Claim, Column, Consent, Cookie, Erase, Filled, Handling, Hold, LogFieldFacts, Recipient, Rectify, Retention, Shown, Start, Step, Store,
    Subject, Table, Test, Treatment,
};
pub use words::{
    ArchiveFrom, AskedIn, AtRest, ClaimKind, Class, Controller, CookieCategory, CookieContents, Identity, LegalBasis, OnFail, Period, Probe, RecipientErase,
    RecipientRole, Restrict, RowErase, SameSite, Scope, Source, StoreKind, Surrogate, Then,
};

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/inventory.rs"));

/// The table called `name`, if it is declared.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// SHA-256, in hexadecimal, of everything the inventory says: a plan or an export names the one it was made from.
pub fn hash() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| hex::encode(Sha256::digest(include_str!(concat!(env!("OUT_DIR"), "/inventory.rs")))));
    &HASH
}

/// How long data are kept for a purpose, in the inventory's order: whatever the columns and stores that serve it declare, and what ends rows of theirs that
/// came to nothing.
pub fn retentions(treatment: TreatmentId) -> Vec<RetentionId> {
    let serving = |table: &Table| {
        table.columns.iter().filter_map(|column| column.handling.as_ref()).filter(|one| one.treatments.contains(&treatment)).collect::<Vec<_>>()
    };
    let of_stores = STORES.iter().filter(|store| store.treatments.contains(&treatment)).filter_map(|store| store.retention);
    let used: Vec<RetentionId> = TABLES.iter().flat_map(serving).map(|handling| handling.retention).chain(of_stores).collect();
    let lapses = |retention: &Retention| {
        let ends = |start: &Start| start.lapsed.is_some() && table(start.table).is_some_and(|table| !serving(table).is_empty());
        retention.on.iter().any(ends)
    };
    RETENTIONS.iter().filter(|retention| used.contains(&retention.id) || lapses(retention)).map(|retention| retention.id).collect()
}

/// Whether a log line may carry a field of this name.
pub fn may_log(field: &str) -> bool {
    LogField::from_key(field).is_some()
}

#[cfg(test)]
#[path = "../../inventory_format/mod.rs"]
mod inventory_format;

#[cfg(test)]
mod tests;
