//! Addresses that are not to be written to, whoever adds them again: kept as digests under a key of the association's own. Owns
//! `suppression`. The list wins over an import ([`filter`]) and over mail that already waits ([`may_write`], asked again as a mail leaves);
//! an erasure leaves it alone; only a new consent of the person, confirmed from the address itself, takes an address off it.
//!
//! This is the one gate: whoever adds people in bulk passes [`filter`], whoever mails to a list passes [`may_write`], and a house rule refuses SQL that
//! goes around them.

mod model;
pub mod store;

use std::collections::HashSet;

use kernel::{app::App, clock::Timestamp, db::TenantTx, error::Result, ids::TenantId};

pub use model::{Digest, Source, canonical, digest};

/// Puts an address on the list for one purpose.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, app: &App, now: Timestamp, email: &str, purpose: &str, source: Source) -> Result<Digest> {
    let digest = digest(&app.keys, tx.tenant(), email);
    store::add(tx, now, &digest, purpose, source).await?;
    Ok(digest)
}

/// Whether an address is on the list for this purpose.
///
/// # Errors
/// When the database is away.
pub async fn is_suppressed(tx: &mut TenantTx, app: &App, email: &str, purpose: &str) -> Result<bool> {
    let digest = digest(&app.keys, tx.tenant(), email);
    Ok(!store::listed(tx, &[digest], purpose).await?.is_empty())
}

/// Takes an address off the list. Only for a person who has just confirmed a new consent from this address: nobody else can lift it.
///
/// # Errors
/// When the database is away.
pub async fn lift_by_double_opt_in(tx: &mut TenantTx, app: &App, now: Timestamp, email: &str, purpose: &str) -> Result<()> {
    let digest = digest(&app.keys, tx.tenant(), email);
    store::lift(tx, now, &digest, purpose).await
}

/// Those of `emails` that may be written to for this purpose, in their order: what an import keeps.
///
/// # Errors
/// When the database is away.
pub async fn filter(tx: &mut TenantTx, app: &App, emails: Vec<String>, purpose: &str) -> Result<Vec<String>> {
    let tenant = tx.tenant();
    let digests: Vec<Digest> = emails.iter().map(|email| digest(&app.keys, tenant, email)).collect();
    let listed: HashSet<Digest> = store::listed(tx, &digests, purpose).await?.into_iter().collect();
    Ok(emails.into_iter().zip(digests).filter(|(_, digest)| !listed.contains(digest)).map(|(email, _)| email).collect())
}

/// Whether a mail of this purpose may leave now: asked by the job that sends it, in a transaction of its own, however long it waited.
///
/// # Errors
/// When the database is away: then it may not.
pub async fn may_write(app: &App, tenant: TenantId, email: &str, purpose: &str) -> Result<bool> {
    let mut tx = app.db.tenant(tenant).await?;
    Ok(!is_suppressed(&mut tx, app, email, purpose).await?)
}
