//! What will happen: whose rows, counted and hashed, and whether the software may do it by itself.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    form::EmailAddress,
    ids::TenantId,
    inventory::SubjectId,
    personal::{self, Root},
};
use serde_json::json;

use super::{
    executing::demand,
    identity,
    jobs::{self, Job},
    mentions,
    model::{Channel, Circumstances, GRACE, Kind, LETTER_LINK, RequestId, State, Summary, UNANSWERED, review, touches_others_texts},
    store::{self, Fact, LinkPurpose, Note, Request},
};
use crate::staff;

/// After so many plans that the rows did not wait for, people look.
const MOST_PLANS: usize = 3;

/// Whether a row is among those of a request because the request cites a purchase or a ticket.
fn is_cited(basis: &str) -> bool {
    matches!(basis, "proof" | "ticket")
}

/// The persons of a request.
///
/// # Errors
/// When the database is away.
pub async fn roots(tx: &mut TenantTx, id: RequestId) -> Result<Vec<Root>> {
    Ok(store::scope(tx, id).await?.into_iter().map(|(root, _)| root).collect())
}

/// Takes a request whose identity is shown as far as it goes by itself: to a plan, or to the question which rows are theirs.
///
/// # Errors
/// When the database is away.
pub async fn settle(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if !store::advance(&mut tx, now, id, State::IdentityVerified, State::Scoping, Note::plain()).await? {
        return Ok(());
    }
    let rows = identity::rows(&mut tx, &request).await?;
    // A letter's address was confirmed by nobody when a purchase or a ticket shows who wrote: then it is about what was cited alone.
    let by_citing = request.channel == Channel::Letter && store::scope(&mut tx, id).await?.iter().any(|(_, basis)| is_cited(basis));
    for (root, basis) in rows.own.iter().filter(|(root, _)| !by_citing || root.id == id.uuid()) {
        store::add_scope(&mut tx, id, *root, basis).await?;
    }
    // A letter cannot answer questions: it is about the rows of the name that signed it, and a second person looks at it anyway.
    let asks = !rows.others.is_empty() && request.channel == Channel::Site;
    if asks {
        jobs::enqueue(&mut tx, &Job::Unanswered { request: id.uuid() }, Some(now + UNANSWERED)).await?;
    }
    tx.commit().await?;
    if asks { Ok(()) } else { plan(app, tenant, id, Note::plain()).await }
}

/// Goes on without an answer to the question which rows are theirs: with those of their own name, at which people look. Does nothing when it came.
///
/// # Errors
/// When the database is away.
pub async fn unanswered(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let state = store::find(&mut tx, id).await?.map(|request| request.state);
    drop(tx);
    if state != Some(State::Scoping) {
        return Ok(());
    }
    let done = plan(app, tenant, id, Note::plain()).await;
    if matches!(done, Err(Error::Conflict(_))) { Ok(()) } else { done }
}

/// Goes on with a request that stopped half-way, should this process have ended between two of its steps. One that has moved on, or that waits
/// for its person, is left alone.
///
/// # Errors
/// When the database is away.
pub async fn resume(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    let waits = request.channel == Channel::Site && !identity::rows(&mut tx, &request).await?.others.is_empty();
    drop(tx);
    let done = match request.state {
        State::IdentityVerified => settle(app, tenant, id).await,
        State::Scoping if !waits => plan(app, tenant, id, Note::plain()).await,
        _ => Ok(()),
    };
    if matches!(done, Err(Error::Conflict(_))) { Ok(()) } else { done }
}

/// Counts what will happen, and begins it unless a second person must look first.
///
/// # Errors
/// When the database is away, or the inventory contradicts itself.
pub async fn plan(app: &App, tenant: TenantId, id: RequestId, note: Note) -> Result<()> {
    plan_from(app, tenant, id, State::Scoping, note).await
}

/// Plans anew what was being done when the rows turned out not to be those of the plan: reviewed again, and with a grace of its own.
///
/// # Errors
/// As [`plan`].
pub async fn plan_again(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    plan_from(app, tenant, id, State::Executing, Note::plain()).await
}

/// Plans what one officer wanted refused and nobody else did, as if nobody had: reviewed again, for weeks may have passed.
///
/// # Errors
/// As [`plan`].
pub async fn plan_without_refusal(app: &App, tenant: TenantId, id: RequestId, note: Note) -> Result<()> {
    plan_from(app, tenant, id, State::AwaitingSecondApproval, note).await
}

