//! One order as staff see it: who, what, how it was paid (the card live from Stripe), its tickets, and what happened.

use std::collections::HashMap;

use kernel::{
    clock::Timestamp,
    error::Result,
    form::FormState,
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Done,
    card::{self, Card},
    found::Found,
    rows::{ConcertOption, sample_moment},
    timeline::{self, Event, Sources},
};
use crate::{
    payments::{
        dashboard_url,
        model::{Payment, PaymentState, Subject},
        store as payments,
    },
    people, staff,
    ticketing::{
        attendees::{
            self,
            views::{Fields, Holder},
        },
        concerts::model::Concert,
        desk::{
            self,
            store::{PaymentFacts, RefundRow},
        },
        orders,
        orders::model::{Order, OrderId, OrderState},
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct OrderPage {
    order: View,
    concert: ConcertOption,
    lines: Vec<Line>,
    sub_total_cents: Cents,
    payment: Option<PaymentView>,
    card: Option<Card>,
    card_state: &'static str,
    tickets: Vec<TicketView>,
    refunds: Vec<RefundView>,
    timeline: Vec<Event>,
    names: Option<Fields>,
    form: FormState,
}

#[derive(Clone, Debug, Serialize)]
struct View {
    id: OrderId,
    code: String,
    number: Option<String>,
    state: &'static str,
    placed_at: Timestamp,
    held_until: Option<Timestamp>,
    buyer: String,
    email: String,
    restricted: bool,
    locale: &'static str,
    public_url: String,
    total_cents: Cents,
    refunded_cents: Cents,
    can_resend: bool,
    can_refund: bool,
    can_reconcile: bool,
    test: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    tariff: String,
    quantity: u16,
    unit_cents: Cents,
    total_cents: Cents,
}

#[derive(Clone, Debug, Serialize)]
struct PaymentView {
    state: &'static str,
    paid_at: Option<Timestamp>,
    amount_cents: Cents,
    fee_cents: Option<Cents>,
    net_cents: Option<Cents>,
    failure: Option<String>,
    stripe_url: Option<String>,
}

#[derive(Debug, Serialize)]
struct TicketView {
    number: String,
    category: String,
    price_cents: Cents,
    state: &'static str,
    admitted_at: Option<Timestamp>,
    gate: Option<String>,
    holder: Holder,
}

#[derive(Debug, Serialize)]
struct RefundView {
    id: Uuid,
    amount_cents: Cents,
    state: &'static str,
    asked_at: Timestamp,
    by: Option<String>,
    failure: Option<String>,
    needs_care: bool,
}

impl Page for OrderPage {
    const TEMPLATE: &'static str = "back_office/order.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let view = |state: OrderState| View {
            id: OrderId::from_uuid(Uuid::from_u128(1)),
            code: "FA0Y-W0PY-42".to_owned(),
            number: state.holds_seats().then(|| "2026-000041".to_owned()),
            state: state.word(),
            placed_at: sample_moment(),
            held_until: state.holds_seats().then(sample_moment),
            buyer: if state == OrderState::Held { String::new() } else { "Baptiste Arnoux".to_owned() },
            email: if state == OrderState::Held { String::new() } else { "baptiste.arnoux@example.org".to_owned() },
            restricted: state == OrderState::Held,
            locale: "fr",
            public_url: "https://tilleuls.estrade.example/commande/x/y".to_owned(),
            total_cents: Cents(3_840),
            refunded_cents: Cents(if state == OrderState::Confirmed { 1_470 } else { 0 }),
            can_resend: state == OrderState::Confirmed,
            can_refund: state == OrderState::Confirmed,
            can_reconcile: state.holds_seats(),
            test: state == OrderState::Paying,
        };
        let payment = |state| PaymentView {
            state,
            paid_at: Some(sample_moment()),
            amount_cents: Cents(3_840),
            fee_cents: (state != "succeeded").then_some(Cents(71)),
            net_cents: (state != "succeeded").then_some(Cents(3_769)),
            failure: (state == "failed").then(|| "insufficient_funds".to_owned()),
            stripe_url: Some("https://dashboard.stripe.com/payments/pi_1".to_owned()),
        };
        let ticket = |state, admitted, kind| TicketView {
            number: "FA0Y-W0PY-42001".to_owned(),
            category: "Plein tarif".to_owned(),
            price_cents: Cents(1_470),
            state,
            admitted_at: admitted,
            gate: admitted.map(|_| "Nord".to_owned()),
            holder: Holder::sample(kind),
        };
        let refund = |state: &'static str, needs_care: bool| RefundView {
            id: Uuid::from_u128(1),
            amount_cents: Cents(1_470),
            state,
            asked_at: sample_moment(),
            by: needs_care.then(|| "Jeanne".to_owned()),
            failure: needs_care.then(|| "expired_or_canceled_card".to_owned()),
            needs_care,
        };
        let page = |state, payment: Option<PaymentView>, card: Option<Card>, card_state| Self {
            order: view(state),
            concert: ConcertOption::sample(),
            lines: vec![Line { tariff: "Plein tarif".to_owned(), quantity: 2, unit_cents: Cents(1_470), total_cents: Cents(2_940) }],
            sub_total_cents: Cents(3_840),
            payment,
            card,
            card_state,
            tickets: if state == OrderState::Confirmed {
                ["none", "buyer", "named", "restricted", "erased"]
                    .map(|kind| ticket(if kind == "erased" { "void" } else { "valid" }, (kind == "named").then(sample_moment), kind))
                    .into()
            } else {
                Vec::new()
            },
            refunds: if state == OrderState::Confirmed {
                vec![refund("succeeded", false), refund("failed", true), refund("processing", false)]
            } else {
                Vec::new()
            },
            timeline: timeline::samples(),
            names: (state == OrderState::Confirmed).then(|| Fields::sample(card_state == "none")),
            form: attendees::views::sample_form(usize::from(card_state != "none")),
        };
        let mut pages: Vec<Self> =
            Card::samples().into_iter().map(|card| page(OrderState::Confirmed, Some(payment("partly_refunded")), Some(card), "read")).collect();
        pages.push(page(OrderState::Confirmed, None, None, "none"));
        pages.push(page(OrderState::Held, None, None, "none"));
        pages.push(page(OrderState::Paying, Some(PaymentView { stripe_url: None, paid_at: None, ..payment("pending") }), None, "none"));
        pages.push(page(OrderState::Unseated, Some(payment("refunded")), None, "unavailable"));
        for state in [OrderState::Expired, OrderState::Abandoned, OrderState::Refunded] {
            pages.push(page(state, Some(payment("failed")), None, "none"));
        }
        pages
    }
}

