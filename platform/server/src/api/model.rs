//! What the API takes and gives. A name here is a promise: changing one breaks somebody's program.

use kernel::{clock::Timestamp, error::Result, http::Ctx};
use poem_openapi::{Enum, Object};
use tenants::{
    people::Person,
    ticketing::{
        concerts::model::{Concert, ConcertState, Tariff, TariffKind},
        desk::store::OrderRow,
        door::model::Verdict,
        orders::model::{Order, OrderState},
        tickets::model::Ticket,
    },
};
use uuid::Uuid;

/// Who asks.
#[derive(Object)]
pub(super) struct Me {
    /// The association's name.
    pub(super) association: String,
    /// Its part of the address.
    pub(super) slug: String,
    /// Its public site.
    pub(super) site_url: String,
    /// The token's name.
    pub(super) token: String,
    /// Whether payments are a rehearsal.
    pub(super) test_mode: bool,
}

/// Which concerts.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum ConcertFilter {
    /// Those to come.
    Coming,
    /// Those that have begun.
    Past,
}

/// A list of concerts.
#[derive(Object)]
pub(super) struct Concerts {
    /// The concerts.
    pub(super) concerts: Vec<ConcertOut>,
}

/// Where a concert stands.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum ConcertStateWord {
    /// On the site.
    Published,
    /// On the site, said to be cancelled; nothing is sold.
    Cancelled,
}

/// The seats of a concert at this moment: `held + sold <= capacity`.
#[derive(Object)]
pub(super) struct SeatsOut {
    /// How many there are.
    capacity: i32,
    /// In orders under way.
    held: i32,
    /// On valid tickets.
    sold: i32,
    /// How many can still be taken.
    left: i32,
}

/// A concert.
#[derive(Object)]
#[oai(rename = "Concert")]
pub(super) struct ConcertOut {
    /// Its id.
    id: Uuid,
    /// Its title.
    title: String,
    /// Its page.
    url: String,
    /// Where it stands.
    state: ConcertStateWord,
    /// Where it is.
    venue: String,
    /// The address of the place.
    venue_address: String,
    /// When doors open.
    doors_at: Option<Timestamp>,
    /// When it starts.
    starts_at: Timestamp,
    /// When it ends.
    ends_at: Option<Timestamp>,
    /// When sales open; at publication if absent.
    sale_opens_at: Option<Timestamp>,
    /// When sales close; at the start if absent.
    sale_closes_at: Option<Timestamp>,
    /// Its seats.
    seats: SeatsOut,
}

impl ConcertOut {
    pub(super) fn new(ctx: &Ctx, slug: &str, concert: &Concert) -> Self {
        let http = &ctx.app.config.http;
        Self {
            id: concert.id.uuid(),
            title: concert.title.clone(),
            url: http.absolute(&http.site_host(slug), &ctx.locale.path(&format!("/concerts/{}", concert.slug))),
            state: if concert.state == ConcertState::Cancelled { ConcertStateWord::Cancelled } else { ConcertStateWord::Published },
            venue: concert.venue_name.clone(),
            venue_address: concert.venue_address.clone(),
            doors_at: concert.doors_at,
            starts_at: concert.starts_at,
            ends_at: concert.ends_at,
            sale_opens_at: concert.sale_opens_at,
            sale_closes_at: concert.sale_closes_at,
            seats: SeatsOut { capacity: concert.seats.capacity, held: concert.seats.held, sold: concert.seats.sold, left: concert.seats.left().max(0) },
        }
    }
}

/// How a tariff is priced.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum TariffKindWord {
    /// A set price.
    Fixed,
    /// Nothing to pay.
    Free,
    /// The buyer says, from a minimum on.
    PayWhatYouWant,
}

