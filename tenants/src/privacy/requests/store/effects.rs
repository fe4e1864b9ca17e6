//! What a right leaves in the tables of people: a restriction, an address that is not written to. The tables are slice `people`'s; the statements
//! stand here until it offers them.

use kernel::{clock::Timestamp, db::TenantTx, error::Result};
use uuid::Uuid;

/// Whether a person's data are restricted for this reason.
///
/// # Errors
/// When the database is away.
pub async fn is_restricted(tx: &mut TenantTx, person: Uuid, reason: &str) -> Result<bool> {
    let tenant = tx.tid();
    let found = sqlx::query_scalar!(
        r#"select exists (select from person_restriction where tenant_id = $1 and person_id = $2 and reason_key = $3 and lifted_at is null) as "found!""#,
        tenant,
        person,
        reason
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(found)
}

/// Restricts a person's data for a treatment.
///
/// # Errors
/// When the database is away.
pub async fn restrict(tx: &mut TenantTx, now: Timestamp, id: Uuid, person: Uuid, treatment: &str, reason: &str) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        tenant,
        id,
        person,
        treatment,
        now,
        reason
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts an address on the opposition list.
///
/// # Errors
/// When the database is away.
pub async fn suppress(tx: &mut TenantTx, now: Timestamp, digest: &[u8], purpose: &str, source: &str) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into suppression (tenant_id, digest, purpose, since, source) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, digest, purpose) do update set since = excluded.since, source = excluded.source, lifted_at = null",
        tenant,
        digest,
        purpose,
        now,
        source
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
