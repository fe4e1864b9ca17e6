//! The order's page, by its secret address: the second screen of buying while places are held, then what became of the order.

use kernel::{
    clock::Timestamp,
    error::{Error, Result, Sentence},
    form::FormState,
    http::Ctx,
    i18n::Locale,
    limits::Limit,
    money::Cents,
    views::Page,
};
use poem::{Request, Response, handler, http::StatusCode, web::Path};
use serde::Serialize;

use super::{
    card::ConcertCard,
    concert::ConcertFound,
    details::{self, Notice},
    link,
};
use crate::{
    payments::{
        model::{PaymentState, Subject},
        store as payments,
    },
    people::{self, attendees::Attendee},
    site::chrome_of,
    ticketing::{
        attendees::{
            self,
            views::{Fields, Holder},
        },
        concerts::{self, model::Concert},
        orders::{
            model::{Line, Order, OrderState},
            reconcile, store,
        },
        tickets::{
            self,
            model::{Ticket, qr_content},
        },
    },
};

/// How often a page that waits for a payment asks again, in seconds.
const REFRESH: u16 = 5;
/// After so long it stops asking: the mail will tell.
const PATIENCE: chrono::Duration = chrono::Duration::minutes(3);

/// The page.
#[derive(Debug, Serialize)]
pub struct OrderPage {
    order: OrderView,
    concert: ConcertCard,
    tickets: Vec<TicketView>,
    names: Option<Fields>,
    form: FormState,
    refresh_seconds: Option<u16>,
    notice: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
struct OrderView {
    code: String,
    number: Option<String>,
    url: String,
    state: &'static str,
    places: u16,
    total: Cents,
    fees: Cents,
    refunded: Cents,
    email: String,
    lines: Vec<LineView>,
    paid_at: Option<Timestamp>,
}

/// One line of a recap.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// The tariff's name in the page's language.
    pub name: String,
    /// How many places.
    pub quantity: u16,
    /// Of the whole line.
    pub amount: Cents,
}

impl LineView {
    /// Lines as a page of this language shows them.
    #[must_use]
    pub fn of(lines: &[Line], locale: Locale) -> Vec<Self> {
        lines
            .iter()
            .map(|line| Self { name: Concert::pick(locale, &line.name_fr, &line.name_en).to_owned(), quantity: line.quantity, amount: line.total() })
            .collect()
    }
}

#[derive(Clone, Debug, Serialize)]
struct TicketView {
    number: String,
    tariff: String,
    amount: Cents,
    state: &'static str,
    refunded: bool,
    admitted_at: Option<Timestamp>,
    holder: Holder,
    qr_svg: Option<String>,
}

impl Page for OrderPage {
    const TEMPLATE: &'static str = "ticketing/public/order.html";

    fn samples() -> Vec<Self> {
        let ticket = |valid: bool, refunded: bool, admitted_at, kind| TicketView {
            number: "FA0Y-W0PY-42001".to_owned(),
            tariff: "Plein tarif".to_owned(),
            amount: if refunded { Cents(1400) } else { Cents::ZERO },
            state: if valid { "valid" } else { "void" },
            refunded,
            admitted_at,
            holder: Holder::sample(kind),
            qr_svg: valid.then(|| "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>".to_owned()),
        };
        let tickets = vec![
            ticket(true, false, None, "none"),
            ticket(true, false, Some(Timestamp::default()), "named"),
            ticket(true, false, None, "restricted"),
            ticket(false, true, None, "erased"),
            ticket(false, false, None, "buyer"),
        ];
        let states = [OrderState::Paying, OrderState::Confirmed, OrderState::Expired, OrderState::Abandoned, OrderState::Unseated, OrderState::Refunded];
        let mut samples = Vec::new();
        for concert in ConcertCard::samples() {
            for state in states {
                let settled = matches!(state, OrderState::Confirmed | OrderState::Refunded);
                samples.push(Self {
                    order: OrderView {
                        code: "FA0Y-W0PY-42".to_owned(),
                        number: settled.then(|| "2026-000042".to_owned()),
                        url: "/commande/FA0Y-W0PY-42/k3yk3y".to_owned(),
                        state: state.word(),
                        places: 2,
                        total: if concert.price.is_some() { Cents(1470) } else { Cents::ZERO },
                        fees: if concert.price.is_some() { Cents(70) } else { Cents::ZERO },
                        refunded: if settled { Cents(1400) } else { Cents::ZERO },
                        email: "jeanne@example.org".to_owned(),
                        lines: vec![LineView { name: "Plein tarif".to_owned(), quantity: 1, amount: Cents(1400) }],
                        paid_at: settled.then(Timestamp::default),
                    },
                    tickets: if settled { tickets.clone() } else { Vec::new() },
                    names: (state == OrderState::Confirmed).then(|| Fields::sample(false)),
                    form: attendees::views::sample_form(samples.len()),
                    refresh_seconds: (state == OrderState::Paying && concert.picture_url.is_some()).then_some(REFRESH),
                    notice: [None, Some("resent"), Some("resend_too_often"), Some("mail_failed"), Some("names")][samples.len() % 5],
                    concert: concert.clone(),
                });
            }
        }
        samples
    }
}

