//! Planning an erasure and running it.

use super::model::{Outcome, Plan, Refusal, Root};
use crate::{clock::Timestamp, db::TenantTx, error::{Error, Result}, inventory::Table};

/// What erasing `roots` would do, counted; nothing is changed.
///
/// # Errors
/// `Conflict` when the inventory asks for what the database's foreign keys forbid; `Failed` when the database is away.
pub async fn plan(tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Plan, Refusal> {
    plan_over(crate::inventory::TABLES, tx, roots, now).await
}

/// [`plan`] over another list of tables: what a proof that spoils a verdict stands on.
///
/// # Errors
/// As [`plan`].
pub async fn plan_over(_tables: &'static [Table], _tx: &mut TenantTx, _roots: &[Root], _now: Timestamp) -> Result<Plan, Refusal> {
    Err(Refusal::Failed(Error::Unavailable))
}

/// Erases `roots` as the plan with the hash `approved` says, in the caller's transaction; the caller commits, or drops it on any error.
///
/// # Errors
/// `Changed` when the rows are no longer those of the approved plan; else as [`plan`], and `Remains` when the count afterwards is not 0.
pub async fn execute(tx: &mut TenantTx, roots: &[Root], approved: &[u8; 32], now: Timestamp) -> Result<Outcome, Refusal> {
    execute_over(crate::inventory::TABLES, tx, roots, approved, now).await
}

/// [`execute`] over another list of tables.
///
/// # Errors
/// As [`execute`].
pub async fn execute_over(_tables: &'static [Table], _tx: &mut TenantTx, _roots: &[Root], _approved: &[u8; 32], _now: Timestamp) -> Result<Outcome, Refusal> {
    Err(Refusal::Failed(Error::Unavailable))
}

/// Removes from the restricted archives of this association what is past its last day; gives how many rows went.
///
/// # Errors
/// When the database is away.
pub async fn expire(_tx: &mut TenantTx, _now: Timestamp) -> Result<u64> {
    Err(Error::Unavailable)
}
