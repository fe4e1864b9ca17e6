//! "Never write to me again": what an erasure asks, what it keeps for that, and the one gate that bulk and mail pass.

use chrono::Duration;
use support::World;
use tenants::people::suppression;

use super::{ask, begun, confirmed, desk, mail, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";
const NEVER: [(&str, &str); 1] = [("quiet", "never_again")];

/// Those of some addresses that an import would keep.
async fn kept(world: &World, association: &support::Association) -> Vec<String> {
    let typed = ["Jeanne@Example.org", "jeanne+import@example.org", "nadia@example.org"].map(str::to_owned).to_vec();
    let mut tx = world.tenant(association.tenant).await;
    suppression::filter(&mut tx, &world.app, typed, "newsletter").await.unwrap()
}

#[tokio::test]
async fn an_erasure_asks_whether_nobody_is_to_write_again_and_has_no_answer_of_its_own() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let form = visitor.get(&world.url("jazz", "/vos-donnees?demande=effacer")).await.expect(200);
    form.says("Ne plus jamais m’écrire").says("Ne rien garder, pas même cela");
    assert!(!form.text.contains("checked"), "nothing is answered for anybody");
    ask(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[("quiet", "")]).await.expect(422).says("Choisissez si votre adresse");
    let copy = visitor.get(&world.url("jazz", "/vos-donnees?demande=copie")).await.expect(200);
    assert!(!copy.words().contains("Ne plus jamais m’écrire"));
    world.stop().await;
}

#[tokio::test]
async fn never_again_survives_the_erasure_three_years_and_only_the_person_lifts_it() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &NEVER).await;
    assert_eq!(kept(&world, &association).await.len(), 3, "until it is done the person may change their mind");
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    assert_eq!(world.texts("select source || ' ' || purpose || ' ' || length(digest) from suppression").await, ["erasure newsletter 32"]);
    assert_eq!(kept(&world, &association).await, ["nadia@example.org"], "however the address is written");
    assert!(!suppression::may_write(&world.app, association.tenant, EMAIL, "newsletter").await.unwrap());
    assert!(mail(&world, EMAIL, "Vos données sont effacées").contains("empreinte illisible"));
    world.visitor().get(page.url.as_str()).await.expect(200).says("reste sur la liste d’opposition");
    // The ledger knows of it: a restored database would not write either.
    let acts = begun::acts(&world).await;
    assert!(acts.iter().any(|act| matches!(act, kernel::ledger::Act::Unsubscribe { .. })) && begun::level(&world).await, "{acts:?}");

    server::maintenance::retention::sweep(&world.app).await.unwrap();
    world.clock.advance(Duration::days(3 * 365 - 2));
    server::maintenance::retention::sweep(&world.app).await.unwrap();
    assert_eq!(kept(&world, &association).await, ["nadia@example.org"], "three years");
    // A new consent, confirmed from the address itself, takes it off; a later objection puts it back.
    let mut tx = world.tenant(association.tenant).await;
    suppression::lift_by_double_opt_in(&mut tx, &world.app, world.clock.now(), "JEANNE@example.org", "newsletter").await.unwrap();
    tx.commit().await.unwrap();
    assert!(suppression::may_write(&world.app, association.tenant, EMAIL, "newsletter").await.unwrap());
    assert_eq!(kept(&world, &association).await.len(), 3);
    world.stop().await;
}

#[tokio::test]
async fn nothing_is_kept_of_whoever_wants_nothing_kept() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(world.count("select count(*) from suppression").await, 0);
    assert_eq!(kept(&world, &association).await.len(), 3);
    assert!(!world.visitor().get(page.url.as_str()).await.expect(200).words().contains("liste d’opposition"));
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_that_is_taken_back_leaves_nobody_on_the_list() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &NEVER).await;
    page.form("/suivi/").with("act", "withdraw").send(&visitor).await.follow(&visitor).await.expect(200).says("La demande est retirée");
    world.pass(Duration::days(2)).await;
    assert_eq!(kept(&world, &association).await.len(), 3);
    world.stop().await;
}

#[tokio::test]
async fn a_letter_says_it_or_nothing_is_kept() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    let form = page.form("/demandes/lettre").with("kind", "erasure").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", EMAIL);
    let letter = form.with("order_code", &bought.code).with("show_date", "2027-01-31").with("amount", "29,40").with("quiet", "never_again");
    letter.send(&treasurer).await.follow(&treasurer).await.expect(200).says("Ne plus jamais m’écrire");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(kept(&world, &association).await, ["nadia@example.org"]);
    world.stop().await;
}
