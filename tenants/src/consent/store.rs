//! All the SQL of the consent ledger: events are added, never changed.

use chrono::NaiveDate;
use kernel::{clock::Timestamp, db::TenantTx, error::Result, ids::new_uuid};
use uuid::Uuid;

use super::model::{Action, Event, Past, Who};

/// Who, by the column that names them.
const fn columns(who: Who) -> (Option<Uuid>, Option<Uuid>, Option<Uuid>) {
    match who {
        Who::Person(id) => (Some(id), None, None),
        Who::Account(id) => (None, Some(id.uuid()), None),
        Who::Receipt(id) => (None, None, Some(id)),
    }
}

/// Adds an event.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, event: &Event) -> Result<Uuid> {
    let (tenant, id) = (tx.tid(), new_uuid(event.at));
    let (person, account, receipt) = columns(event.who);
    sqlx::query!(
        "insert into consent_event (tenant_id, id, person_id, account_id, receipt_id, about, action, channel, about_version, document_id, words_hash, locale, at,
                proof_id, actor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        tenant,
        id,
        person,
        account,
        receipt,
        event.about,
        event.action.word(),
        event.channel.word(),
        event.about_version,
        event.document,
        event.words_hash,
        event.locale.code(),
        event.at,
        event.proof,
        event.actor.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// What somebody did about `about`, latest first: as many as one instant can hold and a little more.
///
/// # Errors
/// When the database is away.
pub async fn latest(tx: &mut TenantTx, who: Who, about: &str) -> Result<Vec<Past>> {
    let tenant = tx.tid();
    let (person, account, receipt) = columns(who);
    // One of the three is given; each has an index that begins with it.
    let rows = sqlx::query!(
        r#"select action as "action!", about_version as "version!", at as "at!" from (
             select action, about_version, at from consent_event where tenant_id = $1 and person_id = $2 and about = $5
             union all
             select action, about_version, at from consent_event where tenant_id = $1 and account_id = $3 and about = $5
             union all
             select action, about_version, at from consent_event where tenant_id = $1 and receipt_id = $4 and about = $5
           ) as e order by at desc limit 20"#,
        tenant,
        person,
        account,
        receipt,
        about
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let action = Action::from_word(&row.action).ok_or_else(|| anyhow::anyhow!("the action {} of the consent ledger is unknown", row.action))?;
            Ok(Past { action, version: row.version, at: row.at })
        })
        .collect()
}

/// Counts one answer to the notice about tracers, on the day it was given in Paris.
///
/// # Errors
/// When the database is away.
pub async fn count_choice(tx: &mut TenantTx, now: Timestamp, answer: &str, words_hash: &[u8]) -> Result<()> {
    let tenant = tx.tid();
    let day: NaiveDate = now.with_timezone(&kernel::clock::PARIS).date_naive();
    sqlx::query!(
        "insert into cookie_choice_count (tenant_id, day, answer, words_hash, count) values ($1, $2, $3, $4, 1)
         on conflict (tenant_id, day, answer, words_hash) do update set count = cookie_choice_count.count + 1",
        tenant,
        day,
        answer,
        words_hash
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How many gave each answer on the days from `since` on.
///
/// # Errors
/// When the database is away.
pub async fn choices_since(tx: &mut TenantTx, since: NaiveDate) -> Result<Vec<(String, i64)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        r#"select answer, sum(count)::bigint as "count!" from cookie_choice_count where tenant_id = $1 and day >= $2 group by answer order by answer"#,
        tenant,
        since
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.answer, row.count)).collect())
}
