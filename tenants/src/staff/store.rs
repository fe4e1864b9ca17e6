//! All the SQL of what staff did, and the names of those who did it.

use std::collections::HashMap;

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    ids::{AccountId, new_uuid},
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
