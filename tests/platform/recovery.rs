//! What is carried out again, and in what order: one person corrected and erased, two corrections of one value, an entry that cannot be
//! done, a database replaced under a server that runs; and what a backup or an older database still holds beside its rows.

use chrono::Duration;
use kernel::{
    app::App,
    db::{Db, MIGRATIONS},
    error::Error,
    i18n::Locale,
    ids::{TenantId, new_uuid},
    inventory::{self, Class, SubjectId},
    ledger::{self, Act, Change, Person, Why},
    personal,
    storage::StoreKey,
};
use server::{
    backup::{self, Loaded},
    recovery::{self, Fate, Wanted},
};
use sqlx::{AssertSqlSafe, Connection, migrate::Migrator};
use support::{ConcertSpec, World};
use tenants::people::{
    self, NewPerson,
    store::{Correction, correct},
};
use uuid::Uuid;

async fn person(world: &World, tenant: TenantId) -> Uuid {
    let [first_name, family_name, email] = ["Jeanne", "Lefort", "jeanne@example.org"].map(str::to_owned);
    let new = NewPerson { first_name, family_name, email_norm: email.clone(), email, locale: Locale::Fr };
    let mut tx = world.tenant(tenant).await;
    let id = people::store::add(&mut tx, world.clock.now(), &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn erasure(id: Uuid) -> Act {
    Act::Erasure { people: vec![Person { subject: SubjectId::Buyer.key().to_owned(), id }], addresses: Vec::new() }
}

fn named(row: Uuid, value: &str) -> Act {
    Act::Rectification { changes: vec![Change { table: "person".to_owned(), row, column: "family_name".to_owned(), value: value.to_owned() }] }
}

async fn name(world: &World, id: Uuid) -> String {
    world.texts(format!("select family_name from person where id = '{id}'")).await.concat()
}

/// Three minutes later: what is not done by then was cut short.
async fn heal(world: &World, app: &App) {
    world.clock.advance(Duration::minutes(3));
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), None);
    assert!(ledger::standing(app).await.unwrap().is_level());
}

#[tokio::test]
async fn a_correction_never_brings_back_who_was_erased() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    world.settle().await;
    let (app, tenant) = (&world.app, association.tenant);
    let id: Uuid = world.texts("select id::text from person").await[0].parse().unwrap();
    recovery::perform(app, tenant, &named(id, "Corrigée"), None).await.unwrap();
    // Written, and then the process dies; meanwhile the person is erased.
    ledger::append(app, tenant, &named(id, "Tardive"), None).await.unwrap();
    recovery::perform(app, tenant, &erasure(id), None).await.unwrap();
    let rows = async || world.texts("select p::text from person p union all select s::text from archive.sale_party s order by 1").await;
    let after = rows().await;
    assert!(personal::is_erased(&name(&world, id).await) && after.len() == 2 && after.concat().contains("Jeanne Lefort"), "{after:?}");
    heal(&world, app).await;
    assert_eq!(rows().await, after, "a correction that was cut short undid an erasure");
    let report = recovery::replay(app, Wanted { from: Some(1), rehearse: false }).await.unwrap();
    assert!(report.lines.len() == 3 && report.lines.iter().all(|line| line.fate == Fate::Done), "{report:?}");
    assert_eq!(rows().await, after, "a replay undid an erasure, or archived twice");

    // One that waited for somebody's approval while the erasure ran.
    let late =
        Correction { family_name: Some("Encore".to_owned()), email: Some(("a@example.org".to_owned(), "a@example.org".to_owned())), ..Correction::default() };
    let mut tx = world.tenant(tenant).await;
    tx.exercise_right().await.unwrap();
    assert!(!correct(&mut tx, id, &late).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(rows().await, after);
    world.stop().await;
}

