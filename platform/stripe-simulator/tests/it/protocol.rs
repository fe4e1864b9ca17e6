//! The protocol around every request: keys, accounts, idempotency, pages of lists, expansion, headers, faults.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use stripe_simulator::{Options, Simulator};

use crate::support::{Bench, KEY};

#[tokio::test]
async fn live_keys_and_open_addresses_are_refused_at_the_start() {
    for key in ["sk_live_0123", "rk_live_0123", "anything"] {
        assert!(Simulator::start(Options::new(key)).await.is_err(), "{key}");
    }
    let mut options = Options::new(KEY);
    options.bind = ([0, 0, 0, 0], 0).into();
    assert!(Simulator::start(options).await.is_err());
}

#[tokio::test]
async fn a_wrong_key_is_401_and_an_unknown_account_403() {
    let bench = Bench::start().await;
    let wrong = bench.client.get(bench.address("/v1/balance")).bearer_auth("sk_test_another_key").send().await.expect("an answer");
    assert_eq!(wrong.status(), 401);
    assert_eq!(bench.client.get(bench.address("/v1/balance")).send().await.expect("an answer").status(), 401);
    let unknown = bench.call(Method::GET, "/v1/balance", Some("acct_nobody"), None, &[]).await;
    assert_eq!((unknown.status, &unknown.body["error"]["code"]), (403, &json!("account_invalid")));
    assert!(!unknown.body.to_string().contains(KEY), "the key is shown in part only");
    assert_eq!(bench.call(Method::GET, "/v1/nothing", None, None, &[]).await.status, 404);
}

#[tokio::test]
async fn one_account_sees_nothing_of_another() {
    let bench = Bench::start().await;
    let (jazz, choir) = (bench.onboarded().await, bench.onboarded().await);
    let intent = bench.paid(&jazz, 1_470, &[]).await;
    let charge = &intent["latest_charge"];
    for (kind, id) in [("payment_intents", &intent["id"]), ("charges", &charge["id"])] {
        let path = format!("/v1/{kind}/{}", id.as_str().expect("id"));
        for stranger in [Some(choir.as_str()), None] {
            let answer = bench.call(Method::GET, &path, stranger, None, &[]).await;
            assert_eq!((answer.status, &answer.body["error"]["code"]), (404, &json!("resource_missing")), "{path}");
        }
        assert!(bench.get(&format!("/v1/{kind}"), Some(&choir)).await["data"].as_array().expect("list").is_empty());
    }
    let refund = bench.post("/v1/refunds", Some(&choir), &[("charge", charge["id"].as_str().expect("id"))]).await;
    assert_eq!(refund.body["error"]["code"], "resource_missing");
    let other = bench.call(Method::GET, &format!("/v1/accounts/{jazz}"), Some(&choir), None, &[]).await;
    assert_eq!(other.status, 403);
}

