//! The deletion of an association: begun when it is due and nobody's request waits, done table by table in the order the catalogue gives, counted
//! again, certified, and written into the privacy ledger, so that a database brought back does it again.

use kernel::{
    app::App,
    clock::Timestamp,
    error::{Error, Result},
    ids::TenantId,
    inventory::Scope,
    ledger::{self, Act},
    whole,
};

use super::{
    ending::{disconnect, entry, forget},
    exporting,
    jobs::{self, Job, Step},
    model::{Closing, ClosingId, LOOK_AGAIN, MAILS_AT_MOST, State, waits_until},
    store::{self, Find},
};

/// How long a copy can be fetched at least.
const FETCHING: chrono::Duration = chrono::Duration::days(2);
/// Rows deleted in one transaction.
const BATCH: i32 = 5_000;
/// How often everything is gone through: what a job that was under way still wrote goes in the second.
const ROUNDS: u32 = 4;

/// Begins the deletion of a closing that is due. Says when to look again, while it is not or somebody's request waits for its answer.
///
/// # Errors
/// When the database or the ledger is away.
pub async fn begin(app: &App, id: ClosingId) -> Result<Option<Timestamp>> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await? else { return Ok(None) };
    drop(tx);
    let now = app.clock.now();
    match (closing.state, closing.closed_at) {
        (State::Closed, Some(closed_at)) if now >= closing.erase_at => {
            let mut tx = app.db.tenant(closing.tenant).await?;
            let pending = store::numbers::pending(&mut tx).await?;
            drop(tx);
            if let Some(until) = waits_until(&pending, now) {
                return Ok(Some(until.min(now + LOOK_AGAIN)));
            }
            // Nothing is deleted that was not given back first: a copy as things stand, and time to fetch it (GDPR art. 28(3)(g)).
            let copy = exporting::ready(app, &closing).await?;
            if copy.as_ref().is_none_or(|copy| now - copy.ready_at < FETCHING) {
                if copy.is_none() {
                    tracing::error!(tenant.id = %closing.tenant, "an association is due for deletion and its copy is not ready: the deletion waits for it");
                }
                return Ok(Some(now + LOOK_AGAIN));
            }
            let receipt = ledger::append(app, closing.tenant, &entry(&closing, closed_at, closing.erase_at, true), None).await?;
            let mut tx = app.db.platform().await?;
            if store::work::begin(&mut tx, now, id).await? {
                jobs::enqueue(&mut tx, &Job::Take { closing: id.uuid() }, None).await?;
                ledger::apply_without_effect(&mut tx, &receipt).await?;
                tx.commit().await?;
            } else {
                drop(tx);
                ledger::void(app, &receipt).await?;
            }
            Ok(None)
        }
        (State::Closed, _) => Ok(Some(closing.erase_at)),
        // It has begun: what was cut short goes on.
        (State::Erasing, _) => {
            let mut tx = app.db.platform().await?;
            jobs::enqueue(&mut tx, &Job::Take { closing: id.uuid() }, None).await?;
            tx.commit().await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Deletes rows and objects, counts again, and has the team told while its addresses are still there. Run twice, it finds nothing the second time.
///
/// # Errors
/// When the database or the store is away; `Internal` when something stays.
pub async fn take(app: &App, id: ClosingId) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await?.filter(|closing| closing.state == State::Erasing) else { return Ok(()) };
    drop(tx);
    empty(app, &closing).await?;
    let mut tx = app.db.platform().await?;
    jobs::enqueue(&mut tx, &Job::Certify { closing: id.uuid() }, None).await?;
    // Should no mail leave, the accounts go all the same.
    jobs::enqueue(&mut tx, &Job::Finish { closing: id.uuid() }, Some(app.clock.now() + MAILS_AT_MOST)).await?;
    tx.commit().await
}

/// Everything of the association but its name, its team and what waits for them.
async fn empty(app: &App, closing: &Closing) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let tables = whole::tables(tx.conn()).await?;
    // The key first: whatever version of the copy may lie somewhere, nobody reads it any more.
    store::work::forget_export(&mut tx, closing.id).await?;
    tx.commit().await?;
    for round in 0..ROUNDS {
        let mut tx = app.db.platform().await?;
        store::work::forget_jobs(&mut tx, closing.tenant).await?;
        tx.commit().await?;
        for table in whole::behind_doors().chain(tables.iter().copied().filter(|table| table.scope == Scope::Tenant)) {
            loop {
                let mut tx = app.db.platform().await?;
                let rows = store::work::erase(&mut tx, closing.id, table.name, BATCH).await?;
                tx.commit().await?;
                if rows == 0 {
                    break;
                }
            }
        }
        let objects = app.storage.left_of_tenant(closing.tenant).await?;
        app.storage.delete_tenant(closing.tenant).await?;
        let mut tx = app.db.platform().await?;
        store::work::note_objects(&mut tx, closing.id, objects).await?;
        tx.commit().await?;
        let left = left(app, closing.tenant, Scope::Tenant).await?;
        if left.is_empty() {
            return Ok(());
        }
        tracing::warn!(tenant.id = %closing.tenant, "rows came back while an association was deleted (round {round}): {}", left.join(", "));
    }
    Err(Error::Internal(anyhow::anyhow!("association {} cannot be deleted whole: rows come back", closing.tenant)))
}

