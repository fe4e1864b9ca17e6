//! What shows whose rows a request is about, and what merely looks as if it did.

use chrono::Duration;
use support::World;

use super::{ask, confirmed, desk, link, mail, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

async fn scope(world: &World) -> Vec<String> {
    world.texts("select subject || ' ' || basis from privacy_request_scope where subject <> 'requester' order by 1").await
}

/// Puts a name on the second ticket of the only order, as its buyer could have.
async fn name_second(world: &World, name: &str, email: Option<&str>) {
    let email = email.map_or_else(|| "null".to_owned(), |email| format!("'{email}'"));
    world
        .sql(format!(
            "insert into attendee (tenant_id, id, order_id, concert_id, place, ticket_id, is_buyer, name, email, created_at)
             select tenant_id, gen_random_uuid(), order_id, concert_id, 2, id, false, '{name}', {email}, issued_at from ticket where right(number, 3) = '002'"
        ))
        .await;
}

#[tokio::test]
async fn whoever_confirms_sees_what_a_stranger_typed() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    // Anybody types anybody's name and address.
    let theirs = [("corrected_email", "attaque@example.org"), ("corrected_given_name", "Jean")];
    let _ = ask(&world, &world.visitor(), "jazz", "corriger", JEANNE, EMAIL, &theirs).await;
    world.settle().await;
    let visitor = world.visitor();
    let page = visitor.get(&link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/")).await.expect(200);
    page.says("Nouvelle adresse : attaque@example.org").says("Prénom corrigé : Jean").says("Ne confirmez que si c’est bien cela");
    // Pressed all the same, nothing leaves for the new address until that one is confirmed; and by itself it ends.
    let followed = page.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    world.settle().await;
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"]);
    visitor.get(followed.url.as_str()).await.expect(200).says("Ouvrez-le dans les sept jours");
    world.pass(Duration::days(8)).await;
    assert_eq!(state(&world).await, "withdrawn");
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"]);
    assert!(mail(&world, EMAIL, "la nouvelle adresse n’a pas été confirmée").contains("attaque@example.org"));
    world.stop().await;
}

#[tokio::test]
async fn a_purchase_shows_whoever_made_it_and_nobody_who_came_along() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    // All of it stands on the companion's own ticket.
    let proof = [("order_code", bought.code.as_str()), ("show_date", "2027-01-31"), ("amount", "29,40")];
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", ("Nino", "Ferrand"), "nino@example.org", &proof).await;
    page.says("ne conserve rien");
    assert_eq!(scope(&world).await, Vec::<String>::new());
    world.pass(Duration::hours(25)).await;
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"]);
    assert!(mail(&world, "nino@example.org", "rien n’a été trouvé").contains("rien n’a donc changé"));
    // Nor by letter.
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "access").with("given_name", "Nino").with("family_name", "Ferrand").with("reply_address", "Dijon");
    let letter = proof.iter().fold(letter, |form, (field, value)| form.with(field, value));
    letter.send(&treasurer).await.follow(&treasurer).await.expect(200).says("Identité pas encore montrée");
    assert_eq!(scope(&world).await, Vec::<String>::new());
    world.stop().await;
}

#[tokio::test]
async fn a_name_with_an_address_is_found_by_that_mailbox_and_by_no_number() {
    let world = World::start().await;
    let (_, bought) = with_buyer(&world, "jazz", EMAIL).await;
    name_second(&world, "Zoé Roy", Some("zoe@example.org")).await;
    // A neighbour's number is one's own and one more.
    let number = format!("{}002", bought.code);
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", ("Zoé", "Roy"), "autre@example.org", &[("ticket_number", &number)]).await;
    page.says("ne conserve rien");
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", ("Zoé", "Roy"), "zoe@example.org", &[]).await;
    assert_eq!(scope(&world).await, ["attendee name"]);
    world.stop().await;
}

#[tokio::test]
async fn a_request_that_covers_more_is_no_duplicate() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    // Her name on somebody's ticket, without an address.
    name_second(&world, "Jeanne Lefort", None).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    assert_eq!(state(&world).await, "planned");
    let asked = async |more: &[(&str, &str)]| {
        world.clock.advance(Duration::minutes(1));
        let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, more).await;
        state(&world).await
    };
    assert_eq!(asked(&[]).await, "merged_duplicate", "the same again");
    let number = format!("{}002", bought.code);
    assert_eq!(asked(&[("ticket_number", &number)]).await, "awaiting_second_approval", "a row the first one does not cover");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    // The first one was done meanwhile: what was signed for the second is no longer what there is, and is signed anew.
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(world.count("select count(*) from attendee where name is not null").await, 0);
    assert_eq!(asked(&[("quiet", "never_again")]).await, "planned", "and a wish that none of them holds");
    world.pass(Duration::hours(25)).await;
    assert_eq!(world.count("select count(*) from suppression").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn what_staff_entered_swallows_nobodys_own_request() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "access").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", EMAIL);
    let _ = letter.with("order_code", &bought.code).with("show_date", "2027-01-31").with("amount", "29,40").send(&treasurer).await.expect(303);
    assert_eq!(state(&world).await, "awaiting_second_approval");
    world.clock.advance(Duration::minutes(1));
    confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await.says("Votre copie est prête");
    world.stop().await;
}

#[tokio::test]
async fn a_childs_name_is_corrected_without_their_parents() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    name_second(&world, "Zoé Roy", None).await;
    let number = format!("{}002", bought.code);
    let child = [
        ("for_other", "yes"),
        ("capacity", "parent"),
        ("represented_given_name", "Zoé"),
        ("represented_family_name", "Roy"),
        ("represented_age", "under_15"),
        ("ticket_number", number.as_str()),
        ("corrected_family_name", "Roy-Martin"),
    ];
    let _ = confirmed(&world, &world.visitor(), "jazz", "corriger", ("Anne", "Roy"), "anne@example.org", &child).await;
    desk::sign_twice(&world, &association, "corriger").await;
    world.settle().await;
    assert_eq!(world.texts("select name from attendee").await, ["Zoé Roy-Martin"]);
    world.stop().await;
}

#[tokio::test]
async fn an_earlier_request_of_theirs_is_nothing_that_was_corrected() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await;
    world.clock.advance(Duration::minutes(1));
    let _ = confirmed(&world, &world.visitor(), "jazz", "corriger", JEANNE, EMAIL, &[("corrected_family_name", "Le Fort")]).await;
    assert!(mail(&world, EMAIL, "rien n’a été trouvé").contains("rien n’a donc changé"));
    world.stop().await;
}

#[tokio::test]
async fn a_new_address_confirmed_for_a_request_that_was_taken_back_changes_nothing_and_says_so() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "corriger", JEANNE, EMAIL, &[("corrected_email", "neuve@example.org")]).await;
    let open = link(&mail(&world, "neuve@example.org", "Confirmez votre nouvelle adresse"), "/adresse/");
    let button = visitor.get(&open).await.expect(200);
    let _ = page.form("/suivi/").with("act", "withdraw").send(&visitor).await;
    button.form("/adresse/").send(&visitor).await.expect(410).says("Si la demande est close, refaites-la");
    world.settle().await;
    assert_eq!((state(&world).await.as_str(), people(&world).await), ("withdrawn", vec!["Jeanne Lefort jeanne@example.org".to_owned()]));
    world.stop().await;
}