#[tokio::test]
async fn the_last_correction_of_a_value_stands_whichever_is_carried_out_first() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant).await;
    ledger::append(app, tenant, &named(id, "Première"), None).await.unwrap();
    recovery::perform(app, tenant, &named(id, "Seconde"), None).await.unwrap();
    heal(&world, app).await;
    assert_eq!(name(&world, id).await, "Seconde");

    // One that was taken back says nothing.
    ledger::append(app, tenant, &named(id, "Troisième"), None).await.unwrap();
    let receipt = ledger::append(app, tenant, &named(id, "Jamais"), None).await.unwrap();
    ledger::void(app, &receipt).await.unwrap();
    heal(&world, app).await;
    assert_eq!(name(&world, id).await, "Troisième");
    world.stop().await;
}

#[tokio::test]
async fn an_erasure_that_was_cut_short_is_what_was_approved_or_does_not_happen() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let [same, other] = [person(&world, tenant).await, person(&world, tenant).await];
    let now = world.clock.now();
    for id in [same, other] {
        let root = [personal::Root { subject: SubjectId::Buyer, id }];
        let plan = personal::plan(&mut world.tenant(tenant).await, &root, now).await.unwrap();
        ledger::append(app, tenant, &erasure(id), Some(plan.hash())).await.unwrap();
    }
    // Something came that nobody had seen when they approved.
    world
        .sql(format!(
            "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key)
               values ('{tenant}', gen_random_uuid(), '{other}', 'all', '{}', 'claim')",
            now.to_rfc3339()
        ))
        .await;
    heal(&world, app).await;
    assert!(personal::is_erased(&name(&world, same).await));
    assert_eq!(name(&world, other).await, "Lefort", "erased without anybody's approval");
    // What did not happen does not happen later.
    recovery::replay(app, Wanted { from: Some(1), rehearse: false }).await.unwrap();
    assert_eq!(name(&world, other).await, "Lefort");
    world.stop().await;
}

#[tokio::test]
async fn an_entry_that_cannot_be_done_is_taken_back_by_an_operator_and_everything_opens() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant).await;
    let impossible =
        Act::Rectification { changes: vec![Change { table: "person".to_owned(), row: id, column: "created_at".to_owned(), value: "x".to_owned() }] };
    let receipt = ledger::append(app, tenant, &impossible, None).await.unwrap();
    world.clock.advance(Duration::minutes(3));
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), Some(Why::Stuck));
    world.visitor().get(&world.url("jazz", "/")).await.expect(503).says("sauvegarde");
    assert!(matches!(recovery::void(app, receipt.seq + 1).await, Err(Error::NotFound)));
    assert_eq!(recovery::void(app, receipt.seq).await.unwrap().seq, receipt.seq);
    assert!(matches!(recovery::void(app, receipt.seq).await, Err(Error::NotFound)), "taken back twice");
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), None);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    // What has its effect is not taken back by a word.
    recovery::perform(app, tenant, &erasure(id), None).await.unwrap();
    let last = ledger::standing(app).await.unwrap().last;
    assert!(matches!(recovery::void(app, last).await, Err(Error::NotFound)));
    assert_eq!(ledger::verify(app).await.unwrap().faults, Vec::<String>::new());
    world.stop().await;
}

/// Meets every connection of both pools, those that broke too.
async fn reconnect(world: &World, tenant: TenantId) {
    for _ in 0..40 {
        drop(world.app.db.platform().await);
        drop(world.app.db.tenant(tenant).await);
    }
}

