//! Requests that wait: for the person, for a second signature, for the post. None of them for ever, and nobody is told what is not so.

use chrono::Duration;
use support::{ConcertSpec, World};

use super::{ask, confirmed, desk, link, mail, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

#[tokio::test]
async fn nobody_refuses_what_nobody_has_confirmed() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = ask(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await;
    world.settle().await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    assert!(!desk::open(&world, &treasurer, "jazz").await.text.contains("value=\"refuse\""), "the button is there");
    let refusal = [("ground", "unfounded"), ("reason", "Non.")];
    let _ = desk::press(&world, &treasurer, "jazz", "refuse", &refusal).await.expect(422);
    assert_eq!(state(&world).await, "identity_pending");
    let visitor = world.visitor();
    let page = visitor.get(&link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/")).await.expect(200);
    let _ = page.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    world.stop().await;
}

#[tokio::test]
async fn a_refusal_that_is_dropped_leaves_a_request_where_it_was() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let president = world.signed_in(association.president).await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "access").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", EMAIL);
    let _ = letter.send(&treasurer).await.expect(303);
    world.settle().await;
    let refusal = [("ground", "identity"), ("reason", "Nous ne savons pas qui écrit.")];
    let _ = desk::press(&world, &treasurer, "jazz", "refuse", &refusal).await.expect(303);
    let _ = desk::press(&world, &president, "jazz", "drop", &[]).await.expect(303);
    assert_eq!(state(&world).await, "identity_pending");
    // Proposed again; meanwhile the letter's author opens their link, which is not lost.
    let _ = desk::press(&world, &treasurer, "jazz", "refuse", &refusal).await.expect(303);
    let visitor = world.visitor();
    let page = visitor.get(&link(&mail(&world, EMAIL, "Confirmez"), "/confirmer/")).await.expect(200);
    let _ = page.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    assert_eq!(state(&world).await, "awaiting_second_approval");
    let _ = desk::press(&world, &president, "jazz", "drop", &[]).await.expect(303);
    world.settle().await;
    assert_eq!(world.count("select count(*) from privacy_request where plan is not null and identified_at is not null").await, 1);
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    mail(&world, EMAIL, "Votre copie est prête");
    world.stop().await;
}

#[tokio::test]
async fn whoever_does_not_say_which_rows_are_theirs_is_answered_about_their_own_name() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    world.sql("update person set first_name = 'Paul'").await;
    let concert = world.concert(&association, &ConcertSpec { slug: "deux", title: "Deux", ..ConcertSpec::default() }).await;
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    assert_eq!(state(&world).await, "scoping");
    assert!(mail(&world, EMAIL, "nous nous en occupons").contains("quelles données sont les vôtres"));
    world.pass(Duration::hours(23)).await;
    assert_eq!(state(&world).await, "scoping");
    world.pass(Duration::hours(2)).await;
    assert_eq!(state(&world).await, "awaiting_second_approval");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    let left = people(&world).await;
    assert!(left.iter().any(|row| row.contains("Paul")) && left.iter().all(|row| !row.contains("Jeanne")), "{left:?}");
    world.stop().await;
}

