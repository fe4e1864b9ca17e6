//! The one function that makes an order agree with Stripe. Called by the webhook's job, the landing page, the sweeper and staff;
//! it reads Stripe first, outside any transaction, then moves our state forward in one.

use chrono::Datelike;
use kernel::{
    app::App,
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::{Error, Result},
    ids::TenantId,
};

use super::{
    model::{GRACE, Order, OrderId, OrderState},
    store::{self, Find, SeatsFrom},
};
use crate::{
    payments::{
        checkout,
        model::{Payment, PaymentId, PaymentState, Reading, RefundReason, Subject},
        refunds, store as payments,
    },
    people,
    ticketing::{jobs, tickets},
};

/// Makes an order agree with Stripe and the clock, and gives it as it stands then.
///
/// # Errors
/// `NotFound`; `Unavailable` when Stripe does not answer (nothing was changed; the sweeper comes back).
pub async fn reconcile_order(app: &App, tenant: TenantId, id: OrderId) -> Result<Order> {
    let mut tx = app.db.tenant(tenant).await?;
    let order = store::find(&mut tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
    let readable: Vec<Payment> = readable_payments(&mut tx, id).await?;
    drop(tx);
    let mut readings = Vec::new();
    for payment in readable {
        let reading = if payment.session.is_none() { reopen(app, tenant, &order, &payment).await? } else { checkout::read(app, &payment).await? };
        readings.push((payment.id, reading));
    }
    apply(app, tenant, id, &readings).await
}

/// Writes down what was read of an order's payments, in one transaction.
///
/// # Errors
/// When the database is away.
pub async fn apply(app: &App, tenant: TenantId, id: OrderId, readings: &[(PaymentId, Reading)]) -> Result<Order> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    if readings.iter().any(|(_, reading)| matches!(reading, Reading::Paid(_)))
        && let Some(buyer) = store::find(&mut tx, Find::Id(id), false).await?.and_then(|order| order.person)
    {
        // The receipt will name them: an erasure comes before or after, and finds all of it or nothing.
        people::store::hold_still(&mut tx, buyer).await?;
    }
    let mut order = store::find(&mut tx, Find::Id(id), true).await?.ok_or(Error::NotFound)?;
    for (payment, reading) in readings {
        match reading {
            Reading::Open { .. } => {}
            Reading::Processing => {
                payments::close(&mut tx, *payment, PaymentState::Processing).await?;
            }
            Reading::Expired => {
                payments::close(&mut tx, *payment, PaymentState::Expired).await?;
            }
            Reading::Paid(paid) => {
                if payments::settle(&mut tx, now, *payment, paid).await? {
                    order = settled(&mut tx, now, order, *payment).await?;
                }
            }
        }
    }
    order = lapse(&mut tx, now, order).await?;
    tx.commit().await?;
    Ok(order)
}

/// A payment of this order has its money: tickets if there is a seat for each, the money back if not.
async fn settled(tx: &mut TenantTx, now: Timestamp, order: Order, payment: PaymentId) -> Result<Order> {
    crate::payments::jobs::enqueue(tx, &crate::payments::jobs::Job::SyncLedger, Some(now + chrono::Duration::seconds(20))).await?;
    match order.state {
        OrderState::Held | OrderState::Paying => confirm(tx, now, order, SeatsFrom::Hold).await,
        OrderState::Expired | OrderState::Abandoned => {
            if store::sell_seats(tx, &order, SeatsFrom::Free).await? {
                return confirm_sold(tx, now, order).await;
            }
            give_back(tx, now, &order, payment, RefundReason::Unseated).await?;
            if !store::set_state(tx, order.id, order.state, OrderState::Unseated).await? {
                return Err(Error::Internal(anyhow::anyhow!("order {} moved under its own lock", order.id)));
            }
            jobs::enqueue(tx, &jobs::Job::MailUnseated { order: order.id.uuid() }, None).await?;
            Ok(Order { state: OrderState::Unseated, ..order })
        }
        // A second payment of one order: two tabs, or a Checkout we had given up. The first stands, this one goes back.
        OrderState::Confirmed | OrderState::Refunded | OrderState::Unseated => {
            give_back(tx, now, &order, payment, RefundReason::Duplicate).await?;
            Ok(order)
        }
    }
}

async fn give_back(tx: &mut TenantTx, now: Timestamp, order: &Order, payment: PaymentId, reason: RefundReason) -> Result<()> {
    let refund = payments::add_refund(tx, now, payment, order.total, reason, None).await?;
    let refund = refund.ok_or_else(|| anyhow::anyhow!("payment {payment} has less than its order's total left"))?;
    refunds::send_later(tx, refund).await
}

