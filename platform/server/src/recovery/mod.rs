//! After a restore: the database is compared with the privacy ledger at each start and each minute; behind it, nothing is served, run or
//! mailed; a replay carries out again what people had asked for, and the gate opens. What a crash cut short is healed the same way, by itself.

mod model;
mod store;

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    i18n::Locale,
    ids::TenantId,
    inventory::{CONSENTS, Rectify, Scope, table},
    jobs::{JobError, NewJob, RunningJob, enqueue},
    ledger::{self, Act, Entry, Hash, Person, Receipt, Why},
    personal,
};
use serde::Deserialize;
use serde_json::json;
use tenants::{
    consent::{
        self, Occasion,
        model::{Actor, Channel, Standing, Who},
    },
    people::{
        restriction::{self, NewRestriction, Reason},
        suppression::{self, Source},
    },
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use model::{Fate, Line, Report, Wanted};

/// Removes the objects that went with erased rows.
pub const OBJECTS: &str = "recovery.objects";

/// How often an open gate is looked at, and a closed one.
const OPEN: Duration = Duration::from_mins(1);
const CLOSED: Duration = Duration::from_secs(3);

/// Compares the database with the ledger, heals what a crash cut short, and opens or closes the gate. `starting`: a ledger that is silent
/// closes the gate of a process that starts, because nobody can tell where the database came from; one that has run knows.
pub async fn look(app: &App, starting: bool) {
    let why = match ledger::standing(app).await {
        Ok(standing) => match standing.closes() {
            Some(why) => Some(why),
            None if standing.cut_short.is_empty() => None,
            None => match carry_out_all(app, standing.cut_short, false).await {
                Ok(report) if report.stuck() == 0 => {
                    tracing::warn!(ledger.entries = report.lines.len(), "what a crash had cut short was carried out");
                    None
                }
                Ok(_) => Some(Why::Stuck),
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
    app.gate.set(why);
}

/// Looks until the process stops: each minute, and every few seconds while the gate is closed.
pub async fn watch(app: App, stop: CancellationToken) {
    loop {
        let pause = if app.gate.is_open() { OPEN } else { CLOSED };
        tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(pause) => {} }
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
    carry_out_all(app, entries, wanted.rehearse).await
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

async fn carry_out_all(app: &App, entries: Vec<Entry>, rehearse: bool) -> Result<Report> {
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
    let mut report = Report::default();
    for entry in entries {
        let fate = if voided.contains(&entry.id) || entry.kind == ledger::Kind::Void {
            mark(app, &entry, rehearse).await?;
            Fate::Voided
        } else {
            one(app, &entry, acts.get(&entry.id), rehearse).await?
        };
        if let Fate::Stuck(why) = &fate {
            tracing::error!(ledger.entry = entry.seq, "an entry of the privacy ledger cannot be carried out: {why}");
        }
        report.lines.push(Line { seq: entry.seq, kind: entry.kind, fate });
    }
    Ok(report)
}

async fn one(app: &App, entry: &Entry, act: Option<&Act>, rehearse: bool) -> Result<Fate> {
    let mut tx = app.db.platform().await?;
    let known = store::knows(&mut tx, entry.tenant).await?;
    drop(tx);
    if !known {
        mark(app, entry, rehearse).await?;
        return Ok(Fate::Nowhere);
    }
    let Some(act) = act else {
        let why = "what it was about is deleted by now, so the backup was older than backups may be; restore a younger one".to_owned();
        return Ok(Fate::Stuck(why));
    };
    if rehearse {
        return Ok(Fate::WouldDo);
    }
    let mut tx = app.db.tenant(entry.tenant).await?;
    match carry_out(&mut tx, app, act, entry.at).await {
        Ok(()) => {}
        Err(Error::Internal(cause)) => return Ok(Fate::Stuck(format!("{cause:#}"))),
        Err(error) => return Err(error),
    }
    ledger::apply(&mut tx, &Receipt::of(entry)).await?;
    tx.commit().await?;
    Ok(Fate::Done)
}

async fn mark(app: &App, entry: &Entry, rehearse: bool) -> Result<()> {
    if rehearse {
        return Ok(());
    }
    let mut tx = app.db.platform().await?;
    ledger::apply_without_effect(&mut tx, &Receipt::of(entry)).await?;
    tx.commit().await
}

/// Does what an act says, as of `at`. Done already, it changes nothing.
async fn carry_out(tx: &mut TenantTx, app: &App, act: &Act, at: Timestamp) -> Result<()> {
    tx.exercise_right().await?;
    match act {
        Act::Erasure { people, addresses } => return erase(tx, app, people, addresses, at).await,
        Act::Rectification { changes } => {
            for change in changes {
                let column = table(&change.table)
                    .filter(|table| table.scope == Scope::Tenant)
                    .and_then(|table| table.columns.iter().find(|column| column.name == change.column));
                let allowed = column.and_then(|column| column.handling.as_ref()).is_some_and(|handling| !matches!(handling.rectify, Rectify::Never(_)));
                if !allowed {
                    return Err(Error::Internal(anyhow::anyhow!("{}.{} may not be corrected, says the inventory", change.table, change.column)));
                }
                store::correct(tx, change).await?;
            }
        }
        Act::Restriction { id, person, treatment, reason } => {
            let reason = Reason::from_word(reason).ok_or_else(|| anyhow::anyhow!("`{reason}` is no reason for a restriction"))?;
            restrict(tx, at, *id, person, treatment, reason).await?;
        }
        Act::Objection { id, person, treatment, address } => {
            restrict(tx, at, *id, person, treatment, Reason::Objection).await?;
            if let Some(address) = address {
                suppression::store::add(tx, at, &address.0, treatment, Source::Objection).await?;
            }
        }
        Act::Unsubscribe { address, purpose } => suppression::store::add(tx, at, &address.0, purpose, Source::Unsubscribe).await?,
        Act::ConsentWithdrawal { person, address, purpose } => {
            if let Some(address) = address {
                suppression::store::add(tx, at, &address.0, purpose, Source::Withdrawal).await?;
            }
            if let Some(person) = person {
                withdraw_consents(tx, at, person).await?;
            }
        }
        Act::Void { .. } => {}
    }
    Ok(())
}

async fn restrict(tx: &mut TenantTx, since: Timestamp, id: Uuid, person: &Person, treatment: &str, reason: Reason) -> Result<()> {
    // Somebody who came after the backup is not in it; somebody erased since is nobody to restrict.
    if restriction::store::person_exists(tx, person.id).await? {
        restriction::store::place(tx, since, &NewRestriction { id, person: person.id, treatment, reason }).await?;
    }
    Ok(())
}

/// Takes back again what a person agreed to before `at`. What they agreed to since stands.
async fn withdraw_consents(tx: &mut TenantTx, at: Timestamp, person: &Person) -> Result<()> {
    if !restriction::store::person_exists(tx, person.id).await? {
        return Ok(());
    }
    let on = Occasion { at, channel: Channel::Site, locale: Locale::Fr, actor: Actor::Themselves };
    for known in CONSENTS {
        let who = Who::Person(person.id);
        if matches!(consent::standing(tx, who, known.id).await?, Standing::Granted { at: granted } if granted <= at) {
            consent::withdraw(tx, on, who, known.id).await?;
        }
    }
    Ok(())
}

async fn erase(tx: &mut TenantTx, app: &App, people: &[Person], addresses: &[Hash], at: Timestamp) -> Result<()> {
    let mut roots: Vec<personal::Root> = people.iter().filter_map(Person::root).collect();
    if !addresses.is_empty() {
        let tenant = tx.tenant();
        let before = store::people_before(tx, at).await?;
        roots.extend(before.into_iter().filter(|(_, address)| addresses.contains(&app.ledger.address(tenant, address))).map(|(root, _)| root));
    }
    roots.sort_unstable();
    roots.dedup();
    let plan = personal::plan(tx, &roots, at).await?;
    if plan.is_done() {
        return Ok(());
    }
    let outcome = personal::execute(tx, &roots, &plan.hash(), at).await?;
    for prefix in outcome.objects {
        enqueue(tx, NewJob::new(OBJECTS, json!({ "prefix": prefix }))).await?;
    }
    Ok(())
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
