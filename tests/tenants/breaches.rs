//! A breach: who is concerned is counted, the clock runs, the authority and the people are told, and the file stays.

use kernel::db::{TenantTx, affected};
use lopdf::Document;
use support::{Association, Client, ConcertSpec, Form, Page, World};
use uuid::Uuid;

/// The form of the page with this act.
fn act(page: &Page, act: &str) -> Form {
    page.forms().into_iter().find(|form| form.value("act") == Some(act)).unwrap_or_else(|| panic!("no act {act}: {}", page.words()))
}

fn words(pdf: &Page) -> String {
    let document = Document::load_mem(&pdf.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).expect("its words").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn sold(world: &World, association: &Association, buyers: &[&str]) {
    let concert = world.concert(association, &ConcertSpec::default()).await;
    for buyer in buyers {
        world.buy(&world.visitor(), association, &concert, 1, buyer).await;
    }
    world.settle().await;
}

async fn opened(world: &World, president: &Client) -> Page {
    let blank = president.get(&world.url("app", "/a/jazz/violations/nouvelle")).await.expect(200);
    let form = blank.form("/violations/nouvelle").with("what_happened", "La liste des acheteurs a été envoyée à une mauvaise adresse.");
    let unticked = form.send(president).await.expect(422);
    assert!(unticked.text.contains("id=\"fault-nature-confidentiality\""), "{}", unticked.words());
    let form = form.with("nature-confidentiality", "yes").with("data-contact-email", "yes").with("advice", "Méfiez-vous des messages inattendus.");
    form.send(president).await.follow(president).await.expect(200)
}

#[tokio::test]
async fn a_breach_is_counted_assessed_notified_told_and_closed() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    let choir = world.association("choeur").await;
    sold(&world, &jazz, &["jeanne@example.org", "paul@example.org"]).await;
    sold(&world, &choir, &["alice@example.org"]).await;
    let president = world.signed_in(jazz.president).await;
    let file = opened(&world, &president).await;
    file.says("Violation n° 1").says("acheteurs de places : 2 personnes").says("jeudi 14 janvier 2027").says("Il reste 72 heures");
    // What is decided needs its reasons.
    let bare = act(&file, "assess").with("risk", "high").send(&president).await.expect(422);
    assert!(bare.text.contains("id=\"fault-risk_reasons\""));
    let assessed = act(&file, "assess")
        .with("risk", "high")
        .with("risk_reasons", "Adresses vues par un inconnu.")
        .send(&president)
        .await
        .follow(&president)
        .await
        .expect(200);
    assessed.says("Notifiez la violation à la CNIL avant").says("2 personnes peuvent être jointes");
    let here = file.url.path().to_owned();
    let letter = words(&president.get(&world.url("app", &format!("{here}/notification.pdf"))).await.expect(200));
    for expected in
        ["Notification à la CNIL", "Association jazz", "bureau@example.org", "mauvaise adresse", "2 personnes", "Risque élevé", "Adresses vues par un inconnu"]
    {
        assert!(letter.contains(expected), "{expected}: {letter}");
    }
    assert!(!letter.contains("jeanne@example.org"), "the authority gets numbers, not people");

    let told_wrong = act(&assessed, "tell").with("people", "3").send(&president).await.expect(422);
    told_wrong.says("2 personnes recevraient la lettre");
    // Those whom the notice names are concerned too, and no letter reaches them: how they are told is said (art. 34(3)(c)).
    assessed.says("Aucune lettre n’atteint celles-ci").says("personnes que ces mentions nomment : 1 personne");
    let silent = act(&assessed, "tell").with("people", "2").send(&president).await.expect(422);
    assert!(silent.text.contains("id=\"fault-otherwise\""), "{}", silent.words());
    let told =
        act(&assessed, "tell").with("people", "2").with("otherwise", "De vive voix, au bureau.").send(&president).await.follow(&president).await.expect(200);
    told.says("Les lettres partent");
    world.settle().await;
    for buyer in ["jeanne@example.org", "paul@example.org"] {
        let mails = world.mail.mailbox.list(Some(buyer));
        let letters: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("incident")).collect();
        assert_eq!(letters.len(), 1, "{buyer}");
        assert!(
            letters[0].text.contains("mauvaise adresse") && letters[0].text.contains("Méfiez-vous") && letters[0].text.contains("bureau@example.org"),
            "{}",
            letters[0].text
        );
    }
    assert!(world.mail.mailbox.list(Some("alice@example.org")).iter().all(|mail| !mail.subject.contains("incident")), "the neighbours' buyers hear nothing");
    assert_eq!(world.count("select count(*) from breach_letter where sent_at is not null").await, 2);
    let sent = words(&president.get(&world.url("app", &format!("{here}/notification.pdf"))).await.expect(200));
    assert!(sent.contains("2 personnes prévenues par mail") && sent.contains("De vive voix, au bureau."), "{sent}");
    let token = act(&told, "describe").value("csrf").unwrap_or_default().to_owned();
    let _ = president.post(file.url.as_ref(), &[("csrf", &token), ("act", "tell"), ("people", "2")]).await.expect(409);
    world.settle().await;
    assert_eq!(world.count("select count(*) from breach_letter").await, 2, "told once");

    let notified = act(&told, "notify").with("reference", "CNIL-2027-1").send(&president).await.follow(&president).await.expect(200);
    notified.says("Plus rien n’est dû").says("CNIL-2027-1");
    act(&notified, "close").send(&president).await.follow(&president).await.expect(200).says("Le dossier est clos");
    let closed = president.post(file.url.as_ref(), &[("csrf", &token), ("act", "close")]).await;
    let _ = closed.expect(409);
    let csv = president.get(&world.url("app", "/a/jazz/violations.csv")).await.expect(200);
    assert!(csv.text.contains("mauvaise adresse") && csv.text.contains("CNIL-2027-1"), "{}", csv.text);
    assert!(words(&president.get(&world.url("app", "/a/jazz/violations.pdf")).await.expect(200)).contains("Violation n° 1"));
    let _ = world.signed_in_as(&jazz, "treasurer").await.get(&world.url("app", "/a/jazz/violations")).await.expect(403);
    let neighbour = world.signed_in(choir.president).await;
    let _ = neighbour.get(&world.url("app", &here.replace("/jazz/", "/choeur/"))).await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn past_seventy_two_hours_the_notification_says_why() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let file = opened(&world, &world.signed_in(jazz.president).await).await;
    world.clock.advance(chrono::Duration::hours(73));
    let president = world.signed_in(jazz.president).await;
    let here = file.url.to_string();
    let late = president.get(&here).await.expect(200);
    late.says("Le délai de 72 heures est passé depuis jeudi 14 janvier 2027");
    let unsaid = act(&late, "notify").with("delay_reason", "").send(&president).await.expect(422);
    assert!(unsaid.text.contains("id=\"fault-delay_reason\""), "{}", unsaid.words());
    let refused = world.texts("select coalesce(notified_at::text, 'none') from breach").await;
    assert_eq!(refused, ["none"]);
    act(&late, "notify")
        .with("delay_reason", "Découverte pendant la tournée.")
        .send(&president)
        .await
        .follow(&president)
        .await
        .expect(200)
        .says("Découverte pendant la tournée.");
    // The database says so too, whoever writes.
    let forced = sqlx::query("update breach set delay_reason = ''").execute(&mut world.connect("postgres").await).await;
    assert!(forced.is_err());
    world.stop().await;
}