/// What is left: rows of tables of this scope and, for the association's own, objects.
async fn left(app: &App, tenant: TenantId, scope: Scope) -> Result<Vec<String>> {
    let rows = whole::left(&app.db, tenant).await?;
    let concerned = |name: &str| kernel::inventory::table(name).is_some_and(|table| table.scope == scope);
    let mut left: Vec<String> = rows.into_iter().filter(|(name, _)| concerned(name)).map(|(name, rows)| format!("{rows} of {name}")).collect();
    let objects = if scope == Scope::Tenant { app.storage.left_of_tenant(tenant).await? } else { 0 };
    if objects > 0 {
        left.push(format!("{objects} objects"));
    }
    Ok(left)
}

/// Deletes the association itself, its team, and the accounts that worked for it alone. Its address is free from then on.
///
/// # Errors
/// When the database is away; `Internal` when something stays.
pub async fn finish(app: &App, id: ClosingId) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await?.filter(|closing| matches!(closing.state, State::Erasing | State::Erased)) else {
        return Ok(());
    };
    drop(tx);
    // Erased already: a try before this one ended between the deletion and the last look, which is taken again.
    if closing.state == State::Erasing {
        if !left(app, closing.tenant, Scope::Tenant).await?.is_empty() {
            empty(app, &closing).await?;
        }
        let mut tx = app.db.platform().await?;
        let names = store::names(&mut tx, closing.tenant).await?;
        store::work::finish(&mut tx, app.clock.now(), id).await?;
        tx.commit().await?;
        forget(app, names);
    }
    // What a job that was still under way put back: no row names it any more.
    app.storage.delete_tenant(closing.tenant).await?;
    for scope in [Scope::Tenant, Scope::Platform] {
        let left = left(app, closing.tenant, scope).await?;
        if !left.is_empty() {
            return Err(Error::Internal(anyhow::anyhow!("association {} was deleted and something of it is left: {}", closing.tenant, left.join(", "))));
        }
    }
    tracing::info!(tenant.id = %closing.tenant, "an association was deleted");
    Ok(())
}

/// Does again what the ledger says of a closing. `healing`: this very database began it and was cut short, so that its own jobs go on; else it is
/// an older one, in which it is done at once and told to nobody, because everybody was told. `false` when it did not happen after all.
///
/// # Errors
/// When the database or the store is away.
pub async fn again(app: &App, tenant: TenantId, act: &Act, healing: bool) -> Result<bool> {
    let &Act::Closing { id, asked_at, effective_at, closed_at, erase_at, erased } = act else {
        return Err(Error::Internal(anyhow::anyhow!("an act that is no closing was carried out as one")));
    };
    let id = ClosingId::from_uuid(id);
    let now = app.clock.now();
    let lost = Closing { id, tenant, state: State::Asked, asked_by: None, asked_at, effective_at, closed_at: None, erase_at, ended_at: None };
    let mut tx = app.db.platform().await?;
    if !healing {
        store::work::bring_back(&mut tx, now, &lost).await?;
    }
    store::close(&mut tx, now, id, closed_at, erase_at).await?;
    let stands = store::find(&mut tx, Find::Id(id)).await?.map(|closing| closing.state);
    if !matches!(stands, Some(State::Closed | State::Erasing | State::Erased)) {
        return Ok(false);
    }
    if erased {
        store::work::begin(&mut tx, now, id).await?;
    }
    if healing && !erased {
        // What the transaction that was cut short would have filed.
        if let Some(closing) = store::find(&mut tx, Find::Id(id)).await? {
            jobs::tell(&mut tx, &closing, Step::Closed).await?;
        }
        jobs::enqueue(&mut tx, &Job::Export { closing: id.uuid() }, None).await?;
    }
    let next = if erased { Job::Take { closing: id.uuid() } } else { Job::Erase { closing: id.uuid() } };
    if healing || !erased {
        jobs::enqueue(&mut tx, &next, (!erased).then_some(erase_at)).await?;
    }
    let names = store::names(&mut tx, tenant).await?;
    tx.commit().await?;
    forget(app, names);
    if healing && !erased {
        disconnect(app, tenant).await?;
    }
    if erased && !healing {
        let mut tx = app.db.platform().await?;
        let closing = store::find(&mut tx, Find::Id(id)).await?.filter(|closing| closing.state == State::Erasing);
        drop(tx);
        if let Some(closing) = closing {
            empty(app, &closing).await?;
            finish(app, id).await?;
        }
    }
    Ok(true)
}
