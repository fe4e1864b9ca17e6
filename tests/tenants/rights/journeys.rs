//! Whole journeys by the public page: copies, erasures, corrections, and what must not be possible on the way.

use chrono::Duration;
use support::World;

use super::{ask, confirmed, link, mail, newest, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

#[tokio::test]
async fn a_buyer_without_an_account_receives_a_copy_within_minutes() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    visitor.get(&world.url("jazz", "/vos-donnees")).await.expect(200).says("Voir mes données").says("Effacer mes données").says("Retirer un consentement");
    let page = confirmed(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &[]).await;
    page.says("C’est fait").says("Votre copie est prête").says("Billetterie");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(state(&world).await, "completed");
    let answer = mail(&world, EMAIL, "Votre copie est prête");
    assert!(!answer.contains("d’autres sont arrivées") && !page.words().contains("d’autres sont arrivées"), "nothing came since: {answer}");

    // The address of the page is not enough: the file comes by a link to the mailbox.
    let sent = page.form("/suivi/").with("act", "link").send(&visitor).await.follow(&visitor).await.expect(200);
    sent.says("Un lien de téléchargement vient de partir");
    world.settle().await;
    let open = link(&mail(&world, EMAIL, "Votre lien de téléchargement"), "/vos-donnees/fichier/");
    let button = visitor.get(&open).await.expect(200);
    let file = button.form("/fichier/").send(&visitor).await.expect(200);
    assert_eq!(file.header("content-type"), "application/zip");
    assert!(file.bytes.starts_with(b"PK"), "a zip");
    assert!(file.header("content-disposition").contains("attachment"));
    let _ = button.form("/fichier/").send(&visitor).await.expect(410);

    // Kept encrypted, under a key that goes after a week.
    let objects = world.texts("select id::text from privacy_export where sealed_key is not null".to_owned()).await;
    assert_eq!(objects.len(), 1);
    world.pass(Duration::days(8)).await;
    assert_eq!(world.texts("select id::text from privacy_export where sealed_key is not null or destroyed_at is null".to_owned()).await, Vec::<String>::new());
    assert!(!visitor.get(page.url.as_str()).await.expect(200).words().contains("Votre copie est prête"));
    world.stop().await;
}

#[tokio::test]
async fn a_program_that_looks_at_links_confirms_nothing() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let _ = ask(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await.follow(&visitor).await.expect(200);
    world.settle().await;
    let open = link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/");
    let scanner = world.visitor();
    for _ in 0..3 {
        let _ = scanner.get(&open).await.expect(200);
    }
    // A post to the bare address, without what the page holds, opens nothing either.
    let _ = scanner.post(&open, &[]).await.expect(403);
    let _ = scanner.post(&open, &[("nonce", "guessed")]).await.expect(403);
    assert_eq!(state(&world).await, "identity_pending");
    let page = visitor.get(&open).await.expect(200);
    page.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200).says("Effacement de vos données");
    let _ = page.form("/confirmer/").send(&visitor).await.expect(410);
    world.stop().await;
}

