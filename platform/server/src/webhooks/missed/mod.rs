//! What an event should have told and never did: disputes, and refunds made in Stripe's dashboard, looked for once a night. Stripe repeats an
//! event for three days; who was away for longer, or had the endpoint entered wrongly, loses it, and a bank has taken money that no page shows.

use std::collections::BTreeMap;

use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    jobs::NewJob,
};
use serde_json::json;
use tenants::{
    payments::{
        self,
        jobs::Job,
        model::Payment,
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

/// Looks at one association's account, and takes down what is not known yet. Safe to run twice. What cannot be read or taken down is told in the log, and
/// keeps nothing else from being looked at.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn run(app: &App, tenant: TenantId) -> Result<()> {
    let Some(moved) = payments::moved_since(app, tenant, app.clock.now() - LOOKS_BACK).await? else { return Ok(()) };
    let mut again = false;
    let mut check = |what: &str, outcome: Result<bool>| match outcome {
        Ok(found) => found,
        Err(Error::Unavailable) => {
            again = true;
            false
        }
        Err(error) => {
            tracing::error!(tenant.id = %tenant, error.cause = ?error, "{what} could not be taken down");
            false
        }
    };
    let mut missed = false;
    for (dispute, payment) in &disputes_of(app, tenant, &moved).await? {
        missed |= check("a dispute", look_at(app, tenant, payment, dispute).await);
    }
    let mut adopted = false;
    for intent in &moved.refunded {
        if let Some(payment) = find(app, tenant, Find::Stripe(intent)).await? {
            adopted |= check("a refund", refunds::sync(app, tenant, &payment).await);
        }
    }
    if missed || adopted {
        tracing::warn!(tenant.id = %tenant, "a dispute or a refund of which no webhook came was taken over: look at the endpoint's deliveries in Stripe's dashboard");
        let mut tx = app.db.tenant(tenant).await?;
        payments::jobs::enqueue(&mut tx, &Job::SyncLedger, None).await?;
        tx.commit().await?;
    }
    if again { Err(Error::Unavailable) } else { Ok(()) }
}

/// The disputes to read: those opened lately, and those that were open when last read, which may have ended without moving any money. Of this account:
/// another one, whose tie was cut, tells nobody anything.
async fn disputes_of(app: &App, tenant: TenantId, moved: &payments::Moved) -> Result<BTreeMap<String, Payment>> {
    let mut found = BTreeMap::new();
    for dispute in &moved.disputes {
        if let Some(payment) = find(app, tenant, Find::Stripe(dispute.intent.as_deref().unwrap_or_default())).await? {
            found.insert(dispute.id.clone(), payment);
        }
    }
    let mut tx = app.db.tenant(tenant).await?;
    let open = disputes::store::open(&mut tx).await?;
    drop(tx);
    for (payment, dispute) in open {
        if let Some(payment) = find(app, tenant, Find::Id(payment)).await?.filter(|payment| payment.account == moved.account) {
            found.insert(dispute, payment);
        }
    }
    Ok(found)
}

/// Takes one down as it stands now; gives whether nobody had told of it.
async fn look_at(app: &App, tenant: TenantId, payment: &Payment, dispute: &str) -> Result<bool> {
    disputed(app, tenant, payment, dispute).await?;
    let mut tx = app.db.tenant(tenant).await?;
    let missed = payment_store::note_dispute(&mut tx, app.clock.now(), payment.id).await?;
    tx.commit().await?;
    Ok(missed)
}