/// A price of a concert.
#[derive(Object)]
#[oai(rename = "Tariff")]
pub(super) struct TariffOut {
    /// Its id.
    id: Uuid,
    /// Its name in French.
    name_fr: String,
    /// Its name in English; may be empty.
    name_en: String,
    /// How it is priced.
    kind: TariffKindWord,
    /// The price, or the minimum.
    price_cents: i64,
}

impl From<Tariff> for TariffOut {
    fn from(tariff: Tariff) -> Self {
        let kind = match tariff.kind {
            TariffKind::Fixed => TariffKindWord::Fixed,
            TariffKind::Free => TariffKindWord::Free,
            TariffKind::PayWhatYouWant => TariffKindWord::PayWhatYouWant,
        };
        Self { id: tariff.id.uuid(), name_fr: tariff.name_fr, name_en: tariff.name_en, kind, price_cents: tariff.price.0 }
    }
}

/// A concert with its tariffs.
#[derive(Object)]
pub(super) struct ConcertWithSeats {
    /// The concert.
    #[oai(flatten)]
    pub(super) concert: ConcertOut,
    /// What it offers now, in order.
    pub(super) tariffs: Vec<TariffOut>,
}

/// Where an order stands.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case", rename = "OrderState")]
pub(super) enum OrderStateWord {
    /// Places are held; name and address are being typed.
    Held,
    /// A payment is open.
    Paying,
    /// Tickets are issued.
    Confirmed,
    /// The hold lapsed.
    Expired,
    /// The buyer gave it up.
    Abandoned,
    /// Paid too late, no seat was left: refunded by itself.
    Unseated,
    /// Every ticket was refunded.
    Refunded,
}

impl From<OrderStateWord> for OrderState {
    fn from(word: OrderStateWord) -> Self {
        match word {
            OrderStateWord::Held => Self::Held,
            OrderStateWord::Paying => Self::Paying,
            OrderStateWord::Confirmed => Self::Confirmed,
            OrderStateWord::Expired => Self::Expired,
            OrderStateWord::Abandoned => Self::Abandoned,
            OrderStateWord::Unseated => Self::Unseated,
            OrderStateWord::Refunded => Self::Refunded,
        }
    }
}

impl From<OrderState> for OrderStateWord {
    fn from(state: OrderState) -> Self {
        match state {
            OrderState::Held => Self::Held,
            OrderState::Paying => Self::Paying,
            OrderState::Confirmed => Self::Confirmed,
            OrderState::Expired => Self::Expired,
            OrderState::Abandoned => Self::Abandoned,
            OrderState::Unseated => Self::Unseated,
            OrderState::Refunded => Self::Refunded,
        }
    }
}

/// An order.
#[derive(Object)]
#[oai(rename = "Order")]
pub(super) struct OrderOut {
    /// Its code, as printed on tickets: `FA0Y-W0PY-42`.
    code: String,
    /// Its number in the uninterrupted series of its year, once confirmed: `2026-000042`.
    number: Option<String>,
    /// Where it stands.
    state: OrderStateWord,
    /// The concert.
    concert_id: Uuid,
    /// How many places.
    seats: u16,
    /// What it costs.
    total_cents: i64,
    /// When places were taken.
    placed_at: Timestamp,
    /// First and family name of the buyer, once given.
    buyer: Option<String>,
    /// The buyer's address, once given.
    email: Option<String>,
}

fn given(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

impl From<OrderRow> for OrderOut {
    fn from(row: OrderRow) -> Self {
        Self {
            code: row.code,
            number: row.number,
            state: row.state.into(),
            concert_id: row.concert.uuid(),
            seats: u16::try_from(row.seats).unwrap_or(0),
            total_cents: row.total.0,
            placed_at: row.placed_at,
            buyer: given(row.buyer),
            email: given(row.email),
        }
    }
}

/// A page of orders.
#[derive(Object)]
pub(super) struct Orders {
    /// The orders, newest first.
    pub(super) orders: Vec<OrderOut>,
    /// The `cursor` of the next page; absent at the end.
    pub(super) next: Option<String>,
}

/// Whether a ticket admits.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum TicketStateWord {
    /// It does.
    Valid,
    /// It was refunded or cancelled.
    Void,
}

