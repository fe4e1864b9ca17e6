//! What can happen between our page and Stripe's, each time to its end: a state a person understands, and the seats where they belong.

use chrono::Duration;
use futures_util::future::join;
use support::{Association, Client, ConcertSpec, OnSale, Page, World, journey::CARD};

const DECLINED: &str = "4000000000000002";
const CHALLENGED: &str = "4000002760003184";

/// A world with one concert on sale.
async fn on_sale(capacity: i32) -> (World, Association, OnSale) {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { capacity, ..ConcertSpec::default() }).await;
    (world, association, concert)
}

/// As far as Stripe's page: the order's address, and Stripe's.
async fn at_stripe(world: &World, visitor: &Client, association: &Association, concert: &OnSale, quantity: u16) -> (String, String) {
    let details = world.choose(visitor, association, concert, quantity).await.expect(200);
    let to_stripe = world.give_details(visitor, &details, "jeanne@example.org").await;
    (details.url.to_string(), to_stripe.location())
}

fn code_of(order: &str) -> String {
    order.split('/').nth_back(1).unwrap_or_default().to_owned()
}

async fn seats(world: &World) -> String {
    world.texts("select held||' held, '||sold||' sold' from seat_pool").await.join("; ")
}

async fn answer_bank(visitor: &Client, page: Page, outcome: &str) -> Page {
    let question = visitor.get(&page.location()).await.expect(200);
    question.form("/sim/c/3ds/").with("outcome", outcome).send(visitor).await
}

#[tokio::test]
async fn a_declined_card_costs_nothing_and_the_next_one_pays() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    world.pay(&visitor, &checkout, DECLINED).await.expect(200).says("refusée");
    world.settle().await;
    assert_eq!((world.order_state(&code_of(&order)).await, seats(&world).await), ("paying".to_owned(), "2 held, 0 sold".to_owned()));
    let back = world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200);
    back.says("C’est réservé");
    world.settle().await;
    assert_eq!(seats(&world).await, "0 held, 2 sold");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn the_banks_question_is_passed_or_failed() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 1).await;
    let question = world.pay(&visitor, &checkout, CHALLENGED).await;
    let failed = answer_bank(&visitor, question, "fail").await;
    assert_eq!(failed.status.as_u16(), 200, "Stripe's page stays open");
    // The buyer goes back to us meanwhile: nothing is lost, nothing is promised.
    let page = visitor.get(&order).await.expect(200);
    page.says("Vos places sont gardées");
    assert!(!page.words().contains("C’est réservé"));
    let question = world.pay(&visitor, &checkout, CHALLENGED).await;
    let passed = answer_bank(&visitor, question, "pass").await.follow(&visitor).await.expect(200);
    passed.says("C’est réservé");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn a_checkout_left_by_the_back_link_is_taken_up_again() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    let cancel = visitor.get(&checkout).await.expect(200).link("/commande/");
    assert_eq!(cancel, order);
    let details = visitor.get(&cancel).await.expect(200);
    details.says("Le paiement n’est pas terminé").says("Payer 29,40 €");
    let form = details.form("/commande/");
    assert_eq!((form.value("given_name"), form.value("email")), (Some("Jeanne"), Some("jeanne@example.org")), "what was typed is kept");
    let again = form.with("accepted", "yes").send(&visitor).await;
    assert_eq!(again.location(), checkout, "the same Checkout");
    assert_eq!(world.count("select count(*) from payment").await, 1);
    world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    world.stop().await;
}

