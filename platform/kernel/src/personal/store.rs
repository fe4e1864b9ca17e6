//! The statements, derived from the inventory, and their answers.

use super::{
    erase::by_subject,
    model::{Found, Refusal, Root},
    reach::{Ground, Whom, handled},
};
use crate::{
    clock::{PARIS, Timestamp},
    db::{Bind, Built, TenantTx},
    error::Result,
    inventory::{self, Archive, ArchiveFrom, Identity, Period, RetentionId, RowErase, Scope, SubjectId, TABLES, Table},
};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Every person of this association whose declared address is `email_norm` (normalised): one [`Found`] a row, because a mailbox proves who
/// reads it, not that every row with it is the same person.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, email_norm: &str) -> Result<Vec<Found>> {
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables: TABLES, catalogue: &catalogue };
    let tenant = tx.tid();
    let mut roots: BTreeMap<Root, String> = BTreeMap::new();
    for table in TABLES.iter().filter(|table| table.scope == Scope::Tenant && table.unlinked.is_none() && table.filled.is_none()) {
        let Some((subject, root)) = table.subject.and_then(|subject| Some((subject, inventory::table(subject.facts().root?)?))) else { continue };
        if root.scope != Scope::Tenant {
            continue;
        }
        let person = table.path.len();
        for (column, _) in handled(table).filter(|(_, handling)| handling.identity == Identity::Email) {
            let built = Built::new("select distinct ").column(person, "id").text(", btrim(concat_ws(' '");
            let built =
                parts_of_name(root).into_iter().fold(built, |built, name| built.text(", ").column(person, name)).text(")) from ").name(table.name).text(" t0");
            let built = ground.along(built, 0, table.path, tenant).text(" where t0.tenant_id = ").bind(tenant).text(" and ");
            let built = built.column(0, column.name).text(" = ").bind(email_norm);
            let rows: Vec<(Uuid, String)> = built.fetch(tx.conn()).await?;
            roots.extend(rows.into_iter().map(|(id, name)| (Root { subject, id }, name)));
        }
    }
    counted(tx, ground, roots).await
}

/// Persons of other kinds whose own rows hang on rows of `roots`: whoever has no address of their own, and came by somebody else's.
///
/// # Errors
/// When the database is away.
pub async fn beside(tx: &mut TenantTx, roots: &[Root]) -> Result<Vec<Found>> {
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables: TABLES, catalogue: &catalogue };
    let tenant = tx.tid();
    let mut persons: BTreeMap<Root, String> = BTreeMap::new();
    for whom in by_subject(tx, roots) {
        for subject in SubjectId::ALL.iter().copied().filter(|subject| *subject != whom.subject) {
            let Some(root) = subject.facts().root.and_then(inventory::table).filter(|root| root.scope == Scope::Tenant) else { continue };
            let keys = catalogue.get(root.name).map(|live| live.foreign_keys.as_slice()).unwrap_or_default();
            for key in keys {
                let theirs = |table: &&Table| table.subject == Some(whom.subject) && table.scope == Scope::Tenant && table.unlinked.is_none();
                let Some(parent) = inventory::table(&key.target).filter(theirs) else { continue };
                let built = Built::new("select distinct t0.id, btrim(concat_ws(' '");
                let built = parts_of_name(root).into_iter().fold(built, |built, name| built.text(", ").column(0, name)).text(")) from ").name(root.name);
                let built = built.text(" t0 join ").name(parent.name).text(" t1 on ");
                let ends = key.columns.iter().zip(&key.target_columns);
                let built = built.list(" and ", ends, |built, (from, to)| built.column(0, from).text(" = ").column(1, to));
                let built = ground.leads_to(built.text(" where t0.tenant_id = ").bind(tenant).text(" and "), 1, parent.name, parent.path, &whom);
                let rows: Vec<(Uuid, String)> = built.fetch(tx.conn()).await?;
                persons.extend(rows.into_iter().map(|(id, name)| (Root { subject, id }, name)));
            }
        }
    }
    counted(tx, ground, persons).await
}

