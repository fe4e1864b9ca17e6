//! All the SQL that only the door needs.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::AccountId};

use crate::ticketing::{
    attendees::views::Holder,
    codes::OrderCode,
    concerts::model::ConcertId,
    desk::model::{fold, pattern},
    orders::model::OrderId,
    tickets::model::Ticket,
};

/// How many tickets a search lists: more than anybody reads standing.
const MOST: i64 = 40;

/// Valid tickets of an order whose bearers are not in yet.
///
/// # Errors
/// When the database is away.
pub async fn not_in_yet(tx: &mut TenantTx, order: OrderId) -> Result<i64> {
    let tenant = tx.tid();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket where tenant_id = $1 and order_id = $2 and state = 'valid' and admitted_at is null"#,
        tenant,
        order.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// Whom a ticket is for, and first and family name of who placed its order.
///
/// # Errors
/// When the database is away.
pub async fn holder(tx: &mut TenantTx, ticket: &Ticket) -> Result<(Holder, String)> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select p.first_name as "first_name?", p.family_name as "family_name?", a.standing as "standing?", a.name as "attendee?"
             from ticket_order o
             left join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
             left join attendee_shown a on a.tenant_id = o.tenant_id and a.ticket_id = $3
            where o.tenant_id = $1 and o.id = $2"#,
        tenant,
        ticket.order.uuid(),
        ticket.id.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok((Holder::default(), String::new())) };
    let buyer = full_name(&row.first_name.unwrap_or_default(), &row.family_name.unwrap_or_default());
    Ok((Holder::of_row(row.standing.as_deref(), row.attendee, &buyer), buyer))
}

fn full_name(first: &str, family: &str) -> String {
    let shown = |name: &str| crate::people::shown(name.to_owned());
    format!("{} {}", shown(first), shown(family)).trim().to_owned()
}

/// Whether `by` let this ticket in since a moment; the row stays locked until the transaction ends.
///
/// # Errors
/// When the database is away.
pub async fn may_undo(tx: &mut TenantTx, ticket: &Ticket, by: AccountId, since: Timestamp) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(
        "select id from ticket where tenant_id = $1 and id = $2 and admitted_by = $3 and admitted_at >= $4 for update",
        tenant,
        ticket.id.uuid(),
        by.uuid(),
        since
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.is_some())
}

/// A ticket found by name.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its number.
    pub number: String,
    /// Its seat category in French.
    pub category_fr: String,
    /// The same in English.
    pub category_en: String,
    /// Whom it is for.
    pub holder: Holder,
    /// First and family name of who bought it.
    pub buyer: String,
    /// Whether it admits.
    pub valid: bool,
    /// When its bearer came in.
    pub admitted_at: Option<Timestamp>,
}

/// The tickets of a concert whose order has this code, or whose buyer's name or address, or whose own name, holds this text; by family name.
///
/// # Errors
/// When the database is away.
pub async fn search(tx: &mut TenantTx, concert: ConcertId, text: &str) -> Result<Vec<Found>> {
    let tenant = tx.tid();
    let code = OrderCode::parse(text).map(|code| code.to_string());
    let name = if code.is_some() { None } else { Some(fold(text)).filter(|folded| !folded.is_empty()).map(|folded| pattern(&folded)) };
    let rows = sqlx::query!(
        r#"select t.number, t.category_fr, t.category_en, t.state, t.admitted_at, p.first_name as "first_name!", p.family_name as "family_name!",
                  a.standing as "standing?", a.name as "attendee?"
             from ticket t
             join ticket_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
             join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
             left join attendee_shown a on a.tenant_id = t.tenant_id and a.ticket_id = t.id
            where t.tenant_id = $1 and t.concert_id = $2
              and (o.code = $3 or p.email_norm like $4
                   or folded(p.first_name || ' ' || p.family_name || ' ' || p.first_name) like $4
                   or folded(a.name) like $4)
            order by lower(p.family_name), lower(p.first_name), t.number limit $5"#,
        tenant,
        concert.uuid(),
        code,
        name,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let buyer = full_name(&row.first_name, &row.family_name);
            Found {
                number: row.number,
                category_fr: row.category_fr,
                category_en: row.category_en,
                holder: Holder::of_row(row.standing.as_deref(), row.attendee, &buyer),
                buyer,
                valid: row.state == "valid",
                admitted_at: row.admitted_at,
            }
        })
        .collect())
}

/// The number of the ticket `by` let in last at this concert, since a moment.
///
/// # Errors
/// When the database is away.
pub async fn last_admitted(tx: &mut TenantTx, concert: ConcertId, by: AccountId, since: Timestamp) -> Result<Option<String>> {
    let tenant = tx.tid();
    let number = sqlx::query_scalar!(
        "select number from ticket where tenant_id = $1 and concert_id = $2 and admitted_by = $3 and admitted_at >= $4 order by admitted_at desc limit 1",
        tenant,
        concert.uuid(),
        by.uuid(),
        since
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(number)
}
