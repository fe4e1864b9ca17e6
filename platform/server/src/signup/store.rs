//! All the SQL of sign-ups and of the tenants they make.

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::{Error, OnConstraint as _, Result},
    i18n::Locale,
    ids::{AccountId, TenantId},
};
use uuid::Uuid;

use super::{Founder, model::SignUp};

/// Whether a site has this address, or waits for its confirmation under another person's.
///
/// # Errors
/// When the database is away.
pub async fn is_taken(tx: &mut PlatformTx, slug: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from tenant where slug = $1) as "taken!""#, slug).fetch_one(tx.conn()).await?)
}

/// Files a sign-up.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut PlatformTx, now: Timestamp, new: &SignUp, token_hash: &[u8]) -> Result<()> {
    sqlx::query!(
        "insert into sign_up (id, token_hash, association_name, slug, person_name, email, email_norm, password_hash, locale, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id,
        token_hash,
        new.association_name,
        new.slug,
        new.person_name,
        new.email,
        new.email_norm,
        new.password_hash,
        new.locale.code(),
        now,
        new.expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How to find a sign-up.
#[derive(Clone, Copy, Debug)]
pub enum Find<'a> {
    /// By id.
    Id(Uuid),
    /// By the hash of its link's secret.
    Token(&'a [u8]),
}

/// One sign-up, whatever became of it.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut PlatformTx, by: Find<'_>) -> Result<Option<SignUp>> {
    let (id, token) = match by {
        Find::Id(id) => (Some(id), None),
        Find::Token(hash) => (None, Some(hash)),
    };
    let row = sqlx::query!(
        "select id, association_name, slug, person_name, email, email_norm, password_hash, locale, expires_at, confirmed_at from sign_up where id = $1 or token_hash = $2",
        id,
        token
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| SignUp {
        id: row.id,
        association_name: row.association_name,
        slug: row.slug,
        person_name: row.person_name,
        email: row.email,
        email_norm: row.email_norm,
        password_hash: row.password_hash,
        locale: Locale::from_code(&row.locale).unwrap_or_default(),
        expires_at: row.expires_at,
        confirmed_at: row.confirmed_at,
    }))
}

/// Uses a sign-up's link up; `false` when it was, or is too old.
///
/// # Errors
/// When the database is away.
pub async fn confirm(tx: &mut PlatformTx, id: Uuid, now: Timestamp) -> Result<bool> {
    let done =
        sqlx::query!("update sign_up set confirmed_at = $2 where id = $1 and confirmed_at is null and expires_at > $2", id, now).execute(tx.conn()).await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a tenant.
///
/// # Errors
/// `Conflict` when the address is taken.
pub async fn add_tenant(tx: &mut PlatformTx, now: Timestamp, slug: &str, name: &str) -> Result<TenantId> {
    let id = TenantId::new(now);
    sqlx::query!("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $3, $4, $4)", id.uuid(), slug, name, now)
        .execute(tx.conn())
        .await
        .on_constraint("tenant_slug_key", || Error::conflict("signup-fault-taken"))?;
    Ok(id)
}

/// The name of a tenant and the address of its first president.
///
/// # Errors
/// When the database is away.
pub async fn founder(tx: &mut PlatformTx, tenant: TenantId) -> Result<Option<Founder>> {
    let row = sqlx::query!(
        "select t.name, a.email, a.id, a.locale from tenant t join staff s on s.tenant_id = t.id join account a on a.id = s.account_id
          where t.id = $1 and s.role = 'president' order by s.added_at limit 1",
        tenant.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Founder {
        name: row.name,
        email: row.email,
        account: AccountId::from_uuid(row.id),
        locale: Locale::from_code(&row.locale).unwrap_or(Locale::Fr),
    }))
}
