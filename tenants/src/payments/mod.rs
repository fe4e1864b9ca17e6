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

/// What moved in an account beside its sales.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The account.
    pub account: String,
    /// The disputes that were opened.
    pub disputes: Vec<DisputeRead>,
    /// The payment intents with a refund that we do not know, or not as it stands.
    pub refunded: BTreeSet<String>,
}

/// What moved since then in the association's Stripe account; `None` when it has none that we may read.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn moved_since(app: &App, tenant: TenantId, since: Timestamp) -> Result<Option<Moved>> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(account) = connect::store::find(&mut tx).await?.filter(|account| account.state != model::AccountStanding::Disconnected) else { return Ok(None) };
    drop(tx);
    let stripe = checkout::stripe(app)?.hurried();
    let disputes = stripe.disputes(&account.account, since).await?;
    let refunds = stripe.refunds_since(&account.account, since).await?;
    let ids: Vec<String> = refunds.iter().map(|read| read.id.clone()).collect();
    let mut tx = app.db.tenant(tenant).await?;
    let known: HashMap<String, model::RefundState> = store::refund_states(&mut tx, &ids).await?.into_iter().collect();
    drop(tx);
    let news = refunds.into_iter().filter(|read| known.get(&read.id) != Some(&refunds::state(read)));
    Ok(Some(Moved { account: account.account, disputes, refunded: news.filter_map(|read| read.intent).collect() }))
}

/// A page of Stripe's dashboard, for whoever is signed in there.
#[must_use]
pub fn dashboard_url(path: &str, test: bool) -> String {
    format!("https://dashboard.stripe.com/{}{path}", if test { "test/" } else { "" })
}
