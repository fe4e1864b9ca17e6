//! The walk over the catalogue: every table, role and verb, with rows of two associations made from the catalogue itself, so that a new table
//! joins the walk by existing. And the test of the test: a table left unprotected must make it fail.

use std::collections::BTreeMap;

use kernel::ids::new_uuid;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use support::World;
use uuid::Uuid;

/// Functions that run with their owner's rights, each with the reason in its migration.
const DEFINER: &[&str] = &[
    "archive_count",
    "archive_expire",
    "archive_open",
    "claims_by_state",
    "closing_erase",
    "closing_finish",
    "enqueue_job",
    "ledger_apply",
    "own_stripe_events",
    "stripe_account_tenant",
    "tenants_with_overdue_orders",
];

/// What the catalogue itself shows to be wrong.
async fn audit(admin: &mut PgConnection) -> Vec<String> {
    let questions = [
        // Every table the tenant role can touch is under row-level security, forced, with a restrictive wall that names the tenant.
        "select 'table '||c.relname||' can be touched by estrade_tenant and is not under forced row-level security' from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'archive') and c.relkind in ('r', 'p') and c.relname <> '_sqlx_migrations'
            and has_any_column_privilege('estrade_tenant', c.oid, 'select, insert, update') and not (c.relrowsecurity and c.relforcerowsecurity)",
        "select 'table '||c.relname||' has no restrictive wall over reading and writing' from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'archive') and c.relkind in ('r', 'p') and c.relname not in ('_sqlx_migrations', 'tenant')
            and has_any_column_privilege('estrade_tenant', c.oid, 'select, insert, update')
            and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
                and pg_get_expr(p.polqual, p.polrelid) like '%tenant_id = %current_tenant()%' and pg_get_expr(p.polwithcheck, p.polrelid) like '%tenant_id = %current_tenant()%')",
        "select 'table '||c.relname||' has no tenant_id that is not null and defaults to current_tenant()' from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'archive') and c.relkind in ('r', 'p') and c.relname not in ('_sqlx_migrations', 'tenant')
            and has_any_column_privilege('estrade_tenant', c.oid, 'select, insert, update')
            and not exists (select from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and pg_get_expr(d.adbin, d.adrelid) = 'current_tenant()')",
        "select 'unique index '||i.relname||' does not begin with tenant_id' from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
          join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
          where n.nspname in ('public', 'archive') and x.indisunique and a.attname <> 'tenant_id' and c.relname not in ('_sqlx_migrations', 'tenant')
            and has_any_column_privilege('estrade_tenant', c.oid, 'select, insert, update')",
        "select 'foreign key '||k.conname||' of '||c.relname||' does not begin with tenant_id on both sides' from pg_constraint k join pg_class c on c.oid = k.conrelid
          join pg_class r on r.oid = k.confrelid
          where k.contype = 'f' and r.relname <> 'tenant' and has_any_column_privilege('estrade_tenant', k.confrelid, 'select, insert, update')
            and not ((select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) = 'tenant_id'
                 and (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) = 'tenant_id')",
        "select 'foreign key '||k.conname||' of '||c.relname||' has no index to follow it' from pg_constraint k join pg_class c on c.oid = k.conrelid
          where k.contype = 'f' and not exists (select from pg_index x where x.indrelid = k.conrelid and (x.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey)
            and not exists (select from pg_index x where x.indrelid = k.conrelid and x.indisunique and x.indnkeyatts = 1 and x.indkey[0] = k.conkey[1])",
        "select 'view '||c.relname||' does not run with its reader''s rights' from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'archive') and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}'))",
        "select 'function '||p.proname||' runs with its owner''s rights and no fixed search_path' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname in ('public', 'archive') and p.prosecdef and not exists (select from unnest(coalesce(p.proconfig, '{}')) s where s like 'search_path=%')",
        "select 'role '||rolname||' could see everything' from pg_roles where rolname in ('estrade_tenant', 'estrade_platform') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
        "select 'role '||r||' may '||v||' '||c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['estrade_tenant', 'estrade_platform']) r,
          unnest(array['truncate', 'references', 'trigger']) v where n.nspname in ('public', 'archive') and c.relkind in ('r', 'p') and has_table_privilege(r, c.oid, v)",
        "select 'everybody may use '||c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a where n.nspname in ('public', 'archive') and a.grantee = 0",
    ];
    let mut faults = Vec::new();
    for question in questions {
        faults.extend(sqlx::query_scalar::<_, String>(question).fetch_all(&mut *admin).await.expect("the catalogue answers"));
    }
    let definers: Vec<String> =
        sqlx::query_scalar("select proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and prosecdef")
            .fetch_all(&mut *admin)
            .await
            .expect("functions");
    faults.extend(
        definers
            .into_iter()
            .filter(|name| !DEFINER.contains(&name.as_str()))
            .map(|name| format!("function {name} runs with its owner's rights and is not on the list")),
    );
    faults
}

