//! After a restore: the database is compared with the privacy ledger at each start and each minute; behind it, nothing is served, run or
//! mailed; a replay carries out again what people had asked for, and the gate opens. What a crash cut short is healed the same way, by itself.

mod carrying;
mod model;
mod store;

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use carrying::{carry_out, erase_as_approved};
use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    jobs::{JobError, RunningJob},
    ledger::{self, Act, Change, Entry, Receipt, Why},
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::closing;

pub use model::{Fate, Line, Report, Wanted};

/// Removes the objects that went with erased rows.
pub const OBJECTS: &str = "recovery.objects";

/// How often an open gate is looked at, and a closed one.
const OPEN: Duration = Duration::from_mins(1);
const CLOSED: Duration = Duration::from_secs(3);

/// Compares the database with the ledger, heals what a crash cut short, and opens or closes the gate. `starting`: a ledger that is silent
/// closes the gate of a process that starts, because nobody can tell where the database came from; one that has run knows.
pub async fn look(app: &App, starting: bool) {
    let doubts = app.gate.doubts();
    let why = match ledger::standing(app).await {
        Ok(standing) => match standing.closes() {
            Some(why) => Some(why),
            None if standing.cut_short.is_empty() => None,
            None => match carry_out_all(app, standing.cut_short, Mode::Heal).await {
                Ok(report) if report.stuck() == 0 => {
                    tracing::warn!(ledger.entries = report.lines.len(), "what a crash had cut short was carried out");
                    None
                }
                Ok(_) => Some(Why::Stuck),
                // Away in the middle of it: nobody is behind, and the next look goes on.
                Err(error @ (Error::Unavailable | Error::Later(_))) if !starting => {
                    tracing::warn!(error.cause = ?error, "what a crash had cut short waits");
                    app.gate.why()
                }
                Err(error) => {
                    tracing::error!(error.cause = ?error, "what a crash had cut short cannot be carried out yet");
                    Some(Why::Stuck)
                }
            },
        },
        Err(Error::Internal(cause)) => {
            tracing::error!(error.cause = %format!("{cause:#}"), "the privacy ledger is not as it was written");
            Some(Why::OtherLedger)
        }
        Err(error) => {
            tracing::warn!(error.cause = ?error, "the privacy ledger cannot be compared with the database now");
            // Closed for another reason, it stays closed.
            if starting || !app.gate.is_open() { app.gate.why().or(Some(Why::Silent)) } else { None }
        }
    };
    if app.gate.why() != why {
        match &why {
            Some(why) => tracing::error!("nothing is served, run or mailed: {why}"),
            None => tracing::info!("the database has followed the privacy ledger: everything is served"),
        }
    }
    metrics::gauge!("estrade_quarantine").set(if why.is_some() { 1.0 } else { 0.0 });
    app.gate.settle(doubts, why);
}

/// Looks until the process stops: each minute, every few seconds while the gate is closed, and at once when the database was restarted or
/// replaced.
pub async fn watch(app: App, stop: CancellationToken) {
    loop {
        let pause = if app.gate.is_open() { OPEN } else { CLOSED };
        tokio::select! {
            () = stop.cancelled() => return,
            () = app.gate.doubted() => {}
            () = tokio::time::sleep(pause) => {}
        }
        look(&app, false).await;
    }
}

/// Carries out again what the ledger says and the database lacks, or everything from an entry on. Run twice, it changes nothing the second
/// time.
///
/// # Errors
/// When the database or the ledger is away, or the ledger is not the one that was followed.
pub async fn replay(app: &App, wanted: Wanted) -> Result<Report> {
    let standing = ledger::standing(app).await?;
    if standing.other_ledger {
        return Err(Error::Internal(anyhow::anyhow!("{}", Why::OtherLedger)));
    }
    let entries = match wanted.from {
        None => standing.missing(),
        Some(from) => {
            let mut entries = Vec::new();
            for seq in from.max(1)..=standing.last {
                entries.extend(app.ledger.entry(seq).await?);
            }
            entries
        }
    };
    carry_out_all(app, entries, if wanted.rehearse { Mode::Rehearse } else { Mode::Replay }).await
}

