//! Doing it: one transaction that marks the privacy ledger as its last statement, then what lies outside our tables.

use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    inventory::SubjectId,
    personal::{self, Outcome, Refusal, Root},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    deciding,
    jobs::{self, Job},
    measures,
    model::{FILE, Kind, RequestId, State, Summary},
    planning, recipients,
    store::{self, Fact, Note, RecipientStatus, Request},
};

/// Does what a request asks for, when its time has come. Safe to run twice.
///
/// # Errors
/// Retried when the database or the ledger is away: nothing is done then.
pub async fn run(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find_locked(&mut tx, id).await? else { return Ok(()) };
    let roots = planning::roots(&mut tx, id).await?;
    // From here on it can be neither taken back nor held. Committed before the ledger hears of it: what the ledger knows will be done, so nothing
    // may still undo it then.
    if request.kind == Kind::Erasure && request.state == State::Planned {
        let Some(at) = request.execute_at.filter(|_| !request.held) else { return Ok(()) };
        if at > now {
            // Planned anew since this was asked for: a job that waits keeps the earlier of two dates.
            jobs::enqueue(&mut tx, &Job::Execute { request: id.uuid() }, Some(at)).await?;
            return tx.commit().await;
        }
        demand(store::advance(&mut tx, now, id, State::Planned, State::Executing, Note::plain()).await?)?;
        tx.commit().await?;
        return erase(app, tenant, &request, &roots).await;
    }
    drop(tx);
    match (request.kind, request.state) {
        // Begun by a process that ended, or refused by a ledger that was away.
        (Kind::Erasure, State::Executing) => erase(app, tenant, &request, &roots).await,
        (Kind::Rectification | Kind::Restriction | Kind::Objection | Kind::Withdrawal, State::Executing) => {
            let people: Vec<Root> = roots.into_iter().filter(|root| root.subject != SubjectId::Requester).collect();
            measures::take(app, tenant, &request, &people).await?;
            finish(app, tenant, id).await
        }
        _ => Ok(()),
    }
}

async fn erase(app: &App, tenant: TenantId, request: &Request, roots: &[Root]) -> Result<()> {
    let now = app.clock.now();
    let id = request.id;
    let approved: [u8; 32] =
        request.plan_hash.as_deref().and_then(|hash| hash.try_into().ok()).ok_or_else(|| anyhow::anyhow!("request {id} was planned without a hash"))?;
    // Before anything else: a database restored from a backup must learn of what follows.
    let receipt = measures::intend_erasure(app, tenant, request, roots, approved).await?;
    let mut tx = app.db.tenant(tenant).await?;
    // Two workers may have come here; the second finds it done.
    if store::find_locked(&mut tx, id).await?.is_none_or(|request| request.state != State::Executing) {
        drop(tx);
        return measures::take_back(app, &receipt).await;
    }
    let prepared = recipients::look(&mut tx, roots).await?;
    measures::exercise(&mut tx).await?;
    let done = match personal::execute(&mut tx, roots, &approved, now).await {
        // Carried out already, from the ledger, after a process had ended between its entry and the rows: what is left is to say so.
        Err(Refusal::Changed(found)) if found.is_done() => personal::execute(&mut tx, roots, &found.hash(), now).await,
        done => done,
    };
    match done {
        Ok(outcome) => {
            let rows: u64 = outcome.touched.iter().map(|touched| touched.rows).sum();
            recipients::note(&mut tx, now, id, &prepared, &outcome).await?;
            let facts = json!({ "rows": rows, "recount": outcome.recount, "archived": outcome.archived });
            store::advance(&mut tx, now, id, State::Executing, State::ExternalPending, Note::software(facts)).await?;
            jobs::enqueue(&mut tx, &Job::Outside { request: id.uuid(), prefixes: prefixes(&outcome) }, None).await?;
            measures::mark(&mut tx, &receipt).await?;
            tx.commit().await
        }
        // The rows are no longer those of the plan: whoever approved it approved something else.
        Err(Refusal::Changed(_)) => {
            drop(tx);
            measures::take_back(app, &receipt).await?;
            planning::plan_again(app, tenant, id).await
        }
        Err(refusal) => {
            drop(tx);
            measures::take_back(app, &receipt).await?;
            Err(refusal.into())
        }
    }
}

fn prefixes(outcome: &Outcome) -> Vec<String> {
    outcome.objects.clone()
}

/// Removes the objects that belonged to erased rows, in every version, and ends the request.
///
/// # Errors
/// Retried when the store is away.
pub async fn outside(app: &App, tenant: TenantId, id: RequestId, prefixes: &[String]) -> Result<()> {
    measures::remove_objects(app, tenant, prefixes).await?;
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    if !prefixes.is_empty() {
        store::set_recipient(&mut tx, id, "object_storage", RecipientStatus::Done, Some(now), None).await?;
    }
    let request = store::find(&mut tx, id).await?;
    tx.commit().await?;
    // A finished one is left alone: its person may have agreed to mail again since.
    if let Some(request) = request.filter(|request| request.state == State::ExternalPending) {
        measures::never_again(app, tenant, &request).await?;
    }
    finish(app, tenant, id).await
}

/// Ends a request that was done, and has its person told.
async fn finish(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    let keeps = request.kind == Kind::Erasure && request.plan.as_ref().is_some_and(Summary::keeps);
    let end = if keeps { State::CompletedWithRetention } else { State::Completed };
    if matches!(request.state, State::Executing | State::ExternalPending) && store::advance(&mut tx, now, id, request.state, end, Note::plain()).await? {
        jobs::enqueue(&mut tx, &Job::MailAnswer { request: id.uuid() }, None).await?;
        jobs::forget_later(&mut tx, now, id).await?;
    }
    tx.commit().await
}

/// Notes that the day an answer was due has passed, and ends what one officer alone still holds up then.
///
/// # Errors
/// When the database is away.
pub async fn overdue(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    if !request.state.is_final() && request.overdue_at.is_none() && request.due_at <= now {
        store::state_fact(&mut tx, now, id, Fact::Overdue, Note::plain()).await?;
        jobs::enqueue(&mut tx, &Job::Ask { request: id.uuid() }, None).await?;
        tx.commit().await?;
    } else {
        drop(tx);
    }
    // Since before this had an end.
    if deciding::is_held_by_one(&request) { deciding::end_hold(app, tenant, id).await } else { Ok(()) }
}

/// Forgets who asked, once their questions about the answer have had time.
///
/// # Errors
/// When the database is away.
pub async fn forget(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    if request.state.is_final() && (request.email.is_some() || request.given_name.is_some()) {
        store::state_fact(&mut tx, now, id, Fact::Forgotten, Note::plain()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Removes the whole file, once it proves nothing that anybody could still ask about.
///
/// # Errors
/// When the database is away.
pub async fn remove(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    store::remove(&mut tx, id, app.clock.now() - FILE).await?;
    tx.commit().await
}

/// The ids of the buyers among some persons.
#[must_use]
pub fn buyers(roots: &[Root]) -> Vec<Uuid> {
    roots.iter().filter(|root| root.subject == SubjectId::Buyer).map(|root| root.id).collect()
}

/// Refuses what a state does not allow.
///
/// # Errors
/// `Conflict`, with a sentence.
pub fn demand(holds: bool) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::conflict("rights-moved-on")) }
}
