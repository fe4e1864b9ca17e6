//! Checkout Sessions: made for one payment, open for half an hour to a day, then complete or expired.

use serde_json::{Value, json};

use super::Call;
use super::accounts::descriptor;
use crate::expand;
use crate::listing;
use crate::objects::checkout::{self, NewLine, NewSession};
use crate::parameters::{Field, Shape, may, must};
use crate::payments;
use crate::refusal::Refusal;
use crate::store::{Kind, PLATFORM};
use crate::world::{Task, World};

const HALF_AN_HOUR: i64 = 1_800;
const A_DAY: i64 = 86_400;

/// Payment methods an association may name. Cards are the one played; the others are known words.
const METHODS: Shape = Shape::List(&Shape::Choice(&[
    "amazon_pay",
    "apple_pay",
    "bancontact",
    "billie",
    "bizum",
    "card",
    "customer_balance",
    "eps",
    "giropay",
    "google_pay",
    "ideal",
    "klarna",
    "link",
    "mobilepay",
    "multibanco",
    "p24",
    "pay_by_bank",
    "paypal",
    "revolut_pay",
    "satispay",
    "sepa_debit",
    "sofort",
    "twint",
    "us_bank_account",
    "wero",
]));

const PRODUCT: &[Field] = &[
    must("name", Shape::Text),
    may("description", Shape::Text),
    may("images", Shape::List(&Shape::Address)),
    may("metadata", Shape::Metadata),
    may("tax_code", Shape::Text),
];

const PRICE: &[Field] = &[
    must("currency", Shape::Currency),
    may("product_data", Shape::Object(PRODUCT)),
    may("unit_amount", Shape::Integer),
    may("product", Shape::Unsupported),
    may("recurring", Shape::Unsupported),
    may("tax_behavior", Shape::Ignored),
    may("unit_amount_decimal", Shape::Unsupported),
];

const LINE: &[Field] = &[
    may("price_data", Shape::Object(PRICE)),
    may("quantity", Shape::Integer),
    may("price", Shape::Text),
    may("adjustable_quantity", Shape::Unsupported),
    may("dynamic_tax_rates", Shape::Unsupported),
    may("metadata", Shape::Metadata),
    may("tax_rates", Shape::Unsupported),
];

const INTENT: &[Field] = &[
    may("application_fee_amount", Shape::Integer),
    may("capture_method", Shape::Choice(&["automatic", "automatic_async"])),
    may("description", Shape::Text),
    may("metadata", Shape::Metadata),
    may("receipt_email", Shape::Email),
    may("statement_descriptor", Shape::Text),
    may("statement_descriptor_suffix", Shape::Text),
    may("on_behalf_of", Shape::Unsupported),
    may("setup_future_usage", Shape::Unsupported),
    may("shipping", Shape::Unsupported),
    may("transfer_data", Shape::Unsupported),
    may("transfer_group", Shape::Text),
];

pub(super) static CREATE: &[Field] = &[
    must("mode", Shape::Choice(&["payment", "setup", "subscription"])),
    may("line_items", Shape::List(&Shape::Object(LINE))),
    may("payment_intent_data", Shape::Object(INTENT)),
    may("success_url", Shape::Address),
    may("cancel_url", Shape::Address),
    may("expires_at", Shape::Integer),
    may("metadata", Shape::Metadata),
    may("customer_email", Shape::Email),
    may("client_reference_id", Shape::Text),
    may("currency", Shape::Currency),
    may("locale", Shape::Choice(&["auto", "de", "en", "en-GB", "es", "fr", "fr-CA", "it", "nl", "pt"])),
    may("submit_type", Shape::Choice(&["auto", "book", "donate", "pay", "subscribe"])),
    may("allowed_payment_method_types", METHODS),
    may("excluded_payment_method_types", METHODS),
    may("ui_mode", Shape::Choice(&["elements", "embedded_page", "form", "hosted_page"])),
    may("adaptive_pricing", Shape::Ignored),
    may("billing_address_collection", Shape::Ignored),
    may("branding_settings", Shape::Ignored),
    may("custom_text", Shape::Ignored),
    may("customer_creation", Shape::Choice(&["always", "if_required"])),
    may("payment_method_options", Shape::Ignored),
    may("phone_number_collection", Shape::Ignored),
    may("wallet_options", Shape::Ignored),
    may("after_expiration", Shape::Unsupported),
    may("allow_promotion_codes", Shape::Unsupported),
    may("automatic_tax", Shape::Unsupported),
    may("consent_collection", Shape::Unsupported),
    may("custom_fields", Shape::Unsupported),
    may("customer", Shape::Unsupported),
    may("customer_account", Shape::Unsupported),
    may("customer_update", Shape::Unsupported),
    may("discounts", Shape::Unsupported),
    may("invoice_creation", Shape::Unsupported),
    may("managed_payments", Shape::Unsupported),
    may("optional_items", Shape::Unsupported),
    may("payment_method_configuration", Shape::Unsupported),
    may("permissions", Shape::Unsupported),
    may("redirect_on_completion", Shape::Unsupported),
    may("return_url", Shape::Unsupported),
    may("saved_payment_method_options", Shape::Unsupported),
    may("setup_intent_data", Shape::Unsupported),
    may("shipping_address_collection", Shape::Unsupported),
    may("shipping_options", Shape::Unsupported),
    may("subscription_data", Shape::Unsupported),
    may("tax_id_collection", Shape::Unsupported),
];

