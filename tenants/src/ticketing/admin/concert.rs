//! A concert as staff see it: what it sold, what it brings in, and whether it is on the site.

use std::collections::BTreeSet;

use kernel::{
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::{Error, Result},
    form::Form,
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

use super::{
    Done,
    chart::Chart,
    rows::{sale_word, sample_moment},
};
use crate::{
    legal,
    payments::{connect, model::AccountStanding},
    site::{self, pictures},
    staff,
    ticketing::{
        concerts::{
            self,
            model::{Concert, ConcertId, ConcertState, Tariff, TariffKind},
        },
        desk, orders, tickets,
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct ConcertPage {
    concert: View,
    takings: Option<TakingsView>,
    tariffs: Vec<TariffRow>,
    publish_blockers: Vec<Blocker>,
    chart: Option<Chart>,
    csv_url: String,
    list_url: String,
}

#[derive(Clone, Debug, Serialize)]
struct View {
    id: ConcertId,
    title: String,
    slug: String,
    starts_at: Timestamp,
    doors_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    venue: String,
    venue_address: String,
    state: &'static str,
    sale: &'static str,
    sale_opens_at: Option<Timestamp>,
    sale_closes_at: Option<Timestamp>,
    capacity: i32,
    sold: i32,
    held: i32,
    admitted: i64,
    public_url: String,
    picture_url: Option<String>,
    past: bool,
    orders: i64,
    emptying: bool,
}

#[derive(Debug, Serialize)]
struct TakingsView {
    gross_cents: Cents,
    refunded_cents: Cents,
    fees_cents: Cents,
    net_cents: Cents,
    fees_complete: bool,
}

#[derive(Debug, Serialize)]
struct TariffRow {
    name: String,
    kind: &'static str,
    price_cents: Cents,
    sold: i64,
    held: i64,
    limit: Option<i16>,
    takings_cents: Option<Cents>,
}

/// What keeps a draft from being published, and where it is put right.
#[derive(Debug, Serialize)]
pub struct Blocker {
    kind: &'static str,
    url: String,
}

impl Page for ConcertPage {
    const TEMPLATE: &'static str = "back_office/concert.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let view = View {
            id: ConcertId::from_uuid(uuid::Uuid::from_u128(1)),
            title: "Alma Quartet".to_owned(),
            slug: "alma-quartet".to_owned(),
            starts_at: sample_moment(),
            doors_at: Some(sample_moment()),
            ends_at: None,
            venue: "La Grange aux Dîmes".to_owned(),
            venue_address: "2 rue du Four, 71250 Saint-Vaury".to_owned(),
            state: "published",
            sale: "open",
            sale_opens_at: Some(sample_moment()),
            sale_closes_at: None,
            capacity: 120,
            sold: 62,
            held: 6,
            admitted: 12,
            public_url: "https://tilleuls.estrade.example/concerts/alma-quartet".to_owned(),
            picture_url: Some("/a/tilleuls/media/1/w480".to_owned()),
            past: false,
            orders: 31,
            emptying: false,
        };
        let tariff = |name: &str, kind: TariffKind, price, limit| TariffRow {
            name: name.to_owned(),
            kind: kind.word(),
            price_cents: Cents(price),
            sold: 12,
            held: 2,
            limit,
            takings_cents: Some(Cents(price * 12)),
        };
        let page = |concert: View| Self {
            concert,
            takings: Some(TakingsView {
                gross_cents: Cents(74_200),
                refunded_cents: Cents(2_940),
                fees_cents: Cents(2_210),
                net_cents: Cents(69_050),
                fees_complete: false,
            }),
            tariffs: vec![
                tariff("Plein tarif", TariffKind::Fixed, 1_470, None),
                tariff("Soutien", TariffKind::PayWhatYouWant, 500, Some(4)),
                tariff("Moins de 12 ans", TariffKind::Free, 0, None),
            ],
            publish_blockers: Vec::new(),
            chart: Chart::sample(),
            csv_url: "/a/tilleuls/ventes.csv".to_owned(),
            list_url: "/a/tilleuls/liste".to_owned(),
        };
        let blockers = ["no_tariff", "past", "stripe_not_connected", "stripe_onboarding", "facts_missing", "licence_missing"];
        let draft = View { state: "draft", sale: "not_open", sold: 0, held: 0, admitted: 0, orders: 0, picture_url: None, doors_at: None, ..view.clone() };
        vec![
            page(view.clone()),
            Self {
                takings: None,
                tariffs: vec![TariffRow { takings_cents: None, ..tariff("Plein tarif", TariffKind::Fixed, 1_470, None) }],
                ..page(View { sold: 0, held: 0, ..view.clone() })
            },
            Self { chart: None, ..page(draft.clone()) },
            Self {
                publish_blockers: blockers.map(|kind| Blocker { kind, url: "/a/tilleuls".to_owned() }).into(),
                tariffs: Vec::new(),
                chart: None,
                ..page(draft)
            },
            page(View { state: "cancelled", sale: "closed", emptying: true, ..view.clone() }),
            page(View { past: true, sale: "closed", ..view }),
        ]
    }
}

#[handler]
pub async fn show(admin: Admin, Path(id): Path<ConcertId>, Query(done): Query<Done>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let concert = concerts::store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let offered = concerts::store::tariffs(&mut tx, id).await?;
    let payments = connect::store::active(&mut tx).await?.is_some();
    let money = admin.staff.role.may(Capability::Money);
    let locale = admin.ctx.locale;
    let tariffs = desk::store::by_tariff(&mut tx, id).await?;
    let tariffs = tariffs
        .into_iter()
        .map(|sales| TariffRow {
            name: Concert::pick(locale, &sales.name_fr, &sales.name_en).to_owned(),
            kind: sales.kind.word(),
            price_cents: sales.price,
            sold: sales.sold,
            held: sales.held,
            limit: sales.limit,
            takings_cents: money.then_some(sales.takings),
        })
        .collect();
    let takings = if money {
        let sums = desk::store::takings(&mut tx, id).await?;
        Some(TakingsView {
            gross_cents: sums.gross,
            refunded_cents: sums.refunded,
            fees_cents: sums.fees,
            net_cents: sums.gross - sums.refunded - sums.fees,
            fees_complete: sums.fees_missing == 0,
        })
    } else {
        None
    };
    let publish_blockers = if concert.state == ConcertState::Draft { blockers(&admin, &mut tx, &concert, &offered).await? } else { Vec::new() };
    let chart = chart(&admin, &mut tx, &concert).await?;
    let (admitted, _) = tickets::store::counts(&mut tx, id).await?;
    let orders = desk::store::order_count(&mut tx, id).await?;
    let emptying = concert.state == ConcertState::Cancelled && orders::cancelled::remaining(&mut tx, id).await?;
    drop(tx);
    let http = &admin.ctx.app.config.http;
    let public_path = locale.path(&format!("/concerts/{}", concert.slug));
    let view = View {
        id,
        public_url: http.absolute(&http.site_host(&admin.tenant().slug), &public_path),
        picture_url: concert.picture.map(|picture| admin.path(&pictures::url(picture, pictures::SMALL))),
        sale: sale_word(concert.sale(&offered, payments, now)),
        past: concert.starts_at < now,
        admitted,
        orders,
        emptying,
        state: concert.state.word(),
        title: concert.title,
        slug: concert.slug,
        starts_at: concert.starts_at,
        doors_at: concert.doors_at,
        ends_at: concert.ends_at,
        venue: concert.venue_name,
        venue_address: concert.venue_address,
        sale_opens_at: concert.sale_opens_at,
        sale_closes_at: concert.sale_closes_at,
        capacity: concert.seats.capacity,
        sold: concert.seats.sold,
        held: concert.seats.held,
    };
    let page = ConcertPage {
        concert: view,
        takings,
        tariffs,
        publish_blockers,
        chart,
        csv_url: admin.path(&format!("/concerts/{id}/ventes.csv")),
        list_url: admin.path(&format!("/concerts/{id}/liste")),
    };
    done.page(&admin, "concerts", &page)
}

async fn chart(admin: &Admin, tx: &mut TenantTx, concert: &Concert) -> Result<Option<Chart>> {
    let sales = desk::store::by_day(tx, concert.id).await?;
    if sales.is_empty() {
        return Ok(None);
    }
    let until = admin.ctx.now().min(concert.starts_at).with_timezone(&PARIS).date_naive();
    let before = match desk::store::previous_concert(tx, concert.starts_at).await? {
        Some((id, title)) => Some((title, desk::store::by_day(tx, id).await?)),
        None => None,
    };
    Chart::draw(admin.ctx.locale, &sales, until, before.as_ref().map(|(title, sales)| (title.as_str(), sales.as_slice())))
}

/// What keeps a draft from being published: paid places need an account that can be charged on and the facts the law asks of a seller.
///
/// # Errors
/// When the database is away.
pub(super) async fn blockers(admin: &Admin, tx: &mut TenantTx, concert: &Concert, tariffs: &[Tariff]) -> Result<Vec<Blocker>> {
    let mut blockers = Vec::new();
    let mut add = |kind, path: &str| blockers.push(Blocker { kind, url: admin.path(path) });
    let edit = format!("/concerts/{}/modifier", concert.id);
    if tariffs.is_empty() || concert.seats.capacity < 1 {
        add("no_tariff", &edit);
    }
    if concert.starts_at <= admin.ctx.now() {
        add("past", &edit);
    }
    if tariffs.iter().any(|tariff| tariff.kind != TariffKind::Free) {
        match connect::store::find(tx).await?.map(|account| account.state) {
            Some(AccountStanding::Active) => {}
            None | Some(AccountStanding::Disconnected) => add("stripe_not_connected", "/argent"),
            Some(AccountStanding::Onboarding | AccountStanding::Restricted) => add("stripe_onboarding", "/argent"),
        }
        if !legal::missing_for_sales(&site::store::load(tx).await?).is_empty() {
            add("facts_missing", "/reglages");
        }
    }
    let announced = concerts::store::announced_in_year(tx, concert.starts_at).await?;
    if legal::missing_for_show(&site::store::load(tx).await?, announced).is_some() {
        add("licence_missing", "/reglages");
    }
    Ok(blockers)
}

/// Publishes a draft unless something keeps it back; says whether it is on the site now.
///
/// # Errors
/// When the database is away.
pub(super) async fn publish(admin: &Admin, tx: &mut TenantTx, id: ConcertId) -> Result<bool> {
    let now = admin.ctx.now();
    let concert = concerts::store::find(tx, id).await?.ok_or(Error::NotFound)?;
    let tariffs = concerts::store::tariffs(tx, id).await?;
    if !blockers(admin, tx, &concert, &tariffs).await?.is_empty() {
        return Ok(false);
    }
    let done = concerts::store::set_state(tx, now, id, &[ConcertState::Draft], ConcertState::Published).await?;
    if done {
        staff::store::record(tx, now, admin.account(), "concert.publish", Some(id.uuid())).await?;
        tx.content_changed(now).await?;
    }
    Ok(done)
}

#[handler]
pub async fn act(admin: Admin, Path(id): Path<ConcertId>, form: Form) -> Result<Response> {
    admin.require(Capability::Edit)?;
    admin.check_csrf(form.text("csrf"))?;
    let done: BTreeSet<&str> = form.all("act").collect();
    let mut tx = admin.begin().await?;
    let word = if done.contains("publish") {
        if publish(&admin, &mut tx, id).await? { "published" } else { "kept_draft" }
    } else if done.contains("unpublish") {
        unpublish(&admin, &mut tx, id).await?;
        "unpublished"
    } else {
        return Err(Error::bad_request("bo-fault-act"));
    };
    tx.commit().await?;
    admin.redirect(&format!("/concerts/{id}?fait={word}"))
}

/// Takes a concert off the site. Only while nobody holds or has a place: its seats stay locked while that is asked.
async fn unpublish(admin: &Admin, tx: &mut TenantTx, id: ConcertId) -> Result<()> {
    let now = admin.ctx.now();
    orders::store::lock_seats(tx, id, now).await?;
    let concert = concerts::store::find(tx, id).await?.ok_or(Error::NotFound)?;
    if concert.seats.sold + concert.seats.held > 0 || desk::store::order_count(tx, id).await? > 0 {
        return Err(Error::conflict("bo-fault-places-taken"));
    }
    if concerts::store::set_state(tx, now, id, &[ConcertState::Published], ConcertState::Draft).await? {
        staff::store::record(tx, now, admin.account(), "concert.unpublish", Some(id.uuid())).await?;
        tx.content_changed(now).await?;
    }
    Ok(())
}
