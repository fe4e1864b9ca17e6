//! Payment intents and charges.

use serde_json::{Value, json};

use crate::cards::{Behaviour, Card, Decline};

/// What the payment is made of, before any card.
pub(crate) struct NewIntent<'a> {
    pub id: &'a str,
    pub client_secret: &'a str,
    pub created: i64,
    pub amount: i64,
    pub currency: &'a str,
    /// `payment_intent_data` of the session.
    pub asked: &'a Value,
    /// The platform's application, for payments on a connected account.
    pub application: Option<&'a str>,
}

/// An intent that waits for a card.
pub(crate) fn intent(new: &NewIntent<'_>) -> Value {
    let asked = new.asked;
    let metadata = if asked["metadata"].is_object() { asked["metadata"].clone() } else { json!({}) };
    json!({
        "id": new.id, "object": "payment_intent", "allowed_payment_method_types": null, "amount": new.amount,
        "amount_capturable": 0, "amount_details": {"tip": {}}, "amount_received": 0, "application": new.application,
        "application_fee_amount": asked["application_fee_amount"], "automatic_payment_methods": null,
        "canceled_at": null, "cancellation_reason": null, "capture_method": "automatic_async",
        "client_secret": new.client_secret, "confirmation_method": "automatic", "created": new.created,
        "currency": new.currency, "customer": null, "customer_account": null, "description": asked["description"],
        "excluded_payment_method_types": null, "last_payment_error": null, "latest_charge": null, "livemode": false,
        "managed_payments": {"enabled": false}, "metadata": metadata, "next_action": null, "on_behalf_of": null,
        "payment_method": null, "payment_method_configuration_details": null,
        "payment_method_options": {"card": {"installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"], "payment_record": null, "processing": null,
        "receipt_email": asked["receipt_email"], "review": null, "setup_future_usage": null, "shipping": null,
        "source": null, "statement_descriptor": null,
        "statement_descriptor_suffix": asked["statement_descriptor_suffix"], "status": "requires_payment_method",
        "transfer_data": null, "transfer_group": null,
    })
}

/// What the buyer typed, the card number apart.
#[derive(Debug, Clone)]
pub(crate) struct Payer {
    pub email: String,
    pub name: String,
    pub expiry_month: u32,
    pub expiry_year: i32,
}

/// The facts a charge is made of.
pub(crate) struct NewCharge<'a> {
    pub id: &'a str,
    pub intent: &'a Value,
    pub payment_method: &'a str,
    pub created: i64,
    pub card: &'static Card,
    pub fingerprint: &'a str,
    pub payer: &'a Payer,
    /// Whether a 3-D Secure page was passed.
    pub challenged: bool,
    pub decline: Option<Decline>,
    pub statement: Option<String>,
    pub receipt_url: &'a str,
}

/// A charge that succeeded, or failed for the reason given. Its balance transaction comes later.
pub(crate) fn charge(new: &NewCharge<'_>) -> Value {
    let intent = new.intent;
    let amount = &intent["amount"];
    let paid = new.decline.is_none();
    json!({
        "id": new.id, "object": "charge", "amount": amount, "amount_captured": if paid { amount.clone() } else { json!(0) },
        "amount_refunded": 0, "application": intent["application"], "application_fee": null,
        "application_fee_amount": intent["application_fee_amount"], "balance_transaction": null,
        "billing_details": {
            "address": super::address(Some(new.card.country)), "email": new.payer.email, "name": new.payer.name,
            "phone": null, "tax_id": null,
        },
        "calculated_statement_descriptor": new.statement, "captured": paid, "created": new.created,
        "currency": intent["currency"], "customer": null, "description": intent["description"], "disputed": false,
        "failure_balance_transaction": null, "failure_code": new.decline.map(|decline| decline.code),
        "failure_message": new.decline.map(|decline| decline.message), "fraud_details": {}, "livemode": false,
        "metadata": intent["metadata"], "on_behalf_of": null, "outcome": outcome(new.card, new.decline), "paid": paid,
        "payment_intent": intent["id"], "payment_method": new.payment_method, "payment_method_details": method(new),
        "receipt_email": intent["receipt_email"], "receipt_number": null,
        "receipt_url": paid.then_some(new.receipt_url), "refunded": false, "review": null, "shipping": null,
        "source": null, "source_transfer": null, "statement_descriptor": null,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": if paid { "succeeded" } else { "failed" }, "transfer_data": null, "transfer_group": null,
    })
}

fn outcome(card: &Card, decline: Option<Decline>) -> Value {
    let risk = match card.behaviour {
        Behaviour::Approve { risk, .. } => risk,
        Behaviour::Decline(Decline { blocked: true, .. }) => "highest",
        _ => "normal",
    };
    let (status, kind, reason, seller) = match decline {
        None => ("approved_by_network", "authorized", None, "Payment complete."),
        Some(Decline { blocked: true, .. }) => ("not_sent_to_network", "blocked", Some("highest_risk_level"), "Stripe blocked this payment as too risky."),
        Some(decline) => ("declined_by_network", "issuer_declined", Some(decline.reason), "The bank did not return any further details with this decline."),
    };
    json!({
        "advice_code": null, "network_advice_code": null, "network_decline_code": null, "network_status": status,
        "reason": reason, "risk_level": risk, "seller_message": seller, "type": kind,
    })
}

fn method(new: &NewCharge<'_>) -> Value {
    let card = new.card;
    let security_code = match (card.behaviour, new.decline) {
        (Behaviour::Approve { security_code, .. }, _) => security_code,
        (_, Some(decline)) if decline.code == "incorrect_cvc" => "fail",
        _ => "pass",
    };
    let three_d_secure = new.challenged.then(|| {
        json!({
            "authentication_flow": "challenge", "electronic_commerce_indicator": "05", "exemption_indicator": null,
            "result": "authenticated", "result_reason": null, "transaction_id": null, "version": "2.2.0",
        })
    });
    json!({
        "type": "card",
        "card": {
            "amount_authorized": new.intent["amount"], "authorization_code": null, "brand": card.brand,
            "checks": {"address_line1_check": null, "address_postal_code_check": null, "cvc_check": security_code},
            "country": card.country, "electronic_commerce_indicator": null, "exp_month": new.payer.expiry_month,
            "exp_year": new.payer.expiry_year, "extended_authorization": {"status": "disabled"},
            "fingerprint": new.fingerprint, "funding": "credit", "incremental_authorization": {"status": "unavailable"},
            "installments": null, "last4": card.last4(), "mandate": null, "multicapture": {"status": "unavailable"},
            "network": card.brand, "network_token": {"used": false}, "network_transaction_id": null,
            "overcapture": {"maximum_amount_capturable": new.intent["amount"], "status": "unavailable"},
            "regulated_status": "unregulated", "three_d_secure": three_d_secure, "transaction_link_id": null,
            "wallet": null,
        },
    })
}

/// Why the last attempt failed, as the intent keeps it.
pub(crate) fn payment_error(kind: &str, code: &str, decline_code: Option<&str>, message: &str, charge: Option<&str>) -> Value {
    let mut error = json!({
        "type": kind, "code": code, "message": message, "payment_method_type": "card",
        "doc_url": format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")),
    });
    if let Some(decline_code) = decline_code {
        error["decline_code"] = json!(decline_code);
    }
    if let Some(charge) = charge {
        error["charge"] = json!(charge);
    }
    error
}
