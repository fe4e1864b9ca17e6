//! The simulator's own JSON addresses, for tests and drills: faults, clock, deliveries, requests seen, movements.

use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Body, Response};
use serde_json::{Value, json};

use crate::api_server::Incoming;
use crate::store::{Kind, PLATFORM};
use crate::world::World;
use crate::{Faults, Shared, disputes, ledger, parameters, webhooks};

/// Serves one of these addresses; none for any other.
pub(crate) async fn serve(shared: &Arc<Shared>, incoming: &Incoming, steps: &[&str]) -> Option<Response> {
    let answer = match (incoming.method.as_str(), steps) {
        ("GET", ["health"]) => Ok(json!({ "ok": true })),
        ("GET", ["faults"]) => Ok(shared.with(|world| json!(world.faults))),
        ("POST", ["faults"]) => set_faults(shared, incoming),
        ("POST", ["clock", "advance"]) => advance(shared, incoming).await,
        ("GET", ["clock"]) => Ok(shared.with(|world| json!({ "now": world.now() }))),
        ("POST", ["deliver"]) => Ok(json!({ "deliveries": webhooks::flush(shared, true) })),
        ("GET", ["deliveries"]) => Ok(shared.with(|world| json!({ "attempts": world.attempts }))),
        ("GET", ["requests"]) => Ok(shared.with(|world| json!({ "requests": world.requests }))),
        ("DELETE", ["requests"]) => {
            shared.with(|world| world.requests.clear());
            Ok(json!({ "requests": [] }))
        }
        ("GET", ["state", "balance_transactions"]) => shared.with(|world| movements(world, incoming)),
        ("POST", ["accounts", account, "deauthorize"]) => deauthorize(shared, account).await,
        ("POST", ["accounts", account, "charges", charge, "dispute"]) => dispute(shared, account, charge).await,
        _ => return None,
    };
    Some(match answer {
        Ok(value) => respond(StatusCode::OK, &value),
        Err(message) => respond(StatusCode::BAD_REQUEST, &json!({ "error": message })),
    })
}

fn respond(status: StatusCode, value: &Value) -> Response {
    let body = Body::from_vec(serde_json::to_vec_pretty(value).unwrap_or_default());
    Response::builder().status(status).header("content-type", "application/json").body(body)
}

fn set_faults(shared: &Shared, incoming: &Incoming) -> Result<Value, String> {
    let faults: Faults = serde_json::from_slice(&incoming.body).map_err(|error| error.to_string())?;
    let faults = faults.checked().map_err(|error| error.to_string())?;
    shared.with(|world| world.faults = faults.clone());
    Ok(json!(faults))
}

async fn advance(shared: &Arc<Shared>, incoming: &Incoming) -> Result<Value, String> {
    let given: Value = serde_json::from_slice(&incoming.body).map_err(|error| error.to_string())?;
    let seconds = given["seconds"].as_u64().and_then(|seconds| u32::try_from(seconds).ok());
    let seconds = seconds.ok_or("`seconds` must be a whole number of seconds, not negative")?;
    let now = shared
        .change(|world| {
            world.advance(seconds);
            world.now()
        })
        .await;
    Ok(json!({ "now": now }))
}

/// Every movement of one account, or of all with the account beside each, oldest first.
fn movements(world: &mut World, incoming: &Incoming) -> Result<Value, String> {
    world.tick();
    let query = parameters::decode(incoming.query.as_bytes()).map_err(|refusal| refusal.to_string())?;
    let books: Vec<String> = match query["account"].as_str() {
        Some(account) => vec![account.to_owned()],
        None => world.store.books().map(str::to_owned).collect(),
    };
    let now = world.now();
    let mut data = Vec::new();
    for book in books {
        for (_, record) in world.store.list(&book, Kind::BalanceTransaction) {
            let mut movement = ledger::shown(record, now);
            movement["account"] = json!(book);
            movement["payout"] = record.inner["payout"].clone();
            data.push(movement);
        }
    }
    Ok(json!({ "data": data }))
}

/// A buyer's bank takes a payment back, however long ago it was made.
async fn dispute(shared: &Arc<Shared>, account: &str, charge: &str) -> Result<Value, String> {
    shared
        .change(|world| {
            if world.store.find(account, Kind::Charge, charge, "charge").is_err() {
                return Err(format!("no such charge: {charge}"));
            }
            disputes::open(world, account, charge);
            Ok(json!({ "disputed": charge }))
        })
        .await
}

/// The association disconnects the platform: from now on, every call for it is refused.
async fn deauthorize(shared: &Arc<Shared>, account: &str) -> Result<Value, String> {
    shared
        .change(|world| {
            let known = world.store.find(PLATFORM, Kind::Account, account, "account").is_ok();
            if let (true, Some(record)) = (known, world.store.get_mut(PLATFORM, account)) {
                record.inner["connected"] = json!(false);
                let application = json!({"id": ledger::APPLICATION, "object": "application", "name": "Estrade"});
                world.emit_object(account, "account.application.deauthorized", application, None);
                return Ok(json!({ "deauthorized": account }));
            }
            Err(format!("no such account: {account}"))
        })
        .await
}
