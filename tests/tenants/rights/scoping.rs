//! Whose rows: families at one address, the same person elsewhere, and addresses that were mistyped.

use chrono::Duration;
use support::{ConcertSpec, World};

use super::{confirmed, people, state, with_buyer};

const EMAIL: &str = "famille@example.org";

/// Gives the buyer of the newest purchase another first name.
async fn rename(world: &World, from: &str, to: &str) {
    world
        .sql(format!(
            "update person set first_name = '{to}' where id = (select id from person where first_name = '{from}' order by created_at desc, id desc limit 1)"
        ))
        .await;
}

#[tokio::test]
async fn one_of_a_family_is_erased_by_two_people_and_the_others_stay() {
    let world = World::start().await;
    let (association, first) = with_buyer(&world, "jazz", EMAIL).await;
    rename(&world, "Jeanne", "Paul").await;
    let concert = world.concert(&association, &ConcertSpec { slug: "deux", title: "Deux", ..ConcertSpec::default() }).await;
    world.clock.advance(Duration::minutes(1));
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    world.pass(Duration::minutes(1)).await;
    assert_eq!(people(&world).await, ["Paul Lefort famille@example.org", "Jeanne Lefort famille@example.org"]);

    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", ("Jeanne", "Lefort"), EMAIL, &[]).await;
    page.says("Cette adresse porte aussi d’autres noms").says("Paul L.");
    assert!(!page.words().contains("Paul Lefort"), "a family name is told to nobody");
    assert_eq!(state(&world).await, "scoping");
    // Ticking a name is not enough, and a wrong purchase neither.
    let form = page.form("/suivi/").with("act", "choose").with("person", &other_id(&page));
    form.clone().send(&visitor).await.expect(422).says("indiquez une commande passée sous ce nom");
    form.with("order_code", "FA0Y-W0PY-42").with("show_date", "2027-01-31").send(&visitor).await.expect(422).says("n’est pas celle d’un des noms cochés");
    let chosen = page.form("/suivi/").with("act", "choose").send(&visitor).await.follow(&visitor).await.expect(200);
    chosen.says("Deux personnes de l’association");
    assert_eq!(state(&world).await, "awaiting_second_approval");
    assert_eq!(people(&world).await[1], "Jeanne Lefort famille@example.org");
    let _ = first;

    super::desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    let left = people(&world).await;
    assert_eq!(left[0], "Paul Lefort famille@example.org", "Dad stays as he was");
    assert!(!left[1].contains("Jeanne") && !left[1].contains("Lefort"), "{left:?}");
    world.stop().await;
}

fn other_id(page: &support::Page) -> String {
    let at = page.text.find("name=\"person\" value=\"").map(|at| at + "name=\"person\" value=\"".len()).unwrap();
    page.text[at..at + 36].to_owned()
}

#[tokio::test]
async fn what_is_asked_of_one_association_touches_no_other() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    with_buyer(&world, "choeur", EMAIL).await;
    let rows = "select md5(string_agg(p::text, ',' order by p.id)) from person p join tenant t on t.id = p.tenant_id where t.slug = 'choeur'";
    let before = world.texts(rows.to_owned()).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", ("Jeanne", "Lefort"), EMAIL, &[]).await;
    assert!(!page.words().contains("choeur"), "no hint of the other association");
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert_eq!(world.texts(rows.to_owned()).await, before, "byte for byte");
    // The page of a request exists on its own site only.
    let elsewhere = page.url.as_str().replace("jazz.", "choeur.");
    let _ = visitor.get(&elsewhere).await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn a_mistyped_address_is_proven_by_the_purchase_and_its_owner_gets_nothing() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", "jeane@example.org").await;
    // The stranger whose address it is gives their own name: the purchase is somebody else's, and stays so.
    let stranger = world.visitor();
    let page = confirmed(&world, &stranger, "jazz", "copie", ("Jean", "Autre"), "jeane@example.org", &[]).await;
    page.says("Jeanne L.");
    let chosen = page.form("/suivi/").with("act", "choose").send(&stranger).await.follow(&stranger).await.expect(200);
    chosen.says("Deux personnes de l’association");
    assert_eq!(world.texts("select subject from privacy_request_scope".to_owned()).await, ["requester"], "the purchase is not in the stranger's copy");

    // The buyer, from the right address, names order, day and amount.
    let buyer = world.visitor();
    world.clock.advance(Duration::minutes(1));
    let proof = [("order_code", bought.code.as_str()), ("show_date", "2027-01-31"), ("amount", "29,40")];
    confirmed(&world, &buyer, "jazz", "copie", ("Jeanne", "Lefort"), "jeanne@example.org", &proof).await.says("Deux personnes de l’association");
    super::desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    super::mail(&world, "jeanne@example.org", "Votre copie est prête");

    // A wrong amount proves nothing, and nothing says so.
    world.clock.advance(Duration::minutes(1));
    let wrong = [("order_code", bought.code.as_str()), ("show_date", "2027-01-31"), ("amount", "29,41")];
    confirmed(&world, &world.visitor(), "jazz", "copie", ("Nadia", "Tiers"), "nadia@example.org", &wrong).await.says("ne conserve rien");
    world.stop().await;
}
