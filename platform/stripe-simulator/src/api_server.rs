//! The API over HTTP: keys, accounts, idempotency, headers, and the faults between a change and its answer.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use poem::http::{HeaderMap, StatusCode};
use poem::{Body, Response};
use rand::RngExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::api::{self, Call};
use crate::refusal::{Refusal, shown_key};
use crate::store::{Kind, PLATFORM};
use crate::world::{Outgoing, VERSION, World};
use crate::{Shared, expand, parameters, webhooks};

const REMEMBERED: usize = 5_000;

/// One request as it came.
pub(crate) struct Incoming {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Incoming {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

struct Answer {
    status: u16,
    body: Value,
    replayed: bool,
}

/// What may befall the answer once the change is made.
enum Fate {
    Sent,
    Failed,
    Held(Duration),
}

/// Serves one API request.
pub(crate) async fn serve(shared: &Arc<Shared>, incoming: Incoming) -> Response {
    let request_id = shared.with(|world| format!("req_sim{}", world.secret_text(14)));
    let key = incoming.header("idempotency-key").map(str::to_owned).filter(|_| incoming.method != "GET");
    let flight = key.as_ref().map(|key| format!("{}:{key}", incoming.header("stripe-account").unwrap_or(PLATFORM)));
    if let Some(flight) = &flight
        && !shared.with(|world| world.in_flight.insert(flight.clone()))
    {
        let refusal = Refusal::in_flight();
        return respond(&incoming, &request_id, &Answer { status: 409, body: refusal.body(), replayed: false });
    }
    let slow = shared.with(|world| world.faults.slow_ms);
    if slow > 0 {
        tokio::time::sleep(Duration::from_millis(slow)).await;
    }
    let (answer, outgoing, fate) = shared.with(|world| {
        world.tick();
        world.request = (Some(request_id.clone()), key.clone());
        let answer = answer(world, &incoming, &request_id, flight.as_deref(), key.as_deref());
        world.request = (None, None);
        if let Some(flight) = &flight {
            world.in_flight.remove(flight);
        }
        let fate = fate(world, &incoming.method);
        let outgoing: Vec<Outgoing> = std::mem::take(&mut world.outbox);
        (answer, outgoing, fate)
    });
    webhooks::send(shared, outgoing).await;
    match fate {
        Fate::Sent => respond(&incoming, &request_id, &answer),
        Fate::Failed => {
            let refusal = Refusal::server(502, "The simulator lost this answer on purpose; the request was carried out.");
            respond(&incoming, &request_id, &Answer { status: 502, body: refusal.body(), replayed: false })
        }
        Fate::Held(length) => {
            tokio::select! {
                () = tokio::time::sleep(length) => {}
                () = shared.stopping.cancelled() => {}
            }
            let refusal = Refusal::server(504, "The simulator held this answer on purpose; the request was carried out.");
            respond(&incoming, &request_id, &Answer { status: 504, body: refusal.body(), replayed: false })
        }
    }
}

fn fate(world: &mut World, method: &str) -> Fate {
    if method == "GET" {
        return Fate::Sent;
    }
    let faults = world.faults.clone();
    if world.dice.random_bool(faults.timeout_after_commit) {
        return Fate::Held(Duration::from_millis(if faults.timeout_ms == 0 { 30_000 } else { faults.timeout_ms }));
    }
    if world.dice.random_bool(faults.fail_after_commit) { Fate::Failed } else { Fate::Sent }
}

fn answer(world: &mut World, incoming: &Incoming, request_id: &str, flight: Option<&str>, key: Option<&str>) -> Answer {
    let mut noted = json!({
        "id": request_id, "at": world.now(), "method": incoming.method, "path": incoming.path,
        "account": incoming.header("stripe-account"), "idempotency_key": key, "version": incoming.header("stripe-version"),
    });
    let answer = remembered_or_new(world, incoming, request_id, flight, &mut noted);
    let mut answer = answer.unwrap_or_else(|refusal| Answer { status: refusal.status, body: refusal.body(), replayed: false });
    if let Err(error) = world.store.commit() {
        tracing::error!(error = format!("{error:#}"), "the simulator's state could not be written");
        let refusal = Refusal::server(500, format!("{error:#}"));
        answer = Answer { status: 500, body: refusal.body(), replayed: false };
    }
    noted["status"] = json!(answer.status);
    noted["response"] = answer.body.clone();
    world.note_request(noted);
    answer
}

fn remembered_or_new(world: &mut World, incoming: &Incoming, request_id: &str, flight: Option<&str>, noted: &mut Value) -> Result<Answer, Refusal> {
    let account = authorised(world, incoming)?;
    let (operation, ids) = api::find(&incoming.method, &incoming.path).ok_or_else(|| Refusal::unknown_address(&incoming.method, &incoming.path))?;
    noted["operation"] = json!(format!("{} {}", operation.method, operation.pattern));
    let given = decode(incoming)?;
    noted["parameters"] = given.clone();
    let parameters = parameters::check(&given, operation.fields)?;
    noted["parameters"] = parameters.clone();
    let print = hex::encode(Sha256::digest(format!("{} {} {given}", incoming.method, incoming.path)));
    let memory = flight.map(|flight| format!("{}{flight}", Kind::Remembered.prefix()));
    if let Some(record) = memory.as_ref().and_then(|memory| world.store.get(PLATFORM, memory)) {
        return replay(&record.inner, &print);
    }
    let asked: Vec<String> = parameters["expand"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let call = Call { account, path: incoming.path.clone(), ids, parameters };
    let result = (operation.run)(world, &call).and_then(|mut value| {
        expand::expand(world, &call.account, &mut value, &asked)?;
        Ok(value)
    });
    let (answer, keep) = match result {
        Ok(body) => (Answer { status: 200, body, replayed: false }, true),
        Err(refusal) => (Answer { status: refusal.status, body: refusal.body(), replayed: false }, refusal.is_decided()),
    };
    if let (Some(memory), true) = (memory, keep) {
        let inner = json!({"print": print, "status": answer.status, "body": answer.body, "request": request_id});
        world.store.insert(PLATFORM, Kind::Remembered, &memory, Value::Null, inner);
        world.store.keep_newest(PLATFORM, Kind::Remembered, REMEMBERED);
    }
    Ok(answer)
}

fn replay(inner: &Value, print: &str) -> Result<Answer, Refusal> {
    if inner["print"] != print {
        return Err(Refusal::idempotency(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than the one given if you meant to execute a different request.",
        ));
    }
    let status = inner["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    Ok(Answer { status, body: inner["body"].clone(), replayed: true })
}

fn decode(incoming: &Incoming) -> Result<Value, Refusal> {
    if incoming.method == "GET" || incoming.method == "DELETE" {
        return parameters::decode(incoming.query.as_bytes());
    }
    if incoming.path.starts_with("/v2/") {
        let parsed = if incoming.body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&incoming.body) };
        return parsed.map_err(|_| Refusal::value("body", "The request body is not valid JSON."));
    }
    if incoming.header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(Refusal::value("body", "Requests to v1 addresses are form-encoded, not JSON."));
    }
    parameters::decode(&incoming.body)
}

/// The book the request acts on, when its key and its version are good.
fn authorised(world: &World, incoming: &Incoming) -> Result<String, Refusal> {
    let given = incoming.header("authorization").unwrap_or_default();
    let key = match given.split_once(' ') {
        Some(("Bearer", token)) => token.to_owned(),
        Some(("Basic", pair)) => {
            let pair = base64::engine::general_purpose::STANDARD.decode(pair).unwrap_or_default();
            String::from_utf8_lossy(&pair).split(':').next().unwrap_or_default().to_owned()
        }
        _ => {
            return Err(Refusal::key(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            ));
        }
    };
    if !bool::from(key.as_bytes().ct_eq(world.secret_key.as_bytes())) {
        return Err(Refusal::key(format!("Invalid API Key provided: {}", shown_key(&key))));
    }
    if let Some(version) = incoming.header("stripe-version")
        && version != VERSION
    {
        return Err(Refusal::value("Stripe-Version", format!("The simulator speaks the API version {VERSION} only, not {version}.")));
    }
    let Some(account) = incoming.header("stripe-account") else { return Ok(PLATFORM.to_owned()) };
    match world.store.find(PLATFORM, Kind::Account, account, "account") {
        Ok(record) if record.inner["connected"] == json!(true) => Ok(account.to_owned()),
        _ => Err(Refusal::account(&world.secret_key, account)),
    }
}

fn respond(incoming: &Incoming, request_id: &str, answer: &Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("cache-control", "no-cache, no-store")
        .header("request-id", request_id)
        .header("stripe-version", VERSION);
    for name in ["idempotency-key", "stripe-account"] {
        if let Some(value) = incoming.headers.get(name) {
            response = response.header(name, value.clone());
        }
    }
    if answer.replayed {
        response = response.header("idempotent-replayed", "true");
    }
    if matches!(answer.status, 409 | 500..) {
        response = response.header("stripe-should-retry", "true");
    }
    response.body(Body::from_vec(serde_json::to_vec_pretty(&answer.body).unwrap_or_default()))
}
