//! A payment that the bank takes back: what proves its sale is kept without the name, before an erasure and a hundred days after it.

use chrono::Duration;
use kernel::stripe::{DisputeRead, DisputeState};
use reqwest::Method;
use support::{Association, Bought, World};

use super::{confirmed, desk, newest, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

/// The buyer's bank takes the payment back.
async fn dispute(world: &World, association: &Association) {
    let account = world.stripe_account(association).await;
    let charge = world.texts("select charge_id from payment where charge_id is not null").await.concat();
    let (status, answer) = world.ask_stripe(Method::POST, &format!("sim/accounts/{account}/charges/{charge}/dispute"), None, &[]).await;
    assert!(status.is_success(), "{answer}");
    world.settle().await;
}

/// It ends: the association gave up.
async fn close(world: &World, association: &Association) {
    let account = world.stripe_account(association).await;
    let id = world.texts("select stripe_id from order_dispute").await.concat();
    let (status, answer) = world.ask_stripe(Method::POST, &format!("v1/disputes/{id}/close"), Some(&account), &[]).await;
    assert!(status.is_success(), "{answer}");
    world.settle().await;
}

async fn admitted(world: &World, bought: &Bought) {
    let order = world.order_id(&bought.code).await;
    let at = world.clock.now().to_rfc3339();
    world.sql(format!("update ticket set admitted_at = '{at}' where id = (select min(id::text)::uuid from ticket where order_id = '{order}')")).await;
}

/// The evidence page of an order.
async fn evidence(world: &World, association: &Association, bought: &Bought) -> support::Page {
    let treasurer = world.signed_in_as(association, "treasurer").await;
    let order = world.order_id(&bought.code).await;
    treasurer.get(&world.url("app", &format!("/a/jazz/commandes/{order}/contestation"))).await
}

#[tokio::test]
async fn a_dispute_a_hundred_days_after_an_erasure_is_answered_without_a_name() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    admitted(&world, &bought).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    let erased = people(&world).await;
    let _ = evidence(&world, &association, &bought).await.expect(404);

    world.pass(Duration::days(100)).await;
    dispute(&world, &association).await;
    let taken = "select state || ' ' || order_code || ' ' || total || ' ' || seats || ' ' || admitted || ' ' || (notice_hash is not null and terms_hash is not null) from order_dispute";
    assert_eq!(world.texts(taken).await, [format!("open {} 2940 2 1 true", bought.code)]);
    assert_eq!(people(&world).await, erased, "nobody comes back by a dispute");
    let rows = world.texts("select d::text from order_dispute d").await.concat();
    assert!(!rows.contains("Jeanne") && !rows.contains("Lefort") && !rows.contains('@'), "{rows}");

    // Staff have what the bank asks for; the person sees that it is kept, and why.
    let shown = evidence(&world, &association, &bought).await.expect(200);
    shown.says("Preuves d’une vente contestée").says(&bought.code).says("29,40 €").says("Conditions, version").says("Contestation ouverte").says("fraudulent");
    assert!(!shown.words().contains("Lefort") && !shown.words().contains(EMAIL), "{}", shown.words());
    let tracking = world.visitor().get(page.url.as_str()).await.expect(200);
    tracking.says("Une contestation bancaire").says("La contestation est ouverte depuis").says("art. 17, paragraphe 3, e");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    desk::open(&world, &treasurer, "jazz").await.says("Un paiement de cette personne est contesté");

    // Thirteen months after its end it goes by itself.
    close(&world, &association).await;
    assert_eq!(world.texts("select state || ' ' || (closed_at is not null) from order_dispute").await, ["lost true"]);
    world.visitor().get(page.url.as_str()).await.expect(200).says("Elle est close ; ces éléments disparaissent le");
    server::maintenance::retention::sweep(&world.app).await.unwrap();
    world.clock.advance(Duration::days(394));
    server::maintenance::retention::sweep(&world.app).await.unwrap();
    assert_eq!(world.count("select count(*) from order_dispute").await, 1, "a day before");
    world.clock.advance(Duration::days(4));
    server::maintenance::retention::sweep(&world.app).await.unwrap();
    assert_eq!(world.count("select count(*) from order_dispute").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_under_an_open_dispute_keeps_what_proves_the_sale_and_says_so() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    dispute(&world, &association).await;
    world.pass(Duration::minutes(1)).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    page.says("Preuve en cas de contestation bancaire").says("La contestation est ouverte depuis");
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    let kept = world.texts("select kept ->> 'hold' || ' ' || (kept ->> 'legal_ref') from privacy_request, jsonb_array_elements(plan -> 'kept') kept").await;
    assert!(kept.iter().any(|hold| hold.starts_with("dispute ") && hold.contains("17(3)(e)")), "{kept:?}");
    evidence(&world, &association, &bought).await.expect(200).says(&bought.code).says("29,40 €");
    // Staff still see that money was taken back.
    assert_eq!(world.count("select count(*) from payment where disputed_at is not null").await, 1);
    super::mail(&world, EMAIL, "Preuve en cas de contestation bancaire");
    // Stripe redacts nothing meanwhile: the association is asked to have it done when the dispute is over.
    let asked = |world: &World| world.mail.mailbox.list(None).iter().filter(|mail| mail.text.contains("effacés chez Stripe")).count();
    world.pass(Duration::days(91)).await;
    assert_eq!(asked(&world), 0);
    close(&world, &association).await;
    world.pass(Duration::days(15)).await;
    assert_eq!(asked(&world), 2, "the president and the treasurer, once each");
    world.stop().await;
}

#[tokio::test]
async fn a_dispute_during_the_grace_is_told_to_the_person_before_anything_goes() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    dispute(&world, &association).await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "planned", "a new duty keeps something: the person has a day more");
    world.visitor().get(page.url.as_str()).await.expect(200).says("Preuve en cas de contestation bancaire").says("Ne pas effacer");
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    let _ = newest(&world).await;
    world.stop().await;
}