#[tokio::test]
async fn each_ticked_name_is_proven_or_said_not_to_be() {
    let world = World::start().await;
    let (association, first) = with_buyer(&world, "jazz", EMAIL).await;
    let concert = world.concert(&association, &ConcertSpec { slug: "deux", title: "Deux", ..ConcertSpec::default() }).await;
    world.buy(&world.visitor(), &association, &concert, 1, EMAIL).await;
    world.settle().await;
    world.sql("update person set first_name = case when id = (select min(id::text)::uuid from person) then 'Jeannne' else 'Janne' end").await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let ids: Vec<&str> = page.text.split("name=\"person\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
    assert_eq!(ids.len(), 2);
    let form = page.form("/suivi/").with("act", "choose").with("order_code", &first.code).with("show_date", "2027-01-31");
    let both = form.clone().with("person", ids[0]).also("person", ids[1]).send(&visitor).await.expect(422);
    both.says("et personne d’autre");
    assert_eq!(state(&world).await, "scoping", "nothing is settled by half");
    let one = ids.iter().map(|id| form.clone().with("person", id)).collect::<Vec<_>>();
    let mut taken = 0;
    for form in one {
        taken += usize::from(form.send(&visitor).await.status.as_u16() == 303);
    }
    assert_eq!(taken, 1, "the name of that order");
    world.stop().await;
}

#[tokio::test]
async fn what_goes_by_post_is_printed_and_said_to_be() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "erasure").with("given_name", "Jeanne").with("family_name", "Lefort").with("reply_address", "3 rue des Tanneurs, Dijon");
    let _ = letter.with("order_code", &bought.code).with("show_date", "2027-01-31").with("amount", "29,40").send(&treasurer).await.expect(303);
    let desk = async |act: &str, fields: &[(&str, &str)]| desk::press(&world, &treasurer, "jazz", act, fields).await.follow(&treasurer).await.expect(200);
    let asked = desk("clarify", &[("question", "De quel concert ?")]).await;
    asked.says("La personne ne l’apprend que par la poste").says("À poster").says("De quel concert ?");
    world.settle().await;
    mail(&world, "presidence-jazz@example.org", "Une réponse est à imprimer et à poster");
    // A second letter does not hide the first: each is posted and noted.
    desk("extend", &[("extension", "Archives de 1987.")]).await.says("par la poste").says("une question");
    let second = desk("posted", &[]).await;
    second.says("il nous faut plus de temps").says("12 avril 2027").says("Réponse postée");
    // Paper passes through many hands: whoever opens that address acts as the person.
    assert!(!second.text.contains("/vos-donnees/suivi/"), "the letter names the person's own page");
    let posted = desk("posted", &[]).await;
    assert!(!posted.words().contains("À poster"), "{}", posted.words());
    let _ = desk::press(&world, &treasurer, "jazz", "posted", &[]).await.expect(422);
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    let reminded = || world.mail.mailbox.list(Some("presidence-jazz@example.org")).iter().filter(|mail| mail.text.contains("imprimer et à poster")).count();
    let before = reminded();
    world.pass(Duration::days(4)).await;
    assert!(reminded() > before, "nobody is reminded of a letter that lies there");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let done = desk::open(&world, &treasurer, "jazz").await;
    done.says("À poster").says("Tout ce que la loi n’oblige pas à garder est effacé").says("3 rue des Tanneurs");
    desk::press(&world, &treasurer, "jazz", "posted", &[]).await.follow(&treasurer).await.expect(200).says("Noté : la lettre est postée");
    world.stop().await;
}

#[tokio::test]
async fn after_more_time_was_taken_there_are_reminders_before_the_new_date() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    let operator = world.operator().await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, "presidence-jazz@example.org", &[]).await;
    world.pass(Duration::days(26)).await;
    let president = world.signed_in(association.president).await;
    let _ = desk::press(&world, &president, "jazz", "extend", &[("extension", "Archives.")]).await.expect(303);
    let reminders =
        async || world.mail.mailbox.list(Some("presidence-jazz@example.org")).iter().filter(|mail| mail.subject.contains("Demande ouverte depuis")).count();
    world.settle().await;
    let before = reminders().await;
    for (days, expected) in [(45, 2), (14, 3), (4, 4)] {
        world.pass(Duration::days(days)).await;
        assert_eq!(reminders().await - before, expected, "after {days} days more");
    }
    let alerts = world.mail.mailbox.list(None).into_iter().filter(|mail| mail.subject.contains("approche de son terme")).count();
    assert_eq!(alerts, 2, "the first month's, and five days before the new date");
    let _ = operator;
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_that_is_held_says_so() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    page.says("Effacement prévu");
    let president = world.signed_in(association.president).await;
    let _ = desk::press(&world, &president, "jazz", "hold", &[]).await.expect(303);
    let held = visitor.get(page.url.as_str()).await.expect(200);
    held.says("L’association a suspendu cet effacement").says("CNIL");
    assert!(!held.words().contains("Effacement prévu"), "{}", held.words());
    world.stop().await;
}

#[tokio::test]
async fn a_letter_that_corrects_nothing_is_no_correction() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "rectification").with("given_name", "Jeanne").with("family_name", "Lefort").with("reply_address", "Dijon");
    letter.with("message", "Mon nom est faux.").send(&treasurer).await.expect(422).says("Indiquez au moins une chose à corriger");
    assert_eq!(world.count("select count(*) from privacy_request").await, 0);
    world.stop().await;
}

/// What people at the door may read of the buyer.
async fn shown(world: &World) -> Vec<String> {
    world.texts("select first_name || ' ' || family_name from person_shown").await
}

