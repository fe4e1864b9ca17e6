//! What a payment and a refund are: asked of Stripe, then only ever read back from it.

use kernel::{clock::Timestamp, id_types, money::Cents};
use uuid::Uuid;

id_types! {
    /// A payment asked of a buyer.
    PaymentId,
    /// Money given back.
    RefundId,
}

/// What a payment is for. When one settles, an exhaustive match hands it to its slice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject {
    /// An order of places.
    Order(Uuid),
}

impl Subject {
    /// The words in the database.
    #[must_use]
    pub const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Order(id) => ("order", id),
        }
    }

    /// From the words in the database.
    #[must_use]
    pub fn from_parts(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "order" => Some(Self::Order(id)),
            _ => None,
        }
    }
}

/// Where a payment stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentState {
    /// A Checkout was asked for or is open.
    Pending,
    /// The buyer finished; the money is on its way.
    Processing,
    /// The money is there.
    Succeeded,
    /// It could not be opened.
    Failed,
    /// Stripe says it can never be paid again.
    Expired,
}

impl PaymentState {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// From the word in the database.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pending, Self::Processing, Self::Succeeded, Self::Failed, Self::Expired].into_iter().find(|state| state.word() == word)
    }

    /// Whether money may still come.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Processing)
    }
}

/// A payment as stored.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its id, and the idempotency key of its Checkout.
    pub id: PaymentId,
    /// What it is for.
    pub subject: Subject,
    /// The association's Stripe account.
    pub account: String,
    /// What is asked.
    pub amount: Cents,
    /// Where it stands.
    pub state: PaymentState,
    /// The Checkout at Stripe, once made.
    pub session: Option<String>,
    /// Its page.
    pub session_url: Option<String>,
    /// The payment intent at Stripe, once the buyer finished.
    pub intent: Option<String>,
    /// What was or will be given back.
    pub refund_reserved: Cents,
    /// What was given back.
    pub refunded: Cents,
    /// Stripe's fee, once known.
    pub fee: Option<Cents>,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When its Checkout expires.
    pub expires_at: Timestamp,
    /// When the money was there.
    pub settled_at: Option<Timestamp>,
}

/// Why money is given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundReason {
    /// Staff decided.
    Requested,
    /// Paid too late, and no seat was left.
    Unseated,
    /// Paid twice for one order.
    Duplicate,
    /// Made in Stripe's own dashboard.
    Dashboard,
}

impl RefundReason {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Unseated => "unseated",
            Self::Duplicate => "duplicate",
            Self::Dashboard => "dashboard",
        }
    }

    /// From the word in the database.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Requested, Self::Unseated, Self::Duplicate, Self::Dashboard].into_iter().find(|reason| reason.word() == word)
    }
}

/// Where a refund stands: `pending` (to be sent), `processing` (at Stripe), `succeeded`, `failed`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundState {
    /// To be sent.
    Pending,
    /// Stripe has it.
    Processing,
    /// The buyer has or will have the money.
    Succeeded,
    /// Stripe could not; staff must look.
    Failed,
}

impl RefundState {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// From the word in the database.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pending, Self::Processing, Self::Succeeded, Self::Failed].into_iter().find(|state| state.word() == word)
    }
}

/// A refund as stored.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Its id, and its idempotency key.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Cents,
    /// Why.
    pub reason: RefundReason,
    /// Where it stands.
    pub state: RefundState,
    /// At Stripe, once sent.
    pub stripe_id: Option<String>,
    /// Stripe's word for the failure.
    pub failure: Option<String>,
    /// When it was decided.
    pub created_at: Timestamp,
}

/// What Stripe says of a payment now.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Its page is open; nothing was paid.
    Open {
        /// The page.
        url: Option<String>,
    },
    /// The buyer finished; the money is on its way.
    Processing,
    /// The money is there.
    Paid(Paid),
    /// It can never be paid again.
    Expired,
}

/// A payment that succeeded.
#[derive(Clone, Debug)]
pub struct Paid {
    /// The payment intent.
    pub intent: String,
    /// The charge.
    pub charge: Option<String>,
    /// Stripe's fee and the net amount, if the balance transaction exists already.
    pub settlement: Option<(Cents, Cents)>,
}

/// The association's Stripe account as stored.
#[derive(Clone, Debug)]
pub struct StripeAccount {
    /// `acct_…`.
    pub account: String,
    /// Where it stands: `onboarding`, `active`, `restricted`, `disconnected`.
    pub state: AccountStanding,
    /// Whether the onboarding form was ended once.
    pub details_submitted: bool,
    /// What Stripe still asks.
    pub currently_due: Vec<String>,
    /// Why Stripe stopped it.
    pub disabled_reason: Option<String>,
    /// What the buyer's bank prints.
    pub descriptor: String,
    /// Whether real money moves.
    pub livemode: bool,
    /// When we last asked.
    pub checked_at: Timestamp,
}

/// Where an association's Stripe account stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountStanding {
    /// The form is not finished.
    Onboarding,
    /// Cards can be charged.
    Active,
    /// Stripe holds it back.
    Restricted,
    /// The association cut the tie.
    Disconnected,
}

impl AccountStanding {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Onboarding => "onboarding",
            Self::Active => "active",
            Self::Restricted => "restricted",
            Self::Disconnected => "disconnected",
        }
    }

    /// From the word in the database.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Onboarding, Self::Active, Self::Restricted, Self::Disconnected].into_iter().find(|state| state.word() == word)
    }
}
