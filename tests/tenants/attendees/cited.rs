//! Whoever is named without an address of theirs: the number of their ticket finds them, under the name that stands on it, and nobody else.

use super::*;

/// A row by its place, as the association keeps it.
async fn place(scene: &Scene, place: u16) -> Vec<String> {
    scene.world.texts(format!("select coalesce(name, '-') || ' ' || coalesce(email, '-') from attendee where place = {place}")).await
}

async fn scope(world: &World) -> Vec<String> {
    world
        .texts(
            "select subject || ' ' || basis from privacy_request_scope s join privacy_request r on r.id = s.request_id where subject <> 'requester' order by 1",
        )
        .await
}

#[tokio::test]
async fn a_ticket_shows_whoever_it_names_and_nobody_else() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = five(&scene).await;
    let nino = format!("{}004", bought.code);
    let visitor = world.visitor();
    let form = visitor.get(&world.url("jazz", "/vos-donnees?demande=effacer")).await.expect(200);
    form.says("Mon nom est sur un billet que quelqu’un d’autre a acheté");
    let faulty = rights::ask(world, &visitor, "jazz", "effacer", ("Nino", "Ferrand"), "nino@example.org", &[("ticket_number", &bought.code)]).await.expect(422);
    faulty.says("treize lettres et chiffres");
    assert_eq!(faulty.form("/vos-donnees").value("ticket_number"), Some(bought.code.as_str()), "what was typed is lost");

    // Another name than the ticket's, or another ticket, shows nobody, and nothing says so before the mailbox has confirmed.
    let karims = format!("{}003", bought.code);
    let nobodys = format!("{}009", bought.code);
    for (name, number, email) in
        [(("Jeanne", "Lefort"), &nino, "a@example.org"), (("Nino", "Ferrand"), &karims, "b@example.org"), (("Nino", "Ferrand"), &nobodys, "c@example.org")]
    {
        let page = rights::confirmed(world, &world.visitor(), "jazz", "copie", name, email, &[("ticket_number", number)]).await;
        page.says("ne conserve rien");
        assert_eq!(scope(world).await, Vec::<String>::new(), "{name:?} {number}");
        world.clock.advance(Duration::minutes(1));
    }

    // The name on it, as people type numbers: found, and looked at by two people.
    let typed = nino.replace('-', " ").to_lowercase();
    let page = rights::confirmed(world, &world.visitor(), "jazz", "effacer", ("Nino", "Ferrand"), "nino@example.org", &[("ticket_number", &typed)]).await;
    page.says("Deux personnes de l’association");
    assert_eq!(scope(world).await, ["attendee ticket"]);
    let desk = rights::desk::open(world, &scene.president, "jazz").await;
    desk.says("reconnu par le billet que cite la demande").says("par un billet acheté par quelqu’un d’autre");
    rights::desk::sign_twice(world, &scene.association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(rights::state(world).await, "completed");
    assert_eq!(place(&scene, 4).await, ["- -"]);
    assert_eq!(place(&scene, 5).await, ["Odile Sainson odile@example.org"]);
    // What went elsewhere is said (GDPR art. 19): staff took no table away, and backups end by themselves.
    assert_eq!(world.texts("select recipient || ' ' || status from privacy_request_recipient order by 1").await, ["backups expires", "exports nothing"]);
    scene.world.stop().await;
}

