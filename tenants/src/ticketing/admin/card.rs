//! The card behind a payment, read from Stripe while the page is made and kept nowhere.

use kernel::{app::App, clock::Timestamp, stripe::ChargeRead};
use serde::Serialize;

use super::rows::sample_moment;
use crate::payments::model::Payment;

/// What Stripe tells of a card.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    brand: String,
    last4: String,
    expires: String,
    fingerprint: String,
    country: Option<String>,
    funding: String,
    cvc_check: Option<String>,
    risk_level: Option<String>,
    outcome: Option<String>,
    receipt_url: Option<String>,
    read_at: Timestamp,
}

/// What asking Stripe gave.
pub enum Asked {
    /// There is nothing to ask: no payment was made.
    Nothing,
    /// The card, and the bank's word if the last try failed.
    Read(Option<Box<Card>>, Option<String>),
    /// Stripe did not answer; the page goes without.
    Away,
}

/// Asks Stripe for the card of a payment.
pub async fn ask(app: &App, payment: Option<&Payment>) -> Asked {
    let Some((payment, intent)) = payment.and_then(|payment| Some((payment, payment.intent.as_deref()?))) else { return Asked::Nothing };
    let Some(stripe) = app.stripe.as_ref() else { return Asked::Away };
    match stripe.payment(&payment.account, intent).await {
        Ok(read) => Asked::Read(read.charge.map(|charge| Box::new(card(charge, app.clock.now()))), read.last_decline),
        Err(error) => {
            tracing::warn!(payment.id = %payment.id, error.cause = %error, "a card cannot be shown now");
            Asked::Away
        }
    }
}

fn card(charge: ChargeRead, now: Timestamp) -> Card {
    Card {
        brand: charge.brand.map(brand).unwrap_or_default(),
        last4: charge.last4.unwrap_or_default(),
        expires: charge.expiry.map(|(month, year)| format!("{month:02}/{year}")).unwrap_or_default(),
        fingerprint: charge.fingerprint.unwrap_or_default(),
        country: charge.country,
        funding: charge.funding.unwrap_or_else(|| "unknown".to_owned()),
        cvc_check: charge.cvc_check,
        risk_level: charge.risk_level,
        outcome: charge.outcome_message,
        receipt_url: charge.receipt_url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        read_at: now,
    }
}

/// A card scheme as its owner spells it.
fn brand(word: String) -> String {
    match word.as_str() {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        "cartes_bancaires" => "CB".to_owned(),
        _ => word,
    }
}

impl Card {
    /// For the samples of pages.
    pub fn samples() -> Vec<Self> {
        let whole = Self {
            brand: "Visa".to_owned(),
            last4: "4242".to_owned(),
            expires: "08/2028".to_owned(),
            fingerprint: "mQ3vX0aYdT9sLkQe".to_owned(),
            country: Some("FR".to_owned()),
            funding: "credit".to_owned(),
            cvc_check: Some("pass".to_owned()),
            risk_level: Some("normal".to_owned()),
            outcome: Some("Payment complete.".to_owned()),
            receipt_url: Some("https://pay.stripe.com/receipts/1".to_owned()),
            read_at: sample_moment(),
        };
        vec![whole.clone(), Self { country: None, cvc_check: None, risk_level: None, outcome: None, receipt_url: None, funding: "unknown".to_owned(), ..whole }]
    }
}
