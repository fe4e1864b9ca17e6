//! Payments: the association's Stripe account, Checkouts asked and read back, refunds, and our books beside Stripe's.
//! Owns `stripe_account`, `payment`, `refund` and `ledger_entry`. Knows no product word beyond [`model::Subject`].

pub mod checkout;
pub mod connect;
pub mod jobs;
pub mod ledger;
pub mod model;
pub mod refunds;
pub mod store;

use kernel::{app::App, error::Result, stripe::DisputeRead};

/// A dispute of a payment, as Stripe tells it now.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn dispute(app: &App, payment: &model::Payment, id: &str) -> Result<DisputeRead> {
    Ok(checkout::stripe(app)?.hurried().dispute(&payment.account, id).await?)
}

/// A page of Stripe's dashboard, for whoever is signed in there.
#[must_use]
pub fn dashboard_url(path: &str, test: bool) -> String {
    format!("https://dashboard.stripe.com/{}{path}", if test { "test/" } else { "" })
}
