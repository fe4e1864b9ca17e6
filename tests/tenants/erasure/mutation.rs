//! The proof of the proof: whichever verdict of the inventory is spoilt, the search finds what stayed.

use kernel::{
    ids::TenantId,
    inventory::{Column, Erase, RowErase, TABLES, Table},
    personal,
};
use sqlx::AssertSqlSafe;
use support::World;

use super::{
    search::{declared, holds},
    seed::{Canary, Person, Seeder, alters, subjects, tables_of},
};

/// The inventory with one verdict spoilt: the column is left alone, and the row stays where it went.
fn spoilt(table: &Table, column: &Column) -> &'static [Table] {
    let keep = |other: &Column| {
        let mut copy = *other;
        if other.name == column.name || table.row_erase == Some(RowErase::Delete) {
            copy.handling = None;
        }
        copy
    };
    let columns: Vec<Column> = table.columns.iter().map(keep).collect();
    let one = |other: &Table| {
        let mut copy = *other;
        if other.name == table.name {
            copy.columns = Vec::leak(columns.clone());
            copy.row_erase = Some(RowErase::Keep);
        }
        copy
    };
    Vec::leak(TABLES.iter().map(one).collect())
}

/// Whether the value of a canary is still in its own column, as whoever erased sees it before the commit.
async fn stays(world: &World, tables: &'static [Table], person: &Person, canary: &Canary) -> bool {
    let now = world.clock.now();
    let mut tx = world.tenant(TenantId::from_uuid(person.tenant)).await;
    let roots = [person.root];
    let plan = personal::plan_over(tables, &mut tx, &roots, now).await.unwrap();
    personal::execute_over(tables, &mut tx, &roots, &plan.hash(), now).await.unwrap();
    let table = TABLES.iter().find(|table| table.name == canary.table).unwrap();
    let texts: Vec<String> = if let Some(door) = table.door {
        let intents: Vec<String> =
            person.rows[table.path[0].target].iter().map(|row| row[table.path[0].target_columns[0]].trim_matches('\'').replace("''", "'")).collect();
        let rows: Vec<serde_json::Value> =
            sqlx::query_scalar(AssertSqlSafe(format!("select {door}($1, false)"))).bind(intents).fetch_all(tx.conn()).await.unwrap();
        rows.iter().map(|row| row[canary.column].to_string()).collect()
    } else {
        sqlx::query("set local timezone = 'UTC'").execute(tx.conn()).await.unwrap();
        let sql = format!("select coalesce(to_jsonb(\"{}\")::text, '') from {}", canary.column, canary.table);
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(tx.conn()).await.unwrap()
    };
    drop(tx);
    texts.iter().any(|text| holds(text, &canary.core))
}

#[tokio::test]
async fn a_spoilt_verdict_on_any_column_is_noticed() {
    let world = World::start().await;
    let mut admin = world.connect("postgres").await;
    let mut seeder = Seeder::new(&mut admin).await;
    let tenant = seeder.tenant(&mut admin, "here").await;
    let mut tried = Vec::new();
    for subject in subjects() {
        let person = seeder.person(&mut admin, tenant, subject, |_| 1).await;
        for table in tables_of(subject) {
            let goes = |column: &&Column| alters(column) || column.handling.as_ref().is_some_and(|handling| handling.erase == Erase::DeleteRow);
            for column in table.columns.iter().filter(goes) {
                let canary = person.canaries.iter().find(|canary| canary.table == table.name && canary.column == column.name);
                // A way that leads through a value is shared with the row it leads to.
                let along = table.path.first().is_some_and(|step| step.columns.contains(&column.name));
                let Some(canary) = canary else {
                    assert!(
                        along || column.handling.is_some_and(|handling| handling.erase == Erase::DeleteRow),
                        "{}.{} cannot be looked for",
                        table.name,
                        column.name
                    );
                    continue;
                };
                let cell = (table.name.to_owned(), column.name.to_owned(), String::new());
                assert!(!declared(canary, &cell), "{}.{} is erased, yet declared to stay", table.name, column.name);
                assert!(!stays(&world, TABLES, &person, canary).await, "{}.{} stays although its verdict is sound", table.name, column.name);
                assert!(
                    stays(&world, spoilt(table, column), &person, canary).await,
                    "{}.{}: its verdict was spoilt and nothing noticed",
                    table.name,
                    column.name
                );
                tried.push(format!("{}.{}", table.name, column.name));
            }
        }
    }
    assert!(tried.len() >= 15, "only {tried:?} were tried");
    world.stop().await;
}
