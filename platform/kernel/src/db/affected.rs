//! Who is concerned when data of some kinds got out: counted from the tables, along the ways the inventory declares. The statements are built of
//! names that the build proved to be plain identifiers; what varies is bound.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::{PlatformTx, TenantTx};
use crate::{
    error::Result,
    inventory::{Class, Erase, Scope, SubjectId, Surrogate, TABLES, Table},
};

/// How many of one kind of person are concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The kind, by its key in the inventory.
    pub subject: String,
    /// Different people, as far as rows lead to them.
    pub people: i64,
    /// Rows about them.
    pub records: i64,
    /// Rows that lead to nobody in particular.
    pub loose: i64,
    /// Rows of restricted archives: about people who were erased since, and who have no address any more.
    #[serde(default)]
    pub archived: i64,
}

/// The kinds of data that tables of this scope hold, by their names in the inventory.
#[must_use]
pub fn categories(scope: Scope) -> BTreeSet<&'static str> {
    let columns = TABLES.iter().filter(|table| table.scope == scope).flat_map(|table| table.columns);
    columns.filter_map(|column| column.handling.as_ref()).map(|handling| handling.category).collect()
}

/// Counts, in one association, the people whose data of these categories are there.
///
/// # Errors
/// When the database is away.
pub async fn affected(tx: &mut TenantTx, categories: &[String]) -> Result<Vec<Affected>> {
    let tenant = tx.tid();
    let mut all = count(tx.conn(), Scope::Tenant, Some(tenant), categories).await?;
    for (subject, archived) in archived(tx, categories).await? {
        match all.iter_mut().find(|one| one.subject == subject) {
            Some(one) => one.archived += archived,
            None => all.push(Affected { subject: subject.to_owned(), people: 0, records: 0, loose: 0, archived }),
        }
    }
    Ok(all)
}

/// Counts rows of the archives by kind, through a door that counts and shows nothing.
async fn archived(tx: &mut TenantTx, categories: &[String]) -> Result<Vec<(&'static str, i64)>> {
    let concerned = |table: &&Table| table.scope == Scope::Tenant && is_archive(table);
    let archives: Vec<&'static Table> = TABLES.iter().filter(concerned).filter(|table| chosen(table, categories).next().is_some()).collect();
    let mut all = Vec::new();
    for (table, subject) in archives.into_iter().filter_map(|table| Some((table, table.subject?))) {
        let rows: i64 = sqlx::query_scalar("select archive_count($1::regclass)").bind(table.name).fetch_one(tx.conn()).await?;
        if rows > 0 {
            all.push((subject.facts().key, rows));
        }
    }
    Ok(all)
}

/// Archives lie in a schema of their own.
fn is_archive(table: &Table) -> bool {
    table.name.contains('.')
}

/// The same among the platform's own tables.
///
/// # Errors
/// As [`affected`].
pub async fn affected_on_the_platform(tx: &mut PlatformTx, categories: &[String]) -> Result<Vec<Affected>> {
    count(tx.conn(), Scope::Platform, None, categories).await
}

/// The people of one kind whose data of these categories an association holds: ids of rows of the kind's root table.
///
/// # Errors
/// As [`affected`].
pub async fn affected_people(tx: &mut TenantTx, subject: SubjectId, categories: &[String]) -> Result<Vec<Uuid>> {
    let tenant = tx.tid();
    list(tx.conn(), Scope::Tenant, Some(tenant), subject, categories).await
}

/// The same among the platform's own tables.
///
/// # Errors
/// As [`affected`].
pub async fn affected_people_on_the_platform(tx: &mut PlatformTx, subject: SubjectId, categories: &[String]) -> Result<Vec<Uuid>> {
    list(tx.conn(), Scope::Platform, None, subject, categories).await
}

async fn list(connection: &mut PgConnection, scope: Scope, tenant: Option<Uuid>, subject: SubjectId, categories: &[String]) -> Result<Vec<Uuid>> {
    let reached: Vec<String> = tables(scope, categories).filter(|table| table.subject == Some(subject)).filter_map(|table| people(table, categories)).collect();
    if reached.is_empty() {
        return Ok(Vec::new());
    }
    let sql = AssertSqlSafe(format!("select distinct who from ({}) as reached where who is not null order by who", reached.join(" union all ")));
    Ok(sqlx::query_scalar(sql).bind(tenant).fetch_all(&mut *connection).await?)
}

async fn count(connection: &mut PgConnection, scope: Scope, tenant: Option<Uuid>, categories: &[String]) -> Result<Vec<Affected>> {
    let subjects: BTreeSet<SubjectId> = tables(scope, categories).filter_map(|table| table.subject).collect();
    let mut all = Vec::new();
    for subject in subjects {
        let (mut reached, mut unreached) = (Vec::new(), Vec::new());
        for table in tables(scope, categories).filter(|table| table.subject == Some(subject)) {
            match people(table, categories) {
                Some(sql) => reached.push(sql),
                None => unreached.push(rows(table, categories)),
            }
        }
        let mut found = Affected { subject: subject.facts().key.to_owned(), people: 0, records: 0, loose: 0, archived: 0 };
        if !reached.is_empty() {
            let sql = AssertSqlSafe(format!("select count(distinct who), count(*) from ({}) as reached", reached.join(" union all ")));
            (found.people, found.records) = sqlx::query_as(sql).bind(tenant).fetch_one(&mut *connection).await?;
        }
        if !unreached.is_empty() {
            let sql = AssertSqlSafe(format!("select count(*) from ({}) as unreached", unreached.join(" union all ")));
            found.loose = sqlx::query_scalar(sql).bind(tenant).fetch_one(&mut *connection).await?;
        }
        if found.people + found.loose > 0 {
            all.push(found);
        }
    }
    Ok(all)
}

