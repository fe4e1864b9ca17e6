//! Planning an erasure and running it.

use super::{
    archive::{self, By},
    export::{selection, selection_shown},
    model::{Action, Archived, Kept, Outcome, Plan, PlanStep, Refusal, Root, Touched},
    reach::{Ground, Whom, handled, retentions},
    store,
};
use crate::{
    clock::Timestamp,
    db::{Built, TenantTx},
    error::Result,
    inventory::{self, Erase, HoldId, RowErase, TABLES, Table},
};
use std::collections::BTreeMap;

/// What erasing `roots` would do, counted; nothing is changed.
///
/// # Errors
/// `Conflict` when the inventory asks for what the database's foreign keys forbid; `Failed` when the database is away.
pub async fn plan(tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Plan, Refusal> {
    plan_over(TABLES, tx, roots, now).await
}

/// [`plan`] over another list of tables: what a proof that spoils a verdict stands on.
///
/// # Errors
/// As [`plan`].
pub async fn plan_over(tables: &'static [Table], tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Plan, Refusal> {
    inventory::agreed(tx.conn()).await?;
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables, catalogue: &catalogue };
    make(ground, tx, roots, now).await
}

/// Erases `roots` as the plan with the hash `approved` says, in the caller's transaction; the caller commits, or drops it on any error.
/// Run again, it finds nothing to do.
///
/// # Errors
/// `Changed` when the rows are no longer those of the approved plan; else as [`plan`], and `Remains` when the count afterwards is not 0.
pub async fn execute(tx: &mut TenantTx, roots: &[Root], approved: &[u8; 32], now: Timestamp) -> Result<Outcome, Refusal> {
    execute_over(TABLES, tx, roots, approved, now).await
}

/// [`execute`] over another list of tables.
///
/// # Errors
/// As [`execute`].
pub async fn execute_over(tables: &'static [Table], tx: &mut TenantTx, roots: &[Root], approved: &[u8; 32], now: Timestamp) -> Result<Outcome, Refusal> {
    inventory::agreed(tx.conn()).await?;
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables, catalogue: &catalogue };
    // A restriction does not hinder an erasure.
    tx.exercise_right().await?;
    // From here on nobody can hang a new row on these persons: a foreign key's check waits for this lock.
    for whom in by_subject(tx, roots) {
        store::lock(tx, tables, &whom).await?;
    }
    let plan = make(ground, tx, roots, now).await?;
    let plan_hash = plan.hash();
    if plan_hash != *approved {
        return Err(Refusal::Changed(Box::new(plan)));
    }
    let mut archived = 0;
    let mut touched: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut objects = Vec::new();
    for whom in by_subject(tx, roots) {
        for table in archives(tables, &whom) {
            archived += archive::fill(tx, ground, table, &whom, now).await?;
        }
        for table in ground.of(whom.subject)? {
            objects.extend(store::objects(tx, ground, table, &whom).await?);
            let rows = store::erase(tx, ground, table, &whom).await?;
            if rows > 0 {
                touched.insert(table.name, rows);
            }
        }
    }
    let after = make(ground, tx, roots, now).await?;
    verify(&plan, &after, &touched, archived)?;
    let touched: Vec<Touched> = touched.into_iter().map(|(table, rows)| Touched { table, rows }).collect();
    Ok(Outcome { plan_hash, recount: after.changes(), plan, touched, archived, objects })
}

/// Every statement that counts, reads and erases `roots`, each with the table it is about: for whoever proves what they cost.
///
/// # Errors
/// As [`plan`].
pub async fn statements(tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Vec<(&'static str, Built)>, Refusal> {
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables: TABLES, catalogue: &catalogue };
    let mut statements = Vec::new();
    for whom in by_subject(tx, roots) {
        let tables = ground.of(whom.subject)?;
        for retention in retentions(&tables) {
            statements.extend(ground.latest_anchor(retention, &whom).map(|built| (retention.key(), built)));
        }
        for table in archives(TABLES, &whom) {
            statements.extend(archive::filling(ground, table, &whom, now, By::Person).map(|built| (table.name, built)));
        }
        statements.extend(ground.shown_to(whom.subject).map(|(table, shown)| (table.name, selection_shown(ground, table, shown, &whom))));
        for table in tables {
            statements.push((table.name, questions(ground, table, &whom)));
            if table.door.is_none() {
                statements.push((table.name, selection(ground, table, &whom)));
                statements.extend(store::erasure(ground, table, &whom).map(|built| (table.name, built)));
            }
        }
    }
    Ok(statements)
}

/// Removes from the restricted archives of this association what is past its last day; gives how many rows went. Afterwards the
/// transaction reads no archive, whatever it could before.
///
/// # Errors
/// When the database is away.
pub async fn expire(tx: &mut TenantTx, now: Timestamp) -> Result<u64> {
    let mut gone = 0;
    for table in TABLES.iter().filter(|table| table.filled.is_some()) {
        gone += archive::expire(tx, table, now).await?;
    }
    Ok(gone)
}

