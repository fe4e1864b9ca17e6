//! The legal texts: what they speak of, how they change, who is told, and how everything leads to them.

use std::collections::BTreeSet;

use support::{Association, ConcertSpec, OnSale, TariffSpec, World};
use tenants::{
    legal::{self, compose::STRIPE_METADATA},
    site::{self, modules::Module},
    ticketing::concerts::model::TariffKind,
};

fn free(slug: &'static str, in_days: i64) -> ConcertSpec {
    let tariffs = vec![TariffSpec { name: "Entrée libre", kind: TariffKind::Free, price: 0, limit: None }];
    ConcertSpec { slug, in_days, tariffs, ..ConcertSpec::default() }
}

/// Books a place that costs nothing.
async fn book(world: &World, association: &Association, concert: &OnSale, email: &str) {
    let visitor = world.visitor();
    let details = world.choose(&visitor, association, concert, 1).await.expect(200);
    world.give_details(&visitor, &details, email).await.follow(&visitor).await.expect(200).says("C’est réservé");
}

/// The association begins to take payments.
async fn take_payments(world: &World, association: &Association) {
    let mut tx = world.tenant(association.tenant).await;
    site::store::take_into_use(&mut tx, world.clock.now(), Module::Payments).await.expect("noted");
    tx.commit().await.expect("noted");
    world.see_changes().await;
}

#[tokio::test]
async fn notice_speaks_of_what_is_in_use_and_tells_buyers_once_what_it_changes() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let soon = world.concert(&association, &free("matinee", 1)).await;
    let later = world.concert(&association, &free("soiree", 30)).await;
    let again = world.concert(&association, &free("bal", 40)).await;
    let notice = world.url("jazz", "/mentions-legales");
    let visitor = world.visitor();

    book(&world, &association, &soon, "karim@example.org").await;
    for concert in [&later, &again] {
        book(&world, &association, concert, "jeanne@example.org").await;
    }
    let page = visitor.get(&notice).await.expect(200);
    page.says("(version 1)").says("6.B. Commander des places").says("Billetterie").says("Odile Marchand");
    assert!(!page.words().contains("Stripe") && !page.text.contains("id=\"paiement\""), "no payment is taken yet:\n{}", page.words());

    // The first concert is over before anything changes.
    world.pass(chrono::Duration::days(2)).await;
    world.mail.mailbox.clear();
    take_payments(&world, &association).await;
    let page = visitor.get(&notice).await.expect(200);
    page.says("(version 2)").says("6.C. Payer en ligne").says("Ce qui change pour vos données depuis le");
    page.says("Nouvel usage de données — Paiement").says("Stripe Payments Europe, Limited (Irlande)").says("en archive");

    world.settle().await;
    let _ = visitor.get(&notice).await.expect(200);
    world.settle().await;
    let mails = world.mail.mailbox.list(None);
    assert_eq!(mails.len(), 1, "one mail to whoever has a concert to come: {:?}", mails.iter().map(|mail| &mail.to).collect::<Vec<_>>());
    assert!(mails[0].is_to("jeanne@example.org") && mails[0].subject.contains("Ce qui change pour vos données"), "{}", mails[0].subject);
    assert!(mails[0].text.contains("Nouvel usage de données") && mails[0].text.contains("/mentions-legales/comparer/1/2"), "{}", mails[0].text);

    let compared = visitor.get(&world.url("jazz", "/mentions-legales/comparer/1/2")).await.expect(200);
    compared.says("De la version 1 à la version 2").says("ajouté").says("Payer en ligne");
    assert!(compared.text.contains("<ins>") && compared.text.contains("<del>"));
    let versions = visitor.get(&world.url("jazz", "/mentions-legales/versions")).await.expect(200);
    versions.says("Change l’usage de vos données");
    assert_eq!(versions.text.matches("<code>").count(), 2);
    let chosen = visitor.get(&world.url("jazz", "/mentions-legales/comparer?de=2&a=1")).await;
    assert!(chosen.location().ends_with("/mentions-legales/comparer/2/1"));
    visitor
        .get(&world.url("jazz", "/en/mentions-legales/versions/1"))
        .await
        .expect(200)
        .says("old version")
        .says("Legal notice")
        .says("the French version prevails");
    for nowhere in ["/mentions-legales/versions/9", "/mentions-legales/comparer/1/9", "/accessibilite/comparer/0/1"] {
        let _ = visitor.get(&world.url("jazz", nowhere)).await.expect(404);
    }
    world.stop().await;
}

