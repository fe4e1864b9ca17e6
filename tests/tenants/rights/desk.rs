//! The association's side: two signatures, letters, refusals, more time, reminders.

use chrono::{Datelike, Duration};
use kernel::clock::PARIS;
use support::{Association, Client, World};

use super::{ask, confirmed, link, mail, newest, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

/// The newest request in the back office.
pub async fn open(world: &World, client: &Client, slug: &str) -> support::Page {
    let id = newest(world).await;
    client.get(&world.url("app", &format!("/a/{slug}/demandes/{id}"))).await.expect(200)
}

/// Presses a button of the newest request's page.
pub async fn press(world: &World, client: &Client, slug: &str, act: &str, fields: &[(&str, &str)]) -> support::Page {
    let page = open(world, client, slug).await;
    let csrf = page.forms().first().and_then(|form| form.fields.iter().find(|(name, _)| name == "csrf").cloned()).map(|(_, value)| value).unwrap_or_default();
    let hash = page.forms().iter().flat_map(|form| &form.fields).find(|(name, _)| name == "hash").map(|(_, value)| value.clone()).unwrap_or_default();
    let mut all = vec![("csrf", csrf.as_str()), ("hash", hash.as_str()), ("act", act)];
    all.extend(fields);
    client.post(page.url.as_str(), &all).await
}

/// Two officers sign the newest request.
pub async fn sign_twice(world: &World, association: &Association, words: &str) {
    let slug = &association.slug;
    let president = world.signed_in(association.president).await;
    let treasurer = world.signed_in_as(association, "treasurer").await;
    press(world, &treasurer, slug, "prepare", &[]).await.follow(&treasurer).await.expect(200).says("Première signature notée");
    // Who signed first may not sign second.
    let own = press(world, &treasurer, slug, "approve", &[("confirmation", words)]).await.expect(422);
    own.says("une autre personne doit la signer");
    let _ = press(world, &president, slug, "approve", &[("confirmation", "oui")]).await.expect(422);
    press(world, &president, slug, "approve", &[("confirmation", words)]).await.follow(&president).await.expect(200).says("C’est signé");
}

#[tokio::test]
async fn a_letter_is_answered_without_an_identity_card_and_by_two_people() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    assert!(!page.text.contains("type=\"file\""), "no identity card can be put in");
    let form = page.form("/demandes/lettre").with("kind", "erasure").with("given_name", "Jeanne").with("family_name", "Lefort");
    form.clone().send(&treasurer).await.expect(422).says("où va la réponse");
    let letter = form
        .with("received_on", "2027-01-04")
        .with("reply_address", "3 rue des Tanneurs\n21000 Dijon")
        .with("order_code", &bought.code)
        .with("show_date", "2027-01-31")
        .with("amount", "29,40");
    letter.send(&treasurer).await.follow(&treasurer).await.expect(200).says("entrée par l’équipe");
    assert_eq!(state(&world).await, "awaiting_second_approval");
    let due = world.texts("select to_char(due_at at time zone 'Europe/Paris', 'YYYY-MM-DD') from privacy_request".to_owned()).await;
    assert_eq!(due, ["2027-02-04"], "the time runs from the day it came");
    sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    world.stop().await;
}

#[tokio::test]
async fn a_copy_asked_for_by_letter_is_printed_and_posted() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    let form = page.form("/demandes/lettre").with("kind", "access").with("given_name", "Jeanne").with("family_name", "Lefort");
    let letter = form
        .with("reply_address", "3 rue des Tanneurs, Dijon")
        .with("email", "someone@example.org")
        .with("order_code", &bought.code)
        .with("show_date", "2027-01-31")
        .with("amount", "29,40");
    let _ = letter.send(&treasurer).await.expect(303);
    sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("someone@example.org")).is_empty(), "nobody has confirmed the address that the letter names");
    let detail = open(&world, &treasurer, "jazz").await;
    detail.says("est jointe à cette lettre");
    assert!(!detail.words().contains("lien de téléchargement sur la page de suivi"), "nobody who writes by post has it");
    let copy = treasurer.get(&detail.link("/copie.zip")).await.expect(200);
    assert!(copy.bytes.starts_with(b"PK") && copy.header("cache-control") == "no-store");
    // A copy that was mailed is the person's alone.
    world.clock.advance(Duration::minutes(1));
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await;
    let id = newest(&world).await;
    let _ = treasurer.get(&world.url("app", &format!("/a/jazz/demandes/{id}/copie.zip"))).await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn a_letter_with_an_address_on_file_is_confirmed_there_and_nowhere_else() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let enter = async |email: &str| {
        let page = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
        let form = page.form("/demandes/lettre").with("kind", "access").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", email);
        form.send(&treasurer).await.follow(&treasurer).await.expect(200).says("Identité pas encore montrée");
        world.settle().await;
    };
    enter("another@example.org").await;
    assert!(world.mail.mailbox.list(Some("another@example.org")).is_empty(), "never to an address that only the letter knows");
    world.clock.advance(Duration::minutes(1));
    enter(EMAIL).await;
    let visitor = world.visitor();
    let button = visitor.get(&link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/")).await.expect(200);
    button.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200).says("Deux personnes de l’association");
    world.stop().await;
}

