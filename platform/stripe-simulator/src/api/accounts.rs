//! Accounts v1: created by the platform, onboarded by the association through a link, then locked to the platform.

use serde_json::{Value, json};

use super::Call;
use crate::listing;
use crate::objects::account;
use crate::parameters::{Field, Shape, may, merge_metadata, must};
use crate::refusal::Refusal;
use crate::store::{Kind, PLATFORM};
use crate::world::World;

const ASK: &[Field] = &[may("requested", Shape::Boolean)];
const CAPABILITIES: &[Field] = &[
    may("card_payments", Shape::Object(ASK)),
    may("transfers", Shape::Object(ASK)),
    may("link_payments", Shape::Object(ASK)),
    may("sepa_debit_payments", Shape::Object(ASK)),
];

pub(super) static CREATE: &[Field] = &[
    may("country", Shape::Text),
    may(
        "controller",
        Shape::Object(&[
            may("fees", Shape::Object(&[may("payer", Shape::Choice(&["account", "application"]))])),
            may("losses", Shape::Object(&[may("payments", Shape::Choice(&["application", "stripe"]))])),
            may("requirement_collection", Shape::Choice(&["application", "stripe"])),
            may("stripe_dashboard", Shape::Object(&[may("type", Shape::Choice(&["express", "full", "none"]))])),
        ]),
    ),
    may("type", Shape::Choice(&["custom", "express", "standard"])),
    may("account_token", Shape::Unsupported),
];

pub(super) static FACTS: &[Field] = &[
    may("email", Shape::Email),
    may("business_type", Shape::Choice(&["company", "government_entity", "individual", "non_profit"])),
    may("default_currency", Shape::Currency),
    may("capabilities", Shape::Object(CAPABILITIES)),
    may(
        "business_profile",
        Shape::Object(&[
            may("mcc", Shape::Text),
            may("name", Shape::Text),
            may("product_description", Shape::Text),
            may("support_email", Shape::Email),
            may("support_phone", Shape::Text),
            may("support_url", Shape::Address),
            may("url", Shape::Address),
        ]),
    ),
    may(
        "settings",
        Shape::Object(&[
            may("payments", Shape::Object(&[may("statement_descriptor", Shape::Text)])),
            may("card_payments", Shape::Object(&[may("statement_descriptor_prefix", Shape::Text)])),
            may("payouts", Shape::Object(&[may("statement_descriptor", Shape::Text), may("schedule", Shape::Ignored)])),
            may("dashboard", Shape::Object(&[may("display_name", Shape::Text)])),
            may("branding", Shape::Object(&[may("primary_color", Shape::Text), may("secondary_color", Shape::Text)])),
        ]),
    ),
    may("company", Shape::Ignored),
    may("individual", Shape::Ignored),
    may("external_account", Shape::Unsupported),
    may("metadata", Shape::Metadata),
];

pub(super) static LINK: &[Field] = &[
    must("account", Shape::Text),
    must("type", Shape::Choice(&["account_onboarding", "account_update"])),
    may("refresh_url", Shape::Address),
    may("return_url", Shape::Address),
    may("collect", Shape::Choice(&["currently_due", "eventually_due"])),
    may(
        "collection_options",
        Shape::Object(&[may("fields", Shape::Choice(&["currently_due", "eventually_due"])), may("future_requirements", Shape::Choice(&["include", "omit"]))]),
    ),
];

/// How long a link to the onboarding page stays good, in seconds: at Stripe, a few minutes.
const LINK_LIFETIME: i64 = 300;

pub(super) fn create(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    if call.account != PLATFORM {
        return Err(Refusal::permission("Connected accounts cannot create accounts."));
    }
    let asked = &call.parameters;
    let controller = controller(asked)?;
    let country = asked["country"].as_str().unwrap_or("FR");
    if country.len() != 2 || !country.chars().all(|c| c.is_ascii_uppercase()) {
        return Err(Refusal::parameter(
            "country_unsupported",
            "country",
            format!("Country '{country}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'."),
        ));
    }
    descriptors(asked)?;
    let id = new_account(world, country, asked["default_currency"].as_str().unwrap_or("eur"));
    if let Some(record) = world.store.get_mut(PLATFORM, &id) {
        record.body["controller"] = controller;
        apply(&mut record.body, asked);
    }
    Ok(world.store.find(PLATFORM, Kind::Account, &id, "account")?.body.clone())
}

