//! The objects: every key Stripe's own samples have, and all of them readable by the client library's types.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use stripe::StripeRequest;
use stripe_client_core::{RequestBuilder, StripeMethod};

use crate::support::{Bench, KEY, Receiver};

/// Keys Stripe's samples of August 2026 lack, which the pinned version has.
const NEWER: [(&str, &str); 6] = [
    ("charge.payment_method_details.card", "electronic_commerce_indicator"),
    ("charge.outcome", "risk_level"),
    ("checkout.session", "allowed_payment_method_types"),
    ("event", "account"),
    ("payment_intent", "allowed_payment_method_types"),
    ("payment_intent", "payment_record"),
];

/// Keys the samples have because they were expanded.
const EXPANDED: [(&str, &str); 1] = [("charge", "refunds")];

fn same_keys(name: &str, object: &Value) {
    let samples: Value = serde_json::from_str(include_str!("stripe_keys.json")).expect("key list");
    let mut wanted: BTreeSet<String> = samples[name].as_array().expect("a sample").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    wanted.extend(NEWER.iter().filter(|(of, _)| *of == name).map(|(_, key)| (*key).to_owned()));
    for (_, key) in EXPANDED.iter().filter(|(of, _)| *of == name) {
        wanted.remove(*key);
    }
    let found: BTreeSet<String> = object.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(found, wanted, "{name}");
}

/// A payment, refunded in part, disputed and paid out: the ids of one object of each kind.
async fn a_whole_story(bench: &Bench) -> (String, Value, Value) {
    let account = bench.onboarded().await;
    let first = bench.session(&account, 5_000, &[("payment_intent_data[application_fee_amount]", "100")]).await;
    bench.pay(&first, "4242424242424242").await;
    let second = bench.session(&account, 1_470, &[("customer_email", "ana@example.org")]).await;
    bench.pay(&second, "4000000000000259").await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    let intent = bench.intent(&account, &first).await;
    let form = [("payment_intent", intent["id"].as_str().expect("id")), ("amount", "1000")];
    assert_eq!(bench.post("/v1/refunds", Some(&account), &form).await.status, 200);
    bench.advance(2 * 86_400 + 60).await;
    (account, first, intent)
}

#[tokio::test]
async fn every_object_has_the_keys_of_stripes_own_sample() {
    let (_, target) = Receiver::start(0).await;
    let bench = Bench::start().await;
    bench.simulator.set_webhooks(vec![target]);
    let (account, session, intent) = a_whole_story(&bench).await;
    let own = Some(account.as_str());
    same_keys("account", &bench.get(&format!("/v1/accounts/{account}"), None).await);
    same_keys("checkout.session", &session);
    let session_path = format!("/v1/checkout/sessions/{}", session["id"].as_str().expect("id"));
    same_keys("checkout.session", &bench.get(&session_path, own).await);
    let line = bench.get(&format!("{session_path}/line_items"), own).await["data"][0].clone();
    same_keys("item", &line);
    same_keys("item.price", &line["price"]);
    let charge = &intent["latest_charge"];
    same_keys("charge", charge);
    same_keys("charge.billing_details", &charge["billing_details"]);
    same_keys("charge.outcome", &charge["outcome"]);
    same_keys("charge.payment_method_details.card", &charge["payment_method_details"]["card"]);
    same_keys("balance", &bench.get("/v1/balance", own).await);
    for (name, path) in [
        ("payment_intent", "/v1/payment_intents"),
        ("refund", "/v1/refunds"),
        ("dispute", "/v1/disputes"),
        ("balance_transaction", "/v1/balance_transactions"),
        ("payout", "/v1/payouts"),
        ("event", "/v1/events"),
    ] {
        let list = bench.get(path, own).await;
        assert!(!list["data"].as_array().expect("list").is_empty(), "{path}");
        list["data"].as_array().into_iter().flatten().for_each(|object| same_keys(name, object));
    }
    for (name, path) in [("application_fee", "/v1/application_fees"), ("webhook_endpoint", "/v1/webhook_endpoints")] {
        same_keys(name, &bench.get(path, None).await["data"][0]);
    }
    let link =
        [("account", account.as_str()), ("type", "account_onboarding"), ("refresh_url", "http://a.example.org/"), ("return_url", "http://a.example.org/")];
    same_keys("account_link", &bench.post("/v1/account_links", None, &link).await.body);
}

#[tokio::test]
async fn the_client_librarys_types_read_every_object() {
    let bench = Bench::start().await;
    let (account, session, intent) = a_whole_story(&bench).await;
    let client = stripe::ClientBuilder::new(KEY).url(bench.simulator.url().as_str()).build().expect("client");
    let id: stripe_shared::AccountId = account.as_str().into();
    let read = stripe_connect::account::RetrieveAccount::new(id.clone()).send(&client).await.expect("account");
    assert_eq!(read.charges_enabled, Some(true));
    let link = stripe_connect::account_link::CreateAccountLink::new(account.clone(), stripe_connect::account_link::CreateAccountLinkType::AccountOnboarding)
        .refresh_url("http://a.example.org/")
        .return_url("http://a.example.org/");
    assert!(link.send(&client).await.expect("link").url.contains("/sim/onboard/"));
    let session = stripe_checkout::checkout_session::RetrieveCheckoutSession::new(session["id"].as_str().expect("id"))
        .expand(["payment_intent.latest_charge.balance_transaction".to_owned(), "line_items".to_owned()])
        .customize()
        .account_id(id.clone())
        .send(&client)
        .await
        .expect("session");
    assert_eq!(session.amount_total, Some(5_000));
    let intent = stripe_core::payment_intent::RetrievePaymentIntent::new(intent["id"].as_str().expect("id"))
        .expand(["latest_charge.balance_transaction".to_owned()])
        .customize()
        .account_id(id.clone())
        .send(&client)
        .await
        .expect("intent");
    assert_eq!(intent.amount_received, 5_000);
    let lists =
        ["/charges?expand[]=data.balance_transaction", "/refunds", "/disputes", "/balance_transactions", "/payouts", "/events?limit=100", "/checkout/sessions"];
    for path in lists {
        let count = match path.split(['?', '/']).nth(1) {
            Some("charges") => count::<stripe_shared::Charge>(&client, &id, path).await,
            Some("refunds") => count::<stripe_shared::Refund>(&client, &id, path).await,
            Some("disputes") => count::<stripe_shared::Dispute>(&client, &id, path).await,
            Some("balance_transactions") => count::<stripe_shared::BalanceTransaction>(&client, &id, path).await,
            Some("payouts") => count::<stripe_shared::Payout>(&client, &id, path).await,
            Some("events") => count::<stripe_shared::Event>(&client, &id, path).await,
            _ => count::<stripe_shared::CheckoutSession>(&client, &id, path).await,
        };
        assert!(count > 0, "{path}");
    }
}

async fn count<T>(client: &stripe::Client, account: &stripe_shared::AccountId, path: &str) -> usize
where
    stripe_types::List<T>: miniserde::Deserialize,
    T: 'static,
{
    let request = RequestBuilder::new(StripeMethod::Get, path).customize::<stripe_types::List<T>>().account_id(account.clone());
    request.send(client).await.unwrap_or_else(|error| panic!("{path}: {error}")).data.len()
}
