//! All the SQL of people.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, i18n::Locale, ids::new_uuid};
use uuid::Uuid;

use super::{NewPerson, Person, shown};

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

/// Lets nobody be erased until this transaction ends, because what it writes names them; waits for an erasure that has begun. Before any other lock,
/// as the erasure takes it.
///
/// # Errors
/// When the database is away.
pub async fn hold_still(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query_scalar!("select id from person where tenant_id = $1 and id = $2 for key share", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(())
}

/// One person, for what they asked for themselves: their order, its mails and documents. Who was erased has neither name nor address. What staff see
/// is [`find_shown`].
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Person>> {
    let tenant = tx.tid();
    let row = sqlx::query!("select first_name, family_name, email from person where tenant_id = $1 and id = $2", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| Person { first_name: shown(row.first_name), family_name: shown(row.family_name), email: shown(row.email), restricted: false }))
}

/// One person as staff may see them: without a name while their data are restricted, or once they were erased.
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
    Ok(row.map(|row| Person { first_name: shown(row.first_name), family_name: shown(row.family_name), email: shown(row.email), restricted: row.restricted }))
}

/// The language a person is written to in.
///
/// # Errors
/// When the database is away.
pub async fn locale(tx: &mut TenantTx, id: Uuid) -> Result<Option<Locale>> {
    let tenant = tx.tid();
    let code = sqlx::query_scalar!("select locale from person where tenant_id = $1 and id = $2", tenant, id).fetch_optional(tx.conn()).await?;
    Ok(code.map(|code| Locale::from_code(&code).unwrap_or_default()))
}

/// What is corrected of a person; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// First name.
    pub first_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// The address as typed, and normalised.
    pub email: Option<(String, String)>,
}

/// Corrects a person's row (GDPR art. 16); `false` when there is no such row, or an erasure has been through it: nobody comes back by a correction
/// that was asked for before.
///
/// # Errors
/// When the database is away.
pub async fn correct(tx: &mut TenantTx, id: Uuid, correction: &Correction) -> Result<bool> {
    let tenant = tx.tid();
    let (email, norm) = correction.email.as_ref().map(|(email, norm)| (email.as_str(), norm.as_str())).unzip();
    let done = sqlx::query!(
        "update person set first_name = coalesce($3, first_name), family_name = coalesce($4, family_name), email = coalesce($5, email), email_norm = coalesce($6, email_norm)
          where tenant_id = $1 and id = $2 and person.email_norm not like '%@erased.invalid'",
        tenant,
        id,
        correction.first_name,
        correction.family_name,
        email,
        norm
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Since when the first of these people is known.
///
/// # Errors
/// When the database is away.
pub async fn known_since(tx: &mut TenantTx, people: &[Uuid]) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    let first = sqlx::query_scalar!("select min(created_at) from person where tenant_id = $1 and id = any($2)", tenant, people).fetch_one(tx.conn()).await?;
    Ok(first)
}
