//! Checkout Sessions: what they refuse, how they end.

use reqwest::Method;
use serde_json::json;

use crate::support::{Bench, GOOD_CARD};

/// What is added to a good request, and the code and parameter of the refusal.
type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str);

#[tokio::test]
async fn requests_stripe_refuses_are_refused_with_the_same_code_and_parameter() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let now = bench.get("/v1/balance", Some(&account)).await;
    assert_eq!(now["object"], "balance");
    let cases: [Case; 9] = [
        (&[("payment_method_types[]", "card")], "parameter_unknown", "payment_method_types"),
        (&[("line_items[0][price_data][colour]", "red")], "parameter_unknown", "line_items[0][price_data][colour]"),
        (&[("customer_email", "")], "parameter_invalid_empty", "customer_email"),
        (&[("customer_email", "nobody")], "email_invalid", "customer_email"),
        (&[("success_url", "not an address")], "url_invalid", "success_url"),
        (&[("line_items[0][price_data][unit_amount]", "12.5")], "parameter_invalid_integer", "line_items[0][price_data][unit_amount]"),
        (&[("line_items[0][price_data][unit_amount]", "49")], "amount_too_small", "line_items"),
        (&[("expires_at", "1000")], "", "expires_at"),
        (&[("payment_intent_data[statement_descriptor]", "JAZZ EN VALLEE")], "", "payment_intent_data[statement_descriptor]"),
    ];
    for (more, code, parameter) in cases {
        let answer = bench.try_session(&account, 1_470, more).await;
        let error = &answer.body["error"];
        assert_eq!((answer.status, &error["type"]), (400, &json!("invalid_request_error")), "{more:?}: {error}");
        assert_eq!(error["code"].as_str().unwrap_or_default(), code, "{error}");
        assert_eq!(error["param"], parameter, "{error}");
    }
    let bare = bench.post("/v1/checkout/sessions", Some(&account), &[("success_url", "http://a.example.org/")]).await;
    assert_eq!((&bare.body["error"]["code"], &bare.body["error"]["param"]), (&json!("parameter_missing"), &json!("mode")));
}

#[tokio::test]
async fn the_platform_fee_is_less_than_the_amount_and_only_on_connected_accounts() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    for fee in ["0", "1470", "2000"] {
        let answer = bench.try_session(&account, 1_470, &[("payment_intent_data[application_fee_amount]", fee)]).await;
        assert_eq!(answer.status, 400, "{fee}");
    }
    let intent = bench.paid(&account, 1_470, &[("payment_intent_data[application_fee_amount]", "70")]).await;
    assert_eq!(intent["latest_charge"]["application_fee_amount"], 70);
}

#[tokio::test]
async fn an_account_that_cannot_take_cards_opens_no_session() {
    let bench = Bench::start().await;
    let account = bench.account().await;
    let answer = bench.try_session(&account, 1_470, &[]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body["error"]["message"].as_str().expect("message").contains("card_payments"));
}

#[tokio::test]
async fn metadata_reaches_the_charge_only_through_payment_intent_data() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let more = [("metadata[order]", "FA0Y"), ("payment_intent_data[metadata][kind]", "tickets")];
    let session = bench.session(&account, 1_470, &more).await;
    assert_eq!(session["metadata"], json!({ "order": "FA0Y" }));
    bench.pay(&session, GOOD_CARD).await;
    assert_eq!(bench.intent(&account, &session).await["latest_charge"]["metadata"], json!({ "kind": "tickets" }));
    let long = "x".repeat(501);
    assert_eq!(bench.try_session(&account, 1_470, &[("metadata[order]", &long)]).await.status, 400);
}

#[tokio::test]
async fn a_session_expires_once_and_takes_no_card_afterwards() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    let path = format!("/v1/checkout/sessions/{}/expire", session["id"].as_str().expect("id"));
    let expired = bench.post(&path, Some(&account), &[]).await;
    assert_eq!((&expired.body["status"], &expired.body["url"]), (&json!("expired"), &json!(null)));
    let again = bench.post(&path, Some(&account), &[]).await;
    assert_eq!(again.status, 400);
    assert!(again.body["error"]["message"].as_str().expect("message").contains("can be expired"));
    let page = bench.pay(&session, GOOD_CARD).await.text().await.expect("text");
    assert!(page.contains("Paiement expiré"));
    assert!(bench.get("/v1/charges", Some(&account)).await["data"].as_array().expect("list").is_empty());
}

#[tokio::test]
async fn a_session_expires_when_the_clock_passes_its_end() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let now = bench.client.get(bench.address("/sim/clock")).send().await.expect("an answer").text().await.expect("text");
    let now: serde_json::Value = serde_json::from_str(&now).expect("JSON");
    let end = (now["now"].as_i64().expect("seconds") + 1_805).to_string();
    let session = bench.session(&account, 1_470, &[("expires_at", &end)]).await;
    let path = format!("/v1/checkout/sessions/{}", session["id"].as_str().expect("id"));
    bench.advance(1_700).await;
    assert_eq!(bench.get(&path, Some(&account)).await["status"], "open");
    bench.advance(200).await;
    assert_eq!(bench.get(&path, Some(&account)).await["status"], "expired");
    let events = bench.get("/v1/events?type=checkout.session.expired", Some(&account)).await;
    assert_eq!(events["data"][0]["data"]["object"]["id"], session["id"]);
}

#[tokio::test]
async fn a_paid_session_cannot_be_expired() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    bench.pay(&session, GOOD_CARD).await;
    let path = format!("/v1/checkout/sessions/{}/expire", session["id"].as_str().expect("id"));
    let answer = bench.call(Method::POST, &path, Some(&account), None, &[]).await;
    assert!(answer.body["error"]["message"].as_str().expect("message").contains("status of `complete`"));
}