/// A table the tenant role can touch, as the catalogue describes it.
#[derive(Clone, Debug)]
struct Table {
    name: String,
    columns: Vec<Column>,
    /// Column -> (table, column) it points to, tenant_id left out.
    parents: Vec<(String, String, String)>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    kind: String,
    nullable: bool,
}

async fn tables(admin: &mut PgConnection) -> Vec<Table> {
    let names: Vec<String> = sqlx::query_scalar(
        "select case n.nspname when 'public' then '' else n.nspname||'.' end||c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'archive') and c.relkind = 'r'
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
            and has_any_column_privilege('estrade_tenant', c.oid, 'select, insert, update') order by 1",
    )
    .fetch_all(&mut *admin)
    .await
    .expect("tables");
    let mut found = Vec::new();
    for name in names {
        let columns = sqlx::query(
            "select attname::text, format_type(atttypid, atttypmod), attnotnull from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
                and attgenerated = '' and attidentity = ''",
        )
        .bind(&name)
        .fetch_all(&mut *admin)
        .await
        .expect("columns")
        .into_iter()
        .map(|row| Column { name: row.get(0), kind: row.get(1), nullable: !row.get::<bool, _>(2) })
        .collect();
        let parents = sqlx::query(
            "select a.attname::text, r.relname::text, b.attname::text from pg_constraint k, unnest(k.conkey, k.confkey) as pair(own, their), pg_attribute a, pg_attribute b, pg_class r
              where k.contype = 'f' and k.conrelid = $1::regclass and a.attrelid = k.conrelid and a.attnum = pair.own and b.attrelid = k.confrelid and b.attnum = pair.their
                and r.oid = k.confrelid and a.attname <> 'tenant_id'",
        )
        .bind(&name)
        .fetch_all(&mut *admin)
        .await
        .expect("foreign keys")
        .into_iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect();
        found.push(Table { name, columns, parents });
    }
    found
}

type Values = BTreeMap<(String, String), String>;

/// A row of `table` for one association, from the catalogue alone. CHECKs are gone from this database: what is proven here is whose row it is.
fn row(table: &Table, tenant: Uuid, known: &Values, number: usize) -> Option<Vec<(String, String)>> {
    let mut row = Vec::new();
    for column in &table.columns {
        let value = if column.name == "tenant_id" {
            format!("'{tenant}'")
        } else if let Some((_, parent, target)) = table.parents.iter().find(|(own, ..)| *own == column.name) {
            match known.get(&(parent.clone(), target.clone())) {
                Some(value) => value.clone(),
                None if column.nullable => "null".to_owned(),
                None => return None,
            }
        } else {
            match column.kind.as_str() {
                "uuid" => format!("'{}'", Uuid::new_v4()),
                "text" | "character(3)" => format!("'x{number}'"),
                "smallint" | "integer" | "bigint" => number.to_string(),
                "boolean" => "true".to_owned(),
                "timestamp with time zone" => "now()".to_owned(),
                "date" => "current_date".to_owned(),
                "bytea" => format!("'\\x0{}'::bytea", number % 10),
                "jsonb" | "text[]" => "'{}'".to_owned(),
                other => panic!("teach the walk the type {other} of {}.{}", table.name, column.name),
            }
        };
        row.push((column.name.clone(), value));
    }
    Some(row)
}

fn insert(table: &str, row: &[(String, String)]) -> String {
    let columns: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<&str> = row.iter().map(|(_, value)| value.as_str()).collect();
    format!("insert into {table} ({}) values ({})", columns.join(", "), values.join(", "))
}

/// Fills every table for both associations; gives each association's values by table and column.
async fn fill(admin: &mut PgConnection, tables: &[Table], tenants: [Uuid; 2]) -> [Values; 2] {
    let checks: Vec<String> = sqlx::query_scalar(
        "select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint where contype = 'c' and conrelid <> 0",
    )
    .fetch_all(&mut *admin)
    .await
    .expect("checks");
    for check in checks {
        sqlx::query(AssertSqlSafe(check)).execute(&mut *admin).await.expect("a check goes");
    }
    let mut all = [Values::new(), Values::new()];
    for (index, tenant) in tenants.into_iter().enumerate() {
        let mut waiting: Vec<&Table> = tables.iter().collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for table in waiting {
                let Some(row) = row(table, tenant, &all[index], index + 1) else {
                    later.push(table);
                    continue;
                };
                sqlx::query(AssertSqlSafe(insert(&table.name, &row))).execute(&mut *admin).await.unwrap_or_else(|error| panic!("{}: {error}", table.name));
                for (column, value) in row {
                    all[index].insert((table.name.clone(), column), value);
                }
            }
            assert!(later.len() < before, "tables refer to each other in a circle: {later:?}");
            waiting = later;
        }
    }
    all
}

