//! Persons made from the catalogue and the inventory alone: for each, rows in every table that leads to its kind, with a value nobody else has
//! in every column that concerns somebody. A new table or column joins by existing.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    inventory::{self, Erase, Scope, SubjectId, Table},
    personal::Root,
};
use regex::Regex;
use sqlx::{AssertSqlSafe, PgConnection, Row as _, postgres::PgDatabaseError};
use uuid::Uuid;

/// A table as the catalogue has it.
#[derive(Debug, Default)]
struct Live {
    columns: Vec<(String, String, bool)>,
    keys: Vec<(Vec<String>, String, Vec<String>)>,
    uniques: Vec<Vec<String>>,
    /// Words a column may hold, when a CHECK lists them.
    words: BTreeMap<String, String>,
}

/// Values by column, as SQL literals.
pub type Row = BTreeMap<String, String>;

/// A value that stands in one place only, and what to look for.
#[derive(Clone, Debug)]
pub struct Canary {
    pub table: &'static str,
    pub column: &'static str,
    pub core: String,
}

/// A person and the rows that lead there.
#[derive(Clone, Debug)]
pub struct Person {
    pub tenant: Uuid,
    pub root: Root,
    pub rows: BTreeMap<&'static str, Vec<Row>>,
    pub canaries: Vec<Canary>,
}

/// Makes persons, numbering every value.
#[derive(Debug)]
pub struct Seeder {
    live: BTreeMap<String, Live>,
    shared: BTreeMap<(Uuid, String), Row>,
    number: u64,
}

/// The tables whose rows lead to a kind of person, parents first.
pub fn tables_of(subject: SubjectId) -> Vec<&'static Table> {
    let leads = |table: &&Table| {
        table.subject == Some(subject)
            && table.row_erase.is_some()
            && table.unlinked.is_none()
            && table.filled.is_none()
            && (table.scope == Scope::Tenant || table.door.is_some())
    };
    let mut tables: Vec<_> = inventory::TABLES.iter().filter(leads).collect();
    tables.sort_by_key(|table| (table.path.len(), table.name));
    tables
}

/// The kinds of person that have rows in tenants' tables.
pub fn subjects() -> Vec<SubjectId> {
    SubjectId::ALL.iter().copied().filter(|subject| subject.facts().root.is_some() && !tables_of(*subject).is_empty()).collect()
}

