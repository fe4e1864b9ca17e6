//! Disputes as Stripe holds them: a buyer's bank takes a payment back, and the association answers.

use chrono::DateTime;
use stripe_core::dispute::{ListDispute, RetrieveDispute};
use stripe_shared::{Dispute, DisputeStatus};
use stripe_types::RangeQueryTs;

use super::{Stripe, error::StripeError};
use crate::clock::Timestamp;

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeState {
    /// Somebody still has to say something.
    Open,
    /// The association kept the money.
    Won,
    /// The buyer's bank kept it.
    Lost,
    /// It ended without either: a question of the bank's that led to nothing.
    Closed,
}

impl DisputeState {
    /// The word in the database and in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Closed => "closed",
        }
    }
}

/// A dispute. Stripe's own evidence, which names people, is not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRead {
    /// `dp_…` or `du_…`.
    pub id: String,
    /// The payment it is about: `pi_…`.
    pub intent: Option<String>,
    /// How it stands.
    pub state: DisputeState,
    /// Cents.
    pub amount: i64,
    /// The bank's reason, in Stripe's word: `fraudulent`, `product_not_received`, …
    pub reason: String,
    /// When it was opened.
    pub created: Timestamp,
    /// Until when the association may answer.
    pub answer_by: Option<Timestamp>,
}

impl Stripe {
    /// Reads a dispute.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn dispute(&self, account: &str, id: &str) -> Result<DisputeRead, StripeError> {
        Ok(read(self.for_account(account).call(&RetrieveDispute::new(id)).await?))
    }

    /// Every dispute of an account that was opened from `since` on, newest first.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn disputes(&self, account: &str, since: Timestamp) -> Result<Vec<DisputeRead>, StripeError> {
        let page = |after: Option<String>| {
            let request = ListDispute::new().created(RangeQueryTs::gte(since.timestamp())).limit(100);
            if let Some(id) = after { request.starting_after(id) } else { request }
        };
        Ok(self.for_account(account).list(page).await?.into_iter().map(read).collect())
    }
}

fn read(dispute: Dispute) -> DisputeRead {
    let moment = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    DisputeRead {
        id: dispute.id.to_string(),
        intent: dispute.payment_intent.map(|intent| intent.into_id().to_string()),
        state: match dispute.status {
            DisputeStatus::Won => DisputeState::Won,
            DisputeStatus::Lost => DisputeState::Lost,
            DisputeStatus::WarningClosed | DisputeStatus::Prevented => DisputeState::Closed,
            _ => DisputeState::Open,
        },
        amount: dispute.amount,
        reason: dispute.reason,
        created: moment(dispute.created),
        answer_by: dispute.evidence_details.due_by.map(moment),
    }
}
