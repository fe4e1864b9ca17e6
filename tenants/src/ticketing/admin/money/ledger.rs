//! The page of money and its export.

use chrono::{Datelike, NaiveDate};
use kernel::{
    clock::{PARIS, Timestamp},
    error::{Result, Sentence},
    http::Admin,
    money::Cents,
    session::Capability,
    views::{FlashKind, Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Query};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    connection::{Connection, needs},
    store::{self, Filter, Kind, Movement},
};
use crate::{
    payments::{connect, ledger},
    sheet::Sheet,
    site, staff,
    ticketing::{
        desk::model::{MOST_EXPORTED, Mark, PER_PAGE, Paging, Turn, address},
        tickets::journal::day_bounds,
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct MoneyPage {
    connection: Connection,
    balance: Option<Balance>,
    year: Year,
    filter: Shown,
    concerts: Vec<ConcertOption>,
    movements: Vec<Row>,
    paging: Paging,
    csv_url: String,
}

#[derive(Debug, Serialize)]
struct Balance {
    on_the_way_cents: Cents,
}

#[derive(Debug, Default, Serialize)]
struct Year {
    gross_cents: Cents,
    refunded_cents: Cents,
    fees_cents: Cents,
    net_cents: Cents,
    year: i32,
    fees_missing: i64,
}

#[derive(Debug, Serialize)]
struct Shown {
    kind: &'static str,
    concert: String,
}

#[derive(Debug, Serialize)]
struct ConcertOption {
    id: Uuid,
    title: String,
    starts_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct Row {
    at: Timestamp,
    kind: String,
    order_id: Option<Uuid>,
    order_code: Option<String>,
    buyer: String,
    concert_title: String,
    gross_cents: Cents,
    fee_cents: Option<Cents>,
    net_cents: Option<Cents>,
    state: String,
}

impl From<Movement> for Row {
    fn from(movement: Movement) -> Self {
        Self {
            at: movement.at,
            kind: movement.kind,
            order_id: movement.order,
            order_code: movement.code,
            buyer: movement.buyer,
            concert_title: movement.concert_title,
            gross_cents: movement.gross,
            fee_cents: movement.fee,
            net_cents: movement.net,
            state: movement.state,
        }
    }
}

impl Page for MoneyPage {
    const TEMPLATE: &'static str = "back_office/money.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let at = Timestamp::from_timestamp(1_773_516_600, 0).unwrap_or_default();
        let row = |kind: &str, state: &str, fee: Option<i64>| Row {
            at,
            kind: kind.to_owned(),
            order_id: (kind != "payout").then(|| Uuid::from_u128(1)),
            order_code: Some("FA0Y-W0PY-42".to_owned()),
            buyer: if kind == "refund" { String::new() } else { "Zoé".to_owned() },
            concert_title: "Alma Quartet".to_owned(),
            gross_cents: Cents(if kind == "payment" { 2_940 } else { -2_940 }),
            fee_cents: fee.map(Cents),
            net_cents: fee.map(|fee| Cents(2_940 - fee)),
            state: state.to_owned(),
        };
        let due = [
            "external_account",
            "individual.dob.day",
            "individual.verification.document",
            "tos_acceptance.date",
            "business_profile.url",
            "company.tax_id",
            "company.phone",
            "new",
        ];
        let page = |state: &'static str| Self {
            connection: Connection {
                state,
                account: (state != "not_connected").then(|| "acct_1Qx7RzJ2Tn".to_owned()),
                legal_name: "Association Jazz à la Grange".to_owned(),
                missing: if matches!(state, "onboarding" | "restricted") { needs(&due.map(str::to_owned)) } else { Vec::new() },
                dashboard_url: "https://dashboard.stripe.com/".to_owned(),
                test: state == "active",
                off: false,
            },
            balance: (state != "not_connected").then_some(Balance { on_the_way_cents: Cents(128_640) }),
            year: Year {
                gross_cents: Cents(418_230),
                refunded_cents: Cents(8_820),
                fees_cents: Cents(8_110),
                net_cents: Cents(401_300),
                year: 2026,
                fees_missing: i64::from(state == "active"),
            },
            filter: Shown { kind: "all", concert: String::new() },
            concerts: vec![ConcertOption { id: Uuid::from_u128(1), title: "Alma Quartet".to_owned(), starts_at: at }],
            movements: if state == "active" {
                vec![
                    row("payment", "partly_refunded", Some(71)),
                    row("payment", "succeeded", None),
                    row("refund", "failed", Some(0)),
                    row("dispute", "pending", None),
                    row("payout", "succeeded", Some(0)),
                ]
            } else {
                Vec::new()
            },
            paging: Paging::whole(5),
            csv_url: "/a/tilleuls/argent.csv".to_owned(),
        };
        let off = page("not_connected");
        let off = Self { connection: Connection { off: true, ..off.connection }, ..off };
        let mut pages: Vec<Self> = ["not_connected", "onboarding", "active", "restricted", "disconnected"].map(page).into();
        pages.push(off);
        pages
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    genre: String,
    concert: String,
    apres: String,
    avant: String,
    page: String,
    fait: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter { kind: Kind::from_word(&self.genre), concert: self.concert.parse().ok() }
    }
}

#[handler]
pub async fn show(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let filter = asked.filter();
    let turn = Turn::read(&asked.apres, &asked.avant, &asked.page);
    let year = admin.ctx.now().with_timezone(&PARIS).year();
    let mut tx = admin.begin().await?;
    let account = connect::store::find(&mut tx).await?;
    let association = site::store::load(&mut tx).await?;
    let (_, _, net) = ledger::store::sums(&mut tx).await?;
    let sums = match span_of(year) {
        Some((from, until)) => store::sums(&mut tx, from, until).await?,
        None => store::Sums::default(),
    };
    let total = store::movement_count(&mut tx, filter).await?;
    let movements = store::movements(&mut tx, filter, &turn, PER_PAGE + 1).await?;
    let concerts = store::concerts(&mut tx).await?;
    drop(tx);
    let shown = Shown { kind: filter.kind.word(), concert: filter.concert.map(|id| id.to_string()).unwrap_or_default() };
    let words = [("genre", if filter.kind == Kind::All { "" } else { shown.kind }), ("concert", shown.concert.as_str())];
    let mark = |movement: &Movement| Mark { at: movement.at, id: movement.id.clone() };
    let (movements, paging) = turn.cut(movements, total, mark, |more| address(&admin, "/argent", &words, more));
    let page = MoneyPage {
        connection: Connection::of(&admin, account.as_ref(), &association.legal_name),
        balance: account.map(|_| Balance { on_the_way_cents: net.max(Cents::ZERO) }),
        year: Year {
            gross_cents: sums.gross,
            refunded_cents: sums.refunded,
            fees_cents: sums.fees,
            net_cents: sums.gross - sums.refunded - sums.fees,
            year,
            fees_missing: sums.fees_missing,
        },
        csv_url: address(&admin, "/argent.csv", &words, ""),
        filter: shown,
        concerts: concerts.into_iter().map(|(id, title, starts_at)| ConcertOption { id, title, starts_at }).collect(),
        movements: movements.into_iter().map(Row::from).collect(),
        paging,
    };
    match asked.fait.as_str() {
        "stripe_away" => admin.page_with("money", &page, FlashKind::Warn, &Sentence::new("bo-done").with("what", "stripe_away"), StatusCode::OK),
        "no_email" => admin.page_with("money", &page, FlashKind::Warn, &Sentence::new("bo-done").with("what", "no_email"), StatusCode::OK),
        _ => admin.page("money", &page),
    }
}

/// A year of Europe/Paris.
fn span_of(year: i32) -> Option<(Timestamp, Timestamp)> {
    let first = |year| day_bounds(NaiveDate::from_ymd_opt(year, 1, 1)?).map(|(from, _)| from);
    Some((first(year)?, first(year + 1)?))
}

#[handler]
pub async fn export(admin: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let filter = asked.filter();
    let mut tx = admin.begin().await?;
    let association = site::store::load(&mut tx).await?;
    let movements = store::movements(&mut tx, filter, &Turn::default(), MOST_EXPORTED).await?;
    let mut sheet = Sheet::new(
        admin.ctx.locale,
        &["csv-moment", "csv-fiscal-year", "csv-kind", "csv-order", "csv-buyer", "csv-concert", "csv-gross", "csv-fees", "csv-net", "csv-state"],
    )?;
    for movement in movements {
        let optional = |cents: Option<Cents>| cents.map(|cents| sheet.amount(cents)).unwrap_or_default();
        let cells = [
            Sheet::moment(movement.at),
            association.fiscal_year(movement.at),
            sheet.word("bo-move", "kind", &movement.kind)?,
            movement.code.clone().unwrap_or_default(),
            Sheet::text(&movement.buyer),
            Sheet::text(&movement.concert_title),
            sheet.amount(movement.gross),
            optional(movement.fee),
            optional(movement.net),
            sheet.word(if movement.kind == "payment" { "bo-payment-state" } else { "bo-refund-state" }, "state", &movement.state)?,
        ];
        sheet.row(&cells)?;
    }
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "export.money", filter.concert).await?;
    tx.commit().await?;
    sheet.answer("argent")
}
