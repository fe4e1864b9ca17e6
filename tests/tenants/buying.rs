//! Buying places, as a visitor without JavaScript does it: three screens, then the mail.

use lopdf::Document;
use support::{ConcertSpec, TariffSpec, World, journey::CARD};
use tenants::ticketing::{
    codes::{OrderCode, TicketNumber},
    concerts::model::TariffKind,
};

#[tokio::test]
async fn two_tickets_are_bought_on_three_screens_and_arrive_by_mail() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();

    visitor.get(&world.url("jazz", "/concerts")).await.expect(200).says("Quartet Alma");
    let first = visitor.get(&world.url("jazz", &concert.path)).await.expect(200);
    first.says("Plein tarif").says("14,70 €").says("Réduit").says("9,00 €");
    let held = first.form("/places").with(&format!("tariff-{}", concert.tariffs[0]), "2").send(&visitor).await;
    assert_eq!(held.status.as_u16(), 303);
    let second = held.follow(&visitor).await.expect(200);
    second.says("2 × Plein tarif").says("Payer 29,40 €").says("J’ai lu les mentions légales");
    let order = second.url.to_string();

    let third = world.give_details(&visitor, &second, "jeanne@example.org").await;
    assert_eq!(third.status.as_u16(), 303);
    assert!(third.location().starts_with(world.stripe.url().as_str()), "the third screen is Stripe's: {}", third.location());
    let back = world.pay(&visitor, &third.location(), CARD).await;
    assert_eq!(back.status.as_u16(), 303);
    let confirmed = back.follow(&visitor).await.expect(200);
    assert_eq!(confirmed.url.as_str(), order, "the order keeps its address");
    confirmed.says("C’est réservé").says("Vos 2 places pour Quartet Alma").says("jeanne@example.org").says("2027-000001");

    world.settle().await;
    let mails = world.mail.mailbox.list(Some("jeanne@example.org"));
    assert_eq!(mails.len(), 1, "one mail: {:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
    let mail = &mails[0];
    assert!(mail.subject.contains("Quartet Alma"), "{}", mail.subject);
    assert!(mail.from.contains("Association jazz") && mail.from.contains("estrade@example.org"), "{}", mail.from);
    assert!(mail.reply_to.contains("bureau@example.org"), "{}", mail.reply_to);
    assert!(mail.text.contains(&order) && mail.html.as_deref().is_some_and(|html| html.contains(&order)), "both parts lead to the order");
    let piece = |word: &str| {
        mail.attachments
            .iter()
            .find(|piece| piece.name.contains(word))
            .unwrap_or_else(|| panic!("no {word} attached: {:?}", mail.attachments.iter().map(|piece| &piece.name).collect::<Vec<_>>()))
    };
    let tickets = Document::load_mem(&piece("billets-").bytes).unwrap();
    assert_eq!(tickets.get_pages().len(), 2, "a page for each ticket");
    assert_eq!(Document::load_mem(&piece("recu-2027-000001.pdf").bytes).unwrap().get_pages().len(), 1);
    let invitation = String::from_utf8(piece("concert.ics").bytes.clone()).unwrap();
    assert!(invitation.starts_with("BEGIN:VCALENDAR") && invitation.contains("SUMMARY:Quartet Alma"), "{invitation}");
    assert!(invitation.contains("20270131T120000") || invitation.contains("20270131T110000Z"), "the concert's hour: {invitation}");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn one_place_is_paid_by_the_button_the_law_asks_for() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    details.says("Payer 14,70 €");
    let buttons: Vec<&str> = details.text.match_indices("<button").map(|(at, _)| &details.text[at..]).filter(|rest| rest.contains("Payer")).collect();
    assert!(!buttons.is_empty());
    assert_eq!(details.header("referrer-policy"), "same-origin", "the secret in the address goes to no other site");
    assert!(details.text.contains("noindex"));
    assert!(!details.text.contains("checked"), "no box is ticked beforehand");
    world.stop().await;
}