/// Tables of this scope with a column of one of these categories. Archives are counted apart.
fn tables(scope: Scope, categories: &[String]) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(move |table| table.scope == scope && !is_archive(table) && chosen(table, categories).next().is_some())
}

fn chosen(table: &'static Table, categories: &[String]) -> impl Iterator<Item = &'static str> {
    let concerns = move |category: &str| categories.iter().any(|chosen| chosen == category);
    table
        .columns
        .iter()
        .filter(move |column| column.class != Class::None && column.handling.as_ref().is_some_and(|handling| concerns(handling.category)))
        .map(|column| column.name)
}

/// That a row of `t0` belongs to the association asked about (the first parameter, null for the platform) and holds something of these categories.
fn holds(table: &'static Table, categories: &[String]) -> String {
    let wall = if table.scope == Scope::Tenant { "t0.tenant_id = $1" } else { "$1::uuid is null" };
    let given: Vec<String> = chosen(table, categories).map(|column| format!("coalesce(t0.\"{column}\"::text, '') <> ''")).collect();
    format!("{wall} and ({})", given.join(" or "))
}

fn rows(table: &'static Table, categories: &[String]) -> String {
    format!("select 1 from {} t0 where {}", quoted(table.name), holds(table, categories))
}

/// Selects who the rows of a table are about; `None` when no way leads to a person.
fn people(table: &'static Table, categories: &[String]) -> Option<String> {
    let root = table.subject?.facts().root?;
    // A way may end early, where no foreign key leads on: such rows are counted, but not as people.
    if table.path.last().map_or(table.name, |step| step.target) != root {
        return None;
    }
    let mut joins = String::new();
    let (mut here, mut who) = (0, "t0.id".to_owned());
    for (index, step) in table.path.iter().enumerate() {
        let target = TABLES.iter().find(|table| table.name == step.target)?;
        let next = here + 1;
        let mut ways: Vec<String> =
            step.columns.iter().zip(step.target_columns).map(|(own, theirs)| format!("t{next}.\"{theirs}\" = t{here}.\"{own}\"")).collect();
        ways.extend(step.when.map(|(column, text)| format!("t{here}.\"{column}\" = '{}'", text.replace('\'', "''"))));
        // What no role of this transaction may read is not looked up: the column that leads there is its id.
        if target.scope != table.scope || step.target == "tenant" {
            let (own, _) = step.columns.iter().zip(step.target_columns).find(|(_, theirs)| **theirs == "id")?;
            return (index + 1 == table.path.len())
                .then(|| format!("select t{here}.\"{own}\" as who from {} t0{joins} where {}", quoted(table.name), holds(table, categories)));
        }
        // A way that is no foreign key does not name the association: the wall does, on both sides.
        if target.scope == Scope::Tenant && !step.target_columns.contains(&"tenant_id") {
            ways.push(format!("t{next}.tenant_id = t{here}.tenant_id"));
        }
        let joined = format!(" join {} t{next} on {}", quoted(step.target), ways.join(" and "));
        joins += &joined;
        here = next;
        who = format!("t{here}.id");
    }
    // Somebody erased is nobody any more.
    let root_table = TABLES.iter().find(|table| table.name == root);
    let address = root_table
        .into_iter()
        .flat_map(|table| table.columns)
        .find(|column| column.handling.as_ref().is_some_and(|handling| handling.erase == Erase::Surrogate(Surrogate::ErasedEmail)));
    let alive = address.map(|column| format!(" and t{here}.\"{}\" not like '%@erased.invalid'", column.name)).unwrap_or_default();
    Some(format!("select {who} as who from {} t0{joins} where {}{alive}", quoted(table.name), holds(table, categories)))
}

/// A table's name, with its schema apart where it has one.
fn quoted(name: &str) -> String {
    name.split('.').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_to_a_person_is_walked_to_its_end() {
        let table = TABLES.iter().find(|table| !table.path.is_empty() && table.path[0].target == "person").unwrap();
        let categories: Vec<String> = categories(Scope::Tenant).into_iter().map(str::to_owned).collect();
        let sql = people(table, &categories).unwrap();
        assert!(sql.contains("join \"person\" t1 on t1.\"tenant_id\" = t0.\"tenant_id\" and t1.\"id\" = t0.") && sql.contains("t0.tenant_id = $1"), "{sql}");
        assert!(sql.contains("not like '%@erased.invalid'"), "{sql}");
    }
}