#[tokio::test]
async fn a_link_lives_half_an_hour_and_an_unconfirmed_request_ends_by_itself() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let _ = ask(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &[]).await;
    world.settle().await;
    let open = link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/");
    let page = visitor.get(&open).await.expect(200);
    world.pass(Duration::minutes(31)).await;
    visitor.get(&open).await.expect(410).says("Ce lien ne sert plus");
    let _ = page.form("/confirmer/").send(&visitor).await.expect(410);
    world.pass(Duration::days(31)).await;
    assert_eq!(state(&world).await, "withdrawn");
    world.pass(Duration::days(31)).await;
    assert_eq!(world.texts("select 1::text from privacy_request where email is not null or given_name is not null".to_owned()).await.len(), 0, "forgotten");
    // The database's own clock stands still here, and guards the file for four years: the request grows old past its guards.
    world.sql("set session_replication_role = replica; update privacy_request set completed_at = completed_at - interval '6 years'").await;
    world.pass(Duration::days(5 * 366)).await;
    assert!(
        world.texts("select 1::text from privacy_request union all select 1::text from privacy_request_event".to_owned()).await.is_empty(),
        "the file is gone"
    );
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_can_be_undone_for_a_day() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let before = people(&world).await;
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    page.says("Effacement prévu").says("Ne pas effacer").says("Gardé");
    world.pass(Duration::hours(23)).await;
    page.form("/suivi/").with("act", "withdraw").send(&visitor).await.follow(&visitor).await.expect(200).says("La demande est retirée");
    world.pass(Duration::days(2)).await;
    assert_eq!(people(&world).await, before, "nothing was erased");
    assert_eq!(state(&world).await, "withdrawn");
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_is_done_after_its_grace_and_the_erased_stay_erased() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    let left = people(&world).await;
    assert!(left.iter().all(|row| !row.contains("Jeanne") && !row.contains("Lefort") && !row.contains(EMAIL)), "{left:?}");
    let done = visitor.get(page.url.as_str()).await.expect(200);
    done.says("Une partie est gardée")
        .says("Pièces comptables")
        .says("Stripe (paiements)")
        .says("l’association en demandera l’effacement à partir du")
        .says("Sauvegardes");
    // The answer went to the address before it is forgotten.
    let answer = mail(&world, EMAIL, "Vos données sont effacées");
    assert!(answer.contains("Ce qui est gardé") && answer.contains("L123-22"), "{answer}");
    let gone = visitor.post(page.url.as_str(), &[("act", "withdraw")]).await.expect(409);
    gone.says("Il est trop tard");

    // The order's page, a late word of Stripe's and a mail that is asked for again bring nobody back.
    let order = visitor.get(&bought.url).await.expect(200);
    assert!(!order.words().contains(EMAIL) && !order.words().contains("erased"), "{}", order.words());
    let order_id = world.order_id(&bought.code).await;
    let id = tenants::ticketing::orders::model::OrderId::from_uuid(order_id.parse().unwrap());
    tenants::ticketing::orders::reconcile::reconcile_order(&world.app, association.tenant, id).await.unwrap();
    world.settle().await;
    assert_eq!(people(&world).await, left);
    let mails = world.mail.mailbox.list(Some(EMAIL)).len();
    let _ = visitor.post(&format!("{}/renvoyer", bought.url), &[]).await;
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(None).iter().filter(|mail| mail.to.iter().any(|to| to.contains("erased"))).count(), 0);
    assert_eq!(world.mail.mailbox.list(Some(EMAIL)).len(), mails);

    // Thirty days later the request itself says nothing of anybody; its file stays, whole.
    world.pass(Duration::days(31)).await;
    let id = newest(&world).await;
    assert_eq!(world.texts(format!("select coalesce(email, given_name, '-') from privacy_request where id = '{id}'")).await, ["-"]);
    let mut tx = world.tenant(association.tenant).await;
    let request = tenants::privacy::requests::model::RequestId::from_uuid(id.parse().unwrap());
    let events = tenants::privacy::requests::store::events(&mut tx, request).await.unwrap();
    assert!(tenants::privacy::requests::store::chain_is_whole(request, &events), "{events:?}");
    assert!(events.len() > 8 && !format!("{events:?}").contains('@'));
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_anything_is_stored() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let (known, unknown) = (world.visitor(), world.visitor());
    let one = ask(&world, &known, "jazz", "copie", JEANNE, EMAIL, &[]).await;
    let other = ask(&world, &unknown, "jazz", "copie", ("Nadia", "Inconnue"), "nadia@example.org", &[]).await;
    assert_eq!((one.status, one.location()), (other.status, other.location()));
    let jobs = world.texts("select count(*)::text from job where kind = 'privacy.requests' group by run_at, payload ->> 'do' order by 1".to_owned()).await;
    assert!(jobs.iter().all(|count| count == "2"), "the same work for both: {jobs:?}");
    world.settle().await;
    let page = unknown.get(&link(&mail(&world, "nadia@example.org", "Confirmez"), "/confirmer/")).await.expect(200);
    let tracking = page.form("/confirmer/").send(&unknown).await.follow(&unknown).await.expect(200);
    tracking.says("ne conserve rien à ce nom");
    world.stop().await;
}

