//! Disputes as Stripe holds them: a buyer's bank takes a payment back, and the association answers.

use chrono::DateTime;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::{Dispute, DisputeStatus};

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

/// `GET /disputes/<id>`: the request type of the library wants a feature of its own, for one address.
struct Retrieve<'a>(&'a str);

impl StripeRequest for Retrieve<'_> {
    type Output = Dispute;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, format!("/disputes/{}", self.0))
    }
}

impl Stripe {
    /// Reads a dispute.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn dispute(&self, account: &str, id: &str) -> Result<DisputeRead, StripeError> {
        let read = self.for_account(account).call(&Retrieve(id)).await?;
        let moment = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        Ok(DisputeRead {
            id: read.id.to_string(),
            state: match read.status {
                DisputeStatus::Won => DisputeState::Won,
                DisputeStatus::Lost => DisputeState::Lost,
                DisputeStatus::WarningClosed | DisputeStatus::Prevented => DisputeState::Closed,
                _ => DisputeState::Open,
            },
            amount: read.amount,
            reason: read.reason,
            created: moment(read.created),
            answer_by: read.evidence_details.due_by.map(moment),
        })
    }
}
