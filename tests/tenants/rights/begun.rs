//! An erasure and the privacy ledger: what has begun is done, what the rows outran is planned anew, and nobody else is named.

use chrono::Duration;
use kernel::{
    app::App,
    inventory::{ConsentId, SubjectId},
    jobs::JobError,
    ledger::{self, Act, Person},
    personal::{self, Root},
};
use server::recovery;
use support::{Association, ConcertSpec, World};
use tenants::{
    consent::{
        self, Occasion,
        model::{Actor, Channel, Standing, Who},
    },
    privacy::requests::jobs::{self, Job},
};
use uuid::Uuid;

use super::{confirmed, desk, people, state, with_buyer};

const JEANNE: (&str, &str) = ("Jeanne", "Lefort");
const EMAIL: &str = "jeanne@example.org";

async fn newest(world: &World) -> Uuid {
    super::newest(world).await.parse().unwrap()
}

/// What the ledger says that was done, without what was taken back.
pub async fn acts(world: &World) -> Vec<Act> {
    let mut acts = Vec::new();
    for seq in world.app.ledger.after(0).await.unwrap() {
        let entry = world.app.ledger.entry(seq).await.unwrap().unwrap();
        acts.push((entry.id, world.app.ledger.act(&entry).await.unwrap().unwrap()));
    }
    let voided: Vec<Uuid> = acts.iter().filter_map(|(_, act)| if let Act::Void { entry } = act { Some(*entry) } else { None }).collect();
    acts.retain(|(id, act)| !voided.contains(id) && !matches!(act, Act::Void { .. }));
    acts.into_iter().map(|(_, act)| act).collect()
}

pub async fn level(world: &World) -> bool {
    ledger::standing(&world.app).await.unwrap().is_level()
}

async fn buy_again(world: &World, association: &Association) {
    let concert = world.concert(association, &ConcertSpec { slug: "deux", title: "Deux", ..ConcertSpec::default() }).await;
    world.clock.advance(Duration::minutes(1));
    world.buy(&world.visitor(), association, &concert, 1, EMAIL).await;
    world.settle().await;
}

/// Leaves what a process leaves that ends between the ledger's entry and the rows.
async fn die_half_way(world: &World, association: &Association) {
    let id: Uuid = world.texts("select id::text from person").await.concat().parse().unwrap();
    let hash = hex::decode(world.texts("select encode(plan_hash, 'hex') from privacy_request").await.concat()).unwrap();
    world.sql("update privacy_request set state = 'executing'").await;
    let act = Act::Erasure { people: vec![Person { subject: "buyer".to_owned(), id }], addresses: Vec::new() };
    ledger::append(&world.app, association.tenant, &act, Some(hash.try_into().unwrap())).await.unwrap();
    world.clock.advance(Duration::minutes(3));
}

/// A row that was not there when the erasure was planned.
async fn add_a_row(world: &World) {
    world
        .sql(
            "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key)
               select tenant_id, gen_random_uuid(), id, 'all', now(), 'claim' from person",
        )
        .await;
}

#[tokio::test]
async fn what_must_be_done_in_the_end_is_tried_for_a_fortnight_and_more() {
    let world = World::start().await;
    let _ = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let tries = "select max_attempts::bigint from job where kind = 'privacy.requests' and payload ->> 'do' = ";
    let execute = world.count(format!("{tries}'execute'")).await;
    assert!(execute >= 100, "{execute}");
    assert!(execute > world.count(format!("{tries}'overdue'")).await, "a note of the file's own can be made anew");
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_that_has_begun_is_neither_undone_nor_held_while_the_ledger_is_away() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let before = people(&world).await;
    world.clock.advance(Duration::hours(25));
    let mut config = world.app.config.clone();
    config.ledger.endpoint = "http://127.0.0.1:9".parse().unwrap();
    let app = App::new(config, world.clock.clone(), &server::pages()).unwrap();
    let cut = jobs::run(&app, association.tenant, Job::Execute { request: newest(&world).await }, "seed").await;
    assert!(matches!(&cut, Err(JobError::Retry(_))), "{cut:?}");
    app.db.close().await;
    assert_eq!((state(&world).await.as_str(), people(&world).await), ("executing", before), "without the ledger nothing is done");

    page.form("/suivi/").with("act", "withdraw").send(&visitor).await.expect(409).says("Il est trop tard");
    let president = world.signed_in(association.president).await;
    let open = desk::open(&world, &president, "jazz").await;
    assert!(!open.text.contains("value=\"hold\""), "no button promises what can no longer be");
    desk::press(&world, &president, "jazz", "hold", &[]).await.expect(422).says("Cette demande a avancé entre-temps");
    world.settle().await;
    assert_eq!(state(&world).await, "completed_with_retention");
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    assert!(level(&world).await && acts(&world).await.len() == 1);
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_cut_short_after_the_ledger_heard_of_it_is_done_and_its_request_ends() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.clock.advance(Duration::hours(25));
    let root = Root { subject: SubjectId::Buyer, id: world.texts("select id::text from person").await.concat().parse().unwrap() };
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, &[root], world.clock.now()).await.unwrap();
    drop(tx);
    let approved = world.texts("select encode(plan_hash, 'hex') || plan::text from privacy_request").await.concat();
    assert!(approved.starts_with(&hex::encode(plan.hash())), "the rows are those of the plan: {plan:?} {approved}");
    die_half_way(&world, &association).await;
    recovery::look(&world.app, false).await;
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    world.settle().await;
    assert_eq!(state(&world).await, "completed_with_retention");
    world.visitor().get(page.url.as_str()).await.expect(200).says("Une partie est gardée").says("Stripe (paiements)");
    super::mail(&world, EMAIL, "Vos données sont effacées");
    assert!(level(&world).await);
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_cut_short_whose_rows_changed_is_taken_back_and_planned_anew() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let page = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.clock.advance(Duration::hours(25));
    add_a_row(&world).await;
    die_half_way(&world, &association).await;
    recovery::look(&world.app, false).await;
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"], "what nobody approved was done");
    assert!(level(&world).await && acts(&world).await.is_empty());
    world.settle().await;
    assert_eq!(state(&world).await, "planned");
    page.form("/suivi/").with("act", "withdraw").send(&visitor).await.follow(&visitor).await.expect(200).says("La demande est retirée");
    world.pass(Duration::days(2)).await;
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"]);
    assert!(level(&world).await && acts(&world).await.is_empty());
    world.stop().await;
}

