//! The platform's own papers: its register as processor, its processors and their changes, a breach told to associations, and the agreement at sign-up.

use kernel::ids::AccountId;
use lopdf::Document;
use server::papers;
use support::World;

/// A text whose spaces are all of one kind.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_platforms_register_names_each_controller_and_what_is_done_for_it() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    world.association_without_stripe("choeur").await;
    let operator = world.operator().await;
    let page = operator.get(&world.url("app", "/operateur/registre")).await.expect(200);
    page.says("Registre du sous-traitant")
        .says("Estrade des essais")
        .says("Association jazz")
        .says("Association choeur")
        .says("3 rue des Tanneurs, 21000 Dijon");
    page.says("Billetterie").says("Comptes de l’équipe").says("Les échanges sont chiffrés");
    let csv = operator.get(&world.url("app", "/operateur/registre.csv")).await.expect(200);
    assert_eq!(csv.text.lines().count(), 3, "{}", csv.text);
    let pdf = operator.get(&world.url("app", "/operateur/registre.pdf")).await.expect(200);
    let document = Document::load_mem(&pdf.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    assert!(document.extract_text(&pages).expect("words").contains("Association jazz"));
    for path in ["/operateur/registre", "/operateur/registre.csv", "/operateur/registre.pdf", "/operateur/sous-traitants", "/operateur/violations"] {
        let _ = world.signed_in(jazz.president).await.get(&world.url("app", path)).await.expect(404);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_change_of_processor_is_announced_thirty_days_before_to_all() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let public = world.url("", "/sous-traitants");
    let before = world.visitor().get(&public).await.expect(200);
    before.says("Hébergement des essais SAS").says("Stockage des essais GmbH").says("Allemagne");
    assert!(!before.words().contains("Changements annoncés") && !before.words().contains("Stripe Payments"), "Stripe is a controller of its own");
    let operator = world.operator().await;
    let here = world.url("app", "/operateur/sous-traitants");
    let form = operator.get(&here).await.expect(200).form("/sous-traitants");
    let form = form.with("recipient", "mail_provider").with("name", "Poste nouvelle SAS").with("country", "FR");
    let soon = form.clone().with("from", "2027-02-01").send(&operator).await.expect(422);
    assert!(soon.text.contains("id=\"fault-from\""), "{}", soon.words());
    let abroad = form.clone().with("country", "US").with("from", "2027-03-01").send(&operator).await.expect(422);
    assert!(abroad.text.contains("id=\"fault-transfer\""), "{}", abroad.words());
    // A suspended association's data are processed all the same.
    world.association_without_stripe("choeur").await;
    world.sql("update tenant set state = 'suspended' where slug = 'choeur'").await;
    form.with("from", "2027-03-01").send(&operator).await.expect(200).says("Le changement est annoncé").says("Poste nouvelle SAS");
    world.visitor().get(&public).await.expect(200).says("Changements annoncés").says("Poste nouvelle SAS (France) à partir du lundi 1er mars 2027");
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("presidence-jazz@example.org"));
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains("Poste nouvelle SAS") && mails[0].text.contains("/sous-traitants"), "{}", mails[0].text);
    assert_eq!(world.mail.mailbox.list(Some("presidence-choeur@example.org")).len(), 1, "the suspended association was not told");
    world.clock.advance(chrono::Duration::days(60));
    world.visitor().get(&public).await.expect(200).says("Changements passés");
    world.stop().await;
}

