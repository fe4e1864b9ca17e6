//! The statements, derived from the inventory.

use super::model::Found;
use crate::{db::TenantTx, error::{Error, Result}};

/// Every person of this association whose declared address is `email_norm` (normalised): one [`Found`] a row, because a mailbox proves who
/// reads it, not that every row with it is the same person.
///
/// # Errors
/// When the database is away.
pub async fn find(_tx: &mut TenantTx, _email_norm: &str) -> Result<Vec<Found>> {
    Err(Error::Unavailable)
}
