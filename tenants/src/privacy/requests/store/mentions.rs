//! Texts that name whoever a request is about: where they stand and what was decided. The text itself is never here.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::Result,
    ids::new_uuid,
};
use uuid::Uuid;

use super::Fact;
use crate::privacy::requests::model::{Decision, RequestId};

/// A text that names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its id in the list.
    pub id: Uuid,
    /// The table it stands in.
    pub table: String,
    /// The column.
    pub column: String,
    /// The row.
    pub key: String,
    /// What was decided.
    pub decision: Option<Decision>,
}

impl Mention {
    /// Whether it stands at this place.
    #[must_use]
    pub fn is_at(&self, table: &str, column: &str, key: &str) -> bool {
        self.table == table && self.column == column && self.key == key
    }
}

/// Lists a place; nothing happens when it is listed.
///
/// # Errors
/// When the database is away.
pub async fn add_mention(tx: &mut TenantTx, now: Timestamp, request: RequestId, (table, column, key): (&str, &str, &str)) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "insert into privacy_request_mention (tenant_id, id, request_id, table_name, column_name, row_key, found_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, request_id, table_name, column_name, row_key) do nothing",
        tenant,
        new_uuid(now),
        request.uuid(),
        table,
        column,
        key,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The places listed, in an order of their own.
///
/// # Errors
/// When the database is away.
pub async fn mentions(tx: &mut TenantTx, request: RequestId) -> Result<Vec<Mention>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select id, table_name, column_name, row_key, decision, reason from privacy_request_mention where tenant_id = $1 and request_id = $2
          order by table_name, row_key, column_name",
        tenant,
        request.uuid()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Mention {
            id: row.id,
            decision: row.decision.as_deref().and_then(|decision| Decision::parse(decision, row.reason.as_deref())),
            table: row.table_name,
            column: row.column_name,
            key: row.row_key,
        })
        .collect())
}

/// Writes a decision down, or takes it back; `false` when the list has no such place.
///
/// # Errors
/// When the database is away.
pub async fn decide_mention(tx: &mut TenantTx, now: Timestamp, request: RequestId, id: Uuid, decided: Option<(Decision, Uuid)>) -> Result<bool> {
    let tenant = tx.tid();
    let (word, reason) = decided.map_or((None, None), |(decision, _)| (Some(decision.words().0), decision.words().1));
    let done = sqlx::query!(
        "update privacy_request_mention set decision = $4, reason = $5, decided_by = $6, decided_at = $7 where tenant_id = $1 and request_id = $2 and id = $3",
        tenant,
        request.uuid(),
        id,
        word,
        reason,
        decided.map(|(_, by)| by),
        decided.map(|_| now)
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a place off the list: nobody is named there any more, and nothing was decided.
///
/// # Errors
/// When the database is away.
pub async fn remove_mention(tx: &mut TenantTx, request: RequestId, id: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("delete from privacy_request_mention where tenant_id = $1 and request_id = $2 and id = $3", tenant, request.uuid(), id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What a request's own row says of texts and of the person represented.
pub(super) async fn write_fact(tx: &mut TenantTx, now: Timestamp, request: Uuid, fact: &Fact<'_>) -> Result<()> {
    let tenant = tx.tid();
    let done = match fact {
        Fact::Settled(tally) => {
            let tally = serde_json::to_value(tally).map_err(anyhow::Error::from)?;
            sqlx::query!("update privacy_request set mentions = $3 where tenant_id = $1 and id = $2", tenant, request, tally).execute(tx.conn()).await?
        }
        Fact::Told => {
            sqlx::query!("update privacy_request set represented_told_at = $3 where tenant_id = $1 and id = $2", tenant, request, now)
                .execute(tx.conn())
                .await?
        }
        // The list is elsewhere: the row is locked, which keeps the entries of its file in order, and an older count no longer holds.
        _ => sqlx::query!("update privacy_request set mentions = null where tenant_id = $1 and id = $2", tenant, request).execute(tx.conn()).await?,
    };
    one(done.rows_affected())
}

/// Forgets the list: it would lead from the file of a request to the name again.
pub(super) async fn forget(tx: &mut TenantTx, request: Uuid) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("delete from privacy_request_mention where tenant_id = $1 and request_id = $2", tenant, request).execute(tx.conn()).await?;
    Ok(())
}
