//! Paying for an order, giving it up, and giving money back: what a buyer or a treasurer sets off.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    i18n::Locale,
    ids::{AccountId, TenantId},
    money::Cents,
};
use uuid::Uuid;

use super::{
    model::{CHECKOUT, GRACE, Order, OrderId, OrderState},
    reconcile,
    store::{self, Find, SeatsFrom},
};
use crate::{
    consent::{
        self, Occasion, ReadText,
        model::{Actor, Channel, Who},
    },
    legal::{DocumentVersion, Kind},
    payments::{
        checkout::{self, CheckoutPage},
        connect,
        model::{Payment, PaymentState, Reading, RefundId, RefundReason, RefundState, Subject},
        refunds, store as payments,
    },
    people, site,
    ticketing::{
        attendees::{self, Named},
        concerts, jobs,
        tickets::{self, model::Ticket},
    },
};

/// How long a payment may be without a Checkout before a new click gives it up for another.
const OPENING: chrono::Duration = chrono::Duration::seconds(60);

/// Who buys, and which versions of the texts they ticked.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// First and family name, address.
    pub person: people::NewPerson,
    /// The legal notice they read.
    pub notice: DocumentVersion,
    /// The terms of sale they read.
    pub terms: DocumentVersion,
    /// Whom the places are for, as far as that was asked.
    pub named: Named,
}

/// Where the buyer goes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// To Stripe's page.
    Pay(String),
    /// Nothing to pay: tickets are issued.
    Confirmed,
    /// The order moved on meanwhile; its page says how.
    See,
}

/// Takes the buyer's details and opens the Checkout. Two clicks at once find one Checkout: the order's row is locked, and the payment's id is the key.
///
/// # Errors
/// `NotFound`; `Conflict` when the association cannot take payments now; `Unavailable` when Stripe does not answer (places stay held).
pub async fn pay(app: &App, tenant: TenantId, id: OrderId, buyer: &Buyer) -> Result<Next> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let order = store::find(&mut tx, Find::Id(id), true).await?.ok_or(Error::NotFound)?;
    if !order.state.holds_seats() || (order.state == OrderState::Held && now >= order.held_until) {
        return Ok(Next::See);
    }
    let subject = Subject::Order(id.uuid());
    let open = payments::find(&mut tx, payments::Find::Of(subject)).await?.into_iter().find(|payment| payment.state.is_open());
    if let Some(payment) = open {
        if payment.session.is_some() {
            // Back from Stripe to mend a name or an address: the tickets follow what is typed last.
            name_buyer(&mut tx, now, &order, buyer).await?;
            tx.commit().await?;
            return resume(app, tenant, &order, &payment).await;
        }
        if now < payment.created_at + OPENING {
            drop(tx);
            return resume(app, tenant, &order, &payment).await;
        }
        // Stripe never answered for this one, and remembers failures under its key: a new payment gets a new key.
        payments::fail(&mut tx, payment.id).await?;
    }
    if !site::store::takes_orders(&mut tx).await? {
        return Err(Error::Conflict(Sentence::new("ticketing-fault-not-on-sale")));
    }
    let person = name_buyer(&mut tx, now, &order, buyer).await?;
    let order = Order { person: Some(person), ..order };
    if order.total == Cents::ZERO {
        reconcile::confirm(&mut tx, now, order, SeatsFrom::Hold).await?;
        tx.commit().await?;
        return Ok(Next::Confirmed);
    }
    let account = connect::store::active(&mut tx).await?.ok_or_else(|| Error::Conflict(Sentence::new("ticketing-fault-no-payments")))?;
    let expires_at = now + CHECKOUT;
    let new = payments::NewPayment { subject, account: &account.account, amount: order.total, expires_at, livemode: account.livemode };
    let payment = payments::add(&mut tx, now, &new).await?;
    store::start_paying(&mut tx, id, expires_at + GRACE).await?;
    jobs::reconcile_at(&mut tx, id, now + chrono::Duration::seconds(90)).await?;
    let payment = payments::find(&mut tx, payments::Find::Id(payment)).await?.pop().ok_or(Error::NotFound)?;
    tx.commit().await?;
    resume(app, tenant, &order, &payment).await
}

/// Writes down who buys and for whom, which texts they said to have read, and that they said so.
async fn name_buyer(tx: &mut TenantTx, now: Timestamp, order: &Order, buyer: &Buyer) -> Result<Uuid> {
    let person = people::store::add(tx, now, &buyer.person).await?;
    attendees::write(tx, now, order, &[], &buyer.named).await?;
    store::set_buyer(tx, order.id, person, buyer.notice.id, buyer.terms.id, now).await?;
    let on = Occasion { at: now, channel: Channel::Site, locale: buyer.person.locale, actor: Actor::Themselves };
    let read = |kind: Kind, text: &DocumentVersion| ReadText { kind: kind.word(), document: Some(text.id), version: text.version, beside: "details-accept" };
    let texts = [read(Kind::Notice, &buyer.notice), read(Kind::Terms, &buyer.terms)];
    consent::acknowledge(tx, on, Who::Person(person), &texts).await?;
    Ok(person)
}

