//! The visitor counter's tables, before the module that fills them: nothing in them can be about anybody.

use sqlx::{AssertSqlSafe, Connection};
use support::World;

#[tokio::test]
async fn the_counters_tables_hold_no_address_no_hour_and_no_joint_row() {
    let world = World::start().await;
    let columns = world
        .texts(
            "select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_class c join pg_attribute a on a.attrelid = c.oid
              where c.relname in ('visit_day', 'visit_total', 'visit_key') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by 1",
        )
        .await;
    assert_eq!(columns.len(), 12, "{columns:?}");
    for column in &columns {
        let harmless = ["uuid", "date", "text", "bigint", "bytea"].iter().any(|kind| column.ends_with(kind));
        assert!(harmless, "no address, no agent, no time finer than a day: {column}");
    }
    // One row is one dimension on one day: a page read by one browser in one town cannot be written.
    let key = world
        .texts(
            "select string_agg(a.attname, ',' order by k.place) from pg_constraint c, unnest(c.conkey) with ordinality k (number, place), pg_attribute a
                 where c.conrelid = 'visit_day'::regclass and c.contype = 'p' and a.attrelid = c.conrelid and a.attnum = k.number group by c.oid",
        )
        .await;
    assert_eq!(key, ["tenant_id,day,dimension,value"]);
    assert_eq!(
        world.texts("select relpersistence::text from pg_class where relname = 'visit_key'").await,
        ["u"],
        "the key of a day is never written to the log"
    );
    world.stop().await;
}

#[tokio::test]
async fn the_counters_tables_refuse_what_could_be_somebody() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let mut owner = world.connect("postgres").await;
    for (dimension, value, views, visits, taken) in [
        ("path", "/concerts/quartet-alma", 3, 2, true),
        ("browser", "Firefox 133", 3, 2, true),
        ("path", "/commande?cle=secret", 1, 1, false),
        ("path", "/x#jeanne", 1, 1, false),
        ("referrer", "jeanne@example.org", 1, 1, false),
        ("address", "192.0.2.7", 1, 1, false),
        ("country", "FR", 1, 2, false),
    ] {
        let mut tx = owner.begin().await.unwrap();
        let insert = format!(
            "insert into visit_day (tenant_id, day, dimension, value, views, visits) values ('{}', '2027-01-11', '{dimension}', '{value}', {views}, {visits})",
            jazz.tenant
        );
        let done = sqlx::query(AssertSqlSafe(insert)).execute(&mut *tx).await;
        assert_eq!(done.is_ok(), taken, "{dimension} {value}: {done:?}");
    }
    let president = world.signed_in(jazz.president).await;
    let register = president.get(&world.url("app", "/a/jazz/registre")).await.expect(200);
    let notice = world.visitor().get(&world.url("jazz", "/mentions-legales")).await.expect(200);
    for page in [register, notice] {
        // The notice of a first visit stands outside: it asks beforehand, and says so.
        let main = page.text.split("<main").nth(1).unwrap_or_default();
        assert!(!main.is_empty() && !main.contains("Compter les visites"), "{} speaks of a counter that is off", page.url);
    }
    world.stop().await;
}
