//! All the SQL of tickets: issued once per order, voided, admitted once.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::Result,
    ids::AccountId,
    money::Cents,
};
use uuid::Uuid;

use super::{
    journal::{self, Entry, Kind},
    model::{Ticket, TicketId},
};
use crate::{
    people::attendees,
    ticketing::{
        concerts::model::ConcertId,
        orders::model::{Line, Order, OrderId, OrderNumber},
    },
};

/// Issues the tickets of an order that was just confirmed, and writes each into the journal.
///
/// # Errors
/// When the database is away, or the order had tickets already (their numbers are unique).
pub async fn issue(tx: &mut TenantTx, now: Timestamp, order: &Order, number: OrderNumber, lines: &[Line]) -> Result<()> {
    let tenant = tx.tid();
    let places = lines.iter().flat_map(|line| std::iter::repeat_n(line, usize::from(line.quantity)));
    let mut columns: (Vec<Uuid>, Vec<String>, Vec<Uuid>, Vec<String>, Vec<String>, Vec<i32>) = Default::default();
    let mut entries = Vec::new();
    let mut issued = Vec::new();
    for (index, line) in (1_u16..).zip(places) {
        let ticket = order.code.ticket(index).to_string();
        let id = TicketId::new(now).uuid();
        issued.push((index, id));
        columns.0.push(id);
        columns.1.push(ticket.clone());
        columns.2.push(line.tariff.uuid());
        columns.3.push(line.name_fr.clone());
        columns.4.push(line.name_en.clone());
        columns.5.push(line.unit_price.to_i32().unwrap_or(i32::MAX));
        entries.push(Entry {
            kind: Kind::Issued,
            ticket_number: Some(ticket),
            concert: Some(order.concert),
            category: Some(line.name_fr.clone()),
            amount: line.unit_price,
            order_number: Some(number.to_string()),
        });
    }
    sqlx::query!(
        "insert into ticket (tenant_id, id, number, order_id, concert_id, tariff_id, category_fr, category_en, price, issued_at)
         select $1, t.id, t.number, $2, $3, t.tariff, t.fr, t.en, t.price, $4
           from unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::int[]) as t(id, number, tariff, fr, en, price)",
        tenant,
        order.id.uuid(),
        order.concert.uuid(),
        now,
        &columns.0,
        &columns.1,
        &columns.2,
        &columns.3,
        &columns.4,
        &columns.5
    )
    .execute(tx.conn())
    .await?;
    attendees::store::issued(tx, order.id.uuid(), &issued).await?;
    journal::append(tx, now, &entries).await
}

/// Which tickets to read.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Of this order.
    pub order: Option<OrderId>,
    /// With this number.
    pub number: Option<&'a str>,
    /// Of this concert.
    pub concert: Option<ConcertId>,
    /// Keep others from changing them until the transaction ends.
    pub lock: bool,
}

/// The tickets wanted, by number.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut TenantTx, wanted: Wanted<'_>) -> Result<Vec<Ticket>> {
    let tenant = tx.tid();
    let order = wanted.order.map(OrderId::uuid);
    let concert = wanted.concert.map(ConcertId::uuid);
    if wanted.lock {
        sqlx::query_scalar!(
            "select id from ticket where tenant_id = $1 and ($2::uuid is null or order_id = $2) and ($3::text is null or number = $3)
                and ($4::uuid is null or concert_id = $4) order by number for update",
            tenant,
            order,
            wanted.number,
            concert
        )
        .fetch_all(tx.conn())
        .await?;
    }
    let rows = sqlx::query!(
        "select id, number, order_id, concert_id, category_fr, category_en, price, state, issued_at, refund_id, admitted_at, admitted_gate
           from ticket
          where tenant_id = $1 and ($2::uuid is null or order_id = $2) and ($3::text is null or number = $3) and ($4::uuid is null or concert_id = $4)
          order by number",
        tenant,
        order,
        wanted.number,
        concert
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Ticket {
            id: TicketId::from_uuid(row.id),
            number: row.number,
            order: OrderId::from_uuid(row.order_id),
            concert: ConcertId::from_uuid(row.concert_id),
            category_fr: row.category_fr,
            category_en: row.category_en,
            price: Cents::from(row.price),
            valid: row.state == "valid",
            issued_at: row.issued_at,
            refund: row.refund_id,
            admitted_at: row.admitted_at,
            admitted_gate: row.admitted_gate,
        })
        .collect())
}