#[tokio::test]
async fn nobody_floods_a_mailbox_nor_the_association() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    for number in 0..3 {
        let email = format!("someone{number}@example.org");
        assert_eq!(ask(&world, &visitor, "jazz", "copie", JEANNE, &email, &[]).await.status.as_u16(), 303);
    }
    let fourth = ask(&world, &visitor, "jazz", "copie", JEANNE, "someone3@example.org", &[]).await.expect(429);
    fourth.says("Trop de demandes");
    assert!(fourth.text.contains("value=\"Lefort\""), "what was typed stays");
    assert!(!fourth.header("retry-after").is_empty());
    for number in 0..6 {
        let status = ask(&world, &world.visitor(), "jazz", "copie", JEANNE, "victim@example.org", &[]).await.status.as_u16();
        assert_eq!(status, if number < 5 { 303 } else { 429 }, "request {number} in one name");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_second_request_for_the_same_joins_the_first() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let first = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.clock.advance(Duration::minutes(1));
    let second = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    assert_eq!(first.url, second.url);
    assert_eq!(state(&world).await, "merged_duplicate");
    world.stop().await;
}

#[tokio::test]
async fn a_name_and_an_address_are_corrected_wherever_they_stand() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let concert = world.concert(&association, &support::ConcertSpec { slug: "deux", title: "Deux", ..support::ConcertSpec::default() }).await;
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    let visitor = world.visitor();
    let nothing = ask(&world, &visitor, "jazz", "corriger", JEANNE, EMAIL, &[]).await.expect(422);
    nothing.says("Indiquez au moins une chose à corriger");
    let page = confirmed(
        &world,
        &visitor,
        "jazz",
        "corriger",
        JEANNE,
        EMAIL,
        &[("corrected_family_name", "Le Fort"), ("corrected_email", "jeanne.lefort@example.org")],
    )
    .await;
    // One letter wrong, and what is kept of her would be a stranger's to read: the new address is confirmed where it leads.
    page.says("Un lien est parti à la nouvelle adresse, jeanne.lefort@example.org");
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org", "Jeanne Lefort jeanne@example.org"]);
    let told = mail(&world, "jeanne.lefort@example.org", "Confirmez votre nouvelle adresse");
    assert!(!told.contains("Jeanne") && !told.contains("suivi"), "a stranger would learn who, and follow: {told}");
    let open = visitor.get(&super::link(&told, "/vos-donnees/adresse/")).await.expect(200);
    assert!(!open.words().contains("Jeanne"), "{}", open.words());
    open.form("/adresse/").send(&visitor).await.expect(200).says("Adresse confirmée");
    let _ = visitor.get(&super::link(&told, "/vos-donnees/adresse/")).await.expect(410);
    world.settle().await;
    assert_eq!(people(&world).await, ["Jeanne Le Fort jeanne.lefort@example.org", "Jeanne Le Fort jeanne.lefort@example.org"]);
    let answer = mail(&world, EMAIL, "Vos données sont corrigées");
    assert!(answer.contains("Le Fort") && answer.contains("jeanne.lefort@example.org"), "{answer}");
    world.stop().await;
}

#[tokio::test]
async fn a_restriction_an_objection_and_a_withdrawal_are_answered_at_once() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let count = async |sql: &str| world.texts(sql.to_owned()).await;
    confirmed(&world, &world.visitor(), "jazz", "limiter", JEANNE, EMAIL, &[]).await.says("C’est fait");
    assert_eq!(count("select reason_key from person_restriction where lifted_at is null").await, ["claim"]);
    confirmed(&world, &world.visitor(), "jazz", "opposition", JEANNE, EMAIL, &[]).await.says("C’est fait");
    assert_eq!(count("select reason_key from person_restriction where lifted_at is null order by 1").await, ["claim", "objection"]);
    assert_eq!(count("select source from suppression where purpose = 'newsletter'").await, ["objection"]);
    confirmed(&world, &world.visitor(), "jazz", "consentement", JEANNE, EMAIL, &[]).await.says("C’est fait");
    assert_eq!(count("select purpose from suppression where length(digest) = 32 and lifted_at is null").await, ["newsletter"]);
    // A frozen buyer may still be copied and erased.
    confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await.says("Votre copie est prête");
    world.stop().await;
}
