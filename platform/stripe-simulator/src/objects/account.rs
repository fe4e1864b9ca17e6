//! Accounts in their v1 and v2 shapes, and the links to their onboarding.

use serde_json::{Value, json};

use super::date;

/// What Stripe asks of a small association before it may take cards.
pub(crate) const ASKED: [&str; 6] =
    ["business_profile.url", "business_type", "external_account", "representative.first_name", "tos_acceptance.date", "tos_acceptance.ip"];

/// The requirements block, with these facts due now.
pub(crate) fn requirements(due: &[&str], disabled_reason: Option<&str>) -> Value {
    json!({
        "alternatives": [], "current_deadline": null, "currently_due": due, "disabled_reason": disabled_reason,
        "errors": [], "eventually_due": due, "past_due": due, "pending_verification": [],
    })
}

/// A new account that cannot take cards yet.
pub(crate) fn account(id: &str, created: i64, country: &str, currency: &str) -> Value {
    json!({
        "id": id, "object": "account",
        "business_profile": {
            "annual_revenue": null, "estimated_worker_count": null, "mcc": null, "name": null,
            "product_description": null, "support_address": null, "support_email": null, "support_phone": null,
            "support_url": null, "url": null, "minority_owned_business_designation": null,
            "specified_commercial_transactions_act_url": null,
        },
        "business_type": null,
        "capabilities": {},
        "charges_enabled": false,
        "controller": {
            "fees": {"payer": "account"}, "is_controller": true, "losses": {"payments": "stripe"},
            "requirement_collection": "stripe", "stripe_dashboard": {"type": "full"}, "type": "application",
        },
        "country": country, "created": created, "default_currency": currency, "details_submitted": false,
        "email": null,
        "external_accounts": {
            "object": "list", "data": [], "has_more": false, "url": format!("/v1/accounts/{id}/external_accounts"),
        },
        "future_requirements": requirements(&[], None),
        "metadata": {},
        "payouts_enabled": false,
        "requirements": requirements(&ASKED, Some("requirements.past_due")),
        "settings": settings(),
        "tos_acceptance": {"date": null, "ip": null, "user_agent": null},
        "type": "standard",
    })
}

fn settings() -> Value {
    json!({
        "bacs_debit_payments": {"display_name": null, "service_user_number": null},
        "branding": {"icon": null, "logo": null, "primary_color": null, "secondary_color": null},
        "card_issuing": {"tos_acceptance": {"date": null, "ip": null}},
        "card_payments": {
            "decline_on": {"avs_failure": false, "cvc_failure": false}, "statement_descriptor_prefix": null,
            "statement_descriptor_prefix_kana": null, "statement_descriptor_prefix_kanji": null,
        },
        "dashboard": {"display_name": null, "timezone": "Europe/Paris"},
        "invoices": {"default_account_tax_ids": null, "hosted_payment_method_save": null},
        "payments": {
            "statement_descriptor": null, "statement_descriptor_kana": null, "statement_descriptor_kanji": null,
            "statement_descriptor_prefix_kana": null, "statement_descriptor_prefix_kanji": null,
        },
        "payouts": {
            "debit_negative_balances": true, "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": null,
        },
        "sepa_debit_payments": {},
    })
}

/// The bank account an association gives while onboarding.
pub(crate) fn bank_account(id: &str, account: &str, country: &str, currency: &str) -> Value {
    json!({
        "id": id, "object": "bank_account", "account": account, "account_holder_name": null,
        "account_holder_type": null, "account_type": null, "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK", "country": country, "currency": currency, "customer": null,
        "default_for_currency": true, "fingerprint": "sim", "future_requirements": null, "last4": "2606",
        "metadata": {}, "requirements": null, "routing_number": "110000000", "status": "new",
    })
}

/// A capability as `capability.updated` carries it.
pub(crate) fn capability(name: &str, account: &str, status: &str, requested_at: i64) -> Value {
    json!({
        "id": name, "object": "capability", "account": account, "requested": true, "requested_at": requested_at,
        "status": status, "future_requirements": requirements(&[], None), "requirements": requirements(&[], None),
    })
}

