//! The end of periods: from the inventory's retentions, the rules that a nightly sweep carries out, each one table and one period, and
//! the statements that count and end what is over.

use super::{
    archive::{By, filling},
    erase::archives,
    model::Root,
    reach::{Ground, Whom, handled, pairs},
};
use crate::{
    clock::Timestamp,
    db::{Bind, Built},
    error::Result,
    inventory::{Archive, Catalogue, Column, Erase, Period, RETENTIONS, Retention, RowErase, Scope, Start, Step, TABLES, Table, Test, Then, read_catalogue},
};
use chrono::{Duration, Months};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

mod clock;
mod conditions;

/// Rows ended in one transaction.
pub const BATCH: i32 = 1_000;

/// The clock starts in the row itself.
const HERE: &[Step] = &[];

/// What a rule does to the rows whose period is over.
#[derive(Clone, Debug)]
enum Ends {
    /// They go.
    Rows,
    /// These columns are erased, by their verdicts.
    Columns(Vec<&'static Column>),
}

/// The schema the statements are made for.
#[derive(Debug)]
pub struct Schema(Catalogue);

impl Schema {
    /// Reads it from the database's catalogue: any role may.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn read(connection: &mut PgConnection) -> Result<Self> {
        Ok(Self(read_catalogue(connection).await?))
    }

    fn ground(&self) -> Ground<'_> {
        Ground { tables: TABLES, catalogue: &self.0 }
    }

    /// The longest chain of foreign keys that begins at a table.
    fn depth(&self, table: &str, passed: &mut Vec<String>) -> usize {
        if passed.iter().any(|name| name == table) {
            return 0;
        }
        passed.push(table.to_owned());
        let parents = self.0.get(table).map(|live| live.foreign_keys.as_slice()).unwrap_or_default();
        let depth = parents.iter().map(|key| 1 + self.depth(&key.target, passed)).max().unwrap_or_default();
        passed.pop();
        depth
    }
}

/// One table and one period.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `<retention>.<table>`.
    pub id: String,
    /// The period.
    pub retention: &'static Retention,
    /// The table.
    pub table: &'static Table,
    ends: Ends,
    via: &'static [Step],
    column: &'static str,
    or: Option<&'static str>,
    lapsed: Option<(&'static str, Test)>,
}

/// Whose rows a rule is about: the platform's by default.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// An association.
    pub tenant: Option<Uuid>,
    /// Persons whose rows stay although their period is over: somebody needs them, or is asking about them.
    pub held: Vec<Root>,
}

/// What a count found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows whose period is over and that are as they were.
    pub due: u64,
    /// Rows whose period is over and that stay, because their person's are held.
    pub held: u64,
    /// Rows whose clock has not started: nobody can tell when they end.
    pub indeterminate: u64,
    /// Rows of the table.
    pub total: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.due += other.due;
        self.held += other.held;
        self.indeterminate += other.indeterminate;
        self.total += other.total;
    }
}

/// Every rule of the inventory, and a sentence for each period that ends something in a table which its clock does not reach.
#[must_use]
pub fn rules(tables: &'static [Table]) -> (Vec<Rule>, Vec<String>) {
    let (mut rules, mut unreached) = (Vec::new(), Vec::new());
    for table in tables.iter().filter(|table| table.filled.is_none()) {
        for retention in RETENTIONS.iter().filter(|retention| retention.active.is_some()) {
            let start = retention.on.iter().find(|start| start.table == table.name);
            let lapsed = start.and_then(|start| start.lapsed);
            let Some(ends) = lapsed.map(|_| Ends::Rows).or_else(|| ends(table, retention)) else { continue };
            let anchor = retention.anchor.and_then(|anchor| anchor.rsplit_once('.'));
            let (via, column, or) = match (start, anchor) {
                (Some(Start { via, column, or, .. }), _) => (*via, *column, *or),
                (None, Some((own, column))) if own == table.name => (HERE, column, None),
                _ => {
                    unreached.push(format!("retention {} ends rows of {}, and does not say when: add on.{1} to [retention.{0}]", retention.key, table.name));
                    continue;
                }
            };
            rules.push(Rule { id: format!("{}.{}", retention.key, table.name), retention, table, ends, via, column, or, lapsed });
        }
    }
    (rules, unreached)
}

