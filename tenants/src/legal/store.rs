//! All the SQL of legal texts: versions are added, never changed.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use super::{Kind, model::Content};

/// A version as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: i32,
    /// Of its content.
    pub hash: Vec<u8>,
    /// What it says.
    pub content: Content,
    /// Since when it applies.
    pub effective_from: Timestamp,
}

/// One version, or the last.
///
/// # Errors
/// When the database is away or a stored text cannot be read.
pub async fn find(tx: &mut TenantTx, kind: Kind, version: Option<i32>) -> Result<Option<Stored>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select id, version, content_hash, content, effective_from from legal_document
          where tenant_id = $1 and kind = $2 and ($3::int is null or version = $3) order by version desc limit 1",
        tenant,
        kind.word(),
        version
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        let content = serde_json::from_value(row.content).map_err(|error| anyhow::anyhow!("legal text {} cannot be read: {error}", row.id))?;
        Ok(Stored { id: row.id, version: row.version, hash: row.content_hash, content, effective_from: row.effective_from })
    })
    .transpose()
}

/// Adds a version; `false` when somebody added one of this number first.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, kind: Kind, version: i32, content: &Content) -> Result<bool> {
    let (tenant, id) = (tx.tid(), new_uuid(now));
    let json = serde_json::to_value(content).map_err(anyhow::Error::from)?;
    let done = sqlx::query!(
        "insert into legal_document (tenant_id, id, kind, version, content_hash, content, effective_from) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, kind, version) do nothing",
        tenant,
        id,
        kind.word(),
        version,
        content.hash()?,
        json,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Number and date of every version, latest first.
///
/// # Errors
/// When the database is away.
pub async fn versions(tx: &mut TenantTx, kind: Kind) -> Result<Vec<(i32, Timestamp)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select version, effective_from from legal_document where tenant_id = $1 and kind = $2 order by version desc", tenant, kind.word())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.version, row.effective_from)).collect())
}
