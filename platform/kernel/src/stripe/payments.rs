//! Payments as Stripe holds them: read with their charge and fees, refunded, and listed as movements of the account's balance.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use stripe_core::{
    balance_transaction::ListBalanceTransaction,
    payment_intent::RetrievePaymentIntent,
    refund::{CreateRefund, ListRefund},
};
use stripe_shared::{ApiErrors, BalanceTransaction, Charge, PaymentIntentStatus, Refund};
use stripe_types::RangeQueryTs;

use super::{Stripe, error::StripeError};
use crate::clock::Timestamp;

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// The money is the association's.
    Succeeded,
    /// The bank is still thinking.
    Processing,
    /// The buyer must still do something, or try again.
    Waiting,
    /// It can never succeed.
    Canceled,
}

/// What a charge left in the balance, in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// `txn_…`.
    pub id: String,
    /// Stripe's fee and the platform's together.
    pub fee: i64,
    /// What stays.
    pub net: i64,
}

/// A charge, with what Stripe tells of the card. Never more than the last four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRead {
    /// `ch_…`.
    pub id: String,
    /// When it was made.
    pub created: Timestamp,
    /// Last four digits.
    pub last4: Option<String>,
    /// `visa`, `mastercard`, …
    pub brand: Option<String>,
    /// Month and year.
    pub expiry: Option<(i64, i64)>,
    /// The same card gives the same word, on this platform only.
    pub fingerprint: Option<String>,
    /// The issuing bank's country, ISO 3166 alpha-2.
    pub country: Option<String>,
    /// `credit`, `debit`, `prepaid`, `unknown`.
    pub funding: Option<String>,
    /// `pass`, `fail`, `unavailable`, `unchecked`.
    pub cvc_check: Option<String>,
    /// `normal`, `elevated`, `highest`, `not_assessed`, `unknown`.
    pub risk_level: Option<String>,
    /// Stripe's sentence to the seller about the outcome.
    pub outcome_message: Option<String>,
    /// Stripe's own receipt page.
    pub receipt_url: Option<String>,
    /// Cents given back so far.
    pub amount_refunded: i64,
    /// Whether the buyer disputes it.
    pub disputed: bool,
    /// Absent until Stripe has booked it, some seconds after success.
    pub settlement: Option<Settlement>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRead {
    /// `pi_…`.
    pub id: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Cents asked.
    pub amount: i64,
    /// Cents received.
    pub amount_received: i64,
    /// ISO 4217 in lower case.
    pub currency: String,
    /// As we set it.
    pub metadata: BTreeMap<String, String>,
    /// Whether real money moves.
    pub livemode: bool,
    /// The bank's reason for the last failure (`insufficient_funds`), if it failed.
    pub last_decline: Option<String>,
    /// The latest charge, if a card was tried.
    pub charge: Option<ChargeRead>,
}

/// A refund to be made.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// The association's account.
    pub account: String,
    /// From the refund's row, saved before the call.
    pub idempotency_key: String,
    /// `pi_…`.
    pub payment_intent: String,
    /// Cents.
    pub amount: i64,
    /// Ids only.
    pub metadata: BTreeMap<String, String>,
    /// Gives the platform's share back too; ask only when one was taken, or Stripe refuses.
    pub refund_application_fee: bool,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    /// On its way, or waiting for the association's balance.
    Pending,
    /// Sent to the card.
    Succeeded,
    /// The bank refused it, or it was taken back: the money is with the association.
    Failed,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRead {
    /// `re_…`.
    pub id: String,
    /// Of which payment: `pi_…`.
    pub intent: Option<String>,
    /// Where it stands.
    pub status: RefundStatus,
    /// Cents.
    pub amount: i64,
    /// When it was made.
    pub created: Timestamp,
    /// As we set it; empty when made in Stripe's dashboard.
    pub metadata: BTreeMap<String, String>,
    /// In Stripe's words, e.g. `lost_or_stolen_card`.
    pub failure_reason: Option<String>,
}

/// A movement of an account's balance, in cents; negative leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRead {
    /// `txn_…`.
    pub id: String,
    /// `charge`, `refund`, `adjustment`, `payout`, …
    pub kind: String,
    /// Before fees.
    pub amount: i64,
    /// Fees.
    pub fee: i64,
    /// After fees.
    pub net: i64,
    /// ISO 4217 in lower case.
    pub currency: String,
    /// The charge, refund or payout behind it.
    pub source: Option<String>,
    /// When it was booked.
    pub created: Timestamp,
    /// When the money can be paid out.
    pub available_on: Timestamp,
}