#[tokio::test]
async fn a_plan_that_the_rows_outran_is_made_again_with_a_new_grace() {
    let world = World::start().await;
    with_buyer(&world, "jazz", EMAIL).await;
    let visitor = world.visitor();
    let erasing = confirmed(&world, &visitor, "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    let id = newest(&world).await;
    let execute_at = async || world.texts(format!("select to_char(execute_at, 'DD HH24:MI') from privacy_request where id = '{id}'")).await.concat();
    let first = execute_at().await;
    world.clock.advance(Duration::minutes(1));
    confirmed(&world, &world.visitor(), "jazz", "limiter", JEANNE, EMAIL, &[]).await.says("C’est fait");
    world.pass(Duration::hours(25)).await;
    let standing = || world.texts(format!("select state from privacy_request where id = '{id}'"));
    assert_eq!(standing().await, ["planned"]);
    assert_ne!(execute_at().await, first);
    assert_eq!(people(&world).await, ["Jeanne Lefort jeanne@example.org"]);
    visitor.get(erasing.url.as_str()).await.expect(200).says("Effacement prévu").says("Ne pas effacer");
    world.pass(Duration::hours(23)).await;
    assert_eq!(standing().await, ["planned"], "the grace is a whole one");
    world.pass(Duration::hours(2)).await;
    assert_eq!(standing().await, ["completed_with_retention"]);
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    assert!(level(&world).await);
    world.stop().await;
}

#[tokio::test]
async fn people_look_at_an_erasure_whose_rows_change_again_and_again() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    for after in ["planned", "planned", "awaiting_second_approval"] {
        add_a_row(&world).await;
        world.pass(Duration::hours(25)).await;
        assert_eq!(state(&world).await, after);
    }
    let president = world.signed_in(association.president).await;
    desk::open(&world, &president, "jazz").await.says("les données ont changé à chaque fois");
    desk::sign_twice(&world, &association, "effacer").await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    world.stop().await;
}

#[tokio::test]
async fn a_purchase_after_the_plan_keeps_the_mailbox_out_of_the_ledger() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    let page = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    buy_again(&world, &association).await;
    world.pass(Duration::hours(25)).await;
    assert_eq!(state(&world).await, "completed_with_retention");
    // What came later is in no part of the answer, which says so.
    assert!(super::mail(&world, EMAIL, "Vos données sont effacées").contains("d’autres sont arrivées à votre nom"));
    world.visitor().get(page.url.as_str()).await.expect(200).says("d’autres sont arrivées à votre nom");
    let left = people(&world).await;
    assert!(!left[0].contains("Jeanne") && left[1] == "Jeanne Lefort jeanne@example.org", "{left:?}");
    let erased = acts(&world).await;
    let [Act::Erasure { people: named, addresses }] = erased.as_slice() else { panic!("{erased:?}") };
    assert_eq!((named.len(), addresses.len()), (1, 0), "an older database would erase the later purchase too");

    // Once everybody in the mailbox is in the request, an older database finds them by it.
    let _ = confirmed(&world, &world.visitor(), "jazz", "effacer", JEANNE, EMAIL, &[]).await;
    world.pass(Duration::hours(25)).await;
    assert!(people(&world).await.iter().all(|row| !row.contains("Jeanne")));
    let erased = acts(&world).await;
    assert!(matches!(erased.as_slice(), [_, Act::Erasure { addresses, .. }] if addresses.len() == 1), "{erased:?}");
    world.stop().await;
}

#[tokio::test]
async fn who_bought_twice_withdraws_both_consents_in_the_ledger_too() {
    let world = World::start().await;
    let (association, _) = with_buyer(&world, "jazz", EMAIL).await;
    buy_again(&world, &association).await;
    let both: Vec<Uuid> = world.texts("select id::text from person order by id").await.iter().map(|id| id.parse().unwrap()).collect();
    assert_eq!(both.len(), 2);
    let on = Occasion { at: world.clock.now(), channel: Channel::Site, locale: kernel::i18n::Locale::Fr, actor: Actor::Themselves };
    let mut tx = world.tenant(association.tenant).await;
    for id in &both {
        consent::grant(&mut tx, on, Who::Person(*id), ConsentId::Newsletter, None).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.clock.advance(Duration::minutes(1));
    confirmed(&world, &world.visitor(), "jazz", "consentement", JEANNE, EMAIL, &[]).await.says("C’est fait");
    let mut named: Vec<Uuid> = Vec::new();
    for act in acts(&world).await {
        let Act::ConsentWithdrawal { person: Some(person), address: Some(_), .. } = &act else { panic!("{act:?}") };
        named.push(person.id);
    }
    named.sort_unstable();
    assert_eq!(named, both);
    let mut tx = world.tenant(association.tenant).await;
    for id in both {
        let stands = consent::standing(&mut tx, Who::Person(id), ConsentId::Newsletter).await.unwrap();
        assert!(matches!(stands, Standing::Refused { .. }), "{stands:?}");
    }
    drop(tx);
    assert!(level(&world).await);
    world.stop().await;
}
