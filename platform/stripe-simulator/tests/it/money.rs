//! Money: settlement, fees, refunds, disputes, payouts, and the sum of it all.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Bench, GOOD_CARD};

async fn refund(bench: &Bench, account: &str, intent: &Value, more: &[(&str, &str)]) -> crate::support::Answer {
    let mut form = vec![("payment_intent", intent["id"].as_str().expect("id"))];
    form.extend_from_slice(more);
    bench.post("/v1/refunds", Some(account), &form).await
}

async fn settled(bench: &Bench, account: &str, intent: &Value) -> Value {
    let path = format!("/v1/charges/{}?expand[]=balance_transaction", intent["latest_charge"]["id"].as_str().expect("id"));
    for _ in 0..100 {
        let charge = bench.get(&path, Some(account)).await;
        if charge["balance_transaction"].is_object() {
            return charge["balance_transaction"].clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the charge never settled");
}

#[tokio::test]
async fn the_movement_comes_later_with_both_fees() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 1_470, &[("payment_intent_data[application_fee_amount]", "70")]).await;
    assert_eq!(intent["latest_charge"]["balance_transaction"], json!(null));
    let movement = settled(&bench, &account, &intent).await;
    let stripe_fee = (1_470 * 150 + 5_000) / 10_000 + 25;
    assert_eq!((&movement["fee"], &movement["net"]), (&json!(stripe_fee + 70), &json!(1_470 - stripe_fee - 70)));
    let updated = bench.get("/v1/events?type=charge.updated", Some(&account)).await;
    assert_eq!(updated["data"][0]["data"]["previous_attributes"], json!({ "balance_transaction": null }));
    let platform = bench.get("/v1/application_fees", None).await;
    assert_eq!(platform["data"][0]["amount"], 70);
}

#[tokio::test]
async fn a_refund_never_exceeds_what_is_left_and_keeps_stripes_fee() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    bench.paid(&account, 5_000, &[]).await;
    let intent = bench.paid(&account, 1_470, &[]).await;
    let part = refund(&bench, &account, &intent, &[("amount", "470")]).await;
    assert_eq!((&part.body["status"], &part.body["amount"]), (&json!("succeeded"), &json!(470)));
    let too_much = refund(&bench, &account, &intent, &[("amount", "1001")]).await;
    assert_eq!((too_much.status, &too_much.body["error"]["param"]), (400, &json!("amount")));
    let no_fee = refund(&bench, &account, &intent, &[("refund_application_fee", "true")]).await;
    assert_eq!(no_fee.body["error"]["param"], "refund_application_fee");
    assert_eq!(refund(&bench, &account, &intent, &[]).await.body["amount"], 1_000);
    let again = refund(&bench, &account, &intent, &[]).await;
    assert_eq!(again.body["error"]["code"], "charge_already_refunded");
    let movements = bench.get("/v1/balance_transactions?type=refund", Some(&account)).await;
    assert!(movements["data"].as_array().expect("list").iter().all(|movement| movement["fee"] == 0));
    let charge = bench.get(&format!("/v1/charges/{}?expand[]=refunds", intent["latest_charge"]["id"].as_str().expect("id")), Some(&account)).await;
    assert_eq!((&charge["refunded"], charge["refunds"]["data"].as_array().map(Vec::len)), (&json!(true), Some(2)));
}

#[tokio::test]
async fn the_platform_fee_goes_back_in_proportion_and_never_beyond() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let other = bench.paid(&account, 5_000, &[]).await;
    settled(&bench, &account, &other).await;
    let intent = bench.paid(&account, 1_000, &[("payment_intent_data[application_fee_amount]", "75")]).await;
    for amount in ["333", "333", "334"] {
        let answer = refund(&bench, &account, &intent, &[("amount", amount), ("refund_application_fee", "true")]).await;
        assert_eq!(answer.body["status"], "succeeded", "{}", answer.body);
    }
    let fee = &bench.get("/v1/application_fees", None).await["data"][0];
    assert_eq!((&fee["amount_refunded"], &fee["refunded"]), (&json!(75), &json!(true)));
}

