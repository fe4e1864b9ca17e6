//! What people of the association decide: two of them sign the same plan, or the same refusal. Who works alone waits two days.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    executing::demand,
    jobs::{self, Job},
    mails, measures, mentions,
    model::{
        ALERT_BEFORE, ALONE, Channel, Decision, Ground, Kind, LATE_REMINDERS, Represented, RequestId, State, Tally, UNANSWERED, extended_due_at, hold_ends_at,
        refusal_falls_at,
    },
    planning,
    store::{self, Fact, Mention, Note, RecipientStatus, Request},
};
use crate::staff;

/// What two people sign: the plan's hash, with what was decided about each text that names the person; or that of a refusal's ground and words.
#[must_use]
pub fn signed(request: &Request, listed: &[Mention]) -> Option<Vec<u8>> {
    match (request.refuses, request.refusal) {
        (true, Some(ground)) => Some(refusal_hash(ground, request.refusal_note.as_deref().unwrap_or_default())),
        _ if listed.is_empty() => request.plan_hash.clone(),
        _ => {
            let decided = |mention: &Mention| mention.decision.map(Decision::words).unwrap_or_default();
            let texts: Vec<_> = listed.iter().map(|mention| (mention.id, decided(mention))).collect();
            let mut hash = Sha256::new().chain_update(request.plan_hash.as_ref()?);
            for (id, (decision, reason)) in texts {
                hash.update(id.as_bytes());
                hash.update(decision);
                hash.update([0]);
                hash.update(reason.unwrap_or_default());
                hash.update([0]);
            }
            Some(hash.finalize().to_vec())
        }
    }
}

fn refusal_hash(ground: Ground, words: &str) -> Vec<u8> {
    Sha256::new().chain_update(ground.word()).chain_update([0]).chain_update(words).finalize().to_vec()
}

/// Signs a plan first. `seen` is the hash that the page showed.
///
/// # Errors
/// `Conflict` when it is no longer that plan, or the request has moved on.
pub async fn prepare(app: &App, tenant: TenantId, by: AccountId, id: RequestId, seen: &[u8]) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let shown = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    drop(tx);
    mentions::look_again(app, tenant, &shown).await?;
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let listed = store::mentions(&mut tx, id).await?;
    demand(request.state == State::AwaitingSecondApproval && request.prepared_by.is_none() && !request.refuses)?;
    mentions::settled(&listed)?;
    demand(signed(&request, &listed).as_deref() == Some(seen))?;
    if request.represented.as_ref().is_some_and(Represented::is_to_be_told) {
        return Err(Error::conflict("rights-represented-untold"));
    }
    let note = Note::staff(by, json!({ "plan": hex::encode(seen) }));
    store::state_fact(&mut tx, now, id, Fact::Prepared { by: by.uuid(), hash: Some(seen), refusal: None }, note).await?;
    staff::store::record(&mut tx, now, by, "privacy.prepare", Some(id.uuid())).await?;
    jobs::enqueue(&mut tx, &Job::TellPresident { request: id.uuid() }, None).await?;
    tx.commit().await
}

/// Proposes to refuse, with the reason that the person will read.
///
/// # Errors
/// `Conflict` when the request has moved on.
pub async fn propose_refusal(app: &App, tenant: TenantId, by: AccountId, id: RequestId, ground: Ground, words: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    // Nobody showed that they read the address of a request from the site: it lapses by itself, and a refusal would go to a stranger.
    demand(may_refuse(&request))?;
    if request.state != State::AwaitingSecondApproval {
        demand(request.state.may_become(State::AwaitingSecondApproval) && request.state != State::Executing)?;
        demand(store::advance(&mut tx, now, id, request.state, State::AwaitingSecondApproval, Note::staff(by, json!({}))).await?)?;
    }
    let first = first_refusal(&store::events(&mut tx, id).await?).unwrap_or(now);
    let falls_at = refusal_falls_at(request.due_at, first);
    if falls_at <= now && request.plan.is_some() && request.review.is_empty() {
        return Err(Error::conflict("rights-refusal-late"));
    }
    jobs::enqueue(&mut tx, &Job::EndHold { request: id.uuid() }, Some(falls_at)).await?;
    let hash = refusal_hash(ground, words);
    let note = Note::staff(by, json!({ "ground": ground.word() }));
    store::state_fact(&mut tx, now, id, Fact::Prepared { by: by.uuid(), hash: Some(&hash), refusal: Some((ground, words)) }, note).await?;
    staff::store::record(&mut tx, now, by, "privacy.propose_refusal", Some(id.uuid())).await?;
    // Whoever else may sign, the presidency or not.
    jobs::enqueue(&mut tx, &Job::Ask { request: id.uuid() }, None).await?;
    jobs::enqueue(&mut tx, &Job::TellPresident { request: id.uuid() }, None).await?;
    tx.commit().await
}