/// Everything an order's pages are drawn from.
pub(super) struct OrderFound {
    pub(super) order: Order,
    pub(super) lines: Vec<Line>,
    pub(super) found: ConcertFound,
    pub(super) person: Option<people::Person>,
    pub(super) attendees: Vec<Attendee>,
    pub(super) tickets: Vec<Ticket>,
}

impl OrderFound {
    pub(super) async fn load(ctx: &Ctx, order: Order) -> Result<Self> {
        let mut tx = ctx.begin().await?;
        let lines = store::lines(&mut tx, order.id).await?;
        let concert = concerts::store::find(&mut tx, order.concert).await?.ok_or(Error::NotFound)?;
        let found = ConcertFound::with(ctx, &mut tx, concert).await?;
        let person = match order.person {
            Some(person) => people::store::find(&mut tx, person).await?,
            None => None,
        };
        let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(order.id), ..Default::default() }).await?;
        let attendees = people::attendees::store::of_order(&mut tx, order.id.uuid()).await?;
        Ok(Self { order, lines, found, person, attendees, tickets })
    }

    /// The name of whoever bought; empty before it is known, and once it is erased.
    pub(super) fn buyer(&self) -> String {
        self.person.as_ref().map(people::Person::full_name).unwrap_or_default()
    }

    fn page(&self, ctx: &Ctx, refresh_seconds: Option<u16>, notice: Option<&'static str>, form: FormState) -> Result<OrderPage> {
        let order = &self.order;
        let buyer = self.buyer();
        let tenant = ctx.tenant()?.id;
        let signer = ctx.app.keys.code_signer(tenant)?;
        let refunded = match order.state {
            OrderState::Unseated => order.total,
            _ => self.tickets.iter().filter(|ticket| ticket.refund.is_some()).map(|ticket| ticket.price).sum(),
        };
        let view = |ticket: &Ticket| TicketView {
            number: ticket.number.clone(),
            tariff: Concert::pick(ctx.locale, &ticket.category_fr, &ticket.category_en).to_owned(),
            amount: ticket.price,
            state: if ticket.valid { "valid" } else { "void" },
            refunded: ticket.refund.is_some(),
            admitted_at: ticket.admitted_at,
            holder: Holder::of(&self.attendees, ticket.place(), &buyer),
            qr_svg: if ticket.valid { ::documents::qr_svg(&qr_content(&signer, tenant, &ticket.number)) } else { None },
        };
        Ok(OrderPage {
            order: OrderView {
                code: order.code.to_string(),
                number: order.number.map(|number| number.to_string()),
                url: link::url(ctx, order)?,
                state: order.state.word(),
                places: order.seats,
                total: order.total,
                fees: Cents::ZERO,
                refunded,
                email: self.person.as_ref().map(|person| person.email.clone()).unwrap_or_default(),
                lines: LineView::of(&self.lines, ctx.locale),
                paid_at: order.confirmed_at.filter(|_| order.total > Cents::ZERO),
            },
            concert: self.found.card(ctx),
            tickets: self.tickets.iter().map(view).collect(),
            names: self.names(ctx),
            form,
            refresh_seconds,
            notice,
        })
    }

    pub(super) fn answer(&self, ctx: &Ctx, refresh_seconds: Option<u16>, notice: Option<&'static str>, status: StatusCode) -> Result<Response> {
        let form = attendees::model::filled(FormState::default(), &self.attendees);
        self.show(ctx, self.page(ctx, refresh_seconds, notice, form)?, status)
    }

    /// The page again, with what was typed of the names and what is wrong with it.
    pub(super) fn again(&self, ctx: &Ctx, form: FormState, status: StatusCode) -> Result<Response> {
        self.show(ctx, self.page(ctx, None, None, form)?, status)
    }

    fn show(&self, ctx: &Ctx, page: OrderPage, status: StatusCode) -> Result<Response> {
        Ok(link::secret(ctx.page(&chrome_of(ctx, &self.found.association), &page, status)?))
    }
}

