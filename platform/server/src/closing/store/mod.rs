//! All the SQL of closings.

pub mod numbers;
pub mod work;

use kernel::{
    clock::Timestamp,
    db::PlatformTx,
    error::{Error, OnConstraint as _, Result},
    i18n::Locale,
    ids::TenantId,
};
use uuid::Uuid;

use super::model::{Closing, ClosingId, State};

/// How to find a closing.
#[derive(Clone, Copy, Debug)]
pub enum Find {
    /// By id.
    Id(ClosingId),
    /// The one under way of an association.
    Open(TenantId),
}

/// One closing.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut PlatformTx, by: Find) -> Result<Option<Closing>> {
    let (id, tenant) = match by {
        Find::Id(id) => (Some(id.uuid()), None),
        Find::Open(tenant) => (None, Some(tenant.uuid())),
    };
    let row = sqlx::query!(
        "select id, tenant_id, state, asked_by, asked_at, effective_at, closed_at, erase_at, ended_at from closing
          where id = $1 or (tenant_id = $2 and state in ('asked', 'closed', 'erasing'))",
        id,
        tenant
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(Closing {
            id: ClosingId::from_uuid(row.id),
            tenant: TenantId::from_uuid(row.tenant_id),
            state: State::parse(&row.state).ok_or_else(|| anyhow::anyhow!("closing {} has an unknown state", row.id))?,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            effective_at: row.effective_at,
            closed_at: row.closed_at,
            erase_at: row.erase_at,
            ended_at: row.ended_at,
        })
    })
    .transpose()
}

/// Files a closing and shuts the association's sales; its site stays readable.
///
/// # Errors
/// `Conflict` when one is under way; when the database is away.
pub async fn add(tx: &mut PlatformTx, now: Timestamp, new: &Closing) -> Result<()> {
    sqlx::query!(
        "insert into closing (id, tenant_id, asked_by, asked_at, effective_at, erase_at) values ($1, $2, $3, $4, $5, $6)",
        new.id.uuid(),
        new.tenant.uuid(),
        new.asked_by,
        new.asked_at,
        new.effective_at,
        new.erase_at
    )
    .execute(tx.conn())
    .await
    .on_constraint("closing_open", || Error::conflict("closing-fault-asked"))?;
    // One that operators took off line stays so.
    stands(tx, now, new.tenant, "active", "closing").await
}

/// Writes down how an association stands, if it stands as expected; its pages are out of date then.
async fn stands(tx: &mut PlatformTx, now: Timestamp, tenant: TenantId, from: &str, to: &str) -> Result<()> {
    sqlx::query!(
        "update tenant set state = $3, content_version = content_version + 1, content_changed_at = $4 where id = $1 and state = $2",
        tenant.uuid(),
        from,
        to,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a closing back; `false` when it took effect meanwhile, or was taken back.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(tx: &mut PlatformTx, now: Timestamp, closing: &Closing) -> Result<bool> {
    let done = sqlx::query!("update closing set state = 'withdrawn', asked_by = null, ended_at = $2 where id = $1 and state = 'asked'", closing.id.uuid(), now)
        .execute(tx.conn())
        .await?;
    stands(tx, now, closing.tenant, "closing", "active").await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a closing take effect: the site says so from now on, whatever state it was in. `false` when it was taken back, or had.
///
/// # Errors
/// When the database is away.
pub async fn close(tx: &mut PlatformTx, now: Timestamp, closing: ClosingId, closed_at: Timestamp, erase_at: Timestamp) -> Result<bool> {
    let tenant = sqlx::query_scalar!(
        "update closing set state = 'closed', closed_at = $2, erase_at = $3 where id = $1 and state = 'asked' and effective_at <= $2 returning tenant_id",
        closing.uuid(),
        closed_at,
        erase_at
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(tenant) = tenant else { return Ok(false) };
    sqlx::query!("update tenant set state = 'closed', content_version = content_version + 1, content_changed_at = $2 where id = $1", tenant, now)
        .execute(tx.conn())
        .await?;
    Ok(true)
}

/// Somebody who works for the association, or did until now.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: String,
    /// Where to write.
    pub email: String,
    /// In which language.
    pub locale: Locale,
    /// Whether they preside.
    pub president: bool,
}

/// Everybody who works for an association and whose account is open.
///
/// # Errors
/// When the database is away.
pub async fn readers(tx: &mut PlatformTx, tenant: TenantId) -> Result<Vec<Reader>> {
    let rows = sqlx::query!(
        "select a.id, a.name, a.email, a.locale, s.role from staff s join account a on a.id = s.account_id
          where s.tenant_id = $1 and a.state = 'active' order by s.added_at, a.id",
        tenant.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Reader {
            account: row.id,
            name: row.name,
            email: row.email,
            locale: Locale::from_code(&row.locale).unwrap_or_default(),
            president: row.role == "president",
        })
        .collect())
}

/// An association's name and its part of the address, while it is there.
///
/// # Errors
/// When the database is away.
pub async fn names(tx: &mut PlatformTx, tenant: TenantId) -> Result<Option<(String, String)>> {
    let row = sqlx::query!("select name, slug from tenant where id = $1", tenant.uuid()).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| (row.name, row.slug)))
}

/// A closing as operators see it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The closing.
    pub id: Uuid,
    /// The association's part of the address, while it is there.
    pub slug: Option<String>,
    /// Where it stands.
    pub state: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it took, or takes, effect.
    pub closes_at: Timestamp,
    /// When the data go.
    pub erase_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

/// Closings under way, then those that ended since `since`.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut PlatformTx, since: Timestamp) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"select c.id, t.slug as "slug?", c.state, c.asked_at, coalesce(c.closed_at, c.effective_at) as "closes_at!", c.erase_at, c.ended_at
             from closing c left join tenant t on t.id = c.tenant_id
            where c.ended_at is null or c.ended_at > $1 order by c.ended_at nulls first, c.asked_at limit 200"#,
        since
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            id: row.id,
            slug: row.slug,
            state: row.state,
            asked_at: row.asked_at,
            closes_at: row.closes_at,
            erase_at: row.erase_at,
            ended_at: row.ended_at,
        })
        .collect())
}
