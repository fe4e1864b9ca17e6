//! What a migration leaves to the inventory: the owner writes into the database what the inventory says of it, after the last migration, so that a
//! verdict is changed in one place.

use sqlx::{AssertSqlSafe, PgConnection};

use crate::inventory::{Class, DOCUMENTS, TABLES, archive_readers};

/// Writes all of it.
///
/// # Errors
/// When the database is away, or holds documents with keys nobody judged.
pub(super) async fn stamp(connection: &mut PgConnection) -> anyhow::Result<()> {
    keep_no_samples(connection).await?;
    let_archives_be_read(connection).await?;
    know_documents(connection).await
}

/// Tells the planner to sample no column that tells who somebody is: its statistics keep values in clear, and an erased one would stay there
/// until the table is next analysed. What these columns are searched by is an index with the tenant in front, which needs no sample.
///
/// A column met for the first time may have been sampled before, and nothing samples it again that would write over it: its samples go.
async fn keep_no_samples(connection: &mut PgConnection) -> anyhow::Result<()> {
    for table in TABLES {
        let telling = |class| matches!(class, Class::Personal | Class::Special | Class::Secret | Class::FreeText | Class::ThirdParty | Class::Derived);
        let columns: Vec<String> = table.columns.iter().filter(|column| telling(column.class)).map(|column| column.name.to_owned()).collect();
        let sampled: Vec<String> = sqlx::query_scalar(
            "select format('alter table %s alter column %I set statistics 0', a.attrelid::regclass, a.attname)
               from pg_attribute a
              where a.attrelid = $1::regclass and a.attname = any($2) and not a.attisdropped and coalesce(a.attstattarget, -1) <> 0",
        )
        .bind(table.name)
        .bind(&columns)
        .fetch_all(&mut *connection)
        .await?;
        for no_more in sampled {
            sqlx::query(AssertSqlSafe(no_more)).execute(&mut *connection).await?;
        }
        // What was sampled before that, or since, by somebody's own hand.
        let held: Vec<String> = sqlx::query_scalar(
            "select attname::text from pg_stats where format('%I.%I', schemaname, tablename)::regclass = $1::regclass and attname = any($2) and not inherited",
        )
        .bind(table.name)
        .bind(&columns)
        .fetch_all(&mut *connection)
        .await?;
        if !held.is_empty() {
            sqlx::query("select forget_samples($1::regclass, variadic $2)").bind(table.name).bind(&held).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Lets the roles that a duty names read its archive, and no other.
async fn let_archives_be_read(connection: &mut PgConnection) -> anyhow::Result<()> {
    let word = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let cases: Vec<String> = archive_readers()
        .map(|(hold, roles)| format!("when {} then array[{}]::text[]", word(hold.key()), roles.iter().map(|role| word(role)).collect::<Vec<_>>().join(", ")))
        .collect();
    let said = if cases.is_empty() { "'{}'::text[]".to_owned() } else { format!("case hold {} else '{{}}'::text[] end", cases.join(" ")) };
    let function = format!(
        "create or replace function archive_readers(hold text) returns text[] language sql immutable parallel safe set search_path = pg_catalog as $$ select {said} $$"
    );
    sqlx::query(AssertSqlSafe(function)).execute(&mut *connection).await?;
    Ok(())
}

/// Has each document refuse a key that the inventory does not name. A check made for other keys goes; rows that are there are proven too.
async fn know_documents(connection: &mut PgConnection) -> anyhow::Result<()> {
    for document in DOCUMENTS {
        let (table, name) = (document.table, document.constraint());
        let known: Vec<(String, bool)> = sqlx::query_as(
            "select conname::text, convalidated from pg_constraint where conrelid = $1::regclass and contype = 'c' and conname like replace($2, '_', '\\_') || '\\_known\\_%'",
        )
        .bind(table)
        .bind(document.column)
        .fetch_all(&mut *connection)
        .await?;
        let quoted = table.split('.').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(".");
        for (other, _) in known.iter().filter(|(known, _)| *known != name) {
            sqlx::query(AssertSqlSafe(format!("alter table {quoted} drop constraint \"{other}\""))).execute(&mut *connection).await?;
        }
        let here = known.iter().find(|(known, _)| *known == name);
        if here.is_none() {
            let add = format!("alter table {quoted} add constraint \"{name}\" check ({}) not valid", document.condition());
            sqlx::query(AssertSqlSafe(add)).execute(&mut *connection).await?;
        }
        if !here.is_some_and(|(_, proven)| *proven) {
            let proven = sqlx::query(AssertSqlSafe(format!("alter table {quoted} validate constraint \"{name}\""))).execute(&mut *connection).await;
            anyhow::ensure!(
                proven.is_ok(),
                "rows of {table} hold a key in {} that migrations/inventory/{} does not name: judge it there, or remove it by a migration",
                document.column,
                document.file
            );
        }
    }
    Ok(())
}
