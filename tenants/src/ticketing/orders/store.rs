//! All the SQL of orders and of the seats they hold. Every change of state is conditional: one row, or nothing happened.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::{Error, Result},
    i18n::Locale,
    money::Cents,
};
use uuid::Uuid;

use super::{
    holds::Accepted,
    model::{HOLD, Line, Order, OrderId, OrderNumber, OrderState},
};
use crate::ticketing::{
    codes::OrderCode,
    concerts::model::{ConcertId, TariffId},
};

/// What a batch of holds finds.
#[derive(Clone, Copy, Debug)]
pub struct SeatsFound {
    /// Seats that are free.
    pub left: i32,
    /// Whether the concert is published and its sale open, by the database's row, not by a cached page.
    pub on_sale: bool,
}

/// Locks a concert's seats until the transaction ends.
///
/// # Errors
/// When the database is away.
pub async fn lock_seats(tx: &mut TenantTx, concert: ConcertId, now: Timestamp) -> Result<Option<SeatsFound>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select s.capacity - s.held - s.sold as "left!",
                  (c.state = 'published' and coalesce(c.sale_opens_at, '-infinity') <= $3 and coalesce(c.sale_closes_at, c.starts_at) > $3
                   and exists (select from tenant t where t.id = c.tenant_id and t.state = 'active')) as "on_sale!"
             from seat_pool s join concert c on c.tenant_id = s.tenant_id and c.id = s.concert_id
            where s.tenant_id = $1 and s.concert_id = $2 for update of s"#,
        tenant,
        concert.uuid(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| SeatsFound { left: row.left, on_sale: row.on_sale }))
}

/// Inserts a batch of orders with their lines and counts their seats as held: one statement, whatever the batch's size.
///
/// # Errors
/// When a CHECK refuses or the database is away.
pub async fn add_held(tx: &mut TenantTx, concert: ConcertId, now: Timestamp, batch: &[Accepted<'_>], test: bool) -> Result<()> {
    let tenant = tx.tid();
    let mut orders: (Vec<Uuid>, Vec<String>, Vec<i16>, Vec<i32>, Vec<String>) = Default::default();
    let mut lines: (Vec<Uuid>, Vec<i16>, Vec<Uuid>, Vec<String>, Vec<String>, Vec<i16>, Vec<i32>) = Default::default();
    let mut taken = 0;
    for accepted in batch {
        let cart = &accepted.hold.cart;
        taken += i32::from(cart.seats);
        orders.0.push(accepted.id.uuid());
        orders.1.push(accepted.code.to_string());
        orders.2.push(small(cart.seats));
        orders.3.push(column(cart.total)?);
        orders.4.push(accepted.hold.locale.code().to_owned());
        for (position, line) in (1_i16..).zip(&cart.lines) {
            lines.0.push(accepted.id.uuid());
            lines.1.push(position);
            lines.2.push(line.tariff.uuid());
            lines.3.push(line.name_fr.clone());
            lines.4.push(line.name_en.clone());
            lines.5.push(small(line.quantity));
            lines.6.push(column(line.unit_price)?);
        }
    }
    let done = sqlx::query!(
        "with placed as (
           insert into ticket_order (tenant_id, id, code, concert_id, seats, total, locale, placed_at, held_until, test)
           select $1, o.id, o.code, $2, o.seats, o.total, o.locale, $3, $4, $5
             from unnest($6::uuid[], $7::text[], $8::smallint[], $9::int[], $10::text[]) as o(id, code, seats, total, locale)),
         lined as (
           insert into order_line (tenant_id, order_id, position, tariff_id, name_fr, name_en, quantity, unit_price)
           select $1, l.* from unnest($11::uuid[], $12::smallint[], $13::uuid[], $14::text[], $15::text[], $16::smallint[], $17::int[]) as l)
         update seat_pool set held = held + $18 where tenant_id = $1 and concert_id = $2 and held + sold + $18 <= capacity",
        tenant,
        concert.uuid(),
        now,
        now + HOLD,
        test,
        &orders.0,
        &orders.1,
        &orders.2,
        &orders.3,
        &orders.4,
        &lines.0,
        &lines.1,
        &lines.2,
        &lines.3,
        &lines.4,
        &lines.5,
        &lines.6,
        taken
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// How to find orders.
#[derive(Clone, Copy, Debug)]
pub enum Find<'a> {
    /// By id.
    Id(OrderId),
    /// By public code.
    Code(&'a OrderCode),
}

/// One order; with `lock`, nobody else changes it until the transaction ends.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, by: Find<'_>, lock: bool) -> Result<Option<Order>> {
    let tenant = tx.tid();
    let (id, code) = match by {
        Find::Id(id) => (Some(id.uuid()), None),
        Find::Code(code) => (None, Some(code.to_string())),
    };
    if lock {
        sqlx::query_scalar!("select id from ticket_order where tenant_id = $1 and (id = $2 or code = $3) for update", tenant, id, code)
            .fetch_optional(tx.conn())
            .await?;
    }
    let row = sqlx::query!(
        "select id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id, number_year, number, confirmed_at, test
           from ticket_order where tenant_id = $1 and (id = $2 or code = $3)",
        tenant,
        id,
        code
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(Order {
            id: OrderId::from_uuid(row.id),
            code: OrderCode::parse(&row.code).ok_or_else(|| anyhow::anyhow!("order {} has an unreadable code", row.id))?,
            concert: ConcertId::from_uuid(row.concert_id),
            seats: u16::try_from(row.seats).unwrap_or(0),
            total: Cents::from(row.total),
            state: OrderState::from_word(&row.state).ok_or_else(|| anyhow::anyhow!("order {} has an unknown state", row.id))?,
            locale: Locale::from_code(&row.locale).unwrap_or(Locale::Fr),
            placed_at: row.placed_at,
            held_until: row.held_until,
            person: row.person_id,
            number: row.number_year.zip(row.number).map(|(year, number)| OrderNumber { year, number }),
            confirmed_at: row.confirmed_at,
            test: row.test,
        })
    })
    .transpose()
}

