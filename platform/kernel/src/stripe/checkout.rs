//! Checkout: Stripe's hosted payment page, on the association's own account.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use stripe_checkout::{
    CheckoutSession,
    checkout_session::{
        CreateCheckoutSession, CreateCheckoutSessionAllowedPaymentMethodTypes, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
        CreateCheckoutSessionPaymentIntentData, ExpireCheckoutSession, ProductData, RetrieveCheckoutSession,
    },
};
use stripe_shared::{CheckoutSessionLocale, CheckoutSessionMode, CheckoutSessionPaymentStatus, CheckoutSessionStatus};
use stripe_types::Currency;

use super::{Stripe, StripeErrorKind, error::StripeError};
use crate::clock::Timestamp;

/// One line of what is sold.
#[derive(Clone, Debug)]
pub struct Line {
    /// As the buyer reads it.
    pub name: String,
    /// A second line, if any.
    pub description: Option<String>,
    /// Cents of euro for one.
    pub unit_amount: i64,
    /// How many.
    pub quantity: u64,
}

/// A payment page to be made.
#[derive(Clone, Debug)]
pub struct NewCheckout {
    /// The association's account.
    pub account: String,
    /// From the attempt's row, saved before the call (`co:{order}:{attempt}`).
    pub idempotency_key: String,
    /// What is sold, in euro.
    pub lines: Vec<Line>,
    /// Fills in the buyer's address.
    pub customer_email: Option<String>,
    /// Where the buyer comes back; `{CHECKOUT_SESSION_ID}` is replaced by Stripe.
    pub success_url: String,
    /// Where "back" leads.
    pub cancel_url: String,
    /// 30 minutes to 24 hours from now, by Stripe's rule.
    pub expires_at: Timestamp,
    /// Our order's id.
    pub client_reference: String,
    /// Ids only: Stripe keeps it for ever. Set on the page and on the payment.
    pub metadata: BTreeMap<String, String>,
    /// Whether the page speaks French; English otherwise.
    pub french: bool,
    /// The platform's share in cents; 0 or `None` takes none.
    pub application_fee: Option<i64>,
    /// What the association reads in its dashboard.
    pub description: Option<String>,
}

/// A session's own life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckoutStatus {
    /// The page takes a payment.
    Open,
    /// The buyer finished; see [`CheckoutPayment`].
    Complete,
    /// It can never be paid again.
    Expired,
}

/// Whether its money is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckoutPayment {
    /// Paid, or free of charge.
    Paid,
    /// Not, or not yet.
    Unpaid,
}

/// A session as Stripe sees it now.
#[derive(Clone, Debug)]
pub struct CheckoutState {
    /// `cs_…`.
    pub id: String,
    /// Open, complete or expired.
    pub status: CheckoutStatus,
    /// Paid or not.
    pub payment_status: CheckoutPayment,
    /// `pi_…`, once the buyer tried.
    pub payment_intent: Option<String>,
    /// Cents.
    pub amount_total: Option<i64>,
    /// ISO 4217 in lower case.
    pub currency: Option<String>,
    /// As we set it.
    pub metadata: BTreeMap<String, String>,
    /// The page, while open.
    pub url: Option<String>,
    /// When it expires by itself.
    pub expires_at: Timestamp,
    /// Whether real money moves.
    pub livemode: bool,
}

/// How an attempt to close a session ended.
#[derive(Clone, Debug)]
pub enum Expiry {
    /// It is expired, by us or before: the seats may go.
    Expired,
    /// The buyer was faster: it is complete. Treat it as paid and look.
    Complete(Box<CheckoutState>),
}

