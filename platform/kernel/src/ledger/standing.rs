//! How the database stands to the ledger, whether the chain is whole, and the end of selectors.

use std::collections::HashSet;

use chrono::Duration;
use uuid::Uuid;

use super::{
    bucket::{SELECTORS, id_of},
    gate::Why,
    model::{Entry, Hash, Kind},
    store,
};
use crate::{app::App, clock::Timestamp, error::Result};

/// An act younger than this is taken to be under way in some process.
const UNDER_WAY: Duration = Duration::minutes(2);

/// Selectors live this long: no backup is older than 35 days, and a fortnight is left to restore one.
const SELECTORS_LIVE: Duration = Duration::days(50);

/// An intent that became no entry is forgotten after so long.
const INTENTS_LIVE: Duration = Duration::days(7);

/// How the database stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Everything up to this entry has its effect.
    pub head: u64,
    /// The ledger's last entry.
    pub last: u64,
    /// Acts under way.
    pub under_way: u64,
    /// Entries this database announced itself but has no effect of: cut short by a crash, healed by carrying them out.
    pub cut_short: Vec<Entry>,
    /// Entries this database has never heard of.
    pub unheard: Vec<Entry>,
    /// The ledger is not the one that was followed.
    pub other_ledger: bool,
}

impl Standing {
    /// Why nothing may be served; `None` when it may.
    #[must_use]
    pub fn closes(&self) -> Option<Why> {
        if self.other_ledger {
            return Some(Why::OtherLedger);
        }
        let entries = u64::try_from(self.unheard.len()).unwrap_or(u64::MAX);
        (entries > 0).then_some(Why::Behind { entries })
    }

    /// Whether there is nothing to carry out.
    #[must_use]
    pub fn is_level(&self) -> bool {
        !self.other_ledger && self.unheard.is_empty() && self.cut_short.is_empty()
    }

    /// What a replay carries out, in the ledger's order.
    #[must_use]
    pub fn missing(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.unheard.iter().chain(&self.cut_short).cloned().collect();
        all.sort_by_key(|entry| entry.seq);
        all
    }
}

/// Compares the database with the ledger.
///
/// # Errors
/// `Unavailable` when either does not answer; `Internal` when an entry was altered.
pub async fn standing(app: &App) -> Result<Standing> {
    let mut tx = app.db.platform().await?;
    let (before, _) = store::head(&mut tx).await?;
    drop(tx);
    let listed = app.ledger.after(before).await?;
    // Read after the list, and in this order: an entry listed has its intent committed before, and loses it only in the transaction that
    // marks it, so that one of the three tells of it. Read the other way round, an act that ends meanwhile would look unheard of.
    let mut tx = app.db.platform().await?;
    let intents = store::intents(&mut tx).await?;
    let applied = store::applied(&mut tx).await?;
    let (head, hash) = store::head(&mut tx).await?;
    drop(tx);
    let last = listed.last().copied().unwrap_or(before);
    let mut standing = Standing { head, last, other_ledger: !followed(app, head, hash).await? || has_gap(before, &listed), ..Standing::default() };
    // Beyond the list: written and marked since it was read, or followed in another ledger.
    for seq in applied.iter().filter(|seq| **seq > last) {
        standing.other_ledger |= app.ledger.entry(*seq).await?.is_none();
    }
    let now = app.clock.now();
    for seq in listed.into_iter().filter(|seq| *seq > head && !applied.contains(seq)) {
        let Some(entry) = app.ledger.entry(seq).await? else { continue };
        match intents.get(&entry.id) {
            Some(made_at) if now - *made_at < UNDER_WAY => standing.under_way += 1,
            Some(_) => standing.cut_short.push(entry),
            None => standing.unheard.push(entry),
        }
    }
    Ok(standing)
}

/// Whether the ledger's entry at the database's head is the one that was followed.
async fn followed(app: &App, head: u64, hash: Hash) -> Result<bool> {
    Ok(head == 0 || app.ledger.entry(head).await?.is_some_and(|entry| entry.hash == hash))
}

fn has_gap(before: u64, listed: &[u64]) -> bool {
    listed.iter().zip(before + 1..).any(|(found, expected)| *found != expected)
}

/// What a check of the whole chain found.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Entries read.
    pub entries: u64,
    /// Of those, entries whose selectors are still there.
    pub selectors: u64,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
}

/// Reads the whole ledger: numbers without gap, each hash right and named by the next, selectors those of their entry and gone when their
/// time is over.
///
/// # Errors
/// `Unavailable` when the store or the database does not answer.
pub async fn verify(app: &App) -> Result<Chain> {
    let now = app.clock.now();
    let mut chain = Chain::default();
    let mut previous = Hash::NONE;
    let mut voided: HashSet<Uuid> = HashSet::new();
    let listed = app.ledger.after(0).await?;
    for (seq, expected) in listed.iter().copied().zip(1..) {
        chain.entries += 1;
        if seq != expected {
            chain.faults.push(format!("entry {expected} is missing: {seq} follows"));
            break;
        }
        let entry = match app.ledger.entry(seq).await {
            Ok(Some(entry)) => entry,
            Ok(None) => {
                chain.faults.push(format!("entry {seq} is listed and cannot be read"));
                break;
            }
            Err(crate::error::Error::Internal(cause)) => {
                chain.faults.push(format!("{cause:#}"));
                break;
            }
            Err(error) => return Err(error),
        };
        if entry.previous != previous {
            chain.faults.push(format!("entry {seq} does not follow the entry before it"));
        }
        previous = entry.hash;
        match app.ledger.act(&entry).await {
            Ok(Some(act)) => {
                chain.selectors += 1;
                if act.kind() != entry.kind {
                    chain.faults.push(format!("entry {seq} says {} and its selectors say {}", entry.kind.as_str(), act.kind().as_str()));
                }
                if let super::Act::Void { entry } = act {
                    voided.insert(entry);
                }
                if now - entry.at > SELECTORS_LIVE + Duration::days(2) {
                    chain.faults.push(format!("the selectors of entry {seq} should be gone: does the nightly job run?"));
                }
            }
            Ok(None) if now - entry.at < SELECTORS_LIVE && entry.kind != Kind::Void => {
                chain.faults.push(format!("the selectors of entry {seq} are gone before their time"));
            }
            Ok(None) => {}
            Err(crate::error::Error::Internal(cause)) => chain.faults.push(format!("{cause:#}")),
            Err(error) => return Err(error),
        }
    }
    Ok(chain)
}

/// Deletes the selectors whose time is over, and forgets intents that became nothing. Says how many selectors went.
///
/// # Errors
/// `Unavailable` when the store or the database does not answer.
pub async fn purge(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let mut gone = 0;
    for key in app.ledger.storage.list(SELECTORS).await? {
        let Some(made_at) = id_of(&key).and_then(made_at) else { continue };
        if now - made_at > SELECTORS_LIVE {
            app.ledger.storage.delete_versions_of(&key).await?;
            gone += 1;
        }
    }
    let mut tx = app.db.platform().await?;
    store::forget_intents(&mut tx, now - INTENTS_LIVE).await?;
    tx.commit().await?;
    Ok(gone)
}

/// When a `UUIDv7` was made: its id says so.
fn made_at(id: Uuid) -> Option<Timestamp> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    Timestamp::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}