#[tokio::test]
async fn who_works_alone_waits_two_days_and_the_president_is_told() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    // The address is that of an account here: the software does not decide.
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, "presidence-jazz@example.org", &[]).await;
    assert_eq!(state(&world).await, "awaiting_second_approval");
    let president = world.signed_in(association.president).await;
    open(&world, &president, "jazz").await.says("l’adresse est celle d’une personne de l’équipe");
    let _ = press(&world, &president, "jazz", "prepare", &[]).await.expect(303);
    world.settle().await;
    mail(&world, "bureau@example.org", "une décision est préparée");
    press(&world, &president, "jazz", "approve", &[("confirmation", "donner la copie")]).await.expect(422).says("48 heures");
    world.pass(Duration::hours(49)).await;
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "approve", &[("confirmation", "donner la copie")]).await.expect(303);
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    world.stop().await;
}

#[tokio::test]
async fn a_refusal_has_a_reason_two_signatures_and_the_way_to_complain() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let before = people(&world).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let _ = press(&world, &treasurer, "jazz", "refuse", &[("ground", "duty"), ("reason", "")]).await.expect(422);
    let _ = press(&world, &treasurer, "jazz", "refuse", &[("ground", "duty"), ("reason", "Un litige est en cours.")]).await.expect(303);
    assert_eq!(state(&world).await, "awaiting_second_approval");
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "approve", &[("confirmation", "refuser")]).await.expect(303);
    world.pass(Duration::days(2)).await;
    assert_eq!(state(&world).await, "refused");
    assert_eq!(people(&world).await, before);
    world.visitor().get(page.url.as_str()).await.expect(200).says("Pourquoi c’est refusé").says("Un litige est en cours.").says("CNIL");
    let answer = mail(&world, EMAIL, "Un litige est en cours.");
    assert!(answer.contains("cnil.fr"), "{answer}");
    world.stop().await;
}

#[tokio::test]
async fn more_time_is_taken_once_with_a_reason_and_within_the_first_month() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, "presidence-jazz@example.org", &[]).await;
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "extend", &[("extension", " ")]).await.expect(422);
    let _ = press(&world, &president, "jazz", "extend", &[("extension", "Archives de 1987.")]).await.expect(303);
    let due = world.texts("select to_char(due_at at time zone 'Europe/Paris', 'YYYY-MM-DD') from privacy_request".to_owned()).await;
    assert_eq!(due, ["2027-04-12"], "11 April 2027 is a Sunday");
    world.settle().await;
    let told = mail(&world, "presidence-jazz@example.org", "Archives de 1987.");
    assert!(told.contains("12 avril 2027"), "{told}");
    press(&world, &president, "jazz", "extend", &[("extension", "Encore.")]).await.expect(422).says("qu’une fois");
    world.stop().await;
}

#[tokio::test]
async fn the_association_is_reminded_and_the_day_that_passes_is_noted() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    let page = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, "presidence-jazz@example.org", &[]).await;
    for (days, words) in [(7, "depuis 7 jours"), (13, "depuis 20 jours"), (7, "depuis 27 jours")] {
        world.pass(Duration::days(days)).await;
        mail(&world, "presidence-jazz@example.org", words);
    }
    world.pass(Duration::days(6)).await;
    mail(&world, "presidence-jazz@example.org", "la date limite est passée");
    world.visitor().get(page.url.as_str()).await.expect(200).says("La date limite est passée");
    let president = world.signed_in(association.president).await;
    president.get(&world.url("app", "/a/jazz/demandes")).await.expect(200).says("En retard");
    press(&world, &president, "jazz", "extend", &[("extension", "Trop tard.")]).await.expect(422).says("pendant le premier mois");
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_can_be_held_and_goes_on_when_it_is_released() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "hold", &[]).await.expect(303);
    world.pass(Duration::days(3)).await;
    assert_eq!(state(&world).await, "planned");
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "release", &[]).await.expect(303);
    world.settle().await;
    assert_eq!(state(&world).await, "completed_with_retention");
    world.stop().await;
}

