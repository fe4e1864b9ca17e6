//! The nightly end of periods, a day before and a day after; what is new is only rehearsed, what is much waits.

use chrono::{Duration, Months};
use kernel::{
    clock::Timestamp,
    i18n::Locale,
    ids::{TenantId, new_uuid},
    inventory::{self, STORES, StoreKind, TABLES},
    personal::{
        self,
        retention::{Owner, Schema, rules},
    },
    storage::StoreKey,
};
use server::maintenance::retention::{self, Run};
use support::{Association, ConcertSpec, OnSale, World};
use tenants::people::{self, NewPerson};
use uuid::Uuid;

async fn sweep(world: &World) -> Vec<Run> {
    retention::sweep(&world.app).await.unwrap()
}

fn of<'a>(runs: &'a [Run], rule: &str) -> &'a Run {
    runs.iter().find(|run| run.rule == rule).unwrap_or_else(|| panic!("no rule {rule}"))
}

fn move_to(world: &World, moment: Timestamp) {
    world.clock.advance(moment - world.clock.now());
}

async fn person(world: &World, tenant: TenantId) -> Uuid {
    let new = NewPerson {
        first_name: "Jeanne".to_owned(),
        family_name: "Lefort".to_owned(),
        email: "jeanne@example.org".to_owned(),
        email_norm: "jeanne@example.org".to_owned(),
        locale: Locale::Fr,
    };
    let mut tx = world.tenant(tenant).await;
    let id = people::store::add(&mut tx, world.clock.now(), &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// `count` people with an order each for a concert.
async fn buyers(world: &World, association: &Association, concert: &OnSale, count: u32) -> Vec<Uuid> {
    let mut ids = Vec::new();
    let mut orders = Vec::new();
    let now = world.clock.now().to_rfc3339();
    for number in 0..count {
        let id = person(world, association.tenant).await;
        orders.push(format!(
            "insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id)
             values ('{}', '{}', '0000-{number:04}-01', '{}', 1, 1470, 'unseated', 'fr', '{now}', '{now}', '{id}');",
            association.tenant,
            new_uuid(world.clock.now()),
            concert.id
        ));
        ids.push(id);
    }
    world.sql(orders.concat()).await;
    ids
}

async fn name(world: &World, id: Uuid) -> String {
    world.texts(format!("select family_name from person where id = '{id}'")).await.pop().unwrap()
}

async fn stage() -> (World, Association, OnSale) {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    // Every rule is met, and its rehearsal begins.
    sweep(&world).await;
    (world, association, concert)
}

#[tokio::test]
async fn a_buyer_is_forgotten_six_months_after_the_concert_and_not_a_day_before() {
    let (world, association, concert) = stage().await;
    let id = buyers(&world, &association, &concert, 1).await[0];
    let end = concert.starts_at.checked_add_months(Months::new(6)).unwrap();
    move_to(&world, end - Duration::days(1));
    let runs = sweep(&world).await;
    assert_eq!((of(&runs, "buyer.person").due, of(&runs, "buyer.person").outcome), (0, "done"));
    assert_eq!(name(&world, id).await, "Lefort");
    move_to(&world, end + Duration::days(1));
    let runs = sweep(&world).await;
    let run = of(&runs, "buyer.person");
    assert_eq!((run.due, run.touched, run.overdue, run.outcome), (1, 1, 0, "done"));
    assert!(personal::is_erased(&name(&world, id).await));
    assert_eq!(of(&sweep(&world).await, "buyer.person").due, 0, "what was ended is due again");
    assert_eq!(world.count("select coalesce(sum(overdue), 0)::bigint from retention_rule_state").await, 0);
    assert!(world.count("select count(*) from retention_run where rule = 'buyer.person' and touched = 1").await == 1, "the run left no proof");
    world.stop().await;
}

#[tokio::test]
async fn whoever_comes_again_is_kept_until_the_last_concert_is_over() {
    let (world, association, concert) = stage().await;
    let id = buyers(&world, &association, &concert, 1).await[0];
    let later = world.concert(&association, &ConcertSpec { slug: "encore", title: "Encore", in_days: 120, ..ConcertSpec::default() }).await;
    world
        .sql(format!(
            "insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id)
             select tenant_id, gen_random_uuid(), '0000-9999-01', '{}', seats, total, state, locale, placed_at, held_until, person_id from ticket_order",
            later.id
        ))
        .await;
    move_to(&world, concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1));
    assert_eq!(of(&sweep(&world).await, "buyer.person").due, 0);
    move_to(&world, later.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1));
    assert_eq!(of(&sweep(&world).await, "buyer.person").touched, 1);
    assert!(personal::is_erased(&name(&world, id).await));
    world.stop().await;
}

