//! Requests that somebody makes for a child, or for a person they represent: always two people, never the asker's own rows.

use chrono::Duration;
use support::{Association, ConcertSpec, World};

use super::{ask, confirmed, desk, mail, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "famille@example.org";

fn child<'a>(given: &'a str, age: &'a str) -> [(&'a str, &'a str); 5] {
    [("for_other", "yes"), ("capacity", "parent"), ("represented_given_name", given), ("represented_family_name", "Lefort"), ("represented_age", age)]
}

/// Jeanne bought for herself, and once in the name of her child, from the same mailbox.
async fn family(world: &World) -> Association {
    let (association, _) = with_buyer(world, "jazz", EMAIL).await;
    let concert = world.concert(&association, &ConcertSpec { slug: "deux", title: "Deux", ..ConcertSpec::default() }).await;
    world.clock.advance(Duration::minutes(1));
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    world.sql("update person set first_name = 'Zoé' where id = (select id from person order by created_at desc, id desc limit 1)").await;
    world.pass(Duration::minutes(1)).await;
    association
}

async fn scope(world: &World) -> Vec<String> {
    world.texts("select subject || ' ' || basis from privacy_request_scope order by 1").await
}

#[tokio::test]
async fn a_parent_has_a_child_erased_by_two_people_and_stays_as_they_are() {
    let world = World::start().await;
    let association = family(&world).await;
    let own = "select md5(string_agg(p::text, ',')) from person p where first_name = 'Jeanne'";
    let before = world.texts(own).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &child("Zoé", "under_15")).await;
    page.says("Jeanne Lefort demande pour Zoé Lefort").says("Titulaire de l’autorité parentale").says("Deux personnes de l’association");
    assert_eq!(state(&world).await, "awaiting_second_approval", "never by itself");
    assert_eq!(scope(&world).await, ["buyer represented"]);
    let received = mail(&world, EMAIL, "nous nous en occupons");
    assert!(received.contains("Jeanne Lefort demande pour Zoé Lefort"), "{received}");

    let president = world.signed_in(association.president).await;
    let shown = desk::open(&world, &president, "jazz").await;
    shown
        .says("la demande est faite pour une autre personne")
        .says("N’exigez pas de copie de pièce d’identité")
        .says("371-1 et 388-1-1")
        .says("moins de 15 ans")
        .says("Zoé Lefort au nom de la personne représentée");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    let left = people(&world).await;
    assert!(left[0] == "Jeanne Lefort famille@example.org" && !left[1].contains("Zoé"), "{left:?}");
    assert_eq!(world.texts(own).await, before, "the parent's own rows, byte for byte");
    assert_eq!(world.count("select count(*) from suppression").await, 0, "the mailbox is the parent's");
    let answer = mail(&world, EMAIL, "Vos données sont effacées");
    assert!(answer.contains("Jeanne Lefort demande pour Zoé Lefort"), "{answer}");
    assert!(!answer.contains("d’autres sont arrivées"), "the parent's own rows are none that came later: {answer}");

    // The child's name goes with the parent's, thirty days after the answer.
    world.pass(Duration::days(31)).await;
    let kept = "select coalesce(represented_given_name, represented_family_name, represented_age, given_name, '-') || ' ' || represents from privacy_request";
    assert_eq!(world.texts(kept).await, ["- parent"]);
    world.visitor().get(page.url.as_str()).await.expect(200).says("Demande faite pour une autre personne");
    world.stop().await;
}

#[tokio::test]
async fn a_child_of_fifteen_is_told_before_anybody_signs() {
    let world = World::start().await;
    let association = family(&world).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &child("ZOE", "from_15")).await;
    page.says("L’association avertit l’enfant");
    let president = world.signed_in(association.president).await;
    desk::open(&world, &president, "jazz").await.says("avertissez-le et écoutez-le avant de signer");
    desk::press(&world, &president, "jazz", "prepare", &[]).await.expect(422).says("l’enfant doit être averti avant toute signature");
    desk::press(&world, &president, "jazz", "told", &[]).await.follow(&president).await.expect(200).says("Noté : l’enfant est averti");
    let _ = desk::press(&world, &president, "jazz", "told", &[]).await.expect(422);
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    world.visitor().get(page.url.as_str()).await.expect(200).says("L’enfant en a été averti");
    assert_eq!(world.texts("select kind from privacy_request_event where kind = 'represented_told'").await.len(), 1);
    world.stop().await;
}

