//! Papers: the register that keeps itself, the agreement and who accepted it, the question of a data protection officer.

use lopdf::Document;
use support::{ConcertSpec, Page, World};

/// All the words of a PDF, and whether it is tagged.
fn read(pdf: &Page) -> (String, bool) {
    let document = Document::load_mem(&pdf.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("its words");
    let tagged = document.catalog().is_ok_and(|catalogue| catalogue.has(b"StructTreeRoot") && catalogue.has(b"Lang"));
    (text.split_whitespace().collect::<Vec<_>>().join(" "), tagged)
}

#[tokio::test]
async fn the_register_is_the_inventory_in_words_as_page_table_and_pdf() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    world.concert(&jazz, &ConcertSpec::default()).await;
    world.sql(format!("insert into association_module (tenant_id, module, since) values ('{}', 'ticketing', now()) on conflict do nothing", jazz.tenant)).await;
    let treasurer = world.signed_in_as(&jazz, "treasurer").await;
    let at = |path: &str| world.url("app", &format!("/a/jazz{path}"));
    let page = treasurer.get(&at("/registre")).await.expect(200);
    page.says("Registre des traitements").says("Association jazz").says("Odile Marchand, présidente").says("Billetterie");
    page.says("Hébergement des essais SAS").says("Violations de données").says("Stripe Payments Europe");
    // What is not built, or not the association's, is not in its register.
    assert!(!page.words().contains("Mesure d’audience") && !page.words().contains("Inscription d’une association"), "{}", page.words());
    let csv = treasurer.get(&at("/registre.csv")).await.expect(200);
    assert!(csv.header("content-type").starts_with("text/csv") && csv.text.starts_with('\u{feff}'));
    let lines = csv.text.lines().count();
    assert!(lines >= 8 && csv.text.contains("Courrier des essais SARL"), "{}", csv.text);
    let pdf = treasurer.get(&at("/registre.pdf")).await.expect(200);
    let (text, tagged) = read(&pdf);
    assert!(tagged && text.contains("Registre des traitements") && text.contains("Billetterie") && text.contains("Association jazz"), "{text}");
    // Two prints of one state bear one version; a fact that changes makes another.
    let version = |text: &str| text.split("Version ").nth(1).map(|rest| rest.chars().take(8).collect::<String>()).unwrap_or_default();
    assert_eq!(version(&page.words()), version(&text));
    world.sql(format!("update association set street = '4 rue des Forges' where tenant_id = '{}'", jazz.tenant)).await;
    let later = treasurer.get(&at("/registre")).await.expect(200);
    assert_ne!(version(&later.words()), version(&text));
    let english = treasurer.get(&world.url("app", "/en/a/jazz/registre")).await.expect(200);
    english.says("Register of processing").says("Ticketing").says("None outside the European Economic Area");
    for path in ["/registre", "/registre.csv", "/registre.pdf", "/contrat"] {
        let _ = world.signed_in_as(&jazz, "editor").await.get(&at(path)).await.expect(403);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_three_questions_about_an_officer_are_answered_kept_and_printed() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let president = world.signed_in(jazz.president).await;
    let at = |path: &str| world.url("app", &format!("/a/jazz{path}"));
    president.get(&at("/registre")).await.expect(200).says("Trois questions restent à examiner");
    let blank = president.get(&at("/registre/dpo")).await.expect(200);
    let again = blank.form("/registre/dpo").with("public_body", "no").with("reasons", "Quarante bénévoles.").send(&president).await.expect(422);
    assert!(again.text.contains("id=\"fault-monitors\"") && again.text.contains("id=\"fault-sensitive\""), "{}", again.words());
    assert!(again.text.contains("Quarante bénévoles."), "what was typed stays");
    let no = blank.form("/registre/dpo").with("public_body", "no").with("monitors", "no").with("sensitive", "no").with("reasons", "Quarante bénévoles.");
    no.send(&president)
        .await
        .follow(&president)
        .await
        .expect(200)
        .says("Les réponses sont enregistrées")
        .says("dans aucun des trois cas")
        .says("Quarante bénévoles.");
    president.get(&at("/registre")).await.expect(200).says("dans aucun des trois cas");
    // Named without a way to reach them: art. 37(7).
    let form = president.get(&at("/registre/dpo")).await.expect(200).form("/registre/dpo").with("sensitive", "yes");
    let nameless = form.clone().with("officer_name", "Inès Morel").send(&president).await.expect(422);
    assert!(nameless.text.contains("id=\"fault-officer_contact\""));
    form.send(&president).await.follow(&president).await.expect(200).says("Un délégué est obligatoire");
    let named = president
        .get(&at("/registre/dpo"))
        .await
        .expect(200)
        .form("/registre/dpo")
        .with("officer_name", "Inès Morel")
        .with("officer_contact", "ines@example.org");
    named.send(&president).await.follow(&president).await.expect(200).says("Inès Morel, ines@example.org");
    assert_eq!(world.count("select count(*) from dpo_assessment").await, 3, "each answer is kept");
    world.see_changes().await;
    world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200).says("Inès Morel");
    world.stop().await;
}

