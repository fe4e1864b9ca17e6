//! `expand[]`: ids replaced by the objects they name, at most four levels deep, never across accounts.

use serde_json::{Value, json};

use crate::listing;
use crate::refusal::Refusal;
use crate::store::Kind;
use crate::world::World;

const DEEPEST: usize = 4;

/// Expands every path asked for.
///
/// # Errors
/// When a path is too deep or names a member that cannot be expanded.
pub(crate) fn expand(world: &World, account: &str, value: &mut Value, paths: &[String]) -> Result<(), Refusal> {
    for path in paths {
        let steps: Vec<&str> = path.split('.').collect();
        if steps.len() > DEEPEST {
            return Err(Refusal::value("expand", "You cannot expand more than 4 levels of a property"));
        }
        follow(world, account, value, &steps, path)?;
    }
    Ok(())
}

fn follow(world: &World, account: &str, value: &mut Value, steps: &[&str], path: &str) -> Result<(), Refusal> {
    let Some((member, rest)) = steps.split_first() else { return Ok(()) };
    if value["object"] == "list" && *member == "data" {
        let Some(items) = value["data"].as_array_mut() else { return Ok(()) };
        return items.iter_mut().try_for_each(|item| follow(world, account, item, rest, path));
    }
    let kind = value["object"].as_str().unwrap_or_default().to_owned();
    if !expandable(&kind).contains(member) {
        return Err(Refusal::value("expand", format!("This property cannot be expanded ({path}).")));
    }
    match (kind.as_str(), *member) {
        ("checkout.session", "line_items") => value["line_items"] = line_items(world, account, value["id"].as_str().unwrap_or_default()),
        ("charge", "refunds") => value["refunds"] = refunds(world, account, value["id"].as_str().unwrap_or_default()),
        _ => {
            if let Some(record) = value[*member].as_str().and_then(|id| world.store.get(account, id)) {
                value[*member] = listing::shown(world, record);
            }
        }
    }
    if value[*member].is_object() { follow(world, account, &mut value[*member], rest, path) } else { Ok(()) }
}

fn expandable(kind: &str) -> &'static [&'static str] {
    match kind {
        "checkout.session" => &["payment_intent", "line_items", "customer"],
        "payment_intent" => &["latest_charge", "customer", "review"],
        "charge" => &["balance_transaction", "payment_intent", "refunds", "customer", "application_fee"],
        "refund" => &["charge", "payment_intent", "balance_transaction"],
        "dispute" => &["charge", "payment_intent"],
        "payout" => &["balance_transaction", "destination"],
        "balance_transaction" => &["source"],
        "application_fee" => &["balance_transaction"],
        _ => &[],
    }
}

/// The lines of a session as a list.
pub(crate) fn line_items(world: &World, account: &str, session: &str) -> Value {
    let lines = world.store.get(account, session).map_or(Value::Null, |record| record.inner["lines"].clone());
    json!({"object": "list", "data": lines, "has_more": false, "url": format!("/v1/checkout/sessions/{session}/line_items")})
}

fn refunds(world: &World, account: &str, charge: &str) -> Value {
    let of_charge = world.store.list(account, Kind::Refund).rev().filter(|(_, record)| record.body["charge"] == charge);
    let data: Vec<Value> = of_charge.take(10).map(|(_, record)| record.body.clone()).collect();
    json!({"object": "list", "data": data, "has_more": false, "url": format!("/v1/charges/{charge}/refunds")})
}
