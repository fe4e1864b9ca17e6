//! Data that are kept and not used: the restrictions a request placed, and their end, of which the person is told first (GDPR art. 18(3)).
//!
//! An end is not in the privacy ledger: an older database may freeze again what was let go since, which hides a name and harms nobody; it is let go anew.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    personal::Root,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    people::{self, restriction},
    privacy::requests::{
        executing::{buyers, demand},
        jobs::{self, Job},
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
}

impl Frozen {
    /// When it ends.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.told_at.map(|told| told + TOLD_BEFORE)
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
    Ok((!running.is_empty()).then(|| Frozen { ids: running.into_iter().map(|(id, _)| id).collect(), told_at }))
}

/// Where the person of a request is told that their data will be used again: at the address they gave with it, or once that is forgotten, at the one that
/// was frozen.
///
/// # Errors
/// When the database is away.
pub async fn address(tx: &mut TenantTx, request: &Request) -> Result<Option<String>> {
    if request.email.is_some() {
        return Ok(request.email.clone());
    }
    for person in buyers(&planning::roots(tx, request.id).await?) {
        if let Some(person) = people::store::find(tx, person).await?.filter(|person| !person.email.is_empty()) {
            return Ok(Some(person.email));
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
    let frozen = frozen(app, &mut tx, &request).await?.filter(|frozen| frozen.told_at.is_none());
    demand(frozen.is_some())?;
    if request.reply_address.is_none() && address(&mut tx, &request).await?.is_none() {
        return Err(Error::conflict("rights-lift-nobody"));
    }
    for one in frozen.into_iter().flat_map(|frozen| frozen.ids) {
        restriction::store::told(&mut tx, now, one).await?;
    }
    store::state_fact(&mut tx, now, id, Fact::LiftAnnounced, Note::staff(by, json!({}))).await?;
    jobs::enqueue(&mut tx, &Job::MailLifting { request: id.uuid() }, None).await?;
    jobs::enqueue(&mut tx, &Job::Lift { request: id.uuid() }, Some(now + TOLD_BEFORE)).await?;
    staff::store::record(&mut tx, now, by, "privacy.lift", Some(id.uuid())).await?;
    tx.commit().await
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