#[tokio::test]
async fn the_order_page_gives_tickets_receipt_and_calendar_again() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let bought = world.buy(&visitor, &association, &concert, 3, "jeanne@example.org").await;
    world.settle().await;
    let get = async |part: &str| visitor.get(&format!("{}{part}", bought.url)).await.expect(200);

    let tickets = get("/billets.pdf").await;
    assert_eq!(tickets.header("content-type"), "application/pdf");
    assert_eq!(Document::load_mem(&tickets.bytes).unwrap().get_pages().len(), 3);
    let receipt = get("/recu.pdf").await;
    assert_eq!(Document::load_mem(&receipt.bytes).unwrap().get_pages().len(), 1);
    let calendar = get("/concert.ics").await;
    assert!(calendar.header("content-type").starts_with("text/calendar"), "{}", calendar.header("content-type"));
    for page in [&tickets, &receipt, &calendar] {
        assert!(page.header("cache-control").contains("no-store"), "{} may be kept by a proxy: {}", page.url, page.header("cache-control"));
    }

    let page = visitor.get(&bought.url).await.expect(200);
    let again = page.form("/renvoyer").send(&visitor).await.follow(&visitor).await;
    again.says("jeanne@example.org");
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("jeanne@example.org")).len(), 2, "sent again");
    for _ in 0..4 {
        let _ = page.form("/renvoyer").send(&visitor).await;
    }
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("jeanne@example.org")).len() <= 5, "a page is no machine to fill a letter box with");
    world.stop().await;
}

#[tokio::test]
async fn codes_and_numbers_have_their_form_and_a_wrong_secret_opens_nothing() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let one = world.buy(&visitor, &association, &concert, 2, "jeanne@example.org").await;
    let two = world.buy(&visitor, &association, &concert, 1, "karim@example.org").await;
    assert_eq!(OrderCode::parse(&one.code).map(|code| code.to_string()).as_deref(), Some(one.code.as_str()));
    let numbers = world.texts(format!("select t.number from ticket t join ticket_order o on o.id = t.order_id where o.code = '{}' order by 1", one.code)).await;
    assert_eq!(numbers, [format!("{}001", one.code), format!("{}002", one.code)]);
    assert!(numbers.iter().all(|number| TicketNumber::parse(number).is_some()));

    let secret = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
    let order = |code: &str, secret: &str| world.url("jazz", &format!("/commande/{code}/{secret}"));
    let stranger = world.visitor();
    for address in [
        order(&one.code, &secret(&two.url)),
        order(&one.code, "x"),
        order("0000-0000-00", &secret(&one.url)),
        order("nonsense", &secret(&one.url)),
        format!("{}/billets.pdf", order(&one.code, &secret(&two.url))),
        format!("{}/recu.pdf", order(&one.code, &secret(&two.url))),
        format!("{}/concert.ics", order(&one.code, &secret(&two.url))),
        format!("{}/retour", order(&one.code, &secret(&two.url))),
    ] {
        let _ = stranger.get(&address).await.expect(404);
    }
    for action in ["", "/renvoyer", "/abandonner"] {
        let _ = stranger.post(&format!("{}{action}", order(&one.code, &secret(&two.url))), &[]).await.expect(404);
    }
    world.stop().await;
}

#[tokio::test]
async fn an_english_visitor_buys_in_english() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let page = visitor.get(&world.url("jazz", &format!("/en{}", concert.path))).await.expect(200);
    assert!(page.text.contains("lang=\"en\""));
    page.says("An evening of quartet jazz.").says("€14.70");
    let details = page.form("/en/concerts/").with(&format!("tariff-{}", concert.tariffs[0]), "1").send(&visitor).await.follow(&visitor).await.expect(200);
    assert!(details.url.path().starts_with("/en/commande/"), "{}", details.url);
    details.says("Pay €14.70");
    let to_stripe = world.give_details(&visitor, &details, "jeanne@example.org").await;
    let confirmed = world.pay(&visitor, &to_stripe.location(), CARD).await.follow(&visitor).await.expect(200);
    assert!(confirmed.url.path().starts_with("/en/commande/"), "{}", confirmed.url);
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("jeanne@example.org"));
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("/en/commande/") && !mails[0].text.contains("Bonjour"), "{}", mails[0].text);
    world.stop().await;
}