/// An order's lines.
///
/// # Errors
/// When the database is away.
pub async fn lines(tx: &mut TenantTx, order: OrderId) -> Result<Vec<Line>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select tariff_id, name_fr, name_en, quantity, unit_price from order_line where tenant_id = $1 and order_id = $2 order by position",
        tenant,
        order.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Line {
            tariff: TariffId::from_uuid(row.tariff_id),
            name_fr: row.name_fr,
            name_en: row.name_en,
            quantity: u16::try_from(row.quantity).unwrap_or(0),
            unit_price: Cents::from(row.unit_price),
        })
        .collect())
}

/// Writes down who buys and which texts they said to have read.
///
/// # Errors
/// When the database is away or the order is gone.
pub async fn set_buyer(tx: &mut TenantTx, order: OrderId, person: Uuid, notice: Uuid, terms: Uuid, now: Timestamp) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update ticket_order set person_id = $3, notice_id = $4, terms_id = $5, acknowledged_at = $6 where tenant_id = $1 and id = $2",
        tenant,
        order.uuid(),
        person,
        notice,
        terms,
        now
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// From `held` to `paying`, kept until `held_until`; `false` when it stands elsewhere.
///
/// # Errors
/// When the database is away.
pub async fn start_paying(tx: &mut TenantTx, order: OrderId, held_until: Timestamp) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update ticket_order set state = 'paying', held_until = $3 where tenant_id = $1 and id = $2 and state in ('held', 'paying')",
        tenant,
        order.uuid(),
        held_until
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an order that holds seats, as `to`, and gives the seats back; `false` when it holds none.
///
/// # Errors
/// When the database is away.
pub async fn release(tx: &mut TenantTx, order: &Order, to: OrderState) -> Result<bool> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update ticket_order set state = $3 where tenant_id = $1 and id = $2 and state in ('held', 'paying')", tenant, order.id.uuid(), to.word())
            .execute(tx.conn())
            .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let done = sqlx::query!(
        "update seat_pool set held = held - $3 where tenant_id = $1 and concert_id = $2 and held >= $3",
        tenant,
        order.concert.uuid(),
        i32::from(order.seats)
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    Ok(true)
}

/// Where the seats of an order that was paid come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeatsFrom {
    /// It holds them.
    Hold,
    /// It lost them; they are taken again if they are free.
    Free,
}

