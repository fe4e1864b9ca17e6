//! The list of orders: filters live in the address, so that a link shows the same list.

use kernel::{
    clock::Timestamp,
    error::Result,
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, web::Query};
use serde::{Deserialize, Serialize};

use super::rows::{ConcertOption, sample_moment};
use crate::ticketing::{
    concerts::{
        self,
        model::{ConcertId, ConcertState},
    },
    desk::{
        self,
        model::{Mark, PER_PAGE, Paging, Turn, address},
        store::{Filter, OrderRow},
    },
    orders::model::{OrderId, OrderState},
};

/// The page.
#[derive(Debug, Serialize)]
pub struct OrdersPage {
    filter: Shown,
    concerts: Vec<ConcertOption>,
    orders: Vec<Row>,
    sums: Sums,
    paging: Paging,
    csv_url: String,
}

#[derive(Debug, Default, Serialize)]
struct Shown {
    text: String,
    state: String,
    concert: String,
}

#[derive(Debug, Default, Serialize)]
struct Sums {
    orders: i64,
    tickets: i64,
    cents: Cents,
}

#[derive(Debug, Serialize)]
struct Row {
    id: OrderId,
    code: String,
    buyer: String,
    email: String,
    concert_title: String,
    concert_id: ConcertId,
    placed_at: Timestamp,
    tickets: i16,
    total_cents: Cents,
    state: &'static str,
    refunded_cents: Cents,
    refund_failed: bool,
}

impl From<OrderRow> for Row {
    fn from(order: OrderRow) -> Self {
        Self {
            id: order.id,
            code: order.code,
            buyer: order.buyer,
            email: order.email,
            concert_title: order.concert_title,
            concert_id: order.concert,
            placed_at: order.placed_at,
            tickets: order.seats,
            total_cents: order.total,
            state: order.state.word(),
            refunded_cents: order.refunded,
            refund_failed: order.refund_failed,
        }
    }
}

impl Page for OrdersPage {
    const TEMPLATE: &'static str = "back_office/orders.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let row = |buyer: &str, state: OrderState, refunded, refund_failed| Row {
            id: OrderId::from_uuid(uuid::Uuid::from_u128(1)),
            code: "FA0Y-W0PY-42".to_owned(),
            buyer: buyer.to_owned(),
            email: String::new(),
            concert_title: "Alma Quartet".to_owned(),
            concert_id: ConcertId::from_uuid(uuid::Uuid::from_u128(1)),
            placed_at: sample_moment(),
            tickets: 2,
            total_cents: Cents(2_940),
            state: state.word(),
            refunded_cents: Cents(refunded),
            refund_failed,
        };
        let page = |filter, orders| Self {
            filter,
            concerts: vec![ConcertOption::sample()],
            orders,
            sums: Sums { orders: 2, tickets: 4, cents: Cents(5_880) },
            paging: Paging::whole(2),
            csv_url: "/a/tilleuls/commandes.csv".to_owned(),
        };
        let rows = vec![
            row("Baptiste Arnoux", OrderState::Confirmed, 1_470, true),
            row("", OrderState::Held, 0, false),
            row("Zoé", OrderState::Unseated, 2_940, false),
        ];
        vec![
            page(Shown::default(), rows),
            page(Shown { text: "zzz".to_owned(), state: "held".to_owned(), concert: String::new() }, Vec::new()),
            page(Shown::default(), Vec::new()),
        ]
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    etat: String,
    concert: String,
    apres: String,
    avant: String,
    page: String,
}

impl Asked {
    /// As the store filters; words that mean nothing filter nothing.
    pub(super) fn filter(&self) -> Filter {
        let text: String = self.q.chars().take(100).collect();
        Filter { text: text.replace('\0', "").trim().to_owned(), state: OrderState::from_word(&self.etat), concert: self.concert.parse().ok() }
    }
}

#[handler]
pub async fn list(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let turn = Turn::read(&asked.apres, &asked.avant, &asked.page);
    let filter = asked.filter();
    let mut tx = admin.begin().await?;
    let sums = desk::store::order_sums(&mut tx, &filter).await?;
    let orders = desk::store::orders(&mut tx, &filter, &turn, PER_PAGE + 1).await?;
    let mut concerts = concerts::store::list(&mut tx, concerts::store::Wanted::default()).await?;
    drop(tx);
    concerts.retain(|concert| concert.state != ConcertState::Draft);
    concerts.reverse();
    let shown = Shown {
        text: filter.text.clone(),
        state: filter.state.map(OrderState::word).unwrap_or_default().to_owned(),
        concert: filter.concert.map(|id| id.to_string()).unwrap_or_default(),
    };
    let words = [("q", shown.text.as_str()), ("etat", shown.state.as_str()), ("concert", shown.concert.as_str())];
    let mark = |order: &OrderRow| Mark { at: order.placed_at, id: order.id.to_string() };
    let (orders, paging) = turn.cut(orders, sums.orders, mark, |more| address(&admin, "/commandes", &words, more));
    let page = OrdersPage {
        csv_url: address(&admin, "/commandes.csv", &words, ""),
        filter: shown,
        concerts: concerts.iter().map(ConcertOption::of).collect(),
        orders: orders.into_iter().map(Row::from).collect(),
        sums: Sums { orders: sums.orders, tickets: sums.tickets, cents: sums.total },
        paging,
    };
    admin.page("orders", &page)
}
