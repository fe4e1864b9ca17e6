//! Payments that a buyer's bank takes back. When one is disputed, what proves its sale is taken down in a row of its own: order, amount, entries, the
//! versions of the texts that were accepted; no name. That row is what the hold `dispute` of the inventory keeps: an erasure leaves it, and it goes by
//! itself after the period that runs from the dispute's end. Owns `order_dispute` and the view `purchase_dispute`.

pub mod admin;
pub mod store;

use kernel::{app::App, error::Result, ids::TenantId, stripe::DisputeRead};

use crate::payments::{
    self,
    model::{Payment, Subject},
};

/// Takes down how a dispute stands, which Stripe is asked: an event only says that it may have changed. Safe to run twice, and in any order.
///
/// # Errors
/// `Unavailable` when Stripe does not answer; else when the database is away.
pub async fn take_down(app: &App, tenant: TenantId, payment: &Payment, stripe_id: &str) -> Result<()> {
    let Subject::Order(order) = payment.subject;
    let read: DisputeRead = payments::dispute(app, payment, stripe_id).await?;
    let mut tx = app.db.tenant(tenant).await?;
    store::take_down(&mut tx, app.clock.now(), order, payment.id, &read).await?;
    tx.commit().await
}
