//! The nightly end of periods against what must outlive it or hold it back: the books, people who need their data, an association that
//! fails, one whose rows would go all at once.

use chrono::{Duration, Months};
use kernel::{
    clock::Timestamp,
    ids::new_uuid,
    inventory::SubjectId,
    ledger::{Act, Hash},
    personal::{self, Root},
};
use server::{
    maintenance::retention::{self, Run},
    recovery,
};
use support::{Association, ConcertSpec, OnSale, World};
use uuid::Uuid;

fn of<'a>(runs: &'a [Run], rule: &str) -> &'a Run {
    runs.iter().find(|run| run.rule == rule).unwrap_or_else(|| panic!("no rule {rule}"))
}

fn move_to(world: &World, moment: Timestamp) {
    world.clock.advance(moment - world.clock.now());
}

/// The day after a concert's buyers are due.
fn over(concert: &OnSale) -> Timestamp {
    concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1)
}

/// `count` people with an order each for a concert.
async fn buyers(world: &World, association: &Association, concert: &OnSale, count: u32) -> Vec<Uuid> {
    let (tenant, now) = (association.tenant, world.clock.now().to_rfc3339());
    let mut ids = Vec::new();
    let mut rows: Vec<String> = Vec::new();
    for number in 0..count {
        let (id, order) = (new_uuid(world.clock.now()), new_uuid(world.clock.now()));
        let code = order.simple().to_string().to_uppercase();
        let code = format!("{:04}-{}-01", number, code[28..].replace(['I', 'L', 'O', 'U'], "0"));
        rows.push(format!(
            "insert into person (tenant_id, id, first_name, family_name, email, email_norm, locale, created_at)
               values ('{tenant}', '{id}', 'Jeanne', 'Lefort', 'jeanne@example.org', 'jeanne@example.org', 'fr', '{now}');
             insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id)
               values ('{tenant}', '{order}', '{code}', '{}', 1, 1470, 'unseated', 'fr', '{now}', '{now}', '{id}');",
            concert.id
        ));
        ids.push(id);
    }
    world.sql(rows.concat()).await;
    ids
}

async fn erased(world: &World, id: Uuid) -> bool {
    personal::is_erased(&world.texts(format!("select family_name from person where id = '{id}'")).await.concat())
}

async fn archive(world: &World) -> Vec<String> {
    world.texts("select name || ' until ' || kept_until from archive.sale_party order by 1").await
}

#[tokio::test]
async fn the_books_still_name_whoever_paid_when_the_buyer_is_forgotten() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    // Somebody who gave a name and never paid is not in the books.
    let idle = buyers(&world, &association, &concert, 1).await[0];
    let paid: Uuid = world.texts("select person_id::text from ticket_order where confirmed_at is not null and total > 0").await[0].parse().unwrap();
    let name = world.texts(format!("select first_name || ' ' || family_name from person where id = '{paid}'")).await.concat();
    retention::sweep(&world.app).await.unwrap();
    move_to(&world, over(&concert));
    assert_eq!(archive(&world).await, Vec::<String>::new());
    let runs = retention::sweep(&world.app).await.unwrap();
    assert_eq!((of(&runs, "buyer.person").touched, of(&runs, "buyer.person").overdue), (2, 0));
    assert!(erased(&world, paid).await && erased(&world, idle).await);
    let kept = archive(&world).await;
    assert_eq!(kept, [format!("{name} until 2037-12-31")], "ten years from the end of the year, the name and nothing else");

    // An erasure asked for afterwards finds the sale archived, and leaves it as it is.
    world.sql(format!("update person set family_name = 'Revenue' where id = '{paid}'")).await;
    let root = [Root { subject: SubjectId::Buyer, id: paid }];
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, &root, now).await.unwrap();
    let outcome = personal::execute(&mut tx, &root, &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((outcome.recount, outcome.archived), (0, 0));
    assert_eq!(archive(&world).await, kept);
    world.stop().await;
}