/// Whether a refusal may be proposed: not of what is being done, nor of a request from the site that nobody has confirmed.
#[must_use]
pub fn may_refuse(request: &Request) -> bool {
    let unconfirmed = request.state == State::IdentityPending && request.channel == Channel::Site;
    let waits = request.state == State::AwaitingSecondApproval || request.state.may_become(State::AwaitingSecondApproval);
    waits && !unconfirmed && !request.state.has_begun() && !request.refuses
}

/// Whether somebody may give the second signature now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Second {
    /// Yes.
    Now,
    /// They signed first, and somebody else is there to sign.
    Another,
    /// They signed first and are alone: from this moment.
    Later(Timestamp),
    /// Nothing is prepared.
    Nothing,
}

/// Whether `by` may give the second signature. Hold no transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn second(app: &App, tenant: TenantId, by: AccountId, request: &Request) -> Result<Second> {
    let (Some(first), Some(at)) = (request.prepared_by, request.prepared_at) else { return Ok(Second::Nothing) };
    if first != by.uuid() {
        return Ok(Second::Now);
    }
    let officers = staff::store::officers(app, tenant).await?;
    if officers.iter().any(|officer| officer.account != first) {
        return Ok(Second::Another);
    }
    let from = at + ALONE;
    Ok(if app.clock.now() >= from { Second::Now } else { Second::Later(from) })
}

/// Signs second: what was prepared happens. `seen` is the hash that the page showed.
///
/// # Errors
/// `Conflict` when it is no longer that plan, the first signature is the same person's, or the request has moved on.
pub async fn approve(app: &App, tenant: TenantId, by: AccountId, id: RequestId, seen: &[u8]) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let shown = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    drop(tx);
    match second(app, tenant, by, &shown).await? {
        Second::Now => {}
        Second::Another => return Err(Error::conflict("rights-second-other")),
        Second::Later(_) => return Err(Error::conflict("rights-second-later")),
        Second::Nothing => return Err(Error::conflict("rights-moved-on")),
    }
    mentions::look_again(app, tenant, &shown).await?;
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let listed = store::mentions(&mut tx, id).await?;
    // What was looked at above, without a lock, is still what is signed.
    demand(request.state == State::AwaitingSecondApproval && request.prepared_by == shown.prepared_by && request.prepared_at == shown.prepared_at)?;
    let tally = if request.refuses { Tally::default() } else { mentions::settled(&listed)? };
    let hash = signed(&request, &listed);
    demand(hash.as_deref() == Some(seen) && request.prepared_hash == hash)?;
    let note = Note::staff(by, json!({ "hash": hex::encode(seen), "alone": request.prepared_by == Some(by.uuid()) }));
    store::state_fact(&mut tx, now, id, Fact::Approved(by.uuid()), note).await?;
    if request.refuses {
        demand(store::advance(&mut tx, now, id, State::AwaitingSecondApproval, State::Refused, Note::staff(by, json!({}))).await?)?;
        jobs::enqueue(&mut tx, &Job::MailAnswer { request: id.uuid() }, None).await?;
        jobs::forget_later(&mut tx, now, id).await?;
    } else {
        if tally.found > 0 {
            // Flat: the file holds ids, counts and words of ours only. Which reasons were given stands in the request's own count.
            let facts = json!({ "found": tally.found, "corrected": tally.corrected, "left": tally.left.values().sum::<usize>() });
            store::state_fact(&mut tx, now, id, Fact::Settled(&tally), Note::software(facts)).await?;
        }
        let changes = request.plan.as_ref().map_or(0, |plan| plan.changes);
        planning::proceed(&mut tx, now, &request, State::AwaitingSecondApproval, changes).await?;
    }
    staff::store::record(&mut tx, now, by, "privacy.approve", Some(id.uuid())).await?;
    tx.commit().await
}