impl Stripe {
    /// Reads a payment with its latest charge and that charge's fees.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn payment(&self, account: &str, intent: &str) -> Result<PaymentRead, StripeError> {
        let request = RetrievePaymentIntent::new(intent).expand(vec!["latest_charge.balance_transaction".to_owned()]);
        let read = self.for_account(account).call(&request).await?;
        Ok(PaymentRead {
            id: read.id.to_string(),
            status: match read.status {
                PaymentIntentStatus::Succeeded => PaymentStatus::Succeeded,
                PaymentIntentStatus::Processing => PaymentStatus::Processing,
                PaymentIntentStatus::Canceled => PaymentStatus::Canceled,
                _ => PaymentStatus::Waiting,
            },
            amount: read.amount,
            amount_received: read.amount_received,
            currency: read.currency.to_string().to_lowercase(),
            metadata: read.metadata.into_iter().collect(),
            livemode: read.livemode,
            last_decline: read.last_payment_error.and_then(|error| {
                let ApiErrors { decline_code, code, .. } = *error;
                decline_code.or_else(|| code.map(|code| code.as_str().to_owned()))
            }),
            charge: read.latest_charge.and_then(stripe_types::Expandable::into_object).map(charge),
        })
    }

    /// Gives money back. The same key gives the same refund.
    ///
    /// # Errors
    /// `InvalidRequest` with `charge_already_refunded` when nothing is left; else as Stripe answers.
    pub async fn refund(&self, new: &NewRefund) -> Result<RefundRead, StripeError> {
        let metadata: HashMap<_, _> = new.metadata.iter().filter(|(_, value)| !value.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
        let mut request = CreateRefund::new().payment_intent(new.payment_intent.as_str()).amount(new.amount).metadata(metadata);
        if new.refund_application_fee {
            request = request.refund_application_fee(true);
        }
        Ok(refund(self.for_account(&new.account).idempotent(&new.idempotency_key).call(&request).await?))
    }

    /// Every refund of a payment, also those made in Stripe's dashboard, newest first.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn refunds(&self, account: &str, intent: &str) -> Result<Vec<RefundRead>, StripeError> {
        let page = |after: Option<String>| {
            let request = ListRefund::new().payment_intent(intent).limit(100);
            if let Some(id) = after { request.starting_after(id) } else { request }
        };
        Ok(self.for_account(account).list(page).await?.into_iter().map(refund).collect())
    }

    /// Every refund of an account made from `since` on, also in Stripe's dashboard, newest first.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn refunds_since(&self, account: &str, since: Timestamp) -> Result<Vec<RefundRead>, StripeError> {
        let page = |after: Option<String>| {
            let request = ListRefund::new().created(RangeQueryTs::gte(since.timestamp())).limit(100);
            if let Some(id) = after { request.starting_after(id) } else { request }
        };
        Ok(self.for_account(account).list(page).await?.into_iter().map(refund).collect())
    }

    /// Every movement of an account's balance from `since` on, newest first.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn balance_transactions(&self, account: &str, since: Timestamp) -> Result<Vec<BalanceRead>, StripeError> {
        let page = |after: Option<String>| {
            let request = ListBalanceTransaction::new().created(RangeQueryTs::gte(since.timestamp())).limit(100);
            if let Some(id) = after { request.starting_after(id) } else { request }
        };
        Ok(self.for_account(account).list(page).await?.into_iter().map(movement).collect())
    }
}

fn moment(seconds: i64) -> Timestamp {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn charge(read: Charge) -> ChargeRead {
    let card = read.payment_method_details.and_then(|details| details.card);
    let outcome = read.outcome;
    ChargeRead {
        id: read.id.to_string(),
        created: moment(read.created),
        last4: card.as_ref().and_then(|card| card.last4.clone()),
        brand: card.as_ref().and_then(|card| card.brand.clone()),
        expiry: card.as_ref().map(|card| (card.exp_month, card.exp_year)),
        fingerprint: card.as_ref().and_then(|card| card.fingerprint.clone()),
        country: card.as_ref().and_then(|card| card.country.clone()),
        funding: card.as_ref().and_then(|card| card.funding.clone()),
        cvc_check: card.and_then(|card| card.checks).and_then(|checks| checks.cvc_check),
        risk_level: outcome.as_ref().and_then(|outcome| outcome.risk_level.clone()),
        outcome_message: outcome.and_then(|outcome| outcome.seller_message),
        receipt_url: read.receipt_url,
        amount_refunded: read.amount_refunded,
        disputed: read.disputed,
        settlement: read.balance_transaction.and_then(stripe_types::Expandable::into_object).map(|booked| Settlement {
            id: booked.id.to_string(),
            fee: booked.fee,
            net: booked.net,
        }),
    }
}

fn refund(read: Refund) -> RefundRead {
    RefundRead {
        id: read.id.to_string(),
        intent: read.payment_intent.map(|intent| intent.into_id().to_string()),
        status: match read.status.as_deref() {
            Some("succeeded") => RefundStatus::Succeeded,
            Some("failed" | "canceled") => RefundStatus::Failed,
            _ => RefundStatus::Pending,
        },
        amount: read.amount,
        created: moment(read.created),
        metadata: read.metadata.unwrap_or_default().into_iter().collect(),
        failure_reason: read.failure_reason,
    }
}

fn movement(read: BalanceTransaction) -> BalanceRead {
    BalanceRead {
        id: read.id.to_string(),
        kind: read.type_.as_str().to_owned(),
        amount: read.amount,
        fee: read.fee,
        net: read.net,
        currency: read.currency.to_string().to_lowercase(),
        source: read.source.map(|source| source.into_id().to_string()),
        created: moment(read.created),
        available_on: moment(read.available_on),
    }
}