/// What the end of a period does to a table; nothing when none of its columns has that period, or none that has it holds anything an
/// erasure would alter.
fn ends(table: &'static Table, retention: &'static Retention) -> Option<Ends> {
    let under: Vec<&'static Column> = handled(table).filter(|(_, handling)| handling.retention == retention.id).map(|(column, _)| column).collect();
    if under.is_empty() {
        return None;
    }
    // A row goes with the longest of its periods.
    let longest = handled(table).map(|(_, handling)| seconds(handling.retention.facts())).max()? == seconds(retention);
    if table.row_erase == Some(RowErase::Delete) {
        return longest.then_some(Ends::Rows);
    }
    // A clock in the row itself: its own anchor, or a start that goes nowhere else.
    let anchored_here = retention.anchor.and_then(|anchor| anchor.rsplit_once('.')).is_some_and(|(own, _)| own == table.name);
    let started_here = retention.on.iter().any(|start| start.table == table.name && start.via.is_empty());
    if retention.then == Then::Delete && longest && (anchored_here || started_here) {
        return Some(Ends::Rows);
    }
    let altered: Vec<_> = under
        .into_iter()
        .filter(|column| match column.handling.as_ref().map(|handling| handling.erase) {
            Some(Erase::Null | Erase::Surrogate(_) | Erase::Truncate(_) | Erase::Document(_)) => true,
            // What a duty kept through an erasure ends with the duty, where the row says since when and itself stays.
            Some(Erase::Keep(_)) => retention.then == Then::Anonymise && anchored_here,
            _ => false,
        })
        .collect();
    (!altered.is_empty()).then_some(Ends::Columns(altered))
}

/// How long a period lasts with the archive after it; for ever when nothing says.
fn seconds(retention: &Retention) -> u64 {
    let archived = retention.archive.as_ref().map_or(0, |archive| archive.length.most_seconds());
    retention.active.map_or(u64::MAX, |active| active.most_seconds().saturating_add(archived))
}

impl Rule {
    /// What starts before this moment is over at `now`. An archive's time is added whole, with the year in which a fiscal year may still end.
    #[must_use]
    pub fn cutoff(&self, now: Timestamp) -> Timestamp {
        let active = self.retention.active.map_or(now, |active| before(now, active));
        match &self.retention.archive {
            Some(Archive { length, .. }) => before(before(now, *length), Period::Years(1)).min(active),
            None => active,
        }
    }

    /// Whether an operator ends it by hand.
    #[must_use]
    pub const fn by_hand(&self) -> bool {
        self.retention.by_hand.is_some()
    }

