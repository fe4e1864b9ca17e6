//! Checkout Sessions and their line items.

use serde_json::{Value, json};

/// The facts a session is made of.
pub(crate) struct NewSession<'a> {
    pub id: &'a str,
    pub created: i64,
    pub expires_at: i64,
    pub url: &'a str,
    pub amount: i64,
    pub currency: &'a str,
    /// The checked parameters of the request.
    pub asked: &'a Value,
}

/// An open session nobody has paid.
pub(crate) fn session(new: &NewSession<'_>) -> Value {
    let asked = new.asked;
    let metadata = if asked["metadata"].is_object() { asked["metadata"].clone() } else { json!({}) };
    json!({
        "id": new.id, "object": "checkout.session",
        "adaptive_pricing": {"enabled": false},
        "after_expiration": null,
        "allow_promotion_codes": null,
        "allowed_payment_method_types": asked["allowed_payment_method_types"],
        "amount_subtotal": new.amount, "amount_total": new.amount,
        "automatic_tax": {"enabled": false, "liability": null, "provider": null, "status": null},
        "billing_address_collection": null,
        "cancel_url": asked["cancel_url"],
        "client_reference_id": asked["client_reference_id"],
        "client_secret": null,
        "collected_information": null,
        "consent": null,
        "consent_collection": null,
        "created": new.created,
        "currency": new.currency,
        "currency_conversion": null,
        "custom_fields": [],
        "custom_text": {"after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null},
        "customer": null,
        "customer_account": null,
        "customer_creation": "if_required",
        "customer_details": customer(asked["customer_email"].as_str(), None, None),
        "customer_email": asked["customer_email"],
        "discounts": [],
        "expires_at": new.expires_at,
        "integration_identifier": null,
        "invoice": null,
        "invoice_creation": {
            "enabled": false,
            "invoice_data": {
                "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": null,
                "metadata": {}, "rendering_options": null,
            },
        },
        "livemode": false,
        "locale": asked["locale"],
        "managed_payments": {"enabled": false},
        "metadata": metadata,
        "mode": "payment",
        "origin_context": null,
        "payment_intent": null,
        "payment_link": null,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": null,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": null,
        "phone_number_collection": {"enabled": false},
        "recovered_from": null,
        "saved_payment_method_options": null,
        "setup_intent": null,
        "shipping_address_collection": null,
        "shipping_cost": null,
        "shipping_options": [],
        "status": "open",
        "submit_type": asked["submit_type"],
        "subscription": null,
        "success_url": asked["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": new.url,
        "wallet_options": null,
    })
}

/// What is known of the buyer; null before an e-mail address is.
pub(crate) fn customer(email: Option<&str>, name: Option<&str>, country: Option<&str>) -> Value {
    if email.is_none() {
        return Value::Null;
    }
    json!({
        "address": name.map(|_| super::address(country)), "business_name": null, "email": email,
        "individual_name": null, "name": name, "phone": null, "tax_exempt": "none",
        "tax_ids": name.map(|_| json!([])),
    })
}

/// One line of a session.
pub(crate) struct NewLine<'a> {
    pub id: &'a str,
    pub price: &'a str,
    pub product: &'a str,
    pub created: i64,
    pub description: &'a str,
    pub unit_amount: i64,
    pub quantity: i64,
    pub currency: &'a str,
}

/// A line item, with the price Stripe makes of inline price data.
pub(crate) fn line(new: &NewLine<'_>) -> Value {
    let total = new.unit_amount.saturating_mul(new.quantity);
    json!({
        "id": new.id, "object": "item", "adjustable_quantity": null, "amount_discount": 0, "amount_subtotal": total,
        "amount_tax": 0, "amount_total": total, "currency": new.currency, "description": new.description,
        "metadata": null,
        "price": {
            "id": new.price, "object": "price", "active": false, "billing_scheme": "per_unit", "created": new.created,
            "currency": new.currency, "custom_unit_amount": null, "livemode": false, "lookup_key": null,
            "metadata": {}, "nickname": null, "product": new.product, "recurring": null, "tax_behavior": "unspecified",
            "tiers_mode": null, "transform_quantity": null, "type": "one_time", "unit_amount": new.unit_amount,
            "unit_amount_decimal": new.unit_amount.to_string(),
        },
        "quantity": new.quantity,
    })
}
