//! Receipts: issued once, to whom they were issued; annotated by a correction, printed from the archive after an erasure, and by nobody else.

use std::{process::Command, time::Duration};

use chrono::Datelike;
use kernel::{
    clock::PARIS,
    inventory::SubjectId,
    personal::{self, Refusal, Root},
};
use sqlx::{AssertSqlSafe, Connection};
use stripe_simulator::Faults;
use support::{Association, Bought, Client, ConcertSpec, World, journey::CARD};
use tenants::{
    people::store::{Correction, correct},
    ticketing::orders::reconcile,
};
use uuid::Uuid;

/// The words of a PDF; `None` when there is none to be had.
async fn read(client: &Client, url: &str) -> Option<String> {
    let page = client.get(url).await;
    if page.status.as_u16() == 404 {
        return None;
    }
    let page = page.expect(200);
    assert_eq!(page.header("content-type"), "application/pdf");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("recu.pdf");
    std::fs::write(&file, &page.bytes).unwrap();
    let words = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().expect("pdftotext, of poppler-utils");
    Some(String::from_utf8_lossy(&words.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
}

async fn sold(world: &World) -> (Association, Bought) {
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    (association, bought)
}

async fn person(world: &World) -> Uuid {
    world.texts("select id::text from person").await[0].parse().unwrap()
}

#[tokio::test]
async fn a_correction_is_noted_beside_the_name_a_receipt_was_issued_to() {
    let world = World::start().await;
    let (association, bought) = sold(&world).await;
    let receipt = format!("{}/recu.pdf", bought.url.trim_end_matches('/'));
    let visitor = world.visitor();
    let issued = read(&visitor, &receipt).await.expect("a receipt");
    assert!(issued.contains("Jeanne Lefort") && !issued.contains("jeanne@example.org") && !issued.contains("rectifié"), "{issued}");

    let mut tx = world.tenant(association.tenant).await;
    let correction = Correction { family_name: Some("Lefort-Morel".to_owned()), ..Correction::default() };
    assert!(correct(&mut tx, person(&world).await, &correction).await.unwrap());
    tx.commit().await.unwrap();
    let after = read(&visitor, &receipt).await.expect("a receipt");
    assert!(after.contains("Nom de l’acheteur rectifié depuis l’émission de ce reçu : Jeanne Lefort-Morel."), "{after}");
    assert!(after.contains("Jeanne Lefort ") || after.matches("Jeanne Lefort").count() == 2, "it still names whom it named: {after}");
    // Nobody rewrites it, whatever they may otherwise do.
    for hostile in ["update ticket_order set receipt_name = 'Personne'", "update ticket_order set receipt_name = receipt_name || 'x'"] {
        assert!(sqlx::query(hostile).execute(&mut world.connect("postgres").await).await.is_err(), "{hostile}");
    }
    world.stop().await;
}

#[tokio::test]
async fn after_an_erasure_the_books_print_the_name_and_the_amounts_and_the_public_page_nothing() {
    let world = World::start().await;
    let (association, bought) = sold(&world).await;
    let receipt = format!("{}/recu.pdf", bought.url.trim_end_matches('/'));
    let desk = format!("/a/jazz/commandes/{}", world.order_id(&bought.code).await);
    let visitor = world.visitor();
    assert!(visitor.get(&bought.url).await.expect(200).text.contains("/recu.pdf"));
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    assert!(treasurer.get(&world.url("app", &desk)).await.expect(200).text.contains("/recu.pdf"));
    let desk = world.url("app", &format!("{desk}/recu.pdf"));
    assert!(read(&treasurer, &desk).await.expect("a receipt").contains("Jeanne Lefort"));
    assert_eq!(world.count("select count(*) from staff_action where action = 'archive.read'").await, 0, "no archive was needed");

    let root = [Root { subject: kernel::inventory::SubjectId::Buyer, id: person(&world).await }];
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, &root, now).await.unwrap();
    let outcome = personal::execute(&mut tx, &root, &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((outcome.recount, outcome.archived), (0, 1));
    assert_eq!(world.texts("select coalesce(receipt_name, 'gone') from ticket_order").await, ["gone"]);

    let kept = read(&treasurer, &desk).await.expect("the books keep their receipt");
    assert!(kept.contains("Jeanne Lefort") && kept.contains("29,40"), "{kept}");
    assert!(!kept.contains("jeanne@example.org") && !kept.contains("erased"), "{kept}");
    assert_eq!(world.count("select count(*) from staff_action where action = 'archive.read'").await, 1, "its use is written down");
    assert_eq!(read(&visitor, &receipt).await, None);
    assert!(!visitor.get(&bought.url).await.text.contains("/recu.pdf"));
    for role in ["editor", "door"] {
        let _ = world.signed_in_as(&association, role).await.get(&desk).await.expect(403);
    }
    let other = world.association_without_stripe("voisine").await;
    let _ = world.signed_in(other.president).await.get(&desk).await.expect(404);
    world.stop().await;
}

/// Waits until so many statements wait for a lock.
async fn waiting(world: &World, count: i64) {
    while world.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()").await < count {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_erasure_that_crosses_a_confirmation_loses_no_name_the_books_must_keep() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.faults(Faults { drop: 1.0, ..Faults::default() });
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let checkout = world.give_details(&visitor, &details, "jeanne@example.org").await.location();
    let _ = world.pay(&visitor, &checkout, CARD).await;
    let order = world.texts("select id::text from ticket_order").await[0].parse().unwrap();
    let root = [Root { subject: SubjectId::Buyer, id: person(&world).await }];
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let approved = personal::plan(&mut tx, &root, now).await.unwrap().hash();
    drop(tx);

    // Whoever confirms stops halfway: somebody else is at the numbers of the year.
    let mut numbers = world.connect("postgres").await;
    let mut held = numbers.begin().await.unwrap();
    let year = now.with_timezone(&PARIS).year();
    let hold = format!("insert into counter (tenant_id, name, value) values ('{}', 'order-{year}', 41)", association.tenant);
    sqlx::query(AssertSqlSafe(hold)).execute(&mut *held).await.unwrap();
    let confirming = tokio::spawn({
        let (app, tenant) = (world.app.clone(), association.tenant);
        async move { reconcile::reconcile_order(&app, tenant, order).await }
    });
    waiting(&world, 1).await;
    let mut tx = world.tenant(association.tenant).await;
    let erasing = tokio::spawn(async move {
        let outcome = personal::execute(&mut tx, &root, &approved, now).await;
        if outcome.is_ok() {
            tx.commit().await.unwrap();
        }
        outcome
    });
    waiting(&world, 2).await;
    held.rollback().await.unwrap();
    confirming.await.unwrap().unwrap();
    assert!(matches!(erasing.await.unwrap(), Err(Refusal::Changed(_))), "what was approved knew of no receipt");
    assert_eq!(world.texts("select receipt_name from ticket_order").await, ["Jeanne Lefort"]);
    world.stop().await;
}

#[tokio::test]
async fn the_fiscal_year_of_the_association_dates_the_end_of_its_books_and_its_exports() {
    let world = World::start().await;
    let (association, _) = sold(&world).await;
    let president = world.signed_in(association.president).await;
    let settings = world.url("app", "/a/jazz/reglages");
    let page = president.get(&settings).await.expect(200);
    assert_eq!(page.form("/reglages").value("fiscal_year_end"), Some("12"));
    let wrong = page.form("/reglages").with("fiscal_year_end", "0").with("act", "save").send(&president).await.expect(422);
    assert!(wrong.text.contains("id=\"fault-fiscal_year_end\""), "{}", wrong.words());
    let money = world.url("app", "/a/jazz/argent.csv");
    let csv = president.get(&money).await.expect(200).text;
    assert!(csv.contains("Exercice") && csv.contains(";2027;"), "{csv}");
    let _ = page.form("/reglages").with("fiscal_year_end", "8").with("act", "save").send(&president).await.follow(&president).await.expect(200);
    let csv = president.get(&money).await.expect(200).text;
    assert!(csv.contains(";2026-2027;"), "{csv}");

    // Sold in January 2027: the year ends in August 2027, and the books ten years later.
    let root = [Root { subject: kernel::inventory::SubjectId::Buyer, id: person(&world).await }];
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, &root, now).await.unwrap();
    let kept = plan.kept.iter().find(|kept| kept.table == "payment").unwrap();
    assert_eq!(kept.until.map(|day| day.to_string()).as_deref(), Some("2037-08-31"));
    assert_eq!(plan.archived[0].until.map(|day| day.to_string()).as_deref(), Some("2037-08-31"));
    personal::execute(&mut tx, &root, &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.texts("select kept_until::text from archive.sale_party").await, ["2037-08-31"]);
    world.stop().await;
}
