//! A backup comes back in which the association is still there.

use kernel::{
    ids::TenantId,
    ledger::{self, Kind, Why},
};
use server::recovery::{self, Fate, Wanted};
use support::World;

use super::{ask, days, digest, lived, picture, rows, state};

/// Every table with the columns that can be written.
async fn tables(world: &World) -> Vec<(String, String)> {
    let lines = world
        .texts(
            "select format('%I.%I', n.nspname, c.relname) || ' ' || string_agg(quote_ident(a.attname), ',' order by a.attnum)
               from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
              where c.relkind = 'r' and n.nspname in ('public', 'archive') and c.relname <> '_sqlx_migrations' group by n.nspname, c.relname order by 1",
        )
        .await;
    lines.iter().filter_map(|line| line.split_once(' ')).map(|(table, columns)| (table.to_owned(), columns.to_owned())).collect()
}

/// Keeps all rows as they are now, beside the database that goes on.
async fn back_up(world: &World, name: &str) {
    let copies: Vec<String> = tables(world).await.iter().map(|(table, _)| format!("create table {name}.\"{table}\" as table {table};")).collect();
    world.sql(format!("create schema {name}; {}", copies.concat())).await;
}

/// Brings them back, as a restore does: whatever was done since is forgotten.
async fn restore(world: &World, name: &str) {
    let rows: Vec<String> = tables(world)
        .await
        .iter()
        .map(|(table, columns)| {
            format!("delete from {table}; insert into {table} ({columns}) overriding system value select {columns} from {name}.\"{table}\";")
        })
        .collect();
    world.sql(format!("set session_replication_role = replica; {}", rows.concat())).await;
    world.app.tenants.forget("jazz");
}

async fn nothing_is_left(world: &World, tenant: TenantId) {
    assert_eq!(rows(world, tenant).await, Vec::<String>::new());
    assert_eq!(world.count(format!("select count(*) from tenant where id = '{tenant}'")).await, 0);
    assert_eq!(world.app.storage.left_of_tenant(tenant).await.unwrap(), 0);
}

#[tokio::test]
async fn a_backup_that_still_knows_the_association_loses_it_again() {
    let world = World::start().await;
    let (jazz, _, _) = lived(&world, "jazz").await;
    let (choeur, _, _) = lived(&world, "choeur").await;
    let president = world.signed_in(jazz.president).await;
    let (app, tenant) = (&world.app, jazz.tenant);
    back_up(&world, "open").await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.pass(days(7)).await;
    back_up(&world, "closed").await;
    world.pass(days(22)).await;
    assert_eq!(state(&world).await, "erased");
    let kinds: Vec<Kind> = {
        let mut kinds = Vec::new();
        for seq in 1..=ledger::standing(app).await.unwrap().last {
            let entry = app.ledger.entry(seq).await.unwrap().unwrap();
            assert_eq!(entry.tenant, tenant);
            kinds.push(entry.kind);
        }
        kinds
    };
    assert_eq!(kinds, [Kind::Closing, Kind::Closing]);
    assert_eq!(ledger::verify(app).await.unwrap().faults, Vec::<String>::new());

    for (backup, entries) in [("open", 2), ("closed", 1)] {
        restore(&world, backup).await;
        // The bucket came back with it.
        picture(&world, &jazz).await;
        assert!(!rows(&world, tenant).await.is_empty(), "the backup knows the association");
        recovery::look(app, false).await;
        assert_eq!(app.gate.why(), Some(Why::Behind { entries }));
        let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(503);
        let neighbours = digest(&world, choeur.tenant).await;
        let rehearsal = recovery::replay(app, Wanted { rehearse: true, ..Wanted::default() }).await.unwrap();
        assert!(rehearsal.lines.iter().all(|line| line.fate == Fate::WouldDo), "{rehearsal:?}");
        assert!(!rows(&world, tenant).await.is_empty(), "a rehearsal deleted something");
        let report = recovery::replay(app, Wanted::default()).await.unwrap();
        assert!(report.lines.len() as u64 == entries && report.lines.iter().all(|line| line.fate == Fate::Done), "{report:?}");
        recovery::look(app, false).await;
        assert_eq!(app.gate.why(), None);
        nothing_is_left(&world, tenant).await;
        assert_eq!(state(&world).await, "erased");
        assert_eq!(digest(&world, choeur.tenant).await, neighbours, "a neighbour was touched");
        assert_eq!(world.count(format!("select count(*) from account where id = '{}'", jazz.president)).await, 0);
        // Twice changes nothing.
        let record = world.texts("select c::text from closing c union all select e::text from closing_erasure e order by 1").await;
        let again = recovery::replay(app, Wanted { from: Some(1), rehearse: false }).await.unwrap();
        assert!(again.lines.iter().all(|line| line.fate == Fate::Nowhere), "{again:?}");
        assert_eq!(world.texts("select c::text from closing c union all select e::text from closing_erasure e order by 1").await, record);
        world.settle().await;
        let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(404);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_backup_in_which_a_closing_waits_closes_nobody_who_took_it_back() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    back_up(&world, "asked").await;
    let form = president.get(&super::page(&world, "jazz")).await.expect(200).form("/fermeture");
    let _ = form.with("act", "withdraw").send(&president).await.expect(200);
    world.pass(days(9)).await;
    assert_eq!(state(&world).await, "withdrawn");
    restore(&world, "asked").await;
    // What `ops/restore` does before anybody is served.
    let again = world.count(format!("select closings_begin_again('{}')", world.clock.now().to_rfc3339())).await;
    assert_eq!((again, state(&world).await.as_str()), (1, "asked"));
    world.pass(days(6)).await;
    assert_eq!(state(&world).await, "asked", "closed by a backup");
    let president = world.signed_in(jazz.president).await;
    let form = president.get(&super::page(&world, "jazz")).await.expect(200).form("/fermeture");
    let _ = form.with("act", "withdraw").send(&president).await.expect(200);
    assert_eq!(state(&world).await, "withdrawn");
    world.stop().await;
}

#[tokio::test]
async fn a_closing_cut_short_by_a_crash_goes_on_by_itself() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let app = &world.app;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.settle().await;
    // Written into the ledger, and then the process is gone.
    world.clock.advance(days(7));
    let mut tx = world.platform().await;
    let closing = server::closing::store::find(&mut tx, server::closing::store::Find::Open(jazz.tenant)).await.unwrap().unwrap();
    drop(tx);
    let now = world.clock.now();
    ledger::append(app, jazz.tenant, &server::closing::ending::entry(&closing, now, closing.erase_at, false), None).await.unwrap();
    world.clock.advance(chrono::Duration::minutes(3));
    recovery::look(app, false).await;
    assert_eq!((app.gate.why(), state(&world).await), (None, "closed".to_owned()));
    world.settle().await;
    assert_eq!(state(&world).await, "closed");
    assert!(ledger::standing(app).await.unwrap().is_level());
    world.pass(days(22)).await;
    assert_eq!(state(&world).await, "erased");
    nothing_is_left(&world, jazz.tenant).await;
    world.stop().await;
}
