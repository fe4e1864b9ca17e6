//! All the SQL of accounts and one-time links.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, one},
    error::{Error, OnConstraint as _, Result},
    i18n::Locale,
    ids::{AccountId, TenantId},
};

use crate::staff::model::Purpose;

/// An account, as signing in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// Where to write.
    pub email: String,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// The language of their mails.
    pub locale: Locale,
    /// Whether it may sign in.
    pub active: bool,
}

/// How to find an account.
#[derive(Clone, Copy, Debug)]
pub enum FindAccount<'a> {
    /// By id.
    Id(AccountId),
    /// By normalised address.
    Email(&'a str),
}

/// One account.
///
/// # Errors
/// When the database is away.
pub async fn account(tx: &mut PlatformTx, by: FindAccount<'_>) -> Result<Option<Account>> {
    let (id, email) = match by {
        FindAccount::Id(id) => (Some(id.uuid()), None),
        FindAccount::Email(email) => (None, Some(email)),
    };
    let row = sqlx::query!("select id, name, email, password_hash, locale, state from account where id = $1 or email_norm = $2", id, email)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(|row| Account {
        id: AccountId::from_uuid(row.id),
        name: row.name,
        email: row.email,
        password_hash: row.password_hash,
        locale: Locale::from_code(&row.locale).unwrap_or_default(),
        active: row.state == "active",
    }))
}

/// An account about to be made.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// The person's name.
    pub name: &'a str,
    /// Their address, as typed.
    pub email: &'a str,
    /// Their address, normalised.
    pub email_norm: &'a str,
    /// Argon2id, as a PHC string.
    pub password_hash: &'a str,
    /// The language of their mails.
    pub locale: Locale,
    /// Whether they operate the platform.
    pub operator: bool,
}

/// Makes an account.
///
/// # Errors
/// `Conflict` when the address has one.
pub async fn add_account(tx: &mut PlatformTx, now: Timestamp, new: &NewAccount<'_>) -> Result<AccountId> {
    let id = AccountId::new(now);
    sqlx::query!(
        "insert into account (id, email, email_norm, name, password_hash, locale, operator, created_at, password_changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id.uuid(),
        new.email,
        new.email_norm,
        new.name,
        new.password_hash,
        new.locale.code(),
        new.operator,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("account_email_norm_key", || Error::conflict("staff-fault-account-exists"))?;
    Ok(id)
}

/// Notes a sign-in.
///
/// # Errors
/// When the database is away.
pub async fn note_sign_in(tx: &mut PlatformTx, now: Timestamp, account: AccountId) -> Result<()> {
    sqlx::query!("update account set last_sign_in_at = $2 where id = $1", account.uuid(), now).execute(tx.conn()).await?;
    Ok(())
}

/// Sets a new password.
///
/// # Errors
/// When the database is away or the account is gone.
pub async fn set_password(tx: &mut PlatformTx, now: Timestamp, account: AccountId, hash: &str) -> Result<()> {
    let done =
        sqlx::query!("update account set password_hash = $2, password_changed_at = $3 where id = $1", account.uuid(), hash, now).execute(tx.conn()).await?;
    one(done.rows_affected())
}

/// An association somebody works for.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The association.
    pub tenant: TenantId,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The role, as its word.
    pub role: String,
    /// From when the association asks its team for a second factor.
    pub second_factor_from: Option<Timestamp>,
}

/// The associations an account works for, by name.
///
/// # Errors
/// When the database is away.
pub async fn memberships(tx: &mut PlatformTx, account: AccountId) -> Result<Vec<Membership>> {
    let rows = sqlx::query!(
        r#"select t.id, t.slug, t.name, s.role, p.second_factor_from as "second_factor_from?"
             from staff s join tenant t on t.id = s.tenant_id left join team_policy p on p.tenant_id = t.id
            where s.account_id = $1 order by t.name, t.id"#,
        account.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Membership {
            tenant: TenantId::from_uuid(row.id),
            slug: row.slug,
            name: row.name,
            role: row.role,
            second_factor_from: row.second_factor_from,
        })
        .collect())
}

