//! All the SQL of agreements: wordings and acceptances are added, never changed.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, TenantTx},
    error::Result,
    ids::AccountId,
};
use serde_json::Value;

use crate::legal::model::Content;

/// A wording as stored.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Its number, from 1.
    pub version: i32,
    /// Of its content.
    pub hash: Vec<u8>,
    /// What it says.
    pub content: Content,
    /// Since when it is known.
    pub published_at: Timestamp,
    /// Since when it applies.
    pub applies_from: Timestamp,
}

/// That an association agreed.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// To which version.
    pub version: i32,
    /// To which content.
    pub hash: Vec<u8>,
    /// The association's name then.
    pub controller_name: String,
    /// Its seat then, on one line.
    pub controller_address: String,
    /// Who agreed for it.
    pub signatory: String,
    /// When.
    pub accepted_at: Timestamp,
    /// Since when it binds.
    pub applies_from: Timestamp,
}

fn terms(version: i32, hash: Vec<u8>, content: Value, published_at: Timestamp, applies_from: Timestamp) -> Result<Terms> {
    let content = serde_json::from_value(content).map_err(|error| anyhow::anyhow!("agreement {version} cannot be read: {error}"))?;
    Ok(Terms { version, hash, content, published_at, applies_from })
}

/// The wording with this content.
///
/// # Errors
/// When the database is away.
pub async fn by_hash(tx: &mut PlatformTx, hash: &[u8]) -> Result<Option<Terms>> {
    let row = sqlx::query!("select version, content_hash, content, published_at, applies_from from agreement_terms where content_hash = $1", hash)
        .fetch_optional(tx.conn())
        .await?;
    row.map(|row| terms(row.version, row.content_hash, row.content, row.published_at, row.applies_from)).transpose()
}

/// One version.
///
/// # Errors
/// When the database is away.
pub async fn by_version(tx: &mut PlatformTx, version: i32) -> Result<Option<Terms>> {
    let row = sqlx::query!("select version, content_hash, content, published_at, applies_from from agreement_terms where version = $1", version)
        .fetch_optional(tx.conn())
        .await?;
    row.map(|row| terms(row.version, row.content_hash, row.content, row.published_at, row.applies_from)).transpose()
}

/// The number of the last version; 0 before the first.
///
/// # Errors
/// When the database is away.
pub async fn last_version(tx: &mut PlatformTx) -> Result<i32> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(version), 0) as "version!" from agreement_terms"#).fetch_one(tx.conn()).await?)
}

/// Adds a wording; `false` when somebody was faster.
///
/// # Errors
/// When the database is away.
pub async fn publish(tx: &mut PlatformTx, new: &Terms) -> Result<bool> {
    let content = serde_json::to_value(&new.content).map_err(anyhow::Error::from)?;
    let done = sqlx::query!(
        "insert into agreement_terms (version, content_hash, content, published_at, applies_from) values ($1, $2, $3, $4, $5) on conflict do nothing",
        new.version,
        new.hash,
        content,
        new.published_at,
        new.applies_from
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What an association agreed to, latest version first.
///
/// # Errors
/// When the database is away.
pub async fn accepted(tx: &mut TenantTx) -> Result<Vec<Accepted>> {
    let tenant = tx.tid();
    Ok(sqlx::query_as!(
        Accepted,
        "select version, content_hash as hash, controller_name, controller_address, signatory, accepted_at, applies_from from agreement
          where tenant_id = $1 order by version desc",
        tenant
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Adds that it agreed; `false` when it had.
///
/// # Errors
/// When the database is away.
pub async fn accept(tx: &mut TenantTx, by: AccountId, new: &Accepted) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "insert into agreement (tenant_id, version, content_hash, controller_name, controller_address, signatory, accepted_by, accepted_at,
                                 applies_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        tenant,
        new.version,
        new.hash,
        new.controller_name,
        new.controller_address,
        new.signatory,
        by.uuid(),
        new.accepted_at,
        new.applies_from
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
