//! What concerts sold: by tariff, by day, in money.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{clock::Timestamp, db::TenantTx, error::Result, money::Cents};
use uuid::Uuid;

use crate::ticketing::{
    concerts::model::{ConcertId, TariffId, TariffKind},
    orders::cancelled::Sums,
};

/// What a tariff sold.
#[derive(Clone, Debug)]
pub struct TariffSales {
    /// The tariff.
    pub id: TariffId,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
    /// How it is priced.
    pub kind: TariffKind,
    /// The price or the minimum.
    pub price: Cents,
    /// The most places per order.
    pub limit: Option<i16>,
    /// Valid tickets.
    pub sold: i64,
    /// Places in orders under way.
    pub held: i64,
    /// What was paid for the valid tickets.
    pub takings: Cents,
}

/// A concert's tariffs with what they sold; those out of sale only if they sold something.
///
/// # Errors
/// When the database is away.
pub async fn by_tariff(tx: &mut TenantTx, concert: ConcertId) -> Result<Vec<TariffSales>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select f.id, f.name_fr, f.name_en, f.kind, f.price, f.limit_per_order,
                  coalesce(s.sold, 0) as "sold!", coalesce(s.takings, 0)::bigint as "takings!", coalesce(h.held, 0)::bigint as "held!"
             from tariff f
             left join (select tariff_id, count(*) as sold, sum(price) as takings from ticket
                         where tenant_id = $1 and concert_id = $2 and state = 'valid' group by tariff_id) s on s.tariff_id = f.id
             left join (select l.tariff_id, sum(l.quantity) as held from order_line l
                          join ticket_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
                         where l.tenant_id = $1 and o.concert_id = $2 and o.state in ('held', 'paying') group by l.tariff_id) h on h.tariff_id = f.id
            where f.tenant_id = $1 and f.concert_id = $2 and (f.retired_at is null or s.sold > 0)
            order by f.retired_at is not null, f.position, f.id"#,
        tenant,
        concert.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TariffSales {
                id: TariffId::from_uuid(row.id),
                name_fr: row.name_fr,
                name_en: row.name_en,
                kind: TariffKind::from_word(&row.kind).ok_or_else(|| anyhow::anyhow!("tariff {} has an unknown kind", row.id))?,
                price: Cents::from(row.price),
                limit: row.limit_per_order,
                sold: row.sold,
                held: row.held,
                takings: Cents(row.takings),
            })
        })
        .collect()
}

/// Tickets issued on a day of Europe/Paris.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DaySales {
    /// The day.
    pub day: NaiveDate,
    /// How many.
    pub sold: i64,
}

/// A concert's sales by day, first day first; days without any are left out.
///
/// # Errors
/// When the database is away.
pub async fn by_day(tx: &mut TenantTx, concert: ConcertId) -> Result<Vec<DaySales>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select (issued_at at time zone 'Europe/Paris')::date as "day!", count(*) as "sold!"
             from ticket where tenant_id = $1 and concert_id = $2 and state = 'valid' group by 1 order by 1"#,
        tenant,
        concert.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| DaySales { day: row.day, sold: row.sold }).collect())
}

/// The concert before this one that sold tickets: its id and title.
///
/// # Errors
/// When the database is away.
pub async fn previous_concert(tx: &mut TenantTx, starts_at: Timestamp) -> Result<Option<(ConcertId, String)>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select c.id, c.title from concert c
          where c.tenant_id = $1 and c.starts_at < $2 and c.state = 'published'
            and exists (select from ticket t where t.tenant_id = c.tenant_id and t.concert_id = c.id and t.state = 'valid')
          order by c.starts_at desc limit 1",
        tenant,
        starts_at
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (ConcertId::from_uuid(row.id), row.title)))
}

/// The money of a concert.
#[derive(Clone, Copy, Debug, Default)]
pub struct Takings {
    /// Paid by card.
    pub gross: Cents,
    /// Given back, or on its way back.
    pub refunded: Cents,
    /// Fees known so far.
    pub fees: Cents,
    /// Payments whose fee is not known yet.
    pub fees_missing: i64,
}