#[tokio::test]
async fn what_came_later_in_a_childs_name_is_said_to_be_the_childs() {
    let world = World::start().await;
    let association = family(&world).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &child("Zoé", "under_15")).await;
    let concert = world.concert(&association, &ConcertSpec { slug: "trois", title: "Trois", ..ConcertSpec::default() }).await;
    world.clock.advance(Duration::minutes(1));
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    world.sql("update person set first_name = 'Zoé' where id = (select id from person order by created_at desc, id desc limit 1)").await;
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    let answer = mail(&world, EMAIL, "Votre copie est prête");
    assert!(answer.contains("d’autres sont arrivées au nom de cette personne"), "{answer}");
    world.stop().await;
}

#[tokio::test]
async fn whoever_speaks_for_another_says_who_and_by_what_right() {
    let world = World::start().await;
    let association = family(&world).await;
    let visitor = world.visitor();
    let half = [("for_other", "yes"), ("represented_given_name", "Zoé")];
    let refused = ask(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &half).await.expect(422);
    refused.says("Choisissez");
    assert!(refused.text.contains("value=\"Zoé\""), "what was typed stays");
    let mut adult = child("Zoé", "adult");
    ask(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &adult).await.expect(422).says("L’autorité parentale prend fin à 18 ans");
    // A purchase shows the asker, and says nothing of the child: it is not passed over in silence.
    let purchase = [("order_code", "FA0Y-W0PY-42"), ("show_date", "2027-01-31"), ("amount", "29,40")];
    let cited = [child("Zoé", "under_15").as_slice(), &purchase].concat();
    let refused = ask(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &cited).await.expect(422);
    refused.says("Un achat montre qui a payé, pas pour qui vous écrivez");
    assert!(refused.text.contains("value=\"FA0Y-W0PY-42\""), "what was typed stays");
    assert_eq!(world.count("select count(*) from privacy_request").await, 0);
    // For an adult under guardianship: their own rows, and nothing where there are none.
    adult[1] = ("capacity", "guardian");
    adult[2] = ("represented_given_name", "Odile");
    let page = confirmed(&world, &visitor, "jazz", "copie", JEANNE, EMAIL, &adult).await;
    page.says("Tutelle, curatelle ou habilitation familiale");
    assert_eq!(scope(&world).await, Vec::<String>::new(), "nobody of that name, and never the asker");
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    world.visitor().get(page.url.as_str()).await.expect(200).says("ne conserve rien à ce nom");
    // Asking for oneself is another request, and joins none of them.
    world.clock.advance(Duration::minutes(1));
    confirmed(&world, &world.visitor(), "jazz", "limiter", JEANNE, EMAIL, &[]).await.says("Cette adresse porte aussi d’autres noms");
    world.stop().await;
}

#[tokio::test]
async fn an_objection_for_a_child_does_not_silence_the_parent() {
    let world = World::start().await;
    let association = family(&world).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "opposition", JEANNE, EMAIL, &child("Zoé", "under_15")).await;
    desk::sign_twice(&world, &association, "appliquer").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    let restricted = world.texts("select p.first_name from person_restriction r join person p on p.id = r.person_id").await;
    assert_eq!(restricted, ["Zoé"]);
    assert_eq!(world.count("select count(*) from suppression").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_childs_name_on_a_ticket_is_found_by_the_parents_mailbox() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let order = world.order_id(&bought.code).await;
    // As whoever bought typed it: a name, and no address of its own.
    world
        .sql(format!(
            "insert into attendee (tenant_id, id, order_id, concert_id, place, ticket_id, name, created_at)
             select o.tenant_id, gen_random_uuid(), o.id, o.concert_id, 2, (select max(t.id::text)::uuid from ticket t where t.order_id = o.id), 'Zoé Lefort', now()
               from ticket_order o where o.id = '{order}'"
        ))
        .await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &child("Zoe", "under_15")).await;
    page.says("Jeanne Lefort demande pour Zoe Lefort");
    assert_eq!(scope(&world).await, ["attendee represented"]);
    let president = world.signed_in(association.president).await;
    desk::open(&world, &president, "jazz").await.says("Zoé Lefort au nom de la personne représentée");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert!(state(&world).await.starts_with("completed"), "{}", state(&world).await);
    assert_eq!(world.texts("select coalesce(name, '-') from attendee").await, ["-"]);
    assert_eq!(people(&world).await, ["Jeanne Lefort famille@example.org"], "who bought stays");
    world.stop().await;
}
