//! How a concert is shown in the back office's lists, and the words of its states.

use std::collections::HashMap;

use kernel::{clock::Timestamp, db::TenantTx, error::Result, http::Admin, money::Cents, session::Capability};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    payments::connect,
    ticketing::{
        concerts::model::{Concert, ConcertId, ConcertState, Sale, Tariff},
        desk, public,
    },
};

/// A concert in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ConcertRow {
    pub id: ConcertId,
    pub title: String,
    pub starts_at: Timestamp,
    pub doors_at: Option<Timestamp>,
    pub venue: String,
    pub sold: i32,
    pub held: i32,
    pub capacity: i32,
    pub takings_cents: Option<Cents>,
    pub state: &'static str,
    pub sale: &'static str,
}

impl ConcertRow {
    /// Rows for several concerts, in their order; takings only for those who may see money.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn of(admin: &Admin, tx: &mut TenantTx, concerts: &[Concert]) -> Result<Vec<Self>> {
        let now = admin.ctx.now();
        let ids: Vec<Uuid> = concerts.iter().map(|concert| concert.id.uuid()).collect();
        let payments = connect::store::active(tx).await?.is_some();
        let tariffs: HashMap<ConcertId, Vec<Tariff>> = public::store::tariffs_of(tx, &ids).await?;
        let money = admin.staff.role.may(Capability::Money);
        let takings = if money { desk::store::takings_by_concert(tx, &ids).await? } else { HashMap::new() };
        Ok(concerts
            .iter()
            .map(|concert| Self {
                id: concert.id,
                title: concert.title.clone(),
                starts_at: concert.starts_at,
                doors_at: concert.doors_at,
                venue: concert.venue_name.clone(),
                sold: concert.seats.sold,
                held: concert.seats.held,
                capacity: concert.seats.capacity,
                takings_cents: money.then(|| takings.get(&concert.id).copied().unwrap_or_default()),
                state: concert.state.word(),
                sale: sale_word(concert.sale(tariffs.get(&concert.id).map_or(&[], Vec::as_slice), payments, now)),
            })
            .collect())
    }

    /// For the samples of pages.
    pub fn sample(state: ConcertState, sale: &'static str) -> Self {
        Self {
            id: ConcertId::from_uuid(Uuid::from_u128(1)),
            title: "Alma Quartet".to_owned(),
            starts_at: sample_moment(),
            doors_at: Some(sample_moment()),
            venue: "La Grange aux Dîmes".to_owned(),
            sold: 62,
            held: 6,
            capacity: 120,
            takings_cents: Some(Cents(74_200)),
            state: state.word(),
            sale,
        }
    }
}

/// A concert offered by a filter.
#[derive(Clone, Debug, Serialize)]
pub struct ConcertOption {
    pub id: ConcertId,
    pub title: String,
    pub starts_at: Timestamp,
}

impl ConcertOption {
    /// Of a concert.
    pub fn of(concert: &Concert) -> Self {
        Self { id: concert.id, title: concert.title.clone(), starts_at: concert.starts_at }
    }

    /// For the samples of pages.
    pub fn sample() -> Self {
        Self { id: ConcertId::from_uuid(Uuid::from_u128(1)), title: "Alma Quartet".to_owned(), starts_at: sample_moment() }
    }
}

/// Where a sale stands, as the back office says it.
pub const fn sale_word(sale: Sale) -> &'static str {
    match sale {
        Sale::Open | Sale::AllHeld => "open",
        Sale::NotYet(_) | Sale::NoTariff => "not_open",
        Sale::Closed | Sale::Cancelled => "closed",
        Sale::SoldOut => "sold_out",
        Sale::NoPayments => "unconnected",
    }
}

/// A Saturday evening in March.
pub fn sample_moment() -> Timestamp {
    Timestamp::from_timestamp(1_773_516_600, 0).unwrap_or_default()
}
