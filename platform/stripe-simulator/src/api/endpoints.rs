//! Webhook endpoints and events. Endpoints belong to the platform; `connect` says whose events they get.

use serde_json::{Value, json};

use super::Call;
use crate::listing;
use crate::parameters::{Field, Shape, may, merge_metadata, must};
use crate::refusal::Refusal;
use crate::store::{Kind, PLATFORM};
use crate::webhooks;
use crate::world::{VERSION, World};

pub(super) static CREATE: &[Field] = &[
    must("url", Shape::Address),
    must("enabled_events", Shape::List(&Shape::Text)),
    may("api_version", Shape::Choice(&[VERSION])),
    may("connect", Shape::Boolean),
    may("description", Shape::Text),
    may("metadata", Shape::Metadata),
];

pub(super) static UPDATE: &[Field] = &[
    may("url", Shape::Address),
    may("enabled_events", Shape::List(&Shape::Text)),
    may("disabled", Shape::Boolean),
    may("description", Shape::Text),
    may("metadata", Shape::Metadata),
];

pub(super) static EVENTS: &[Field] = &[may("type", Shape::Text), may("types", Shape::List(&Shape::Text)), may("delivery_success", Shape::Boolean)];

pub(super) fn create(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    if call.account != PLATFORM {
        return Err(Refusal::permission("The simulator registers webhook endpoints of the platform only, without Stripe-Account."));
    }
    let asked = &call.parameters;
    let id = world.new_id(Kind::WebhookEndpoint);
    let secret = format!("whsec_sim_{}", world.secret_text(32));
    let body = webhooks::endpoint(&id, world.now(), asked["url"].as_str().unwrap_or_default(), asked);
    let inner = json!({"secret": secret, "connect": asked["connect"] == json!(true)});
    world.store.insert(PLATFORM, Kind::WebhookEndpoint, &id, body.clone(), inner);
    let mut shown = body;
    shown["secret"] = json!(secret);
    Ok(shown)
}

pub(super) fn update(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    world.store.find(&call.account, Kind::WebhookEndpoint, call.id(), "webhook_endpoint")?;
    if let Some(record) = world.store.get_mut(&call.account, call.id()) {
        for name in ["url", "enabled_events", "description"] {
            if !call.parameters[name].is_null() {
                record.body[name] = call.parameters[name].clone();
            }
        }
        if let Some(disabled) = call.parameters["disabled"].as_bool() {
            record.body["status"] = json!(if disabled { "disabled" } else { "enabled" });
        }
        merge_metadata(&mut record.body["metadata"], &call.parameters["metadata"]);
    }
    super::money::retrieve(world, call, Kind::WebhookEndpoint, "webhook_endpoint")
}

pub(super) fn remove(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    world.store.find(&call.account, Kind::WebhookEndpoint, call.id(), "webhook_endpoint")?;
    world.store.remove(&call.account, call.id());
    Ok(json!({"id": call.id(), "object": "webhook_endpoint", "deleted": true}))
}

pub(super) fn events(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let types = call.parameters["types"].as_array();
    let delivered = call.parameters["delivery_success"].as_bool();
    listing::list_where(world, call, Kind::Event, |record| {
        let kind = &record.body["type"];
        let wanted = call.parameters["type"].as_str().is_none_or(|pattern| matches_type(pattern, kind.as_str().unwrap_or_default()));
        wanted && types.is_none_or(|types| types.contains(kind)) && delivered.is_none_or(|delivered| (record.body["pending_webhooks"] == 0) == delivered)
    })
}

fn matches_type(pattern: &str, kind: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == kind, |beginning| kind.starts_with(beginning))
}