/// Drops what was prepared: the second person sees it otherwise. A refusal of what needed nobody's signature is as if it had not been: it is planned anew,
/// with a grace of its own, and before there was a plan there still is none.
///
/// # Errors
/// `Conflict` when nothing is prepared.
pub async fn drop_prepared(app: &App, tenant: TenantId, by: AccountId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(request.state == State::AwaitingSecondApproval && request.prepared_by.is_some())?;
    if is_one_persons_refusal(&request) {
        drop(tx);
        planning::plan_without_refusal(app, tenant, id, Note::staff(by, json!({}))).await?;
        let mut tx = app.db.tenant(tenant).await?;
        staff::store::record(&mut tx, now, by, "privacy.drop", Some(id.uuid())).await?;
        return tx.commit().await;
    }
    store::state_fact(&mut tx, now, id, Fact::Unprepared, Note::staff(by, json!({}))).await?;
    if request.plan.is_none() {
        let to = match (request.identified_at, store::is_confirmed(&mut tx, id).await?) {
            (Some(_), _) => State::Scoping,
            // The link was pressed while the proposal stood.
            (None, true) => State::IdentityVerified,
            (None, false) => State::IdentityPending,
        };
        demand(store::advance(&mut tx, now, id, State::AwaitingSecondApproval, to, Note::plain()).await?)?;
        jobs::enqueue(&mut tx, &Job::Resume { request: id.uuid() }, None).await?;
        jobs::enqueue(&mut tx, &Job::Unanswered { request: id.uuid() }, Some(now + UNANSWERED)).await?;
    }
    staff::store::record(&mut tx, now, by, "privacy.drop", Some(id.uuid())).await?;
    tx.commit().await
}

/// Notes that a child of fifteen or more was told of the request made for them, and does not object to it.
///
/// # Errors
/// `Conflict` when nobody is to be told, or it was noted.
pub async fn told(app: &App, tenant: TenantId, by: AccountId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(!request.state.is_final() && request.represented.as_ref().is_some_and(Represented::is_to_be_told))?;
    store::state_fact(&mut tx, now, id, Fact::Told, Note::staff(by, json!({}))).await?;
    staff::store::record(&mut tx, now, by, "privacy.told", Some(id.uuid())).await?;
    tx.commit().await
}

/// Takes two months more, with a reason, told to the person at once (GDPR art. 12(3)).
///
/// # Errors
/// `Conflict` when the first month is over or it was extended before.
pub async fn extend(app: &App, tenant: TenantId, by: AccountId, id: RequestId, reason: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if request.state.is_final() || request.extended_at.is_some() || now > request.due_at {
        return Err(Error::conflict("rights-extend-late"));
    }
    let due_at = extended_due_at(request.received_at);
    store::state_fact(&mut tx, now, id, Fact::Extended { due_at, reason }, Note::staff(by, json!({}))).await?;
    jobs::enqueue(&mut tx, &Job::MailExtended { request: id.uuid() }, None).await?;
    jobs::enqueue(&mut tx, &Job::Overdue { request: id.uuid() }, Some(due_at)).await?;
    for before in LATE_REMINDERS {
        let at = due_at - chrono::Duration::days(before);
        jobs::enqueue(&mut tx, &Job::Remind { request: id.uuid(), day: (at - request.received_at).num_days() }, Some(at)).await?;
    }
    let alarm = due_at - chrono::Duration::days(ALERT_BEFORE);
    jobs::enqueue(&mut tx, &Job::AlertLate { request: id.uuid() }, Some(alarm)).await?;
    staff::store::record(&mut tx, now, by, "privacy.extend", Some(id.uuid())).await?;
    tx.commit().await
}

/// Asks the person something.
///
/// # Errors
/// `Conflict` when the request is over.
pub async fn clarify(app: &App, tenant: TenantId, by: AccountId, id: RequestId, words: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(!request.state.is_final())?;
    store::state_fact(&mut tx, now, id, Fact::Clarify(words), Note::staff(by, json!({}))).await?;
    jobs::enqueue(&mut tx, &Job::MailClarify { request: id.uuid() }, None).await?;
    staff::store::record(&mut tx, now, by, "privacy.clarify", Some(id.uuid())).await?;
    tx.commit().await
}

/// Notes that staff posted what could be sent to nobody's mailbox.
///
/// # Errors
/// `Conflict` when there is nothing to post.
pub async fn posted(app: &App, tenant: TenantId, by: AccountId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let what = mails::to_post(&mut tx, &request).await?;
    demand(what.is_some())?;
    store::state_fact(&mut tx, now, id, Fact::Posted, Note::staff(by, json!({}))).await?;
    if what == Some(mails::ToPost::Lifting) {
        measures::freezing::told(app, &mut tx, now, &request).await?;
    }
    staff::store::record(&mut tx, now, by, "privacy.posted", Some(id.uuid())).await?;
    tx.commit().await
}

