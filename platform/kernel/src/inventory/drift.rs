//! The proof that inventory and database agree, both ways: each column has a verdict, each verdict a column, and what the
//! verdict promises can be done to it.

use super::{Class, Column, Erase, RowErase, Scope, Step, Surrogate, TABLES, Table};
use crate::error::Result;
use sqlx::PgConnection;
use std::collections::BTreeMap;
use std::fmt;

/// One disagreement, as a sentence that names the column, the file and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift(pub(super) String);

impl fmt::Display for Drift {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A column as the database has it.
#[derive(Debug, Clone)]
pub(crate) struct LiveColumn {
    pub(crate) name: String,
    pub(crate) data_type: String,
    pub(crate) not_null: bool,
    pub(crate) in_primary_key: bool,
}

/// A foreign key as the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiveKey {
    pub(crate) columns: Vec<String>,
    pub(crate) target: String,
    pub(crate) target_columns: Vec<String>,
    /// What the deletion of the target's row does here: `a`, `r`, `c`, `n` or `d`, as in `pg_constraint`.
    pub(crate) on_delete: String,
}

/// A table as the database has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveTable {
    pub(crate) columns: Vec<LiveColumn>,
    /// Row-level security is on, for the owner too.
    pub(crate) walled: bool,
    pub(crate) foreign_keys: Vec<LiveKey>,
}

/// A table and whether it is walled; then name, type, not null and in primary key of a column, absent for a table without any.
type Row = (String, bool, Option<String>, Option<String>, Option<bool>, Option<bool>);

/// The tables of a database, by name; those outside `public` as `schema.table`.
pub(crate) type Catalogue = BTreeMap<String, LiveTable>;

/// Compares the inventory with the database of `connection`, through its catalogue only: any role may ask.
///
/// # Errors
/// When the catalogue cannot be read.
pub async fn check(connection: &mut PgConnection) -> Result<Vec<Drift>> {
    let mut drifts = compare(&read(connection).await?, TABLES);
    drifts.extend(super::guard::check(connection).await?);
    Ok(drifts)
}

/// The columns of one of these types in the database of `connection`, as `table.column`: what a type shows needs no declaration.
///
/// # Errors
/// When the catalogue cannot be read.
pub async fn columns_of_types(connection: &mut PgConnection, types: &[&str]) -> Result<Vec<String>> {
    let catalogue = read(connection).await?;
    let columns = catalogue.iter().flat_map(|(table, live)| live.columns.iter().map(move |column| (table, column)));
    let found = columns.filter(|(_, column)| types.contains(&column.data_type.trim_end_matches("[]")));
    Ok(found.map(|(table, column)| format!("{table}.{}", column.name)).collect())
}

/// The catalogue itself; any role may read it.
///
/// # Errors
/// When the database is away.
pub(crate) async fn read(connection: &mut PgConnection) -> Result<Catalogue> {
    let mut catalogue = Catalogue::new();
    // A partition has the columns of its parent, which is listed. Temporary tables end with their session.
    let columns: Vec<Row> = sqlx::query_as(
        "select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname, c.relrowsecurity and c.relforcerowsecurity,
                a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, coalesce(a.attnum = any (p.conkey), false)
         from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
         left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         left join pg_constraint p on p.conrelid = c.oid and p.contype = 'p'
         where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
           and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
         order by 1, a.attnum",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (table, walled, name, data_type, not_null, in_primary_key) in columns {
        let live = catalogue.entry(table).or_default();
        live.walled = walled;
        if let (Some(name), Some(data_type), Some(not_null), Some(in_primary_key)) = (name, data_type, not_null, in_primary_key) {
            live.columns.push(LiveColumn { name, data_type, not_null, in_primary_key });
        }
    }
    let keys: Vec<(String, Vec<String>, String, Vec<String>, String)> = sqlx::query_as(
        "select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname,
                array(select a.attname::text from unnest(k.conkey) with ordinality as u (attnum, place)
                      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum order by u.place),
                case m.nspname when 'public' then '' else m.nspname || '.' end || f.relname,
                array(select a.attname::text from unnest(k.confkey) with ordinality as u (attnum, place)
                      join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum order by u.place),
                k.confdeltype::text
         from pg_constraint k
         join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
         join pg_class f on f.oid = k.confrelid join pg_namespace m on m.oid = f.relnamespace
         where k.contype = 'f'
         order by 1, k.conname",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (table, columns, target, target_columns, on_delete) in keys {
        catalogue.entry(table).or_default().foreign_keys.push(LiveKey { columns, target, target_columns, on_delete });
    }
    Ok(catalogue)
}