#[tokio::test]
async fn the_same_key_repeats_the_first_answer_and_refuses_another_request() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 5_000, &[]).await;
    let id = intent["id"].as_str().expect("id");
    let form = [("payment_intent", id), ("amount", "100")];
    let first = bench.call(Method::POST, "/v1/refunds", Some(&account), Some("refund:1"), &form).await;
    let second = bench.call(Method::POST, "/v1/refunds", Some(&account), Some("refund:1"), &form).await;
    assert_eq!(first.body["id"], second.body["id"]);
    assert!(first.headers.get("idempotent-replayed").is_none());
    assert_eq!(second.headers["idempotent-replayed"], "true");
    let other = [("payment_intent", id), ("amount", "200")];
    let third = bench.call(Method::POST, "/v1/refunds", Some(&account), Some("refund:1"), &other).await;
    assert_eq!((third.status, &third.body["error"]["type"]), (400, &json!("idempotency_error")));
    assert_eq!(bench.get("/v1/refunds", Some(&account)).await["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_same_key_twice_at_once_is_a_conflict() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 5_000, &[]).await;
    let form = [("payment_intent", intent["id"].as_str().expect("id")), ("amount", "100")];
    bench.faults(json!({ "slow_ms": 300 })).await;
    let call = || bench.call(Method::POST, "/v1/refunds", Some(&account), Some("refund:1"), &form);
    let later = async {
        tokio::time::sleep(Duration::from_millis(80)).await;
        call().await
    };
    let (first, second) = futures_util::future::join(call(), later).await;
    assert_eq!((first.status, second.status), (200, 409));
}

#[tokio::test]
async fn an_answer_lost_after_the_change_is_found_again_with_the_same_key() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 5_000, &[]).await;
    let form = [("payment_intent", intent["id"].as_str().expect("id"))];
    for (fault, status) in [(json!({"fail_after_commit": 1.0}), 502), (json!({"timeout_after_commit": 1.0, "timeout_ms": 50}), 504)] {
        bench.faults(fault).await;
        let key = format!("refund:{status}");
        let partial = [form[0], ("amount", "700")];
        let lost = bench.call(Method::POST, "/v1/refunds", Some(&account), Some(&key), &partial).await;
        assert_eq!(lost.status, status);
        bench.faults(json!({})).await;
        let found = bench.call(Method::POST, "/v1/refunds", Some(&account), Some(&key), &partial).await;
        assert_eq!(found.status, 200);
        assert_eq!(found.headers["idempotent-replayed"], "true");
    }
    assert_eq!(bench.get("/v1/refunds", Some(&account)).await["data"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn lists_are_walked_by_cursor_in_both_directions() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(bench.session(&account, 1_470, &[]).await["id"].as_str().expect("id").to_owned());
    }
    made.reverse();
    let ids = |page: &Value| -> Vec<String> { page["data"].as_array().expect("list").iter().map(|one| one["id"].as_str().expect("id").to_owned()).collect() };
    let first = bench.get("/v1/checkout/sessions?limit=2", Some(&account)).await;
    assert_eq!((ids(&first), &first["has_more"]), (made[..2].to_vec(), &json!(true)));
    let second = bench.get(&format!("/v1/checkout/sessions?limit=3&starting_after={}", made[1]), Some(&account)).await;
    assert_eq!((ids(&second), &second["has_more"]), (made[2..].to_vec(), &json!(false)));
    let back = bench.get(&format!("/v1/checkout/sessions?limit=2&ending_before={}", made[3]), Some(&account)).await;
    assert_eq!(ids(&back), made[1..3]);
    for bad in ["limit=0", "limit=101", "starting_after=cs_nobody"] {
        let answer = bench.call(Method::GET, &format!("/v1/checkout/sessions?{bad}"), Some(&account), None, &[]).await;
        assert_eq!(answer.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn expansion_reaches_four_levels_and_no_further() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 1_470, &[]).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    let path = format!("/v1/payment_intents/{}", intent["id"].as_str().expect("id"));
    let deep = bench.get(&format!("{path}?expand[]=latest_charge.balance_transaction"), Some(&account)).await;
    assert_eq!(deep["latest_charge"]["balance_transaction"]["object"], "balance_transaction");
    let list = bench.get("/v1/charges?expand[]=data.payment_intent", Some(&account)).await;
    assert_eq!(list["data"][0]["payment_intent"]["id"], intent["id"]);
    for wrong in ["amount", "latest_charge.balance_transaction.source.payment_intent.latest_charge"] {
        let answer = bench.call(Method::GET, &format!("{path}?expand[]={wrong}"), Some(&account), None, &[]).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn answers_name_their_request_and_version_and_the_log_keeps_typed_parameters() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let answer = bench.try_session(&account, 1_470, &[]).await;
    assert!(answer.headers["request-id"].to_str().expect("text").starts_with("req_"));
    assert_eq!(answer.headers["stripe-version"], "2026-09-30.endive");
    assert_eq!(answer.headers["stripe-account"], account);
    let log = bench.client.get(bench.address("/sim/requests")).send().await.expect("an answer").text().await.expect("text");
    let log: Value = serde_json::from_str(&log).expect("JSON");
    let last = log["requests"].as_array().and_then(|all| all.last()).expect("a request").clone();
    assert_eq!(last["operation"], "POST /v1/checkout/sessions");
    assert_eq!(last["account"], account);
    assert_eq!(last["parameters"]["line_items"][0]["price_data"]["unit_amount"], 1_470);
    let old = bench.client.get(bench.address("/v1/balance")).bearer_auth(KEY).header("Stripe-Version", "2024-06-20").send().await;
    assert_eq!(old.expect("an answer").status(), 400);
}
