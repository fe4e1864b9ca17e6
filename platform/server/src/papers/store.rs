//! All the SQL of the platform's papers.

use kernel::{
    clock::Timestamp,
    config::NamedRecipient,
    db::PlatformTx,
    error::Result,
    i18n::Locale,
    ids::{AccountId, TenantId, new_uuid},
    inventory::RecipientId,
};
use tenants::privacy::{
    breaches::model::{HOURS, Risk},
    papers::processors::Change,
};
use uuid::Uuid;

/// Somebody to write to.
#[derive(Clone, Debug)]
pub struct President {
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language they read.
    pub locale: Locale,
}

/// The presidents of an association whose accounts are open.
///
/// # Errors
/// When the database is away.
pub async fn presidents(tx: &mut PlatformTx, tenant: TenantId) -> Result<Vec<President>> {
    let rows = sqlx::query!(
        "select a.id, a.name, a.email, a.locale from staff s join account a on a.id = s.account_id
          where s.tenant_id = $1 and s.role = 'president' and a.state = 'active' order by s.added_at",
        tenant.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    let read = |(account, name, email, locale): (Uuid, String, String, String)| President {
        account,
        name,
        email,
        locale: Locale::from_code(&locale).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(|row| read((row.id, row.name, row.email, row.locale))).collect())
}

/// The next associations, by id, whatever their state: a suspended one's data are here too, and it stays their controller.
///
/// # Errors
/// When the database is away.
pub async fn tenants(tx: &mut PlatformTx, after: Uuid, limit: i64) -> Result<Vec<TenantId>> {
    let ids = sqlx::query_scalar!("select id from tenant where id > $1 order by id limit $2", after, limit).fetch_all(tx.conn()).await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}

/// The processors as they were last known.
///
/// # Errors
/// When the database is away.
pub async fn in_use(tx: &mut PlatformTx) -> Result<Vec<(RecipientId, NamedRecipient)>> {
    let rows = sqlx::query!("select recipient, legal_name, country, transfer from processor_in_use").fetch_all(tx.conn()).await?;
    let known = rows.into_iter().filter_map(|row| {
        let named = NamedRecipient { legal_name: row.legal_name, country: row.country, transfer: Some(row.transfer).filter(|text| !text.is_empty()) };
        Some((RecipientId::from_key(&row.recipient)?, named))
    });
    Ok(known.collect())
}

/// Writes down who a processor is from now on.
///
/// # Errors
/// When the database is away.
pub async fn use_processor(tx: &mut PlatformTx, now: Timestamp, id: RecipientId, named: &NamedRecipient) -> Result<()> {
    sqlx::query!(
        "insert into processor_in_use (recipient, legal_name, country, transfer, since) values ($1, $2, $3, $4, $5)
         on conflict (recipient) do update set legal_name = excluded.legal_name, country = excluded.country, transfer = excluded.transfer, since = excluded.since",
        id.facts().key,
        named.legal_name,
        named.country,
        named.transfer.as_deref().unwrap_or_default(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Announces a change of processor.
///
/// # Errors
/// When the database is away.
pub async fn announce(tx: &mut PlatformTx, by: AccountId, change: &Change) -> Result<Uuid> {
    let id = new_uuid(change.announced_at);
    sqlx::query!(
        "insert into processor_change (id, recipient, legal_name, country, transfer, announced_by, announced_at, applies_from) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        change.recipient.facts().key,
        change.next.legal_name,
        change.next.country,
        change.next.transfer.as_deref().unwrap_or_default(),
        by.uuid(),
        change.announced_at,
        change.applies_from
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// The changes announced, latest first; or one.
///
/// # Errors
/// When the database is away.
pub async fn changes(tx: &mut PlatformTx, one: Option<Uuid>) -> Result<Vec<Change>> {
    let rows = sqlx::query!(
        "select recipient, legal_name, country, transfer, announced_at, applies_from from processor_change
          where $1::uuid is null or id = $1 order by announced_at desc, id desc",
        one
    )
    .fetch_all(tx.conn())
    .await?;
    // A recipient the inventory no longer names is no processor of ours any more.
    let known = rows.into_iter().filter_map(|row| {
        Some(Change {
            recipient: RecipientId::from_key(&row.recipient)?,
            next: NamedRecipient { legal_name: row.legal_name, country: row.country, transfer: Some(row.transfer).filter(|text| !text.is_empty()) },
            announced_at: row.announced_at,
            applies_from: row.applies_from,
        })
    });
    Ok(known.collect())
}

/// A breach at the platform.
#[derive(Clone, Debug)]
pub struct PlatformBreach {
    /// Its id.
    pub id: Uuid,
    /// Its number in the platform's register.
    pub number: i32,
    /// When the platform knew.
    pub discovered_at: Timestamp,
    /// What was hurt.
    pub nature: Vec<String>,
    /// Which data.
    pub categories: Vec<String>,
    /// What happened.
    pub what_happened: String,
    /// What may come of it.
    pub consequences: String,
    /// What was done.
    pub measures: String,
    /// What people can do themselves.
    pub advice: String,
    /// What it means for the people whose data are the platform's own, as a word; none before somebody judged it.
    pub risk: Option<String>,
    /// Why.
    pub risk_reasons: String,
    /// When somebody decided to write to them.
    pub told_at: Option<Timestamp>,
    /// How those are told whom no letter reaches.
    pub told_otherwise: String,
    /// Whether every association is concerned.
    pub everybody: bool,
    /// Who opened the file.
    pub opened_by: Uuid,
    /// When the authority was told, where the platform's own data were hurt.
    pub notified_at: Option<Timestamp>,
    /// Why it was told late.
    pub delay_reason: String,
}

impl PlatformBreach {
    /// What it means for people.
    #[must_use]
    pub fn risk(&self) -> Option<Risk> {
        self.risk.as_deref().and_then(Risk::from_word)
    }

    /// The last moment to tell the authority.
    #[must_use]
    pub fn deadline(&self) -> Timestamp {
        self.discovered_at + chrono::Duration::hours(HOURS)
    }
}

/// Opens a file; gives its id.
///
/// # Errors
/// When the database is away.
pub async fn open_breach(tx: &mut PlatformTx, now: Timestamp, new: &PlatformBreach, tenants: &[Uuid]) -> Result<Uuid> {
    let id = new_uuid(now);
    // One at a time: two at once would take the same number.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('platform_breach', 0))").execute(tx.conn()).await?;
    sqlx::query!(
        "insert into platform_breach (id, number, discovered_at, nature, categories, what_happened, consequences, measures, everybody, opened_by, opened_at, advice)
         select $1, coalesce((select max(number) from platform_breach), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11",
        id,
        new.discovered_at,
        &new.nature,
        &new.categories,
        new.what_happened,
        new.consequences,
        new.measures,
        new.everybody,
        new.opened_by,
        now,
        new.advice
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!("insert into platform_breach_tenant (breach_id, tenant_id) select $1, unnest($2::uuid[])", id, tenants).execute(tx.conn()).await?;
    Ok(id)
}

/// The files, latest first; or one.
///
/// # Errors
/// When the database is away.
pub async fn breaches(tx: &mut PlatformTx, one: Option<Uuid>) -> Result<Vec<PlatformBreach>> {
    Ok(sqlx::query_as!(
        PlatformBreach,
        "select id, number, discovered_at, nature, categories, what_happened, consequences, measures, advice, risk, risk_reasons, told_at, told_otherwise, everybody, opened_by,
                notified_at, delay_reason
           from platform_breach
          where $1::uuid is null or id = $1 order by number desc",
        one
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Writes down that the authority was told; `false` when there is no such file.
///
/// # Errors
/// When the database is away.
pub async fn notified(tx: &mut PlatformTx, breach: Uuid, at: Timestamp, delay: &str) -> Result<bool> {
    let done = sqlx::query!("update platform_breach set notified_at = $2, delay_reason = $3 where id = $1", breach, at, delay).execute(tx.conn()).await?;
    Ok(done.rows_affected() == 1)
}

/// The associations chosen for a file, and whether each was told.
///
/// # Errors
/// When the database is away.
pub async fn concerned(tx: &mut PlatformTx, breach: Uuid) -> Result<Vec<(TenantId, Option<Timestamp>)>> {
    let rows =
        sqlx::query!("select tenant_id, told_at from platform_breach_tenant where breach_id = $1 order by tenant_id", breach).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (TenantId::from_uuid(row.tenant_id), row.told_at)).collect())
}

/// Writes down that an association was told.
///
/// # Errors
/// When the database is away.
pub async fn told(tx: &mut PlatformTx, now: Timestamp, breach: Uuid, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "insert into platform_breach_tenant (breach_id, tenant_id, told_at) values ($1, $2, $3)
         on conflict (breach_id, tenant_id) do update set told_at = coalesce(platform_breach_tenant.told_at, excluded.told_at)",
        breach,
        tenant.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The associations with these addresses.
///
/// # Errors
/// When the database is away.
pub async fn by_slugs(tx: &mut PlatformTx, slugs: &[String]) -> Result<Vec<(String, Uuid)>> {
    let rows = sqlx::query!("select slug, id from tenant where slug = any($1)", slugs).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.id)).collect())
}
