//! Money given back: what the treasurer saw, what the buyer gets, and what Stripe's books say.

use futures_util::future::join;
use kernel::money::Cents;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use reqwest::Method;
use support::{Association, Bought, Client, ConcertSpec, OnSale, World};
use tenants::ticketing::orders::pay;

struct Sold {
    world: World,
    association: Association,
    concert: OnSale,
    bought: Bought,
    treasurer: Client,
}

impl Sold {
    fn ticket(&self, number: u16) -> String {
        format!("{}{number:03}", self.bought.code)
    }

    async fn seats(&self) -> String {
        self.world.texts(format!("select held||' held, '||sold||' sold' from seat_pool where concert_id = '{}'", self.concert.id)).await.join("; ")
    }

    async fn refunds(&self) -> Vec<String> {
        self.world.texts("select reason||' '||state||' '||amount from refund order by created_at, amount desc").await
    }

    async fn finish(self) {
        self.world.assert_sound(&self.association).await;
        self.world.assert_books_agree(&self.association).await;
        self.world.stop().await;
    }
}

/// Sells a place of another concert: money in the Stripe balance, from which the fees of a whole refund are taken.
async fn earn(world: &World, association: &Association) {
    let other = ConcertSpec { title: "Bal folk", slug: "bal-folk", ..ConcertSpec::default() };
    let concert = world.concert(association, &other).await;
    world.buy(&world.visitor(), association, &concert, 1, "odile@example.org").await;
    // Stripe settles a payment a moment later.
    world.pass(chrono::Duration::minutes(1)).await;
}

/// A concert of which three places are sold to one buyer.
async fn sold() -> Sold {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 3, "jeanne@example.org").await;
    world.settle().await;
    world.pass(chrono::Duration::minutes(5)).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    Sold { world, association, concert, bought, treasurer }
}

#[tokio::test]
async fn one_ticket_goes_back_after_a_preview_and_the_title_typed() {
    let sold = sold().await;
    let preview = sold.world.preview_refund(&sold.treasurer, "jazz", &sold.bought.code, &[sold.ticket(2)]).await.expect(200);
    preview.says("Rembourser 14,70 €").says("Jeanne Lefort").says("14,70 €").says("Le billet est annulé tout de suite");
    // 1.5 % of 44,10 € and 0,25 €: Stripe's fee on the payment.
    preview.says("0,91 €");
    assert!(sold.refunds().await.is_empty(), "a preview does nothing");

    let wrong = preview.form("/rembourser").with("confirmation", "Bal folk").with("act", "refund").send(&sold.treasurer).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-confirmation\""), "{}", wrong.words());
    assert_eq!(wrong.form("/rembourser").value("confirmation"), Some("Bal folk"));
    assert!(sold.refunds().await.is_empty());

    let done = preview
        .form("/rembourser")
        .with("confirmation", "quartet ALMA")
        .with("act", "refund")
        .send(&sold.treasurer)
        .await
        .follow(&sold.treasurer)
        .await
        .expect(200);
    done.says("14,70 €");
    sold.world.settle().await;
    assert_eq!(sold.refunds().await, ["requested succeeded 1470"]);
    assert_eq!(sold.seats().await, "0 held, 2 sold");
    sold.treasurer.get(done.url.as_str()).await.expect(200).says("14,70 € remboursés");
    let page = sold.world.visitor().get(&sold.bought.url).await.expect(200);
    page.says("Remboursé : 14,70 €").says("C’est réservé");
    let mails = sold.world.mail.mailbox.list(Some("jeanne@example.org"));
    let refund = mails.iter().find(|mail| mail.text.contains("14,70") && mail.text.contains(&sold.ticket(2))).expect("a mail about the refund");
    assert!(!refund.text.contains(&sold.ticket(1)), "the other tickets stay as they are: {}", refund.text);
    let order = sold.world.url("app", &format!("/a/jazz/commandes/{}", sold.world.order_id(&sold.bought.code).await));
    sold.treasurer.get(&order).await.expect(200).says("•••• 4242").says("14,70 €").says("2027-000001");
    sold.finish().await;
}

#[tokio::test]
async fn a_whole_order_goes_back_once() {
    let sold = sold().await;
    earn(&sold.world, &sold.association).await;
    let done = sold.world.refund(&sold.treasurer, "jazz", &sold.bought.code, &[], "Quartet Alma").await.expect(200);
    done.says("44,10 €");
    sold.world.settle().await;
    assert_eq!(sold.refunds().await, ["requested succeeded 4410"]);
    assert_eq!((sold.world.order_state(&sold.bought.code).await, sold.seats().await), ("refunded".to_owned(), "0 held, 0 sold".to_owned()));
    sold.world.visitor().get(&sold.bought.url).await.expect(200).says("Commande remboursée");
    let again = sold.world.url("app", &format!("/a/jazz/commandes/{}/rembourser", sold.world.order_id(&sold.bought.code).await));
    let page = sold.treasurer.get(&again).await;
    assert!(page.status.as_u16() == 409 || page.status.is_redirection() || page.status.as_u16() == 200, "{}", page.status);
    let csrf = sold.treasurer.get(&sold.world.url("app", "/a/jazz/commandes")).await.expect(200);
    let token = csrf.text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let forced = sold.treasurer.post(&again, &[("csrf", &token), ("whole", "yes"), ("act", "refund"), ("confirmation", "Quartet Alma")]).await;
    assert!(forced.status.is_client_error(), "{}", forced.status);
    assert_eq!(sold.refunds().await.len(), 1);
    // The seats are for sale again.
    sold.world.see_changes().await;
    sold.world.buy(&sold.world.visitor(), &sold.association, &sold.concert, 1, "karim@example.org").await;
    sold.finish().await;
}