#[tokio::test]
async fn an_order_given_up_returns_its_seats_once_stripe_has_closed_the_checkout() {
    let (world, association, concert) = on_sale(2).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    let page = visitor.get(&order).await.expect(200);
    world.line.cut();
    let unsure = page.form("/abandonner").send(&visitor).await;
    assert!(unsure.status.as_u16() == 503 || unsure.status.is_redirection(), "{}", unsure.status);
    assert_eq!(seats(&world).await, "2 held, 0 sold", "Stripe did not say that nobody can pay any more");
    world.line.restore();
    page.form("/abandonner").send(&visitor).await.follow(&visitor).await.expect(200).says("Vous avez rendu ces places");
    assert_eq!(seats(&world).await, "0 held, 0 sold");
    visitor.get(&checkout).await.expect(200).says("Paiement expiré");
    world.see_changes().await;
    world.buy(&world.visitor(), &association, &concert, 2, "karim@example.org").await;
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn giving_up_after_paying_keeps_the_tickets() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 1).await;
    let page = visitor.get(&order).await.expect(200);
    let _ = world.pay(&visitor, &checkout, CARD).await;
    page.form("/abandonner").send(&visitor).await.follow(&visitor).await.expect(200).says("C’est réservé");
    assert_eq!(seats(&world).await, "0 held, 1 sold");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn a_checkout_nobody_finishes_expires_and_returns_its_seats() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    world.pass(Duration::minutes(20)).await;
    assert_eq!(seats(&world).await, "2 held, 0 sold", "kept for as long as Stripe takes the money");
    world.pass(Duration::minutes(20)).await;
    assert_eq!((world.order_state(&code_of(&order)).await, seats(&world).await), ("expired".to_owned(), "0 held, 0 sold".to_owned()));
    let page = visitor.get(&order).await.expect(200);
    page.says("Ces places ont été libérées").says("Rien n’a été débité").says("Choisir à nouveau");
    visitor.get(&checkout).await.expect(200).says("Paiement expiré");
    world.assert_sound(&association).await;
    world.stop().await;
}

/// The seats of an order whose Checkout can still be paid are gone: what no path of ours does, and what must end well all the same.
async fn lose_seats(world: &World, order: &str) {
    world.sql(format!("update seat_pool set held = held - (select seats from ticket_order where code = '{0}'); update ticket_order set state = 'expired' where code = '{0}'", code_of(order))).await;
    world.see_changes().await;
}

