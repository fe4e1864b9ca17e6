//! The privacy ledger: what it does when a database is brought back, when a process dies between two steps, when it is away, and when
//! somebody touches it.

use chrono::Duration;
use futures_util::future::join_all;
use kernel::{
    app::App,
    error::Error,
    i18n::Locale,
    ids::{TenantId, new_uuid},
    inventory::SubjectId,
    ledger::{self, Act, Change, Hash, Person, Why},
    personal,
    storage::{Storage, StorageConfig},
};
use server::recovery::{self, Fate, Wanted};
use support::World;
use tenants::people::{self, NewPerson, suppression};
use uuid::Uuid;

/// The tables that a backup of these tests holds.
const TABLES: [&str; 6] = ["person", "suppression", "person_restriction", "ledger_head", "ledger_applied", "ledger_intent"];

async fn person(world: &World, tenant: TenantId, name: &str, email: &str) -> Uuid {
    let new =
        NewPerson { first_name: "Prénom".to_owned(), family_name: name.to_owned(), email: email.to_owned(), email_norm: email.to_owned(), locale: Locale::Fr };
    let mut tx = world.tenant(tenant).await;
    let id = people::store::add(&mut tx, world.clock.now(), &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn of(id: Uuid) -> Person {
    Person { subject: SubjectId::Buyer.key().to_owned(), id }
}

fn erasure(id: Uuid) -> Act {
    Act::Erasure { people: vec![of(id)], addresses: Vec::new() }
}

async fn name(world: &World, id: Uuid) -> String {
    world.texts(format!("select family_name from person where id = '{id}'")).await.pop().unwrap()
}

/// Keeps the rows as they are now, outside the database, which holds nothing that the inventory does not know.
async fn back_up(world: &World) -> Vec<String> {
    let mut copies = Vec::new();
    for table in TABLES {
        copies.push(world.texts(format!("select coalesce(jsonb_agg(t), '[]')::text from {table} t")).await.concat());
    }
    copies
}

/// Brings them back, as a restore does: whatever was done since is forgotten.
async fn restore(world: &World, copies: &[String]) {
    let back = |(table, rows): (&&str, &String)| {
        let rows = rows.replace('\'', "''");
        format!("delete from {table}; insert into {table} select * from jsonb_populate_recordset(null::{table}, '{rows}');")
    };
    let rows: Vec<String> = TABLES.iter().zip(copies).map(back).collect();
    world.sql(format!("set session_replication_role = replica; {}", rows.concat())).await;
}

async fn digest(world: &World) -> Vec<String> {
    let mut rows = Vec::new();
    for table in TABLES {
        rows.extend(world.texts(format!("select '{table} ' || t::text from {table} t order by 1")).await);
    }
    rows
}

fn bucket(app: &App) -> Storage {
    Storage::new(&app.config.ledger)
}

#[tokio::test]
async fn nothing_is_served_run_or_mailed_until_what_people_asked_for_has_been_replayed() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let mut ids = Vec::new();
    for letter in ["A", "B", "C", "D", "E", "F"] {
        ids.push(person(&world, tenant, &format!("Famille-{letter}"), &format!("{}@example.org", letter.to_lowercase())).await);
    }
    let digest_of = |email: &str| Hash(suppression::digest(&app.keys, tenant, email));
    let copies = back_up(&world).await;
    world.clock.advance(Duration::minutes(5));
    let now = world.clock.now();
    let change = Change { table: "person".to_owned(), row: ids[1], column: "family_name".to_owned(), value: "Corrigée".to_owned() };
    let acts = [
        Act::Erasure { people: vec![of(ids[0])], addresses: vec![app.ledger.address(tenant, "a@example.org")] },
        Act::Rectification { changes: vec![change] },
        Act::Unsubscribe { address: digest_of("c@example.org"), purpose: "newsletter".to_owned() },
        Act::Restriction { id: new_uuid(now), person: of(ids[3]), treatment: "all".to_owned(), reason: "accuracy".to_owned() },
        Act::Objection { id: new_uuid(now), person: of(ids[4]), treatment: "ticketing".to_owned(), address: Some(digest_of("e@example.org")) },
    ];
    for act in &acts {
        recovery::perform(app, tenant, act, None).await.unwrap();
    }
    assert!(ledger::standing(app).await.unwrap().is_level());
    let lived = digest(&world).await;
    restore(&world, &copies).await;
    assert_eq!(name(&world, ids[0]).await, "Famille-A", "the backup still knows A");

    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), Some(Why::Behind { entries: 5 }));
    for (host, path, words) in [("jazz", "/", "sauvegarde"), ("app", "/connexion", "sauvegarde"), ("", "/", "sauvegarde"), ("jazz", "/en/", "backup")] {
        world.visitor().get(&world.url(host, path)).await.expect(503).says(words);
    }
    let health = world.visitor().get(&world.url("", "/healthz")).await.expect(503);
    assert!(health.text.contains("\"quarantine\":\"behind\""), "{}", health.text);
    world.sql("insert into job (kind, payload, max_attempts) values ('maintenance.orphans', '{}', 3)").await;
    world.work().await;
    assert_eq!(world.count("select count(*) from job where kind = 'maintenance.orphans' and attempt = 0").await, 1, "a job ran");

    let rehearsal = recovery::replay(app, Wanted { rehearse: true, ..Wanted::default() }).await.unwrap();
    assert!(rehearsal.lines.len() == 5 && rehearsal.lines.iter().all(|line| line.fate == Fate::WouldDo), "{rehearsal:?}");
    assert_eq!(name(&world, ids[0]).await, "Famille-A", "a rehearsal changed something");
    let report = recovery::replay(app, Wanted::default()).await.unwrap();
    assert!(report.lines.len() == 5 && report.lines.iter().all(|line| line.fate == Fate::Done), "{report:?}");
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), None);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    world.work().await;
    assert_eq!(world.count("select count(*) from job where kind = 'maintenance.orphans'").await, 0, "the job waits on");

    assert_eq!(digest(&world).await, lived, "what was replayed is not what was lost");
    assert!(personal::is_erased(&name(&world, ids[0]).await));
    assert_eq!(name(&world, ids[1]).await, "Corrigée");
    assert_eq!(name(&world, ids[5]).await, "Famille-F");
    for wanted in [Wanted::default(), Wanted { from: Some(1), rehearse: false }] {
        recovery::replay(app, wanted).await.unwrap();
        assert_eq!(digest(&world).await, lived, "a second replay changed something: {wanted:?}");
    }
    world.stop().await;
}