/// What a page of an order under way shows, by what is known of its payment.
enum UnderWay {
    /// The second screen, with what happened at the payment page.
    Details(Option<Notice>),
    /// Money is on its way.
    Waiting,
    /// Nothing is under way any more.
    Over,
}

#[handler]
pub(super) async fn show_order(ctx: Ctx, Path((code, token)): Path<(String, String)>, request: &Request) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    drop(tx);
    let query = request.uri().query().unwrap_or_default();
    let (order, under_way) = look(&ctx, order, query.contains(SINCE)).await?;
    let found = OrderFound::load(&ctx, order).await?;
    match under_way {
        UnderWay::Details(notice) => {
            let form = details::known(&found);
            details::answer(&ctx, &found, notice, form, StatusCode::OK)
        }
        UnderWay::Waiting => found.answer(&ctx, still_asking(query, ctx.now()).then_some(REFRESH), None, StatusCode::OK),
        UnderWay::Over => found.answer(&ctx, None, DONE.iter().find(|(word, _)| *word == query).map(|(_, notice)| *notice), StatusCode::OK),
    }
}

/// Looks where an order stands, at Stripe too while it is being paid: a page tells the truth even when a webhook is late. `came_back` says
/// that the buyer comes from the payment page: what cannot be read then is taken to be on its way.
async fn look(ctx: &Ctx, mut order: Order, came_back: bool) -> Result<(Order, UnderWay)> {
    let tenant = ctx.tenant()?.id;
    if order.state == OrderState::Held && ctx.now() >= order.held_until {
        order = reconcile::apply(&ctx.app, tenant, order.id, &[]).await?;
    }
    if order.state == OrderState::Held {
        return Ok((order, UnderWay::Details(None)));
    }
    if order.state != OrderState::Paying {
        return Ok((order, UnderWay::Over));
    }
    // A page that is reloaded without end must not become a flood at Stripe's door.
    let may_ask = ctx.app.limits.check(Limit::Pay, format!("look/{}", order.id)).is_ok();
    if may_ask {
        match reconcile::reconcile_order(&ctx.app, tenant, order.id).await {
            Ok(fresh) => order = fresh,
            Err(Error::Unavailable) => return Ok((order, UnderWay::Waiting)),
            Err(error) => return Err(error),
        }
    }
    if order.state != OrderState::Paying {
        return Ok((order, UnderWay::Over));
    }
    let mut tx = ctx.begin().await?;
    let all = payments::find(&mut tx, payments::Find::Of(Subject::Order(order.id.uuid()))).await?;
    drop(tx);
    let under_way = match all.last().map(|payment| payment.state) {
        Some(PaymentState::Processing | PaymentState::Succeeded) => UnderWay::Waiting,
        Some(PaymentState::Failed) => UnderWay::Details(Some(Notice::PaymentFailed)),
        _ if came_back && !may_ask => UnderWay::Waiting,
        _ => UnderWay::Details(Some(Notice::PaymentLeft)),
    };
    Ok((order, under_way))
}

