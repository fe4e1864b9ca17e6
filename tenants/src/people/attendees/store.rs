//! All the SQL of attendees. Names are read from `attendee_shown` only: whoever had theirs restricted has none for anybody else.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use super::{Attendee, Place, Whose};

/// Whom the places of an order are for, by place; nothing of places nobody was named for.
///
/// # Errors
/// When the database is away.
pub async fn of_order(tx: &mut TenantTx, order: Uuid) -> Result<Vec<Attendee>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select id as "id!", place as "place!", ticket_id, is_buyer as "is_buyer!", name, email, restricted as "restricted!", asked as "asked!"
             from attendee_shown where tenant_id = $1 and order_id = $2 order by place"#,
        tenant,
        order
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Attendee {
            id: row.id,
            place: u16::try_from(row.place).unwrap_or(0),
            ticket: row.ticket_id,
            is_buyer: row.is_buyer,
            name: row.name,
            email: row.email,
            restricted: row.restricted,
            asked: row.asked,
        })
        .collect())
}

/// Whether anybody was named for a place of an order.
///
/// # Errors
/// When the database is away.
pub async fn any_of_order(tx: &mut TenantTx, order: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(r#"select exists (select from attendee where tenant_id = $1 and order_id = $2) as "found!""#, tenant, order);
    Ok(found.fetch_one(tx.conn()).await?)
}

/// Writes whom a place is for, nobody with `None`; `false` when nothing was written, because its name was erased or may not be used. The caller holds
/// the order's lock.
///
/// Another address is another person, with a row of their own: what somebody asked about theirs must not come over whoever comes instead.
///
/// # Errors
/// When the database is away.
pub async fn set(tx: &mut TenantTx, now: Timestamp, place: Place, whose: Option<&Whose>) -> Result<bool> {
    let (tenant, number) = (tx.tid(), i16::try_from(place.number).unwrap_or(i16::MAX));
    // Waits for an erasure, a restriction or a request that is writing now, and is then judged by what they left.
    sqlx::query!("select id from attendee where tenant_id = $1 and order_id = $2 and place = $3 for update", tenant, place.order, number)
        .fetch_optional(tx.conn())
        .await?;
    let known = of_order(tx, place.order).await?.into_iter().find(|attendee| attendee.place == place.number);
    if known.as_ref().is_some_and(|attendee| !attendee.is_open()) {
        return Ok(false);
    }
    let (is_buyer, name, email) = match whose {
        Some(Whose::Buyer) => (true, None, None),
        Some(Whose::Named { name, email }) => (false, Some(name.as_str()), email.as_deref()),
        None => (false, None, None),
    };
    let mut kept = None;
    if let Some(known) = known {
        let same = whose.is_some() && (known.email.is_none() || known.email.as_deref() == email);
        if same {
            kept = Some(known.id);
        } else {
            sqlx::query!("delete from attendee where tenant_id = $1 and id = $2", tenant, known.id).execute(tx.conn()).await?;
        }
    }
    match (kept, whose) {
        (Some(id), Some(_)) => {
            sqlx::query!(
                "update attendee set is_buyer = $3, name = $4, email = $5 where tenant_id = $1 and id = $2 and (is_buyer or name is not null)",
                tenant,
                id,
                is_buyer,
                name,
                email
            )
            .execute(tx.conn())
            .await?;
        }
        (None, Some(_)) => {
            sqlx::query!(
                "insert into attendee (tenant_id, id, order_id, concert_id, place, ticket_id, is_buyer, name, email, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                tenant,
                new_uuid(now),
                place.order,
                place.concert,
                number,
                place.ticket,
                is_buyer,
                name,
                email,
                now
            )
            .execute(tx.conn())
            .await?;
        }
        (_, None) => {}
    }
    Ok(true)
}

/// Says which ticket each place of an order became.
///
/// # Errors
/// When the database is away.
pub async fn issued(tx: &mut TenantTx, order: Uuid, tickets: &[(u16, Uuid)]) -> Result<()> {
    let tenant = tx.tid();
    let places: Vec<i16> = tickets.iter().map(|(place, _)| i16::try_from(*place).unwrap_or(i16::MAX)).collect();
    let ids: Vec<Uuid> = tickets.iter().map(|(_, ticket)| *ticket).collect();
    sqlx::query!(
        "update attendee a set ticket_id = t.ticket from unnest($3::smallint[], $4::uuid[]) as t(place, ticket)
          where a.tenant_id = $1 and a.order_id = $2 and a.place = t.place",
        tenant,
        order,
        &places,
        &ids
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Since when the first of these rows is kept.
///
/// # Errors
/// When the database is away.
pub async fn known_since(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!("select min(created_at) from attendee where tenant_id = $1 and id = any($2)", tenant, ids).fetch_one(tx.conn()).await?)
}

/// The address of somebody, if one was given with the name.
///
/// # Errors
/// When the database is away.
pub async fn address(tx: &mut TenantTx, id: Uuid) -> Result<Option<String>> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!("select email from attendee where tenant_id = $1 and id = $2", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(found.flatten())
}

/// Whether there is such a row.
///
/// # Errors
/// When the database is away.
pub async fn exists(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(r#"select exists (select from attendee where tenant_id = $1 and id = $2) as "found!""#, tenant, id);
    Ok(found.fetch_one(tx.conn()).await?)
}

/// Corrects a name or an address, as the person themselves asked (GDPR art. 16); what is `None` stays. `false` when there is no such row, or an erasure
/// has been through it.
///
/// # Errors
/// When the database is away.
pub async fn correct(tx: &mut TenantTx, id: Uuid, name: Option<&str>, email: Option<&str>) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update attendee set name = coalesce($3, name), email = coalesce($4, email) where tenant_id = $1 and id = $2 and name is not null",
        tenant,
        id,
        name,
        email
    );
    Ok(done.execute(tx.conn()).await?.rows_affected() == 1)
}