#[handler]
pub async fn show(admin: Admin, Path(id): Path<OrderId>, Query(done): Query<Done>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let found = Found::load(&admin, id).await?;
    let form = attendees::model::filled(FormState::default(), &found.attendees);
    done.page(&admin, "orders", &OrderPage::of(&admin, found, form).await?)
}

impl OrderPage {
    /// The page of an order, with what stands in the fields of its names.
    ///
    /// # Errors
    /// When the database is away.
    pub(super) async fn of(admin: &Admin, found: Found, form: FormState) -> Result<Self> {
        let names_asked = found.names(admin);
        let Found { order, concert, person, attendees, tickets } = found;
        let buyer = person.as_ref().map(people::Person::full_name).unwrap_or_default();
        let (app, locale, id) = (&admin.ctx.app, admin.ctx.locale, order.id);
        let mut tx = admin.begin().await?;
        let lines = orders::store::lines(&mut tx, id).await?;
        let refunds = desk::store::refunds_of(&mut tx, id).await?;
        let admitted_by: HashMap<String, Uuid> = desk::store::admissions(&mut tx, id).await?.into_iter().collect();
        let actions = staff::store::of_target(&mut tx, id.uuid()).await?;
        let acknowledged_at = desk::store::acknowledged_at(&mut tx, id).await?;
        let mut payments = Vec::new();
        for payment in payments::find(&mut tx, payments::Find::Of(Subject::Order(id.uuid()))).await? {
            let facts = desk::store::payment_facts(&mut tx, payment.id.uuid()).await?;
            payments.push((payment, facts));
        }
        drop(tx);
        let accounts: Vec<Uuid> = admitted_by
            .values()
            .copied()
            .chain(actions.iter().map(|action| action.by))
            .chain(refunds.iter().filter_map(|refund| Some(refund.by?.uuid())))
            .collect();
        let names = staff::store::names(app, &accounts).await?;
        // The payment that counts: the one that brought money, else the latest.
        let payment = payments.iter().find(|(payment, _)| payment.state == PaymentState::Succeeded).or(payments.last());
        let (card, card_state, failure) = match card::ask(app, payment.map(|(payment, _)| payment)).await {
            card::Asked::Read(card, failure) => (card.map(|card| *card), "read", failure),
            card::Asked::Away => (None, "unavailable", None),
            card::Asked::Nothing => (None, "none", None),
        };
        let sources = Sources {
            order: &order,
            acknowledged_at,
            payments: &payments,
            tickets: &tickets,
            admitted_by: &admitted_by,
            refunds: &refunds,
            actions: &actions,
            names: &names,
        };
        let timeline = timeline::timeline(locale, &sources);
        Ok(Self {
            order: view(admin, &order, person.as_ref(), &refunds, tickets.iter().any(|ticket| ticket.valid)),
            concert: ConcertOption::of(&concert),
            sub_total_cents: lines.iter().map(orders::model::Line::total).sum(),
            lines: lines
                .iter()
                .map(|line| Line {
                    tariff: Concert::pick(locale, &line.name_fr, &line.name_en).to_owned(),
                    quantity: line.quantity,
                    unit_cents: line.unit_price,
                    total_cents: line.total(),
                })
                .collect(),
            payment: payment.map(|(payment, facts)| payment_view(payment, facts, failure, order.test)),
            card,
            card_state,
            tickets: tickets
                .into_iter()
                .map(|ticket| TicketView {
                    category: Concert::pick(locale, &ticket.category_fr, &ticket.category_en).to_owned(),
                    price_cents: ticket.price,
                    state: if ticket.valid { "valid" } else { "void" },
                    admitted_at: ticket.admitted_at,
                    gate: ticket.admitted_gate.clone().filter(|gate| !gate.is_empty()),
                    holder: Holder::of(&attendees, ticket.place(), &buyer),
                    number: ticket.number,
                })
                .collect(),
            refunds: refunds
                .into_iter()
                .map(|refund| RefundView {
                    id: refund.id.uuid(),
                    amount_cents: refund.amount,
                    state: refund.state.word(),
                    asked_at: refund.asked_at,
                    by: refund.by.and_then(|by| names.get(&by.uuid()).cloned()),
                    needs_care: refund.needs_care(),
                    failure: refund.failure,
                })
                .collect(),
            timeline,
            names: names_asked,
            form,
        })
    }
}