/// What was planned was done, and nothing is left.
fn verify(plan: &Plan, after: &Plan, touched: &BTreeMap<&'static str, u64>, archived: u64) -> Result<(), Refusal> {
    if let Some(step) = after.steps.iter().find(|step| step.action.changes()) {
        let column = step.column.unwrap_or("*");
        return Err(Refusal::Remains(format!("{} rows of {}.{column} after the run", step.rows, step.table)));
    }
    for step in plan.steps.iter().filter(|step| step.action.changes()) {
        let rows = touched.get(step.table).copied().unwrap_or_default();
        let whole = step.action == Action::DeleteRow;
        if rows < step.rows || (whole && rows != step.rows) {
            return Err(Refusal::Remains(format!("{} rows of {} were planned and {rows} were reached", step.rows, step.table)));
        }
    }
    let promised: u64 = plan.archived.iter().map(|archived| archived.rows).sum();
    // Fewer: a sale is archived once, and an earlier end of its period or an erasure that is replayed has done it.
    if archived > promised {
        return Err(Refusal::Remains(format!("{promised} rows were to be archived and {archived} were")));
    }
    Ok(())
}

/// The persons, one group a kind, in order.
pub(super) fn by_subject(tx: &TenantTx, roots: &[Root]) -> Vec<Whom> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for root in roots {
        groups.entry(root.subject).or_default().push(root.id);
    }
    let tenant = tx.tid();
    let sorted = |mut ids: Vec<uuid::Uuid>| {
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    groups.into_iter().map(|(subject, ids)| Whom { tenant, subject, ids: sorted(ids) }).collect()
}

/// The restricted archives that keep something of such persons.
pub(super) fn archives<'a>(tables: &'static [Table], whom: &'a Whom) -> impl Iterator<Item = &'static Table> + use<'a> {
    tables.iter().filter(|table| table.filled.is_some() && table.subject == Some(whom.subject))
}

async fn make(ground: Ground<'_>, tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Plan, Refusal> {
    let mut plan = Plan { inventory: inventory::hash().to_owned(), roots: Vec::new(), steps: Vec::new(), kept: Vec::new(), archived: Vec::new() };
    for whom in by_subject(tx, roots) {
        plan.roots.extend(whom.ids.iter().map(|id| Root { subject: whom.subject, id: *id }));
        let tables = ground.of(whom.subject)?;
        let ends = store::ends(tx, ground, &retentions(&tables), &whom).await?;
        for table in archives(ground.tables, &whom) {
            let Some(filled) = table.filled else { continue };
            let (rows, until) = archive::to_fill(tx, ground, table, &whom, now).await?;
            if rows > 0 {
                let hold = filled.hold.facts();
                plan.archived.push(Archived { table: table.name, hold: hold.key, legal_ref: hold.legal_ref, roles: hold.roles, until, rows });
            }
        }
        for table in tables {
            let counted = store::count(tx, questions(ground, table, &whom)).await?;
            for (question, rows) in parts(table).into_iter().zip(counted) {
                if rows == 0 {
                    continue;
                }
                match question {
                    Part::Step { column, action } => plan.steps.push(PlanStep { table: table.name, column, action, rows }),
                    Part::Kept { hold, columns } => {
                        let facts = hold.facts();
                        let until = handled(table)
                            .filter(|(column, _)| columns.contains(&column.name))
                            .filter_map(|(_, handling)| *ends.get(&handling.retention)?)
                            .max();
                        plan.kept.push(Kept { table: table.name, hold: facts.key, legal_ref: facts.legal_ref, until, roles: facts.roles, columns, rows });
                    }
                }
            }
        }
    }
    Ok(plan)
}

/// One thing a plan says of a table, and counts.
enum Part {
    Step { column: Option<&'static str>, action: Action },
    Kept { hold: HoldId, columns: Vec<&'static str> },
}

/// What a plan says of a table, in the order in which [`questions`] counts it.
fn parts(table: &'static Table) -> Vec<Part> {
    if table.row_erase == Some(RowErase::Delete) {
        return vec![Part::Step { column: None, action: Action::DeleteRow }];
    }
    let mut parts = Vec::new();
    let mut holds: BTreeMap<HoldId, Vec<&'static str>> = BTreeMap::new();
    for (column, handling) in handled(table) {
        let action = match handling.erase {
            Erase::DeleteRow => continue,
            Erase::Keep(hold) => {
                holds.entry(hold).or_default().push(column.name);
                continue;
            }
            Erase::Null => Action::Null,
            Erase::Surrogate(_) => Action::Surrogate,
            Erase::Truncate(_) => Action::Truncate,
            Erase::Document(_) => Action::Document,
            Erase::Via(_) => Action::Via,
            Erase::Aggregate => Action::Aggregate,
        };
        parts.push(Part::Step { column: Some(column.name), action });
    }
    parts.extend(holds.into_iter().map(|(hold, columns)| Part::Kept { hold, columns }));
    parts
}

/// The one statement that counts all parts of a table.
fn questions(ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Built {
    if table.door.is_some() {
        // A door has no columns to ask about: rows go, or nothing does.
        let goes = table.row_erase == Some(RowErase::Delete);
        return if goes { ground.through_door(Built::new("select array[count(*)]"), table, false, whom) } else { Built::new("select array[]::bigint[]") };
    }
    let counted = |built: Built, part: Part| {
        let built = built.text("count(*)");
        match part {
            Part::Step { column: None, .. } => built,
            Part::Step { column: Some(name), .. } => {
                let column = table.columns.iter().find(|column| column.name == name);
                let filter = || built.clone().text(" filter (where ");
                let stale = column.and_then(|column| ground.stale(filter(), 0, table, column));
                stale.unwrap_or_else(|| filter().column(0, name).text(" is not null")).text(")")
            }
            Part::Kept { columns, .. } => {
                let one = |built: Built, name: &'static str| built.column(0, name).text(" is not null");
                built.text(" filter (where ").list(" or ", columns, one).text(")")
            }
        }
    };
    ground.from(Built::new("select array[").list(", ", parts(table), counted).text("]::bigint[]"), table, whom)
}
