//! The privacy ledger: what people asked for (erasure, rectification, restriction, objection, unsubscribing, consent withdrawn) and that an association left, written
//! outside the database, so that a database restored from a backup finds out what it has forgotten. Owns tables `ledger_head`,
//! `ledger_applied` and `ledger_intent`, and a bucket of its own.
//!
//! In the bucket, `ledger/<20 digits>.json` is one entry each, written once and never again, chained by hashes and without anything about
//! a person; `selectors/<id>.sealed` says whom and what it was about, encrypted with a key of its own, and is deleted once no backup can
//! be as old as it. The chain stays whole without it: an entry's hash covers a digest of the selectors.
//!
//! The way of an act: [`append`] (which commits an intent, then writes the entry), the act itself in the association's transaction with
//! [`apply`] as its last statement, commit. Refused after all: [`void`]. Why so, and what else was weighed: `ops/adr/0006-privacy-ledger.md`.

mod bucket;
mod gate;
mod model;
mod seal;
mod standing;
mod store;

pub use bucket::Ledger;
pub use gate::{Gate, Why};
pub use model::{Act, Change, Entry, Hash, Kind, Person, Receipt};
pub use standing::{Chain, Standing, purge, standing, verify};

use crate::{
    app::App,
    db::{PlatformTx, TenantTx},
    error::{Error, Result, Sentence},
    ids::{TenantId, new_uuid},
};

/// Writes into the ledger that `act` is about to happen. `plan` is the hash of the erasure plan that was approved. Nothing may happen
/// without it: when the ledger cannot be reached, neither can the act be done.
///
/// # Errors
/// `Later`, with a sentence, when the ledger's store does not answer; as the database answers.
pub async fn append(app: &App, tenant: TenantId, act: &Act, plan: Option<[u8; 32]>) -> Result<Receipt> {
    let now = app.clock.now();
    let id = new_uuid(now);
    let mut tx = app.db.platform().await?;
    store::intend(&mut tx, id, now).await?;
    let (head, _) = store::head(&mut tx).await?;
    tx.commit().await?;
    match app.ledger.write(head, id, tenant, act, plan.map(Hash), now).await {
        Ok(entry) => Ok(Receipt::of(&entry)),
        Err(error) => {
            tracing::error!(error.cause = ?error, "the privacy ledger cannot be written: what was asked for was not done");
            Err(Error::Later(Sentence::new("ledger-away")))
        }
    }
}

/// Marks the act as done, in the transaction that does it: its last statement, because everybody who marks waits for it.
///
/// # Errors
/// As the database answers.
pub async fn apply(tx: &mut TenantTx, receipt: &Receipt) -> Result<()> {
    store::apply(tx.conn(), receipt).await
}

/// [`apply`] for an entry that does nothing in any association: one that was voided, or whose association is gone.
///
/// # Errors
/// As [`apply`].
pub async fn apply_without_effect(tx: &mut PlatformTx, receipt: &Receipt) -> Result<()> {
    store::apply(tx.conn(), receipt).await
}

/// Takes an entry back whose act was refused after it had been written (another plan than the approved one, say): a later replay leaves it
/// alone. The entry itself stays, as everything in the ledger does.
///
/// # Errors
/// As [`append`]. The act may then be done by a replay, which is what had been approved.
pub async fn void(app: &App, receipt: &Receipt) -> Result<()> {
    let voiding = append(app, receipt.tenant, &Act::Void { entry: receipt.id }, None).await?;
    let mut tx = app.db.platform().await?;
    store::apply(tx.conn(), receipt).await?;
    store::apply(tx.conn(), &voiding).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests;