/// A link to the onboarding page.
pub(crate) fn link(created: i64, expires_at: i64, url: &str) -> Value {
    json!({"object": "account_link", "created": created, "expires_at": expires_at, "url": url})
}

/// The same link in its v2 shape.
pub(crate) fn link_v2(account: &str, created: i64, expires_at: i64, url: &str, use_case: &Value) -> Value {
    json!({
        "object": "v2.core.account_link", "account": account, "created": date(created), "expires_at": date(expires_at),
        "livemode": false, "url": url, "use_case": use_case,
    })
}

/// An account in its v2 shape: only the sections asked for with `include` are filled in, the others are null.
pub(crate) fn account_v2(body: &Value, inner: &Value, include: &[String]) -> Value {
    let asked = |section: &str| include.iter().any(|name| name == section);
    let id = body["id"].as_str().unwrap_or_default();
    let merchant = if asked("configuration.merchant") { merchant(body) } else { Value::Null };
    let identity = json!({
        "attestations": null, "business_details": null, "country": body["country"].as_str().map(str::to_lowercase),
        "entity_type": inner["entity_type"], "individual": null,
    });
    let defaults = json!({
        "currency": body["default_currency"], "locales": null, "profile": null,
        "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe", "requirements_collector": "stripe"},
    });
    let configuration = json!({"customer": null, "merchant": merchant, "recipient": null});
    json!({
        "id": id, "object": "v2.core.account", "applied_configurations": ["merchant"], "closed": false,
        "configuration": if merchant_asked(include) { configuration } else { Value::Null },
        "contact_email": body["email"], "contact_phone": null, "created": date(body["created"].as_i64().unwrap_or(0)),
        "dashboard": "full", "defaults": if asked("defaults") { defaults } else { Value::Null },
        "display_name": inner["display_name"], "future_requirements": null,
        "identity": if asked("identity") { identity } else { Value::Null },
        "livemode": false, "metadata": body["metadata"],
        "requirements": if asked("requirements") { requirements_v2(body) } else { Value::Null },
    })
}

fn merchant_asked(include: &[String]) -> bool {
    include.iter().any(|name| name.starts_with("configuration."))
}

fn merchant(body: &Value) -> Value {
    let capabilities = body["capabilities"].as_object();
    let status = |name: &str| {
        let status = capabilities.and_then(|all| all.get(name)).and_then(Value::as_str)?;
        let details = match status {
            "active" => json!([]),
            "pending" => json!([{"code": "requirements_pending_verification", "resolution": "no_resolution"}]),
            _ if body["requirements"]["disabled_reason"] == "rejected.other" => {
                json!([{"code": "rejected_other", "resolution": "contact_stripe"}])
            }
            _ => json!([{"code": "requirements_past_due", "resolution": "provide_info"}]),
        };
        let status = if status == "inactive" { "restricted" } else { status };
        Some(json!({"status": status, "status_details": details}))
    };
    let mut shown = json!({});
    if let Some(card_payments) = status("card_payments") {
        shown["card_payments"] = card_payments;
    }
    json!({
        "applied": true, "bacs_debit_payments": null, "branding": null, "capabilities": shown, "card_payments": null,
        "konbini_payments": null, "mcc": null, "script_statement_descriptor": null, "sepa_debit_payments": null,
        "statement_descriptor": {
            "descriptor": body["settings"]["payments"]["statement_descriptor"],
            "prefix": body["settings"]["card_payments"]["statement_descriptor_prefix"],
        },
        "support": null,
    })
}

fn requirements_v2(body: &Value) -> Value {
    let due = body["requirements"]["currently_due"].as_array().cloned().unwrap_or_default();
    let entries: Vec<Value> = due
        .iter()
        .map(|what| {
            json!({
                "awaiting_action_from": "user", "description": what, "errors": [],
                "impact": {"restricts_capabilities": [{"capability": "card_payments", "configuration": "merchant", "deadline": {"status": "past_due"}}]},
                "minimum_deadline": {"status": "past_due"}, "requested_reasons": [{"code": "routine_onboarding"}],
            })
        })
        .collect();
    let summary = if entries.is_empty() { json!({}) } else { json!({"minimum_deadline": {"status": "past_due"}}) };
    json!({ "entries": entries, "summary": summary })
}