impl Seeder {
    pub async fn new(admin: &mut PgConnection) -> Self {
        let mut live: BTreeMap<String, Live> = BTreeMap::new();
        let name = "case n.nspname when 'public' then '' else n.nspname||'.' end||c.relname";
        let columns = format!(
            "select {name}, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull from pg_class c join pg_namespace n on n.oid = c.relnamespace
               join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
             where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1, a.attnum"
        );
        for row in sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut *admin).await.unwrap() {
            live.entry(row.get(0)).or_default().columns.push((row.get(1), row.get(2), row.get(3)));
        }
        let keys = format!(
            "select {name}, array(select a.attname::text from unnest(k.conkey) with ordinality u(n, p) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by p),
                (select case m.nspname when 'public' then '' else m.nspname||'.' end||r.relname from pg_class r join pg_namespace m on m.oid = r.relnamespace where r.oid = k.confrelid),
                array(select a.attname::text from unnest(k.confkey) with ordinality u(n, p) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by p)
             from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype = 'f'"
        );
        for row in sqlx::query(AssertSqlSafe(keys)).fetch_all(&mut *admin).await.unwrap() {
            live.entry(row.get(0)).or_default().keys.push((row.get(1), row.get(2), row.get(3)));
        }
        let uniques = format!(
            "select {name}, array(select a.attname::text from unnest(i.indkey) u(n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.n)
             from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where i.indisunique and i.indpred is null"
        );
        for row in sqlx::query(AssertSqlSafe(uniques)).fetch_all(&mut *admin).await.unwrap() {
            live.entry(row.get(0)).or_default().uniques.push(row.get(1));
        }
        let checks = format!(
            "select {name}, pg_get_constraintdef(k.oid) from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype = 'c'"
        );
        let listed = Regex::new(r"^CHECK \(\((\w+) = (?:ANY \(ARRAY\[('[^']*')|('[^']*'))").unwrap();
        for row in sqlx::query(AssertSqlSafe(checks)).fetch_all(&mut *admin).await.unwrap() {
            let definition: String = row.get(1);
            if let Some(found) = listed.captures(&definition) {
                let word = found.get(2).or(found.get(3)).unwrap().as_str().to_owned();
                live.entry(row.get(0)).or_default().words.insert(found[1].to_owned(), word);
            }
        }
        Self { live, shared: BTreeMap::new(), number: 0 }
    }

    /// An association with nothing in it.
    pub async fn tenant(&mut self, admin: &mut PgConnection, slug: &str) -> Uuid {
        let id = self.id();
        sqlx::query("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $2, now(), now())")
            .bind(id)
            .bind(slug)
            .execute(admin)
            .await
            .unwrap();
        id
    }

    /// A person of a kind; `spread` tells how many rows each table has for each parent row.
    pub async fn person(&mut self, admin: &mut PgConnection, tenant: Uuid, subject: SubjectId, mut spread: impl FnMut(&str) -> usize) -> Person {
        let root_table = inventory::table(subject.facts().root.unwrap()).unwrap();
        let mut person = Person { tenant, root: Root { subject, id: tenant }, rows: BTreeMap::new(), canaries: Vec::new() };
        let root = match root_table.name {
            "tenant" => Row::from([("id".to_owned(), format!("'{tenant}'"))]),
            _ if root_table.scope == Scope::Tenant => self.add(admin, &mut person, root_table, None).await,
            _ => {
                self.shared.remove(&(tenant, root_table.name.to_owned()));
                self.shared(admin, tenant, root_table.name).await
            }
        };
        person.root.id = root["id"].trim_matches('\'').parse().unwrap();
        person.rows.insert(root_table.name, vec![root]);
        let mut waiting: Vec<&'static Table> = tables_of(subject).into_iter().filter(|table| table.name != root_table.name).collect();
        while !waiting.is_empty() {
            // What needs a row of another of the person's tables comes after it.
            let needs = |table: &Table, other: &Table| other.name != table.name && self.live[table.name].keys.iter().any(|(_, target, _)| target == other.name);
            let ready = waiting.iter().position(|table| !waiting.iter().any(|other| needs(table, other))).unwrap_or_default();
            let table = waiting.remove(ready);
            // A dispute is of a payment: without one there is none.
            let strict = |column: &String| self.live[table.name].columns.iter().any(|(name, _, not_null)| name == column && *not_null);
            let orphan = self.live[table.name].keys.iter().any(|(columns, target, _)| {
                let own = tables_of(subject).iter().any(|own| own.name == target && own.name != root_table.name);
                own && columns.iter().all(strict) && person.rows.get(target.as_str()).is_none_or(Vec::is_empty)
            });
            if orphan {
                continue;
            }
            for parent in person.rows.get(table.path[0].target).cloned().unwrap_or_default() {
                let single = root_table.name == "tenant" && self.live[table.name].keys.iter().any(|(columns, ..)| columns.len() == 1);
                let single = single || self.live[table.name].pinned().next().is_some();
                for _ in 0..if single { 1 } else { spread(table.name) } {
                    let row = self.add(admin, &mut person, table, Some(&parent)).await;
                    person.rows.entry(table.name).or_default().push(row);
                }
            }
        }
        person
    }

    async fn add(&mut self, admin: &mut PgConnection, person: &mut Person, table: &'static Table, parent: Option<&Row>) -> Row {
        let mut row = Row::new();
        let step = table.path.first();
        for (column, kind, not_null) in columns(&self.live[table.name]) {
            let declared = table.columns.iter().find(|declared| declared.name == column).unwrap();
            let along = step.and_then(|step| step.columns.iter().position(|own| *own == column).map(|place| step.target_columns[place]));
            let value = if column == "tenant_id" {
                format!("'{}'", person.tenant)
            } else if let (Some(target), Some(parent)) = (along, parent) {
                parent[target].clone()
            } else if let Some((_, word)) = step.and_then(|step| step.when).filter(|(when, _)| *when == column) {
                format!("'{word}'")
            } else if let Some(value) = self.referred(admin, person, table.name, &column, not_null).await {
                value
            } else if let Some(handling) = &declared.handling {
                let (value, core) = self.canary(table.name, &column, &kind, handling.erase);
                person.canaries.extend(core.map(|core| Canary { table: table.name, column: declared.name, core }));
                value
            } else {
                self.plain(table.name, &column, &kind)
            };
            row.insert(column, value);
        }
        self.insert(admin, table.name, &row).await;
        row
    }

    /// The value of a column that a foreign key off the person's path governs.
    async fn referred(&mut self, admin: &mut PgConnection, person: &Person, table: &str, column: &str, not_null: bool) -> Option<String> {
        let governs = |(columns, ..): &&(Vec<String>, String, Vec<String>)| columns.iter().any(|own| own == column);
        let (columns, target, target_columns) = self.live[table].keys.iter().find(governs)?.clone();
        let place = columns.iter().position(|own| own == column)?;
        if tables_of(person.root.subject).iter().any(|own| own.name == target) {
            let own = person.rows.get(target.as_str()).and_then(|rows| rows.first()).map(|row| row[&target_columns[place]].clone());
            assert!(own.is_some() || !not_null, "{table}.{column} needs a row of {target} before there is one: order them by a path");
            return Some(own.unwrap_or_else(|| "null".to_owned()));
        }
        if target == table || (!not_null && self.live[table].pinned().any(|columns| columns.iter().any(|own| own == column))) {
            return Some("null".to_owned());
        }
        Some(self.shared(admin, person.tenant, &target).await[&target_columns[place]].clone())
    }

    /// A row nobody owns, of which an association has one: a concert, a tariff, a text.
    async fn shared(&mut self, admin: &mut PgConnection, tenant: Uuid, table: &str) -> Row {
        if let Some(row) = self.shared.get(&(tenant, table.to_owned())) {
            return row.clone();
        }
        if table == "tenant" {
            return Row::from([("id".to_owned(), format!("'{tenant}'"))]);
        }
        let mut row = Row::new();
        for (column, kind, _) in columns(&self.live[table]) {
            let key = self.live[table].keys.iter().find(|(columns, target, _)| columns.contains(&column) && target != table && column != "tenant_id").cloned();
            let value = if column == "tenant_id" {
                format!("'{tenant}'")
            } else if let Some((columns, target, target_columns)) = key {
                let place = columns.iter().position(|own| *own == column).unwrap();
                Box::pin(self.shared(admin, tenant, &target)).await[&target_columns[place]].clone()
            } else if column != "tenant_id" && self.live[table].keys.iter().any(|(columns, target, _)| target == table && columns.contains(&column)) {
                "null".to_owned()
            } else {
                self.plain(table, &column, &kind)
            };
            row.insert(column, value);
        }
        self.insert(admin, table, &row).await;
        self.shared.insert((tenant, table.to_owned()), row.clone());
        row
    }

    /// Writes a row. A CHECK it breaks goes, in this database only; never one on a column an erasure alters, which must hold afterwards too.
    async fn insert(&mut self, admin: &mut PgConnection, table: &str, row: &Row) {
        let columns: Vec<_> = row.keys().map(|column| format!("\"{column}\"")).collect();
        let values: Vec<_> = row.values().map(String::as_str).collect();
        let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), values.join(", "));
        loop {
            let Err(error) = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *admin).await else { return };
            let database = error.as_database_error().unwrap_or_else(|| panic!("{table}: {error}")).downcast_ref::<PgDatabaseError>();
            assert_eq!(database.code(), "23514", "{table}: {error} in {sql}");
            let check = database.constraint().unwrap().to_owned();
            let touched: Vec<String> = sqlx::query_scalar(
                "select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                 where k.conrelid = $1::regclass and k.conname = $2",
            )
            .bind(table)
            .bind(&check)
            .fetch_all(&mut *admin)
            .await
            .unwrap();
            let altered: BTreeSet<_> = inventory::table(table).unwrap().columns.iter().filter(|column| alters(column)).map(|column| column.name).collect();
            assert!(
                touched.iter().all(|column| !altered.contains(column.as_str())),
                "teach the seeder a value that {check} of {table} accepts: an erasure alters {touched:?}"
            );
            sqlx::query(AssertSqlSafe(format!("alter table {table} drop constraint \"{check}\""))).execute(&mut *admin).await.unwrap();
        }
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    fn id(&mut self) -> Uuid {
        let number = self.next();
        Uuid::from_u128(0x7e57_0000_0000_7e57_8e57_0000_0000_0000 + u128::from(number) * 0x1_0001)
    }

    /// A value that says nothing.
    fn plain(&mut self, table: &str, column: &str, kind: &str) -> String {
        let number = self.next();
        if let Some(word) = self.live[table].words.get(column) {
            return word.clone();
        }
        match kind {
            "uuid" => format!("'{}'", self.id()),
            "text" => format!("'x{number}'"),
            "smallint" => (number % 30_000 + 1).to_string(),
            "integer" | "bigint" => number.to_string(),
            "numeric" | "double precision" | "real" => format!("{number}"),
            "boolean" => "true".to_owned(),
            "timestamp with time zone" => format!("'2026-01-01 00:00:00+00'::timestamptz + interval '{number} seconds'"),
            "date" => format!("'2026-01-01'::date + {}", number % 30_000),
            "bytea" => format!("'\\x{number:016x}'::bytea"),
            "jsonb" | "text[]" | "uuid[]" | "smallint[]" | "integer[]" => "'{}'".to_owned(),
            other if other.starts_with("character") => "'x'".to_owned(),
            other => panic!("teach the seeder the type {other} of {table}.{column}"),
        }
    }

    /// A value nobody else has, and what to look for; nothing to look for when the type or a CHECK leaves no room for one.
    fn canary(&mut self, table: &str, column: &str, kind: &str, erase: Erase) -> (String, Option<String>) {
        let number = self.next();
        if self.live[table].words.contains_key(column) {
            return (self.plain(table, column, kind), None);
        }
        let core = format!("zq{:012x}", number.wrapping_mul(0x9e37_79b9_7f4b) & 0xffff_ffff_ffff);
        let text = if column.contains("email") { format!("'{core}@canary.example'") } else { format!("'É''{core}&\"<ï'") };
        match kind {
            "text" => (text, Some(core)),
            "uuid" => {
                let id = self.id();
                (format!("'{id}'"), Some(id.to_string()))
            }
            "integer" | "bigint" => (format!("{}", 1_500_000_000 + number), Some(format!("{}", 1_500_000_000 + number))),
            "timestamp with time zone" => (format!("'2031-05-01 10:20:30.{:05}7+00'", number % 100_000), Some(format!("30.{:05}7", number % 100_000))),
            "bytea" => (format!("convert_to('{core}', 'UTF8')"), Some(core)),
            "jsonb" => {
                // Only a key that the inventory names is taken.
                let known = inventory::DOCUMENTS.iter().find(|known| known.table == table && known.column == column);
                let key = known.and_then(|known| known.keys.first()).copied().unwrap_or("said");
                let mut document = serde_json::json!({ key: core });
                if let Erase::Document(keys) = erase {
                    document = serde_json::json!({});
                    for (path, _) in keys.iter().filter(|(_, goes)| *goes) {
                        let place = path.iter().fold(&mut document, |place, word| &mut place[*word]);
                        *place = core.clone().into();
                    }
                }
                (format!("'{document}'::jsonb"), Some(core))
            }
            "text[]" => (format!("array['{core}']"), Some(core)),
            _ => (self.plain(table, column, kind), None),
        }
    }
}

impl Live {
    /// Column sets that are unique and made of foreign keys alone: a row of which the same persons and shared rows have but one.
    fn pinned(&self) -> impl Iterator<Item = &Vec<String>> {
        let foreign = |column: &String| self.keys.iter().any(|(columns, ..)| columns.contains(column));
        self.uniques.iter().filter(move |columns| columns.len() > 1 && columns.iter().all(foreign))
    }
}

fn columns(live: &Live) -> Vec<(String, String, bool)> {
    live.columns.clone()
}

/// Whether an erasure writes another value there.
pub fn alters(column: &inventory::Column) -> bool {
    column.handling.as_ref().is_some_and(|handling| matches!(handling.erase, Erase::Null | Erase::Surrogate(_) | Erase::Truncate(_) | Erase::Document(_)))
}