#[tokio::test]
async fn a_database_replaced_under_a_running_server_serves_nobody_before_it_was_compared() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let id = person(&world, tenant).await;
    let (here, backup) = (world.database.clone(), format!("{}_backup", world.database));
    let mut admin = sqlx::PgConnection::connect(&support::world::database_url("postgres", "postgres").await.unwrap()).await.unwrap();
    let mut run = async |statements: &[String]| {
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut admin).await.unwrap();
        }
    };
    let closed = [
        format!("alter database {here} with allow_connections false"),
        format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{here}'"),
    ];
    run(&closed).await;
    run(&[format!("create database {backup} template {here} owner estrade_owner"), format!("alter database {here} with allow_connections true")]).await;
    // The same database, interrupted: nothing is in doubt.
    reconnect(&world, tenant).await;
    recovery::perform(app, tenant, &erasure(id), None).await.unwrap();
    assert_eq!((app.gate.why(), app.gate.doubts()), (None, 0));
    run(&closed).await;
    run(&[format!("drop database {here} with (force)"), format!("alter database {backup} rename to {here}")]).await;
    // Whatever the first request meets, it is not a row of the backup.
    for _ in 0..3 {
        let page = world.visitor().get(&world.url("jazz", "/")).await;
        assert!(page.status.is_server_error(), "served from a backup: {}", page.status);
    }
    reconnect(&world, tenant).await;
    let mut quarantined = false;
    for _ in 0..200 {
        quarantined |= app.gate.why() == Some(Why::Behind { entries: 1 });
        if quarantined {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(quarantined, "{:?}", app.gate.why());
    assert_eq!(name(&world, id).await, "Lefort", "the backup still knows her");
    recovery::replay(app, Wanted::default()).await.unwrap();
    recovery::look(app, false).await;
    assert_eq!(app.gate.why(), None);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    assert!(personal::is_erased(&name(&world, id).await));
    world.stop().await;
}

#[tokio::test]
async fn objects_come_back_with_their_rows_and_not_without() {
    let world = World::start().await;
    let (app, tenant) = (&world.app, world.association_without_stripe("jazz").await.tenant);
    let at = world.clock.now();
    let [kept, gone] = [new_uuid(at), new_uuid(at)];
    let picture = |id: Uuid| {
        format!(
            "insert into picture (tenant_id, id, content_type, width, height, uploaded_at) values ('{tenant}', '{id}', 'image/png', 1, 1, '{}');",
            at.to_rfc3339()
        )
    };
    world.sql(picture(kept) + &picture(gone)).await;
    let key = |id: Uuid| StoreKey::of_backup(&format!("t/{tenant}/pictures/{id}.png")).unwrap();
    for id in [kept, gone] {
        app.storage.put(&key(id), vec![1, 2, 3].into(), "image/png").await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backup::save(&app.storage, folder.path()).await.unwrap(), 2);
    // Taken away since, and the store is lost.
    world.sql(format!("delete from picture where id = '{gone}'")).await;
    for id in [kept, gone] {
        app.storage.delete_all_versions(&key(id)).await.unwrap();
    }
    assert_eq!(backup::load(app, folder.path()).await.unwrap(), Loaded { put: 1, orphans: 1 });
    assert!(app.storage.head(&key(kept)).await.unwrap().is_some() && app.storage.head(&key(gone)).await.unwrap().is_none());
    assert_eq!(backup::load(app, folder.path()).await.unwrap(), Loaded { put: 0, orphans: 1 }, "run twice, it changes something");
    world.stop().await;
}

#[tokio::test]
async fn an_update_removes_the_samples_that_a_database_kept_of_names_and_addresses() {
    let database = format!("world_{}", Uuid::new_v4().simple());
    let url = async |role: &str, database: &str| support::world::database_url(role, database).await.unwrap();
    let mut admin = sqlx::PgConnection::connect(&url("postgres", "postgres").await).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("create database {database} owner estrade_owner"))).execute(&mut admin).await.unwrap();
    let owner = url("estrade_owner", &database).await;
    let mut released = Migrator::DEFAULT;
    released.migrations = MIGRATIONS.iter().filter(|migration| migration.version < 20_261_124_000_000).cloned().collect();
    let mut connection = sqlx::PgConnection::connect(&owner).await.unwrap();
    released.run(&mut connection).await.unwrap();
    let mut all = sqlx::PgConnection::connect(&url("postgres", &database).await).await.unwrap();
    let rows = "insert into tenant (id, slug, name, created_at, content_changed_at) select gen_random_uuid(), 'jazz', 'Jazz', now(), now();
      insert into person (tenant_id, id, first_name, family_name, email, email_norm, locale, created_at)
        select t.id, gen_random_uuid(), 'Jeanne', 'Lefort', 'jeanne@example.org', 'jeanne@example.org', 'fr', now() from tenant t, generate_series(1, 50);
      analyze person; analyze tenant";
    sqlx::raw_sql(rows).execute(&mut all).await.unwrap();
    let samples = "select tablename || '.' || attname || ' ' || coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') from pg_stats
                    where schemaname = 'public' order by 1";
    let before: Vec<String> = sqlx::query_scalar(samples).fetch_all(&mut all).await.unwrap();
    assert!(before.iter().any(|sample| sample.starts_with("person.email ") && sample.contains("jeanne@example.org")), "nothing to remove: {before:?}");
    Db::migrate(&owner).await.unwrap();
    let after: Vec<String> = sqlx::query_scalar(samples).fetch_all(&mut all).await.unwrap();
    assert!(after.iter().all(|sample| !sample.contains("jeanne") && !sample.contains("Lefort")), "{after:?}");
    sqlx::query("analyze person").execute(&mut all).await.unwrap();
    let after: Vec<String> = sqlx::query_scalar(samples).fetch_all(&mut all).await.unwrap();
    assert!(after.iter().any(|sample| sample.starts_with("person.")) && after.iter().all(|sample| !sample.contains("jeanne")), "{after:?}");
    // Every telling column, those of tables that were never analysed too.
    for table in inventory::TABLES {
        for column in table.columns.iter().filter(|column| matches!(column.class, Class::Personal | Class::Special | Class::Secret | Class::FreeText)) {
            let target: Option<i32> = sqlx::query_scalar("select attstattarget::int from pg_attribute where attrelid = $1::regclass and attname = $2")
                .bind(table.name)
                .bind(column.name)
                .fetch_one(&mut all)
                .await
                .unwrap();
            assert_eq!(target, Some(0), "{}.{}", table.name, column.name);
        }
    }
}

