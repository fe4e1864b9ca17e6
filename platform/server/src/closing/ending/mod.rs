//! The way to the end: asked for, taken back, taking effect.

use kernel::{
    app::App,
    clock::Timestamp,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    ledger::{self, Act},
};
use tenants::payments::{checkout, connect, store as payments};

use super::{
    jobs::{self, Job, Step},
    model::{Closing, ClosingId, LOOK_AGAIN, Numbers, State},
    store::{self, Find},
};
use crate::{registry, staff};

/// What an association has, and what stands in the way of its end. Hold no transaction meanwhile.
///
/// # Errors
/// When the database or the object store is away.
pub async fn numbers(app: &App, tenant: TenantId) -> Result<Numbers> {
    let mut tx = app.db.tenant(tenant).await?;
    let mut numbers = store::numbers::read(&mut tx, app.clock.now()).await?;
    drop(tx);
    let mut tx = app.db.platform().await?;
    numbers.staff = i64::try_from(store::readers(&mut tx, tenant).await?.len()).unwrap_or(i64::MAX);
    drop(tx);
    numbers.objects = u64::try_from(app.storage.list(&format!("t/{tenant}/")).await?.len()).unwrap_or(u64::MAX);
    Ok(numbers)
}

/// The closing under way of an association.
///
/// # Errors
/// When the database is away.
pub async fn under_way(app: &App, tenant: TenantId) -> Result<Option<Closing>> {
    let mut tx = app.db.platform().await?;
    store::find(&mut tx, Find::Open(tenant)).await
}

/// Asks for the end: sales shut at once, the team is told, the copy of everything is made, and in a week it takes effect.
///
/// # Errors
/// `Conflict` when something stands in the way or it was asked for already; when the database is away.
pub async fn ask(app: &App, tenant: TenantId, by: AccountId) -> Result<Closing> {
    if numbers(app, tenant).await?.blocks() {
        return Err(Error::conflict("closing-fault-blocked"));
    }
    let now = app.clock.now();
    let closing = Closing::asked(now, tenant, by.uuid());
    let mut tx = app.db.platform().await?;
    store::add(&mut tx, now, &closing).await?;
    staff::jobs::note(&mut tx, now, tenant, by, "closing.asked", None).await?;
    jobs::tell(&mut tx, &closing, Step::Asked).await?;
    let id = closing.id.uuid();
    jobs::enqueue(&mut tx, &Job::Close { closing: id }, Some(closing.effective_at)).await?;
    jobs::enqueue(&mut tx, &Job::Export { closing: id }, None).await?;
    let names = store::names(&mut tx, tenant).await?;
    tx.commit().await?;
    forget(app, names);
    Ok(closing)
}

/// Takes it back; `false` when it took effect meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(app: &App, closing: &Closing, by: AccountId) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    if !store::withdraw(&mut tx, now, closing).await? {
        return Ok(false);
    }
    staff::jobs::note(&mut tx, now, closing.tenant, by, "closing.withdrawn", None).await?;
    jobs::tell(&mut tx, closing, Step::Withdrawn).await?;
    store::work::forget_export(&mut tx, closing.id).await?;
    jobs::enqueue(&mut tx, &Job::DropExport { closing: closing.id.uuid() }, None).await?;
    let names = store::names(&mut tx, closing.tenant).await?;
    tx.commit().await?;
    forget(app, names);
    Ok(true)
}

/// Lets a closing take effect, once its week is over and nothing stands in the way. It is written into the privacy ledger first: a database that
/// is older than this closes the association again. Says when to look again, if it is worth it.
///
/// # Errors
/// When the database, the ledger or Stripe is away.
pub async fn close(app: &App, id: ClosingId) -> Result<Option<Timestamp>> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(id)).await? else { return Ok(None) };
    drop(tx);
    let now = app.clock.now();
    if closing.state == State::Closed {
        // Cut short between the two.
        disconnect(app, closing.tenant).await?;
    }
    if closing.state != State::Asked {
        return Ok(None);
    }
    if now < closing.effective_at {
        return Ok(Some(closing.effective_at));
    }
    expire_payments(app, closing.tenant).await?;
    if numbers(app, closing.tenant).await?.blocks() {
        return Ok(Some(now + LOOK_AGAIN));
    }
    let erase_at = closing.erased_when_closed(now);
    let receipt = ledger::append(app, closing.tenant, &entry(&closing, now, erase_at, false), None).await?;
    let done = async {
        let mut tx = app.db.platform().await?;
        if !store::close(&mut tx, now, id, now, erase_at).await? {
            return Ok(false);
        }
        jobs::tell(&mut tx, &Closing { erase_at, ..closing.clone() }, Step::Closed).await?;
        jobs::enqueue(&mut tx, &Job::Export { closing: id.uuid() }, None).await?;
        jobs::enqueue(&mut tx, &Job::Erase { closing: id.uuid() }, Some(erase_at)).await?;
        let names = store::names(&mut tx, closing.tenant).await?;
        ledger::apply_without_effect(&mut tx, &receipt).await?;
        tx.commit().await?;
        forget(app, names);
        Ok::<bool, Error>(true)
    };
    if !done.await? {
        // Taken back in the meantime.
        ledger::void(app, &receipt).await?;
        return Ok(None);
    }
    disconnect(app, closing.tenant).await?;
    Ok(None)
}

/// What the ledger says of a closing.
#[must_use]
pub fn entry(closing: &Closing, closed_at: Timestamp, erase_at: Timestamp, erased: bool) -> Act {
    Act::Closing { id: closing.id.uuid(), asked_at: closing.asked_at, effective_at: closing.effective_at, closed_at, erase_at, erased }
}

/// Closes every payment page that may still be open, so that nobody pays an association that leaves. Who paid first is served.
async fn expire_payments(app: &App, tenant: TenantId) -> Result<()> {
    if app.stripe.is_none() {
        return Ok(());
    }
    let mut tx = app.db.tenant(tenant).await?;
    let open = store::numbers::open_payments(&mut tx).await?;
    drop(tx);
    for (id, subject) in open {
        let mut tx = app.db.tenant(tenant).await?;
        let payment = payments::find(&mut tx, payments::Find::Id(id)).await?.pop();
        drop(tx);
        if let Some(payment) = payment {
            checkout::expire(app, &payment).await?;
            registry::changed(app, tenant, subject).await?;
        }
    }
    Ok(())
}

/// Forgets the tie to the association's Stripe account, which stays its own: an account with Stripe's full dashboard is ended by its holder, and no
/// call of ours can.
pub(super) async fn disconnect(app: &App, tenant: TenantId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    connect::store::set_disconnected(&mut tx, now).await?;
    tx.commit().await
}

/// Forgets what this process knows of an association's address; others learn within a second that it changed.
pub(super) fn forget(app: &App, names: Option<(String, String)>) {
    if let Some((_, slug)) = names {
        app.tenants.forget(&slug);
    }
}