fn view(admin: &Admin, order: &Order, person: Option<&people::Person>, refunds: &[RefundRow], valid: bool) -> View {
    let http = &admin.ctx.app.config.http;
    let path = order.locale.path(&orders::order_path(&admin.ctx.app, admin.tenant_id(), order));
    let failed = |refund: &&RefundRow| refund.state != crate::payments::model::RefundState::Failed;
    View {
        id: order.id,
        code: order.code.to_string(),
        number: order.number.map(|number| number.to_string()),
        state: order.state.word(),
        placed_at: order.placed_at,
        held_until: order.state.holds_seats().then_some(order.held_until),
        buyer: person.map(people::Person::full_name).unwrap_or_default(),
        email: person.map(|person| person.email.clone()).unwrap_or_default(),
        restricted: person.is_some_and(|person| person.restricted),
        locale: order.locale.code(),
        public_url: http.absolute(&http.site_host(&admin.tenant().slug), &path),
        total_cents: order.total,
        refunded_cents: refunds.iter().filter(failed).map(|refund| refund.amount).sum(),
        can_resend: order.state == OrderState::Confirmed,
        can_refund: order.state == OrderState::Confirmed && valid && admin.staff.role.may(Capability::Money),
        can_reconcile: order.state.holds_seats(),
        test: order.test,
    }
}

fn payment_view(payment: &Payment, facts: &PaymentFacts, failure: Option<String>, test: bool) -> PaymentView {
    let state = match payment.state {
        PaymentState::Succeeded if payment.refunded >= payment.amount => "refunded",
        PaymentState::Succeeded if payment.refunded > Cents::ZERO => "partly_refunded",
        other => other.word(),
    };
    PaymentView {
        state,
        paid_at: payment.settled_at,
        amount_cents: payment.amount,
        fee_cents: payment.fee,
        net_cents: facts.net,
        failure: failure.filter(|_| payment.state != PaymentState::Succeeded),
        stripe_url: payment.intent.as_ref().map(|intent| dashboard_url(&format!("payments/{intent}"), test)),
    }
}
