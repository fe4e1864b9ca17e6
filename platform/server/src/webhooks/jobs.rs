//! What an event asks for. It only tells us what to look up: what counts is what Stripe answers when asked. Every effect may be had twice.

use kernel::{
    app::App,
    error::Result,
    ids::TenantId,
    jobs::{JobError, RunningJob, enqueue_platform},
};
use serde::Deserialize;
use tenants::payments::{
    connect,
    jobs::{self as payment_jobs, Job},
    model::Payment,
    refunds,
    store::{self as payments, Find},
};

use super::store::{self, Event};
use crate::registry::{changed, disputed};

/// The kind these jobs are filed under.
pub const KIND: &str = "stripe_event";

/// Events that nothing of ours matched are looked at again for so long: the row they are about may be a moment late.
const PATIENCE: chrono::Duration = chrono::Duration::hours(1);

#[derive(Deserialize)]
struct Payload {
    event: String,
}

/// What became of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Done,
    Orphan,
    Ignored,
}

/// Works on one event.
///
/// # Errors
/// Retried when Stripe or the database did not answer.
pub async fn run(app: &App, job: &RunningJob) -> Result<(), JobError> {
    let Payload { event: id } = job.read()?;
    let mut tx = app.db.platform().await?;
    let Some(event) = store::find(&mut tx, &id).await? else { return Ok(()) };
    if !matches!(event.state.as_str(), "received" | "orphan") {
        return Ok(());
    }
    let tenant = match &event.account {
        Some(account) => store::tenant_of(&mut tx, account).await?,
        None => None,
    };
    drop(tx);
    let outcome = match (&event.account, tenant) {
        // What happens on the platform's own account concerns no association.
        (None, _) => Outcome::Ignored,
        (Some(_), None) => Outcome::Orphan,
        (Some(_), Some(tenant)) => apply(app, tenant, &event).await?,
    };
    let state = match outcome {
        Outcome::Done => "done",
        Outcome::Orphan => "orphan",
        Outcome::Ignored => "ignored",
    };
    let mut tx = app.db.platform().await?;
    store::set_state(&mut tx, &id, state, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn apply(app: &App, tenant: TenantId, event: &Event) -> Result<Outcome> {
    let kind = event.kind.as_str();
    if kind == "account.application.deauthorized" {
        let mut tx = app.db.tenant(tenant).await?;
        connect::store::set_disconnected(&mut tx, app.clock.now()).await?;
        tx.commit().await?;
        return Ok(Outcome::Done);
    }
    if kind.starts_with("account.") || kind.starts_with("capability.") {
        return later(app, tenant, &Job::RefreshAccount).await;
    }
    if kind.starts_with("payout.") {
        return later(app, tenant, &Job::SyncLedger).await;
    }
    let reference = if kind.starts_with("checkout.session.") { Some(event.object.as_str()) } else { event.intent.as_deref() };
    let known = ["checkout.session.", "payment_intent.", "charge.", "refund."].iter().any(|prefix| kind.starts_with(prefix));
    let (true, Some(reference)) = (known, reference) else { return Ok(Outcome::Ignored) };
    let Some(payment) = find(app, tenant, Find::Stripe(reference)).await? else { return Ok(Outcome::Orphan) };
    if kind.starts_with("charge.dispute.") {
        let mut tx = app.db.tenant(tenant).await?;
        payments::note_dispute(&mut tx, app.clock.now(), payment.id).await?;
        tx.commit().await?;
        // The event names the dispute; how it stands is read from Stripe.
        disputed(app, tenant, &payment, &event.object).await?;
        return later(app, tenant, &Job::SyncLedger).await;
    }
    if kind.starts_with("refund.") || kind.starts_with("charge.refund") {
        if refunds::sync(app, tenant, &payment).await? {
            tracing::info!(tenant.id = %tenant, payment.id = %payment.id, "a refund made in Stripe's own dashboard was taken over");
        }
        return later(app, tenant, &Job::SyncLedger).await;
    }
    changed(app, tenant, payment.subject).await?;
    if kind.starts_with("charge.") || kind.starts_with("payment_intent.") {
        return later(app, tenant, &Job::SyncLedger).await;
    }
    Ok(Outcome::Done)
}

/// A payment of the association's.
pub(super) async fn find(app: &App, tenant: TenantId, by: Find<'_>) -> Result<Option<Payment>> {
    let mut tx = app.db.tenant(tenant).await?;
    Ok(payments::find(&mut tx, by).await?.pop())
}

/// Files work for the association: several events of one moment melt into one job.
async fn later(app: &App, tenant: TenantId, job: &Job) -> Result<Outcome> {
    let mut tx = app.db.tenant(tenant).await?;
    payment_jobs::enqueue(&mut tx, job, None).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Looks again at events that matched nothing when they came.
///
/// # Errors
/// When the database is away.
pub async fn retry_orphans(app: &App) -> Result<()> {
    let mut tx = app.db.platform().await?;
    for (event, tenant) in store::orphans(&mut tx, app.clock.now() - PATIENCE).await? {
        enqueue_platform(&mut tx, tenant, super::job(&event)).await?;
    }
    tx.commit().await
}
