//! All the SQL of what the platform tells people of its own breaches.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, one},
    error::Result,
    ids::{AccountId, new_uuid},
    inventory::SubjectId,
};
use tenants::privacy::breaches::model::Risk;
use uuid::Uuid;

/// Writes down what a breach means for people, and who says so.
///
/// # Errors
/// `Internal` when there is no such file; else when the database is away.
pub async fn assess(tx: &mut PlatformTx, breach: Uuid, risk: Risk, reasons: &str, by: AccountId) -> Result<()> {
    let done = sqlx::query!("update platform_breach set risk = $2, risk_reasons = $3, assessed_by = $4 where id = $1", breach, risk.word(), reasons, by.uuid());
    one(done.execute(tx.conn()).await?.rows_affected())
}

/// Writes down that the people are being told, and how those whom no letter reaches.
///
/// # Errors
/// `Internal` when the risk is not high; else when the database is away.
pub async fn telling(tx: &mut PlatformTx, breach: Uuid, at: Timestamp, otherwise: &str) -> Result<()> {
    let done = sqlx::query!(
        "update platform_breach set told_at = coalesce(told_at, $2), told_otherwise = case when $3 = '' then told_otherwise else $3 end
          where id = $1 and risk = 'high'",
        breach,
        at,
        otherwise
    );
    one(done.execute(tx.conn()).await?.rows_affected())
}

/// Writes down that these people are owed a letter; who has one keeps it.
///
/// # Errors
/// When the database is away.
pub async fn owe(tx: &mut PlatformTx, now: Timestamp, breach: Uuid, readers: &[(SubjectId, Uuid)]) -> Result<()> {
    let ids: Vec<Uuid> = readers.iter().map(|_| new_uuid(now)).collect();
    let subjects: Vec<String> = readers.iter().map(|(subject, _)| subject.key().to_owned()).collect();
    let roots: Vec<Uuid> = readers.iter().map(|(_, id)| *id).collect();
    sqlx::query!(
        "insert into platform_breach_letter (id, breach_id, subject, root_id)
         select letter, $1, subject, root from unnest($2::uuid[], $3::text[], $4::uuid[]) as owed (letter, subject, root) on conflict do nothing",
        breach,
        &ids,
        &subjects,
        &roots
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Who is owed a letter about a breach or has had it.
///
/// # Errors
/// When the database is away.
pub async fn readers(tx: &mut PlatformTx, breach: Uuid) -> Result<Vec<(SubjectId, Uuid)>> {
    let rows = sqlx::query!("select subject, root_id from platform_breach_letter where breach_id = $1", breach).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((SubjectId::from_key(&row.subject)?, row.root_id))).collect())
}

/// Letters that have not left.
///
/// # Errors
/// When the database is away.
pub async fn unsent(tx: &mut PlatformTx, breach: Uuid) -> Result<Vec<Uuid>> {
    let letters = sqlx::query_scalar!("select id from platform_breach_letter where breach_id = $1 and sent_at is null order by id", breach);
    Ok(letters.fetch_all(tx.conn()).await?)
}

/// Whose letter this is; nothing when it has left.
///
/// # Errors
/// When the database is away.
pub async fn reader(tx: &mut PlatformTx, letter: Uuid) -> Result<Option<(SubjectId, Uuid)>> {
    let row = sqlx::query!("select subject, root_id from platform_breach_letter where id = $1 and sent_at is null", letter).fetch_optional(tx.conn()).await?;
    Ok(row.and_then(|row| Some((SubjectId::from_key(&row.subject)?, row.root_id))))
}

/// Writes down that a letter has left.
///
/// # Errors
/// When the database is away.
pub async fn sent(tx: &mut PlatformTx, now: Timestamp, letter: Uuid) -> Result<()> {
    sqlx::query!("update platform_breach_letter set sent_at = $2 where id = $1 and sent_at is null", letter, now).execute(tx.conn()).await?;
    Ok(())
}

/// How many letters have left.
///
/// # Errors
/// When the database is away.
pub async fn letters(tx: &mut PlatformTx, breach: Uuid) -> Result<i64> {
    let sent = sqlx::query_scalar!(r#"select count(*) as "sent!" from platform_breach_letter where breach_id = $1 and sent_at is not null"#, breach);
    Ok(sent.fetch_one(tx.conn()).await?)
}
