//! All the SQL of people.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use super::{NewPerson, Person};

/// Writes a person down.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, new: &NewPerson) -> Result<Uuid> {
    let (tenant, id) = (tx.tid(), new_uuid(now));
    sqlx::query!(
        "insert into person (tenant_id, id, first_name, family_name, email, email_norm, locale, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tenant,
        id,
        new.first_name,
        new.family_name,
        new.email,
        new.email_norm,
        new.locale.code(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// One person, for what they asked for themselves: their order, its mails and documents. What staff see is [`find_shown`].
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Person>> {
    let tenant = tx.tid();
    let row = sqlx::query!("select first_name, family_name, email from person where tenant_id = $1 and id = $2", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| Person { first_name: row.first_name, family_name: row.family_name, email: row.email, restricted: false }))
}

/// One person as staff may see them: without a name while their data are restricted.
///
/// # Errors
/// When the database is away.
pub async fn find_shown(tx: &mut TenantTx, id: Uuid) -> Result<Option<Person>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select first_name as "first_name!", family_name as "family_name!", email as "email!", restricted as "restricted!"
             from person_shown where tenant_id = $1 and id = $2"#,
        tenant,
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Person { first_name: row.first_name, family_name: row.family_name, email: row.email, restricted: row.restricted }))
}
