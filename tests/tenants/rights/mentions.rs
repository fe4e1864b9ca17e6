//! Texts that name whoever asks: found, decided by people, and nobody else's words rewritten.

use chrono::Duration;
use support::{Association, Client, ConcertSpec, Page, World};

use super::{confirmed, desk, mail, newest, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

/// Two texts name her, one nearly does, and one names her elsewhere.
async fn texts(world: &World, association: &Association) {
    let tenant = association.tenant;
    let other = ConcertSpec { slug: "deux", title: "Récital", ..ConcertSpec::default() };
    world.concert(association, &other).await;
    world.sql(format!("update concert set text_fr = 'Au piano : Jeanne LEFORT, puis Anne Martin.' where tenant_id = '{tenant}' and slug = 'deux'")).await;
    world.sql(format!("update association set about_fr = 'Pour les cours, écrivez à Jeanne+cours@Example.org.', tagline_fr = 'Le fort de Jeanne' where tenant_id = '{tenant}'")).await;
    let elsewhere = world.association_without_stripe("choeur").await;
    world.sql(format!("update association set about_fr = 'Jeanne Lefort chante.' where tenant_id = '{}'", elsewhere.tenant)).await;
}

/// Every free text of every association, as a digest.
async fn digest(world: &World) -> Vec<String> {
    world
        .texts(
            "select md5(string_agg(t, ',' order by t)) from (select c.tenant_id || c.title || c.summary_fr || c.summary_en || c.text_fr || c.text_en as t from concert c
               union all select a.tenant_id || a.tagline_fr || a.tagline_en || a.about_fr || a.about_en from association a) all_texts",
        )
        .await
}

/// The list of places, in the order of the page.
async fn listed(world: &World) -> Vec<String> {
    let sql = "select table_name || '.' || column_name || ' ' || coalesce(decision || coalesce(' ' || reason, ''), 'open') from privacy_request_mention order by table_name, row_key, column_name";
    world.texts(sql).await
}

/// Decides about the text in `table`.
async fn decide(world: &World, client: &Client, table: &str, act: &str, why: &str) -> Page {
    let id = world.texts(format!("select id::text from privacy_request_mention where table_name = '{table}'")).await.concat();
    desk::press(world, client, "jazz", act, &[("mention", &id), ("why", why)]).await
}

#[tokio::test]
async fn texts_that_name_somebody_are_decided_by_people_before_an_erasure_and_never_rewritten() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    texts(&world, &association).await;
    let before = digest(&world).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[("message", "Je suis Jeanne Lefort, effacez-moi.")]).await;
    page.says("Deux personnes de l’association").says("2 textes de l’association nomment cette personne");
    assert_eq!(state(&world).await, "awaiting_second_approval");
    assert_eq!(listed(&world).await, ["association.about_fr open", "concert.text_fr open"], "nor her own words, nor another association's");

    let president = world.signed_in(association.president).await;
    let shown = desk::open(&world, &president, "jazz").await;
    shown.says("des textes nomment cette personne").says("Au piano").says("Jeanne LEFORT").says("écrivez à Jeanne+cours@Example.org").says("Page d’un concert");
    let _ = shown.link("/reglages");
    let _ = shown.link("/modifier");
    let early = desk::press(&world, &president, "jazz", "prepare", &[]).await.expect(422);
    early.says("Décidez d’abord de chacun des textes");
    decide(&world, &president, "concert", "mention_left", "").await.expect(422).says("Choisissez le motif");
    decide(&world, &president, "concert", "mention_left", "information").await.follow(&president).await.expect(200).says("Noté : le texte reste");
    decide(&world, &president, "association", "mention_corrected", "").await.expect(422).says("Ce texte nomme encore la personne");
    assert_eq!(digest(&world).await, before, "the software rewrote something");
    // A person of the association edits the text, where it lies.
    world.sql(format!("update association set about_fr = 'Pour les cours, écrivez-nous.' where tenant_id = '{}'", association.tenant)).await;
    desk::open(&world, &president, "jazz").await.says("Ce texte ne nomme plus cette personne");
    decide(&world, &president, "association", "mention_corrected", "").await.follow(&president).await.expect(200).says("Noté : le texte est corrigé");
    let after = digest(&world).await;

    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    assert_eq!(digest(&world).await, after, "byte for byte");
    let done = world.visitor().get(page.url.as_str()).await.expect(200);
    done.says("2 textes de l’association nomment cette personne").says("Un a été corrigé").says("Un texte laissé tel quel").says("art. 17, paragraphe 3, a");
    let answer = mail(&world, EMAIL, "Vos données sont effacées");
    assert!(answer.contains("Un a été corrigé") && answer.contains("information du public"), "{answer}");

    // Neither the file nor the list holds the text, and the list goes with the name.
    let file = world.texts("select facts::text from privacy_request_event union all select m::text from privacy_request_mention m").await.concat();
    assert!(file.contains("information") && !file.contains("Jeanne") && !file.contains("Lefort") && !file.contains('@'), "{file}");
    world.pass(Duration::days(31)).await;
    assert_eq!(world.count("select count(*) from privacy_request_mention").await, 0, "the file would lead to the name again");
    world.visitor().get(page.url.as_str()).await.expect(200).says("Un a été corrigé");
    world.stop().await;
}