#[tokio::test]
async fn a_hold_that_nobody_lets_go_ends_before_the_answer_is_due() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let president = world.signed_in(association.president).await;
    let _ = press(&world, &president, "jazz", "hold", &[]).await.expect(303);
    assert_eq!(world.texts("select (due_at at time zone 'Europe/Paris')::date::text from privacy_request").await, ["2027-02-11"]);
    open(&world, &president, "jazz").await.says("Suspendue jusqu’au lundi 8 février 2027 au plus tard");
    world.visitor().get(page.url.as_str()).await.expect(200).says("l’effacement reprend de lui-même");
    // More time moves the day along; whoever lets go of nothing has it end by itself all the same.
    let _ = press(&world, &president, "jazz", "extend", &[("extension", "Archives.")]).await.expect(303);
    world.pass(Duration::days(40)).await;
    assert_eq!(state(&world).await, "planned", "held, and the new day has not come");
    let left = "select floor(extract(epoch from due_at - '{now}') / 86400)::bigint from privacy_request";
    let days = world.count(left.replace("{now}", &world.clock.now().to_rfc3339())).await;
    world.pass(Duration::days(days - 6)).await;
    mail(&world, "presidence-jazz@example.org", "il reprend de lui-même");
    // Rows that changed meanwhile are planned anew, with a day to take it back: there is time for it.
    world.sql("update privacy_request set plan_hash = decode(repeat('00', 32), 'hex')").await;
    world.pass(Duration::days(4)).await;
    assert_eq!(state(&world).await, "planned", "with a grace of its own");
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert_eq!(
        world.texts("select kind || ' ' || actor from privacy_request_event where kind in ('held', 'released', 'overdue') order by seq").await,
        ["held staff", "released software"]
    );
    world.stop().await;
}

#[tokio::test]
async fn the_last_days_are_too_late_to_hold() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let president = world.signed_in(association.president).await;
    let page = open(&world, &president, "jazz").await;
    world.sql(format!("update privacy_request set due_at = '{}'", (world.clock.now() + Duration::hours(71)).to_rfc3339())).await;
    assert!(!open(&world, &president, "jazz").await.text.contains("value=\"hold\""), "it is not offered");
    // By a page that was opened before.
    page.form("/demandes/").with("act", "hold").send(&president).await.expect(422).says("il est trop tard pour suspendre");
    assert_eq!(world.count("select count(*) from privacy_request where held").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn tables_that_staff_took_away_are_named_until_somebody_deletes_them() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    world.clock.advance(Duration::minutes(5));
    let _ = treasurer.get(&world.url("app", "/a/jazz/commandes.csv")).await.expect(200);
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    world.visitor().get(page.url.as_str()).await.expect(200).says("l’équipe doit supprimer ses copies");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    open(&world, &treasurer, "jazz").await.says("Tableaux téléchargés").says("commandes (1 lignes)");
    let _ = press(&world, &treasurer, "jazz", "copies_deleted", &[]).await.expect(303);
    world.visitor().get(page.url.as_str()).await.expect(200).says("Tableaux téléchargés par l’équipe : c’est fait");
    world.stop().await;
}

#[tokio::test]
async fn a_request_at_the_end_of_january_is_due_at_the_end_of_february() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let here = world.clock.now().with_timezone(&PARIS);
    assert_eq!((here.month(), here.day()), (1, 11));
    world.clock.advance(Duration::days(20));
    assert_eq!(ask(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await.status.as_u16(), 303);
    let due = world.texts("select to_char(due_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI') from privacy_request".to_owned()).await;
    assert_eq!(due, ["2027-03-01 23:59"], "28 February 2027 is a Sunday");
    world.stop().await;
}

#[tokio::test]
async fn requests_are_for_those_who_see_buyers() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    for (role, status) in [("president", 200), ("treasurer", 200), ("editor", 403), ("door", 403)] {
        let client = world.signed_in_as(&association, role).await;
        for path in ["/a/jazz/demandes", "/a/jazz/demandes/lettre"] {
            assert_eq!(client.get(&world.url("app", path)).await.status.as_u16(), status, "{role} at {path}");
        }
    }
    world.stop().await;
}