/// The names that the persons' own rows bear now.
///
/// # Errors
/// When the database is away.
pub async fn names(tx: &mut TenantTx, roots: &[Root]) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for whom in by_subject(tx, roots) {
        let Some(root) = whom.subject.facts().root.and_then(inventory::table).filter(|root| root.scope == Scope::Tenant) else { continue };
        let built = Built::new("select btrim(concat_ws(' '");
        let built = parts_of_name(root).into_iter().fold(built, |built, name| built.text(", ").column(0, name)).text(")) from ").name(root.name);
        let built = built.text(" t0 where t0.tenant_id = ").bind(whom.tenant).text(" and t0.id = any(").bind(Bind::Ids(whom.ids)).text(") order by 1");
        all.extend(built.fetch::<(String,)>(tx.conn()).await?.into_iter().map(|(name,)| name).filter(|name| !name.is_empty()));
    }
    Ok(all)
}

/// Each of these persons with the rows that lead to them.
async fn counted(tx: &mut TenantTx, ground: Ground<'_>, roots: BTreeMap<Root, String>) -> Result<Vec<Found>> {
    let tenant = tx.tid();
    let mut found = Vec::with_capacity(roots.len());
    for (root, display) in roots {
        let whom = Whom { tenant, subject: root.subject, ids: vec![root.id] };
        let mut rows = 0;
        for table in ground.of(root.subject)? {
            let built = Built::new("select array[count(*)]");
            let built = if table.door.is_some() { ground.through_door(built, table, false, &whom) } else { ground.from(built, table, &whom) };
            rows += count(tx, built).await?.iter().sum::<u64>();
        }
        found.push(Found { root, display, rows });
    }
    Ok(found)
}