#[tokio::test]
async fn a_freeze_ends_when_its_person_says_so_or_a_week_after_they_were_told() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "limiter", JEANNE, EMAIL, &[]).await;
    page.says("Vos données sont gelées");
    assert_eq!(shown(&world).await, [" "]);
    page.form("/suivi/").with("act", "unfreeze").send(&visitor).await.follow(&visitor).await.expect(200).says("ne sont plus gelées").says("Gel terminé");
    assert_eq!(shown(&world).await, ["Jeanne Lefort"]);

    world.clock.advance(Duration::minutes(1));
    let page = confirmed(&world, &visitor, "jazz", "limiter", JEANNE, EMAIL, &[]).await;
    // Long after the address that came with the request was forgotten, the one that is frozen still reaches its person.
    world.pass(Duration::days(40)).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let lift = async || desk::press(&world, &treasurer, "jazz", "lift", &[]).await;
    lift().await.follow(&treasurer).await.expect(200).says("le gel prend fin dans sept jours");
    let _ = lift().await.expect(422);
    world.settle().await;
    assert!(mail(&world, EMAIL, "ne seront plus gelées").contains("27 février 2027"));
    visitor.get(page.url.as_str()).await.expect(200).says("L’association s’en servira de nouveau à partir du");
    world.pass(Duration::days(6)).await;
    assert_eq!(shown(&world).await, [" "]);
    world.pass(Duration::days(2)).await;
    assert_eq!(shown(&world).await, ["Jeanne Lefort"]);
    world.stop().await;
}

#[tokio::test]
async fn whoever_objects_to_advertising_still_has_a_name_at_the_door() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    confirmed(&world, &world.visitor(), "jazz", "opposition", JEANNE, EMAIL, &[]).await.says("C’est fait");
    assert_eq!(shown(&world).await, ["Jeanne Lefort"], "the order rests on a contract");
    assert_eq!(world.texts("select treatment || ' ' || reason_key from person_restriction").await, ["newsletter objection"]);
    assert_eq!(world.count("select count(*) from suppression").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn by_post_the_week_begins_when_the_letter_is_posted() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let letter = treasurer.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200).form("/demandes/lettre");
    let letter = letter.with("kind", "restriction").with("given_name", "Jeanne").with("family_name", "Lefort").with("reply_address", "Dijon");
    let _ = letter.with("order_code", &bought.code).with("show_date", "2027-01-31").with("amount", "29,40").send(&treasurer).await.expect(303);
    desk::sign_twice(&world, &association, "geler").await;
    world.settle().await;
    assert_eq!(shown(&world).await, [" "]);
    let press = async |act: &str| {
        let treasurer = world.signed_in_as(&association, "treasurer").await;
        desk::press(&world, &treasurer, "jazz", act, &[]).await
    };
    let _ = press("posted").await.expect(303);
    let _ = press("lift").await.expect(303);
    let _ = press("lift").await.expect(422);
    world.pass(Duration::days(20)).await;
    assert_eq!(shown(&world).await, [" "], "nobody has told them");
    let _ = press("posted").await.expect(303);
    world.pass(Duration::days(13)).await;
    assert_eq!(shown(&world).await, [" "], "the post takes its time");
    world.pass(Duration::days(2)).await;
    assert_eq!(shown(&world).await, ["Jeanne Lefort"]);
    world.stop().await;
}

#[tokio::test]
async fn a_new_addresss_link_lives_its_week_whenever_it_was_sent() {
    let world = World::start().await;
    // The software does not decide about somebody who works here.
    let (association, _) = with_buyer(&world, "jazz", "presidence-jazz@example.org").await;
    let corrected = [("corrected_email", "neuve@example.org")];
    let _ = confirmed(&world, &world.visitor(), "jazz", "corriger", JEANNE, "presidence-jazz@example.org", &corrected).await;
    world.pass(Duration::days(27)).await;
    desk::sign_twice(&world, &association, "corriger").await;
    world.pass(Duration::days(5)).await;
    assert_eq!(state(&world).await, "planned", "the first link's month is over, the second's week is not");
    let visitor = world.visitor();
    let open = link(&mail(&world, "neuve@example.org", "Confirmez votre nouvelle adresse"), "/adresse/");
    let page = visitor.get(&open).await.expect(200);
    page.form("/adresse/").send(&visitor).await.expect(200).says("Adresse confirmée");
    world.settle().await;
    assert_eq!(people(&world).await, ["Jeanne Lefort neuve@example.org"]);
    world.stop().await;
}