impl Stripe {
    /// Makes the payment page. The same key gives the same page, after a crash too.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn create_checkout(&self, new: &NewCheckout) -> Result<CheckoutState, StripeError> {
        let items: Vec<_> = new.lines.iter().map(line_item).collect();
        let metadata: HashMap<_, _> = new.metadata.iter().filter(|(_, value)| !value.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
        let payment = CreateCheckoutSessionPaymentIntentData {
            application_fee_amount: new.application_fee.filter(|fee| *fee > 0),
            description: new.description.clone().filter(|text| !text.is_empty()),
            // The page's metadata does not reach the payment, and the dashboard shows the payment.
            metadata: Some(metadata.clone()),
            ..CreateCheckoutSessionPaymentIntentData::new()
        };
        let mut request = CreateCheckoutSession::new()
            .mode(CheckoutSessionMode::Payment)
            .line_items(items)
            .payment_intent_data(payment)
            .metadata(metadata)
            .client_reference_id(new.client_reference.as_str())
            .success_url(new.success_url.as_str())
            .cancel_url(new.cancel_url.as_str())
            .expires_at(new.expires_at.timestamp())
            .locale(if new.french { CheckoutSessionLocale::Fr } else { CheckoutSessionLocale::En })
            // A ticket is given at once, so only means that settle at once: no bank debit that fails days later.
            .allowed_payment_method_types(vec![CreateCheckoutSessionAllowedPaymentMethodTypes::Card, CreateCheckoutSessionAllowedPaymentMethodTypes::Link]);
        if let Some(email) = new.customer_email.as_deref().filter(|email| !email.is_empty()) {
            request = request.customer_email(email);
        }
        let session = self.for_account(&new.account).idempotent(&new.idempotency_key).call(&request).await?;
        Ok(state(session))
    }

    /// Reads a session.
    ///
    /// # Errors
    /// As Stripe answers.
    pub async fn checkout(&self, account: &str, id: &str) -> Result<CheckoutState, StripeError> {
        Ok(state(self.for_account(account).call(&RetrieveCheckoutSession::new(id)).await?))
    }

    /// Closes a session so that it can never be paid. Seats are given back only after `Expired`.
    ///
    /// # Errors
    /// As Stripe answers; the session may then still be open.
    pub async fn expire_checkout(&self, account: &str, id: &str) -> Result<Expiry, StripeError> {
        match self.for_account(account).call(&ExpireCheckoutSession::new(id)).await {
            Ok(session) if session.status != Some(CheckoutSessionStatus::Complete) => Ok(Expiry::Expired),
            Ok(session) => Ok(Expiry::Complete(Box::new(state(session)))),
            // Stripe refuses to expire what is no longer open; which end it met is read, not guessed from the message.
            Err(refusal) if matches!(refusal.kind, StripeErrorKind::InvalidRequest { .. }) => {
                let read = self.checkout(account, id).await?;
                match read.status {
                    CheckoutStatus::Expired => Ok(Expiry::Expired),
                    CheckoutStatus::Complete => Ok(Expiry::Complete(Box::new(read))),
                    CheckoutStatus::Open => Err(refusal),
                }
            }
            Err(error) => Err(error),
        }
    }
}

fn line_item(line: &Line) -> CreateCheckoutSessionLineItems {
    let mut product = ProductData::new(line.name.as_str());
    product.description = line.description.clone().filter(|text| !text.is_empty());
    let price = CreateCheckoutSessionLineItemsPriceData {
        unit_amount: Some(line.unit_amount),
        product_data: Some(product),
        ..CreateCheckoutSessionLineItemsPriceData::new(Currency::EUR)
    };
    CreateCheckoutSessionLineItems { quantity: Some(line.quantity), price_data: Some(price), ..CreateCheckoutSessionLineItems::new() }
}

fn state(session: CheckoutSession) -> CheckoutState {
    CheckoutState {
        id: session.id.to_string(),
        status: match session.status {
            Some(CheckoutSessionStatus::Complete) => CheckoutStatus::Complete,
            Some(CheckoutSessionStatus::Expired) => CheckoutStatus::Expired,
            // Unknown words and none at all mean "not over": the safe reading keeps the seats.
            _ => CheckoutStatus::Open,
        },
        payment_status: match session.payment_status {
            CheckoutSessionPaymentStatus::Paid | CheckoutSessionPaymentStatus::NoPaymentRequired => CheckoutPayment::Paid,
            _ => CheckoutPayment::Unpaid,
        },
        payment_intent: session.payment_intent.map(|intent| intent.into_id().to_string()),
        amount_total: session.amount_total,
        currency: session.currency.map(|currency| currency.to_string().to_lowercase()),
        metadata: session.metadata.unwrap_or_default().into_iter().collect(),
        url: session.url,
        expires_at: DateTime::from_timestamp(session.expires_at, 0).unwrap_or_default(),
        livemode: session.livemode,
    }
}
