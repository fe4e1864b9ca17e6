//! Accounts v2: the same accounts, created and read in JSON. Sections not named in `include` are null.

use serde_json::{Value, json};

use super::Call;
use super::accounts::{apply, descriptor, new_account, new_link};
use crate::objects::account;
use crate::parameters::{Field, Shape, may, must};
use crate::refusal::Refusal;
use crate::store::{Kind, PLATFORM};
use crate::world::World;

const INCLUDE: Shape = Shape::List(&Shape::Choice(&[
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
]));

const MERCHANT: &[Field] = &[
    may("capabilities", Shape::Object(&[may("card_payments", Shape::Object(&[must("requested", Shape::Boolean)]))])),
    may("statement_descriptor", Shape::Object(&[may("descriptor", Shape::Text), may("prefix", Shape::Text)])),
    may("mcc", Shape::Text),
    may("support", Shape::Ignored),
];

pub(super) static CREATE: &[Field] = &[
    may("contact_email", Shape::Email),
    may("display_name", Shape::Text),
    may("dashboard", Shape::Choice(&["express", "full", "none"])),
    may(
        "identity",
        Shape::Object(&[
            may("country", Shape::Text),
            may("entity_type", Shape::Choice(&["company", "government_entity", "individual", "non_profit"])),
            may("business_details", Shape::Ignored),
        ]),
    ),
    may("configuration", Shape::Object(&[may("merchant", Shape::Object(MERCHANT))])),
    may(
        "defaults",
        Shape::Object(&[
            may("currency", Shape::Currency),
            may("locales", Shape::List(&Shape::Text)),
            may("profile", Shape::Ignored),
            may(
                "responsibilities",
                Shape::Object(&[
                    must("fees_collector", Shape::Choice(&["application", "stripe"])),
                    must("losses_collector", Shape::Choice(&["application", "stripe"])),
                ]),
            ),
        ]),
    ),
    may("include", INCLUDE),
    may("metadata", Shape::Metadata),
];

pub(super) static RETRIEVE: &[Field] = &[may("include", INCLUDE)];

const ONBOARDING: &[Field] = &[must("refresh_url", Shape::Address), may("return_url", Shape::Address), may("collection_options", Shape::Ignored)];

pub(super) static LINK: &[Field] = &[
    must("account", Shape::Text),
    must(
        "use_case",
        Shape::Object(&[
            must("type", Shape::Choice(&["account_onboarding", "account_update"])),
            may("account_onboarding", Shape::Object(ONBOARDING)),
            may("account_update", Shape::Object(ONBOARDING)),
        ]),
    ),
];

pub(super) fn create(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    if call.account != PLATFORM {
        return Err(Refusal::permission("Connected accounts cannot create accounts."));
    }
    let asked = &call.parameters;
    let merchant = &asked["configuration"]["merchant"];
    let (whole, prefix) = (&merchant["statement_descriptor"]["descriptor"], &merchant["statement_descriptor"]["prefix"]);
    if let Some(whole) = whole.as_str() {
        descriptor(whole, 5..=22, "configuration.merchant.statement_descriptor.descriptor")?;
    }
    let responsibilities = &asked["defaults"]["responsibilities"];
    let pays_itself = responsibilities["fees_collector"] == "stripe" && responsibilities["losses_collector"] == "stripe";
    if asked["dashboard"] != "full" || !pays_itself {
        let message = "The simulator plays v2 accounts with dashboard `full` whose fees and losses Stripe collects, and no other combination.";
        return Err(Refusal::value("dashboard", message));
    }
    let country = asked["identity"]["country"].as_str().unwrap_or("FR").to_uppercase();
    let id = new_account(world, &country, asked["defaults"]["currency"].as_str().unwrap_or("eur"));
    let facts = json!({
        "email": asked["contact_email"], "metadata": asked["metadata"], "business_type": asked["identity"]["entity_type"],
        "capabilities": merchant["capabilities"],
        "settings": {"payments": {"statement_descriptor": whole}, "card_payments": {"statement_descriptor_prefix": prefix}},
    });
    if let Some(record) = world.store.get_mut(PLATFORM, &id) {
        apply(&mut record.body, &facts);
        record.inner["display_name"] = asked["display_name"].clone();
        record.inner["entity_type"] = asked["identity"]["entity_type"].clone();
    }
    show(world, &id, asked)
}

fn show(world: &World, id: &str, asked: &Value) -> Result<Value, Refusal> {
    let include: Vec<String> = asked["include"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let record = world.store.find(PLATFORM, Kind::Account, id, "id")?;
    Ok(account::account_v2(&record.body, &record.inner, &include))
}

pub(super) fn retrieve(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    show(world, call.id(), &call.parameters)
}

pub(super) fn link(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let asked = &call.parameters;
    let id = asked["account"].as_str().unwrap_or_default().to_owned();
    let use_case = &asked["use_case"];
    let kind = use_case["type"].as_str().unwrap_or_default();
    let details = &use_case[kind];
    if details.is_null() {
        let name = format!("use_case.{kind}");
        return Err(Refusal::parameter("parameter_missing", &name, format!("Missing required param: {name}.")));
    }
    let (created, expires_at, url) = new_link(world, &id, &details["refresh_url"], &details["return_url"])?;
    Ok(account::link_v2(&id, created, expires_at, &url, use_case))
}