#[tokio::test]
async fn notice_takes_the_associations_own_words_when_the_president_publishes_what_was_seen() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let editor = world.signed_in_as(&association, "editor").await;
    let president = world.signed_in(association.president).await;
    let public = world.url("jazz", "/mentions-legales");
    let desk = |path: &str| world.url("app", &format!("/a/jazz{path}"));
    let before = world.visitor().get(&public).await.expect(200);
    assert_eq!(before.header("etag"), world.visitor().get(&public).await.header("etag"), "rendered once");

    // What cannot be published is sent back with what was typed.
    let form = editor.get(&desk("/mentions")).await.expect(200).form("/mentions");
    let refused = form.clone().with("fr-liens", "Voir http://example.org").with("en-droit", "English only").with("act", "save").send(&editor).await.expect(422);
    assert!(refused.text.contains("id=\"fault-fr-liens\"") && refused.text.contains("id=\"fault-fr-droit\""), "{}", refused.words());
    assert_eq!(refused.form("/mentions").value("fr-liens"), Some("Voir http://example.org"));
    assert_eq!(world.count("select count(*) from legal_clause").await, 0);

    // A draft is seen by the team and by nobody else; a section nobody generated is ignored.
    let words = "Nos partenaires <b>ont</b> donné leur accord.\n\nLa liste : https://example.org/partenaires.";
    let typed = form.with("fr-liens", words).with("en-liens", "Our partners agreed.").with("fr-inconnue", "x").with("act", "preview");
    let preview = typed.send(&editor).await.follow(&editor).await.expect(200);
    preview.says("Voici ce que vos visiteurs liront").says("Nos partenaires <b>ont</b> donné leur accord.").says("La présidence publie");
    assert_eq!(world.texts("select section from legal_clause").await, ["liens"]);
    world.see_changes().await;
    assert!(!world.visitor().get(&public).await.expect(200).words().contains("Nos partenaires"), "a draft is not public");
    let token = editor.get(&desk("/mentions")).await.form("/mentions").value("csrf").unwrap_or_default().to_owned();
    let _ = editor.post(&desk("/mentions/publier?texte=notice"), &[("csrf", &token), ("seen", "")]).await.expect(403);

    // The president publishes what they saw, not what was written since.
    let seen = president.get(&desk("/mentions/apercu?texte=notice")).await.expect(200).form("/mentions/publier");
    let more = editor.get(&desk("/mentions")).await.form("/mentions").with("fr-cookies", "Miam.").with("act", "save").send(&editor).await.follow(&editor).await;
    more.expect(200).says("Brouillon gardé");
    let stale = seen.send(&president).await.expect(409);
    stale.says("Le texte a changé depuis").says("Miam.");
    let published = stale.form("/mentions/publier").send(&president).await.follow(&president).await.expect(200);
    published.says("Publié. Une nouvelle version est en ligne.");
    world.see_changes().await;
    let after = world.visitor().get(&public).await.expect(200);
    after
        .says("(version 2)")
        .says("L’association ajoute")
        .says("Nos partenaires <b>ont</b> donné leur accord.")
        .says("Miam.")
        .says("que Association jazz ne contrôle pas");
    assert!(after.text.contains("<a href=\"https://example.org/partenaires\" rel=\"noopener\">") && !after.text.contains("<b>ont"));
    assert_ne!(before.header("etag"), after.header("etag"), "the page in memory is another");
    world.visitor().get(&world.url("jazz", "/en/mentions-legales")).await.expect(200).says("Our partners agreed.").says("Miam.");
    let compared = world.visitor().get(&world.url("jazz", "/mentions-legales/comparer/1/2")).await.expect(200);
    compared.says("2 sections changent");
    assert_eq!(world.texts("select material::text from legal_document where kind = 'notice' order by version").await, ["false", "false"]);
    assert_eq!(world.texts("select action from staff_action where action = 'notice.publish'").await.len(), 1);
    world.stop().await;
}

