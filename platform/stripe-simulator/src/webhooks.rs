//! Deliveries: events signed as Stripe signs them, at least once, unordered, and as faulty as asked.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use hmac::{Hmac, Mac};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use rand::RngExt;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::Shared;
use crate::store::{Kind, PLATFORM};
use crate::world::{Outgoing, VERSION, World};

const TRIES: u32 = 10;
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Stripe's events come after the answer to the request that caused them, as a rule.
const USUAL_DELAY: u64 = 20;

/// A line of the delivery log.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Attempt {
    pub at: i64,
    pub event: String,
    pub kind: String,
    pub account: String,
    pub url: String,
    pub number: u32,
    pub outcome: String,
    pub delivered: bool,
}

/// An endpoint as the API shows it.
pub(crate) fn endpoint(id: &str, created: i64, url: &str, asked: &Value) -> Value {
    json!({
        "id": id, "object": "webhook_endpoint", "api_version": VERSION, "application": null, "created": created,
        "description": asked["description"], "enabled_events": asked["enabled_events"], "livemode": false,
        "metadata": if asked["metadata"].is_object() { asked["metadata"].clone() } else { json!({}) },
        "status": "enabled", "url": url,
    })
}

/// `Stripe-Signature` for a body: HMAC-SHA256 over the time and the raw bytes.
pub fn signature(secret: &str, seconds: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// How one delivery will go.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one throw of the dice, independent of the others")]
struct Course {
    wait: u64,
    before_response: bool,
    truncate: bool,
    bad_signature: bool,
    old_timestamp: bool,
}

/// Sends what a change put in the outbox. Resolves when the deliveries that must precede the answer have been tried.
pub(crate) async fn send(shared: &Arc<Shared>, outgoing: Vec<Outgoing>) {
    let mut first = Vec::new();
    for one in outgoing {
        for course in shared.with(|world| courses(world, &one)) {
            let delivery = deliver(Arc::clone(shared), one.clone(), course);
            if course.before_response {
                first.push(tokio::spawn(delivery));
            } else {
                tokio::spawn(delivery);
            }
        }
    }
    for delivery in first {
        // A delivery that fails for long must not hold the answer for as long.
        let _ = tokio::time::timeout(Duration::from_secs(2), delivery).await;
    }
}

/// Throws the dice for one event: no delivery, one, or two.
fn courses(world: &mut World, outgoing: &Outgoing) -> Vec<Course> {
    let faults = world.faults.clone();
    let dice = &mut world.dice;
    if dice.random_bool(faults.drop) {
        if let Some(record) = world.store.get_mut(&outgoing.account, &outgoing.event) {
            record.inner["dropped"] = json!(true);
        }
        return Vec::new();
    }
    let copies = if dice.random_bool(faults.duplicate) { 2 } else { 1 };
    (0..copies)
        .map(|_| Course {
            wait: faults.delay_ms + if faults.reorder_ms > 0 { dice.random_range(0..=faults.reorder_ms) } else { 0 },
            before_response: dice.random_bool(faults.before_response),
            truncate: dice.random_bool(faults.truncate),
            bad_signature: dice.random_bool(faults.bad_signature),
            old_timestamp: dice.random_bool(faults.old_timestamp),
        })
        .collect()
}

/// Every event some endpoint has not taken yet; with `dropped`, also those held back on purpose, free of faults.
pub(crate) fn flush(shared: &Arc<Shared>, dropped: bool) -> usize {
    let waiting = shared.with(|world| untaken(world, dropped));
    let count = waiting.len();
    for outgoing in waiting {
        tokio::spawn(deliver(Arc::clone(shared), outgoing, Course::default()));
    }
    count
}

/// The deliveries still to be made; with `dropped`, also those held back on purpose.
pub(crate) fn untaken(world: &World, dropped: bool) -> Vec<Outgoing> {
    let mut waiting = Vec::new();
    for book in world.store.books() {
        for (id, record) in world.store.list(book, Kind::Event) {
            if dropped || record.inner["dropped"] != json!(true) {
                let endpoints = record.inner["pending"].as_array().into_iter().flatten().filter_map(Value::as_str);
                waiting.extend(endpoints.map(|endpoint| Outgoing { account: book.to_owned(), event: id.to_owned(), endpoint: endpoint.to_owned() }));
            }
        }
    }
    waiting
}

/// Sends one event again to every endpoint of its kind, whether or not they took it before.
pub(crate) fn resend(shared: &Arc<Shared>, event: &str) -> bool {
    let outgoing = shared.with(|world| {
        let book = world.store.books().find(|book| world.store.find(book, Kind::Event, event, "id").is_ok())?.to_owned();
        let connect = json!(book != PLATFORM);
        let endpoints = world.store.list(PLATFORM, Kind::WebhookEndpoint).filter(|(_, record)| record.inner["connect"] == connect);
        let to = |(id, _): (&str, _)| Outgoing { account: book.clone(), event: event.to_owned(), endpoint: id.to_owned() };
        Some(endpoints.map(to).collect::<Vec<_>>())
    });
    let Some(outgoing) = outgoing else { return false };
    for one in outgoing {
        tokio::spawn(deliver(Arc::clone(shared), one, Course::default()));
    }
    true
}

async fn deliver(shared: Arc<Shared>, outgoing: Outgoing, course: Course) {
    if !course.before_response {
        pause(&shared, Duration::from_millis(USUAL_DELAY + course.wait)).await;
    }
    let mut pause_after = Duration::from_millis(250);
    for number in 1..=TRIES {
        if shared.stopping.is_cancelled() {
            return;
        }
        let Some((url, secret, kind, body)) = shared.with(|world| letter(world, &outgoing)) else { return };
        let outcome = {
            let Ok(_turn) = shared.turns.acquire().await else { return };
            let now = shared.with(|world| world.time.milliseconds());
            post(&url, &secret, now / 1_000, body, if number == 1 { course } else { Course::default() }).await
        };
        let delivered = outcome.as_ref().is_ok_and(|status| (200..300).contains(status));
        let outcome = outcome.map_or_else(|error| format!("{error:#}"), |status| status.to_string());
        shared.with(|world| {
            let at = world.time.milliseconds();
            world.note_attempt(Attempt {
                at,
                event: outgoing.event.clone(),
                kind,
                account: outgoing.account.clone(),
                url: url.to_string(),
                number,
                outcome,
                delivered,
            });
            if delivered {
                taken(world, &outgoing);
            }
        });
        if delivered {
            return;
        }
        pause(&shared, pause_after).await;
        pause_after = (pause_after * 2).min(LONGEST_PAUSE);
    }
}

async fn pause(shared: &Shared, length: Duration) {
    tokio::select! {
        () = tokio::time::sleep(length) => {}
        () = shared.stopping.cancelled() => {}
    }
}

fn letter(world: &World, outgoing: &Outgoing) -> Option<(Url, String, String, Vec<u8>)> {
    let endpoint = world.store.find(PLATFORM, Kind::WebhookEndpoint, &outgoing.endpoint, "").ok()?;
    let event = &world.store.get(&outgoing.account, &outgoing.event)?.body;
    Some((
        Url::parse(endpoint.body["url"].as_str()?).ok()?,
        endpoint.inner["secret"].as_str()?.to_owned(),
        event["type"].as_str()?.to_owned(),
        serde_json::to_vec_pretty(event).ok()?,
    ))
}

fn taken(world: &mut World, outgoing: &Outgoing) {
    let Some(record) = world.store.get_mut(&outgoing.account, &outgoing.event) else { return };
    let Some(pending) = record.inner["pending"].as_array_mut() else { return };
    pending.retain(|endpoint| *endpoint != outgoing.endpoint);
    record.body["pending_webhooks"] = json!(pending.len());
    record.inner["dropped"] = json!(false);
}

/// Posts the event once. Plain HTTP only: the simulator speaks to this machine.
async fn post(url: &Url, secret: &str, now: i64, mut body: Vec<u8>, course: Course) -> anyhow::Result<u16> {
    let seconds = now - if course.old_timestamp { 3_600 } else { 0 };
    let wrong = format!("{secret}-wrong");
    let header = signature(if course.bad_signature { &wrong } else { secret }, seconds, &body);
    if course.truncate {
        body.truncate(body.len() / 2);
    }
    anyhow::ensure!(url.scheme() == "http", "the simulator delivers over plain http only");
    let host = url.host_str().context("the endpoint has no host")?;
    let port = url.port().unwrap_or(80);
    let near = host == "localhost" || host.ends_with(".localhost");
    let sending = async {
        let stream = tokio::net::TcpStream::connect((if near { "127.0.0.1" } else { host }, port)).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let request = http::Request::post(&url[url::Position::BeforePath..])
            .header("host", format!("{host}:{port}"))
            .header("content-type", "application/json; charset=utf-8")
            .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
            .header("stripe-signature", header)
            .body(Full::new(Bytes::from(body)))?;
        let status = sender.send_request(request).await?.status().as_u16();
        connection.abort();
        anyhow::Ok(status)
    };
    tokio::time::timeout(ANSWER_WITHIN, sending).await.context("no answer in time")?
}