#[tokio::test]
async fn what_nobody_risks_stays_in_the_register_and_nobody_is_told() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let president = world.signed_in(jazz.president).await;
    let file = opened(&world, &president).await;
    let early = president.post(file.url.as_ref(), &[("csrf", act(&file, "assess").value("csrf").unwrap_or_default()), ("act", "close")]).await;
    let _ = early.expect(409);
    let settled = act(&file, "assess")
        .with("risk", "unlikely")
        .with("risk_reasons", "Le fichier était chiffré.")
        .send(&president)
        .await
        .follow(&president)
        .await
        .expect(200);
    settled.says("Plus rien n’est dû");
    world.clock.advance(chrono::Duration::days(5));
    let president = world.signed_in(jazz.president).await;
    let later = president.get(file.url.as_ref()).await.expect(200);
    later.says("Plus rien n’est dû");
    act(&later, "close").send(&president).await.follow(&president).await.expect(200).says("Risque improbable");
    president.get(&world.url("app", "/a/jazz/violations")).await.expect(200).says("Violation n° 1").says("Clos");
    assert_eq!(world.count("select count(*) from breach_event").await, 3);
    world.stop().await;
}

#[tokio::test]
async fn whatever_kinds_of_data_are_ticked_those_concerned_are_counted() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    sold(&world, &jazz, &["jeanne@example.org"]).await;
    let president = world.signed_in(jazz.president).await;
    let blank = president.get(&world.url("app", "/a/jazz/violations/nouvelle")).await.expect(200).form("/violations/nouvelle");
    let boxes: Vec<String> = blank.names.iter().filter(|name| name.starts_with("data-")).cloned().collect();
    assert!(boxes.len() >= 10, "{boxes:?}");
    let form = boxes.iter().fold(blank, |form, name| form.with(name, "yes"));
    let file = form.with("what_happened", "Tout a été vu.").with("nature-confidentiality", "yes").send(&president).await.follow(&president).await.expect(200);
    file.says("acheteurs de places : 1 personne");
    world.stop().await;
}

