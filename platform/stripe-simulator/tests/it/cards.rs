//! Each test card, from the payment page to the charge.

use serde_json::{Value, json};

use crate::support::{Bench, GOOD_CARD};

async fn charge_with(bench: &Bench, account: &str, card: &str) -> (String, Value) {
    let session = bench.session(account, 1_470, &[]).await;
    let response = bench.pay(&session, card).await;
    let outcome = format!("{} {}", response.status().as_u16(), response.text().await.expect("text"));
    (outcome, bench.intent(account, &session).await)
}

#[tokio::test]
async fn cards_that_are_approved_show_their_brand_risk_and_security_check() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let approved = [
        (GOOD_CARD, "visa", "normal", "pass"),
        ("5555555555554444", "mastercard", "normal", "pass"),
        ("4000000000000101", "visa", "normal", "fail"),
        ("4000000000009235", "visa", "elevated", "pass"),
        ("4000000000004954", "visa", "highest", "pass"),
        ("4000000000000259", "visa", "normal", "pass"),
        ("4000000000005423", "visa", "normal", "pass"),
    ];
    for (number, brand, risk, check) in approved {
        let (outcome, intent) = charge_with(&bench, &account, number).await;
        let charge = &intent["latest_charge"];
        assert!(outcome.starts_with("303"), "{number}: {outcome}");
        assert_eq!(charge["status"], "succeeded");
        assert_eq!(charge["outcome"]["risk_level"], risk, "{number}");
        let card = &charge["payment_method_details"]["card"];
        assert_eq!((&card["brand"], &card["checks"]["cvc_check"]), (&json!(brand), &json!(check)), "{number}");
        let digits = number.replace(' ', "");
        assert_eq!(card["last4"], digits[12..], "{number}");
        assert_eq!(charge["calculated_statement_descriptor"], "JAZZ EN VALLEE");
    }
}

#[tokio::test]
async fn cards_that_are_declined_say_why_and_leave_the_session_open() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let declined = [
        ("4000000000000002", "card_declined", "generic_decline", "refusée"),
        ("4000000000009995", "card_declined", "insufficient_funds", "provisionnée"),
        ("4000000000000069", "expired_card", "expired_card", "expiré"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc", "incorrect"),
        ("4000000000000119", "processing_error", "processing_error", "traitement"),
        ("4100000000000019", "card_declined", "fraudulent", "refusée"),
    ];
    for (number, code, decline_code, word) in declined {
        let (outcome, intent) = charge_with(&bench, &account, number).await;
        assert!(outcome.starts_with("200") && outcome.contains(word), "{number}: {outcome}");
        assert_eq!(intent["status"], "requires_payment_method");
        assert_eq!(intent["last_payment_error"]["code"], code);
        assert_eq!(intent["last_payment_error"]["decline_code"], decline_code);
        assert_eq!(intent["latest_charge"]["status"], "failed");
        assert!(!outcome.contains(number), "the page gives the number back");
    }
}

#[tokio::test]
async fn a_declined_buyer_pays_with_another_card_in_the_same_session() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    assert_eq!(bench.pay(&session, "4000000000000002").await.status(), 200);
    let paid = bench.pay(&session, GOOD_CARD).await;
    assert_eq!(paid.headers()["location"], format!("http://jazz.example.org/retour?session={}", session["id"].as_str().expect("id")));
    let again = bench.pay(&session, GOOD_CARD).await;
    assert!(again.text().await.expect("text").contains("Déjà payé"));
    let charges = bench.get("/v1/charges", Some(&account)).await;
    assert_eq!(charges["data"].as_array().map(Vec::len), Some(2), "one failed, one paid, none twice");
}

#[tokio::test]
async fn the_bank_asks_and_the_answer_decides() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let endings = [
        ("4000002500003155", "pass", "succeeded"),
        ("4000002760003184", "fail", "requires_payment_method"),
        ("4000002760003184", "pass", "succeeded"),
        ("4000008400001629", "pass", "requires_payment_method"),
    ];
    for (number, answer, status) in endings {
        let session = bench.session(&account, 1_470, &[]).await;
        let response = bench.pay(&session, number).await;
        let page = response.headers()["location"].to_str().expect("an address").to_owned();
        assert!(page.contains("/sim/c/3ds/"), "{page}");
        assert_eq!(bench.intent(&account, &session).await["status"], "requires_action");
        let path = page.trim_start_matches(bench.simulator.url().as_str()).to_owned();
        let response = bench.page(&path, &[("outcome", answer)]).await;
        assert_eq!(response.status().as_u16(), if status == "succeeded" { 303 } else { 200 }, "{number}");
        assert_eq!(bench.intent(&account, &session).await["status"], status, "{number} {answer}");
    }
}

#[tokio::test]
async fn any_other_number_is_refused_and_kept_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("stripe.jsonl");
    let mut options = stripe_simulator::Options::new(crate::support::KEY);
    options.state = Some(state.clone());
    let bench = Bench::with(options).await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    let number = "4929123456781234";
    let page = bench.pay(&session, number).await.text().await.expect("text");
    assert!(page.contains("n’accepte que les cartes de test") && page.contains("ana@example.org") && !page.contains(number));
    assert!(bench.get("/v1/payment_intents", Some(&account)).await["data"].as_array().expect("list").is_empty());
    let seen = bench.client.get(bench.address("/sim/requests")).send().await.expect("an answer").text().await.expect("text");
    bench.simulator.shutdown().await;
    let kept = std::fs::read_to_string(state).expect("the state");
    assert!(!seen.contains(number) && !kept.contains(number));
}

#[tokio::test]
async fn a_form_left_empty_names_every_field() {
    let bench = Bench::start().await;
    let account = bench.onboarded().await;
    let session = bench.session(&account, 1_470, &[]).await;
    let page = bench.page(&format!("/sim/c/pay/{}", session["id"].as_str().expect("id")), &[]).await.text().await.expect("text");
    for field in ["email", "card_number", "exp", "cvc", "name"] {
        assert!(page.contains(&format!("id=\"{field}-fault\"")), "{field}");
    }
}