/// The name of an association, for a mail about it.
///
/// # Errors
/// When the database is away.
pub async fn tenant_name(tx: &mut PlatformTx, tenant: TenantId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select name from tenant where id = $1", tenant.uuid()).fetch_optional(tx.conn()).await?)
}

/// Adds somebody to a team; who is on it already keeps their role.
///
/// # Errors
/// When the database is away.
pub async fn add_staff(tx: &mut PlatformTx, now: Timestamp, tenant: TenantId, account: AccountId, role: &str) -> Result<()> {
    sqlx::query!(
        "insert into staff (tenant_id, account_id, role, added_at) values ($1, $2, $3, $4) on conflict (tenant_id, account_id) do nothing",
        tenant.uuid(),
        account.uuid(),
        role,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A one-time link about to be filed.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// SHA-256 of its secret.
    pub hash: &'a [u8],
    /// What it is for.
    pub purpose: Purpose,
    /// Whose password it sets.
    pub account: Option<AccountId>,
    /// Whose team it invites to.
    pub tenant: Option<TenantId>,
    /// Where the invitation goes.
    pub email: Option<&'a str>,
    /// As what.
    pub role: Option<&'a str>,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Files a link.
///
/// # Errors
/// When the database is away.
pub async fn add_link(tx: &mut PlatformTx, now: Timestamp, new: &NewLink<'_>) -> Result<()> {
    sqlx::query!(
        "insert into account_token (token_hash, purpose, account_id, tenant_id, email, role, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (token_hash) do nothing",
        new.hash,
        new.purpose.word(),
        new.account.map(AccountId::uuid),
        new.tenant.map(TenantId::uuid),
        new.email,
        new.role,
        now,
        new.expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A link that still works.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// Whose password it sets.
    pub account: Option<AccountId>,
    /// The association it invites to: id, name, part of the address.
    pub tenant: Option<(TenantId, String, String)>,
    /// Where it was sent.
    pub email: String,
    /// As what.
    pub role: Option<String>,
}

/// The link with this hash, unless it was used or is too old.
///
/// # Errors
/// When the database is away.
pub async fn find_link(tx: &mut PlatformTx, hash: &[u8], now: Timestamp) -> Result<Option<Link>> {
    let row = sqlx::query!(
        r#"select k.purpose, k.account_id, k.tenant_id, k.role, coalesce(k.email, a.email) as "email!", t.name as "name?", t.slug as "slug?"
             from account_token k left join account a on a.id = k.account_id left join tenant t on t.id = k.tenant_id
            where k.token_hash = $1 and k.used_at is null and k.expires_at > $2"#,
        hash,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Link {
        purpose: if row.purpose == "invitation" { Purpose::Invitation } else { Purpose::PasswordReset },
        account: row.account_id.map(AccountId::from_uuid),
        tenant: row.tenant_id.map(TenantId::from_uuid).zip(row.name.zip(row.slug)).map(|(id, (name, slug))| (id, name, slug)),
        email: row.email,
        role: row.role,
    }))
}

/// Uses a link up; `false` when somebody was first.
///
/// # Errors
/// When the database is away.
pub async fn use_link(tx: &mut PlatformTx, hash: &[u8], now: Timestamp) -> Result<bool> {
    let done = sqlx::query!("update account_token set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2", hash, now)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every password link of an account: one was used.
///
/// # Errors
/// When the database is away.
pub async fn end_password_links(tx: &mut PlatformTx, account: AccountId, now: Timestamp) -> Result<()> {
    sqlx::query!("update account_token set used_at = $2 where account_id = $1 and purpose = 'password_reset' and used_at is null", account.uuid(), now)
        .execute(tx.conn())
        .await?;
    Ok(())
}