/// A ticket.
#[derive(Object)]
#[oai(rename = "Ticket")]
pub(super) struct TicketOut {
    /// Its number: `FA0Y-W0PY-42001`.
    number: String,
    /// Its seat category, in French.
    category: String,
    /// What was paid for it.
    price_cents: i64,
    /// Whether it admits.
    state: TicketStateWord,
    /// When its bearer came in.
    admitted_at: Option<Timestamp>,
}

impl From<Ticket> for TicketOut {
    fn from(ticket: Ticket) -> Self {
        let state = if ticket.valid { TicketStateWord::Valid } else { TicketStateWord::Void };
        Self { number: ticket.number, category: ticket.category_fr, price_cents: ticket.price.0, state, admitted_at: ticket.admitted_at }
    }
}

/// An order with its tickets.
#[derive(Object)]
pub(super) struct OrderWithTickets {
    /// The order.
    #[oai(flatten)]
    order: OrderOut,
    /// Its tickets, by number.
    tickets: Vec<TicketOut>,
}

impl OrderWithTickets {
    pub(super) fn new(order: &Order, person: Option<Person>, tickets: Vec<Ticket>) -> Self {
        let (buyer, email) = person.map(|person| (person.full_name(), person.email)).unzip();
        let order = OrderOut {
            code: order.code.to_string(),
            number: order.number.map(|number| number.to_string()),
            state: order.state.into(),
            concert_id: order.concert.uuid(),
            seats: order.seats,
            total_cents: order.total.0,
            placed_at: order.placed_at,
            buyer,
            email,
        };
        Self { order, tickets: tickets.into_iter().map(Into::into).collect() }
    }
}

/// A ticket at the door.
#[derive(Object)]
pub(super) struct NewAdmission {
    /// What the QR code says, or a ticket's number.
    #[oai(validator(max_length = 300))]
    pub(super) code: String,
    /// The concert of this door.
    pub(super) concert: Uuid,
    /// What the door is called.
    #[oai(validator(max_length = 40))]
    pub(super) gate: Option<String>,
}

/// The ticket an answer is about.
#[derive(Object)]
pub(super) struct AdmittedTicket {
    /// Its number.
    number: String,
    /// Its seat category.
    category: String,
    /// Who bought it.
    holder: String,
}

/// What the door answers.
#[derive(Object)]
pub(super) struct Admission {
    /// `admitted`, `already`, `void`, `other_concert`, `unknown`, `too_many`; or `order` for an order's code, which admits nobody by itself.
    result: String,
    /// The one big word.
    title: String,
    /// What to tell the person.
    sentence: String,
    /// The ticket, when it is one of the association's.
    ticket: Option<AdmittedTicket>,
    /// The tickets to choose from, when an order's code was given.
    tickets: Vec<TicketOut>,
}

impl Admission {
    pub(super) fn new(ctx: &Ctx, verdict: Verdict) -> Result<Self> {
        Ok(Self {
            result: verdict.result.to_owned(),
            title: verdict.title.translate(ctx.locale)?,
            sentence: verdict.sentence.translate(ctx.locale)?,
            ticket: verdict.ticket.map(|ticket| AdmittedTicket { number: ticket.number, category: ticket.category, holder: ticket.holder }),
            tickets: Vec::new(),
        })
    }

    pub(super) fn choose(ctx: &Ctx, tickets: Vec<Ticket>) -> Result<Self> {
        let say = |key: &'static str| kernel::error::Sentence::new(key).translate(ctx.locale);
        Ok(Self {
            result: "order".to_owned(),
            title: say("api-order-title")?,
            sentence: say("api-order-text")?,
            ticket: None,
            tickets: tickets.into_iter().map(Into::into).collect(),
        })
    }
}