#[tokio::test]
async fn a_refund_waits_until_the_balance_can_pay_for_it() {
    let sold = sold().await;
    let done = sold.world.refund(&sold.treasurer, "jazz", &sold.bought.code, &[], "Quartet Alma").await.expect(200);
    sold.world.settle().await;
    assert_eq!(sold.refunds().await, ["requested processing 4410"], "Stripe kept its fee: the balance is short of it");
    sold.treasurer.get(done.url.as_str()).await.expect(200).says("Remboursement en cours, 44,10 €");
    assert_eq!(sold.seats().await, "0 held, 0 sold", "the tickets are void at once");
    earn(&sold.world, &sold.association).await;
    sold.world.pass(chrono::Duration::minutes(10)).await;
    assert_eq!(sold.refunds().await, ["requested succeeded 4410"]);
    sold.treasurer.get(done.url.as_str()).await.expect(200).says("44,10 € remboursés");
    sold.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_while_the_door_scans_never_goes_unnoticed() {
    let sold = sold().await;
    sold.world.pass(chrono::Duration::days(20) - chrono::Duration::minutes(10)).await;
    let volunteer = sold.world.signed_in_as(&sold.association, "door").await;
    let door = sold.world.url("app", &format!("/a/jazz/concerts/{}/porte", sold.concert.id));
    for number in 1..=3 {
        let ticket = [sold.ticket(number)];
        let treasurer = sold.world.signed_in_as(&sold.association, "treasurer").await;
        let (page, done) =
            join(sold.world.present(&volunteer, &door, &ticket[0], "Cour"), sold.world.refund(&treasurer, "jazz", &sold.bought.code, &ticket, "Quartet Alma"))
                .await;
        assert!(done.status.is_success(), "{}: {}", done.status, done.words());
        let came_in = page.words().contains("Bienvenue");
        assert!(came_in || page.words().contains("Billet annulé"), "{}", page.words());
        let kinds = sold.world.texts(format!("select kind from ticket_journal where ticket_number = '{}' order by seq", ticket[0])).await;
        assert_eq!(kinds, if came_in { vec!["issued", "admitted", "refunded"] } else { vec!["issued", "refunded"] });
        sold.world.present(&volunteer, &door, &ticket[0], "Cour").await.says("Billet annulé");
    }
    sold.world.settle().await;
    sold.finish().await;
}

#[tokio::test]
async fn a_refund_made_in_stripes_dashboard_is_taken_over() {
    let sold = sold().await;
    let account = sold.world.stripe_account(&sold.association).await;
    let intent = sold.world.texts("select intent_id from payment").await.pop().unwrap();
    let (status, answer) = sold.world.ask_stripe(Method::POST, "v1/refunds", Some(&account), &[("payment_intent", &intent), ("amount", "500")]).await;
    assert!(status.is_success(), "{answer}");
    sold.world.settle().await;
    assert_eq!(sold.refunds().await, ["dashboard succeeded 500"]);
    assert_eq!(sold.world.count("select refunded::bigint from payment").await, 500);
    assert_eq!(sold.seats().await, "0 held, 3 sold", "which ticket it was for, nobody said");
    // Only what is left can be given back: the last ticket does not fit any more.
    for number in [1, 2] {
        let _ = sold.world.refund(&sold.treasurer, "jazz", &sold.bought.code, &[sold.ticket(number)], "Quartet Alma").await.expect(200);
    }
    let preview = sold.world.preview_refund(&sold.treasurer, "jazz", &sold.bought.code, &[sold.ticket(3)]).await;
    if preview.status.is_success() {
        let refused = preview.form("/rembourser").with("confirmation", "Quartet Alma").with("act", "refund").send(&sold.treasurer).await;
        assert!(refused.status.is_client_error(), "{}: {}", refused.status, refused.words());
    }
    sold.world.settle().await;
    assert_eq!(sold.world.count("select refunded::bigint from payment").await, 500 + 2 * 1470);
    sold.finish().await;
}

#[tokio::test]
async fn a_refund_stripe_refuses_is_shown_and_can_be_tried_again() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let code = details.url.as_str().split('/').nth_back(1).unwrap_or_default().to_owned();
    let checkout = world.give_details(&visitor, &details, "jeanne@example.org").await.location();
    // A card whose owner disputes the payment soon after: Stripe refunds nothing that is disputed.
    let _ = world.pay(&visitor, &checkout, "4000000000000259").await.follow(&visitor).await.expect(200);
    world.pass(chrono::Duration::hours(2)).await;
    assert_eq!(world.count("select count(*) from payment where disputed_at is not null").await, 1);
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let done = world.refund(&treasurer, "jazz", &code, &[], "Quartet Alma").await;
    assert!(done.status.is_success(), "{}: {}", done.status, done.words());
    world.settle().await;
    assert_eq!(world.texts("select state||' '||failure from refund").await, ["failed charge_disputed"]);
    let result = treasurer.get(done.url.as_str()).await.expect(200);
    result.says("Le remboursement n’a pas abouti");
    let order = treasurer.get(&world.url("app", &format!("/a/jazz/commandes/{}", world.order_id(&code).await))).await.expect(200);
    order.says("14,70 €").says("Échoué");
    treasurer.get(&world.url("app", "/a/jazz")).await.expect(200).says("remboursement n’a pas abouti");
    world.assert_sound(&association).await;
    world.assert_books_agree(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn partial_refunds_in_any_order_never_exceed_what_was_paid() {
    let sold = sold().await;
    let account = sold.world.stripe_account(&sold.association).await;
    let mut runner = TestRunner::deterministic();
    let plan = prop::collection::vec((0_usize..6, 1_i64..3000, any::<bool>()), 25);
    for (number, amount, in_dashboard) in plan.new_tree(&mut runner).unwrap().current() {
        let wanted = if number == 0 { Some(sold.bought.clone()) } else { None };
        let bought = match wanted {
            Some(bought) => bought,
            None => sold.world.buy(&sold.world.visitor(), &sold.association, &sold.concert, 1 + u16::try_from(number % 2).unwrap(), "karim@example.org").await,
        };
        if in_dashboard {
            let intent = sold
                .world
                .texts(format!("select intent_id from payment p join ticket_order o on o.id = p.subject_id where o.code = '{}'", bought.code))
                .await
                .pop()
                .unwrap();
            let _ = sold.world.ask_stripe(Method::POST, "v1/refunds", Some(&account), &[("payment_intent", &intent), ("amount", &amount.to_string())]).await;
        }
        let order = sold.world.order_id(&bought.code).await.parse().unwrap();
        for ticket in sold.world.texts(format!("select id::text from ticket where order_id = '{order}' and state = 'valid'")).await {
            let _ = pay::refund(&sold.world.app, sold.association.tenant, order, &[ticket.parse().unwrap()], Cents(1470), sold.association.president).await;
        }
        sold.world.settle().await;
        assert_eq!(sold.world.texts("select id::text from payment where refunded > amount or refund_reserved > amount").await, Vec::<String>::new());
        let (_, charges) = sold.world.ask_stripe(Method::GET, "v1/charges?limit=100", Some(&account), &[]).await;
        for charge in charges["data"].as_array().unwrap() {
            assert!(charge["amount_refunded"].as_i64() <= charge["amount"].as_i64(), "{charge}");
        }
    }
    sold.world.assert_books_agree(&sold.association).await;
    sold.world.stop().await;
}

#[tokio::test]
async fn a_cancelled_concert_gives_everybody_their_money_back() {
    let sold = sold().await;
    sold.world.buy(&sold.world.visitor(), &sold.association, &sold.concert, 2, "karim@example.org").await;
    sold.world.settle().await;
    earn(&sold.world, &sold.association).await;
    let president = sold.world.signed_in(sold.association.president).await;
    let here = sold.world.url("app", &format!("/a/jazz/concerts/{}", sold.concert.id));
    let page = president.get(&format!("{here}/annuler")).await.expect(200);
    page.says("2 personnes seront remboursées, 73,50 € en tout");
    let wrong = page.form("/annuler").with("confirmation", "oui").send(&president).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-confirmation\""), "{}", wrong.words());
    let done = page
        .form("/annuler")
        .with("confirmation", "Quartet Alma")
        .with("message", "Le pianiste est souffrant.")
        .send(&president)
        .await
        .follow(&president)
        .await;
    assert!(done.status.is_success(), "{}: {}", done.status, done.words());
    sold.world.settle().await;
    sold.world.see_changes().await;
    assert_eq!(sold.refunds().await, ["requested succeeded 4410", "requested succeeded 2940"]);
    let states = format!("select distinct state from ticket_order where concert_id = '{}'", sold.concert.id);
    assert_eq!(sold.world.texts(states).await, ["refunded"]);
    assert_eq!(sold.seats().await, "0 held, 0 sold");
    sold.world.visitor().get(&sold.world.url("jazz", &sold.concert.path)).await.expect(200).says("Ce concert est annulé");
    for address in ["jeanne@example.org", "karim@example.org"] {
        let mails = sold.world.mail.mailbox.list(Some(address));
        assert!(mails.iter().any(|mail| mail.text.contains("annulé")), "{address}: {:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
    }
    sold.finish().await;
}
