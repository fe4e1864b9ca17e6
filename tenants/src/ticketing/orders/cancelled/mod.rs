//! Emptying a cancelled concert: holds given up, open payments closed at Stripe, every confirmed order refunded, each in its own transaction.
//! Safe to run twice and at any point: what is done already is no longer found.

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    money::Cents,
};

use super::{
    model::{OrderId, OrderState},
    pay,
};
use crate::ticketing::{concerts::model::ConcertId, desk::store as desk};

/// How many orders are looked at between two reads of the list.
const BATCH: i64 = 100;

/// What the cancelling of a concert concerns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Confirmed orders: buyers who will be written to.
    pub buyers: i64,
    /// What they will receive.
    pub amount: Cents,
    /// Fees on their payments, which stay with Stripe; those known so far.
    pub fees: Cents,
}

/// Sums over the orders that cancelling would refund.
///
/// # Errors
/// When the database is away.
pub async fn sums(tx: &mut TenantTx, concert: ConcertId) -> Result<Sums> {
    desk::refundable_sums(tx, concert).await
}

/// Whether orders of a cancelled concert still wait for their refund, or for Stripe to say how their payment ended.
///
/// # Errors
/// When the database is away.
pub async fn remaining(tx: &mut TenantTx, concert: ConcertId) -> Result<bool> {
    let states = [OrderState::Held, OrderState::Paying, OrderState::Confirmed];
    Ok(!desk::orders_of_concert(tx, concert, &states, None, 1).await?.is_empty())
}

/// Goes through the orders of a cancelled concert once; says whether some are left for later (a payment under way, Stripe away).
///
/// # Errors
/// When the database is away.
pub async fn empty(app: &App, tenant: TenantId, concert: ConcertId, by: AccountId) -> Result<bool> {
    let states = [OrderState::Held, OrderState::Paying, OrderState::Confirmed];
    let mut after: Option<OrderId> = None;
    loop {
        let mut tx = app.db.tenant(tenant).await?;
        let batch = desk::orders_of_concert(&mut tx, concert, &states, after, BATCH).await?;
        drop(tx);
        let Some((last, _)) = batch.last().copied() else { break };
        after = Some(last);
        for (order, state) in batch {
            if let Err(error) = settle(app, tenant, order, state, by).await {
                // One order that cannot be settled now must not keep the others from their money.
                tracing::warn!(order.id = %order, error.cause = %error, "an order of a cancelled concert waits for another try");
            }
        }
    }
    let mut tx = app.db.tenant(tenant).await?;
    remaining(&mut tx, concert).await
}

async fn settle(app: &App, tenant: TenantId, order: OrderId, state: OrderState, by: AccountId) -> Result<()> {
    let state = if state.holds_seats() { pay::abandon(app, tenant, order).await?.state } else { state };
    if state != OrderState::Confirmed {
        return Ok(());
    }
    let mut tx = app.db.tenant(tenant).await?;
    let plan = match pay::plan_refund(&mut tx, order, &[], false).await {
        Ok((plan, _)) => plan,
        // A treasurer was faster.
        Err(Error::Conflict(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    drop(tx);
    match pay::refund(app, tenant, order, &[], plan.amount, by).await {
        Ok(_) | Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