/// Writes an act into the ledger and does it, in one: for whoever has no transaction of their own around it.
///
/// # Errors
/// As [`ledger::append`]; as the act itself. An act that fails after it was written is taken back.
pub async fn perform(app: &App, tenant: TenantId, act: &Act, plan: Option<[u8; 32]>) -> Result<()> {
    let receipt = ledger::append(app, tenant, act, plan).await?;
    let done = async {
        let mut tx = app.db.tenant(tenant).await?;
        carry_out(&mut tx, app, act, receipt.at).await?;
        ledger::apply(&mut tx, &receipt).await?;
        tx.commit().await
    };
    match done.await {
        // Away is no refusal: what was written is carried out by the next look, and asking again does it twice, which is once.
        Ok(()) => Ok(()),
        Err(error @ (Error::Unavailable | Error::Later(_))) => Err(error),
        Err(error) => {
            ledger::void(app, &receipt).await?;
            Err(error)
        }
    }
}

/// Takes back an entry that waits to be carried out and cannot be, by an operator's word: it is left alone from now on, and no longer closes the
/// gate. What the person was promised is then not done; whoever says this word tells them.
///
/// # Errors
/// `NotFound` when no such entry waits; when the database or the ledger is away, or the ledger is not the one that was followed.
pub async fn void(app: &App, seq: u64) -> Result<Entry> {
    let standing = ledger::standing(app).await?;
    if standing.other_ledger {
        return Err(Error::Internal(anyhow::anyhow!("{}", Why::OtherLedger)));
    }
    let waiting = standing.missing().into_iter().find(|entry| entry.seq == seq && entry.kind != ledger::Kind::Void);
    let entry = waiting.ok_or(Error::NotFound)?;
    ledger::void(app, &Receipt::of(&entry)).await?;
    tracing::warn!(ledger.entry = seq, "an operator took an entry of the privacy ledger back: it is not carried out");
    Ok(entry)
}

/// How entries are met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They were cut short in this database's own life: an erasure is what was approved, or does not happen.
    Heal,
    /// They were done in a life this database has lost.
    Replay,
    /// Only told.
    Rehearse,
}

async fn carry_out_all(app: &App, entries: Vec<Entry>, mode: Mode) -> Result<Report> {
    let mut acts: HashMap<Uuid, Act> = HashMap::new();
    let mut voided: HashSet<Uuid> = HashSet::new();
    for entry in &entries {
        if let Some(act) = app.ledger.act(entry).await? {
            if let Act::Void { entry } = act {
                voided.insert(entry);
            }
            acts.insert(entry.id, act);
        }
    }
    if acts.values().any(|act| matches!(act, Act::Rectification { .. })) {
        leave_to_later(app, &entries, &mut acts).await?;
    }
    let mut report = Report::default();
    for entry in entries {
        let fate = if voided.contains(&entry.id) || entry.kind == ledger::Kind::Void {
            mark(app, &entry, mode).await?;
            Fate::Voided
        } else {
            one(app, &entry, acts.get(&entry.id), mode).await?
        };
        if let Fate::Stuck(why) = &fate {
            tracing::error!(ledger.entry = entry.seq, "an entry of the privacy ledger cannot be carried out: {why}");
        }
        report.lines.push(Line { seq: entry.seq, kind: entry.kind, fate });
    }
    Ok(report)
}