#[tokio::test]
async fn a_text_that_comes_between_two_signatures_is_decided_before_the_second() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    texts(&world, &association).await;
    world.sql("update association set about_fr = ''").await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[]).await;
    assert_eq!(state(&world).await, "awaiting_second_approval", "a copy is looked at by people too");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let president = world.signed_in(association.president).await;
    let _ = decide(&world, &treasurer, "concert", "mention_left", "expression").await.expect(303);
    let _ = desk::press(&world, &treasurer, "jazz", "prepare", &[]).await.expect(303);
    world.sql(format!("update association set tagline_fr = 'Avec J. Lefort' where tenant_id = '{}'", association.tenant)).await;
    let late = desk::press(&world, &president, "jazz", "approve", &[("confirmation", "donner la copie")]).await.expect(422);
    late.says("Décidez d’abord de chacun des textes");
    assert_eq!(listed(&world).await, ["association.tagline_fr open", "concert.text_fr left expression"]);
    // Whoever had signed signed another answer.
    let _ = decide(&world, &president, "association", "mention_left", "homonym").await.expect(303);
    assert_eq!(world.texts("select coalesce(prepared_by::text, 'nobody') from privacy_request").await, ["nobody"]);
    desk::sign_twice(&world, &association, "donner la copie").await;
    world.settle().await;
    assert_eq!(state(&world).await, "completed");
    let answer = mail(&world, EMAIL, "Votre copie est prête");
    assert!(answer.contains("liberté d’expression") && answer.contains("d’une autre personne du même nom"), "{answer}");
    world.stop().await;
}

#[tokio::test]
async fn what_others_wrote_of_somebody_in_their_own_requests_is_found_and_what_is_for_presidents_stays_theirs() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", ("Nadia", "Tiers"), "nadia@example.org", &[("message", "Jeanne Lefort m’a vendu sa place.")])
        .await;
    world.clock.advance(Duration::minutes(1));
    let others = newest(&world).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "copie", JEANNE, EMAIL, &[("message", "Jeanne Lefort, c’est moi.")]).await;
    assert_eq!(listed(&world).await, ["privacy_request.message open"]);
    assert_eq!(world.texts("select trim('/' from row_key) from privacy_request_mention").await, [others]);
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    desk::open(&world, &treasurer, "jazz").await.says("Demande d’une autre personne").says("vendu sa place");
    world
        .sql(format!(
            "update privacy_request_mention set table_name = 'breach', column_name = 'what_happened', row_key = '/{}' where tenant_id = '{}'",
            uuid::Uuid::nil(),
            association.tenant
        ))
        .await;
    let shown = desk::open(&world, &treasurer, "jazz").await;
    shown.says("Dossier de violation").says("Réservé à la présidence");
    world.stop().await;
}

#[tokio::test]
async fn a_search_costs_one_read_of_each_text_table_of_one_association() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let mut tx = world.tenant(association.tenant).await;
    let terms = vec![vec!["lefort".to_owned()], vec!["@example.org".to_owned()]];
    let found = kernel::personal::texts(&mut tx, &[], &terms, 1).await.unwrap();
    assert!(found.len() <= kernel::personal::text_columns().len(), "at most so many of each table: {found:?}");
    assert!(kernel::personal::texts(&mut tx, &[], &[Vec::new()], 10).await.unwrap().is_empty(), "nothing is looked for, nothing is read");
    // What would break a pattern is a word like another.
    let odd = vec![vec!["%_' or 1=1 --".to_owned()]];
    assert!(kernel::personal::texts(&mut tx, &[], &odd, 10).await.unwrap().is_empty());
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn a_long_list_is_read_to_its_end() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    world
        .sql(format!(
            "insert into concert (tenant_id, id, slug, title, summary_fr, text_fr, venue_name, starts_at, state, created_at, updated_at)
             select '{}', gen_random_uuid(), 'soir-' || n, 'Soir', '', 'Au piano : Jeanne Lefort.', 'Salle', now(), 'draft', now(), now() from generate_series(1, 205) n",
            association.tenant
        ))
        .await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let places = async || world.count("select count(*) from privacy_request_mention").await;
    assert_eq!(places().await, 200);
    let decided = "update privacy_request_mention set decision = 'left', reason = 'expression', decided_at = found_at where decision is null";
    world.sql(decided).await;
    let president = world.signed_in(association.president).await;
    // What was left keeps its place, and takes nobody else's: what is not read yet is not signed.
    let _ = desk::press(&world, &president, "jazz", "prepare", &[]).await.expect(422);
    assert_eq!(places().await, 205);
    world.sql(decided).await;
    let _ = desk::press(&world, &president, "jazz", "prepare", &[]).await.expect(303);
    world.stop().await;
}