/// Adds an account that cannot take cards yet, and returns its id.
pub(super) fn new_account(world: &mut World, country: &str, currency: &str) -> String {
    let id = world.new_id(Kind::Account);
    let body = account::account(&id, world.now(), country, currency);
    world.store.insert(PLATFORM, Kind::Account, &id, body, json!({"linked": false, "connected": true}));
    id
}

/// The controller asked for, when Stripe gives it without talking to sales.
fn controller(asked: &Value) -> Result<Value, Refusal> {
    if asked["controller"].is_null() {
        return match asked["type"].as_str() {
            Some("standard") => Ok(combination("account", "stripe", "stripe", "full")),
            Some(other) => Err(Refusal::value("type", format!("The simulator does not play accounts of type {other}."))),
            None => Err(Refusal::parameter("parameter_missing", "controller", "You must provide either `type` or `controller`.")),
        };
    }
    if !asked["type"].is_null() {
        return Err(Refusal::value(
            "type",
            "You may not provide the `type` parameter and `controller` parameters simultaneously. They are mutually exclusive.",
        ));
    }
    let given = &asked["controller"];
    let text = |value: &Value, otherwise: &'static str| value.as_str().unwrap_or(otherwise).to_owned();
    let (payer, losses) = (text(&given["fees"]["payer"], "account"), text(&given["losses"]["payments"], "stripe"));
    let collection = text(&given["requirement_collection"], "stripe");
    let dashboard = text(&given["stripe_dashboard"]["type"], "full");
    match (dashboard.as_str(), payer.as_str(), losses.as_str(), collection.as_str()) {
        ("full", "account", "stripe", "stripe") => Ok(combination("account", "stripe", "stripe", "full")),
        ("express" | "none", "application", "application", _) => Ok(combination("application", "application", &collection, &dashboard)),
        _ => Err(Refusal::value(
            "controller",
            format!("The combination of dashboard {dashboard}, fees payer {payer}, losses {losses} and requirement collection {collection} is not available."),
        )),
    }
}

fn combination(payer: &str, losses: &str, collection: &str, dashboard: &str) -> Value {
    json!({
        "fees": {"payer": payer}, "is_controller": true, "losses": {"payments": losses},
        "requirement_collection": collection, "stripe_dashboard": {"type": dashboard}, "type": "application",
    })
}

fn descriptors(asked: &Value) -> Result<(), Refusal> {
    let settings = &asked["settings"];
    if let Some(whole) = settings["payments"]["statement_descriptor"].as_str() {
        descriptor(whole, 5..=22, "settings[payments][statement_descriptor]")?;
    }
    if let Some(prefix) = settings["card_payments"]["statement_descriptor_prefix"].as_str() {
        descriptor(prefix, 2..=10, "settings[card_payments][statement_descriptor_prefix]")?;
    }
    Ok(())
}

/// Checks a statement descriptor: its length, Latin letters, and the characters banks refuse.
pub(super) fn descriptor(text: &str, lengths: std::ops::RangeInclusive<usize>, name: &str) -> Result<(), Refusal> {
    if !lengths.contains(&text.chars().count()) {
        let message = format!("The statement descriptor must be between {} and {} characters.", lengths.start(), lengths.end());
        return Err(Refusal::value(name, message));
    }
    if !text.is_ascii() || text.contains(['<', '>', '\\', '\'', '"', '*']) || !text.chars().any(|c| c.is_ascii_alphabetic()) {
        let message = "The statement descriptor must contain at least one letter, and none of the characters `<>\\'\"*`.";
        return Err(Refusal::value(name, message));
    }
    Ok(())
}

/// Writes the facts given into the account.
pub(super) fn apply(body: &mut Value, asked: &Value) {
    for name in ["email", "business_type", "default_currency"] {
        if !asked[name].is_null() {
            body[name] = asked[name].clone();
        }
    }
    copy(&mut body["business_profile"], &asked["business_profile"]);
    for group in ["payments", "card_payments", "payouts", "dashboard", "branding"] {
        if asked["settings"][group].is_object() {
            let mut given = asked["settings"][group].clone();
            if let Some(members) = given.as_object_mut() {
                members.remove("schedule");
            }
            copy(&mut body["settings"][group], &given);
        }
    }
    for (name, ask) in asked["capabilities"].as_object().into_iter().flatten() {
        if ask["requested"] == json!(true) && body["capabilities"][name].is_null() {
            let active = body["charges_enabled"] == json!(true);
            body["capabilities"][name] = json!(if active { "active" } else { "inactive" });
        }
    }
    merge_metadata(&mut body["metadata"], &asked["metadata"]);
}