/// What was done, by the end of the address.
const DONE: [(&str, &str); 2] = [("renvoyes", "resent"), ("noms", "names")];

/// The query of a page that waits: since when, in seconds.
const SINCE: &str = "depuis=";

/// Whether a waiting page may go on asking: `depuis=<seconds>` says since when. Without it the wait has just begun.
fn still_asking(query: &str, now: Timestamp) -> bool {
    let since = query.split('&').find_map(|pair| pair.strip_prefix(SINCE)).and_then(|text| text.parse::<i64>().ok());
    since.is_none_or(|since| now.timestamp().saturating_sub(since) < PATIENCE.num_seconds())
}

/// Where the payment page sends buyers back. It confirms nothing by itself: it asks Stripe, then shows the order's page.
#[handler]
pub(super) async fn come_back(ctx: Ctx, Path((code, token)): Path<(String, String)>) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    drop(tx);
    let mut waiting = order.state == OrderState::Paying;
    // Also when we gave it up meanwhile: whoever comes back from Stripe has paid, and must not read that nothing was taken.
    let settled = matches!(order.state, OrderState::Confirmed | OrderState::Refunded | OrderState::Unseated);
    if !settled && ctx.app.limits.check(Limit::Pay, format!("look/{}", order.id)).is_ok() {
        match reconcile::reconcile_order(&ctx.app, ctx.tenant()?.id, order.id).await {
            Ok(fresh) => waiting = fresh.state == OrderState::Paying,
            Err(Error::Unavailable) => waiting = true,
            Err(error) => return Err(error),
        }
    }
    let query = if waiting { format!("?{SINCE}{}", ctx.now().timestamp()) } else { String::new() };
    Ok(link::secret(link::go(&ctx, &order, &query)?))
}

/// Sends the tickets once more.
#[handler]
pub(super) async fn send_again(ctx: Ctx, Path((code, token)): Path<(String, String)>, _form: kernel::form::Form) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    if order.state != OrderState::Confirmed {
        return Ok(link::secret(link::go(&ctx, &order, "")?));
    }
    if ctx.app.limits.check(Limit::Resend, order.id.to_string()).is_err() {
        drop(tx);
        return OrderFound::load(&ctx, order).await?.answer(&ctx, None, Some("resend_too_often"), StatusCode::TOO_MANY_REQUESTS);
    }
    crate::ticketing::jobs::enqueue(&mut tx, &crate::ticketing::jobs::Job::MailTickets { order: order.id.uuid() }, None).await?;
    tx.commit().await?;
    Ok(link::secret(link::go(&ctx, &order, "?renvoyes")?))
}

/// Gives the places back before they are paid.
#[handler]
pub(super) async fn give_up(ctx: Ctx, Path((code, token)): Path<(String, String)>, _form: kernel::form::Form) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    drop(tx);
    let (sentence, status) = match crate::ticketing::orders::pay::abandon(&ctx.app, ctx.tenant()?.id, order.id).await {
        Ok(_) => return Ok(link::secret(link::go(&ctx, &order, "")?)),
        Err(Error::Conflict(sentence)) => (sentence, StatusCode::CONFLICT),
        Err(Error::Unavailable) => (Sentence::new("ticketing-fault-stripe-away"), StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => return Err(error),
    };
    let found = OrderFound::load(&ctx, order).await?;
    let form: FormState = details::known(&found).with_fault("form", sentence);
    details::answer(&ctx, &found, None, form, status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_page_asks_for_three_minutes() {
        let now = Timestamp::from_timestamp(1_000, 0).unwrap();
        assert!(still_asking("", now) && still_asking("depuis=900", now) && still_asking("depuis=x", now));
        assert!(!still_asking("depuis=820", now) && !still_asking("a=1&depuis=0", now));
        assert!(!still_asking(&format!("depuis={}", i64::MIN), now));
    }
}