#[tokio::test]
async fn whoever_needs_their_data_or_asks_about_them_is_kept_and_counted_as_held() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let ids = buyers(&world, &association, &concert, 4).await;
    let [claims, asks, objects, nobody] = ids[..] else { panic!("four buyers") };
    let (tenant, now) = (association.tenant, world.clock.now().to_rfc3339());
    let request = new_uuid(world.clock.now());
    let restriction = |id: u128, person: Uuid, reason: &str| {
        let id = Uuid::from_u128(id);
        format!(
            "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key) values ('{tenant}', '{id}', '{person}', 'all', '{now}', '{reason}');"
        )
    };
    world
        .sql(format!(
            "{}{}insert into privacy_request (tenant_id, id, reference, kind, channel, state, locale, received_at, due_at, held)
               values ('{tenant}', '{request}', 'ABCD-EFGH', 'erasure', 'letter', 'planned', 'fr', '{now}', '{now}', true);
             insert into privacy_request_scope (tenant_id, request_id, subject, root_id, basis) values ('{tenant}', '{request}', 'buyer', '{asks}', 'name');",
            restriction(1, claims, "claim"),
            restriction(2, objects, "objection"),
        ))
        .await;
    retention::sweep(&world.app).await.unwrap();
    move_to(&world, over(&concert));
    let runs = retention::sweep(&world.app).await.unwrap();
    let run = of(&runs, "buyer.person");
    assert_eq!((run.due, run.held, run.touched, run.overdue, run.outcome), (2, 2, 2, 0, "done"));
    assert!(!erased(&world, claims).await && !erased(&world, asks).await, "a period ended what somebody needs");
    assert!(erased(&world, nobody).await && erased(&world, objects).await);
    let kept = world.texts("select person_id::text from person_restriction").await;
    assert_eq!(kept, [claims.to_string()], "what keeps somebody's data was swept away");
    assert_eq!(world.count("select held from retention_rule_state where rule = 'buyer.person'").await, 2);

    world
        .sql(format!(
            "update person_restriction set told_at = '{now}', lifted_at = '{now}';
             update privacy_request set state = 'withdrawn', completed_at = '{now}'"
        ))
        .await;
    let runs = retention::sweep(&world.app).await.unwrap();
    assert_eq!((of(&runs, "buyer.person").touched, of(&runs, "buyer.person").held), (2, 0));
    assert!(erased(&world, claims).await && erased(&world, asks).await);
    assert_eq!(world.count("select count(*) from person_restriction").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn an_association_that_fails_holds_nobody_else_up_and_the_failure_is_told() {
    let world = World::start().await;
    let mut due = Vec::new();
    let mut last = None;
    for slug in ["jazz", "choeur", "fanfare"] {
        let association = world.association_without_stripe(slug).await;
        let concert = world.concert(&association, &ConcertSpec::default()).await;
        due.push((association.tenant, buyers(&world, &association, &concert, 1).await[0]));
        last = Some(concert);
    }
    let act = Act::Unsubscribe { address: Hash([7; 32]), purpose: "newsletter".to_owned() };
    recovery::perform(&world.app, due[0].0, &act, None).await.unwrap();
    retention::sweep(&world.app).await.unwrap();
    let before = world.texts("select last_run_at::text from retention_rule_state where rule = 'buyer.person'").await;
    let (broken, _) = due[1];
    world
        .sql(format!(
            "create function broken() returns trigger language plpgsql as $$ begin
               if old.tenant_id = '{broken}' then raise exception 'broken'; end if; return new; end $$;
             create trigger a_broken before update on person for each row execute function broken();"
        ))
        .await;
    move_to(&world, over(&last.unwrap()));
    assert!(retention::sweep(&world.app).await.is_err(), "a failure went unsaid");
    let mut outcomes = Vec::new();
    for (_, person) in &due {
        outcomes.push(erased(&world, *person).await);
    }
    assert_eq!(outcomes, [true, false, true]);
    assert_eq!(
        world.texts("select outcome || ' ' || touched || ' ' || overdue from retention_run where rule = 'buyer.person' order by id desc limit 1").await,
        ["failed 2 1"]
    );
    assert_eq!(world.texts("select last_run_at::text from retention_rule_state where rule = 'buyer.person'").await, before, "a failure passes for a run");
    let selectors = kernel::storage::Storage::new(&world.app.config.ledger).list("selectors/").await.unwrap();
    assert!(selectors.is_empty(), "the ledger still says whom it was about");

    world.sql("drop trigger a_broken on person").await;
    assert_eq!(of(&retention::sweep(&world.app).await.unwrap(), "buyer.person").touched, 1);
    assert!(erased(&world, due[1].1).await);
    world.stop().await;
}

#[tokio::test]
async fn one_associations_rows_do_not_go_all_at_once_behind_the_others_numbers() {
    let world = World::start().await;
    let (large, small) = (world.association_without_stripe("grande").await, world.association_without_stripe("petite").await);
    let late = world.concert(&large, &ConcertSpec { slug: "tard", title: "Tard", in_days: 300, ..ConcertSpec::default() }).await;
    let soon = world.concert(&large, &ConcertSpec::default()).await;
    let moved = world.concert(&small, &ConcertSpec::default()).await;
    buyers(&world, &large, &late, 560).await;
    let other = buyers(&world, &large, &soon, 1).await[0];
    let at_once = buyers(&world, &small, &moved, 110).await;
    retention::sweep(&world.app).await.unwrap();
    move_to(&world, over(&soon).max(over(&moved)));
    let runs = retention::sweep(&world.app).await.unwrap();
    let run = of(&runs, "buyer.person");
    // 111 of 671 is no fifth of the table, and 110 of 110 is all that association has.
    assert_eq!((run.outcome, run.due, run.touched, run.overdue), ("stopped", 111, 1, 110));
    assert!(erased(&world, other).await && !erased(&world, at_once[0]).await);
    assert!(retention::approve(&world.app, "buyer.person").await.unwrap());
    assert_eq!(of(&retention::sweep(&world.app).await.unwrap(), "buyer.person").touched, 110);
    assert!(erased(&world, at_once[0]).await);
    world.stop().await;
}
