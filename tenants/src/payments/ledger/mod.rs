//! Our books: one row per movement of the association's Stripe balance, so that sums agree with Stripe's to the cent.

use kernel::{app::App, error::Result, ids::TenantId};

use super::{checkout::stripe, connect, model::AccountStanding};

pub mod store;

/// How far back a reading looks beyond the last row: Stripe may list a movement after a later one.
const OVERLAP: chrono::Duration = chrono::Duration::hours(1);

/// Reads new movements from Stripe. Safe to run twice; gives how many were new.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn sync(app: &App, tenant: TenantId) -> Result<u64> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(account) = connect::store::find(&mut tx).await?.filter(|account| account.state != AccountStanding::Disconnected) else { return Ok(0) };
    let since = store::latest(&mut tx).await?.map_or(chrono::DateTime::UNIX_EPOCH, |latest| latest - OVERLAP);
    drop(tx);
    let movements = stripe(app)?.hurried().balance_transactions(&account.account, since).await?;
    let mut tx = app.db.tenant(tenant).await?;
    let mut added = 0;
    for movement in &movements {
        added += store::put(&mut tx, movement).await?;
    }
    tx.commit().await?;
    Ok(added)
}
