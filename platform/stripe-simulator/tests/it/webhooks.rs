//! Webhooks: signed, addressed, repeated until taken, and faulty on demand.

use std::time::Duration;

use serde_json::json;
use stripe_simulator::{Faults, Options, signature};

use crate::support::{Bench, KEY, Receiver, SECRET, real_seconds};

async fn bench_with(refusals: u32) -> (Bench, Receiver) {
    let (receiver, target) = Receiver::start(refusals).await;
    let bench = Bench::with(Options::new(KEY)).await;
    bench.simulator.set_webhooks(vec![target]);
    (bench, receiver)
}

#[tokio::test]
async fn a_payment_tells_its_story_signed_and_addressed_to_its_account() {
    let (bench, receiver) = bench_with(0).await;
    let account = bench.onboarded().await;
    bench.paid(&account, 1_470, &[]).await;
    for kind in [
        "account.updated",
        "capability.updated",
        "payment_intent.created",
        "payment_intent.succeeded",
        "charge.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ] {
        let event = receiver.wait_for(kind).await;
        assert_eq!((&event["account"], &event["livemode"], &event["api_version"]), (&json!(account), &json!(false), &json!("2026-09-30.endive")), "{kind}");
    }
    for (header, body) in receiver.letters() {
        let seconds: i64 = header.strip_prefix("t=").and_then(|rest| rest.split(',').next()).and_then(|t| t.parse().ok()).expect("a time");
        assert_eq!(header, signature(SECRET, seconds, body.as_bytes()));
        assert!(seconds.abs_diff(real_seconds()) < 60);
    }
}

#[test]
fn the_signature_is_stripes() {
    let expected = "t=1700000000,v1=";
    let header = signature("whsec_test", 1_700_000_000, b"{}");
    assert!(header.starts_with(expected) && header.len() == expected.len() + 64);
    assert_ne!(header, signature("whsec_other", 1_700_000_000, b"{}"));
}

#[tokio::test]
async fn a_refused_delivery_is_tried_again_until_taken() {
    let (bench, receiver) = bench_with(2).await;
    let account = bench.onboarded().await;
    receiver.wait_for("account.updated").await;
    receiver.wait_for("capability.updated").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let waiting = bench.get("/v1/events?delivery_success=false", Some(&account)).await;
    assert!(waiting["data"].as_array().expect("list").is_empty(), "{waiting}");
}

#[tokio::test]
async fn dropped_events_come_when_asked_and_duplicates_come_twice() {
    let (bench, receiver) = bench_with(0).await;
    bench.faults(json!({ "drop": 1.0 })).await;
    let account = bench.onboarded().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(receiver.kinds().is_empty());
    let undelivered = bench.get("/v1/events?delivery_success=false", Some(&account)).await;
    assert_eq!(undelivered["data"].as_array().map(Vec::len), Some(2));
    bench.page("/sim/deliver", &[]).await;
    receiver.wait_for("account.updated").await;
    receiver.wait_for("capability.updated").await;
    bench.faults(json!({ "duplicate": 1.0 })).await;
    let session = bench.session(&account, 1_470, &[]).await;
    bench.post(&format!("/v1/checkout/sessions/{}/expire", session["id"].as_str().expect("id")), Some(&account), &[]).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let expired = receiver.kinds().iter().filter(|kind| *kind == "checkout.session.expired").count();
    assert_eq!(expired, 2);
}

#[tokio::test]
async fn an_event_can_come_before_the_answer() {
    let (bench, receiver) = bench_with(0).await;
    let account = bench.onboarded().await;
    bench.faults(json!({ "before_response": 1.0 })).await;
    let session = bench.session(&account, 1_470, &[]).await;
    bench.post(&format!("/v1/checkout/sessions/{}/expire", session["id"].as_str().expect("id")), Some(&account), &[]).await;
    assert!(receiver.kinds().contains(&"checkout.session.expired".to_owned()));
}

#[tokio::test]
async fn forged_and_old_deliveries_do_not_verify() {
    for (faults, old) in [(json!({"bad_signature": 1.0}), false), (json!({"old_timestamp": 1.0}), true)] {
        let (bench, receiver) = bench_with(0).await;
        bench.faults(faults).await;
        bench.onboarded().await;
        receiver.wait_for("account.updated").await;
        let (header, body) = receiver.letters()[0].clone();
        let seconds: i64 = header.strip_prefix("t=").and_then(|rest| rest.split(',').next()).and_then(|t| t.parse().ok()).expect("a time");
        assert_eq!(header == signature(SECRET, seconds, body.as_bytes()), old);
        assert_eq!(seconds.abs_diff(real_seconds()) > 300, old);
    }
}

#[tokio::test]
async fn the_platform_endpoint_gets_no_connected_event_and_api_endpoints_choose_theirs() {
    let (receiver, mut target) = Receiver::start(0).await;
    target.connect = false;
    let bench = Bench::start().await;
    bench.simulator.set_webhooks(vec![target]);
    let (chooser, other) = Receiver::start(0).await;
    let form = [("url", other.url.as_str()), ("enabled_events[]", "charge.succeeded"), ("connect", "true")];
    let endpoint = bench.post("/v1/webhook_endpoints", None, &form).await;
    assert!(endpoint.body["secret"].as_str().expect("a secret").starts_with("whsec_"));
    let account = bench.onboarded().await;
    bench.paid(&account, 1_470, &[("payment_intent_data[application_fee_amount]", "70")]).await;
    let fee = receiver.wait_for("application_fee.created").await;
    assert_eq!(fee["account"], json!(null));
    chooser.wait_for("charge.succeeded").await;
    assert_eq!(receiver.kinds(), ["application_fee.created"]);
    assert_eq!(chooser.kinds(), ["charge.succeeded"]);
}

#[test]
fn faults_are_read_from_the_environments_short_form() {
    let faults = Faults::parse("dup:0.3,reorder:5s,drop:0.1,delay:200ms,badsig").expect("faults");
    assert_eq!((faults.duplicate, faults.drop, faults.bad_signature), (0.3, 0.1, 1.0));
    assert_eq!((faults.reorder_ms, faults.delay_ms), (5_000, 200));
    assert!(Faults::parse("dup:2").is_err() && Faults::parse("surprise").is_err());
}

#[tokio::test]
async fn the_panel_shows_deliveries_and_sends_again() {
    let (bench, receiver) = bench_with(0).await;
    bench.onboarded().await;
    let event = receiver.wait_for("account.updated").await;
    let id = event["id"].as_str().expect("id");
    let before = receiver.kinds().len();
    bench.page(&format!("/sim/events/{id}/resend"), &[]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(receiver.kinds().len() > before);
    let page = bench.client.get(bench.address("/sim")).send().await.expect("a page").text().await.expect("text");
    assert!(page.contains(id) && page.contains("Renvoyer"));
}