/// The columns that make up a person's name, the one called by first.
fn parts_of_name(root: &'static Table) -> Vec<&'static str> {
    let mut names: Vec<_> = handled(root).filter(|(_, handling)| handling.category == "identity.name").map(|(column, _)| column.name).collect();
    names.sort_by_key(|name| (!name.contains("first") && !name.contains("given"), *name));
    names
}

/// Holds the persons' own rows until the transaction ends.
pub(super) async fn lock(tx: &mut TenantTx, tables: &[Table], whom: &Whom) -> Result<()> {
    let root = whom.subject.facts().root.and_then(|root| tables.iter().find(|table| table.name == root));
    let Some(root) = root.filter(|root| root.scope == Scope::Tenant) else { return Ok(()) };
    let built = Built::new("select t0.id from ").name(root.name).text(" t0 where t0.tenant_id = ").bind(whom.tenant);
    let built = built.text(" and t0.id = any(").bind(Bind::Ids(whom.ids.clone())).text(") order by t0.id for update");
    built.fetch::<(Uuid,)>(tx.conn()).await?;
    Ok(())
}

/// Runs a statement that answers one array of counts.
pub(super) async fn count(tx: &mut TenantTx, built: Built) -> Result<Vec<u64>> {
    let rows: Vec<(Vec<i64>,)> = built.fetch(tx.conn()).await?;
    Ok(rows.into_iter().flat_map(|(counts,)| counts).map(|count| u64::try_from(count).unwrap_or_default()).collect())
}

/// Does to one table what its verdicts say; how many rows changed or went.
pub(super) async fn erase(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Result<u64> {
    if table.door.is_some() {
        let goes = table.row_erase == Some(RowErase::Delete);
        return if goes { Ok(count(tx, ground.through_door(Built::new("select array[count(*)]"), table, true, whom)).await?.iter().sum()) } else { Ok(0) };
    }
    match erasure(ground, table, whom) {
        Some(built) => built.execute(tx.conn()).await,
        None => Ok(0),
    }
}

/// The statement that erases one table; none when nothing in it ever changes.
pub(super) fn erasure(ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Option<Built> {
    if table.row_erase == Some(RowErase::Delete) {
        return Some(ground.from(Built::new("delete"), table, whom));
    }
    let empty = Built::default();
    let altered: Vec<_> = handled(table).map(|(column, _)| column).filter(|column| ground.stale(empty.clone(), 0, table, column).is_some()).collect();
    if altered.is_empty() {
        return None;
    }
    let built = Built::new("update ").name(table.name).text(" t0 set ");
    let built = built.list(", ", &altered, |built, column| {
        let built = built.name(column.name).text(" = case when ");
        let built = ground.stale(built.clone(), 0, table, column).unwrap_or(built).text(" then ");
        ground.fresh(built.clone(), 0, table, column).unwrap_or(built).text(" else ").column(0, column.name).text(" end")
    });
    let built = ground.leads_to(built.text(" where "), 0, table.name, table.path, whom).text(" and (");
    Some(built.list(" or ", &altered, |built, column| ground.stale(built.clone(), 0, table, column).unwrap_or(built)).text(")"))
}

/// Prefixes of the objects that rows about to go have in object storage.
pub(super) async fn objects(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Result<Vec<String>> {
    if table.objects.is_empty() || table.row_erase != Some(RowErase::Delete) {
        return Ok(Vec::new());
    }
    let rows: Vec<(Uuid,)> = ground.from(Built::new("select t0.id"), table, whom).fetch(tx.conn()).await?;
    let tenant = tx.tid();
    Ok(rows.iter().flat_map(|(id,)| table.objects.iter().map(move |store| format!("t/{tenant}/{store}/{id}."))).collect())
}

/// For each retention, the day on which the last of these persons' data reaches its end, when it can be told.
pub(super) async fn ends(
    tx: &mut TenantTx,
    ground: Ground<'_>,
    retentions: &BTreeSet<RetentionId>,
    whom: &Whom,
) -> Result<BTreeMap<RetentionId, Option<NaiveDate>>, Refusal> {
    let mut ends = BTreeMap::new();
    let month = fiscal_month(tx, retentions).await?;
    for retention in retentions {
        let latest = match ground.latest_anchor(*retention, whom) {
            Some(built) => built.fetch::<(Option<Timestamp>,)>(tx.conn()).await?.first().and_then(|(latest,)| *latest),
            None => None,
        };
        ends.insert(*retention, latest.and_then(|latest| end(*retention, latest, month)));
    }
    Ok(ends)
}

/// The month in which this association's fiscal year ends; December when it has stated none, or no retention asks.
async fn fiscal_month(tx: &mut TenantTx, retentions: &BTreeSet<RetentionId>) -> Result<u32> {
    let asked = retentions.iter().find_map(|retention| retention.facts().archive.as_ref()?.month?.rsplit_once('.'));
    let Some((table, column)) = asked else { return Ok(12) };
    let tenant = tx.tid();
    let built = Built::new("select max(").column(0, column).text(")::int from ").name(table).text(" t0 where t0.tenant_id = ").bind(tenant);
    let rows: Vec<(Option<i32>,)> = built.fetch(tx.conn()).await?;
    Ok(rows.first().and_then(|(month,)| *month).and_then(|month| u32::try_from(month).ok()).unwrap_or(12))
}

/// The last day of a retention whose clock started at `anchor`, archive included; `month` is the last of a fiscal year.
pub(super) fn end(retention: RetentionId, anchor: Timestamp, month: u32) -> Option<NaiveDate> {
    let facts = retention.facts();
    let start = anchor.with_timezone(&PARIS).date_naive();
    match &facts.archive {
        Some(Archive { length, from: ArchiveFrom::FiscalYearEnd, .. }) => later(fiscal_year_end(start, month)?, *length),
        Some(Archive { length, from: ArchiveFrom::Anchor, .. }) => later(start, *length),
        None => later(start, facts.active?),
    }
}

/// The last day of the fiscal year a day is in.
pub(super) fn fiscal_year_end(day: NaiveDate, month: u32) -> Option<NaiveDate> {
    let year = day.year() + i32::from(day.month() > month);
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
}

fn later(start: NaiveDate, period: Period) -> Option<NaiveDate> {
    match period {
        Period::Hours(hours) => start.checked_add_days(Days::new(u64::from(hours.div_ceil(24)))),
        Period::Days(days) => start.checked_add_days(Days::new(u64::from(days))),
        Period::Months(months) => start.checked_add_months(Months::new(u32::from(months))),
        Period::Years(years) => start.checked_add_months(Months::new(12 * u32::from(years))),
    }
}
