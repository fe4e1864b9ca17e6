//! A breach: who is concerned is counted, the clock runs, the authority and the people are told, and the file stays.

use lopdf::Document;
use support::{Association, Client, ConcertSpec, Form, Page, World};

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
    let told = act(&assessed, "tell").with("people", "2").send(&president).await.follow(&president).await.expect(200);
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
    assert_eq!(world.count("select count(*) from breach_letter").await, 2);
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
