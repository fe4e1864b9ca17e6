//! What an erasure and an export cost: the person's rows, never the association's.

use kernel::{ids::TenantId, inventory, personal};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};
use support::World;

use super::seed::{Seeder, subjects, tables_of};

const OTHERS: u32 = 20_000;

/// Rows of other persons in a table, each linked to the rows of the same number in other tables.
async fn crowd(admin: &mut PgConnection, tenant: uuid::Uuid, table: &str) {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select a.attname::text, format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = '' and a.attidentity = ''",
    )
    .bind(table)
    .fetch_all(&mut *admin)
    .await
    .unwrap();
    let when = inventory::table(table).unwrap().path.first().and_then(|step| step.when);
    let values: Vec<String> = columns
        .iter()
        .map(|(column, kind)| match kind.as_str() {
            _ if column == "tenant_id" => format!("'{tenant}'"),
            _ if when.is_some_and(|(name, _)| name == column) => format!("'{}'", when.unwrap().1),
            "uuid" => "md5('crowd' || g)::uuid".to_owned(),
            "text" => "'crowd' || g".to_owned(),
            "smallint" => "(g % 30000)::smallint".to_owned(),
            "integer" | "bigint" => "g".to_owned(),
            "boolean" => "false".to_owned(),
            "timestamp with time zone" => "now()".to_owned(),
            "date" => "'2026-01-01'::date + g".to_owned(),
            "bytea" => "decode(md5('crowd' || g), 'hex')".to_owned(),
            "jsonb" | "text[]" | "uuid[]" => "'{}'".to_owned(),
            other => panic!("teach the crowd the type {other} of {table}.{column}"),
        })
        .collect();
    let names: Vec<_> = columns.iter().map(|(column, _)| format!("\"{column}\"")).collect();
    let sql = format!("insert into {table} ({}) select {} from generate_series(1, {OTHERS}) g on conflict do nothing", names.join(", "), values.join(", "));
    sqlx::query(AssertSqlSafe(sql)).execute(admin).await.unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// The tables a plan reads from end to end.
fn read_whole(plan: &Value, found: &mut Vec<String>) {
    if plan["Node Type"] == "Seq Scan" {
        found.push(plan["Relation Name"].as_str().unwrap_or_default().to_owned());
    }
    for value in plan.as_object().into_iter().flat_map(|fields| fields.values()).chain(plan.as_array().into_iter().flatten()) {
        if value.is_object() || value.is_array() {
            read_whole(value, found);
        }
    }
}

#[tokio::test]
async fn no_derived_statement_reads_a_table_from_end_to_end() {
    let world = World::start().await;
    let mut admin = world.connect("postgres").await;
    let mut seeder = Seeder::new(&mut admin).await;
    let tenant = seeder.tenant(&mut admin, "here").await;
    for subject in subjects().into_iter().filter(|subject| subject.facts().root != Some("tenant")) {
        let person = seeder.person(&mut admin, tenant, subject, |_| 1).await;
        let checks: Vec<String> = sqlx::query_scalar(
            "select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint where contype = 'c' and conrelid <> 0",
        )
        .fetch_all(&mut admin)
        .await
        .unwrap();
        for check in checks {
            sqlx::query(AssertSqlSafe(check)).execute(&mut admin).await.unwrap();
        }
        sqlx::query("set session_replication_role = replica").execute(&mut admin).await.unwrap();
        for table in tables_of(subject) {
            crowd(&mut admin, tenant, table.name).await;
        }
        sqlx::query("set session_replication_role = origin").execute(&mut admin).await.unwrap();
        sqlx::query("analyze").execute(&mut admin).await.unwrap();
        let mut tx = world.tenant(TenantId::from_uuid(tenant)).await;
        let statements = personal::statements(&mut tx, &[person.root], world.clock.now()).await.unwrap();
        assert!(statements.len() >= tables_of(subject).len(), "{subject:?} has too few statements");
        for (table, statement) in statements {
            let plans: Vec<(Value,)> = statement.clone().explained().fetch(tx.conn()).await.unwrap_or_else(|error| panic!("{}: {error:?}", statement.sql()));
            let mut whole = Vec::new();
            read_whole(&plans[0].0, &mut whole);
            whole.retain(|name| tables_of(subject).iter().any(|table| table.name == name));
            assert!(whole.is_empty(), "{table}: {whole:?} read from end to end by {}\n{:#}", statement.sql(), plans[0].0);
        }
    }
    world.stop().await;
}
