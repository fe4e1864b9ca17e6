//! What a request is about and when it is done: refusals that were dropped, purchases that prove, and Stripe's part months later.

use chrono::Duration;
use support::{Association, Client, ConcertSpec, Page, World, journey::Bought};
use tenants::privacy::requests::model::State;

use super::{confirmed, desk, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

/// Buys one place more with the same name and address.
async fn buy_again(world: &World, association: &Association, slug: &'static str) -> Bought {
    let concert = world.concert(association, &ConcertSpec { slug, title: "Encore", ..ConcertSpec::default() }).await;
    world.clock.advance(Duration::minutes(1));
    let bought = world.buy(&world.visitor(), association, &concert, 1, EMAIL).await;
    world.settle().await;
    bought
}

/// Gives the newest buyer another first name.
async fn rename_newest(world: &World, name: &str) {
    world.sql(format!("update person set first_name = '{name}' where id = (select id from person order by created_at desc, id desc limit 1)")).await;
}

/// Enters a letter of Jeanne's that names a purchase of two places.
async fn letter(world: &World, staff: &Client, kind: &str, bought: &Bought, email: &str) -> Page {
    let page = staff.get(&world.url("app", "/a/jazz/demandes/lettre")).await.expect(200);
    let form = page.form("/demandes/lettre").with("kind", kind).with("given_name", "Jeanne").with("family_name", "Lefort").with("email", email);
    let proven = form.with("order_code", &bought.code).with("show_date", "2027-01-31").with("amount", "29,40");
    proven.send(staff).await.follow(staff).await.expect(200)
}

async fn scope(world: &World) -> Vec<String> {
    let sql = "select p.first_name || ' ' || s.basis from privacy_request_scope s join person p on p.id = s.root_id where s.subject = 'buyer' order by p.created_at, p.id";
    world.texts(sql).await
}

#[tokio::test]
async fn a_refusal_that_was_dropped_leaves_an_erasure_as_it_was_with_a_whole_day() {
    // Dropped while the first date is still to come, and after it has passed.
    for hours in [10, 30] {
        let world = World::start().await;
        let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
        let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
        let treasurer = world.signed_in_as(&association, "treasurer").await;
        let _ = desk::press(&world, &treasurer, "jazz", "refuse", &[("ground", "duty"), ("reason", "Un litige est en cours.")]).await.expect(303);
        world.pass(Duration::hours(hours)).await;
        assert_eq!(state(&world).await, "awaiting_second_approval", "nobody has signed");
        let president = world.signed_in(association.president).await;
        desk::press(&world, &president, "jazz", "drop", &[]).await.follow(&president).await.expect(200).says("La proposition est abandonnée");
        for _ in 0..23 {
            world.pass(Duration::hours(1)).await;
            assert_eq!(state(&world).await, "planned", "what needed nobody's signature needs none now");
        }
        world.pass(Duration::hours(2)).await;
        assert_eq!(state(&world).await, "completed_with_retention");
        assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
        world.stop().await;
    }
}

#[tokio::test]
async fn a_refusal_that_nobody_else_signs_falls_before_the_answer_is_due() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let president = world.signed_in(association.president).await;
    let _ = desk::press(&world, &president, "jazz", "hold", &[]).await.expect(303);
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let _ = desk::press(&world, &treasurer, "jazz", "refuse", &[("ground", "duty"), ("reason", "Un litige est en cours.")]).await.expect(303);
    desk::open(&world, &president, "jazz").await.says("Sans seconde signature, cette proposition tombe le lundi 1er février 2027");
    world.pass(Duration::days(20)).await;
    assert_eq!(state(&world).await, "awaiting_second_approval");
    world.pass(Duration::days(2)).await;
    assert_eq!(state(&world).await, "planned");
    // The hold is not lost with it; it has an end of its own.
    world.visitor().get(page.url.as_str()).await.expect(200).says("L’association a suspendu cet effacement");
    // Nobody begins again for ever.
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let again = desk::press(&world, &treasurer, "jazz", "refuse", &[("ground", "duty"), ("reason", "Un litige est en cours.")]).await;
    again.expect(422).says("n’a pas été signé à temps");
    world.pass(Duration::days(7)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert_eq!(world.texts("select kind from privacy_request_event where kind in ('overdue', 'released')").await, ["released"]);
    world.stop().await;
}

#[tokio::test]
async fn a_signature_under_what_has_changed_since_counts_for_nothing() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    // A letter: two people look at it anyway.
    let _ = letter(&world, &treasurer, "erasure", &bought, EMAIL).await;
    let refusal = [("ground", "duty"), ("reason", "Un litige est en cours.")];
    let _ = desk::press(&world, &treasurer, "jazz", "refuse", &refusal).await.expect(303);
    let president = world.signed_in(association.president).await;
    let shown = desk::open(&world, &president, "jazz").await;
    // While the president reads, somebody drops the refusal and signs the erasure instead.
    let _ = desk::press(&world, &treasurer, "jazz", "drop", &[]).await.expect(303);
    let _ = desk::press(&world, &treasurer, "jazz", "prepare", &[]).await.expect(303);
    let hash = shown.forms().iter().flat_map(|form| &form.fields).find(|(name, _)| name == "hash").map(|(_, value)| value.clone()).unwrap();
    let csrf = shown.forms().iter().flat_map(|form| &form.fields).find(|(name, _)| name == "csrf").map(|(_, value)| value.clone()).unwrap();
    let stale = [("csrf", csrf.as_str()), ("hash", hash.as_str()), ("act", "approve"), ("confirmation", "effacer")];
    president.post(shown.url.as_str(), &stale).await.expect(422).says("Cette demande a avancé entre-temps");
    assert_eq!(state(&world).await, "awaiting_second_approval");
    world.stop().await;
}

