//! Refunding tickets in two steps: which ones, then what it would do and the concert's title typed. Then how it stands at Stripe.

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState},
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Path};
use serde::Serialize;
use uuid::Uuid;

use super::{
    rows::{ConcertOption, sample_moment},
    told,
};
use crate::{
    payments::{self, ledger, model::RefundState},
    people::{self, attendees::Attendee},
    staff,
    ticketing::{
        attendees::views::Holder,
        concerts::{
            self,
            model::{Concert, ConcertState},
        },
        desk::{self, model::fold},
        orders::{
            self,
            model::{Order, OrderId},
            pay::{self, RefundPlan},
            store::Find,
        },
        tickets::{self, model::Ticket},
    },
};

/// The page of both steps.
#[derive(Debug, Serialize)]
pub struct RefundPage {
    step: &'static str,
    order: OrderView,
    concert: ConcertOption,
    tickets: Vec<TicketView>,
    chosen: Option<Chosen>,
    form: FormState,
}

#[derive(Clone, Debug, Serialize)]
struct OrderView {
    id: OrderId,
    code: String,
    buyer: String,
    email: String,
    total_cents: Cents,
    refundable_cents: Cents,
}

#[derive(Clone, Debug, Serialize)]
struct TicketView {
    number: String,
    category: String,
    price_cents: Cents,
    state: &'static str,
    admitted_at: Option<Timestamp>,
    holder: Holder,
    chosen: bool,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Chosen {
    count: usize,
    amount_cents: Cents,
    stripe_fee_lost_cents: Option<Cents>,
    balance_short_cents: Cents,
    on_sale_again: bool,
    admitted: usize,
}

impl OrderView {
    fn sample() -> Self {
        Self {
            id: OrderId::from_uuid(Uuid::from_u128(1)),
            code: "FA0Y-W0PY-42".to_owned(),
            buyer: "Baptiste Arnoux".to_owned(),
            email: "baptiste.arnoux@example.org".to_owned(),
            total_cents: Cents(3_840),
            refundable_cents: Cents(2_370),
        }
    }
}

impl Page for RefundPage {
    const TEMPLATE: &'static str = "back_office/refund.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let ticket = |number: &str, state, admitted_at, chosen| TicketView {
            number: number.to_owned(),
            category: "Plein tarif".to_owned(),
            price_cents: Cents(1_470),
            state,
            admitted_at,
            holder: Holder::sample(if state == "void" { "erased" } else { "named" }),
            chosen,
        };
        let tickets = || {
            vec![
                ticket("FA0Y-W0PY-42001", "valid", Some(sample_moment()), true),
                ticket("FA0Y-W0PY-42002", "void", None, false),
                ticket("FA0Y-W0PY-42003", "valid", None, false),
            ]
        };
        let page = |step, chosen, form| Self { step, order: OrderView::sample(), concert: ConcertOption::sample(), tickets: tickets(), chosen, form };
        let chosen = Chosen {
            count: 2,
            amount_cents: Cents(2_370),
            stripe_fee_lost_cents: Some(Cents(51)),
            balance_short_cents: Cents(400),
            on_sale_again: true,
            admitted: 1,
        };
        vec![
            page("choose", None, FormState::default()),
            page("choose", None, FormState::default().with_fault("tickets", Sentence::new("bo-fault-no-ticket-chosen"))),
            page("confirm", Some(chosen), FormState::filled([("whole", "yes")])),
            page(
                "confirm",
                Some(Chosen { count: 1, stripe_fee_lost_cents: None, balance_short_cents: Cents::ZERO, on_sale_again: false, admitted: 0, ..chosen }),
                FormState::filled([("confirmation", "alam")]).with_fault("confirmation", Sentence::new("bo-fault-title")),
            ),
        ]
    }
}

/// An order with what a refund concerns.
struct Case {
    order: Order,
    concert: Concert,
    person: Option<people::Person>,
    attendees: Vec<Attendee>,
    tickets: Vec<Ticket>,
}