#[tokio::test]
async fn notice_prints_a_corrected_fact_at_once_and_says_what_it_lacks() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let president = world.signed_in(association.president).await;
    let public = world.url("jazz", "/mentions-legales");
    world.visitor().get(&public).await.expect(200).says("03 80 00 00 00").says("(version 1)");
    let settings = world.url("app", "/a/jazz/reglages");
    let form = president.get(&settings).await.expect(200).form("/reglages");
    assert_eq!(form.value("online_since"), Some("2027-01-11"));
    let wrong = form.clone().with("online_since", "hier").with("act", "save").send(&president).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-online_since\""), "{}", wrong.words());
    let form = form.with("phone", "03 80 11 22 33").with("online_since", "2019-09-01").with("webmaster_name", "Atelier des Quais");
    let form = form.with("webmaster_contact", "atelier@example.org").with("act", "save");
    form.send(&president).await.follow(&president).await.expect(200).says("enregistré");
    world.see_changes().await;
    let page = world.visitor().get(&public).await.expect(200);
    page.says("03 80 11 22 33").says("(version 2)").says("01/09/2019").says("Atelier des Quais").says("732 829 320 00074").says("Estrade des essais");

    world.sql("update association set phone = '', director_name = ''").await;
    let desk = president.get(&world.url("app", "/a/jazz/mentions")).await.expect(200);
    desk.says("Il manque 2 informations que tout site doit donner").says("loi n° 2004-575, art. 1-1");
    world.stop().await;
}

#[tokio::test]
async fn notice_is_reachable_from_the_menu_of_every_page_and_from_every_form() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let bought = world.buy(&visitor, &association, &concert, 1, "jeanne@example.org").await;
    let held = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let mut waiting = vec![world.url("jazz", "/"), world.url("jazz", "/en"), bought.url.clone(), held.url.to_string()];
    let (mut seen, mut forms) = (BTreeSet::new(), 0);
    while let Some(url) = waiting.pop() {
        if !seen.insert(url.clone()) || seen.len() > 200 {
            continue;
        }
        let page = visitor.get(&url).await;
        if !page.header("content-type").starts_with("text/html") || page.status.as_u16() != 200 {
            continue;
        }
        let menu = page.text.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap_or_default();
        assert!(menu.contains("/mentions-legales\""), "{url}: no way to the notice in the menu");
        assert!(page.text.contains("/accessibilite\""), "{url}: no way to the accessibility statement");
        let main = page.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
        if main.contains("method=\"post\"") {
            forms += 1;
            assert!(main.contains("/mentions-legales"), "{url}: a form without a way to the notice");
        }
        let ours = page.links().into_iter().filter(|link| link.starts_with(&world.url("jazz", "/")));
        waiting.extend(ours.map(|link| link.split('#').next().unwrap_or_default().to_owned()));
    }
    assert!(forms >= 3, "tariffs, details and order have forms, {forms} found");
    for page in ["/mentions-legales", "/conditions-de-vente", "/accessibilite", "/en/accessibilite", "/mentions-legales/versions"] {
        assert!(seen.contains(&world.url("jazz", page)), "the walk did not come to {page}");
    }
    let platform = visitor.get(&world.url("", "/inscription")).await.expect(200);
    assert!(platform.text.split("<form").nth(1).is_some_and(|form| form.contains("/mentions-legales")));
    world.stop().await;
}

#[tokio::test]
async fn notice_names_exactly_what_goes_to_stripe_with_a_payment() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    let session = world.texts("select session_id from payment").await.pop().unwrap_or_default();
    let account = world.stripe_account(&association).await;
    let (status, sent) = world.ask_stripe(reqwest::Method::GET, &format!("v1/checkout/sessions/{session}"), Some(&account), &[]).await;
    assert!(status.is_success(), "{sent}");
    let keys: BTreeSet<&str> = sent["metadata"].as_object().expect("metadata").keys().map(String::as_str).collect();
    assert_eq!(keys, STRIPE_METADATA.into_iter().collect());
    assert!(!sent["metadata"].to_string().contains("Jeanne"), "ids only: {}", sent["metadata"]);
    world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200).says("(tenant, payment, order)");
    world.stop().await;
}

