//! Refunds, disputes, fees, balance transactions and payouts.

use serde_json::{Value, json};

/// The facts a balance transaction is made of; amounts in minor units, negative when money leaves.
pub(crate) struct NewTransaction<'a> {
    pub id: &'a str,
    pub amount: i64,
    /// Fees by kind (`stripe_fee`, `application_fee`), with their amounts.
    pub fees: &'a [(&'a str, i64)],
    pub created: i64,
    pub available_on: i64,
    pub currency: &'a str,
    pub kind: &'a str,
    pub category: &'a str,
    pub source: &'a str,
    pub description: Option<&'a str>,
    pub application: &'a str,
}

/// A movement of an account's balance.
pub(crate) fn transaction(new: &NewTransaction<'_>) -> Value {
    let fee: i64 = new.fees.iter().map(|(_, amount)| amount).sum();
    let details: Vec<Value> = new
        .fees
        .iter()
        .map(|(kind, amount)| {
            let application = (*kind == "application_fee").then_some(new.application);
            let description = if *kind == "stripe_fee" { "Stripe processing fees" } else { "Application fee" };
            json!({"amount": amount, "application": application, "currency": new.currency, "description": description, "type": kind})
        })
        .collect();
    json!({
        "id": new.id, "object": "balance_transaction", "amount": new.amount, "available_on": new.available_on,
        "balance_type": "payments", "created": new.created, "currency": new.currency, "description": new.description,
        "exchange_rate": null, "fee": fee, "fee_details": details, "net": new.amount - fee,
        "reporting_category": new.category, "source": new.source, "status": "pending", "type": new.kind,
    })
}

/// A refund; pending when the balance does not carry it.
pub(crate) fn refund(id: &str, charge: &Value, amount: i64, created: i64, asked: &Value) -> Value {
    json!({
        "id": id, "object": "refund", "amount": amount, "balance_transaction": null, "charge": charge["id"],
        "created": created, "currency": charge["currency"], "customer": null, "customer_account": null,
        "destination_details": {"card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}, "type": "card"},
        "metadata": if asked["metadata"].is_object() { asked["metadata"].clone() } else { json!({}) },
        "payment_intent": charge["payment_intent"], "payment_method": charge["payment_method"],
        "reason": asked["reason"], "receipt_number": null, "source_transfer_reversal": null, "status": "pending",
        "transfer_reversal": null,
    })
}

/// The platform's share of a payment.
pub(crate) fn application_fee(id: &str, account: &str, application: &str, charge: &Value, created: i64) -> Value {
    json!({
        "id": id, "object": "application_fee", "account": account, "amount": charge["application_fee_amount"],
        "amount_refunded": 0, "application": application, "balance_transaction": null, "charge": charge["id"],
        "created": created, "currency": charge["currency"], "fee_source": {"charge": charge["id"], "type": "charge"},
        "livemode": false, "originating_transaction": null, "refunded": false,
        "refunds": {"object": "list", "data": [], "has_more": false, "url": format!("/v1/application_fees/{id}/refunds")},
    })
}

/// A dispute that awaits the association's answer until `due_by`.
pub(crate) fn dispute(id: &str, charge: &Value, created: i64, due_by: i64) -> Value {
    json!({
        "id": id, "object": "dispute", "amount": charge["amount"], "balance_transactions": [], "charge": charge["id"],
        "created": created, "currency": charge["currency"], "enhanced_eligibility_types": [],
        "evidence": {
            "access_activity_log": null, "billing_address": null, "cancellation_policy": null,
            "cancellation_policy_disclosure": null, "cancellation_rebuttal": null, "customer_communication": null,
            "customer_email_address": charge["billing_details"]["email"], "customer_name": charge["billing_details"]["name"],
            "customer_purchase_ip": null, "customer_signature": null, "duplicate_charge_documentation": null,
            "duplicate_charge_explanation": null, "duplicate_charge_id": null, "enhanced_evidence": {},
            "product_description": null, "receipt": null, "refund_policy": null, "refund_policy_disclosure": null,
            "refund_refusal_explanation": null, "service_date": null, "service_documentation": null,
            "shipping_address": null, "shipping_carrier": null, "shipping_date": null, "shipping_documentation": null,
            "shipping_tracking_number": null, "uncategorized_file": null, "uncategorized_text": null,
        },
        "evidence_details": {
            "due_by": due_by, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false,
            "submission_count": 0,
        },
        "is_charge_refundable": false, "livemode": false, "metadata": {}, "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": charge["payment_method_details"]["card"]["brand"], "case_type": "chargeback",
                "network": charge["payment_method_details"]["card"]["network"], "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": "fraudulent", "status": "needs_response",
    })
}

/// The network's early word that a payment may be fraud.
pub(crate) fn fraud_warning(id: &str, charge: &Value, created: i64) -> Value {
    json!({
        "id": id, "object": "radar.early_fraud_warning", "actionable": true, "charge": charge["id"],
        "created": created, "fraud_type": "made_with_stolen_card", "livemode": false,
        "payment_intent": charge["payment_intent"],
    })
}

/// The facts a payout is made of.
pub(crate) struct NewPayout<'a> {
    pub id: &'a str,
    pub amount: i64,
    pub currency: &'a str,
    pub created: i64,
    pub arrival_date: i64,
    pub transaction: &'a str,
    pub destination: Option<&'a str>,
    pub statement: Option<&'a str>,
}

/// A payout on its way to the bank.
pub(crate) fn payout(new: &NewPayout<'_>) -> Value {
    json!({
        "id": new.id, "object": "payout", "amount": new.amount, "application_fee": null,
        "application_fee_amount": null, "arrival_date": new.arrival_date, "automatic": true,
        "balance_transaction": new.transaction, "created": new.created, "currency": new.currency,
        "description": "STRIPE PAYOUT", "destination": new.destination, "failure_balance_transaction": null,
        "failure_code": null, "failure_message": null, "livemode": false, "metadata": {}, "method": "standard",
        "original_payout": null, "payout_method": null, "reconciliation_status": "completed", "reversed_by": null,
        "source_type": "card", "statement_descriptor": new.statement, "status": "in_transit", "trace_id": null,
        "type": "bank_account",
    })
}

/// The balance: sums of what is available, and of what is still pending.
pub(crate) fn balance(available: i64, pending: i64, currency: &str) -> Value {
    json!({
        "object": "balance",
        "available": [{"amount": available, "currency": currency, "source_types": {"card": available}}],
        "connect_reserved": [{"amount": 0, "currency": currency}],
        "livemode": false,
        "pending": [{"amount": pending, "currency": currency, "source_types": {"card": pending}}],
    })
}
