//! Payments: the association's Stripe account, Checkouts asked and read back, refunds, and our books beside Stripe's.
//! Owns `stripe_account`, `payment`, `refund` and `ledger_entry`. Knows no product word beyond [`model::Subject`].

pub mod checkout;
pub mod connect;
pub mod jobs;
pub mod ledger;
pub mod model;
pub mod refunds;
pub mod store;

use std::collections::{BTreeSet, HashMap};

use kernel::{app::App, clock::Timestamp, error::Result, ids::TenantId, stripe::DisputeRead};

/// A dispute of a payment, as Stripe tells it now.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn dispute(app: &App, payment: &model::Payment, id: &str) -> Result<DisputeRead> {
    Ok(checkout::stripe(app)?.hurried().dispute(&payment.account, id).await?)
}

/// The association's Stripe account, as long as its tie is not cut.
///
/// # Errors
/// When the database is away.
pub async fn connected(app: &App, tenant: TenantId) -> Result<Option<String>> {
    let mut tx = app.db.tenant(tenant).await?;
    let account = connect::store::find(&mut tx).await?.filter(|account| account.state != model::AccountStanding::Disconnected);
    Ok(account.map(|account| account.account))
}

/// The disputes that were opened in an account since then.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn disputes_since(app: &App, account: &str, since: Timestamp) -> Result<Vec<DisputeRead>> {
    Ok(checkout::stripe(app)?.hurried().disputes(account, since).await?)
}

/// The payment intents of an account with a refund, made since then, that we do not know, or not as it stands.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn refunded_since(app: &App, tenant: TenantId, account: &str, since: Timestamp) -> Result<BTreeSet<String>> {
    let refunds = checkout::stripe(app)?.hurried().refunds_since(account, since).await?;
    let ids: Vec<String> = refunds.iter().map(|read| read.id.clone()).collect();
    let mut tx = app.db.tenant(tenant).await?;
    let known: HashMap<String, model::RefundState> = store::refund_states(&mut tx, &ids).await?.into_iter().collect();
    let news = refunds.into_iter().filter(|read| known.get(&read.id) != Some(&refunds::state(read)));
    Ok(news.filter_map(|read| read.intent).collect())
}

/// A page of Stripe's dashboard, for whoever is signed in there.
#[must_use]
pub fn dashboard_url(path: &str, test: bool) -> String {
    format!("https://dashboard.stripe.com/{}{path}", if test { "test/" } else { "" })
}
