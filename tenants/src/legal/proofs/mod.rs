//! What a notice claims, and the proof of it: probes run each night and on demand, each claim with the date of its last proof, and a public
//! page that says so. Owns `proof`, `proof_history` and `attestation`.
//!
//! A sentence asks [`standings`] before it is said. A proof that is red, missing or too old takes it back, whoever wrote it.

pub mod admin;
pub mod jobs;
pub mod model;
pub mod pages;
pub mod probes;
pub mod store;

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::AccountId,
    inventory::{ClaimId, ClaimKind},
    session::Role,
};

use crate::consent::{
    self, Occasion, ReadText,
    model::{Actor, Channel, Who},
};
pub use model::{Outcome, Reason, Standing, Standings, State};

/// The public page, without language.
pub const PROOFS_PATH: &str = "/preuves";

/// How every claim of the association stands now: what its notice may say. The page that says it is true until [`Standings::until`].
///
/// # Errors
/// When the database is away.
pub async fn standings(tx: &mut TenantTx, now: Timestamp) -> Result<Standings> {
    Ok(Standings::new(store::latest(tx).await?, now))
}

/// Keeps what probes found. Public pages are out of date when a claim may be made that could not, or the other way round.
///
/// # Errors
/// When the database is away.
pub async fn keep(tx: &mut TenantTx, now: Timestamp, found: &[(ClaimId, Outcome)]) -> Result<()> {
    let mut turned = false;
    for (claim, outcome) in found {
        let before = store::find(tx, *claim).await?;
        store::save(tx, now, *claim, outcome).await?;
        if before.as_ref().map(|proof| proof.state) != Some(outcome.state) {
            store::add_history(tx, now, *claim, outcome).await?;
        }
        // A proof that had grown old was not said, though its state is the same.
        let said = matches!(model::stand(claim.facts(), before.as_ref(), now), Standing::Green(_));
        turned |= said != (outcome.state == State::Green);
    }
    if turned { tx.content_changed(now).await } else { Ok(()) }
}

/// Whoever attests or takes it back, and where.
#[derive(Clone, Copy, Debug)]
pub struct Attester {
    /// Their account.
    pub account: AccountId,
    /// Their office.
    pub role: Role,
    /// The language of the page.
    pub locale: kernel::i18n::Locale,
}

/// Takes somebody's word for what no machine can see.
///
/// # Errors
/// `NotFound` for a claim that is not a matter of anybody's word; else when the database is away.
pub async fn attest(tx: &mut TenantTx, now: Timestamp, who: Attester, claim: ClaimId) -> Result<()> {
    if claim.facts().kind != ClaimKind::Attested {
        return Err(Error::NotFound);
    }
    store::withdraw_attestations(tx, now, who.account, claim).await?;
    store::add_attestation(tx, now, who, claim).await?;
    acknowledge(tx, now, who, claim).await?;
    keep(tx, now, &[(claim, Outcome::green(Reason::Attested, who.role.word()))]).await
}

/// The words that were attested, and by whom, in the ledger.
async fn acknowledge(tx: &mut TenantTx, now: Timestamp, who: Attester, claim: ClaimId) -> Result<()> {
    let on = Occasion { at: now, channel: Channel::BackOffice, locale: who.locale, actor: Actor::Themselves };
    let beside = match claim {
        ClaimId::StripeTwoFactor => "claim-stripe_two_factor-attest",
        _ => return Err(Error::NotFound),
    };
    consent::acknowledge(tx, on, Who::Account(who.account), &[ReadText { kind: claim.key(), document: None, version: 1, beside }]).await
}

/// Takes a word back: the sentence goes at once.
///
/// # Errors
/// When the database is away.
pub async fn withdraw(tx: &mut TenantTx, now: Timestamp, who: Attester, claim: ClaimId) -> Result<()> {
    if store::withdraw_attestations(tx, now, who.account, claim).await? {
        keep(tx, now, &[(claim, Outcome::red(Reason::Withdrawn, ""))]).await?;
    }
    Ok(())
}
