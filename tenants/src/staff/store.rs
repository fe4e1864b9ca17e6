//! All the SQL of what staff did, and the names of those who did it.

use std::collections::HashMap;

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    i18n::Locale,
    ids::{AccountId, TenantId, new_uuid},
};
use uuid::Uuid;

/// Something a member of staff did.
#[derive(Clone, Debug)]
pub struct StaffAction {
    /// When.
    pub at: Timestamp,
    /// What: a word of ours.
    pub action: String,
    /// By whom.
    pub by: Uuid,
}

/// Writes down, within the transaction that does it, what a member of staff does; `action` is a word of ours, never of theirs.
///
/// # Errors
/// When the database is away.
pub async fn record(tx: &mut TenantTx, now: Timestamp, by: AccountId, action: &'static str, target: Option<Uuid>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into staff_action (tenant_id, id, account_id, action, target_id, at) values ($1, $2, $3, $4, $5, $6)",
        tenant,
        new_uuid(now),
        by.uuid(),
        action,
        target,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The same for what was done among the platform's rows, by a job that may run twice: `id` is the note's own, given by whoever filed the job.
///
/// # Errors
/// When the database is away.
pub async fn record_once(tx: &mut TenantTx, id: Uuid, at: Timestamp, by: AccountId, action: &str, target: Option<Uuid>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into staff_action (tenant_id, id, account_id, action, target_id, at) values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, id) do nothing",
        tenant,
        id,
        by.uuid(),
        action,
        target,
        at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was done to one thing, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn of_target(tx: &mut TenantTx, target: Uuid) -> Result<Vec<StaffAction>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select at, action, account_id from staff_action where tenant_id = $1 and target_id = $2 order by at, id", tenant, target)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| StaffAction { at: row.at, action: row.action, by: row.account_id }).collect())
}

/// The names behind accounts, which are the platform's; an account that is gone is left out. Hold no other transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn names(app: &App, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let mut tx = app.db.platform().await?;
    let rows = sqlx::query!("select id, name from account where id = any($1)", accounts).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Somebody who may decide for an association: its presidents and treasurers.
#[derive(Clone, Debug)]
pub struct Officer {
    /// Their account.
    pub account: Uuid,
    /// Where to write to them.
    pub email: String,
    /// In which language.
    pub locale: Locale,
    /// Whether they preside.
    pub president: bool,
}

/// Who may decide for an association. Hold no other transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn officers(app: &App, association: TenantId) -> Result<Vec<Officer>> {
    let mut tx = app.db.platform().await?;
    let rows = sqlx::query!(
        "select a.id, a.email, a.locale, s.role from staff s join account a on a.id = s.account_id
          where s.tenant_id = $1 and s.role in ('president', 'treasurer') and a.state = 'active' order by a.id",
        association.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Officer {
            account: row.id,
            email: row.email,
            locale: Locale::from_code(&row.locale).unwrap_or_default(),
            president: row.role == "president",
        })
        .collect())
}

/// How many may sign in to an association's back office, and how many of them have a second factor. Hold no other transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn second_factors(app: &App, association: TenantId) -> Result<(i64, i64)> {
    let mut tx = app.db.platform().await?;
    let row = sqlx::query!(
        r#"select count(*) as "members!", count(f.confirmed_at) as "with_one!"
             from staff s join account a on a.id = s.account_id left join second_factor f on f.account_id = a.id
            where s.tenant_id = $1 and a.state = 'active'"#,
        association.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.members, row.with_one))
}

/// Who runs the platform: their addresses and languages. Hold no other transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn operators(app: &App) -> Result<Vec<(Uuid, String, Locale)>> {
    let mut tx = app.db.platform().await?;
    let rows = sqlx::query!("select id, email, locale from account where operator and state = 'active' order by id").fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.email, Locale::from_code(&row.locale).unwrap_or_default())).collect())
}

/// Whether this address signs in to an association's back office. Hold no other transaction meanwhile.
///
/// # Errors
/// When the database is away.
pub async fn works_here(app: &App, association: TenantId, email_norm: &str) -> Result<bool> {
    let mut tx = app.db.platform().await?;
    let found = sqlx::query_scalar!(
        r#"select exists (select from staff s join account a on a.id = s.account_id where s.tenant_id = $1 and a.email_norm = $2) as "found!""#,
        association.uuid(),
        email_norm
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(found)
}

/// A table of people's data that is about to leave the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct TakenAway<'a> {
    /// What it lists: `orders` or `tickets`.
    pub what: &'static str,
    /// Of which concert, if of one.
    pub concert: Option<Uuid>,
    /// In which state, if in one.
    pub state: &'a str,
    /// Whether a search narrowed it; what was searched for may be a name and is not kept.
    pub searched: bool,
    /// How many rows.
    pub rows: usize,
}

/// Notes that staff took people's data away: should somebody be erased, they are asked to delete their copies.
///
/// # Errors
/// When the database is away.
pub async fn register_export(tx: &mut TenantTx, now: Timestamp, by: AccountId, taken: TakenAway<'_>) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into export_register (tenant_id, id, account_id, what, concert_id, state_filter, searched, rows, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        new_uuid(now),
        by.uuid(),
        taken.what,
        taken.concert,
        taken.state,
        taken.searched,
        i32::try_from(taken.rows).unwrap_or(i32::MAX),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A table that was taken away.
#[derive(Clone, Debug)]
pub struct Taken {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Uuid,
    /// What it listed.
    pub what: String,
    /// How many rows.
    pub rows: i32,
}

/// The tables taken away since `since`, latest first.
///
/// # Errors
/// When the database is away.
pub async fn taken_since(tx: &mut TenantTx, since: Timestamp) -> Result<Vec<Taken>> {
    let tenant = tx.tid();
    let rows =
        sqlx::query!("select at, account_id, what, rows from export_register where tenant_id = $1 and at >= $2 order by at desc, id limit 100", tenant, since)
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(|row| Taken { at: row.at, by: row.account_id, what: row.what, rows: row.rows }).collect())
}
