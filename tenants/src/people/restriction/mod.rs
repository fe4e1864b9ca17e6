//! Restriction of processing (GDPR art. 18) and what an objection leaves behind (art. 21): the person stays, and is not used. Owns
//! `person_restriction` and the view `person_shown`; what [`super::attendees`] has for the same end is written here too.
//!
//! A restricted person has no name in lists, searches, exports and at the door: those read `person_shown`, and a house rule lets nobody
//! else read `person`. Nothing writes to their row but the exercise of a right (see `TenantTx::exercise_right`). Access and erasure go on.
//! What they asked for themselves (their own order's page, its mails) goes on too: that is the exception of art. 18(2), their consent.

pub mod store;

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
};
use uuid::Uuid;

/// Every purpose.
pub const ALL: &str = "all";

/// Art. 18(1) GDPR, (a) to (d).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The person contests that the data are right.
    Accuracy,
    /// The use is unlawful and the person does not want an erasure.
    Unlawful,
    /// The person needs the data for a legal claim.
    Claim,
    /// The person objected.
    Objection,
}

impl Reason {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Unlawful => "unlawful",
            Self::Claim => "claim",
            Self::Objection => "objection",
        }
    }

    /// The reason behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Accuracy, Self::Unlawful, Self::Claim, Self::Objection].into_iter().find(|reason| reason.word() == word)
    }
}

/// A restriction about to be placed.
#[derive(Clone, Copy, Debug)]
pub struct NewRestriction<'a> {
    /// Its id, the same in the privacy ledger: placed twice, it is one.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The treatment, by its key in the inventory, or [`ALL`].
    pub treatment: &'a str,
    /// Why.
    pub reason: Reason,
}

/// Refuses a write to a person whose data are restricted, with a sentence for whoever tried.
///
/// # Errors
/// `Conflict` when they are; when the database is away.
pub async fn refuse_if_restricted(tx: &mut TenantTx, person: Uuid) -> Result<()> {
    if store::is_restricted(tx, person).await? { Err(Error::conflict("person-restricted")) } else { Ok(()) }
}

/// Ends a restriction. The person is told first (art. 18(3)): see [`store::told`].
///
/// # Errors
/// `Conflict` when they were not told; `NotFound` when there is no such restriction, or it has ended.
pub async fn lift(tx: &mut TenantTx, now: Timestamp, id: Uuid) -> Result<()> {
    match store::told_at(tx, id).await? {
        None => Err(Error::NotFound),
        Some(None) => Err(Error::conflict("restriction-not-told")),
        Some(Some(_)) => store::lift(tx, now, id).await,
    }
}