/// Makes valid tickets void, under `refund`, and writes each into the journal. The caller holds their locks and gives their seats back.
///
/// # Errors
/// When the database is away, or one of them was void already.
pub async fn void(tx: &mut TenantTx, now: Timestamp, tickets: &[Ticket], refund: Option<Uuid>, order_number: Option<OrderNumber>) -> Result<()> {
    let tenant = tx.tid();
    let ids: Vec<Uuid> = tickets.iter().map(|ticket| ticket.id.uuid()).collect();
    let done = sqlx::query!(
        "update ticket set state = 'void', voided_at = $3, refund_id = $4 where tenant_id = $1 and id = any($2) and state = 'valid'",
        tenant,
        &ids,
        now,
        refund
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() != u64::try_from(ids.len()).unwrap_or(0) {
        return one(done.rows_affected().saturating_add(1).max(2));
    }
    let kind = if refund.is_some() { Kind::Refunded } else { Kind::Cancelled };
    let entries: Vec<Entry> = tickets
        .iter()
        .map(|ticket| Entry {
            kind,
            ticket_number: Some(ticket.number.clone()),
            concert: Some(ticket.concert),
            category: Some(ticket.category_fr.clone()),
            amount: if refund.is_some() { Cents::ZERO - ticket.price } else { Cents::ZERO },
            order_number: order_number.map(|number| number.to_string()),
        })
        .collect();
    journal::append(tx, now, &entries).await
}

/// Lets the bearer of a valid ticket of this concert in, once; `false` when it is void, of another concert or already in.
///
/// # Errors
/// When the database is away.
pub async fn admit(tx: &mut TenantTx, now: Timestamp, ticket: &Ticket, by: AccountId, gate: &str) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update ticket set admitted_at = $4, admitted_by = $5, admitted_gate = $6
          where tenant_id = $1 and id = $2 and concert_id = $3 and state = 'valid' and admitted_at is null",
        tenant,
        ticket.id.uuid(),
        ticket.concert.uuid(),
        now,
        by.uuid(),
        gate
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    journal::append(tx, now, &[passage(Kind::Admitted, ticket)]).await?;
    Ok(true)
}

/// Takes an admission back; `false` when there was none.
///
/// # Errors
/// When the database is away.
pub async fn undo_admission(tx: &mut TenantTx, now: Timestamp, ticket: &Ticket) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update ticket set admitted_at = null, admitted_by = null, admitted_gate = null where tenant_id = $1 and id = $2 and admitted_at is not null",
        tenant,
        ticket.id.uuid()
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    journal::append(tx, now, &[passage(Kind::AdmissionUndone, ticket)]).await?;
    Ok(true)
}

fn passage(kind: Kind, ticket: &Ticket) -> Entry {
    Entry {
        kind,
        ticket_number: Some(ticket.number.clone()),
        concert: Some(ticket.concert),
        category: Some(ticket.category_fr.clone()),
        amount: Cents::ZERO,
        order_number: None,
    }
}

/// How many came in and how many are expected: valid tickets admitted, and all valid tickets.
///
/// # Errors
/// When the database is away.
pub async fn counts(tx: &mut TenantTx, concert: ConcertId) -> Result<(i64, i64)> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select count(admitted_at) as "admitted!", count(*) as "expected!" from ticket where tenant_id = $1 and concert_id = $2 and state = 'valid'"#,
        tenant,
        concert.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.admitted, row.expected))
}

/// Whether a refund has voided a ticket.
///
/// # Errors
/// When the database is away.
pub async fn voided_by(tx: &mut TenantTx, refund: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!(r#"select exists (select from ticket where tenant_id = $1 and refund_id = $2) as "voided!""#, tenant, refund)
        .fetch_one(tx.conn())
        .await?)
}