/// Sends the buyer to a payment's Checkout, making it if it was not made yet.
async fn resume(app: &App, tenant: TenantId, order: &Order, payment: &Payment) -> Result<Next> {
    if let Some(url) = payment.session_url.clone().filter(|_| payment.state == PaymentState::Pending) {
        return Ok(Next::Pay(url));
    }
    if payment.session.is_some() {
        return Ok(Next::See);
    }
    let Some(page) = checkout_page(app, tenant, order).await? else { return Ok(Next::See) };
    let session = checkout::open(app, tenant, payment, &page).await?;
    Ok(session.url.map_or(Next::See, Next::Pay))
}

/// What the Checkout of an order shows, all of it from rows. `None` before the buyer is named.
///
/// # Errors
/// When the database is away.
pub async fn checkout_page(app: &App, tenant: TenantId, order: &Order) -> Result<Option<CheckoutPage>> {
    let Some(person) = order.person else { return Ok(None) };
    let mut tx = app.db.tenant(tenant).await?;
    let Some(person) = people::store::find(&mut tx, person).await? else { return Ok(None) };
    let Some(concert) = concerts::store::find(&mut tx, order.concert).await? else { return Ok(None) };
    let lines = store::lines(&mut tx, order.id).await?;
    drop(tx);
    let Some(site) = app.tenants.by_id(tenant).await? else { return Ok(None) };
    let french = order.locale == Locale::Fr;
    let here = super::order_path(app, tenant, order);
    let host = app.config.http.site_host(&site.slug);
    let url = |path: &str| app.config.http.absolute(&host, &order.locale.path(path));
    Ok(Some(CheckoutPage {
        lines: lines
            .iter()
            .filter(|line| line.unit_price > Cents::ZERO)
            .map(|line| kernel::stripe::Line {
                name: format!("{} — {}", concert.title, concerts::model::Concert::pick(order.locale, &line.name_fr, &line.name_en)),
                description: None,
                unit_amount: line.unit_price.0,
                quantity: u64::from(line.quantity),
            })
            .collect(),
        email: person.email,
        success_url: url(&format!("{here}/retour?session={{CHECKOUT_SESSION_ID}}")),
        cancel_url: url(&here),
        french,
        description: format!("{} — {}", order.code, concert.title),
    }))
}