#[tokio::test]
async fn whoever_asked_about_their_data_is_written_to_and_so_is_whoever_turns_up_later() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    sold(&world, &jazz, &["jeanne@example.org"]).await;
    let now = world.clock.now().to_rfc3339();
    let request = |number: u128, address: &str| {
        format!(
            "insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, given_name, email, email_norm, received_at, due_at)
             values ('{}', '{}', 'ABCD-000{number}', 'access', 'site', 'received', 'en', 'Ann', {address}, {address}, '{now}', '{now}');",
            jazz.tenant,
            Uuid::from_u128(number)
        )
    };
    // One whose address is no longer known, because the answer is long gone, cannot be written to and is not counted.
    world.sql(request(1, "'ann@example.org'") + &request(2, "null")).await;
    let president = world.signed_in(jazz.president).await;
    let file = opened(&world, &president).await;
    let high = act(&file, "assess").with("risk", "high").with("risk_reasons", "Vues.").send(&president).await.follow(&president).await.expect(200);
    let notified = act(&high, "notify").send(&president).await.follow(&president).await.expect(200);
    let tell = act(&notified, "tell").with("people", "2").with("otherwise", "Au bureau.");
    let told = tell.send(&president).await.follow(&president).await.expect(200);
    world.settle().await;
    let letters = |who: &str| world.mail.mailbox.list(Some(who)).iter().filter(|mail| mail.text.contains("mauvaise adresse")).count();
    assert_eq!((letters("jeanne@example.org"), letters("ann@example.org")), (1, 1));
    let ann = world.mail.mailbox.list(Some("ann@example.org"));
    assert!(ann.iter().any(|mail| mail.text.contains("an incident")), "in her language");
    told.says("Plus rien n’est dû");
    // The data of somebody else turn out to have been there as well.
    world.sql(request(3, "'late@example.org'")).await;
    let owing = president.get(file.url.as_ref()).await.expect(200);
    owing.says("prévenez les personnes concernées").says("Une personne peut être jointe");
    let token = act(&owing, "tell").value("csrf").unwrap_or_default().to_owned();
    let _ = president.post(file.url.as_ref(), &[("csrf", &token), ("act", "close")]).await.expect(409);
    let settled = act(&owing, "tell").with("people", "1").send(&president).await.follow(&president).await.expect(200);
    world.settle().await;
    assert_eq!((letters("late@example.org"), letters("jeanne@example.org"), letters("ann@example.org")), (1, 1, 1), "each once");
    act(&settled, "close").send(&president).await.follow(&president).await.expect(200).says("Le dossier est clos");
    world.stop().await;
}

#[tokio::test]
async fn two_files_opened_at_once_have_a_number_each() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let president = world.signed_in(jazz.president).await;
    let blank = president.get(&world.url("app", "/a/jazz/violations/nouvelle")).await.expect(200).form("/violations/nouvelle");
    let form = blank.with("what_happened", "Une clé perdue.").with("nature-confidentiality", "yes").with("data-contact-email", "yes");
    let (one, two, three) = tokio::join!(form.send(&president), form.send(&president), form.send(&president));
    for page in [one, two, three] {
        assert!(page.status.is_redirection(), "{}: {}", page.status, page.words());
    }
    assert_eq!(world.texts("select number::text from breach order by number").await, ["1", "2", "3"]);
    world.stop().await;
}

async fn archived(tx: &mut TenantTx, category: &str) -> i64 {
    let found = affected(tx, &[category.to_owned()]).await.unwrap();
    found.iter().find(|one| one.subject == "buyer").map_or(0, |one| one.archived)
}

#[tokio::test]
async fn names_that_only_the_archive_still_holds_are_counted_and_the_archive_stays_shut() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    sold(&world, &jazz, &["jeanne@example.org"]).await;
    world
        .sql(format!(
            "insert into archive.sale_party (tenant_id, order_id, name, legal_ref, archived_at, kept_until)
             select tenant_id, id, 'Jeanne Lefort', 'x', now(), '2040-01-01' from ticket_order where tenant_id = '{}'",
            jazz.tenant
        ))
        .await;
    let mut tx = world.tenant(jazz.tenant).await;
    assert_eq!((archived(&mut tx, "identity.name").await, archived(&mut tx, "contact.email").await), (1, 0));
    let seen: i64 = sqlx::query_scalar("select count(*) from archive.sale_party").fetch_one(tx.conn()).await.unwrap();
    assert_eq!(seen, 0, "the count left the archive open");
    drop(tx);
    world.stop().await;
}
