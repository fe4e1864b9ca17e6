//! What follows a change that matters: those concerned are told. Who they are is known to the slices that have buyers and members; the server
//! hands the job to them.

use kernel::{
    db::TenantTx,
    error::Result,
    jobs::{NewJob, enqueue},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kind this job is filed under.
pub const KIND: &str = "legal.changed";

/// A version changed something that matters.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// The version.
    pub document: Uuid,
}

/// Asks, within the transaction that adds the version, that those concerned be told.
///
/// # Errors
/// When the database is away.
pub async fn announce(tx: &mut TenantTx, document: Uuid) -> Result<()> {
    let payload = serde_json::to_value(Changed { document }).map_err(anyhow::Error::from)?;
    enqueue(tx, NewJob::new(KIND, payload).keyed(document.to_string())).await
}