#[tokio::test]
async fn a_refund_without_money_waits_for_the_next_payment() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let intent = bench.paid(&account, 1_470, &[]).await;
    let waiting = refund(&bench, &account, &intent, &[]).await;
    assert_eq!((&waiting.body["status"], &waiting.body["pending_reason"]), (&json!("pending"), &json!("insufficient_funds")));
    let next = bench.paid(&account, 5_000, &[]).await;
    settled(&bench, &account, &next).await;
    let path = format!("/v1/refunds/{}", waiting.body["id"].as_str().expect("id"));
    assert_eq!(bench.get(&path, Some(&account)).await["status"], "succeeded");
}

#[tokio::test]
async fn a_payout_carries_what_its_movements_sum_to() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    for cents in [1_470, 2_500, 999] {
        let intent = bench.paid(&account, cents, &[]).await;
        settled(&bench, &account, &intent).await;
    }
    bench.advance(2 * 86_400 + 60).await;
    let payout = bench.get("/v1/payouts", Some(&account)).await["data"][0].clone();
    assert_eq!(payout["status"], "in_transit");
    let carried = bench.get(&format!("/v1/balance_transactions?payout={}", payout["id"].as_str().expect("id")), Some(&account)).await;
    let carried = carried["data"].as_array().expect("list");
    let sum: i64 = carried.iter().filter(|movement| movement["type"] != "payout").filter_map(|movement| movement["net"].as_i64()).sum();
    assert_eq!(payout["amount"], sum);
    bench.advance(86_400 + 60).await;
    assert_eq!(bench.get(&format!("/v1/payouts/{}", payout["id"].as_str().expect("id")), Some(&account)).await["status"], "paid");
    let all = bench.client.get(bench.address(&format!("/sim/state/balance_transactions?account={account}"))).send().await.expect("an answer");
    let all: Value = serde_json::from_str(&all.text().await.expect("text")).expect("JSON");
    let total: i64 = all["data"].as_array().expect("list").iter().filter_map(|movement| movement["net"].as_i64()).sum();
    assert_eq!(total, 0, "everything was paid out");
}

#[tokio::test]
async fn a_disputed_charge_cannot_be_refunded_and_may_be_won() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    bench.pay(&session, "4000000000000259").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let intent = bench.intent(&account, &session).await;
    let dispute = bench.get("/v1/disputes", Some(&account)).await["data"][0].clone();
    assert_eq!((&dispute["status"], &dispute["balance_transactions"][0]["amount"]), (&json!("needs_response"), &json!(-1_470)));
    assert_eq!(refund(&bench, &account, &intent, &[]).await.body["error"]["code"], "charge_disputed");
    let path = format!("/v1/disputes/{}", dispute["id"].as_str().expect("id"));
    let won = bench.post(&path, Some(&account), &[("evidence[uncategorized_text]", "winning_evidence")]).await;
    assert_eq!(won.body["status"], "won");
    assert_eq!(bench.post(&format!("{path}/close"), Some(&account), &[]).await.status, 400);
}

#[tokio::test]
async fn the_state_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = stripe_simulator::Options::new(crate::support::KEY);
    options.state = Some(folder.path().join("stripe.jsonl"));
    let bench = Bench::with(options.clone()).await;
    let account = bench.onboarded().await;
    let paid = bench.paid(&account, 1_470, &[]).await;
    let open = bench.session(&account, 2_000, &[]).await;
    bench.simulator.shutdown().await;
    let bench = Bench::with(options).await;
    settled(&bench, &account, &paid).await;
    let found = bench.get(&format!("/v1/checkout/sessions/{}", open["id"].as_str().expect("id")), Some(&account)).await;
    assert!(found["url"].as_str().expect("url").starts_with(bench.simulator.url().as_str()), "the page moved with the port");
    assert_eq!(bench.pay(&found, GOOD_CARD).await.status(), 303);
}