#[tokio::test]
async fn a_breach_at_the_platform_opens_a_file_in_each_association_it_concerns() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    world.association_without_stripe("choeur").await;
    let operator = world.operator().await;
    let here = world.url("app", "/operateur/violations");
    let form = operator.get(&here).await.expect(200).form("/violations");
    let form = form.with("what_happened", "Une copie de secours a été lue.").with("nature-confidentiality", "yes").with("data-contact-email", "yes");
    let form = form.with("whom", "some").with("measures", "L’accès est fermé.");
    let nobody = form.clone().with("associations", "").send(&operator).await.expect(422);
    assert!(nobody.text.contains("id=\"fault-associations\""), "{}", nobody.words());
    form.clone().with("associations", "jaz").send(&operator).await.expect(422).says("Aucune association n’a l’adresse jaz");
    form.with("associations", "jazz").send(&operator).await.expect(200).says("Le dossier est ouvert").says("Une copie de secours");
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("presidence-jazz@example.org"));
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Une copie de secours a été lue.") && flat(&mails[0].text).contains("14 janvier 2027"), "{}", mails[0].text);
    assert!(world.mail.mailbox.list(Some("presidence-choeur@example.org")).is_empty());
    let link = mails[0].text.split_whitespace().find(|word| word.contains("/violations/")).expect("a link").to_owned();
    let file = world.signed_in(jazz.president).await.get(&link).await.expect(200);
    file.says("a eu lieu sur la plateforme").says("L’accès est fermé.").says("Il reste 72 heures");
    operator.get(&here).await.expect(200).says("Une copie de secours");
    assert_eq!(world.count("select count(*) from platform_breach_tenant where told_at is not null").await, 1);
    // The same job again opens nothing twice.
    world.settle().await;
    assert_eq!(world.count("select count(*) from breach").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn whoever_signs_an_association_up_accepts_the_agreement_and_it_is_kept() {
    let world = World::start().await;
    let visitor = world.visitor();
    world.visitor().get(&world.url("", "/contrat")).await.expect(200).says("Contrat de sous-traitance des données").says("Version 1");
    let page = visitor.get(&world.url("", "/inscription")).await.expect(200);
    let form = page.form("/inscription").with("association", "Jazz des Halles").with("slug", "jazz-des-halles").with("name", "Odile Marchand");
    let form = form.with("email", "odile@example.org").with("password", "une phrase assez longue").with("accepted", "yes");
    assert!(form.value("agreed").is_none(), "the box is unticked");
    let unticked = form.send(&visitor).await.expect(422);
    assert!(unticked.text.contains("id=\"fault-agreed\""), "{}", unticked.words());
    let stale = form.clone().with("agreed", "yes").with("agreement", "00").send(&visitor).await.expect(422);
    assert!(stale.text.contains("id=\"fault-agreed\""));
    let _ = form.with("agreed", "yes").send(&visitor).await.expect(200);
    world.settle().await;
    let mails = world.mail.mailbox.list(Some("odile@example.org"));
    let link = mails[0].text.split_whitespace().find(|word| word.contains("/confirmer/")).expect("a link").to_owned();
    let confirm = visitor.follow(&link).await.expect(200);
    let _ = confirm.form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    let kept = world.texts("select signatory || ' ' || version || ' ' || (content_hash = (select content_hash from agreement_terms)) from agreement").await;
    assert_eq!(kept, ["Odile Marchand 1 true"]);
    visitor.get(&world.url("app", "/a/jazz-des-halles/contrat")).await.expect(200).says("Version 1, acceptée par Odile Marchand");
    world.stop().await;
}

#[tokio::test]
async fn whoever_signs_up_while_a_new_wording_waits_is_bound_by_it_at_once() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    world.visitor().get(&world.url("", "/contrat")).await.expect(200).says("Version 1");
    let president = world.signed_in(jazz.president).await;
    let contract = president.get(&world.url("app", "/a/jazz/contrat")).await.expect(200);
    let _ = contract.form("/contrat").with("signatory", "Odile Marchand").with("agreed", "yes").send(&president).await.follow(&president).await.expect(200);
    // Facts changed: what is offered now binds those who had agreed in thirty days only.
    world.sql("set session_replication_role = replica; update agreement_terms set content_hash = '\\x00'; update agreement set content_hash = '\\x00'").await;
    world.visitor().get(&world.url("", "/contrat")).await.expect(200).says("Version 2").says("applicable dès son acceptation").says("10 février 2027");
    let again = president.get(&world.url("app", "/a/jazz/contrat")).await.expect(200);
    let _ = again.form("/contrat").with("signatory", "Odile Marchand").with("agreed", "yes").send(&president).await.follow(&president).await.expect(200);
    let visitor = world.visitor();
    let form = visitor.get(&world.url("", "/en/inscription")).await.expect(200).form("/inscription");
    let form = form.with("association", "Choir of the Doubs").with("slug", "choeur").with("name", "Camille Roy").with("email", "camille@example.org");
    let form = form.with("password", "une phrase assez longue").with("accepted", "yes").with("agreed", "yes");
    let _ = form.send(&visitor).await.expect(200);
    world.settle().await;
    world.clock.advance(chrono::Duration::hours(3));
    let mails = world.mail.mailbox.list(Some("camille@example.org"));
    let link = mails[0].text.split_whitespace().find(|word| word.contains("/confirmer/")).expect("a link").to_owned();
    let _ = visitor.follow(&link).await.expect(200).form("/confirmer/").send(&visitor).await.follow(&visitor).await.expect(200);
    let bound = world
        .texts("select a.version || ' ' || (a.applies_from - a.accepted_at) from agreement a join tenant t on t.id = a.tenant_id order by t.slug, a.version")
        .await;
    assert_eq!(bound, ["2 00:00:00", "1 00:00:00", "2 30 days"], "choeur, then jazz");
    // What the founder ticked is written down as of the moment of the form and in its language, not of the link.
    let ticked = world
        .texts("select e.about || ' ' || e.locale || ' ' || (e.at = s.created_at) || ' ' || (a.accepted_at = s.created_at) from sign_up s, consent_event e, agreement a where a.tenant_id = e.tenant_id")
        .await;
    assert_eq!(ticked, ["terms_of_use en true true"]);
    world.stop().await;
}