#[tokio::test]
async fn a_free_concert_is_booked_without_stripe() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let free = TariffSpec { name: "Entrée libre", kind: TariffKind::Free, price: 0, limit: None };
    let concert = world.concert(&association, &ConcertSpec { tariffs: vec![free], ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    details.says("Réserver 2 places");
    assert!(!details.words().contains("Payer"));
    let confirmed = world.give_details(&visitor, &details, "jeanne@example.org").await.follow(&visitor).await.expect(200);
    confirmed.says("C’est réservé");
    assert_eq!(world.stripe_requests("POST", "/v1/checkout").await, 0);
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("jeanne@example.org"));
    assert_eq!(mails.len(), 1);
    assert_eq!(world.count("select count(*) from ticket where price = 0 and state = 'valid'").await, 2);
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn prix_libre_is_paid_from_its_minimum_on() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let open = TariffSpec { name: "Prix libre", kind: TariffKind::PayWhatYouWant, price: 500, limit: None };
    let concert = world.concert(&association, &ConcertSpec { tariffs: vec![open], ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let page = visitor.get(&world.url("jazz", &concert.path)).await.expect(200);
    let (quantity, amount) = (format!("tariff-{}", concert.tariffs[0]), format!("amount-{}", concert.tariffs[0]));
    for (typed, kept) in [("4,99", "4,99"), ("-5", "-5"), ("beaucoup", "beaucoup"), ("", ""), ("99999", "99999"), ("5,001", "5,001")] {
        let again = page.form("/places").with(&quantity, "2").with(&amount, typed).send(&visitor).await.expect(422);
        assert!(again.text.contains(&format!("id=\"fault-{amount}\"")), "{typed}: no word by the field:\n{}", again.words());
        let form = again.form("/places");
        assert_eq!((form.value(&quantity), form.value(&amount)), (Some("2"), Some(kept)), "what was typed is kept");
    }
    assert_eq!(world.count("select count(*) from ticket_order").await, 0);
    let details = page.form("/places").with(&quantity, "2").with(&amount, "12,50").send(&visitor).await.follow(&visitor).await.expect(200);
    details.says("Payer 25,00 €");
    world.stop().await;
}

#[tokio::test]
async fn several_tariffs_share_one_order_and_its_limits() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let tariff = |name, price, limit| TariffSpec { name, kind: if price > 0 { TariffKind::Fixed } else { TariffKind::Free }, price, limit };
    let tariffs = vec![tariff("Plein tarif", 1470, None), tariff("Réduit", 900, Some(2)), tariff("Moins de 12 ans", 0, None)];
    let concert = world.concert(&association, &ConcertSpec { tariffs, limit: 6, ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let page = visitor.get(&world.url("jazz", &concert.path)).await.expect(200);
    let choose = async |counts: [&str; 3]| {
        let form = concert.tariffs.iter().zip(counts).fold(page.form("/places"), |form, (tariff, count)| form.with(&format!("tariff-{tariff}"), count));
        form.send(&visitor).await
    };
    for refused in [["0", "0", "0"], ["1", "3", "0"], ["4", "2", "1"], ["-1", "0", "0"], ["1,5", "0", "0"], ["70000", "0", "0"], ["deux", "0", "0"]] {
        let again = choose(refused).await.expect(422);
        assert!(again.text.contains("id=\"faults\""), "{refused:?}: no summary of what is wrong:\n{}", again.words());
        for (tariff, count) in concert.tariffs.iter().zip(refused) {
            assert_eq!(again.form("/places").value(&format!("tariff-{tariff}")), Some(count), "what was typed is kept");
        }
    }
    assert_eq!(world.count("select count(*) from ticket_order").await, 0);
    let details = choose(["2", "1", "3"]).await.follow(&visitor).await.expect(200);
    details.says("2 × Plein tarif").says("1 × Réduit").says("3 × Moins de 12 ans").says("Payer 38,40 €");
    let to_stripe = world.give_details(&visitor, &details, "jeanne@example.org").await;
    let confirmed = world.pay(&visitor, &to_stripe.location(), CARD).await.follow(&visitor).await.expect(200);
    confirmed.says("Vos 6 places");
    let categories = world.texts("select category_fr||' '||price from ticket order by number").await;
    assert_eq!(categories, ["Plein tarif 1470", "Plein tarif 1470", "Réduit 900", "Moins de 12 ans 0", "Moins de 12 ans 0", "Moins de 12 ans 0"]);
    world.assert_sound(&association).await;
    world.stop().await;
}
