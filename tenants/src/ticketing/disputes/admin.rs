//! What proves a sale whose payment is disputed, as a page to print: for whoever answers the bank. It names nobody, before an erasure and after it.

use kernel::{
    clock::Timestamp,
    error::{Error, Result},
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, PageEntry, Surface, entry},
};
use poem::{Response, RouteMethod, get, handler, web::Path};
use serde::Serialize;

use super::store::{self, Evidence};
use crate::{
    payments::dashboard_url,
    ticketing::{
        concerts::{self, model::Concert},
        orders::{self, model::OrderId, store::Find},
        tickets,
    },
};

/// The pages of disputes.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/commandes/:id/contestation", get(show))]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<EvidencePage>()]
}

/// The page.
#[derive(Debug, Serialize)]
pub struct EvidencePage {
    order_id: String,
    code: String,
    concert: String,
    starts_at: Timestamp,
    ordered_at: Timestamp,
    paid_at: Option<Timestamp>,
    seats: i16,
    total_cents: Cents,
    tickets: Vec<TicketView>,
    acknowledged_at: Option<Timestamp>,
    notice: Option<TextView>,
    terms: Option<TextView>,
    disputes: Vec<DisputeView>,
    printed_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct TicketView {
    number: String,
    category: String,
    price_cents: Cents,
    state: &'static str,
    admitted_at: Option<Timestamp>,
}

/// A text that was accepted: its version, and the digest that shows that it is still that text.
#[derive(Debug, Serialize)]
struct TextView {
    version: i32,
    digest: String,
}

impl TextView {
    fn of((version, digest): (i32, Vec<u8>)) -> Self {
        Self { version, digest: hex::encode(digest) }
    }
}

#[derive(Debug, Serialize)]
struct DisputeView {
    stripe_id: String,
    stripe_url: String,
    state: String,
    amount_cents: Cents,
    reason: String,
    opened_at: Timestamp,
    answer_by: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl DisputeView {
    fn of(evidence: Evidence, test: bool) -> Self {
        Self {
            stripe_url: dashboard_url(&format!("/disputes/{}", evidence.stripe_id), test),
            stripe_id: evidence.stripe_id,
            state: evidence.state,
            amount_cents: evidence.amount,
            reason: evidence.reason,
            opened_at: evidence.opened_at,
            answer_by: evidence.answer_by,
            closed_at: evidence.closed_at,
        }
    }
}

impl Page for EvidencePage {
    const TEMPLATE: &'static str = "back_office/dispute.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let moment = Timestamp::default;
        let dispute = |state: &str| DisputeView {
            stripe_id: "dp_1".to_owned(),
            stripe_url: "https://dashboard.stripe.com/disputes/dp_1".to_owned(),
            state: state.to_owned(),
            amount_cents: Cents(2_940),
            reason: "fraudulent".to_owned(),
            opened_at: moment(),
            answer_by: (state == "open").then(moment),
            closed_at: (state != "open").then(moment),
        };
        let ticket = |state, admitted_at| TicketView {
            number: "FA0Y-W0PY-42001".to_owned(),
            category: "Plein tarif".to_owned(),
            price_cents: Cents(1_470),
            state,
            admitted_at,
        };
        let text = || Some(TextView { version: 3, digest: "ab".repeat(32) });
        let page = |known: bool, states: &[&str]| Self {
            order_id: "1".to_owned(),
            code: "FA0Y-W0PY-42".to_owned(),
            concert: "Quartet Alma".to_owned(),
            starts_at: moment(),
            ordered_at: moment(),
            paid_at: known.then(moment),
            seats: 2,
            total_cents: Cents(2_940),
            tickets: if known { vec![ticket("valid", Some(moment())), ticket("valid", None), ticket("void", None)] } else { Vec::new() },
            acknowledged_at: known.then(moment),
            notice: text().filter(|_| known),
            terms: text().filter(|_| known),
            disputes: states.iter().map(|state| dispute(state)).collect(),
            printed_at: moment(),
        };
        vec![page(true, &["open"]), page(true, &["won", "lost", "closed"]), page(false, &["open"])]
    }
}

#[handler]
async fn show(admin: Admin, Path(id): Path<OrderId>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let locale = admin.ctx.locale;
    let mut tx = admin.begin().await?;
    let disputes = store::of_order(&mut tx, id.uuid()).await?;
    // What was taken down, not what the order says today: it is what the bank is shown.
    let Some(proof) = disputes.first().cloned() else { return Err(Error::NotFound) };
    let order = orders::store::find(&mut tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::find(&mut tx, order.concert).await?.ok_or(Error::NotFound)?;
    let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
    drop(tx);
    let page = EvidencePage {
        order_id: id.to_string(),
        code: proof.order_code,
        concert: concert.title,
        starts_at: proof.starts_at,
        ordered_at: proof.ordered_at,
        paid_at: proof.paid_at,
        seats: proof.seats,
        total_cents: proof.total,
        tickets: tickets
            .into_iter()
            .map(|ticket| TicketView {
                category: Concert::pick(locale, &ticket.category_fr, &ticket.category_en).to_owned(),
                price_cents: ticket.price,
                state: if ticket.valid { "valid" } else { "void" },
                admitted_at: ticket.admitted_at,
                number: ticket.number,
            })
            .collect(),
        acknowledged_at: proof.acknowledged_at,
        notice: proof.notice.map(TextView::of),
        terms: proof.terms.map(TextView::of),
        disputes: disputes.into_iter().map(|evidence| DisputeView::of(evidence, order.test)).collect(),
        printed_at: admin.ctx.now(),
    };
    admin.page("orders", &page)
}