/// Counts an order's seats as sold; `false` when they had to be free and are not.
///
/// # Errors
/// When the database is away, or seats said to be held are not.
pub async fn sell_seats(tx: &mut TenantTx, order: &Order, from: SeatsFrom) -> Result<bool> {
    let (tenant, concert, seats) = (tx.tid(), order.concert.uuid(), i32::from(order.seats));
    let done = match from {
        SeatsFrom::Hold => sqlx::query!(
            "update seat_pool set held = held - $3, sold = sold + $3 where tenant_id = $1 and concert_id = $2 and held >= $3",
            tenant,
            concert,
            seats
        )
        .execute(tx.conn()),
        SeatsFrom::Free => sqlx::query!(
            // A concert that will not take place has no seat left for a payment that comes late.
            "update seat_pool set sold = sold + $3
              where tenant_id = $1 and concert_id = $2 and held + sold + $3 <= capacity
                and not exists (select from concert c where c.tenant_id = $1 and c.id = $2 and c.state = 'cancelled')",
            tenant,
            concert,
            seats
        )
        .execute(tx.conn()),
    };
    let sold = done.await?.rows_affected();
    if from == SeatsFrom::Hold { one(sold).map(|()| true) } else { Ok(sold == 1) }
}

/// Gives sold seats back when their tickets are void.
///
/// # Errors
/// When the database is away or fewer were sold.
pub async fn unsell_seats(tx: &mut TenantTx, concert: ConcertId, seats: i32) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!("update seat_pool set sold = sold - $3 where tenant_id = $1 and concert_id = $2 and sold >= $3", tenant, concert.uuid(), seats)
        .execute(tx.conn())
        .await?;
    one(done.rows_affected())
}

/// Confirms an order from one of the states it may be confirmed from, under its uninterrupted number; `false` when it stands elsewhere.
///
/// # Errors
/// When the database is away.
pub async fn confirm(tx: &mut TenantTx, order: OrderId, from: OrderState, number: OrderNumber, now: Timestamp) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update ticket_order set state = 'confirmed', number_year = $4, number = $5, confirmed_at = $6 where tenant_id = $1 and id = $2 and state = $3",
        tenant,
        order.uuid(),
        from.word(),
        number.year,
        number.number,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves an order from `from` to `to` without touching seats; `false` when it stands elsewhere.
///
/// # Errors
/// When the database is away.
pub async fn set_state(tx: &mut TenantTx, order: OrderId, from: OrderState, to: OrderState) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!("update ticket_order set state = $4 where tenant_id = $1 and id = $2 and state = $3", tenant, order.uuid(), from.word(), to.word())
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The next number of an uninterrupted series. The row stays locked until the transaction ends, so that a roll-back leaves no gap.
///
/// # Errors
/// When the database is away.
pub async fn next_number(tx: &mut TenantTx, year: i16) -> Result<OrderNumber> {
    let tenant = tx.tid();
    let value = sqlx::query_scalar!(
        "insert into counter (tenant_id, name, value) values ($1, $2, 1)
         on conflict (tenant_id, name) do update set value = counter.value + 1 returning value",
        tenant,
        format!("order-{year}")
    )
    .fetch_one(tx.conn())
    .await?;
    let number = i32::try_from(value).map_err(|_| Error::Internal(anyhow::anyhow!("the order numbers of {year} are used up")))?;
    Ok(OrderNumber { year, number })
}

/// Orders whose time is up: still held (no Checkout was opened), by our clock.
///
/// # Errors
/// When the database is away.
pub async fn lapsed(tx: &mut TenantTx, now: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    let tenant = tx.tid();
    let rows = sqlx::query_scalar!(
        "select id from ticket_order where tenant_id = $1 and state = 'held' and held_until <= $2 order by held_until limit $3",
        tenant,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(OrderId::from_uuid).collect())
}

/// Orders at Stripe's till whose time is long up: whoever should have looked did not.
///
/// # Errors
/// When the database is away.
pub async fn overdue(tx: &mut TenantTx, now: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    let tenant = tx.tid();
    let rows = sqlx::query_scalar!(
        "select id from ticket_order where tenant_id = $1 and state = 'paying' and held_until <= $2 order by held_until limit $3",
        tenant,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(OrderId::from_uuid).collect())
}

/// When the next hold lapses.
///
/// # Errors
/// When the database is away.
pub async fn next_lapse(tx: &mut TenantTx) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!("select min(held_until) from ticket_order where tenant_id = $1 and state = 'held'", tenant).fetch_one(tx.conn()).await?)
}

fn small(number: u16) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn column(amount: Cents) -> Result<i32> {
    amount.to_i32().ok_or_else(|| Error::Internal(anyhow::anyhow!("an amount does not fit its column")))
}