pub(super) static FILTERS: &[Field] = &[may("payment_intent", Shape::Text), may("status", Shape::Choice(&["complete", "expired", "open"]))];

pub(super) fn create(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let asked = &call.parameters;
    if asked["mode"] != "payment" {
        return Err(Refusal::value("mode", "The simulator plays sessions in mode `payment` only."));
    }
    if !matches!(asked["ui_mode"].as_str(), None | Some("hosted_page")) {
        return Err(Refusal::value("ui_mode", "The simulator plays hosted pages only."));
    }
    if asked["success_url"].is_null() {
        return Err(Refusal::parameter("parameter_missing", "success_url", "Missing required param: success_url."));
    }
    let expires_at = expiry(asked, world.now())?;
    methods(asked)?;
    let lines = asked["line_items"].as_array().filter(|lines| !lines.is_empty());
    let lines = lines.ok_or_else(|| Refusal::parameter("parameter_missing", "line_items", "You must pass `line_items` in `payment` mode."))?;
    let (amount, currency) = total(lines)?;
    intent_data(&asked["payment_intent_data"], amount, call)?;
    can_charge(world, call)?;
    let created = world.now();
    let rendered: Vec<Value> = lines.iter().map(|line| render(world, line, created, &currency)).collect();
    let id = world.new_id(Kind::Session);
    let url = world.page(&format!("c/pay/{id}"));
    let body = checkout::session(&NewSession { id: &id, created, expires_at, url: &url, amount, currency: &currency, asked });
    let inner = json!({ "lines": rendered, "payment_intent_data": asked["payment_intent_data"] });
    world.store.insert(&call.account, Kind::Session, &id, body.clone(), inner);
    let wait = (expires_at - created) * 1_000;
    world.schedule(wait, &Task::ExpireSession { account: call.account.clone(), session: id });
    Ok(body)
}

fn expiry(asked: &Value, now: i64) -> Result<i64, Refusal> {
    let Some(expires_at) = asked["expires_at"].as_i64() else { return Ok(now + A_DAY) };
    if expires_at < now + HALF_AN_HOUR {
        let message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.";
        return Err(Refusal::value("expires_at", message));
    }
    if expires_at > now + A_DAY {
        let message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.";
        return Err(Refusal::value("expires_at", message));
    }
    Ok(expires_at)
}

fn methods(asked: &Value) -> Result<(), Refusal> {
    let names = |list: &Value| list.as_array().is_some_and(|list| list.iter().any(|method| method == "card"));
    if asked["allowed_payment_method_types"].is_array() && !names(&asked["allowed_payment_method_types"]) {
        return Err(Refusal::value("allowed_payment_method_types", "The simulator needs `card` among the allowed payment methods."));
    }
    if names(&asked["excluded_payment_method_types"]) {
        return Err(Refusal::value("excluded_payment_method_types", "No valid payment method types for this Checkout Session."));
    }
    Ok(())
}

fn total(lines: &[Value]) -> Result<(i64, String), Refusal> {
    if lines.len() > 100 {
        return Err(Refusal::value("line_items", "You can pass at most 100 line items."));
    }
    let mut sum: i64 = 0;
    let mut currency = "";
    for (index, line) in lines.iter().enumerate() {
        let at = format!("line_items[{index}]");
        if let Some(price) = line["price"].as_str() {
            return Err(Refusal::missing_reference("price", price, &format!("{at}[price]")));
        }
        let price = &line["price_data"];
        if price.is_null() {
            return Err(Refusal::parameter("parameter_missing", &at, format!("Missing required param: {at}[price_data].")));
        }
        for name in ["product_data", "unit_amount"] {
            if price[name].is_null() {
                let name = format!("{at}[price_data][{name}]");
                return Err(Refusal::parameter("parameter_missing", &name, format!("Missing required param: {name}.")));
            }
        }
        let unit = price["unit_amount"].as_i64().unwrap_or(0);
        let quantity = line["quantity"].as_i64().ok_or_else(|| {
            let message = format!("Quantity is required. Add `quantity` to `{at}`.");
            Refusal::parameter("parameter_missing", format!("{at}[quantity]"), message)
        })?;
        if unit < 0 || quantity < 1 {
            let name = format!("{at}[{}]", if unit < 0 { "price_data][unit_amount" } else { "quantity" });
            return Err(Refusal::parameter("parameter_invalid_integer", name, "This value must be greater than or equal to 0, and a quantity at least 1."));
        }
        let of_line = price["currency"].as_str().unwrap_or_default();
        if !currency.is_empty() && currency != of_line {
            return Err(Refusal::value(format!("{at}[price_data][currency]"), "All line items must have the same currency."));
        }
        currency = of_line;
        sum = sum.saturating_add(unit.saturating_mul(quantity));
    }
    bounds(sum, currency)?;
    Ok((sum, currency.to_owned()))
}

