//! Accounts: created, linked, onboarded, refused, locked, in v1 and v2.

use serde_json::{Value, json};

use crate::support::{Bench, KEY};

#[tokio::test]
async fn completing_the_page_makes_the_account_ready() {
    let bench = Bench::start().await;
    let account = bench.account().await;
    let before = bench.get(&format!("/v1/accounts/{account}"), None).await;
    assert_eq!((&before["charges_enabled"], &before["capabilities"]["card_payments"]), (&json!(false), &json!("inactive")));
    let link = bench.link(&account).await;
    let page = bench.client.get(bench.address(&link)).send().await.expect("a page");
    assert!(page.text().await.expect("text").contains("aucun argent ne circule"));
    let back = bench.page(&link, &[("action", "complete")]).await;
    assert_eq!(back.headers()["location"], "http://app.example.org/back");
    let after = bench.get(&format!("/v1/accounts/{account}"), None).await;
    assert_eq!((&after["charges_enabled"], &after["capabilities"]["card_payments"]), (&json!(true), &json!("active")));
    assert_eq!(after["requirements"]["currently_due"], json!([]));
}

#[tokio::test]
async fn a_link_serves_once_and_for_a_few_minutes() {
    let bench = Bench::start().await;
    let account = bench.account().await;
    let link = bench.link(&account).await;
    assert_eq!(bench.client.get(bench.address(&link)).send().await.expect("a page").status(), 200);
    let second = bench.client.get(bench.address(&link)).send().await.expect("a page");
    assert_eq!(second.headers()["location"], "http://app.example.org/again");
    let late = bench.link(&account).await;
    bench.advance(301).await;
    let late = bench.client.get(bench.address(&late)).send().await.expect("a page");
    assert_eq!(late.headers()["location"], "http://app.example.org/again");
}

#[tokio::test]
async fn leaving_or_being_refused_keeps_the_account_from_taking_cards() {
    let bench = Bench::start().await;
    for (action, reason) in [("pending", json!("requirements.past_due")), ("reject", json!("rejected.other"))] {
        let account = bench.account().await;
        let link = bench.link(&account).await;
        bench.page(&link, &[("action", action)]).await;
        let body = bench.get(&format!("/v1/accounts/{account}"), None).await;
        assert_eq!(body["charges_enabled"], json!(false));
        assert_eq!(body["requirements"]["disabled_reason"], reason);
    }
}

#[tokio::test]
async fn after_the_first_link_the_platform_may_change_metadata_only() {
    let bench = Bench::start().await;
    let account = bench.account().await;
    let path = format!("/v1/accounts/{account}");
    let descriptor = [("settings[payments][statement_descriptor]", "JAZZ EN PLAINE")];
    assert_eq!(bench.post(&path, None, &descriptor).await.status, 200);
    bench.link(&account).await;
    assert_eq!(bench.post(&path, None, &descriptor).await.status, 403);
    assert_eq!(bench.post(&path, None, &[("metadata[tenant]", "1")]).await.body["metadata"]["tenant"], "1");
}

#[tokio::test]
async fn combinations_stripe_does_not_sell_are_refused() {
    let bench = Bench::start().await;
    let form = [("controller[stripe_dashboard][type]", "express"), ("controller[losses][payments]", "stripe"), ("controller[fees][payer]", "account")];
    assert_eq!(bench.post("/v1/accounts", None, &form).await.status, 400);
}

#[tokio::test]
async fn an_account_made_over_v2_is_the_same_account_in_v1() {
    let bench = Bench::start().await;
    let asked = json!({
        "contact_email": "bureau@example.org", "display_name": "Chœur des Halles", "dashboard": "full",
        "identity": {"country": "fr", "entity_type": "non_profit"},
        "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": true}}, "statement_descriptor": {"descriptor": "CHOEUR DES HALLES"}}},
        "defaults": {"currency": "eur", "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}},
        "include": ["configuration.merchant", "identity", "requirements"],
    });
    let made = json_post(&bench, "/v2/core/accounts", &asked).await;
    assert_eq!(made["configuration"]["merchant"]["capabilities"]["card_payments"]["status"], "restricted");
    let id = made["id"].as_str().expect("id");
    let link = json!({"account": id, "use_case": {"type": "account_onboarding", "account_onboarding": {"refresh_url": "http://app.example.org/again", "return_url": "http://app.example.org/back"}}});
    let link = json_post(&bench, "/v2/core/account_links", &link).await;
    let path = link["url"].as_str().expect("url").trim_start_matches(bench.simulator.url().as_str()).to_owned();
    bench.page(&path, &[("action", "complete")]).await;
    let read = bench.get(&format!("/v2/core/accounts/{id}?include[0]=configuration.merchant"), None).await;
    assert_eq!(read["configuration"]["merchant"]["capabilities"]["card_payments"]["status"], "active");
    assert_eq!(read["identity"], json!(null), "not asked for");
    assert_eq!(bench.get(&format!("/v1/accounts/{id}"), None).await["charges_enabled"], json!(true));
}

async fn json_post(bench: &Bench, path: &str, body: &Value) -> Value {
    let response = bench.client.post(bench.address(path)).bearer_auth(KEY).json(body).send().await.expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("text");
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

#[tokio::test]
async fn a_deauthorised_account_is_refused_from_then_on() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    bench.page(&format!("/sim/accounts/{account}/deauthorize"), &[]).await;
    assert_eq!(bench.try_session(&account, 1_470, &[]).await.status, 403);
}
