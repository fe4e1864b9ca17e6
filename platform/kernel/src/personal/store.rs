//! The statements, derived from the inventory, and their answers.

use super::{
    model::{Found, Refusal, Root},
    reach::{Ground, Whom, handled},
};
use crate::{
    clock::{PARIS, Timestamp},
    db::{Bind, Built, TenantTx},
    error::Result,
    inventory::{self, Archive, ArchiveFrom, Identity, Period, RetentionId, RowErase, Scope, TABLES, Table},
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
            let built = names(root).into_iter().fold(built, |built, name| built.text(", ").column(person, name)).text(")) from ").name(table.name).text(" t0");
            let built = ground.along(built, 0, table.path, tenant).text(" where t0.tenant_id = ").bind(tenant).text(" and ");
            let built = built.column(0, column.name).text(" = ").bind(email_norm);
            let rows: Vec<(Uuid, String)> = built.fetch(tx.conn()).await?;
            roots.extend(rows.into_iter().map(|(id, name)| (Root { subject, id }, name)));
        }
    }
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
fn names(root: &'static Table) -> Vec<&'static str> {
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
    for retention in retentions {
        let latest = match ground.latest_anchor(*retention, whom) {
            Some(built) => built.fetch::<(Option<Timestamp>,)>(tx.conn()).await?.first().and_then(|(latest,)| *latest),
            None => None,
        };
        ends.insert(*retention, latest.and_then(|latest| end(*retention, latest)));
    }
    Ok(ends)
}

/// The last day of a retention whose clock started at `anchor`, archive included.
pub(super) fn end(retention: RetentionId, anchor: Timestamp) -> Option<NaiveDate> {
    let facts = retention.facts();
    let start = anchor.with_timezone(&PARIS).date_naive();
    match &facts.archive {
        Some(Archive { length, from: ArchiveFrom::FiscalYearEnd, .. }) => later(NaiveDate::from_ymd_opt(start.year(), 12, 31)?, *length),
        Some(Archive { length, from: ArchiveFrom::Anchor, .. }) => later(start, *length),
        None => later(start, facts.active?),
    }
}

fn later(start: NaiveDate, period: Period) -> Option<NaiveDate> {
    match period {
        Period::Hours(hours) => start.checked_add_days(Days::new(u64::from(hours.div_ceil(24)))),
        Period::Days(days) => start.checked_add_days(Days::new(u64::from(days))),
        Period::Months(months) => start.checked_add_months(Months::new(u32::from(months))),
        Period::Years(years) => start.checked_add_months(Months::new(12 * u32::from(years))),
    }
}

/// How many rows an erasure would write to an archive, and the last day of the last.
pub(super) async fn to_archive(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp) -> Result<(u64, Option<NaiveDate>)> {
    let Some(built) = archived(ground, table, whom, now, Built::new("select count(*), max("), |built| built.text(")")) else { return Ok((0, None)) };
    let rows: Vec<(i64, Option<NaiveDate>)> = built.fetch(tx.conn()).await?;
    Ok(rows.first().map_or((0, None), |(rows, until)| (u64::try_from(*rows).unwrap_or_default(), *until)))
}

/// Writes to an archive what must still name somebody afterwards; how many rows.
pub(super) async fn archive(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp) -> Result<u64> {
    match archiving(ground, table, whom, now) {
        Some(built) => built.execute(tx.conn()).await,
        None => Ok(0),
    }
}

/// The statement that fills an archive.
pub(super) fn archiving(ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp) -> Option<Built> {
    let (filled, step) = (table.filled?, table.path.first()?);
    let links: Vec<_> = super::reach::pairs(step).collect();
    let built = Built::new("insert into ").name(table.name).text(" (tenant_id, kept_until, archived_at, legal_ref");
    let built = links.iter().fold(built, |built, (column, _)| built.text(", ").name(column));
    let built = filled.copy.iter().fold(built, |built, (column, _)| built.text(", ").name(column)).text(") select t1.tenant_id, ");
    let values = |built: Built| {
        let built = built.text(", ").bind(Bind::At(now)).text(", ").bind(filled.hold.facts().legal_ref);
        let built = links.iter().fold(built, |built, (_, column)| built.text(", ").column(1, column));
        filled.copy.iter().fold(built, |built, (_, sources)| {
            let built = built.text(", btrim(concat_ws(' '");
            sources.iter().fold(built, |built, (source, column)| built.text(", ").column(place(table, source), column)).text("))")
        })
    };
    // What is archived already stays as it was. Without a target: naming one would need to read the archive, which this transaction may not.
    Some(archived(ground, table, whom, now, built, values)?.text(" on conflict do nothing"))
}

/// The alias of a table on an archive's path.
fn place(table: &Table, name: &str) -> usize {
    table.path.iter().position(|step| step.target == name).map_or(0, |index| index + 1)
}

/// `<head><last day><tail> from ... where ...`: the rows an archive takes, those already erased left out.
fn archived(ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp, head: Built, tail: impl Fn(Built) -> Built) -> Option<Built> {
    let filled = table.filled?;
    let (first, rest) = table.path.split_first()?;
    let (retention, archive) = handled(table).find_map(|(_, handling)| Some((handling.retention, handling.retention.facts().archive.as_ref()?)))?;
    let (anchor_table, anchor) = retention.facts().anchor?.rsplit_once('.')?;
    let last_day = |built: Built| {
        let local = |built: Built| built.text("(").column(place(table, anchor_table), anchor).text(" at time zone 'Europe/Paris')");
        let built = match archive.from {
            ArchiveFrom::FiscalYearEnd => local(built.text("(make_date(extract(year from ")).text(")::int, 12, 31)"),
            ArchiveFrom::Anchor => local(built.text("(")).text("::date"),
        };
        let (years, months, days) = match archive.length {
            Period::Years(years) => (years, 0, 0),
            Period::Months(months) => (0, months, 0),
            Period::Days(days) => (0, 0, days),
            Period::Hours(hours) => (0, 0, hours.div_ceil(24)),
        };
        let number = |built: Built, number: u16| built.bind(Bind::Number(i32::from(number)));
        number(number(number(built.text(" + make_interval("), years).text(", "), months).text(", 0, "), days).text("))::date")
    };
    let built = tail(last_day(head)).text(" from ").name(first.target).text(" t1");
    let built = ground.along(built, 1, rest, whom.tenant).text(" where ");
    let mut built = ground.leads_to(built, 1, first.target, rest, whom);
    for (column, test) in filled.when {
        built = built.text(" and ").column(1, column).text(match test {
            inventory::Test::Set => " is not null",
            inventory::Test::Positive => " > 0",
        });
    }
    let today = now.with_timezone(&PARIS).date_naive();
    built = last_day(built.text(" and ")).text(" >= ").bind(today.to_string().as_str()).text("::date and (");
    let sources: Vec<_> = filled.copy.iter().flat_map(|(_, sources)| sources.iter()).collect();
    let unerased = |built: Built, (source, name): &&(&'static str, &'static str)| {
        let column =
            ground.tables.iter().find(|other| other.name == *source).and_then(|other| Some((other, other.columns.iter().find(|column| column.name == *name)?)));
        column.and_then(|(other, column)| ground.stale(built.clone(), place(table, source), other, column)).unwrap_or_else(|| built.text("true"))
    };
    Some(built.list(" or ", &sources, unerased).text(")"))
}

/// Empties an archive of what is past its last day.
pub(super) async fn expire(tx: &mut TenantTx, table: &'static Table, now: Timestamp) -> Result<u64> {
    Built::new("set local app.archive_reader = 'on'").execute(tx.conn()).await?;
    let today = now.with_timezone(&PARIS).date_naive().to_string();
    let tenant = tx.tid();
    let built = Built::new("delete from ").name(table.name).text(" t0 where t0.tenant_id = ").bind(tenant).text(" and t0.kept_until < ");
    let gone = built.bind(today.as_str()).text("::date").execute(tx.conn()).await?;
    Built::new("set local app.archive_reader = 'off'").execute(tx.conn()).await?;
    Ok(gone)
}