#[tokio::test]
async fn a_letter_that_a_purchase_proves_is_about_that_purchase_alone() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    buy_again(&world, &association, "deux").await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    letter(&world, &treasurer, "erasure", &bought, EMAIL).await.says("entrée par l’équipe");
    assert_eq!(scope(&world).await, ["Jeanne proof"], "the address was confirmed by nobody");
    desk::open(&world, &treasurer, "jazz").await.says("Jeanne Lefort reconnu par l’achat que cite la demande");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    let left = people(&world).await;
    assert!(!left[0].contains("Jeanne") && left[1] == "Jeanne Lefort jeanne@example.org", "{left:?}");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let posting = desk::open(&world, &treasurer, "jazz").await;
    assert!(!posting.words().contains("d’autres sont arrivées"), "a letter is about what it cites: {}", posting.words());
    world.stop().await;
}

#[tokio::test]
async fn an_answer_to_a_letter_goes_by_post_whatever_address_it_names() {
    let world = World::start().await;
    let (association, bought) = with_buyer(&world, "jazz", EMAIL).await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    letter(&world, &treasurer, "access", &bought, "ailleurs@example.org").await.says("ailleurs@example.org");
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    assert!(world.mail.mailbox.list(Some("ailleurs@example.org")).is_empty(), "whoever finds a ticket has the copy sent to themselves");
    let detail = desk::open(&world, &treasurer, "jazz").await;
    assert!(treasurer.get(&detail.link("/copie.zip")).await.expect(200).bytes.starts_with(b"PK"), "people post it");

    // Nor to the right address: nobody has shown that whoever wrote reads it.
    let mails = world.mail.mailbox.list(Some(EMAIL)).len();
    world.clock.advance(Duration::minutes(1));
    letter(&world, &treasurer, "portability", &bought, EMAIL).await.says(EMAIL);
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    let stored = world.texts("select state || ' ' || kind || ' ' || coalesce(email, 'nobody') from privacy_request order by kind").await;
    assert_eq!(stored, ["completed access nobody", "completed portability jeanne@example.org"], "another's address is not even kept as theirs");
    assert_eq!(world.mail.mailbox.list(Some(EMAIL)).len(), mails);
    let detail = desk::open(&world, &treasurer, "jazz").await;
    assert!(treasurer.get(&detail.link("/copie.zip")).await.expect(200).bytes.starts_with(b"PK"));
    world.stop().await;
}

#[tokio::test]
async fn of_several_names_only_the_one_that_a_purchase_proves_is_in_the_request() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let pauls = buy_again(&world, &association, "deux").await;
    rename_newest(&world, "Paul").await;
    buy_again(&world, &association, "trois").await;
    rename_newest(&world, "Anne").await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let ids = world.texts("select id::text from person where first_name in ('Paul', 'Anne') order by created_at, id").await;
    let day = world.texts("select to_char(starts_at at time zone 'Europe/Paris', 'YYYY-MM-DD') from concert where slug = 'deux'").await.concat();
    let form = page.form("/suivi/").without("person").also("person", &ids[0]).with("act", "choose").with("order_code", &pauls.code).with("show_date", &day);
    // Anne's name is not taken for having been ticked, and nobody is left to believe it was.
    form.clone().also("person", &ids[1]).send(&visitor).await.expect(422).says("Paul L. est bien vous, et personne d’autre");
    let chosen = form.send(&visitor).await.follow(&visitor).await.expect(200);
    chosen.says("Deux personnes de l’association");
    assert_eq!(scope(&world).await, ["Jeanne name", "Paul chosen"]);
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    let left = people(&world).await;
    assert_eq!((left.len(), left.iter().filter(|row| row.contains(EMAIL)).count(), left[2].as_str()), (3, 1, "Anne Lefort jeanne@example.org"));
    world.stop().await;
}

#[tokio::test]
async fn stripe_is_asked_for_ninety_days_after_the_charge_and_the_page_says_so() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    let visitor = world.visitor();
    visitor.get(page.url.as_str()).await.expect(200).says("l’association en demandera l’effacement à partir du").says("11 avril 2027");
    let asked = |world: &World| world.mail.mailbox.list(None).iter().filter(|mail| mail.text.contains("effacés chez Stripe")).count();
    world.pass(Duration::days(88)).await;
    assert_eq!(asked(&world), 0, "Stripe redacts nothing before");
    world.pass(Duration::days(2)).await;
    assert_eq!(asked(&world), 1, "the president is asked, once");
    visitor.get(page.url.as_str()).await.expect(200).says("l’association demande à Stripe d’effacer ce qui peut l’être, et le confirmera.");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    desk::open(&world, &treasurer, "jazz").await.says("Demandez-le à Stripe depuis le compte de l’association");
    desk::press(&world, &treasurer, "jazz", "stripe_redacted", &[]).await.follow(&treasurer).await.expect(200).says("Stripe a effacé ce qui pouvait l’être");
    visitor.get(page.url.as_str()).await.expect(200).says("Stripe (paiements) : c’est fait,");
    let _ = desk::press(&world, &treasurer, "jazz", "stripe_redacted", &[]).await.expect(422);
    world.stop().await;
}

#[tokio::test]
async fn the_database_and_the_code_agree_on_which_states_end_a_request() {
    let world = World::start().await;
    for state in State::ALL {
        let over = world.count(&format!("select request_is_over('{}')::int::bigint", state.word())).await == 1;
        assert_eq!(over, state.is_final(), "{}", state.word());
    }
    world.stop().await;
}
