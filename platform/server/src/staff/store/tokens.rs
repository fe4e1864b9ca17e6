//! All the SQL of API tokens.

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    ids::{AccountId, TenantId, new_uuid},
};
use uuid::Uuid;

/// A token that works.
#[derive(Clone, Debug)]
pub struct ApiToken {
    /// Its id.
    pub id: Uuid,
    /// For which program.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom, if the account still is there.
    pub created_by: Option<String>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<Timestamp>,
}

/// The tokens of an association that work, newest first.
///
/// # Errors
/// When the database is away.
pub async fn tokens(tx: &mut PlatformTx, tenant: TenantId) -> Result<Vec<ApiToken>> {
    let rows = sqlx::query!(
        r#"select k.id, k.name, k.created_at, k.last_used_at, a.name as "created_by?" from api_token k left join account a on a.id = k.created_by
            where k.tenant_id = $1 and k.revoked_at is null order by k.created_at desc, k.id limit 200"#,
        tenant.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ApiToken { id: row.id, name: row.name, created_at: row.created_at, created_by: row.created_by, last_used_at: row.last_used_at })
        .collect())
}

/// Files a token.
///
/// # Errors
/// When the database is away.
pub async fn add_token(tx: &mut PlatformTx, now: Timestamp, tenant: TenantId, name: &str, hash: &[u8], by: AccountId) -> Result<Uuid> {
    let id = new_uuid(now);
    sqlx::query!(
        "insert into api_token (id, tenant_id, name, token_hash, created_by, created_at) values ($1, $2, $3, $4, $5, $6)",
        id,
        tenant.uuid(),
        name,
        hash,
        by.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// Ends a token of this association; `false` when there is none.
///
/// # Errors
/// When the database is away.
pub async fn revoke_token(tx: &mut PlatformTx, now: Timestamp, tenant: TenantId, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("update api_token set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null", tenant.uuid(), id, now)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Who brings a token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The token.
    pub token: Uuid,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub tenant: TenantId,
    /// That association's part of the address.
    pub slug: String,
    /// Who made it: what the token does is done in their name.
    pub created_by: AccountId,
}

/// Whose token has this hash, if it works and its association is active. Its use is noted at most once an hour.
///
/// # Errors
/// When the database is away.
pub async fn bearer(tx: &mut PlatformTx, hash: &[u8], now: Timestamp) -> Result<Option<Bearer>> {
    let row = sqlx::query!(
        "select k.id, k.name, k.tenant_id, k.created_by, k.last_used_at, t.slug from api_token k join tenant t on t.id = k.tenant_id
          where k.token_hash = $1 and k.revoked_at is null and t.state = 'active'",
        hash
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    if row.last_used_at.is_none_or(|used| now - used >= chrono::Duration::hours(1)) {
        sqlx::query!("update api_token set last_used_at = $2 where id = $1", row.id, now).execute(tx.conn()).await?;
    }
    Ok(Some(Bearer {
        token: row.id,
        name: row.name,
        tenant: TenantId::from_uuid(row.tenant_id),
        slug: row.slug,
        created_by: AccountId::from_uuid(row.created_by),
    }))
}