/// Gives an order up before it is paid. An open Checkout is closed at Stripe first; if the buyer was faster there, the order is confirmed.
///
/// # Errors
/// `NotFound`; `Unavailable` when Stripe does not answer (places stay held, the sweeper comes back).
pub async fn abandon(app: &App, tenant: TenantId, id: OrderId) -> Result<Order> {
    let mut tx = app.db.tenant(tenant).await?;
    let order = store::find(&mut tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
    if !order.state.holds_seats() {
        return Ok(order);
    }
    let open = payments::find(&mut tx, payments::Find::Of(Subject::Order(id.uuid()))).await?.into_iter().find(|payment| payment.state.is_open());
    drop(tx);
    if let Some(payment) = open {
        if payment.session.is_none() {
            return Err(Error::Conflict(Sentence::new("ticketing-fault-payment-opening")));
        }
        let reading = checkout::expire(app, &payment).await?;
        let gone = matches!(reading, Reading::Expired);
        if !gone {
            return reconcile::apply(app, tenant, id, &[(payment.id, reading)]).await;
        }
        let mut tx = app.db.tenant(tenant).await?;
        store::find(&mut tx, Find::Id(id), true).await?;
        payments::close(&mut tx, payment.id, PaymentState::Expired).await?;
        return finish_abandoning(app, tx, order).await;
    }
    let mut tx = app.db.tenant(tenant).await?;
    let order = store::find(&mut tx, Find::Id(id), true).await?.ok_or(Error::NotFound)?;
    let subject = Subject::Order(id.uuid());
    if payments::find(&mut tx, payments::Find::Of(subject)).await?.iter().any(|payment| payment.state.is_open()) {
        return Err(Error::Conflict(Sentence::new("ticketing-fault-payment-opening")));
    }
    finish_abandoning(app, tx, order).await
}

async fn finish_abandoning(app: &App, mut tx: kernel::db::TenantTx, order: Order) -> Result<Order> {
    let released = store::release(&mut tx, &order, OrderState::Abandoned).await?;
    if released {
        crate::ticketing::announce_return(&mut tx, app.clock.now(), order.concert).await?;
    }
    let fresh = store::find(&mut tx, Find::Id(order.id), false).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(fresh)
}

/// What a refund would do.
#[derive(Clone, Debug)]
pub struct RefundPlan {
    /// The order.
    pub order: Order,
    /// The tickets that would be void.
    pub tickets: Vec<Ticket>,
    /// What the buyer receives.
    pub amount: Cents,
    /// Stripe's fee on the payment, which stays with Stripe.
    pub fee_lost: Option<Cents>,
}

/// Plans refunding `chosen` tickets of an order (all valid ones if empty), without doing anything.
///
/// # Errors
/// `NotFound`; `Conflict` when the order is not confirmed or a chosen ticket is void already.
pub async fn plan_refund(tx: &mut kernel::db::TenantTx, id: OrderId, chosen: &[Uuid], lock: bool) -> Result<(RefundPlan, Option<Payment>)> {
    let order = store::find(tx, Find::Id(id), lock).await?.ok_or(Error::NotFound)?;
    if order.state != OrderState::Confirmed {
        return Err(Error::Conflict(Sentence::new("ticketing-fault-not-refundable")));
    }
    let all = tickets::store::list(tx, tickets::store::Wanted { order: Some(id), lock, ..Default::default() }).await?;
    let picked: Vec<Ticket> = all.into_iter().filter(|ticket| if chosen.is_empty() { ticket.valid } else { chosen.contains(&ticket.id.uuid()) }).collect();
    if picked.is_empty() || (!chosen.is_empty() && picked.len() != chosen.len()) || picked.iter().any(|ticket| !ticket.valid) {
        return Err(Error::Conflict(Sentence::new("ticketing-fault-tickets-changed")));
    }
    let amount: Cents = picked.iter().map(|ticket| ticket.price).sum();
    let paid = payments::find(tx, payments::Find::Of(Subject::Order(id.uuid()))).await?.into_iter().filter(|payment| payment.state == PaymentState::Succeeded);
    // A duplicate that goes back by itself is not what tickets are refunded from.
    let paid = paid.min_by_key(|payment| payment.refund_reserved >= payment.amount);
    let fee_lost = paid.as_ref().and_then(|payment| payment.fee);
    Ok((RefundPlan { order, tickets: picked, amount, fee_lost }, paid))
}

/// Refunds tickets: they are void and their seats back on sale when this commits; the money follows by a job. `expected` is the amount the
/// treasurer saw; if it changed meanwhile, nothing happens.
///
/// # Errors
/// `Conflict` when the tickets or the amount changed since the preview.
pub async fn refund(app: &App, tenant: TenantId, id: OrderId, chosen: &[Uuid], expected: Cents, by: AccountId) -> Result<RefundPlan> {
    let now = app.clock.now();
    let changed = || Error::Conflict(Sentence::new("ticketing-fault-tickets-changed"));
    let mut tx = app.db.tenant(tenant).await?;
    let (plan, payment) = plan_refund(&mut tx, id, chosen, true).await?;
    if plan.amount != expected {
        return Err(changed());
    }
    store::unsell_seats(&mut tx, plan.order.concert, i32::try_from(plan.tickets.len()).unwrap_or(i32::MAX)).await?;
    let refund = if plan.amount > Cents::ZERO {
        let payment = payment.ok_or_else(|| anyhow::anyhow!("order {id} is confirmed without a payment"))?;
        match payments::add_refund(&mut tx, now, payment.id, plan.amount, RefundReason::Requested, Some(by)).await? {
            Some(refund) => {
                refunds::send_later(&mut tx, refund).await?;
                Some(refund)
            }
            // The money went back in Stripe's own dashboard: the tickets become void under that refund.
            None => Some(made_elsewhere(&mut tx, &payment, plan.amount).await?.ok_or_else(changed)?),
        }
    } else {
        None
    };
    tickets::store::void(&mut tx, now, &plan.tickets, refund.map(RefundId::uuid), plan.order.number).await?;
    let left = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
    if !left.iter().any(|ticket| ticket.valid) {
        store::set_state(&mut tx, id, OrderState::Confirmed, OrderState::Refunded).await?;
    }
    jobs::enqueue(
        &mut tx,
        &jobs::Job::MailRefund { order: id.uuid(), refund: refund.map(RefundId::uuid), tickets: plan.tickets.iter().map(|ticket| ticket.id.uuid()).collect() },
        None,
    )
    .await?;
    jobs::close_day_of(&mut tx, now).await?;
    crate::ticketing::announce_return(&mut tx, now, plan.order.concert).await?;
    tx.commit().await?;
    Ok(plan)
}

/// A refund made in Stripe's dashboard that covers `amount` and has voided no ticket yet.
async fn made_elsewhere(tx: &mut kernel::db::TenantTx, payment: &Payment, amount: Cents) -> Result<Option<RefundId>> {
    for refund in payments::refunds(tx, None, Some(payment.id)).await? {
        let covers = refund.reason == RefundReason::Dashboard && refund.state != RefundState::Failed && refund.amount >= amount;
        if covers && !tickets::store::voided_by(tx, refund.id.uuid()).await? {
            return Ok(Some(refund.id));
        }
    }
    Ok(None)
}
