//! The restricted archives: what an erasure, or the end of a period, hands to them before it erases, and their own end.

use super::reach::{Ground, Whom, handled, holds};
use crate::{
    clock::{PARIS, Timestamp},
    db::{Bind, Built, TenantTx},
    error::Result,
    inventory::{ArchiveFrom, Period, Table},
};
use chrono::NaiveDate;

/// How many rows an erasure would write to an archive, and the last day of the last.
pub(super) async fn to_fill(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp) -> Result<(u64, Option<NaiveDate>)> {
    let Some(built) = taken(ground, table, whom, now, By::Person, Built::new("select count(*), max("), |built| built.text(")")) else { return Ok((0, None)) };
    let rows: Vec<(i64, Option<NaiveDate>)> = built.fetch(tx.conn()).await?;
    Ok(rows.first().map_or((0, None), |(rows, until)| (u64::try_from(*rows).unwrap_or_default(), *until)))
}

/// Writes to an archive what must still name somebody afterwards; how many rows.
pub(super) async fn fill(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp) -> Result<u64> {
    match filling(ground, table, whom, now, By::Person) {
        Some(built) => built.execute(tx.conn()).await,
        None => Ok(0),
    }
}

/// Whose ids a statement is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The persons'.
    Person,
    /// Those of the rows the archive is filled from.
    Row,
}

/// The statement that fills an archive.
pub(super) fn filling(ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp, by: By) -> Option<Built> {
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
    Some(taken(ground, table, whom, now, by, built, values)?.text(" on conflict do nothing"))
}

/// The alias of a table on an archive's path.
fn place(table: &Table, name: &str) -> usize {
    table.path.iter().position(|step| step.target == name).map_or(0, |index| index + 1)
}

/// `<head><last day><tail> from ... where ...`: the rows an archive takes, those already erased left out.
fn taken(ground: Ground<'_>, table: &'static Table, whom: &Whom, now: Timestamp, by: By, head: Built, tail: impl Fn(Built) -> Built) -> Option<Built> {
    let filled = table.filled?;
    let (first, rest) = table.path.split_first()?;
    let (retention, archive) = handled(table).find_map(|(_, handling)| Some((handling.retention, handling.retention.facts().archive.as_ref()?)))?;
    let (anchor_table, anchor) = retention.facts().anchor?.rsplit_once('.')?;
    let last_day = |built: Built| {
        let local = |built: Built| built.text("(").column(place(table, anchor_table), anchor).text(" at time zone 'Europe/Paris')::date");
        let built = match (archive.from, archive.month.and_then(|month| month.rsplit_once('.'))) {
            (ArchiveFrom::FiscalYearEnd, Some((from, month))) => {
                let built = local(built.text("(fiscal_year_end(")).text(", coalesce((select max(t9.").name(month).text(") from ").name(from);
                built.text(" t9 where t9.tenant_id = ").bind(whom.tenant).text("), 12))")
            }
            (ArchiveFrom::FiscalYearEnd, None) => local(built.text("(fiscal_year_end(")).text(", 12)"),
            (ArchiveFrom::Anchor, _) => local(built.text("(")),
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
    let mut built = ground.leads_to(built, 1, first.target, if by == By::Row { &[] } else { rest }, whom);
    for condition in filled.when {
        built = holds(built.text(" and "), 1, *condition);
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
    let today = now.with_timezone(&PARIS).date_naive().to_string();
    let built = Built::new("select archive_expire(").bind(table.name).text("::regclass, ").bind(today.as_str()).text("::date)");
    let rows: Vec<(i64,)> = built.fetch(tx.conn()).await?;
    Ok(rows.first().map_or(0, |(gone,)| u64::try_from(*gone).unwrap_or_default()))
}