#[tokio::test]
async fn an_agreement_is_accepted_once_a_version_and_a_new_one_is_announced_with_notice() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let president = world.signed_in(jazz.president).await;
    let contract = world.url("app", "/a/jazz/contrat");
    let page = president.get(&contract).await.expect(200);
    page.says("n’a pas encore été accepté").says("Estrade des essais").says("article 32").says("Annexe 2").says("Stockage des essais GmbH");
    // A treasurer reads it, and cannot accept.
    let treasurer = world.signed_in_as(&jazz, "treasurer").await;
    let read_only = treasurer.get(&contract).await.expect(200);
    assert!(!read_only.forms().iter().any(|form| form.action.contains("/contrat")));
    let form = page.form("/contrat").with("signatory", "Odile Marchand");
    let unticked = form.send(&president).await.expect(422);
    assert!(unticked.text.contains("id=\"fault-agreed\""), "{}", unticked.words());
    let old = form.clone().with("agreed", "yes").with("version", "0").send(&president).await.expect(422);
    old.says("a changé pendant que vous le lisiez");
    let accepted = form.with("agreed", "yes").send(&president).await.follow(&president).await.expect(200);
    accepted.says("Version 1, acceptée par Odile Marchand");
    assert!(!accepted.words().contains("n’a pas encore été accepté"));
    let pdf = president.get(&world.url("app", "/a/jazz/contrat.pdf?version=1")).await.expect(200);
    let (text, tagged) = read(&pdf);
    assert!(tagged && text.contains("Odile Marchand") && text.contains("Association jazz") && text.contains("Annexe 3"), "{text}");
    let _ = president.get(&world.url("app", "/a/jazz/contrat.pdf?version=7")).await.expect(404);

    // The wording of yesterday: today's is a new version, told by mail, applicable in thirty days.
    world.sql("set session_replication_role = replica; update agreement_terms set content_hash = '\\x00'; update agreement set content_hash = '\\x00'").await;
    president.get(&contract).await.expect(200).says("Une nouvelle version (2) s’appliquera à partir du mercredi 10 février 2027");
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("presidence-jazz@example.org"));
    let mail = mails.iter().find(|mail| mail.subject.contains("contrat de données")).expect("a mail");
    let told = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("la 2") && told.contains("/a/jazz/contrat") && told.contains("10 février 2027"), "{told}");
    world.settle().await;
    assert_eq!(world.mail.mailbox.list(Some("presidence-jazz@example.org")).len(), mails.len(), "told once");
    world.clock.advance(chrono::Duration::days(31));
    let president = world.signed_in(jazz.president).await;
    let late = president.get(&contract).await.expect(200);
    late.says("n’a pas encore été acceptée");
    late.form("/contrat")
        .with("signatory", "Odile Marchand")
        .with("agreed", "yes")
        .send(&president)
        .await
        .follow(&president)
        .await
        .expect(200)
        .says("Version 2, acceptée");
    let old = president.get(&world.url("app", "/a/jazz/contrat.pdf?version=1")).await.expect(200);
    assert!(read(&old).0.contains("Version 1"));
    world.stop().await;
}