#[tokio::test]
async fn one_of_a_family_is_erased_again_and_the_others_of_the_mailbox_are_not() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("famille").await.tenant);
    let mother = person(&world, tenant, "Mercier", "foyer@example.org").await;
    let father = person(&world, tenant, "Mercier", "foyer@example.org").await;
    let copies = back_up(&world).await;
    recovery::perform(app, tenant, &erasure(mother), None).await.unwrap();
    restore(&world, &copies).await;
    // Whoever comes after the backup was no party to what was asked before, whatever the address.
    world.clock.advance(Duration::minutes(1));
    let daughter = person(&world, tenant, "Mercier", "foyer@example.org").await;
    recovery::replay(app, Wanted::default()).await.unwrap();
    assert!(personal::is_erased(&name(&world, mother).await));
    assert_eq!((name(&world, father).await, name(&world, daughter).await), ("Mercier".to_owned(), "Mercier".to_owned()));

    // The whole mailbox: everybody in it who was there, nobody who came later.
    let all = Act::Erasure { people: Vec::new(), addresses: vec![app.ledger.address(tenant, "foyer@example.org")] };
    world.clock.advance(Duration::minutes(1));
    recovery::perform(app, tenant, &all, None).await.unwrap();
    world.clock.advance(Duration::minutes(1));
    let son = person(&world, tenant, "Mercier", "foyer@example.org").await;
    recovery::replay(app, Wanted { from: Some(1), rehearse: false }).await.unwrap();
    assert!(personal::is_erased(&name(&world, father).await) && personal::is_erased(&name(&world, daughter).await));
    assert_eq!(name(&world, son).await, "Mercier");
    world.stop().await;
}

#[tokio::test]
async fn an_act_cut_short_by_a_crash_is_carried_out_by_itself() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant, "Lefort", "jeanne@example.org").await;
    // Written, and then the process is gone.
    ledger::append(app, tenant, &erasure(id), None).await.unwrap();
    recovery::look(app, false).await;
    assert!(app.gate.is_open(), "an act under way closes nothing");
    assert_eq!(name(&world, id).await, "Lefort", "an act under way was done twice");
    world.clock.advance(Duration::minutes(3));
    recovery::look(app, false).await;
    assert!(app.gate.is_open());
    assert!(personal::is_erased(&name(&world, id).await));
    assert!(ledger::standing(app).await.unwrap().is_level());
    world.stop().await;
}

#[tokio::test]
async fn an_act_that_was_taken_back_is_left_alone_by_every_replay() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant, "Lefort", "jeanne@example.org").await;
    let copies = back_up(&world).await;
    let receipt = ledger::append(app, tenant, &erasure(id), Some([7; 32])).await.unwrap();
    ledger::void(app, &receipt).await.unwrap();
    assert!(ledger::standing(app).await.unwrap().is_level());
    restore(&world, &copies).await;
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), Some(Why::Behind { entries: 2 }));
    let report = recovery::replay(app, Wanted::default()).await.unwrap();
    assert!(report.lines.len() == 2 && report.lines.iter().all(|line| line.fate == Fate::Voided), "{report:?}");
    assert_eq!(name(&world, id).await, "Lefort");
    assert!(ledger::standing(app).await.unwrap().is_level());

    // An act the database refuses is taken back by itself.
    let nonsense = Act::Rectification { changes: vec![Change { table: "person".to_owned(), row: id, column: "created_at".to_owned(), value: "x".to_owned() }] };
    assert!(recovery::perform(app, tenant, &nonsense, None).await.is_err());
    assert!(ledger::standing(app).await.unwrap().is_level());
    world.stop().await;
}