fn copy(into: &mut Value, from: &Value) {
    for (name, value) in from.as_object().into_iter().flatten() {
        into[name] = value.clone();
    }
}

pub(super) fn retrieve(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    visible(world, call)?;
    Ok(world.store.find(PLATFORM, Kind::Account, call.id(), "account")?.body.clone())
}

/// An account sees itself; the platform sees all of its own. Any other is refused as if it did not exist.
fn visible(world: &World, call: &Call) -> Result<(), Refusal> {
    let known = world.store.find(PLATFORM, Kind::Account, call.id(), "account").is_ok_and(|record| record.inner["connected"] == json!(true));
    if known && (call.account == PLATFORM || call.account == call.id()) {
        return Ok(());
    }
    Err(Refusal::account(&world.secret_key, call.id()))
}

pub(super) fn own(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    if call.account == PLATFORM {
        let mut body = account::account("acct_simplatform", 1_700_000_000, "FR", "eur");
        body["charges_enabled"] = json!(true);
        body["controller"] = json!({"type": "account"});
        return Ok(body);
    }
    Ok(world.store.find(PLATFORM, Kind::Account, &call.account, "account")?.body.clone())
}

pub(super) fn list(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    listing::list_where(world, call, Kind::Account, |record| record.inner["connected"] == json!(true))
}

pub(super) fn update(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    visible(world, call)?;
    descriptors(&call.parameters)?;
    let record = world.store.find(PLATFORM, Kind::Account, call.id(), "account")?;
    let locked = record.inner["linked"] == json!(true) && record.body["controller"]["requirement_collection"] == "stripe";
    let asks_locked = ["email", "business_type", "business_profile", "company", "individual", "default_currency"];
    if locked && (asks_locked.iter().any(|name| !call.parameters[name].is_null()) || !call.parameters["settings"]["payments"].is_null()) {
        let message = format!(
            "This application does not have the required permissions for the parameters of account '{}': the account holder has been given an account link and manages them.",
            call.id()
        );
        return Err(Refusal::permission(message));
    }
    if let Some(record) = world.store.get_mut(PLATFORM, call.id()) {
        apply(&mut record.body, &call.parameters);
    }
    let body = world.store.find(PLATFORM, Kind::Account, call.id(), "account")?.body.clone();
    world.emit_object(call.id(), "account.updated", body.clone(), None);
    Ok(body)
}

pub(super) fn link(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let asked = &call.parameters;
    for name in ["refresh_url", "return_url"] {
        if asked[name].is_null() {
            return Err(Refusal::parameter("parameter_missing", name, format!("Missing required param: {name}.")));
        }
    }
    let id = asked["account"].as_str().unwrap_or_default().to_owned();
    let (created, expires_at, url) = new_link(world, &id, &asked["refresh_url"], &asked["return_url"])?;
    Ok(account::link(created, expires_at, &url))
}

/// Makes a link to an account's onboarding page: when it was made, when it ends, and its address.
///
/// # Errors
/// When the account is unknown to this platform.
pub(super) fn new_link(world: &mut World, account: &str, refresh: &Value, back: &Value) -> Result<(i64, i64, String), Refusal> {
    if world.store.find(PLATFORM, Kind::Account, account, "account").is_err() {
        return Err(Refusal::account(&world.secret_key, account));
    }
    let id = world.new_id(Kind::AccountLink);
    let (created, expires_at) = (world.now(), world.now() + LINK_LIFETIME);
    let inner = json!({
        "account": account, "refresh_url": refresh, "return_url": back, "expires_at": expires_at, "visited": false,
        "done": false,
    });
    world.store.insert(PLATFORM, Kind::AccountLink, &id, Value::Null, inner);
    world.store.keep_newest(PLATFORM, Kind::AccountLink, 5_000);
    if let Some(record) = world.store.get_mut(PLATFORM, account) {
        record.inner["linked"] = json!(true);
    }
    Ok((created, expires_at, world.page(&format!("onboard/{id}"))))
}
