//! Exports for a spreadsheet: exactly the rows a page shows, each noted in the log of what staff did.

use std::collections::HashMap;

use kernel::{
    error::{Error, Result},
    http::Admin,
    session::Capability,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;

use super::{concerts, orders, rows::ConcertRow};
use crate::{
    sheet::Sheet,
    staff,
    ticketing::{
        concerts::{
            model::{Concert, ConcertId},
            store as concert_store,
        },
        desk::{
            self,
            model::{MOST_EXPORTED, Turn},
        },
        orders::model::OrderState,
    },
};

#[handler]
pub async fn concert_sheet(admin: Admin, Query(asked): Query<concerts::Asked>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let (_, concerts) = concerts::Sorted::load(&admin, &mut tx).await?.pick(asked.filter());
    let rows = ConcertRow::of(&admin, &mut tx, &concerts).await?;
    let mut sheet =
        Sheet::new(admin.ctx.locale, &["csv-title", "csv-date", "csv-time", "csv-place", "csv-state", "csv-capacity", "csv-sold", "csv-held", "csv-takings"])?;
    for row in rows {
        let takings = row.takings_cents.map(|cents| sheet.amount(cents)).unwrap_or_default();
        let state = sheet.word("bo-concert-state", "state", row.state)?;
        let cells = [
            Sheet::text(&row.title),
            Sheet::day(row.starts_at),
            Sheet::time(row.starts_at),
            Sheet::text(&row.venue),
            state,
            row.capacity.to_string(),
            row.sold.to_string(),
            row.held.to_string(),
            takings,
        ];
        sheet.row(&cells)?;
    }
    staff::store::record(&mut tx, now, admin.account(), "export.concerts", None).await?;
    tx.commit().await?;
    sheet.answer("concerts")
}

#[handler]
pub async fn ticket_sheet(admin: Admin, Path(id): Path<ConcertId>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let concert = concert_store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let tickets = desk::store::tickets_of(&mut tx, id).await?;
    let taken = staff::store::TakenAway { what: "tickets", concert: Some(id.uuid()), rows: tickets.len(), ..Default::default() };
    let mut sheet = Sheet::new(
        admin.ctx.locale,
        &[
            "csv-ticket",
            "csv-order",
            "csv-family-name",
            "csv-first-name",
            "csv-attendee",
            "csv-tariff",
            "csv-price",
            "csv-state",
            "csv-issued",
            "csv-admitted",
            "csv-gate",
        ],
    )?;
    for ticket in tickets {
        let category = Concert::pick(admin.ctx.locale, &ticket.category_fr, &ticket.category_en);
        let state = sheet.word("bo-ticket-state", "state", if ticket.valid { "valid" } else { "void" })?;
        let cells = [
            ticket.number.clone(),
            ticket.code.clone(),
            Sheet::text(&ticket.family_name),
            Sheet::text(&ticket.first_name),
            Sheet::text(&ticket.holder.bearer(admin.ctx.locale, &ticket.holder.name)?),
            Sheet::text(category),
            sheet.amount(ticket.price),
            state,
            Sheet::moment(ticket.issued_at),
            ticket.admitted_at.map(Sheet::moment).unwrap_or_default(),
            Sheet::text(ticket.gate.as_deref().unwrap_or_default()),
        ];
        sheet.row(&cells)?;
    }
    staff::store::record(&mut tx, now, admin.account(), "export.tickets", Some(id.uuid())).await?;
    staff::store::register_export(&mut tx, now, admin.account(), taken).await?;
    tx.commit().await?;
    sheet.answer(&format!("billets-{}", concert.slug))
}

#[handler]
pub async fn order_sheet(admin: Admin, Query(asked): Query<orders::Asked>) -> Result<Response> {
    admin.require(Capability::Orders)?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    let filter = asked.filter();
    let orders = desk::store::orders(&mut tx, &filter, &Turn::default(), MOST_EXPORTED).await?;
    let taken = staff::store::TakenAway {
        what: "orders",
        concert: filter.concert,
        state: filter.state.map(OrderState::word).unwrap_or_default(),
        searched: !filter.text.is_empty(),
        rows: orders.len(),
    };
    let starts: HashMap<Uuid, _> =
        concert_store::list(&mut tx, concert_store::Wanted::default()).await?.into_iter().map(|concert| (concert.id.uuid(), concert.starts_at)).collect();
    let mut sheet = Sheet::new(
        admin.ctx.locale,
        &[
            "csv-order",
            "csv-number",
            "csv-buyer",
            "csv-email",
            "csv-concert",
            "csv-date",
            "csv-placed",
            "csv-places",
            "csv-total",
            "csv-refunded",
            "csv-fees",
            "csv-state",
        ],
    )?;
    for order in orders {
        let fee = order.fee.map(|fee| sheet.amount(fee)).unwrap_or_default();
        let state = sheet.word("bo-order-state", "state", order.state.word())?;
        let cells = [
            order.code.clone(),
            order.number.clone().unwrap_or_default(),
            Sheet::text(&order.buyer),
            Sheet::text(&order.email),
            Sheet::text(&order.concert_title),
            starts.get(&order.concert.uuid()).copied().map(Sheet::day).unwrap_or_default(),
            Sheet::moment(order.placed_at),
            order.seats.to_string(),
            sheet.amount(order.total),
            sheet.amount(order.refunded),
            fee,
            state,
        ];
        sheet.row(&cells)?;
    }
    staff::store::record(&mut tx, now, admin.account(), "export.orders", filter.concert).await?;
    staff::store::register_export(&mut tx, now, admin.account(), taken).await?;
    tx.commit().await?;
    sheet.answer("commandes")
}
