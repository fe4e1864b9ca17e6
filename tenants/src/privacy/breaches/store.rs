//! All the SQL of breaches. Events are added, never changed.

use kernel::{
    clock::Timestamp,
    db::{Affected, TenantTx, one},
    error::Result,
    ids::{AccountId, new_uuid},
};
use uuid::Uuid;

use super::model::{Breach, Facts, Risk};

/// Something that was done about a breach.
#[derive(Clone, Debug)]
pub struct Event {
    /// A word of ours.
    pub kind: String,
    /// By whom.
    pub account_id: Uuid,
    /// When.
    pub at: Timestamp,
}

/// The files, latest first; or one.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut TenantTx, one: Option<Uuid>) -> Result<Vec<Breach>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select id, number, reported_by_platform, discovered_at, nature, categories, affected, people_stated, what_happened, consequences, measures, advice, risk,
                risk_reasons, notified_at, authority_reference, delay_reason, told_at, told_people, closed_at, opened_at
           from breach where tenant_id = $1 and ($2::uuid is null or id = $2) order by number desc",
        tenant,
        one
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let affected = serde_json::from_value(row.affected).map_err(|error| anyhow::anyhow!("breach {} cannot be read: {error}", row.id))?;
            Ok(Breach {
                id: row.id,
                number: row.number,
                reported_by_platform: row.reported_by_platform,
                facts: Facts {
                    discovered_at: row.discovered_at,
                    nature: row.nature,
                    categories: row.categories,
                    people_stated: row.people_stated,
                    what_happened: row.what_happened,
                    consequences: row.consequences,
                    measures: row.measures,
                    advice: row.advice,
                },
                affected,
                risk: row.risk.as_deref().and_then(Risk::from_word),
                risk_reasons: row.risk_reasons,
                notified_at: row.notified_at,
                authority_reference: row.authority_reference,
                delay_reason: row.delay_reason,
                told_at: row.told_at,
                told_people: row.told_people,
                closed_at: row.closed_at,
                opened_at: row.opened_at,
            })
        })
        .collect()
}