#[tokio::test]
async fn paid_after_expiry_with_a_seat_left_is_confirmed() {
    let (world, association, concert) = on_sale(2).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    lose_seats(&world, &order).await;
    world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    assert_eq!(seats(&world).await, "0 held, 2 sold");
    world.settle().await;
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn paid_after_expiry_without_a_seat_goes_back_by_itself() {
    let (world, association, concert) = on_sale(2).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    lose_seats(&world, &order).await;
    world.buy(&world.visitor(), &association, &concert, 1, "karim@example.org").await;
    world.pass(Duration::minutes(1)).await;
    let page = world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200);
    page.says("Payé trop tard, remboursé").says("29,40 €");
    assert_eq!((world.order_state(&code_of(&order)).await, seats(&world).await), ("unseated".to_owned(), "0 held, 1 sold".to_owned()));
    world.settle().await;
    assert_eq!(world.texts("select reason||' '||state||' '||amount from refund").await, ["unseated succeeded 2940"]);
    let mails = world.mail.mailbox.list(Some("jeanne@example.org"));
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("29,40"), "{}", mails[0].text);
    assert!(mails[0].attachments.iter().all(|piece| !piece.name.ends_with("billets.pdf")), "no ticket for nothing");
    world.assert_sound(&association).await;
    world.assert_books_agree(&association).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clicks_on_pay_open_one_checkout() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    let (one, two) = join(world.give_details(&visitor, &details, "jeanne@example.org"), world.give_details(&visitor, &details, "jeanne@example.org")).await;
    let there: Vec<String> = [one, two].iter().filter(|page| page.location().contains("/sim/")).map(Page::location).collect();
    assert!(!there.is_empty() && there.iter().all(|url| *url == there[0]), "{there:?}");
    assert_eq!(world.count("select count(*) from payment").await, 1);
    let account = world.stripe_account(&association).await;
    let (_, sessions) = world.ask_stripe(reqwest::Method::GET, "v1/checkout/sessions", Some(&account), &[]).await;
    assert_eq!(sessions["data"].as_array().map(Vec::len), Some(1), "{sessions}");
    world.pay(&visitor, &there[0], CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn two_checkouts_of_one_order_both_paid_keep_one_payment() {
    let (world, association, concert) = on_sale(50).await;
    // Stripe keeps its fee on what goes back: something else must have been earned.
    world.buy(&world.visitor(), &association, &concert, 1, "karim@example.org").await;
    world.pass(Duration::minutes(1)).await;
    let visitor = world.visitor();
    let (order, first) = at_stripe(&world, &visitor, &association, &concert, 2).await;
    // We took the first for refused and opened a second: both can be paid.
    world.sql("update payment set state = 'failed' where state = 'pending'").await;
    let again = visitor.get(&order).await.expect(200);
    let second = world.give_details(&visitor, &again, "jeanne@example.org").await.location();
    assert_ne!(first, second);
    world.sql("update payment set state = 'pending' where state = 'failed'").await;
    world.pay(&visitor, &second, CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    world.pay(&visitor, &first, CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    world.settle().await;
    assert_eq!(world.texts("select reason||' '||state||' '||amount from refund").await, ["duplicate succeeded 2940"]);
    assert_eq!(seats(&world).await, "0 held, 3 sold");
    world.assert_sound(&association).await;
    world.assert_books_agree(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn the_back_button_after_success_pays_nothing_twice() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let checkout = world.give_details(&visitor, &details, "jeanne@example.org").await.location();
    let landed = world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200);
    visitor.get(&checkout).await.expect(200).says("Déjà payé");
    // The browser still shows the form of the details page.
    let again = world.give_details(&visitor, &details, "other@example.org").await.follow(&visitor).await.expect(200);
    again.says("C’est réservé").says("jeanne@example.org");
    assert_eq!(again.url, landed.url);
    let _ = details.form("/abandonner").send(&visitor).await.follow(&visitor).await.expect(200);
    assert_eq!(world.order_state(&code_of(details.url.as_str())).await, "confirmed");
    assert_eq!(world.count("select count(*) from payment").await, 1);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn while_stripe_is_away_places_are_kept_and_the_page_says_so() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    world.line.cut();
    let away = world.give_details(&visitor, &details, "jeanne@example.org").await;
    assert_eq!(away.status.as_u16(), 503, "{}", away.words());
    assert!(away.words().contains("places") || away.words().contains("commandes"), "a person learns that nothing is lost: {}", away.words());
    assert_eq!(seats(&world).await, "2 held, 0 sold");
    let page = visitor.get(details.url.as_str()).await.expect(200);
    page.says("Vos places sont gardées");
    world.line.restore();
    let checkout = world.give_details(&visitor, &page, "jeanne@example.org").await.location();
    world.pay(&visitor, &checkout, CARD).await.follow(&visitor).await.expect(200).says("C’est réservé");
    assert_eq!(world.count("select count(*) from payment").await, 1);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn back_from_stripe_while_it_is_away_the_page_waits_and_then_confirms() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 1).await;
    let landing = world.pay(&visitor, &checkout, CARD).await.location();
    world.line.cut();
    let waiting = visitor.follow(&landing).await;
    assert!(waiting.status.is_success() || waiting.status.as_u16() == 503, "{}", waiting.status);
    waiting.says("confirm");
    assert!(!waiting.words().contains("C’est réservé"));
    world.line.restore();
    world.pass(Duration::minutes(3)).await;
    visitor.get(&order).await.expect(200).says("C’est réservé");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn a_crash_between_making_a_checkout_and_writing_it_down_finds_it_again() {
    let (world, association, concert) = on_sale(50).await;
    let visitor = world.visitor();
    let (order, checkout) = at_stripe(&world, &visitor, &association, &concert, 1).await;
    let session = world.texts("select session_id from payment").await;
    world.sql("update payment set session_id = null, session_url = null").await;
    world.pass(Duration::minutes(2)).await;
    assert_eq!(world.texts("select session_id from payment").await, session, "the same Checkout, under the same key");
    world.sql("update payment set session_id = null, session_url = null").await;
    let _ = world.pay(&visitor, &checkout, CARD).await;
    world.pass(Duration::minutes(3)).await;
    visitor.get(&order).await.expect(200).says("C’est réservé");
    world.assert_sound(&association).await;
    world.stop().await;
}