    /// Whether the role whose rows they are may end them. A table that is append-only by its grants is counted and left to an operator.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn granted(&self, connection: &mut PgConnection) -> Result<bool> {
        let role = if self.of_tenants() { "estrade_tenant" } else { "estrade_platform" };
        let question = match &self.ends {
            Ends::Rows => Built::new("select has_table_privilege(").bind(role).text("::name, ").bind(self.table.name).text(", 'delete')"),
            Ends::Columns(columns) => Built::new("select ").list(" and ", columns, |built, column| {
                let built = built.text("has_column_privilege(").bind(role).text("::name, ").bind(self.table.name);
                built.text(", ").bind(column.name).text(", 'update')")
            }),
        };
        let rows: Vec<(bool,)> = question.fetch(connection).await?;
        Ok(rows.first().is_some_and(|(granted,)| *granted))
    }

    /// Whether its rows belong to associations.
    #[must_use]
    pub fn of_tenants(&self) -> bool {
        self.table.scope == Scope::Tenant
    }

    /// What the rule is, as a hash: one that reads differently is a new rule.
    #[must_use]
    pub fn fingerprint(&self, schema: &Schema) -> [u8; 32] {
        let ground = schema.ground();
        let (epoch, anybody) = (Timestamp::UNIX_EPOCH, Owner::default());
        let texts = [self.counted(ground, &anybody, epoch).sql().to_owned(), self.ended(ground, &anybody, epoch, None).sql().to_owned()];
        let period = format!("{:?} {:?}", self.retention.active, self.retention.archive);
        Sha256::new().chain_update(&texts[0]).chain_update([0]).chain_update(&texts[1]).chain_update([0]).chain_update(period).finalize().into()
    }

    /// How far its table hangs below others: what needs rows of others ends before them.
    #[must_use]
    pub fn depth(&self, schema: &Schema) -> usize {
        schema.depth(self.table.name, &mut Vec::new())
    }

    /// Counts what is over, in one association's table or in one of the platform's.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn count(&self, connection: &mut PgConnection, schema: &Schema, owner: &Owner, now: Timestamp) -> Result<Count> {
        let rows: Vec<(i64, i64, i64, i64)> = self.counted(schema.ground(), owner, now).fetch(connection).await?;
        let number = |count: i64| u64::try_from(count).unwrap_or_default();
        Ok(rows.first().map_or_else(Count::default, |(over, held, indeterminate, total)| Count {
            due: number(over - held),
            held: number(*held),
            indeterminate: number(*indeterminate),
            total: number(*total),
        }))
    }

    /// Ends at most [`BATCH`] rows whose time is over, what the books must still name first written to its archive; says how many.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn end_batch(&self, connection: &mut PgConnection, schema: &Schema, owner: &Owner, now: Timestamp) -> Result<u64> {
        let ground = schema.ground();
        let Some(((tenant, subject), by)) = owner.tenant.zip(self.table.subject).zip(self.takes_names()) else {
            return self.ended(ground, owner, now, None).execute(connection).await;
        };
        let rows: Vec<(Uuid,)> = self.due(Built::new("select t0.id"), ground, owner, now).fetch(connection).await?;
        let whom = Whom { tenant, subject, ids: rows.into_iter().map(|(id,)| id).collect() };
        if whom.ids.is_empty() {
            return Ok(0);
        }
        for statement in archives(TABLES, &whom).filter_map(|table| filling(ground, table, &whom, now, by)) {
            statement.execute(connection).await?;
        }
        self.ended(ground, owner, now, Some(whom.ids)).execute(connection).await
    }

    /// Whether it takes what an archive must keep, and whose ids its rows have: a person's own, or those of the rows an archive is filled from.
    fn takes_names(&self) -> Option<By> {
        let goes = |name: &str| match &self.ends {
            Ends::Rows => true,
            Ends::Columns(columns) => columns.iter().any(|column| column.name == name),
        };
        let archives = TABLES.iter().filter(|table| table.subject == self.table.subject);
        let mut filled = archives.filter_map(|table| Some((table.path.first()?, table.filled?)));
        filled.find_map(|(first, filled)| {
            let by = if self.table.path.is_empty() { By::Person } else { By::Row };
            let here = by == By::Person || first.target == self.table.name;
            let taken = filled.copy.iter().flat_map(|(_, from)| from.iter()).any(|(table, name)| *table == self.table.name && goes(name));
            (here && taken).then_some(by)
        })
    }

    fn counted(&self, ground: Ground<'_>, owner: &Owner, now: Timestamp) -> Built {
        let over = |built: Built| self.open(built.text("count(*) filter (where s.at < ").bind(Bind::At(self.cutoff(now))).text(" and "), ground);
        let built = over(Built::new("select ")).text("), ");
        let built = match self.held(owner) {
            Some(whom) => ground.leads_to(over(built.clone()).text(" and "), 0, self.table.name, self.table.path, &whom).text("), "),
            None => built.text("0::bigint, "),
        };
        let built = self.open(built.text("count(*) filter (where s.at is null and "), ground).text("), count(*)");
        self.rows(built, ground, owner.tenant)
    }

    /// Those of the held persons that rows of this table lead to.
    fn held(&self, owner: &Owner) -> Option<Whom> {
        let (tenant, subject) = owner.tenant.zip(self.table.subject).filter(|_| self.of_tenants() && self.table.unlinked.is_none())?;
        let ids: Vec<Uuid> = owner.held.iter().filter(|root| root.subject == subject).map(|root| root.id).collect();
        (!ids.is_empty()).then_some(Whom { tenant, subject, ids })
    }

    fn ended(&self, ground: Ground<'_>, owner: &Owner, now: Timestamp, ids: Option<Vec<Uuid>>) -> Built {
        let built = match &self.ends {
            Ends::Rows => Built::new("delete from ").name(self.table.name).text(" t0"),
            Ends::Columns(columns) => {
                let built = Built::new("update ").name(self.table.name).text(" t0 set ");
                built.list(", ", columns, |built, column| {
                    let built = self.stale(built.name(column.name).text(" = case when "), ground, column).text(" then ");
                    let kept = built.clone().text("null");
                    ground.fresh(built, 0, self.table, column).unwrap_or(kept).text(" else ").column(0, column.name).text(" end")
                })
            }
        };
        let built = match ids {
            Some(ids) => built.text(" where t0.id = any(").bind(Bind::Ids(ids)).text(")"),
            // By its place: a table's key may be anything.
            None => self.due(built.text(" where t0.ctid = any(array(select t0.ctid"), ground, owner, now).text("))"),
        };
        match owner.tenant {
            Some(tenant) => built.text(" and t0.tenant_id = ").bind(tenant),
            None => built,
        }
    }

    /// `<head> from ... where <its time is over, and nobody needs it>`, at most a batch. Rows somebody else holds wait for the next night; a
    /// role that may delete a row but not alter it cannot hold it, and need not.
    fn due(&self, head: Built, ground: Ground<'_>, owner: &Owner, now: Timestamp) -> Built {
        let built = self.rows(head, ground, owner.tenant);
        let built = built.text(if owner.tenant.is_some() { " and " } else { " where " }).text("s.at < ").bind(Bind::At(self.cutoff(now))).text(" and ");
        let built = self.open(built, ground);
        let built = match self.held(owner) {
            Some(whom) => ground.leads_to(built.text(" and ("), 0, self.table.name, self.table.path, &whom).text(") is not true"),
            None => built,
        };
        match self.ends {
            Ends::Rows => self.unneeded(built, ground).text(" order by s.at limit ").bind(Bind::Number(BATCH)),
            Ends::Columns(_) => built.text(" limit ").bind(Bind::Number(BATCH)).text(" for update of t0 skip locked"),
        }
    }
}

/// The moment a period before `now`, by the calendar.
#[must_use]
pub fn before(now: Timestamp, period: Period) -> Timestamp {
    match period {
        Period::Hours(hours) => now - Duration::hours(i64::from(hours)),
        Period::Days(days) => now - Duration::days(i64::from(days)),
        Period::Months(months) => now.checked_sub_months(Months::new(u32::from(months))).unwrap_or(now),
        Period::Years(years) => now.checked_sub_months(Months::new(12 * u32::from(years))).unwrap_or(now),
    }
}

#[cfg(test)]
mod tests;