/// The money of a concert's orders.
///
/// # Errors
/// When the database is away.
pub async fn takings(tx: &mut TenantTx, concert: ConcertId) -> Result<Takings> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select coalesce(sum(y.amount), 0)::bigint as "gross!", coalesce(sum(r.given), 0)::bigint as "refunded!",
                  coalesce(sum(y.fee), 0)::bigint as "fees!", count(*) filter (where y.fee is null) as "missing!"
             from payment y
             join ticket_order o on o.tenant_id = y.tenant_id and o.id = y.subject_id
             left join (select payment_id, sum(amount) as given from refund where tenant_id = $1 and state <> 'failed' group by payment_id) r on r.payment_id = y.id
            where y.tenant_id = $1 and y.subject_kind = 'order' and y.state = 'succeeded' and o.concert_id = $2"#,
        tenant,
        concert.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Takings { gross: Cents(row.gross), refunded: Cents(row.refunded), fees: Cents(row.fees), fees_missing: row.missing })
}

/// What the valid tickets of each concert brought in.
///
/// # Errors
/// When the database is away.
pub async fn takings_by_concert(tx: &mut TenantTx, concerts: &[Uuid]) -> Result<HashMap<ConcertId, Cents>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select concert_id, sum(price)::bigint as "takings!" from ticket
            where tenant_id = $1 and concert_id = any($2) and state = 'valid' group by concert_id"#,
        tenant,
        concerts
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (ConcertId::from_uuid(row.concert_id), Cents(row.takings))).collect())
}

/// Valid tickets issued since a moment, and what was paid for them.
///
/// # Errors
/// When the database is away.
pub async fn week(tx: &mut TenantTx, since: Timestamp) -> Result<(i64, Cents)> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select count(*) as "tickets!", coalesce(sum(price), 0)::bigint as "cents!" from ticket where tenant_id = $1 and state = 'valid' and issued_at >= $2"#,
        tenant,
        since
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.tickets, Cents(row.cents)))
}

/// How many orders of a concert came to an end with tickets.
///
/// # Errors
/// When the database is away.
pub async fn order_count(tx: &mut TenantTx, concert: ConcertId) -> Result<i64> {
    let tenant = tx.tid();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket_order where tenant_id = $1 and concert_id = $2 and state in ('confirmed', 'refunded')"#,
        tenant,
        concert.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// The orders with a refund that failed and that nobody tried again, latest first.
///
/// # Errors
/// When the database is away.
pub async fn failed_refunds(tx: &mut TenantTx) -> Result<Vec<Uuid>> {
    let tenant = tx.tid();
    let rows = sqlx::query_scalar!(
        "select y.subject_id from refund r join payment y on y.tenant_id = r.tenant_id and y.id = r.payment_id
          where r.tenant_id = $1 and r.state = 'failed' and r.failure is distinct from 'retried' and y.subject_kind = 'order' order by r.created_at desc limit 100",
        tenant
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// The order whose payment was disputed last, since a moment.
///
/// # Errors
/// When the database is away.
pub async fn latest_dispute(tx: &mut TenantTx, since: Timestamp) -> Result<Option<Uuid>> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(
        "select subject_id from payment where tenant_id = $1 and subject_kind = 'order' and disputed_at >= $2 order by disputed_at desc limit 1",
        tenant,
        since
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// What is said of a picture, in French and English, and its credit; `None` when the association has no such picture.
///
/// # Errors
/// When the database is away.
pub async fn picture_words(tx: &mut TenantTx, picture: Uuid) -> Result<Option<(String, String, String)>> {
    let tenant = tx.tid();
    let row = sqlx::query!("select alt_fr, alt_en, credit from picture where tenant_id = $1 and id = $2", tenant, picture).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| (row.alt_fr, row.alt_en, row.credit)))
}

/// What refunding every confirmed order of a concert would come to.
///
/// # Errors
/// When the database is away.
pub async fn refundable_sums(tx: &mut TenantTx, concert: ConcertId) -> Result<Sums> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select count(*) as "buyers!", coalesce(sum(t.amount), 0)::bigint as "amount!", coalesce(sum(y.fee) filter (where t.amount > 0), 0)::bigint as "fees!"
             from ticket_order o
             left join (select order_id, sum(price) as amount from ticket where tenant_id = $1 and concert_id = $2 and state = 'valid' group by order_id) t on t.order_id = o.id
             left join payment y on y.tenant_id = o.tenant_id and y.subject_kind = 'order' and y.subject_id = o.id and y.state = 'succeeded'
            where o.tenant_id = $1 and o.concert_id = $2 and o.state = 'confirmed'"#,
        tenant,
        concert.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Sums { buyers: row.buyers, amount: Cents(row.amount), fees: Cents(row.fees) })
}
