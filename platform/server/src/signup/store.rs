//! All the SQL of sign-ups and of the tenants they make.

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::{Error, OnConstraint as _, Result},
    i18n::Locale,
    ids::{AccountId, TenantId},
};
use uuid::Uuid;

use super::model::SignUp;

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
        "insert into sign_up (id, token_hash, association_name, slug, person_name, email, email_norm, password_hash, locale, created_at, expires_at, agreement_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
        new.expires_at,
        new.agreement_hash
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
        "select id, association_name, slug, person_name, email, email_norm, password_hash, locale, expires_at, confirmed_at, agreement_hash from sign_up where id = $1 or token_hash = $2",
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
        agreement_hash: row.agreement_hash.unwrap_or_default(),
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

/// Who founded an association, and what they ticked.
#[derive(Clone, Debug)]
pub struct Founder {
    /// The association's name.
    pub association: String,
    /// Its first president.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they ticked when they signed up; nothing for who was made without the form.
    pub ticked: Option<Ticked>,
}

/// What somebody ticked on the form to sign up.
#[derive(Clone, Debug)]
pub struct Ticked {
    /// When.
    pub at: Timestamp,
    /// The language of the words beside the boxes.
    pub locale: Locale,
    /// The wording of the agreement.
    pub agreement_hash: Vec<u8>,
}

/// Who founded an association.
///
/// # Errors
/// When the database is away.
pub async fn founder(tx: &mut PlatformTx, tenant: TenantId) -> Result<Option<Founder>> {
    let row = sqlx::query!(
        r#"select t.name as association, a.id, a.name, a.email, u.agreement_hash as "agreement_hash?", u.created_at as "ticked_at?", u.locale as "ticked_in?"
              from tenant t join staff s on s.tenant_id = t.id join account a on a.id = s.account_id
              left join sign_up u on u.slug = t.slug and u.email_norm = a.email_norm and u.confirmed_at is not null
             where t.id = $1 and s.role = 'president' order by s.added_at, u.confirmed_at desc limit 1"#,
        tenant.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Founder {
        association: row.association,
        account: AccountId::from_uuid(row.id),
        name: row.name,
        email: row.email,
        ticked: row.ticked_at.zip(row.ticked_in).map(|(at, locale)| Ticked {
            at,
            locale: Locale::from_code(&locale).unwrap_or_default(),
            agreement_hash: row.agreement_hash.unwrap_or_default(),
        }),
    }))
}