#[tokio::test]
async fn without_the_ledger_nothing_is_done_and_a_process_that_starts_stays_shut() {
    let world = World::start().await;
    let tenant = world.association_without_stripe("jazz").await.tenant;
    let id = person(&world, tenant, "Lefort", "jeanne@example.org").await;
    let mut config = world.app.config.clone();
    config.ledger.endpoint = "http://127.0.0.1:9".parse().unwrap();
    let app = App::new(config, world.clock.clone(), &server::pages()).unwrap();
    let refused = recovery::perform(&app, tenant, &erasure(id), None).await;
    assert!(matches!(&refused, Err(Error::Later(sentence)) if sentence.translate(Locale::En).unwrap().contains("does not answer")), "{refused:?}");
    assert_eq!(name(&world, id).await, "Lefort");
    recovery::look(&app, false).await;
    assert_eq!(app.gate.why(), None, "a process that has run knows its database");
    recovery::look(&app, true).await;
    assert_eq!(app.gate.why(), Some(Why::Silent));
    app.db.close().await;
    world.stop().await;
}

#[tokio::test]
async fn an_altered_chain_is_named_and_another_ledger_closes_the_gate() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    for name in ["Lefort", "Garnier", "Petit"] {
        let id = person(&world, tenant, name, "jeanne@example.org").await;
        recovery::perform(app, tenant, &erasure(id), None).await.unwrap();
    }
    let chain = ledger::verify(app).await.unwrap();
    assert_eq!((chain.entries, chain.selectors, chain.faults.len()), (3, 3, 0), "{chain:?}");
    let bucket = bucket(app);
    let keys = bucket.list("ledger/").await.unwrap();
    let sound = bucket.get(&keys[1]).await.unwrap().unwrap().bytes;
    let text = String::from_utf8(sound.to_vec()).unwrap();
    assert!(!text.contains("Garnier") && !text.contains("example.org"), "an entry says whom it was about: {text}");
    bucket.put(&keys[1], text.replace("erasure", "objection").into(), "application/json").await.unwrap();
    let chain = ledger::verify(app).await.unwrap();
    assert!(chain.faults.iter().any(|fault| fault.contains("entry 2") && fault.contains("altered")), "{chain:?}");
    bucket.put(&keys[1], sound, "application/json").await.unwrap();
    assert_eq!(ledger::verify(app).await.unwrap().faults.len(), 0);

    // The bucket loses its end: the database has followed what is not there.
    bucket.delete(&keys[2]).await.unwrap();
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), Some(Why::OtherLedger));
    assert!(recovery::replay(app, Wanted::default()).await.is_err());
    world.stop().await;
}

#[tokio::test]
async fn selectors_end_after_fifty_days_and_the_chain_stays_whole() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant, "Lefort", "jeanne@example.org").await;
    recovery::perform(app, tenant, &erasure(id), None).await.unwrap();
    world.clock.advance(Duration::days(49));
    assert_eq!(ledger::purge(app).await.unwrap(), 0);
    world.clock.advance(Duration::days(2));
    assert_eq!(ledger::purge(app).await.unwrap(), 1);
    assert!(bucket(app).list("selectors/").await.unwrap().is_empty());
    let chain = ledger::verify(app).await.unwrap();
    assert_eq!((chain.entries, chain.selectors, chain.faults.len()), (1, 0, 0), "{chain:?}");
    // Nothing can be made of it any more: a backup as old as that cannot be brought level, and says so.
    let report = recovery::replay(app, Wanted { from: Some(1), rehearse: false }).await.unwrap();
    assert!(matches!(&report.lines[0].fate, Fate::Stuck(why) if why.contains("older than backups may be")), "{report:?}");
    world.stop().await;
}

#[tokio::test]
async fn acts_at_once_get_numbers_without_gap() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let acts: Vec<Act> = (0..12_u8).map(|number| Act::Unsubscribe { address: Hash([number; 32]), purpose: "newsletter".to_owned() }).collect();
    for done in join_all(acts.iter().map(|act| recovery::perform(app, tenant, act, None))).await {
        done.unwrap();
    }
    let standing = ledger::standing(app).await.unwrap();
    assert!(standing.is_level() && standing.head == 12 && standing.last == 12, "{standing:?}");
    assert_eq!(ledger::verify(app).await.unwrap().faults.len(), 0);
    assert_eq!(world.count("select count(*) from suppression").await, 12);
    assert_eq!(world.count("select count(*) from ledger_applied").await + world.count("select count(*) from ledger_intent").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn the_keys_of_one_bucket_do_not_open_the_other() {
    let world = World::start().await;
    let (main, ledger) = (&world.app.config.storage, &world.app.config.ledger);
    let mixed = |bucket: &str, keys: &StorageConfig| Storage::new(&StorageConfig { bucket: bucket.to_owned(), ..keys.clone() });
    assert!(mixed(&ledger.bucket, main).list("").await.is_err(), "the main keys open the ledger");
    assert!(mixed(&main.bucket, ledger).list("").await.is_err(), "the ledger's keys open the main bucket");
    assert!(mixed(&ledger.bucket, ledger).list("").await.is_ok());
    world.stop().await;
}