/// What a role managed to do in a transaction that is rolled back: rows touched, or nothing because it was refused.
async fn attempt(connection: &mut PgConnection, tenant: Option<&str>, sql: String) -> Option<u64> {
    let mut tx = connection.begin().await.expect("a transaction");
    if let Some(tenant) = tenant {
        sqlx::query(AssertSqlSafe(format!("set local app.tenant = '{tenant}'"))).execute(&mut *tx).await.expect("a setting");
    }
    let outcome = sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.ok().map(|done| done.rows_affected());
    tx.rollback().await.expect("rolled back");
    outcome
}

/// The same in a transaction that reads the archive as a member of staff, as `Db::tenant_archive` opens it.
async fn attempt_as_reader(connection: &mut PgConnection, tenant_then_reader: &str, sql: &str) -> Option<u64> {
    let mut tx = connection.begin().await.expect("a transaction");
    sqlx::raw_sql(AssertSqlSafe(format!("set local app.tenant = '{tenant_then_reader}'"))).execute(&mut *tx).await.expect("settings");
    let outcome = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.ok().map(|done| done.rows_affected());
    tx.rollback().await.expect("rolled back");
    outcome
}

/// Tries every verb on every table as both serving roles; gives what should not have been possible.
async fn walk(world: &World, tables: &[Table], tenants: [Uuid; 2], values: &[Values; 2]) -> Vec<String> {
    let mut faults = Vec::new();
    let (ours, theirs) = (tenants[0].to_string(), tenants[1].to_string());
    let mut tenant = world.connect("estrade_tenant").await;
    let mut platform = world.connect("estrade_platform").await;
    for table in tables {
        let name = &table.name;
        let mut forged = row(table, tenants[1], &values[1], 3).unwrap_or_default();
        for (column, value) in &mut forged {
            // The other association's own parents, so that only the wall can refuse.
            if let Some(known) = values[1].get(&(name.clone(), column.clone())).filter(|_| table.parents.iter().any(|(own, ..)| own == column)) {
                value.clone_from(known);
            }
        }
        let tries = [
            ("reads another association's rows", format!("select 1 from {name} where tenant_id = '{theirs}'")),
            ("changes another association's rows", format!("update {name} set tenant_id = tenant_id where tenant_id = '{theirs}'")),
            ("moves a row to another association", format!("update {name} set tenant_id = '{theirs}' where tenant_id = '{ours}'")),
            ("deletes another association's rows", format!("delete from {name} where tenant_id = '{theirs}'")),
            ("writes a row for another association", insert(name, &forged)),
        ];
        for (what, sql) in &tries {
            if attempt(&mut tenant, Some(&ours), sql.clone()).await.is_some_and(|rows| rows > 0) {
                faults.push(format!("estrade_tenant {what} in {name}"));
            }
            for nobody in [None, Some("")] {
                if attempt(&mut tenant, nobody, sql.clone()).await.is_some_and(|rows| rows > 0) {
                    faults.push(format!("estrade_tenant {what} in {name} without a tenant"));
                }
            }
            if attempt(&mut platform, Some(&ours), sql.clone()).await.is_some_and(|rows| rows > 0) {
                faults.push(format!("estrade_platform {what} in {name}"));
            }
        }
        let mut seen = attempt(&mut tenant, Some(&ours), format!("select 1 from {name}")).await;
        if name.starts_with("archive.") {
            for verb in ["select 1 from", "delete from"] {
                if attempt(&mut tenant, Some(&ours), format!("{verb} {name}")).await.unwrap_or_default() > 0 {
                    faults.push(format!("an ordinary transaction of estrade_tenant reaches {name} by {verb}"));
                }
            }
            let reader = format!("{ours}'; set local app.archive_reader = '{}", tenants[0]);
            for (what, sql) in tries.iter().filter(|(_, sql)| !sql.starts_with("insert")) {
                if attempt_as_reader(&mut tenant, &reader, sql).await.is_some_and(|rows| rows > 0) {
                    faults.push(format!("estrade_tenant, reading the archive, {what} in {name}"));
                }
            }
            seen = attempt_as_reader(&mut tenant, &reader, &format!("select 1 from {name}")).await;
        }
        if seen != Some(1) {
            faults.push(format!("estrade_tenant does not see exactly its own row of {name}"));
        }
        for (column, parent, target) in &table.parents {
            let Some(their_row) = values[1].get(&(parent.clone(), target.clone())) else { continue };
            let mut owner = world.connect("estrade_owner").await;
            let sql = format!("update {name} set {column} = {their_row} where tenant_id = '{ours}'");
            if attempt(&mut owner, None, sql).await.is_some_and(|rows| rows > 0) {
                faults.push(format!("{name}.{column} can point to another association's {parent}"));
            }
        }
    }
    faults
}