#[tokio::test]
async fn notice_of_accessibility_and_terms_are_dated_and_open_in_both_languages() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let visitor = world.visitor();
    // Who sells nothing has no terms of sale, and no page leads to them.
    for path in ["/conditions-de-vente", "/en/conditions-de-vente", "/conditions-de-vente/versions"] {
        let _ = visitor.get(&world.url("jazz", path)).await.expect(404);
    }
    assert!(!visitor.get(&world.url("jazz", "/")).await.expect(200).text.contains("/conditions-de-vente"));
    assert!(!visitor.get(&world.url("jazz", "/sitemap.xml")).await.expect(200).text.contains("/conditions-de-vente"));
    world.concert(&association, &free("matinee", 10)).await;
    world.see_changes().await;
    let terms = visitor.get(&world.url("jazz", "/conditions-de-vente")).await.expect(200);
    assert!(!terms.words().contains("Stripe"), "no payment is taken yet");
    assert!(visitor.get(&world.url("jazz", "/")).await.expect(200).text.contains("/conditions-de-vente"));
    for (path, says) in [
        ("/accessibilite", "partiellement conforme"),
        ("/en/accessibilite", "partially conformant"),
        ("/conditions-de-vente", "L221-28, 12°"),
        ("/en/conditions-de-vente", "right of withdrawal"),
    ] {
        let page = visitor.get(&world.url("jazz", path)).await.expect(200);
        page.says(says).says("(version 1)").says("2027");
        let contents = page.text.split("document-contents").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap_or_default();
        let anchors: Vec<&str> = contents.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(anchors.len() >= 6, "{path}: {anchors:?}");
        for anchor in anchors {
            assert!(page.text.contains(&format!("id=\"{anchor}\"")), "{path}: #{anchor} leads nowhere");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn more_than_six_shows_a_year_are_not_announced_without_the_licence() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    world.sql("update association set licence = ''").await;
    let slugs = ["un", "deux", "trois", "quatre", "cinq", "six"];
    for (place, slug) in (20..).zip(slugs) {
        world.concert(&association, &free(slug, place)).await;
    }
    let seventh = world.concert(&association, &free("sept", 60)).await;
    world.sql(format!("update concert set state = 'draft' where id = '{}'", seventh.id)).await;
    let president = world.signed_in(association.president).await;
    let here = world.url("app", &format!("/a/jazz/concerts/{}", seventh.id));
    let page = president.get(&here).await.expect(200);
    page.says("licence d’entrepreneur de spectacles").says("L7122-3");
    let token = page.text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let _ = president.post(&here, &[("csrf", &token), ("act", "publish")]).await;
    assert_eq!(world.count("select count(*) from concert where state = 'published'").await, 6);
    world.sql("update association set licence = 'PLATESV-D-2026-000123'").await;
    let _ = president.post(&here, &[("csrf", &token), ("act", "publish")]).await;
    assert_eq!(world.count("select count(*) from concert where state = 'published'").await, 7);
    world.stop().await;
}

#[tokio::test]
async fn a_fact_that_changes_while_nobody_looks_makes_its_version_by_night() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let _ = world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200);
    let versions = async || world.texts("select kind || ' ' || version from legal_document order by kind, version").await;
    assert_eq!(versions().await, ["notice 1"]);
    let renew = async || {
        let mut tx = world.tenant(association.tenant).await;
        legal::renew(&mut tx, &world.app.config.operator, world.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    renew().await;
    assert_eq!(versions().await, ["notice 1"], "nothing changed, and a text nobody opened has told nobody anything");
    take_payments(&world, &association).await;
    renew().await;
    assert_eq!(versions().await, ["notice 1", "notice 2"]);
    assert_eq!(world.texts("select material::text from legal_document order by version").await, ["false", "true"], "those concerned are told");
    world.stop().await;
}