impl Case {
    async fn load(tx: &mut TenantTx, id: OrderId) -> Result<Self> {
        let order = orders::store::find(tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
        let concert = concerts::store::find(tx, order.concert).await?.ok_or(Error::NotFound)?;
        let person = match order.person {
            Some(person) => people::store::find_shown(tx, person).await?,
            None => None,
        };
        let tickets = tickets::store::list(tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
        let attendees = people::attendees::store::of_order(tx, id.uuid()).await?;
        Ok(Self { order, concert, person, attendees, tickets })
    }

    fn order_view(&self) -> OrderView {
        OrderView {
            id: self.order.id,
            code: self.order.code.to_string(),
            buyer: self.person.as_ref().map(people::Person::full_name).unwrap_or_default(),
            email: self.person.as_ref().map(|person| person.email.clone()).unwrap_or_default(),
            total_cents: self.order.total,
            refundable_cents: self.tickets.iter().filter(|ticket| ticket.valid).map(|ticket| ticket.price).sum(),
        }
    }

    /// The ids of the tickets ticked; `None` when none is.
    fn picked(&self, form: &Form) -> Option<Vec<Uuid>> {
        let all = form.has("whole");
        let numbers: Vec<&str> = form.all("ticket").collect();
        let picked: Vec<Uuid> =
            self.tickets.iter().filter(|ticket| ticket.valid && (all || numbers.contains(&ticket.number.as_str()))).map(|ticket| ticket.id.uuid()).collect();
        (!picked.is_empty()).then_some(picked)
    }

    fn page(&self, admin: &Admin, picked: &[Uuid], chosen: Option<Chosen>, form: FormState) -> RefundPage {
        let order = self.order_view();
        let buyer = order.buyer.clone();
        RefundPage {
            step: if chosen.is_some() { "confirm" } else { "choose" },
            order,
            concert: ConcertOption::of(&self.concert),
            tickets: self
                .tickets
                .iter()
                .map(|ticket| TicketView {
                    number: ticket.number.clone(),
                    category: Concert::pick(admin.ctx.locale, &ticket.category_fr, &ticket.category_en).to_owned(),
                    price_cents: ticket.price,
                    state: if ticket.valid { "valid" } else { "void" },
                    admitted_at: ticket.admitted_at,
                    holder: Holder::of(&self.attendees, ticket.place(), &buyer),
                    chosen: picked.contains(&ticket.id.uuid()),
                })
                .collect(),
            chosen,
            form,
        }
    }
}

#[handler]
pub async fn choose(admin: Admin, Path(id): Path<OrderId>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let mut tx = admin.begin().await?;
    let case = Case::load(&mut tx, id).await?;
    drop(tx);
    if !case.tickets.iter().any(|ticket| ticket.valid) {
        return admin.redirect(&format!("/commandes/{id}"));
    }
    admin.page("orders", &case.page(&admin, &[], None, FormState::default()))
}

/// What the refund would do, by the rows of this moment.
async fn preview(tx: &mut TenantTx, case: &Case, plan: &RefundPlan, now: Timestamp) -> Result<Chosen> {
    // Once a fee is known the ledger has been read, and its sum is what Stripe holds for the association.
    let (_, _, balance) = ledger::store::sums(tx).await?;
    let short = if plan.fee_lost.is_some() { (plan.amount - balance.max(Cents::ZERO)).max(Cents::ZERO) } else { Cents::ZERO };
    Ok(Chosen {
        count: plan.tickets.len(),
        amount_cents: plan.amount,
        stripe_fee_lost_cents: if plan.amount > Cents::ZERO { plan.fee_lost } else { Some(Cents::ZERO) },
        balance_short_cents: short,
        on_sale_again: case.concert.state == ConcertState::Published && now < case.concert.sale_closes_at.unwrap_or(case.concert.starts_at),
        admitted: plan.tickets.iter().filter(|ticket| ticket.admitted_at.is_some()).count(),
    })
}

#[handler]
pub async fn carry_out(admin: Admin, Path(id): Path<OrderId>, form: Form) -> Result<Response> {
    admin.require(Capability::Money)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let case = Case::load(&mut tx, id).await?;
    let Some(picked) = case.picked(&form) else {
        drop(tx);
        let state = form.parser().state().with_fault("tickets", Sentence::new("bo-fault-no-ticket-chosen"));
        return admin.page_status("orders", &case.page(&admin, &[], None, state), StatusCode::UNPROCESSABLE_ENTITY);
    };
    let plan = match pay::plan_refund(&mut tx, id, &picked, false).await {
        Ok((plan, _)) => plan,
        Err(error) => {
            drop(tx);
            let state = form.parser().state().with_fault("form", told(error)?);
            return admin.page_status("orders", &case.page(&admin, &[], None, state), StatusCode::CONFLICT);
        }
    };
    let chosen = preview(&mut tx, &case, &plan, now).await?;
    drop(tx);
    let confirm = |state: FormState, status| admin.page_status("orders", &case.page(&admin, &picked, Some(chosen), state), status);
    if form.text("act") != "refund" {
        return confirm(form.parser().state(), StatusCode::OK);
    }
    if fold(form.text("confirmation")) != fold(&case.concert.title) {
        return confirm(form.parser().state().with_fault("confirmation", Sentence::new("bo-fault-title")), StatusCode::UNPROCESSABLE_ENTITY);
    }
    // The amount this person saw, not the one of this moment: if they differ, nothing happens.
    let expected = form.text("expected").parse().map_or(Cents(-1), Cents);
    match pay::refund(&admin.ctx.app, admin.tenant_id(), id, &picked, expected, admin.account()).await {
        Ok(_) => {}
        Err(error) => return confirm(form.parser().state().with_fault("form", told(error)?), StatusCode::CONFLICT),
    }
    let mut tx = admin.begin().await?;
    staff::store::record(&mut tx, now, admin.account(), "order.refund", Some(id.uuid())).await?;
    let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
    tx.commit().await?;
    match tickets.iter().find(|ticket| picked.contains(&ticket.id.uuid())).and_then(|ticket| ticket.refund) {
        Some(refund) => admin.redirect(&format!("/commandes/{id}/rembourser/{refund}")),
        None => admin.redirect(&format!("/commandes/{id}?fait=refunded")),
    }
}

/// How a refund stands.
#[derive(Debug, Serialize)]
pub struct ResultPage {
    state: &'static str,
    order: OrderView,
    refund: RefundView,
    refresh_seconds: Option<u32>,
}

#[derive(Debug, Serialize)]
struct RefundView {
    id: Uuid,
    amount_cents: Cents,
    tickets: i64,
    asked_at: Timestamp,
    failure: Option<String>,
    needs_care: bool,
}

impl Page for ResultPage {
    const TEMPLATE: &'static str = "back_office/refund_result.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        [RefundState::Pending, RefundState::Processing, RefundState::Succeeded, RefundState::Failed]
            .map(|state| Self {
                state: state.word(),
                order: OrderView::sample(),
                refund: RefundView {
                    id: Uuid::from_u128(1),
                    amount_cents: Cents(2_370),
                    tickets: 2,
                    asked_at: sample_moment(),
                    failure: (state == RefundState::Failed).then(|| "expired_or_canceled_card".to_owned()),
                    needs_care: state == RefundState::Failed,
                },
                refresh_seconds: (state == RefundState::Pending).then_some(3),
            })
            .into()
    }
}

#[handler]
pub async fn outcome(admin: Admin, Path((id, refund)): Path<(OrderId, Uuid)>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let mut tx = admin.begin().await?;
    let case = Case::load(&mut tx, id).await?;
    let refund = desk::store::refunds_of(&mut tx, id).await?.into_iter().find(|row| row.id.uuid() == refund).ok_or(Error::NotFound)?;
    drop(tx);
    // A refund waits for minutes at most; a bank that takes days is no reason to look every three seconds.
    let young = admin.ctx.now() - refund.asked_at < chrono::Duration::minutes(3);
    let page = ResultPage {
        state: refund.state.word(),
        order: case.order_view(),
        refresh_seconds: (young && matches!(refund.state, RefundState::Pending | RefundState::Processing)).then_some(3),
        refund: RefundView {
            id: refund.id.uuid(),
            amount_cents: refund.amount,
            tickets: refund.tickets,
            asked_at: refund.asked_at,
            needs_care: refund.needs_care(),
            failure: refund.failure,
        },
    };
    admin.page("orders", &page)
}

/// Sends a refund that failed once more, under a new key.
#[handler]
pub async fn retry(admin: Admin, Path((id, refund)): Path<(OrderId, Uuid)>, form: Form) -> Result<Response> {
    admin.require(Capability::Money)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    orders::store::find(&mut tx, Find::Id(id), true).await?.ok_or(Error::NotFound)?;
    desk::store::refunds_of(&mut tx, id).await?.into_iter().find(|row| row.id.uuid() == refund).ok_or(Error::NotFound)?;
    let known = payments::store::refunds(&mut tx, Some(payments::model::RefundId::from_uuid(refund)), None).await?.pop().ok_or(Error::NotFound)?;
    let Some(next) = payments::store::retry_refund(&mut tx, now, &known).await? else {
        return admin.redirect(&format!("/commandes/{id}/rembourser/{refund}"));
    };
    desk::store::relink_refund(&mut tx, known.id, next).await?;
    payments::refunds::send_later(&mut tx, next).await?;
    staff::store::record(&mut tx, now, admin.account(), "order.refund_again", Some(id.uuid())).await?;
    tx.commit().await?;
    admin.redirect(&format!("/commandes/{id}/rembourser/{next}"))
}