/// Notes that what staff were asked to have erased elsewhere is: `exports`, the tables they had taken away; `stripe`, what Stripe can redact of
/// the payments.
///
/// # Errors
/// `Conflict` when nobody was asked.
pub async fn erased_elsewhere(app: &App, tenant: TenantId, by: AccountId, id: RequestId, recipient: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let asked = store::recipients(&mut tx, id).await?.iter().any(|one| one.recipient == recipient && one.status == "asked");
    demand(asked)?;
    store::set_recipient(&mut tx, id, recipient, RecipientStatus::Done, Some(now), Some(by.uuid())).await?;
    let act = if recipient == "exports" { "privacy.copies_deleted" } else { "privacy.stripe_redacted" };
    staff::store::record(&mut tx, now, by, act, Some(id.uuid())).await?;
    tx.commit().await
}

/// Holds an erasure (a dispute is open, a duty was found) until three days before its answer is due, or lets it go on.
///
/// # Errors
/// `Conflict` when it is no erasure that waits out its grace, or that day has come.
pub async fn hold(app: &App, tenant: TenantId, by: AccountId, id: RequestId, held: bool) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(request.kind == Kind::Erasure && !request.state.is_final() && request.held != held)?;
    // What has begun can no longer be held, and what waits for two signatures is held by them.
    demand(!held || request.state == State::Planned)?;
    let ends_at = hold_ends_at(request.due_at);
    if held && now >= ends_at {
        return Err(Error::conflict("rights-hold-late"));
    }
    store::state_fact(&mut tx, now, id, Fact::Held(held), Note::staff(by, json!({}))).await?;
    if held {
        jobs::enqueue(&mut tx, &Job::EndHold { request: id.uuid() }, Some(ends_at)).await?;
    } else {
        go_on(&mut tx, now, &request).await?;
    }
    staff::store::record(&mut tx, now, by, if held { "privacy.hold" } else { "privacy.release" }, Some(id.uuid())).await?;
    tx.commit().await
}

/// Ends what one officer alone holds up, so that it keeps no answer from its day: a hold that nobody let go, or a refusal, of what the software had decided
/// to do, that nobody else signed. Whoever must keep data for longer refuses, with a second signature and a reason that the person reads.
///
/// # Errors
/// When the database is away.
pub async fn end_hold(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find_locked(&mut tx, id).await?.filter(is_held_by_one) else { return Ok(()) };
    let refused = is_one_persons_refusal(&request);
    let ends_at = falls_at(&request, &store::events(&mut tx, id).await?).unwrap_or_else(|| hold_ends_at(request.due_at));
    if ends_at > now {
        // More time was taken since this was filed, or it was filed for what went before.
        jobs::enqueue(&mut tx, &Job::EndHold { request: id.uuid() }, Some(ends_at)).await?;
        return tx.commit().await;
    }
    if request.held && hold_ends_at(request.due_at) <= now {
        store::state_fact(&mut tx, now, id, Fact::Held(false), Note::plain()).await?;
        go_on(&mut tx, now, &request).await?;
    } else if request.held {
        jobs::enqueue(&mut tx, &Job::EndHold { request: id.uuid() }, Some(hold_ends_at(request.due_at))).await?;
    }
    tx.commit().await?;
    if refused { planning::plan_without_refusal(app, tenant, id, Note::plain()).await } else { Ok(()) }
}

/// When a refusal of what had been planned was first proposed.
fn first_refusal(events: &[store::Event]) -> Option<Timestamp> {
    events.iter().skip_while(|event| event.kind != "plan_made").find(|event| event.kind == "refusal_prepared").map(|event| event.at)
}

/// When the refusal that stands proposed falls by itself; none where two people decide anyway.
#[must_use]
pub fn falls_at(request: &Request, events: &[store::Event]) -> Option<Timestamp> {
    first_refusal(events).filter(|_| is_one_persons_refusal(request)).map(|first| refusal_falls_at(request.due_at, first))
}

/// Whether one officer alone keeps a request from going on.
#[must_use]
pub fn is_held_by_one(request: &Request) -> bool {
    !request.state.is_final() && (request.held || is_one_persons_refusal(request))
}

/// Whether a refusal stands proposed, and not signed by anybody else, of what needed nobody's signature.
fn is_one_persons_refusal(request: &Request) -> bool {
    request.state == State::AwaitingSecondApproval && request.refuses && request.plan.is_some() && request.review.is_empty()
}

async fn go_on(tx: &mut TenantTx, now: Timestamp, request: &Request) -> Result<()> {
    match request.execute_at {
        Some(at) => jobs::enqueue(tx, &Job::Execute { request: request.id.uuid() }, Some(at.max(now))).await,
        None => Ok(()),
    }
}
