//! All the SQL of breaches. Events are added, never changed.

use kernel::{
    clock::Timestamp,
    db::{Affected, TenantTx, one},
    error::Result,
    ids::{AccountId, new_uuid},
};
use uuid::Uuid;

use super::{
    model::{Breach, Facts, Risk},
    reach::Reader,
};

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
                risk_reasons, notified_at, authority_reference, delay_reason, told_at, told_otherwise, closed_at, opened_at
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
                told_otherwise: row.told_otherwise,
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
    // One file opened at a time in an association: two at once would take the same number.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('breach ' || $1::uuid::text, 0))", tenant).execute(tx.conn()).await?;
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

/// Writes down that the people are being told, and how those whom no letter reaches; `false` when the file is closed or the risk is not high.
///
/// # Errors
/// When the database is away.
pub async fn telling(tx: &mut TenantTx, id: Uuid, at: Timestamp, otherwise: &str) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update breach set told_at = coalesce(told_at, $3), told_otherwise = case when $4 = '' then told_otherwise else $4 end
          where tenant_id = $1 and id = $2 and closed_at is null and risk = 'high'",
        tenant,
        id,
        at,
        otherwise
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

/// Writes down that these readers are owed a letter; who has one keeps it.
///
/// # Errors
/// When the database is away.
pub async fn owe(tx: &mut TenantTx, now: Timestamp, breach: Uuid, readers: &[Reader]) -> Result<()> {
    let tenant = tx.tid();
    let ids: Vec<Uuid> = readers.iter().map(|_| new_uuid(now)).collect();
    let people: Vec<Option<Uuid>> = readers.iter().map(|reader| reader.person()).collect();
    let requests: Vec<Option<Uuid>> = readers.iter().map(|reader| reader.request()).collect();
    let subjects: Vec<Option<&str>> = readers.iter().map(|reader| reader.other().map(|(subject, _)| subject)).collect();
    let roots: Vec<Option<Uuid>> = readers.iter().map(|reader| reader.other().map(|(_, id)| id)).collect();
    sqlx::query!(
        "insert into breach_letter (tenant_id, id, breach_id, person_id, request_id, subject, root_id)
         select $1, letter, $2, person, request, kind, root
           from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[]) as owed (letter, person, request, kind, root) on conflict do nothing",
        tenant,
        breach,
        &ids,
        &people as &[Option<Uuid>],
        &requests as &[Option<Uuid>],
        &subjects as &[Option<&str>],
        &roots as &[Option<Uuid>]
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Who is owed a letter about a breach or has had it.
///
/// # Errors
/// When the database is away.
pub async fn readers(tx: &mut TenantTx, breach: Uuid) -> Result<Vec<Reader>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select person_id, request_id, subject, root_id from breach_letter where tenant_id = $1 and breach_id = $2", tenant, breach);
    let read = rows.fetch_all(tx.conn()).await?;
    Ok(read.into_iter().filter_map(|row| Reader::of(row.person_id, row.request_id, (row.subject.as_deref(), row.root_id))).collect())
}

/// Letters that have not left.
///
/// # Errors
/// When the database is away.
pub async fn unsent(tx: &mut TenantTx, breach: Uuid) -> Result<Vec<Uuid>> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!("select id from breach_letter where tenant_id = $1 and breach_id = $2 and sent_at is null order by id", tenant, breach)
        .fetch_all(tx.conn())
        .await?)
}

/// Whose letter this is; nothing when it has left.
///
/// # Errors
/// When the database is away.
pub async fn reader(tx: &mut TenantTx, letter: Uuid) -> Result<Option<Reader>> {
    let tenant = tx.tid();
    let row =
        sqlx::query!("select person_id, request_id, subject, root_id from breach_letter where tenant_id = $1 and id = $2 and sent_at is null", tenant, letter)
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.and_then(|row| Reader::of(row.person_id, row.request_id, (row.subject.as_deref(), row.root_id))))
}

/// Writes down that a letter has left.
///
/// # Errors
/// When the database is away.
pub async fn sent(tx: &mut TenantTx, now: Timestamp, letter: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("update breach_letter set sent_at = $3 where tenant_id = $1 and id = $2 and sent_at is null", tenant, letter, now).execute(tx.conn()).await?;
    Ok(())
}

/// How many letters have left.
///
/// # Errors
/// When the database is away.
pub async fn letters(tx: &mut TenantTx, breach: Uuid) -> Result<i64> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!(r#"select count(*) as "sent!" from breach_letter where tenant_id = $1 and breach_id = $2 and sent_at is not null"#, tenant, breach)
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
