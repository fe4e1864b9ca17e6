//! What an event should have told and never did: disputes, and refunds made in Stripe's dashboard, looked for once a night. Stripe repeats an
//! event for three days; who was away for longer, or had the endpoint entered wrongly, loses it, and a bank has taken money that no page shows.

use std::collections::BTreeMap;

use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    jobs::NewJob,
    stripe::DisputeRead,
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
/// `Unavailable` when Stripe did not answer to a part of it.
pub async fn run(app: &App, tenant: TenantId) -> Result<()> {
    let Some(account) = payments::connected(app, tenant).await? else { return Ok(()) };
    let since = app.clock.now() - LOOKS_BACK;
    let mut look = Look { tenant, again: false };
    let mut news = false;
    let listed = look.read("the list of disputes", payments::disputes_since(app, &account, since).await).unwrap_or_default();
    for (dispute, payment) in &disputes_of(app, tenant, &account, &listed).await? {
        news |= look.take_down(app, payment, dispute).await?;
    }
    let refunded = look.read("the list of refunds", payments::refunded_since(app, tenant, &account, since).await).unwrap_or_default();
    for intent in &refunded {
        if let Some(payment) = find(app, tenant, Find::Stripe(intent)).await? {
            news |= look.read("a refund", refunds::sync(app, tenant, &payment).await) == Some(true);
        }
    }
    if news {
        tracing::warn!(tenant.id = %tenant, "a dispute or a refund of which no webhook came was taken over: look at the endpoint's deliveries in Stripe's dashboard");
        let mut tx = app.db.tenant(tenant).await?;
        payments::jobs::enqueue(&mut tx, &Job::SyncLedger, None).await?;
        tx.commit().await?;
    }
    if look.again { Err(Error::Unavailable) } else { Ok(()) }
}

/// What one look could not read.
struct Look {
    tenant: TenantId,
    /// Whether it is worth another try.
    again: bool,
}

impl Look {
    /// What was read, or nothing, which is told.
    fn read<T>(&mut self, what: &str, outcome: Result<T>) -> Option<T> {
        match outcome {
            Ok(read) => return Some(read),
            Err(Error::Unavailable) => self.again = true,
            Err(error) => tracing::error!(tenant.id = %self.tenant, error.cause = ?error, "{what} could not be read from Stripe or taken down"),
        }
        None
    }

    /// Takes a dispute down as it stands now; gives whether nobody had told of it. That money is disputed is noted even where the rest cannot be.
    async fn take_down(&mut self, app: &App, payment: &Payment, dispute: &str) -> Result<bool> {
        let taken = disputed(app, self.tenant, payment, dispute).await;
        let unanswered = matches!(taken, Err(Error::Unavailable));
        self.read("a dispute", taken);
        if unanswered {
            return Ok(false);
        }
        let mut tx = app.db.tenant(self.tenant).await?;
        let missed = payment_store::note_dispute(&mut tx, app.clock.now(), payment.id).await?;
        tx.commit().await?;
        Ok(missed)
    }
}

/// The disputes to read: those opened lately, and those that were open when last read, which may have ended without moving any money. Of this account:
/// another one, whose tie was cut, tells nobody anything.
async fn disputes_of(app: &App, tenant: TenantId, account: &str, listed: &[DisputeRead]) -> Result<BTreeMap<String, Payment>> {
    let mut found = BTreeMap::new();
    for dispute in listed {
        if let Some(payment) = find(app, tenant, Find::Stripe(dispute.intent.as_deref().unwrap_or_default())).await? {
            found.insert(dispute.id.clone(), payment);
        }
    }
    let mut tx = app.db.tenant(tenant).await?;
    let open = disputes::store::open(&mut tx).await?;
    drop(tx);
    for (payment, dispute) in open {
        if let Some(payment) = find(app, tenant, Find::Id(payment)).await?.filter(|payment| payment.account == account) {
            found.insert(dispute, payment);
        }
    }
    Ok(found)
}