#[tokio::test]
async fn disputes_are_taken_down_once_and_as_stripe_tells_them_now() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    dispute(&world, &association).await;
    let account = world.stripe_account(&association).await;
    let id = world.texts("select stripe_id from order_dispute").await.concat();
    let evidence_sent = [("evidence[uncategorized_text]", "winning_evidence"), ("submit", "true")];
    let (status, answer) = world.ask_stripe(Method::POST, &format!("v1/disputes/{id}"), Some(&account), &evidence_sent).await;
    assert!(status.is_success(), "{answer}");
    world.settle().await;
    assert_eq!(world.texts("select state || ' ' || (closed_at is not null) from order_dispute").await, ["won true"]);
    let closed = world.texts("select closed_at::text from order_dispute").await;
    // An old word that comes again changes nothing.
    let payment = world.texts("select id::text from payment").await.concat().parse().unwrap();
    let mut tx = world.tenant(association.tenant).await;
    let find = tenants::payments::store::Find::Id(tenants::payments::model::PaymentId::from_uuid(payment));
    let payment = tenants::payments::store::find(&mut tx, find).await.unwrap().pop().unwrap();
    drop(tx);
    world.clock.advance(Duration::days(1));
    tenants::ticketing::disputes::take_down(&world.app, association.tenant, &payment, &id).await.unwrap();
    assert_eq!(world.texts("select closed_at::text from order_dispute").await, closed);
    // Nor does one that was read before the end and is written down after it.
    let early = DisputeRead {
        id,
        intent: None,
        state: DisputeState::Open,
        amount: 2_940,
        reason: "fraudulent".to_owned(),
        created: world.clock.now(),
        answer_by: None,
    };
    let order = world.order_id(&bought.code).await;
    let mut tx = world.tenant(association.tenant).await;
    tenants::ticketing::disputes::store::take_down(&mut tx, world.clock.now(), order.parse().unwrap(), payment.id, &early).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.texts("select state || ' ' || closed_at from order_dispute").await, [format!("won {}", closed.concat())]);
    let order = world.order_id(&bought.code).await;
    for (role, status) in [("president", 200), ("treasurer", 200), ("editor", 403), ("door", 403)] {
        let client = world.signed_in_as(&association, role).await;
        let path = format!("/a/jazz/commandes/{order}/contestation");
        assert_eq!(client.get(&world.url("app", &path)).await.status.as_u16(), status, "{role}");
    }
    let president = world.signed_in(association.president).await;
    let _ = president.get(&world.url("app", &format!("/a/jazz/commandes/{order}"))).await.expect(200).link("/contestation");
    world.stop().await;
}
