//! What Stripe tells us, and when: before the buyer is back, twice, in another order, never, or forged.

use chrono::Duration;
use kernel::stripe::webhook::sign;
use stripe_simulator::Faults;
use support::{Association, ConcertSpec, OnSale, World, journey::CARD, world::SECRETS};

async fn on_sale() -> (World, Association, OnSale) {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.settle().await;
    (world, association, concert)
}

#[tokio::test]
async fn a_webhook_that_overtakes_the_buyer_confirms_the_order_once() {
    let (world, association, concert) = on_sale().await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    let checkout = world.give_details(&visitor, &details, "jeanne@example.org").await.location();
    world.faults(Faults { before_response: 1.0, ..Faults::default() });
    let back = world.pay(&visitor, &checkout, CARD).await;
    world.settle().await;
    assert_eq!(world.count("select count(*) from ticket where state = 'valid'").await, 2, "confirmed before the buyer is back");
    back.follow(&visitor).await.expect(200).says("C’est réservé");
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("jeanne@example.org")).len(), 1);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn the_landing_page_alone_confirms_the_order() {
    let (world, association, concert) = on_sale().await;
    world.faults(Faults { drop: 1.0, ..Faults::default() });
    world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("jeanne@example.org")).len(), 1);
    assert_eq!(world.count("select count(*) from stripe_event where type like 'checkout%'").await, 0, "no webhook came");
    world.assert_sound(&association).await;
    world.pass(Duration::minutes(2)).await;
    world.assert_books_agree(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn without_webhook_and_without_buyer_the_sweeper_confirms_the_order() {
    let (world, association, concert) = on_sale().await;
    world.faults(Faults { drop: 1.0, ..Faults::default() });
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let checkout = world.give_details(&visitor, &details, "jeanne@example.org").await.location();
    let _ = world.pay(&visitor, &checkout, CARD).await;
    world.settle().await;
    assert_eq!(world.count("select count(*) from ticket").await, 0, "nobody told us yet");
    world.pass(Duration::seconds(100)).await;
    assert_eq!(world.count("select count(*) from ticket where state = 'valid'").await, 1);
    assert_eq!(world.mail.mailbox.list(Some("jeanne@example.org")).len(), 1);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn webhooks_twice_out_of_order_and_lost_end_in_the_same_books() {
    let (world, association, concert) = on_sale().await;
    world.faults(Faults { duplicate: 0.5, drop: 0.3, reorder_ms: 150, ..Faults::default() });
    for number in 0..8 {
        let visitor = world.visitor();
        let details = world.choose(&visitor, &association, &concert, 1 + number % 3).await.expect(200);
        let checkout = world.give_details(&visitor, &details, &format!("visitor-{number}@example.org")).await.location();
        let paid = world.pay(&visitor, &checkout, CARD).await;
        if number % 2 == 0 {
            let _ = paid.follow(&visitor).await.expect(200);
        }
    }
    world.pass(Duration::minutes(3)).await;
    let _ = world.stripe.deliver_dropped();
    world.settle().await;
    assert_eq!(world.texts("select distinct state from ticket_order").await, ["confirmed"]);
    for number in 0..8 {
        assert_eq!(world.mail.mailbox.list(Some(&format!("visitor-{number}@example.org"))).len(), 1, "one mail each");
    }
    world.faults(Faults::default());
    world.assert_sound(&association).await;
    world.assert_books_agree(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn only_what_stripe_signed_is_listened_to() {
    let (world, association, _) = on_sale().await;
    let account = world.stripe_account(&association).await;
    let before = world.count("select count(*) from stripe_event").await;
    let event = |id: &str, account: &str| {
        format!(
            r#"{{"id":"{id}","object":"event","type":"checkout.session.completed","account":"{account}","livemode":false,"created":{},"data":{{"object":{{"object":"checkout.session","id":"cs_nobodys"}}}}}}"#,
            world.clock.now().timestamp()
        )
    };
    let url = world.url("app", "/webhooks/stripe/connect");
    let send = async |body: &str, signature: &str| {
        world.visitor().post_raw(&url, &[("stripe-signature", signature), ("content-type", "application/json")], body.as_bytes().to_vec()).await
    };
    let body = event("evt_forged", &account);
    let now = world.clock.now();
    for signature in [
        String::new(),
        "t=1,v1=00".to_owned(),
        sign(body.as_bytes(), "whsec_of_somebody_else", now),
        sign(body.as_bytes(), SECRETS[0], now),
        sign(body.as_bytes(), SECRETS[1], now - Duration::hours(1)),
        sign(event("evt_other", &account).as_bytes(), SECRETS[1], now),
    ] {
        let refused = send(&body, &signature).await.expect(400);
        assert!(!refused.words().contains("ignature"), "the sender is told nothing: {}", refused.words());
    }
    assert_eq!(world.count("select count(*) from stripe_event").await, before);

    // Signed, and about an account or a Checkout that is none of ours: filed, looked at, left alone.
    for (id, account) in [("evt_stranger", "acct_of_nobody"), ("evt_no_order", account.as_str())] {
        let body = event(id, account);
        let _ = send(&body, &sign(body.as_bytes(), SECRETS[1], now)).await.expect(200);
        let _ = send(&body, &sign(body.as_bytes(), SECRETS[1], now)).await.expect(200);
    }
    world.settle().await;
    let states = world.texts("select id||' '||state from stripe_event where id in ('evt_stranger', 'evt_no_order') order by id").await;
    assert_eq!(states, ["evt_no_order orphan", "evt_stranger orphan"]);
    world.stop().await;
}

/// The night's reading of every account.
async fn night(world: &World) {
    let mut tx = world.platform().await;
    kernel::jobs::enqueue_platform(&mut tx, None, kernel::jobs::NewJob::new("maintenance.accounts", serde_json::json!({}))).await.unwrap();
    tx.commit().await.unwrap();
    world.settle().await;
    world.pass(Duration::hours(2)).await;
}

#[tokio::test]
async fn a_dispute_or_a_refund_of_which_no_webhook_came_is_found_by_night() {
    let (world, association, concert) = on_sale().await;
    let account = world.stripe_account(&association).await;
    let given_back = world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    world.settle().await;
    let intent = world.texts("select intent_id from payment").await.concat();
    let taken_back = world.buy(&world.visitor(), &association, &concert, 1, "karim@example.org").await;
    world.settle().await;
    let charge = world.texts(format!("select charge_id from payment where intent_id <> '{intent}'")).await.concat();
    world.faults(Faults { drop: 1.0, ..Faults::default() });
    let ask = async |path: String, account: Option<&str>, body: &[(&str, &str)]| {
        let (status, answer) = world.ask_stripe(reqwest::Method::POST, &path, account, body).await;
        assert!(status.is_success(), "{answer}");
        world.settle().await;
    };
    ask("v1/refunds".to_owned(), Some(&account), &[("payment_intent", &intent), ("amount", "500")]).await;
    ask(format!("sim/accounts/{account}/charges/{charge}/dispute"), None, &[]).await;
    let refunds = "select o.code || ' ' || r.reason || ' ' || r.state || ' ' || r.amount from refund r join payment p on p.id = r.payment_id join ticket_order o on o.id = p.subject_id";
    let disputes = "select d.order_code || ' ' || d.state || ' ' || (p.disputed_at is not null) from order_dispute d join payment p on p.id = d.payment_id";
    assert!(world.texts(refunds).await.is_empty() && world.texts(disputes).await.is_empty(), "nobody told us");

    night(&world).await;
    assert_eq!(world.texts(refunds).await, [format!("{} dashboard succeeded 500", given_back.code)]);
    assert_eq!(world.texts(disputes).await, [format!("{} open true", taken_back.code)]);
    // By now older than what the night lists: one that is open is asked after all the same.
    world.pass(Duration::days(30)).await;
    ask(format!("v1/disputes/{}/close", world.texts("select stripe_id from order_dispute").await.concat()), Some(&account), &[]).await;
    assert_eq!(world.texts(disputes).await, [format!("{} open true", taken_back.code)]);
    night(&world).await;
    assert_eq!(world.texts(disputes).await, [format!("{} lost true", taken_back.code)]);
    assert_eq!(world.count("select count(*) from stripe_event where type like 'charge.%dispute%' or type like '%refund%'").await, 0, "no webhook came");
    // A second look finds nothing new.
    night(&world).await;
    assert_eq!(world.count("select count(*) from refund").await, 1);
    assert_eq!(world.count("select count(*) from order_dispute").await, 1);
    world.assert_books_agree(&association).await;

    // A dispute that Stripe knows nothing of holds nothing else up; nor does one of an account that the association left, which stays as it is.
    world.sql("update order_dispute set state = 'open', closed_at = null, stripe_id = 'du_of_nobody'").await;
    ask("v1/refunds".to_owned(), Some(&account), &[("payment_intent", &intent), ("amount", "100")]).await;
    night(&world).await;
    assert_eq!(world.count("select count(*) from refund").await, 2);
    world.sql("update payment set account_id = 'acct_left' where disputed_at is not null").await;
    night(&world).await;
    assert_eq!(world.texts(disputes).await, [format!("{} open true", taken_back.code)]);
    assert_eq!(world.count("select count(*) from job where kind = 'stripe_missed'").await, 0, "done, not put back");
    world.stop().await;
}