/// Confirms an order whose seats come from its hold: a paid one, or one that costs nothing.
///
/// # Errors
/// When the database is away.
pub async fn confirm(tx: &mut TenantTx, now: Timestamp, order: Order, from: SeatsFrom) -> Result<Order> {
    store::sell_seats(tx, &order, from).await?;
    confirm_sold(tx, now, order).await
}

async fn confirm_sold(tx: &mut TenantTx, now: Timestamp, order: Order) -> Result<Order> {
    let year = i16::try_from(now.with_timezone(&PARIS).year()).unwrap_or(i16::MAX);
    let number = store::next_number(tx, year).await?;
    if !store::confirm(tx, order.id, order.state, number, now).await? {
        return Err(Error::Internal(anyhow::anyhow!("order {} moved under its own lock", order.id)));
    }
    let lines = store::lines(tx, order.id).await?;
    tickets::store::issue(tx, now, &order, number, &lines).await?;
    jobs::enqueue(tx, &jobs::Job::MailTickets { order: order.id.uuid() }, None).await?;
    jobs::close_day_of(tx, now).await?;
    Ok(Order { state: OrderState::Confirmed, number: Some(number), confirmed_at: Some(now), ..order })
}

/// Ends a hold whose time is up. Seats go back only when no payment of the order can bring money any more.
async fn lapse(tx: &mut TenantTx, now: Timestamp, order: Order) -> Result<Order> {
    if !order.state.holds_seats() {
        return Ok(order);
    }
    let open = open_payments(tx, order.id).await?;
    if !open.is_empty() {
        // Ask again: soon while the buyer is at the till, then when Stripe must have ended it.
        let last = open.iter().map(|payment| payment.expires_at).max().unwrap_or(now);
        let soon = now + chrono::Duration::seconds(90);
        jobs::reconcile_at(tx, order.id, if soon < last { soon } else { (last + GRACE).max(soon) }).await?;
        return Ok(order);
    }
    let ended = order.state == OrderState::Paying && all_ended(tx, order.id).await?;
    if now < order.held_until && !ended {
        if order.state == OrderState::Paying {
            // Stripe refused to open a Checkout: the buyer may try again until the hold ends, and then nobody else would look.
            jobs::reconcile_at(tx, order.id, order.held_until).await?;
        }
        return Ok(order);
    }
    store::release(tx, &order, OrderState::Expired).await?;
    crate::ticketing::announce_return(tx, now, order.concert).await?;
    Ok(Order { state: OrderState::Expired, ..order })
}

/// Whether Stripe ended the order's last Checkout by itself (as opposed to refusing to open one, after which the buyer may try again).
async fn all_ended(tx: &mut TenantTx, id: OrderId) -> Result<bool> {
    let all = payments::find(tx, payments::Find::Of(Subject::Order(id.uuid()))).await?;
    Ok(all.last().is_some_and(|payment| payment.state == PaymentState::Expired))
}

/// The payments Stripe may have news of: open ones, and any we gave up although it has a Checkout.
async fn readable_payments(tx: &mut TenantTx, id: OrderId) -> Result<Vec<Payment>> {
    let all = payments::find(tx, payments::Find::Of(Subject::Order(id.uuid()))).await?;
    Ok(all.into_iter().filter(|payment| payment.state.is_open() || (payment.state == PaymentState::Failed && payment.session.is_some())).collect())
}

async fn open_payments(tx: &mut TenantTx, id: OrderId) -> Result<Vec<Payment>> {
    let all = payments::find(tx, payments::Find::Of(Subject::Order(id.uuid()))).await?;
    Ok(all.into_iter().filter(|payment| payment.state.is_open()).collect())
}

/// A payment row without a Checkout: we stopped between writing it and hearing from Stripe. Asking again under the same key finds the Checkout
/// if it was made, and makes it if not.
async fn reopen(app: &App, tenant: TenantId, order: &Order, payment: &Payment) -> Result<Reading> {
    if app.clock.now() >= payment.expires_at + GRACE {
        // Its page was shown to nobody, and by Stripe's own clock it is over: seats wait no longer for an answer.
        return Ok(Reading::Expired);
    }
    if app.clock.now() < payment.created_at + chrono::Duration::seconds(30) {
        // The request that made it is probably still talking to Stripe.
        return Ok(Reading::Open { url: None });
    }
    let Some(page) = super::pay::checkout_page(app, tenant, order).await? else { return Ok(Reading::Expired) };
    match checkout::open(app, tenant, payment, &page).await {
        Ok(state) => {
            let attached = Payment { session: Some(state.id), session_url: state.url, ..payment.clone() };
            checkout::read(app, &attached).await
        }
        Err(Error::Unavailable) => Err(Error::Unavailable),
        // Refused: no Checkout of it was ever shown, so it can never be paid.
        Err(_) => Ok(Reading::Expired),
    }
}
