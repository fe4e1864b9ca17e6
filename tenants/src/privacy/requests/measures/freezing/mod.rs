//! Data that are kept and not used: the restrictions a request placed, and their end, of which the person is told first (GDPR art. 18(3)).
//!
//! An end is not in the privacy ledger: an older database may freeze again what was let go since, which hides a name and harms nobody; it is let go anew.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    inventory::SubjectId,
    personal::Root,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    people::{self, restriction},
    privacy::requests::{
        executing::demand,
        jobs::{self, Job},
        mails::{self, ToPost},
        model::{Kind, RequestId, TOLD_BEFORE},
        planning,
        store::{self, Fact, Note, Request},
    },
    staff,
};

/// The id of what a request places on somebody: the same at every try, so that placed twice it is one, here and in a replay of the ledger.
pub(super) fn id_of(app: &App, request: RequestId, root: Root) -> Uuid {
    let derived = app.keys.derive(&[b"restriction", request.uuid().as_bytes(), root.id.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&derived[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What a request keeps frozen.
#[derive(Clone, Debug)]
pub struct Frozen {
    ids: Vec<Uuid>,
    /// When the person was told that it will end.
    pub told_at: Option<Timestamp>,
    /// Whether they are told by post, which takes its time.
    by_post: bool,
}

impl Frozen {
    /// When it ends.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.told_at.map(|told| told + if self.by_post { TOLD_BEFORE * 2 } else { TOLD_BEFORE })
    }
}

/// What a request that was done keeps frozen now; nothing once it was let go.
///
/// # Errors
/// When the database is away.
pub async fn frozen(app: &App, tx: &mut TenantTx, request: &Request) -> Result<Option<Frozen>> {
    if !request.state.is_final() || !matches!(request.kind, Kind::Restriction | Kind::Objection) {
        return Ok(None);
    }
    let placed: Vec<Uuid> = planning::roots(tx, request.id).await?.into_iter().map(|root| id_of(app, request.id, root)).collect();
    let running = restriction::store::running(tx, &placed).await?;
    let told_at = running.iter().filter_map(|(_, told)| *told).max();
    let by_post = mails::is_by_post(tx, request).await?;
    Ok((!running.is_empty()).then(|| Frozen { ids: running.into_iter().map(|(id, _)| id).collect(), told_at, by_post }))
}

/// Where the person of a request is told that their data will be used again: at the address they gave with it, or once that is forgotten, at the one that
/// was frozen. Not at one that was only shown to be theirs by a purchase: it was mistyped, and leads to a stranger.
///
/// # Errors
/// When the database is away.
pub async fn address(tx: &mut TenantTx, request: &Request) -> Result<Option<String>> {
    if request.email.is_some() {
        return Ok(request.email.clone());
    }
    for (root, _) in store::scope(tx, request.id).await?.into_iter().filter(|(_, basis)| basis == "name") {
        let address = match root.subject {
            SubjectId::Buyer => people::store::find(tx, root.id).await?.map(|person| person.email),
            SubjectId::Attendee => people::attendees::store::address(tx, root.id).await?,
            _ => None,
        };
        if let Some(address) = address.filter(|address| !address.is_empty()) {
            return Ok(Some(address));
        }
    }
    Ok(None)
}

/// Lets the data be used again because the person says so.
///
/// # Errors
/// `Conflict` when nothing is frozen.
pub async fn let_go(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    end(app, tenant, id, Note::person()).await
}

/// Has the person told that in a week their data will be used again.
///
/// # Errors
/// `Conflict` when nothing is frozen, or they were told.
pub async fn announce(app: &App, tenant: TenantId, by: AccountId, id: RequestId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    demand(may_announce(app, &mut tx, &request).await?)?;
    let by_post = mails::is_by_post(&mut tx, &request).await?;
    let reached = if by_post { mails::is_known(&request) } else { address(&mut tx, &request).await?.is_some() };
    if !reached {
        return Err(Error::conflict("rights-lift-nobody"));
    }
    store::state_fact(&mut tx, now, id, Fact::LiftAnnounced, Note::staff(by, json!({}))).await?;
    jobs::enqueue(&mut tx, &Job::MailLifting { request: id.uuid() }, None).await?;
    // By post, the person is told once somebody has posted it.
    if !by_post {
        told(app, &mut tx, now, &request).await?;
    }
    staff::store::record(&mut tx, now, by, "privacy.lift", Some(id.uuid())).await?;
    tx.commit().await
}

/// Whether the association may announce the end: of a freeze, not of an objection, which was granted; and once.
///
/// # Errors
/// When the database is away.
pub async fn may_announce(app: &App, tx: &mut TenantTx, request: &Request) -> Result<bool> {
    let untold = frozen(app, tx, request).await?.is_some_and(|frozen| frozen.told_at.is_none());
    Ok(untold && request.kind == Kind::Restriction && mails::to_post(tx, request).await? != Some(ToPost::Lifting))
}

/// Notes that the person was told, and files the end for its day.
///
/// # Errors
/// When the database is away.
pub async fn told(app: &App, tx: &mut TenantTx, now: Timestamp, request: &Request) -> Result<()> {
    let Some(frozen) = frozen(app, tx, request).await? else { return Ok(()) };
    for one in &frozen.ids {
        restriction::store::told(tx, now, *one).await?;
    }
    let frozen = Frozen { told_at: Some(now), ..frozen };
    jobs::enqueue(tx, &Job::Lift { request: request.id.uuid() }, frozen.ends_at()).await
}

/// The week is over: the data are used again, unless the person let them go before.
///
/// # Errors
/// When the database is away.
pub async fn lift(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    match end(app, tenant, id, Note::plain()).await {
        Err(Error::Conflict(_) | Error::NotFound) => Ok(()),
        done => done,
    }
}

async fn end(app: &App, tenant: TenantId, id: RequestId, note: Note) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let request = store::find_locked(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let frozen = frozen(app, &mut tx, &request).await?;
    demand(frozen.is_some())?;
    for one in frozen.into_iter().flat_map(|frozen| frozen.ids) {
        // Whoever lets go themselves knows.
        restriction::store::told(&mut tx, now, one).await?;
        restriction::lift(&mut tx, now, one).await?;
    }
    store::state_fact(&mut tx, now, id, Fact::Lifted, note).await?;
    tx.commit().await
}
