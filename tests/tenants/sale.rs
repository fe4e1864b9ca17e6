//! What can be bought when: sale windows, states of a concert, the box, the versions kept, the numbers without a gap.

use support::{Association, ConcertSpec, OnSale, World};

async fn change(world: &World, association: &Association, concert: &OnSale, assignment: &str) {
    world.sql(format!("update concert set {assignment} where id = '{}'; update tenant set content_version = content_version + 1, content_changed_at = '{}' where id = '{}'", concert.id, world.clock.now().to_rfc3339(), association.tenant)).await;
    world.see_changes().await;
}

#[tokio::test]
async fn a_concert_is_sold_only_while_its_sale_is_open() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let visitor = world.visitor();
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let url = world.url("jazz", &concert.path);
    let now = world.clock.now();
    for (assignment, says) in [
        (format!("sale_opens_at = '{}'", (now + chrono::Duration::days(2)).to_rfc3339()), "Les ventes ouvrent"),
        (format!("sale_opens_at = null, sale_closes_at = '{}'", (now - chrono::Duration::hours(1)).to_rfc3339()), "La vente en ligne est terminée"),
        ("sale_closes_at = null, state = 'cancelled'".to_owned(), "Ce concert est annulé"),
    ] {
        change(&world, &association, &concert, &assignment).await;
        let page = visitor.get(&url).await.expect(200);
        page.says(says);
        assert!(!page.text.contains("name=\"tariff-"), "nothing is offered");
        // Whoever had the form open before sends it all the same.
        let refused = world.choose(&visitor, &association, &concert, 1).await;
        assert!(refused.status.is_client_error(), "{says}: answered {}", refused.status);
        refused.says(says);
    }
    change(&world, &association, &concert, "state = 'draft'").await;
    let _ = visitor.get(&url).await.expect(404);
    let refused = world.choose(&visitor, &association, &concert, 1).await;
    assert_eq!(refused.status.as_u16(), 404);
    assert!(!visitor.get(&world.url("jazz", "/concerts")).await.expect(200).words().contains("Quartet Alma"));
    assert_eq!(world.count("select count(*) from ticket_order").await, 0);

    change(&world, &association, &concert, "state = 'published'").await;
    let _ = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    world.stop().await;
}

#[tokio::test]
async fn a_page_opens_and_closes_the_sale_by_itself() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let visitor = world.visitor();
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let url = world.url("jazz", &concert.path);
    let now = world.clock.now();
    let window = format!(
        "sale_opens_at = '{}', sale_closes_at = '{}'",
        (now + chrono::Duration::hours(1)).to_rfc3339(),
        (now + chrono::Duration::hours(3)).to_rfc3339()
    );
    change(&world, &association, &concert, &window).await;
    visitor.get(&url).await.expect(200).says("Les ventes ouvrent");
    world.pass(chrono::Duration::hours(1)).await;
    let _ = visitor.get(&url).await.expect(200).form("/places");
    world.pass(chrono::Duration::hours(2)).await;
    visitor.get(&url).await.expect(200).says("La vente en ligne est terminée");
    world.stop().await;
}

#[tokio::test]
async fn who_comes_last_is_told_how_many_places_are_left() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec { capacity: 5, ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let url = world.url("jazz", &concert.path);
    let bought = world.buy(&visitor, &association, &concert, 3, "jeanne@example.org").await;
    let late = world.choose(&world.visitor(), &association, &concert, 3).await;
    assert!(matches!(late.status.as_u16(), 409 | 422), "{}", late.status);
    assert!(late.words().contains('2'), "the two that are left are named:\n{}", late.words());
    assert_eq!(late.form("/places").value(&format!("tariff-{}", concert.tariffs[0])), Some("3"), "what was asked for is kept");
    world.see_changes().await;
    visitor.get(&url).await.expect(200).says("Plus que 2 places");
    world.buy(&world.visitor(), &association, &concert, 2, "karim@example.org").await;
    world.see_changes().await;
    visitor.get(&url).await.expect(200).says("Complet");
    let none = world.choose(&world.visitor(), &association, &concert, 1).await;
    assert!(none.status.is_client_error(), "{}", none.status);
    visitor.get(&bought.url).await.expect(200).says("C’est réservé");
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn without_stripe_nothing_is_sold_and_the_page_says_so() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let page = world.visitor().get(&world.url("jazz", &concert.path)).await.expect(200);
    page.says("Ventes bientôt ouvertes");
    let refused = world.choose(&world.visitor(), &association, &concert, 1).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert_eq!(world.count("select count(*) from ticket_order").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn the_box_must_be_ticked_and_the_versions_read_are_kept() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let form = details.form("/commande/").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", "jeanne@example.org");
    let again = form.clone().without("accepted").send(&visitor).await.expect(422);
    assert!(again.text.contains("id=\"fault-accepted\""), "{}", again.words());
    let kept = again.form("/commande/");
    assert_eq!((kept.value("given_name"), kept.value("family_name"), kept.value("email")), (Some("Jeanne"), Some("Lefort"), Some("jeanne@example.org")));
    assert_eq!(world.stripe_requests("POST", "/v1/checkout").await, 0);
    assert_eq!(world.count("select count(*) from person").await, 0, "nobody is written down who did not agree");

    let to_stripe = form.with("accepted", "yes").send(&visitor).await;
    assert_eq!(to_stripe.status.as_u16(), 303);
    let kept = "select n.kind||' '||n.version||', '||t.kind||' '||t.version from ticket_order o join legal_document n on n.id = o.notice_id join legal_document t on t.id = o.terms_id
                 where o.acknowledged_at is not null";
    assert_eq!(world.texts(kept).await, ["notice 1, terms 1"]);
    visitor.get(&details.link("mentions-legales")).await.expect(200).says("Odile Marchand");

    // The association moves: a new version, and the order keeps the one its buyer read.
    world
        .sql(format!(
            "update association set street = '5 rue des Tanneurs'; update tenant set content_version = content_version + 1, content_changed_at = '{}'",
            world.clock.now().to_rfc3339()
        ))
        .await;
    world.see_changes().await;
    world.buy(&world.visitor(), &association, &concert, 1, "karim@example.org").await;
    assert_eq!(world.texts(format!("{kept} order by n.version")).await, ["notice 1, terms 1", "notice 2, terms 2"]);
    world.stop().await;
}

#[tokio::test]
async fn numbers_of_confirmed_orders_have_no_gap_whoever_gives_up_between() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    world.buy(&visitor, &association, &concert, 1, "jeanne@example.org").await;
    let given_up = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    given_up.form("/abandonner").send(&visitor).await.follow(&visitor).await.expect(200).says("Vous avez rendu ces places");
    let lapsed = world.choose(&visitor, &association, &concert, 2).await.expect(200);
    world.pass(chrono::Duration::minutes(16)).await;
    visitor.get(lapsed.url.as_str()).await.expect(200).says("Ces places ont été libérées");
    world.buy(&visitor, &association, &concert, 1, "karim@example.org").await;
    world.pass(chrono::Duration::days(2)).await;
    world.buy(&visitor, &association, &concert, 1, "odile@example.org").await;
    let numbers = world.texts("select number_year||'-'||number from ticket_order where number is not null order by confirmed_at, number").await;
    assert_eq!(numbers, ["2027-1", "2027-2", "2027-3"]);
    assert_eq!(world.count("select held::bigint from seat_pool").await, 0);
    world.assert_sound(&association).await;
    world.stop().await;
}