/// Takes out of each correction what a later one says otherwise: the last word stands, whichever was carried out first.
async fn leave_to_later(app: &App, entries: &[Entry], acts: &mut HashMap<Uuid, Act>) -> Result<()> {
    let Some(first) = entries.iter().filter(|entry| entry.kind == ledger::Kind::Rectification).map(|entry| entry.seq).min() else { return Ok(()) };
    let mut later: Vec<(u64, Uuid, Vec<Change>)> = Vec::new();
    let mut voided: HashSet<Uuid> = HashSet::new();
    for seq in app.ledger.after(first).await? {
        let Some(entry) = app.ledger.entry(seq).await? else { continue };
        match (entry.kind, app.ledger.act(&entry).await?) {
            (_, Some(Act::Rectification { changes })) => later.push((seq, entry.id, changes)),
            (_, Some(Act::Void { entry })) => drop(voided.insert(entry)),
            _ => {}
        }
    }
    later.retain(|(_, id, _)| !voided.contains(id));
    for entry in entries {
        if let Some(Act::Rectification { changes }) = acts.get_mut(&entry.id) {
            let same = |one: &Change, other: &Change| one.table == other.table && one.row == other.row && one.column == other.column;
            changes.retain(|change| !later.iter().any(|(seq, _, others)| *seq > entry.seq && others.iter().any(|other| same(change, other))));
        }
    }
    Ok(())
}

async fn one(app: &App, entry: &Entry, act: Option<&Act>, mode: Mode) -> Result<Fate> {
    let mut tx = app.db.platform().await?;
    let known = store::knows(&mut tx, entry.tenant).await?;
    drop(tx);
    if !known {
        mark(app, entry, mode).await?;
        return Ok(Fate::Nowhere);
    }
    let Some(act) = act else {
        let why = "what it was about is deleted by now, so the backup was older than backups may be; restore a younger one".to_owned();
        return Ok(Fate::Stuck(why));
    };
    if mode == Mode::Rehearse {
        return Ok(Fate::WouldDo);
    }
    if matches!(act, Act::Closing { .. }) {
        if closing::erasing::again(app, entry.tenant, act, mode == Mode::Heal).await? {
            mark(app, entry, mode).await?;
            return Ok(Fate::Done);
        }
        ledger::void(app, &Receipt::of(entry)).await?;
        return Ok(Fate::Voided);
    }
    let mut tx = app.db.tenant(entry.tenant).await?;
    let done = match (act, entry.plan) {
        (Act::Erasure { people, .. }, Some(plan)) if mode == Mode::Heal => erase_as_approved(&mut tx, people, plan, entry.at).await,
        _ => carry_out(&mut tx, app, act, entry.at).await.map(|()| true),
    };
    match done {
        Ok(true) => {}
        Ok(false) => {
            drop(tx);
            ledger::void(app, &Receipt::of(entry)).await?;
            return Ok(Fate::Voided);
        }
        Err(Error::Internal(cause)) => return Ok(Fate::Stuck(format!("{cause:#}"))),
        Err(error) => return Err(error),
    }
    ledger::apply(&mut tx, &Receipt::of(entry)).await?;
    tx.commit().await?;
    Ok(Fate::Done)
}

async fn mark(app: &App, entry: &Entry, mode: Mode) -> Result<()> {
    if mode == Mode::Rehearse {
        return Ok(());
    }
    let mut tx = app.db.platform().await?;
    ledger::apply_without_effect(&mut tx, &Receipt::of(entry)).await?;
    tx.commit().await
}

#[derive(Deserialize)]
struct Objects {
    prefix: String,
}

/// Runs a job of kind [`OBJECTS`].
///
/// # Errors
/// Retried while the store is away.
pub async fn remove_objects(app: &App, job: &RunningJob) -> Result<(), JobError> {
    let tenant = job.tenant()?;
    let Objects { prefix } = job.read()?;
    if !prefix.starts_with(&format!("t/{tenant}/")) {
        return Err(JobError::Fail(anyhow::anyhow!("the objects of another association were to be removed")));
    }
    app.storage.delete_all_versions_under(&prefix).await?;
    Ok(())
}
