//! All the SQL of the suppression list.

use kernel::{clock::Timestamp, db::TenantTx, error::Result};

use super::{Digest, Source};

/// Lists a digest for a purpose. One that was lifted later than `since` stays lifted: a replay of the past undoes no newer consent.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, since: Timestamp, digest: &Digest, purpose: &str, source: Source) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into suppression as kept (tenant_id, digest, purpose, since, source) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, digest, purpose) do update set since = excluded.since, source = excluded.source, lifted_at = null
           where kept.lifted_at < excluded.since",
        tenant,
        &digest[..],
        purpose,
        since,
        source.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Those of `digests` that are listed for a purpose.
///
/// # Errors
/// When the database is away.
pub async fn listed(tx: &mut TenantTx, digests: &[Digest], purpose: &str) -> Result<Vec<Digest>> {
    let tenant = tx.tid();
    let digests: Vec<Vec<u8>> = digests.iter().map(|digest| digest.to_vec()).collect();
    let rows = sqlx::query_scalar!(
        "select digest from suppression where tenant_id = $1 and digest = any($2) and purpose = $3 and lifted_at is null",
        tenant,
        &digests,
        purpose
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|digest| digest.try_into().ok()).collect())
}

pub(super) async fn lift(tx: &mut TenantTx, now: Timestamp, digest: &Digest, purpose: &str) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "update suppression set lifted_at = $4 where tenant_id = $1 and digest = $2 and purpose = $3 and lifted_at is null",
        tenant,
        &digest[..],
        purpose,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
