//! All the SQL of an association's team and of the invitations to it.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, one},
    error::Result,
    ids::{AccountId, TenantId},
};

/// Somebody of a team.
#[derive(Clone, Debug)]
pub struct Member {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role, as its word.
    pub role: String,
    /// When they last signed in.
    pub last_seen_at: Option<Timestamp>,
}

/// The team, presidents first. With `lock`, nobody else changes it until the transaction ends.
///
/// # Errors
/// When the database is away.
pub async fn team(tx: &mut PlatformTx, tenant: TenantId, lock: bool) -> Result<Vec<Member>> {
    if lock {
        sqlx::query_scalar!("select account_id from staff where tenant_id = $1 order by account_id for update", tenant.uuid()).fetch_all(tx.conn()).await?;
    }
    let rows = sqlx::query!(
        "select a.id, a.name, a.email, s.role, a.last_sign_in_at from staff s join account a on a.id = s.account_id where s.tenant_id = $1
          order by array_position(array['president', 'treasurer', 'editor', 'door'], s.role), a.name",
        tenant.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Member { account: AccountId::from_uuid(row.id), name: row.name, email: row.email, role: row.role, last_seen_at: row.last_sign_in_at })
        .collect())
}

/// Gives somebody of a team another role.
///
/// # Errors
/// When the database is away, or they are not on it.
pub async fn set_role(tx: &mut PlatformTx, tenant: TenantId, account: AccountId, role: &str) -> Result<()> {
    let done =
        sqlx::query!("update staff set role = $3 where tenant_id = $1 and account_id = $2", tenant.uuid(), account.uuid(), role).execute(tx.conn()).await?;
    one(done.rows_affected())
}

/// Takes somebody off a team; `false` when they were not on it.
///
/// # Errors
/// When the database is away.
pub async fn remove_staff(tx: &mut PlatformTx, tenant: TenantId, account: AccountId) -> Result<bool> {
    let done = sqlx::query!("delete from staff where tenant_id = $1 and account_id = $2", tenant.uuid(), account.uuid()).execute(tx.conn()).await?;
    Ok(done.rows_affected() == 1)
}

/// An invitation nobody accepted yet.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// SHA-256 of its secret: names it, opens nothing.
    pub hash: Vec<u8>,
    /// Where it went.
    pub email: String,
    /// As what.
    pub role: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// The invitations that wait, newest first.
///
/// # Errors
/// When the database is away.
pub async fn invitations(tx: &mut PlatformTx, tenant: TenantId) -> Result<Vec<Invitation>> {
    let rows = sqlx::query!(
        r#"select token_hash, email as "email!", role as "role!", expires_at from account_token
            where tenant_id = $1 and purpose = 'invitation' and used_at is null order by created_at desc, token_hash limit 100"#,
        tenant.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| Invitation { hash: row.token_hash, email: row.email, role: row.role, expires_at: row.expires_at }).collect())
}

/// Takes an invitation of this association back; what it said, if it was there.
///
/// # Errors
/// When the database is away.
pub async fn withdraw_invitation(tx: &mut PlatformTx, tenant: TenantId, hash: &[u8]) -> Result<Option<Invitation>> {
    let row = sqlx::query!(
        r#"delete from account_token where tenant_id = $1 and token_hash = $2 and purpose = 'invitation' and used_at is null
           returning token_hash, email as "email!", role as "role!", expires_at"#,
        tenant.uuid(),
        hash
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Invitation { hash: row.token_hash, email: row.email, role: row.role, expires_at: row.expires_at }))
}
