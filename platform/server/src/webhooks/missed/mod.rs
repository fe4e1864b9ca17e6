//! What an event should have told and never did: disputes, and refunds made in Stripe's dashboard, looked for once a night. Stripe repeats an
//! event for three days; who was away for longer, or had the endpoint entered wrongly, loses it, and a bank has taken money that no page shows.

use std::collections::BTreeMap;

use kernel::{app::App, error::Result, ids::TenantId, jobs::NewJob};
use serde_json::json;
use tenants::{
    payments::{
        self,
        jobs::Job,
        model::{Payment, PaymentId},
        refunds,
        store::{self as payment_store, Find},
    },
    ticketing::disputes,
};

use super::jobs::find;
use crate::registry::disputed;

/// The kind these jobs are filed under.
pub const KIND: &str = "stripe_missed";

/// So far back: well beyond the three days for which Stripe repeats an event.
const LOOKS_BACK: chrono::Duration = chrono::Duration::days(14);

/// One association's look.
#[must_use]
pub fn job() -> NewJob {
    NewJob::new(KIND, json!({})).keyed("missed")
}

/// Looks at one association's account, and takes down what is not known yet. Safe to run twice.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn run(app: &App, tenant: TenantId) -> Result<()> {
    let Some(moved) = payments::moved_since(app, tenant, app.clock.now() - LOOKS_BACK).await? else { return Ok(()) };
    let mut found: BTreeMap<String, Payment> = BTreeMap::new();
    for dispute in &moved.disputes {
        if let Some(payment) = find(app, tenant, Find::Stripe(dispute.intent.as_deref().unwrap_or_default())).await? {
            let mut tx = app.db.tenant(tenant).await?;
            payment_store::note_dispute(&mut tx, app.clock.now(), payment.id).await?;
            tx.commit().await?;
            found.insert(dispute.id.clone(), payment);
        }
    }
    // One opened long before may have ended: it moves no money when it is lost.
    let mut tx = app.db.tenant(tenant).await?;
    let open: Vec<(PaymentId, String)> = disputes::store::open(&mut tx).await?;
    drop(tx);
    for (payment, dispute) in open {
        if let Some(payment) = find(app, tenant, Find::Id(payment)).await? {
            found.insert(dispute, payment);
        }
    }
    for (dispute, payment) in &found {
        disputed(app, tenant, payment, dispute).await?;
    }
    let mut adopted = false;
    for intent in &moved.refunded {
        if let Some(payment) = find(app, tenant, Find::Stripe(intent)).await? {
            adopted |= refunds::sync(app, tenant, &payment).await?;
        }
    }
    if adopted {
        tracing::warn!(tenant.id = %tenant, "a refund of which no webhook came was taken over: look at the endpoint's deliveries in Stripe's dashboard");
        let mut tx = app.db.tenant(tenant).await?;
        payments::jobs::enqueue(&mut tx, &Job::SyncLedger, None).await?;
        tx.commit().await?;
    }
    Ok(())
}