async fn plan_from(app: &App, tenant: TenantId, id: RequestId, from: State, note: Note) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    drop(tx);
    let staff_account = match &request.email_norm {
        Some(email) => staff::store::works_here(app, tenant, email).await?,
        None => false,
    };
    let mut tx = app.db.tenant(tenant).await?;
    if !store::advance(&mut tx, now, id, from, State::Planned, note).await? {
        return Err(Error::conflict("rights-moved-on"));
    }
    let scope = store::scope(&mut tx, id).await?;
    let several_names = !identity::rows(&mut tx, &request).await?.others.is_empty();
    let roots: Vec<Root> = scope.iter().map(|(root, _)| *root).collect();
    let plan = personal::plan(&mut tx, &roots, now).await?;
    let summary = Summary::of(&plan);
    let listed = mentions::look(&mut tx, now, &request).await?;
    let reasons = review(Circumstances {
        several_names,
        by_letter: request.channel == Channel::Letter,
        staff_account,
        others_texts: request.kind == Kind::Erasure && touches_others_texts(&plan),
        other_address: scope.iter().any(|(_, basis)| is_cited(basis)),
        mentions: !listed.is_empty(),
        represented: request.represented.is_some(),
        // A refusal that came to nothing changed no row.
        keeps_changing: from != State::AwaitingSecondApproval
            && store::events(&mut tx, id).await?.iter().filter(|event| event.kind == "plan_made").count() >= MOST_PLANS,
    });
    let facts = json!({ "people": summary.people, "changes": summary.changes, "review": reasons.len() });
    store::state_fact(&mut tx, now, id, Fact::Planned { plan: &summary, hash: plan.hash(), review: &reasons }, Note::software(facts)).await?;
    if request.prepared_by.is_some() {
        // Whoever signed an earlier plan signed another one.
        store::state_fact(&mut tx, now, id, Fact::Unprepared, Note::plain()).await?;
    }
    if reasons.is_empty() {
        proceed(&mut tx, now, &request, State::Planned, summary.changes).await?;
    } else {
        demand(store::advance(&mut tx, now, id, State::Planned, State::AwaitingSecondApproval, Note::plain()).await?)?;
        jobs::enqueue(&mut tx, &Job::Ask { request: id.uuid() }, None).await?;
    }
    tx.commit().await
}

/// Begins what was planned: an erasure waits out its grace, everything else is done at once.
///
/// # Errors
/// When the database is away.
pub async fn proceed(tx: &mut TenantTx, now: Timestamp, request: &Request, from: State, changes: u64) -> Result<()> {
    let id = request.id;
    if request.kind == Kind::Erasure {
        if from != State::Planned {
            demand(store::advance(tx, now, id, from, State::Planned, Note::plain()).await?)?;
        }
        // Nothing to change is nothing to regret.
        let at = if changes == 0 { now } else { now + GRACE };
        store::state_fact(tx, now, id, Fact::ExecuteAt(at), Note::plain()).await?;
        return jobs::enqueue(tx, &Job::Execute { request: id.uuid() }, Some(at)).await;
    }
    if awaits_address(tx, request).await? {
        if from != State::Planned {
            demand(store::advance(tx, now, id, from, State::Planned, Note::plain()).await?)?;
        }
        let until = now + LETTER_LINK;
        let link = store::add_link(tx, now, id, LinkPurpose::Address, until).await?;
        jobs::enqueue(tx, &Job::MailLink { link }, None).await?;
        return jobs::enqueue(tx, &Job::Lapse { request: id.uuid() }, Some(until)).await;
    }
    demand(store::advance(tx, now, id, from, State::Executing, Note::plain()).await?)?;
    let job = if request.kind.is_copy() { Job::MakeCopy { request: id.uuid() } } else { Job::Execute { request: id.uuid() } };
    jobs::enqueue(tx, &job, None).await
}

/// Whether an address that is to replace another must be confirmed first, where it leads: one letter wrong, and what is kept of somebody is a stranger's to
/// read. Not where nothing is to be changed, nor when it is the address the request itself was confirmed by.
///
/// # Errors
/// When the database is away.
pub async fn awaits_address(tx: &mut TenantTx, request: &Request) -> Result<bool> {
    let Some(wanted) = request.corrected_email.as_deref().and_then(|email| EmailAddress::parse(email).ok()) else { return Ok(false) };
    if request.kind != Kind::Rectification || store::was_opened(tx, request.id, LinkPurpose::Address).await? {
        return Ok(false);
    }
    let own = request.email_norm.as_deref() == Some(wanted.normalised().as_str()) && store::is_confirmed(tx, request.id).await?;
    Ok(!own && roots(tx, request.id).await?.iter().any(|root| root.subject != SubjectId::Requester))
}

/// Takes a request back, which also undoes an erasure within its grace; `false` when it is too late.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(app: &App, tenant: TenantId, id: RequestId, note: Note) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if !request.state.may_be_withdrawn() || !store::advance(&mut tx, now, id, request.state, State::Withdrawn, note).await? {
        return Ok(false);
    }
    jobs::forget_later(&mut tx, now, id).await?;
    tx.commit().await?;
    Ok(true)
}
