//! What payments do later: refunds sent, the ledger read, the account read again.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    ids::TenantId,
    jobs::{JobError, NewJob},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{connect, ledger, model::RefundId, refunds};

/// The work, by kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Send a refund to Stripe.
    SendRefund {
        /// The refund.
        refund: Uuid,
    },
    /// Read new movements of the Stripe balance.
    SyncLedger,
    /// Read the Stripe account again.
    RefreshAccount,
}

/// The kind these jobs are filed under.
pub const KIND: &str = "payments";

/// Files a job with the transaction; the same job waiting already is not filed twice.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut TenantTx, job: &Job, at: Option<Timestamp>) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let key = payload.to_string();
    let mut new = NewJob::new(KIND, payload).keyed(key);
    if let Some(at) = at {
        new = new.at(at);
    }
    kernel::jobs::enqueue(tx, new).await?;
    Ok(())
}

/// Does one.
///
/// # Errors
/// Retried when the outside did not answer.
pub async fn run(app: &App, tenant: TenantId, job: Job) -> Result<(), JobError> {
    match job {
        Job::SendRefund { refund } => refunds::send(app, tenant, RefundId::from_uuid(refund)).await?,
        Job::SyncLedger => {
            ledger::sync(app, tenant).await?;
        }
        Job::RefreshAccount => {
            connect::refresh(app, tenant).await?;
        }
    }
    Ok(())
}