/// Stripe's least and greatest amounts, in minor units; yen and won have none smaller than themselves.
fn bounds(sum: i64, currency: &str) -> Result<(), Refusal> {
    let least = match currency {
        "gbp" => 30,
        "krw" => 100,
        _ => 50,
    };
    if sum < least {
        let message = format!("The Checkout Session's total amount must be at least {least} {currency}, in minor units; it is {sum}.");
        return Err(Refusal::parameter("amount_too_small", "line_items", message));
    }
    if sum > 99_999_999 {
        let message = format!("The Checkout Session's total amount must be no more than 99999999 {currency}, in minor units.");
        return Err(Refusal::parameter("amount_too_large", "line_items", message));
    }
    Ok(())
}

fn intent_data(asked: &Value, amount: i64, call: &Call) -> Result<(), Refusal> {
    if !asked["statement_descriptor"].is_null() {
        let message = "The `statement_descriptor` parameter is not supported for cards. Use `statement_descriptor_suffix` instead.";
        return Err(Refusal::value("payment_intent_data[statement_descriptor]", message));
    }
    if let Some(suffix) = asked["statement_descriptor_suffix"].as_str() {
        descriptor(suffix, 1..=22, "payment_intent_data[statement_descriptor_suffix]")?;
    }
    let Some(fee) = asked["application_fee_amount"].as_i64() else { return Ok(()) };
    let name = "payment_intent_data[application_fee_amount]";
    if call.account == PLATFORM {
        let message = "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).";
        return Err(Refusal::value(name, message));
    }
    if fee < 1 {
        return Err(Refusal::parameter("parameter_invalid_integer", name, "This value must be greater than or equal to 1."));
    }
    if fee >= amount {
        return Err(Refusal::value(name, "The application fee must be less than the amount of the payment."));
    }
    Ok(())
}

fn can_charge(world: &World, call: &Call) -> Result<(), Refusal> {
    if call.account == PLATFORM {
        return Ok(());
    }
    let body = &world.store.find(PLATFORM, Kind::Account, &call.account, "account")?.body;
    if body["charges_enabled"] == json!(true) && body["capabilities"]["card_payments"] == "active" {
        return Ok(());
    }
    let message = "Your account cannot currently make charges: the capability `card_payments` is not active. Finish onboarding the account.";
    Err(Refusal::state(None, message))
}

fn render(world: &mut World, line: &Value, created: i64, currency: &str) -> Value {
    let tail = world.secret_text(20);
    checkout::line(&NewLine {
        id: &format!("li_sim_{tail}"),
        price: &format!("price_sim_{tail}"),
        product: &format!("prod_sim_{tail}"),
        created,
        description: line["price_data"]["product_data"]["name"].as_str().unwrap_or_default(),
        unit_amount: line["price_data"]["unit_amount"].as_i64().unwrap_or(0),
        quantity: line["quantity"].as_i64().unwrap_or(1),
        currency,
    })
}

pub(super) fn retrieve(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    Ok(world.store.find(&call.account, Kind::Session, call.id(), "session")?.body.clone())
}

pub(super) fn list(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    listing::list(world, call, Kind::Session, &[("payment_intent", "payment_intent"), ("status", "status")])
}

pub(super) fn expire(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let status = world.store.find(&call.account, Kind::Session, call.id(), "session")?.body["status"].clone();
    if status != "open" {
        let message = format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{}`.",
            status.as_str().unwrap_or_default()
        );
        return Err(Refusal::state(None, message));
    }
    payments::expire(world, &call.account, call.id());
    retrieve(world, call)
}

pub(super) fn line_items(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    world.store.find(&call.account, Kind::Session, call.id(), "session")?;
    let lines = expand::line_items(world, &call.account, call.id());
    let lines = lines["data"].as_array().cloned().unwrap_or_default();
    let named = lines.into_iter().map(|line| (line["id"].as_str().unwrap_or_default().to_owned(), line)).collect();
    listing::page(named, call, "item")
}