/// The comparison itself, without a database.
pub(super) fn compare(catalogue: &Catalogue, tables: &[Table]) -> Vec<Drift> {
    let mut drifts = Vec::new();
    for (name, live) in catalogue {
        if let Some(table) = tables.iter().find(|table| table.name == name) {
            compare_table(&mut drifts, table, live);
            let others = table.shown.iter().flat_map(|shown| shown.path);
            for step in table.path.iter().chain(others).filter(|step| step.foreign_key) {
                compare_step(&mut drifts, table, step, catalogue);
            }
            compare_parents(&mut drifts, table, live, tables);
        } else {
            drifts.push(Drift(format!("table {name} is not in the inventory: add [table.{name}] with a verdict on each column to migrations/inventory")));
        }
    }
    for table in tables.iter().filter(|table| !catalogue.contains_key(table.name)) {
        drifts.push(Drift(format!(
            "table {} is in migrations/inventory/{} but not in the database: remove [table.{}], or apply the migration that makes it",
            table.name, table.file, table.name
        )));
    }
    drifts
}

fn compare_table(drifts: &mut Vec<Drift>, table: &Table, live: &LiveTable) {
    let place = format!("migrations/inventory/{}", table.file);
    for column in &live.columns {
        let full = format!("{}.{}", table.name, column.name);
        match table.columns.iter().find(|declared| declared.name == column.name) {
            None => drifts.push(Drift(format!("column {full} has no verdict: classify it in {place}; if it says nothing about anybody, list it under none"))),
            Some(declared) => {
                drifts.extend(impossible(declared, column).map(|why| Drift(format!("column {full} {why}: correct it in {place} or by a migration"))));
            }
        }
    }
    for declared in table.columns {
        if !live.columns.iter().any(|column| column.name == declared.name) {
            drifts.push(Drift(format!("column {}.{} has a verdict in {place} but is not in the database: remove the verdict", table.name, declared.name)));
        }
    }
    if table.scope == Scope::Tenant {
        let keyed = live.columns.iter().any(|column| column.name == "tenant_id" && column.data_type == "uuid" && column.not_null);
        if !keyed {
            drifts.push(Drift(format!(
                "table {} belongs to tenants by {place} but has no column tenant_id uuid not null: add it, or change the scope",
                table.name
            )));
        }
        if !live.walled {
            drifts.push(Drift(format!("table {} belongs to tenants by {place} but row-level security is not forced: select protect('{0}')", table.name)));
        }
    }
}

/// Why the verdict on a column cannot hold, if it cannot.
fn impossible(declared: &Column, live: &LiveColumn) -> Option<String> {
    let data_type = live.data_type.as_str();
    let text = data_type == "text" || data_type.starts_with("character");
    if matches!(declared.class, Class::None) && matches!(data_type, "inet" | "cidr" | "macaddr") {
        return Some(format!("says nothing about anybody, yet its type is {data_type}"));
    }
    let handling = declared.handling.as_ref()?;
    // A digest of a secret may be a key: it leads to nobody.
    if live.in_primary_key && !matches!(declared.class, Class::Secret | Class::Pseudonymous) {
        return Some("is personal and part of the primary key, which other tables and addresses repeat".to_owned());
    }
    let fits = match handling.erase {
        Erase::Null => !live.not_null,
        Erase::Truncate(_) | Erase::Surrogate(Surrogate::EmptyText | Surrogate::ErasedName | Surrogate::ErasedEmail) => text,
        Erase::Surrogate(Surrogate::RandomSecret) => text || data_type == "bytea",
        Erase::Surrogate(Surrogate::EmptyObject) | Erase::Document(_) => data_type == "jsonb",
        Erase::DeleteRow | Erase::Keep(_) | Erase::Aggregate | Erase::Via(_) => true,
    };
    let nullable = if live.not_null { "not null" } else { "null" };
    (!fits).then(|| format!("is erased by {:?}, which its type {data_type} {nullable} does not allow", handling.erase))
}

fn compare_step(drifts: &mut Vec<Drift>, table: &Table, step: &Step, catalogue: &Catalogue) {
    let exists = catalogue.get(step.table).is_some_and(|live| {
        live.foreign_keys.iter().any(|key| key.columns == step.columns && key.target == step.target && key.target_columns == step.target_columns)
    });
    if !exists {
        drifts.push(Drift(format!(
            "table {} reaches its people through {}.({}) -> {}, but the database has no such foreign key: correct `path` in migrations/inventory/{}",
            table.name,
            step.table,
            step.columns.join(", "),
            step.target,
            table.file
        )));
    }
}

/// A row that stays may not need one that an erasure removes, whatever way leads from it to its person.
fn compare_parents(drifts: &mut Vec<Drift>, table: &Table, live: &LiveTable, tables: &[Table]) {
    for key in &live.foreign_keys {
        let Some(parent) = tables.iter().find(|parent| parent.name == key.target && parent.row_erase == Some(RowErase::Delete)) else { continue };
        let goes_too = table.row_erase == Some(RowErase::Delete) && table.subject == parent.subject;
        let falls = key.on_delete == "c" && table.columns.iter().all(|column| column.handling.is_none());
        if !goes_too && !falls && key.on_delete != "n" {
            drifts.push(Drift(format!(
                "table {} keeps rows that need rows of {}, which an erasure removes: say row_erase = \"delete\" in migrations/inventory/{}, keep {1} too, \
                 or let the foreign key set null",
                table.name, parent.name, table.file
            )));
        }
    }
}