#[tokio::test]
async fn samples_that_somebody_took_since_go_with_the_next_migration_although_views_and_triggers_read_the_columns() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    world.settle().await;
    let mut admin = world.connect("postgres").await;
    let taken = "insert into person select tenant_id, gen_random_uuid(), first_name, family_name, email, email_norm, locale, created_at from person, generate_series(1, 50);
      insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id, receipt_name)
        select tenant_id, gen_random_uuid(), '0000-' || lpad(n::text, 4, '0') || '-01', concert_id, 1, 0, 'expired', locale, placed_at, held_until, person_id, receipt_name from ticket_order, generate_series(1, 50) n;
      alter table person alter column email set statistics 100, alter column locale set statistics 100, alter column family_name set statistics 100;
      alter table ticket_order alter column receipt_name set statistics 100;
      analyze person; analyze ticket_order";
    sqlx::raw_sql(taken).execute(&mut admin).await.unwrap();
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let roots: Vec<personal::Root> = personal::find(&mut tx, "jeanne@example.org").await.unwrap().into_iter().map(|found| found.root).collect();
    let plan = personal::plan(&mut tx, &roots, now).await.unwrap();
    personal::execute(&mut tx, &roots, &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    let samples = async || {
        world
            .texts("select tablename || '.' || attname || ' ' || coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') from pg_stats where schemaname = 'public'")
            .await
            .join("\n")
    };
    let before = samples().await;
    assert!(before.contains("jeanne@example.org") && before.contains("Jeanne Lefort") && before.contains("person.locale"), "nothing to remove: {before}");

    Db::migrate(&world.database_url("estrade_owner").await).await.unwrap();
    let after = samples().await;
    assert!(!after.contains("jeanne") && !after.contains("Lefort") && !after.contains("person.locale"), "{after}");
    // What stood aside is back as it was.
    assert_eq!(inventory::check(&mut world.connect("estrade_platform").await).await.unwrap(), []);
    let mut tx = world.tenant(association.tenant).await;
    assert!(people::store::find_shown(&mut tx, roots[0].id).await.unwrap().is_some(), "the view lost its readers");
    drop(tx);
    let renamed = sqlx::query("update ticket_order set receipt_name = 'x' where confirmed_at is not null").execute(&mut admin).await;
    assert!(renamed.is_err(), "the trigger that keeps receipts is gone");
    world.stop().await;
}