#[tokio::test]
async fn a_misspelt_name_is_put_right_even_after_the_concert_and_what_staff_took_away_is_asked_for() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = scene.buy(2, &[("attendee-2-name", "Zoe Roi")]).await;
    let number = format!("{}002", bought.code);
    let _ = scene.staff(&format!("/concerts/{}/ventes.csv", scene.concert.id)).await;
    world.pass(Duration::days(25)).await;
    let right = [("ticket_number", number.as_str()), ("corrected_given_name", "Zoé"), ("corrected_family_name", "Roy")];
    let visitor = world.visitor();
    rights::confirmed(world, &visitor, "jazz", "corriger", ("Zoe", "Roi"), "zoe@example.org", &right).await.says("Deux personnes de l’association");
    rights::desk::sign_twice(world, &scene.association, "corriger").await;
    world.settle().await;
    assert_eq!(place(&scene, 2).await, ["Zoé Roy -"]);
    assert!(scene.pdf(&bought.url).await.contains("Zoé Roy"));

    // A parent cites the child's ticket, in the child's name.
    world.clock.advance(Duration::minutes(1));
    let child =
        [("for_other", "yes"), ("capacity", "parent"), ("represented_given_name", "Zoé"), ("represented_family_name", "Roy"), ("represented_age", "under_15")];
    let cited: Vec<(&str, &str)> = child.into_iter().chain([("ticket_number", number.as_str())]).collect();
    rights::confirmed(world, &visitor, "jazz", "effacer", ("Anne", "Roy"), "anne@example.org", &cited).await.says("Anne Roy demande pour Zoé Roy");
    rights::desk::sign_twice(world, &scene.association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(place(&scene, 2).await, ["- -"]);
    assert_eq!(
        world.texts("select recipient || ' ' || status from privacy_request_recipient order by 1").await,
        ["backups expires", "exports asked"],
        "a table was taken away while her name was in it"
    );
    scene.world.stop().await;
}

#[tokio::test]
async fn a_letter_cites_a_ticket_and_is_about_its_name_alone() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = five(&scene).await;
    let treasurer = world.signed_in_as(&scene.association, "treasurer").await;
    let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    let form = page.form("/demandes/lettre").with("kind", "erasure").with("given_name", "Nino").with("family_name", "Ferrand");
    // The address the letter names is on file for somebody else, and is not used.
    let letter = form.with("email", EMAIL).with("ticket_number", &format!("{}004", bought.code));
    letter.send(&treasurer).await.follow(&treasurer).await.expect(200).says("entrée par l’équipe");
    assert_eq!((rights::state(world).await.as_str(), scope(world).await), ("awaiting_second_approval", vec!["attendee ticket".to_owned()]));
    let buyer = world.texts("select md5(p::text) from person p").await;
    rights::desk::sign_twice(world, &scene.association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!((place(&scene, 4).await, world.texts("select md5(p::text) from person p").await), (vec!["- -".to_owned()], buyer));
    scene.world.stop().await;
}

#[tokio::test]
async fn the_buyers_own_place_stays_theirs_on_the_way_back_from_the_payment_page() {
    let scene = scene(NamesAsked::Required).await;
    let world = &scene.world;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &scene.association, &scene.concert, 2).await.expect(200);
    let to_stripe = filled(&details, &[("attendee-1-name", "Zoé Roy"), ("attendee-2-name", "Jeanne Lefort")]).send(&visitor).await;
    assert!(to_stripe.location().contains("/c/pay/"), "{}", to_stripe.words());
    let back = visitor.get(details.url.as_str()).await.expect(200).form("/commande/");
    assert_eq!((back.value("attendee-1-name"), back.value("attendee-2-me")), (Some("Zoé Roy"), Some("yes")));
    let again = back.send(&visitor).await;
    assert!(again.location().contains("/c/pay/"), "{}", again.words());
    assert_eq!(scene.rows().await, ["1 false Zoé Roy -", "2 true - -"]);
    scene.world.stop().await;
}

#[tokio::test]
async fn one_association_knows_nothing_of_a_ticket_of_another() {
    let scene = scene(NamesAsked::Optional).await;
    let world = &scene.world;
    let bought = five(&scene).await;
    let _ = world.association("choeur").await;
    let cited = [("ticket_number", format!("{}004", bought.code))];
    let cited: Vec<(&str, &str)> = cited.iter().map(|(field, value)| (*field, value.as_str())).collect();
    let page = rights::confirmed(world, &world.visitor(), "choeur", "effacer", ("Nino", "Ferrand"), "nino@example.org", &cited).await;
    page.says("ne conserve rien");
    world.pass(Duration::hours(25)).await;
    assert_eq!(place(&scene, 4).await, ["Nino Ferrand -"]);
    scene.world.stop().await;
}