#[tokio::test]
async fn a_new_rule_only_counts_for_a_week() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let id = buyers(&world, &association, &concert, 1).await[0];
    move_to(&world, concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1));
    let runs = sweep(&world).await;
    let run = of(&runs, "buyer.person");
    assert_eq!((run.outcome, run.due, run.touched, run.overdue), ("rehearsed", 1, 0, 1));
    assert_eq!(name(&world, id).await, "Lefort");
    world.clock.advance(Duration::days(7) + Duration::minutes(1));
    assert_eq!(of(&sweep(&world).await, "buyer.person").touched, 1);

    // Another period is another rule: it is rehearsed again.
    world.sql("update retention_rule_state set fingerprint = decode(repeat('ab', 32), 'hex') where rule = 'buyer.person'").await;
    buyers_again(&world, &association, &concert).await;
    assert_eq!(of(&sweep(&world).await, "buyer.person").outcome, "rehearsed");
    world.stop().await;
}

async fn buyers_again(world: &World, association: &Association, concert: &OnSale) {
    let id = person(world, association.tenant).await;
    world.sql(format!("update ticket_order set person_id = '{id}' where tenant_id = '{}' and concert_id = '{}'", association.tenant, concert.id)).await;
}

#[tokio::test]
async fn a_rule_that_would_end_much_at_once_waits_for_an_operator() {
    let (world, association, concert) = stage().await;
    buyers(&world, &association, &concert, 120).await;
    move_to(&world, concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1));
    let runs = sweep(&world).await;
    let run = of(&runs, "buyer.person");
    assert_eq!((run.outcome, run.due, run.touched, run.overdue), ("stopped", 120, 0, 120));
    assert!(!retention::approve(&world.app, "buyer.nobody").await.unwrap());
    assert!(retention::approve(&world.app, "buyer.person").await.unwrap());
    assert_eq!(of(&sweep(&world).await, "buyer.person").touched, 120);
    // The operator's word was for that run.
    assert_eq!(world.count("select count(*) from retention_rule_state where rule = 'buyer.person' and approved_at is null and overdue = 0").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn a_row_whose_clock_never_started_is_counted_and_kept() {
    let (world, association, _) = stage().await;
    let id = person(&world, association.tenant).await;
    world.clock.advance(Duration::days(4000));
    let runs = sweep(&world).await;
    assert_eq!((of(&runs, "buyer.person").due, of(&runs, "buyer.person").indeterminate), (0, 1));
    assert_eq!(name(&world, id).await, "Lefort");
    world.stop().await;
}

#[tokio::test]
async fn the_platforms_own_periods_end_to_the_day() {
    let (world, association, _) = stage().await;
    let (tenant, now) = (association.tenant, world.clock.now() + Duration::days(30));
    let at = now.to_rfc3339();
    let id = |number: u128| Uuid::from_u128(number);
    world
        .sql(format!(
            "insert into sign_up (id, token_hash, association_name, slug, person_name, email, email_norm, password_hash, locale, created_at, expires_at)
               values ('{}', '\\x01', 'A', 'a-b-c', 'P', 'p@example.org', 'p@example.org', 'x', 'fr', '{at}', '{at}');
             insert into stripe_event (id, endpoint, type, object_id, livemode, created_at, received_at) values ('evt_1', 'connect', 'x', 'o', false, '{at}', '{at}');
             insert into api_token (id, tenant_id, name, token_hash, created_by, created_at, revoked_at) values ('{}', '{tenant}', 't', '\\x02', '{}', '{at}', '{at}');",
            id(1),
            id(2),
            id(3)
        ))
        .await;
    let year = now.checked_add_months(Months::new(12)).unwrap();
    let ends = [
        ("sign_up.sign_up", "sign_up", now + Duration::days(7)),
        ("stripe_event.stripe_event", "stripe_event", now + Duration::days(90)),
        ("api_token.api_token", "api_token", year),
    ];
    for (rule, table, end) in ends {
        move_to(&world, end - Duration::hours(1));
        sweep(&world).await;
        assert_eq!(world.count(format!("select count(*) from {table}")).await, 1, "{rule} ended early");
        move_to(&world, end + Duration::hours(1));
        assert_eq!(of(&sweep(&world).await, rule).touched, 1, "{rule} did not end");
        assert_eq!(world.count(format!("select count(*) from {table}")).await, 0);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_trace_of_what_staff_did_goes_after_a_year_and_a_wrong_clock_takes_no_young_one() {
    let (world, association, _) = stage().await;
    let tenant = association.tenant;
    world.clock.advance(Duration::days(8));
    let over = world.clock.now().checked_sub_months(Months::new(12)).unwrap();
    let trace = |number: u128, at: Timestamp| {
        let (id, at) = (Uuid::from_u128(number), at.to_rfc3339());
        format!("insert into staff_action (tenant_id, id, account_id, action, at) values ('{tenant}', '{id}', '{id}', 'x', '{at}');")
    };
    world.sql(trace(1, over - Duration::days(1)) + &trace(2, over + Duration::days(1))).await;
    assert_eq!(of(&sweep(&world).await, "staff_action.staff_action").touched, 1);
    // By the program's clock it is years old; by the database's it is not.
    world.sql(trace(3, world.clock.now())).await;
    world.clock.advance(Duration::days(800));
    assert!(retention::sweep(&world.app).await.is_err(), "a failure went unsaid");
    assert_eq!(world.count("select count(*) from staff_action where at > now() - interval '6 months'").await, 1);
    world.stop().await;
}

#[tokio::test]
async fn objects_whose_place_has_a_period_go_with_it_and_the_others_stay() {
    let world = World::start().await;
    let tenant = world.association_without_stripe("jazz").await.tenant;
    let places: Vec<_> = STORES.iter().filter(|place| place.kind == StoreKind::S3 && place.key_pattern.starts_with("t/")).collect();
    let periodic = |place: &&&inventory::Store| place.retention.is_some_and(|retention| retention.facts().active.is_some());
    assert!(places.iter().any(|place| periodic(&place)) && places.iter().any(|place| !periodic(&place)), "nothing to compare");
    let id = new_uuid(world.clock.now());
    for place in &places {
        let key = StoreKey::of_backup(&format!("t/{tenant}/{}/{id}.bin", place.key)).unwrap();
        world.app.storage.put(&key, vec![1, 2, 3].into(), "application/octet-stream").await.unwrap();
    }
    let kept = async || {
        let mut kept = Vec::new();
        for place in &places {
            if !world.app.storage.list(&format!("t/{tenant}/{}/", place.key)).await.unwrap().is_empty() {
                kept.push(place.key);
            }
        }
        kept
    };
    world.clock.advance(Duration::days(6));
    sweep(&world).await;
    assert_eq!(kept().await.len(), places.len(), "an object went early");
    world.clock.advance(Duration::days(400));
    sweep(&world).await;
    let lasting: Vec<&str> = places.iter().filter(|place| !periodic(place)).map(|place| place.key).collect();
    assert_eq!(kept().await, lasting);
    world.stop().await;
}

#[tokio::test]
async fn the_file_of_a_breach_goes_five_years_after_and_nobody_deletes_it_before() {
    let (world, association, _) = stage().await;
    let (tenant, now) = (association.tenant, world.clock.now());
    let file = |number: u128, opened: Timestamp| {
        let (id, opened) = (Uuid::from_u128(number), opened.to_rfc3339());
        format!(
            "insert into breach (tenant_id, id, number, discovered_at, nature, categories, what_happened, opened_by, opened_at)
               values ('{tenant}', '{id}', {number}, '{opened}', '{{}}', '{{}}', 'x', '{id}', '{opened}');
             insert into breach_event (tenant_id, id, breach_id, kind, account_id, at) values ('{tenant}', '{id}', '{id}', 'opened', '{id}', '{opened}');
             insert into platform_breach (id, number, discovered_at, nature, categories, what_happened, everybody, opened_by, opened_at)
               values ('{id}', {number}, '{opened}', '{{}}', '{{}}', 'x', false, '{id}', '{opened}');"
        )
    };
    let ends = now + Duration::days(8);
    let over = ends.checked_sub_months(Months::new(60)).unwrap();
    world.sql(file(1, over - Duration::days(1)) + &file(2, over + Duration::days(1))).await;
    move_to(&world, ends);
    let runs = sweep(&world).await;
    for rule in ["breach_register.breach", "platform_breaches.platform_breach"] {
        assert_eq!((of(&runs, rule).touched, of(&runs, rule).overdue), (1, 0), "{rule}");
    }
    assert_eq!(
        world.texts("select b.number || ' ' || p.number from breach b join breach_event e on e.breach_id = b.id join platform_breach p on p.id = b.id").await,
        ["2 2"]
    );
    assert_eq!(world.count("select count(*) from breach_event").await, 1, "what was done about it goes with it");
    world.sql("update breach set opened_at = now() - interval '3 years'; update platform_breach set opened_at = now() - interval '3 years'").await;
    for (role, table) in [("estrade_tenant", "breach"), ("estrade_platform", "platform_breach")] {
        let sql = format!("begin; set local app.tenant = '{tenant}'; delete from {table}; commit");
        let early = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut world.connect(role).await).await;
        assert!(early.is_err() && world.count(format!("select count(*) from {table}")).await == 1, "{role} deletes a file before its time");
    }
    world.stop().await;
}

#[tokio::test]
async fn every_rule_can_be_carried_out_by_the_role_whose_rows_they_are() {
    let world = World::start().await;
    let tenant = world.association_without_stripe("jazz").await.tenant;
    let schema = Schema::read(&mut world.connect("estrade_platform").await).await.unwrap();
    let (rules, unreached) = rules(TABLES);
    assert_eq!(unreached, Vec::<String>::new());
    let distant = world.clock.now() + Duration::days(20_000);
    let (mut carried_out, mut refused) = (Vec::new(), Vec::new());
    for rule in rules.iter().filter(|rule| !rule.by_hand()) {
        if !rule.granted(world.platform().await.conn()).await.unwrap() {
            refused.push(rule.id.as_str());
            continue;
        }
        carried_out.push(rule.id.as_str());
        let ended = if rule.of_tenants() {
            let mut tx = world.tenant(tenant).await;
            tx.exercise_right().await.unwrap();
            rule.end_batch(tx.conn(), &schema, &Owner { tenant: Some(tenant.uuid()), held: Vec::new() }, distant).await
        } else {
            rule.end_batch(world.platform().await.conn(), &schema, &Owner::default(), distant).await
        };
        assert!(ended.is_ok(), "{}: {ended:?}", rule.id);
    }
    // A period that is published and that nobody may end would be a promise without anybody to keep it.
    assert!(refused.is_empty(), "no role may end {refused:?}");
    for expected in [
        "buyer.person",
        "buyer.ticket_order",
        "accounting.ticket_order",
        "accounting.payment",
        "accounting.refund",
        "accounting.ledger_entry",
        "ticket_register.ticket",
        "ticket_register.ticket_journal",
        "legal_text.legal_document",
        "buyer.person_restriction",
        "buyer.attendee",
        "buyer.attendee_restriction",
        "checkout.payment",
        "staff_action.staff_action",
        "staff_action.ticket",
        "staff_action.refund",
        "suppression.suppression",
        "sign_up.sign_up",
        "one_time_link.account_token",
        "staff_session.session",
        "api_token.api_token",
        "stripe_event.stripe_event",
        "breach_register.breach",
        "platform_breaches.platform_breach",
        "processor_changes.processor_change",
        "rights_file.privacy_request",
        "staff_action.export_register",
    ] {
        assert!(carried_out.contains(&expected), "{expected} is not carried out: {carried_out:?}");
    }
    world.stop().await;
}