async fn everything(world: &World) -> Vec<String> {
    let mut admin = world.connect("postgres").await;
    let mut faults = audit(&mut admin).await;
    let tables = tables(&mut admin).await;
    assert!(tables.len() >= 15, "the walk found only {} tables", tables.len());
    let tenants = [new_uuid(world.clock.now()), new_uuid(world.clock.now())];
    for (tenant, slug) in tenants.iter().zip(["ours", "theirs"]) {
        sqlx::query("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $2, now(), now())")
            .bind(tenant)
            .bind(slug)
            .execute(&mut admin)
            .await
            .expect("a tenant");
    }
    let values = fill(&mut admin, &tables, tenants).await;
    // Somebody who may read the archives of the first.
    let reader = "insert into account (id, email, email_norm, name, password_hash, locale, created_at, password_changed_at)
        values ($1, 'reader@example.org', 'reader@example.org', 'x', 'x', 'fr', now(), now())";
    sqlx::query(reader).bind(tenants[0]).execute(&mut admin).await.expect("an account");
    sqlx::query("insert into staff (tenant_id, account_id, role, added_at) values ($1, $1, 'president', now())")
        .bind(tenants[0])
        .execute(&mut admin)
        .await
        .expect("staff");
    faults.extend(walk(world, &tables, tenants, &values).await);
    let mut tenant = world.connect("estrade_tenant").await;
    let others = attempt(&mut tenant, Some(&tenants[0].to_string()), "select 1 from tenant".to_owned()).await;
    if others != Some(1) {
        faults.push("estrade_tenant sees other associations in tenant".to_owned());
    }
    faults
}

#[tokio::test]
async fn no_role_reaches_another_associations_rows() {
    let world = World::start().await;
    assert_eq!(everything(&world).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_table_left_unprotected_makes_the_walk_fail() {
    let world = World::start().await;
    let mut owner = world.connect("estrade_owner").await;
    sqlx::raw_sql(
        "create table forgotten (tenant_id uuid not null, id uuid not null, note text not null, primary key (id));
         grant select, insert, update, delete on forgotten to estrade_tenant",
    )
    .execute(&mut owner)
    .await
    .expect("a table");
    let faults = everything(&world).await;
    for expected in [
        "table forgotten can be touched by estrade_tenant and is not under forced row-level security",
        "unique index forgotten_pkey does not begin with tenant_id",
        "estrade_tenant reads another association's rows in forgotten",
        "estrade_tenant deletes another association's rows in forgotten",
        "estrade_tenant writes a row for another association in forgotten",
        "estrade_tenant reads another association's rows in forgotten without a tenant",
    ] {
        assert!(faults.iter().any(|fault| fault == expected), "the walk did not notice: {expected}\n{faults:#?}");
    }
}

#[tokio::test]
async fn each_weakening_of_a_protected_table_is_noticed() {
    for (weaken, expected) in [
        ("alter table person no force row level security", "table person can be touched by estrade_tenant and is not under forced row-level security"),
        ("drop policy tenant_wall on person", "table person has no restrictive wall over reading and writing"),
        (
            "create policy careless on person for select to estrade_platform using (true); grant select on person to estrade_platform; drop policy tenant_wall on person",
            "estrade_platform reads another association's rows in person",
        ),
        (
            "alter table ticket_order drop constraint ticket_order_tenant_id_person_id_fkey; alter table person add constraint one unique (id); alter table ticket_order add constraint weak foreign key (person_id) references person (id)",
            "ticket_order.person_id can point to another association's person",
        ),
        ("grant truncate on person to estrade_tenant", "role estrade_tenant may truncate person"),
    ] {
        let world = World::start().await;
        sqlx::raw_sql(weaken).execute(&mut world.connect("estrade_owner").await).await.expect("it is weakened");
        let faults = everything(&world).await;
        assert!(faults.iter().any(|fault| fault == expected), "after “{weaken}” the walk did not notice: {expected}\n{faults:#?}");
    }
}