/// Opens a file; `None` when the platform's file it comes from has one already.
///
/// # Errors
/// When the database is away.
pub async fn open(tx: &mut TenantTx, now: Timestamp, by: AccountId, facts: &Facts, affected: &[Affected], reported: Option<Uuid>) -> Result<Option<Uuid>> {
    let (tenant, id) = (tx.tid(), new_uuid(now));
    let affected = serde_json::to_value(affected).map_err(anyhow::Error::from)?;
    let done = sqlx::query!(
        "insert into breach (tenant_id, id, number, reported_by_platform, discovered_at, nature, categories, affected, people_stated, what_happened, consequences, measures,
                advice, opened_by, opened_at)
         select $1, $2, coalesce((select max(number) from breach where tenant_id = $1), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
         on conflict (tenant_id, reported_by_platform) do nothing",
        tenant,
        id,
        reported,
        facts.discovered_at,
        &facts.nature,
        &facts.categories,
        affected,
        facts.people_stated,
        facts.what_happened,
        facts.consequences,
        facts.measures,
        facts.advice,
        by.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

/// Completes or corrects a file that is open.
///
/// # Errors
/// `Internal` when it is not; else when the database is away.
pub async fn describe(tx: &mut TenantTx, id: Uuid, facts: &Facts, affected: &[Affected]) -> Result<()> {
    let tenant = tx.tid();
    let affected = serde_json::to_value(affected).map_err(anyhow::Error::from)?;
    let done = sqlx::query!(
        "update breach set discovered_at = $3, nature = $4, categories = $5, affected = $6, people_stated = $7, what_happened = $8, consequences = $9, measures = $10,
                advice = $11
          where tenant_id = $1 and id = $2 and closed_at is null",
        tenant,
        id,
        facts.discovered_at,
        &facts.nature,
        &facts.categories,
        affected,
        facts.people_stated,
        facts.what_happened,
        facts.consequences,
        facts.measures,
        facts.advice
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// Says what it means for people.
///
/// # Errors
/// As [`describe`].
pub async fn assess(tx: &mut TenantTx, id: Uuid, risk: Risk, reasons: &str) -> Result<()> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update breach set risk = $3, risk_reasons = $4 where tenant_id = $1 and id = $2 and closed_at is null", tenant, id, risk.word(), reasons)
            .execute(tx.conn())
            .await?;
    one(done.rows_affected())
}

/// Writes down that the authority was told.
///
/// # Errors
/// As [`describe`].
pub async fn notified(tx: &mut TenantTx, id: Uuid, at: Timestamp, reference: &str, delay: &str) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update breach set notified_at = $3, authority_reference = $4, delay_reason = $5 where tenant_id = $1 and id = $2 and closed_at is null",
        tenant,
        id,
        at,
        reference,
        delay
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// Writes down that the people are being written to; `false` when they were.
///
/// # Errors
/// When the database is away.
pub async fn telling(tx: &mut TenantTx, id: Uuid, at: Timestamp, people: i32) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update breach set told_at = $3, told_people = $4 where tenant_id = $1 and id = $2 and closed_at is null and told_at is null and risk = 'high'",
        tenant,
        id,
        at,
        people
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes a file.
///
/// # Errors
/// As [`describe`].
pub async fn close(tx: &mut TenantTx, id: Uuid, at: Timestamp) -> Result<()> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update breach set closed_at = $3 where tenant_id = $1 and id = $2 and closed_at is null", tenant, id, at).execute(tx.conn()).await?;
    one(done.rows_affected())
}

/// Adds an event.
///
/// # Errors
/// When the database is away.
pub async fn record(tx: &mut TenantTx, now: Timestamp, breach: Uuid, kind: &'static str, by: AccountId) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into breach_event (tenant_id, id, breach_id, kind, account_id, at) values ($1, $2, $3, $4, $5, $6)",
        tenant,
        new_uuid(now),
        breach,
        kind,
        by.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was done about a breach, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn events(tx: &mut TenantTx, breach: Uuid) -> Result<Vec<Event>> {
    let tenant = tx.tid();
    Ok(sqlx::query_as!(Event, "select kind, account_id, at from breach_event where tenant_id = $1 and breach_id = $2 order by at, id", tenant, breach)
        .fetch_all(tx.conn())
        .await?)
}

/// Whether somebody was written to already.
///
/// # Errors
/// When the database is away.
pub async fn was_written_to(tx: &mut TenantTx, breach: Uuid, person: Uuid) -> Result<bool> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from breach_letter where tenant_id = $1 and breach_id = $2 and person_id = $3) as "sent!""#,
        tenant,
        breach,
        person
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Writes down that somebody was written to.
///
/// # Errors
/// When the database is away.
pub async fn wrote_to(tx: &mut TenantTx, now: Timestamp, breach: Uuid, person: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into breach_letter (tenant_id, breach_id, person_id, sent_at) values ($1, $2, $3, $4) on conflict do nothing",
        tenant,
        breach,
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How many were written to.
///
/// # Errors
/// When the database is away.
pub async fn letters(tx: &mut TenantTx, breach: Uuid) -> Result<i64> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!(r#"select count(*) as "sent!" from breach_letter where tenant_id = $1 and breach_id = $2"#, tenant, breach)
        .fetch_one(tx.conn())
        .await?)
}

/// The file opened for a breach of the platform, and when the association knew.
///
/// # Errors
/// When the database is away.
pub async fn reported(tx: &mut TenantTx, file: Uuid) -> Result<Option<(Uuid, Timestamp)>> {
    let tenant = tx.tid();
    let row =
        sqlx::query!("select id, discovered_at from breach where tenant_id = $1 and reported_by_platform = $2", tenant, file).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| (row.id, row.discovered_at)))
}