#[tokio::test]
async fn a_processor_that_changes_without_an_announcement_is_named_to_operators() {
    let world = World::start().await;
    let found = async || papers::unannounced(&world.app).await.unwrap();
    assert_eq!(found().await, Vec::<String>::new(), "those met at the first start are known");
    world.sql("update processor_in_use set legal_name = 'Poste ancienne SAS' where recipient = 'mail_provider'").await;
    let faults = found().await;
    assert!(faults.len() == 1 && faults[0].contains("Poste ancienne SAS") && faults[0].contains("nobody announced it"), "{faults:?}");
    let announced = |name: &str, days: i64| {
        let (at, from) = (world.clock.now() - chrono::Duration::days(90), world.clock.now() + chrono::Duration::days(days));
        format!(
            "insert into processor_change (id, recipient, legal_name, country, announced_by, announced_at, applies_from)
             values (gen_random_uuid(), 'mail_provider', '{name}', 'FR', gen_random_uuid(), '{}', '{}')",
            at.to_rfc3339(),
            from.to_rfc3339()
        )
    };
    let name = "Courrier des essais SARL";
    // What is announced for tomorrow does not serve today.
    world.sql(announced(name, 1)).await;
    assert_eq!(found().await.len(), 1);
    world.clock.advance(chrono::Duration::days(1));
    assert_eq!(found().await, Vec::<String>::new());
    assert_eq!(world.texts("select legal_name from processor_in_use where recipient = 'mail_provider'").await, [name]);
    // Announced and due, and not done: the public list would say what is not.
    world.sql(announced("Poste nouvelle SAS", 0)).await;
    let faults = found().await;
    assert!(faults.len() == 1 && faults[0].contains("Poste nouvelle SAS"), "{faults:?}");
    world.stop().await;
}

#[tokio::test]
async fn the_platforms_own_clock_runs_where_its_own_data_were_hurt() {
    let world = World::start().await;
    world.association_without_stripe("jazz").await;
    let desk = world.operator().await;
    let here = world.url("app", "/operateur/violations");
    let form = desk.get(&here).await.expect(200).form("/violations").with("what_happened", "Des comptes ont été vus.");
    let form = form.with("nature-confidentiality", "yes").with("data-identity-name", "yes").with("whom", "nobody");
    let opened = form.send(&desk).await.expect(200);
    opened.says("aucune association n’est à prévenir").says("Il reste 72 heures");
    world.settle().await;
    assert!(world.mail.mailbox.list(Some("presidence-jazz@example.org")).is_empty(), "nobody was to be told");
    world.clock.advance(chrono::Duration::hours(73));
    let desk = world.signed_in(AccountId::from_uuid(world.texts("select id::text from account where operator").await[0].parse().unwrap())).await;
    let late = desk.get(&here).await.expect(200);
    late.says("Le délai de 72 heures est passé depuis");
    let notify = |page: &support::Page| page.forms().into_iter().find(|form| form.value("act") == Some("notify")).expect("a form");
    let unsaid = notify(&late).send(&desk).await.expect(422);
    assert!(unsaid.text.contains("id=\"fault-delay-1\""), "{}", unsaid.words());
    let told = notify(&late).with("delay-1", "Découverte un samedi.").send(&desk).await.expect(200);
    told.says("Notifiée à la CNIL le").says("Découverte un samedi.");
    assert!(!told.forms().iter().any(|form| form.value("act") == Some("notify")), "noted once");
    world.stop().await;
}
