//! Reading everything about a person that an access request shows.

use super::{
    erase::by_subject,
    model::{ColumnFacts, Export, ExportColumn, ExportTable, Root},
    reach::{Ground, Whom, retentions},
    store,
};
use crate::{
    clock::Timestamp,
    db::{Built, TenantTx},
    error::Result,
    inventory::{self, Access, Class, Column, RetentionId, Shown, TABLES, Table},
};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the place of a value of which only the presence is shown.
const MASKED: &str = "***";

/// Every row about `roots`, with the columns an access request shows. Read-only; a restriction or a planned erasure does not hinder it.
///
/// # Errors
/// When the database is away.
pub async fn export(tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Export> {
    export_over(TABLES, tx, roots, now).await
}

/// [`export`] over another list of tables.
///
/// # Errors
/// As [`export`].
pub async fn export_over(tables: &'static [Table], tx: &mut TenantTx, roots: &[Root], now: Timestamp) -> Result<Export> {
    inventory::agreed(tx.conn()).await?;
    let catalogue = inventory::read_catalogue(tx.conn()).await?;
    let ground = Ground { tables, catalogue: &catalogue };
    let mut export = Export { at: now, inventory: inventory::hash().to_owned(), tables: Vec::new() };
    for whom in by_subject(tx, roots) {
        let concerned = ground.of(whom.subject)?;
        let ends = store::ends(tx, ground, &retentions(&concerned), &whom).await?;
        for table in concerned.into_iter().rev() {
            let rows = read(tx, ground, table, &whom).await?;
            if !rows.is_empty() {
                let columns = shown(table).map(|column| described(column, &ends)).collect();
                export.tables.push(ExportTable { table: table.name, module: table.module, columns, omitted: omitted(table), rows });
            }
        }
        for (table, shown) in ground.shown_to(whom.subject) {
            let rows = listed(selection_shown(ground, table, shown, &whom).fetch(tx.conn()).await?);
            if !rows.is_empty() {
                let columns = of_others(table, shown).map(|(column, masked)| described_shown(column, masked, &ends)).collect();
                export.tables.push(ExportTable { table: table.name, module: table.module, columns, omitted: left_out(table, shown), rows });
            }
        }
    }
    Ok(export)
}

impl Export {
    /// Only what Art. 20 covers: given by the person, under consent or contract; tables without such a column are left out.
    #[must_use]
    pub fn portable(&self) -> Self {
        let covered = |column: &ExportColumn| column.facts.as_ref().is_some_and(|facts| facts.portable);
        let keep = |table: &ExportTable| {
            let kept: Vec<usize> = (0..table.columns.len()).filter(|index| table.columns.get(*index).is_some_and(&covered)).collect();
            let pick = |row: &Vec<Value>| kept.iter().filter_map(|index| row.get(*index).cloned()).collect();
            ExportTable {
                columns: kept.iter().filter_map(|index| table.columns.get(*index).cloned()).collect(),
                rows: table.rows.iter().map(pick).collect(),
                omitted: Vec::new(),
                ..table.clone()
            }
        };
        let tables = self.tables.iter().map(keep).filter(|table| !table.columns.is_empty()).collect();
        Self { at: self.at, inventory: self.inventory.clone(), tables }
    }

    /// How many rows, in all tables.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }
}

/// The columns an export has of a table: keys, which join it to others, then what concerns the person.
fn shown(table: &'static Table) -> impl Iterator<Item = &'static Column> {
    let keys = table.columns.iter().filter(|column| column.class == Class::Key && column.name != "tenant_id");
    keys.chain(table.columns.iter().filter(|column| column.handling.as_ref().is_some_and(|handling| !matches!(handling.access, Access::Omit(_)))))
}

fn omitted(table: &'static Table) -> Vec<(&'static str, &'static str)> {
    let reason = |column: &Column| match column.handling.as_ref()?.access {
        Access::Omit(reason) => Some((column.name, reason)),
        Access::Include | Access::Redact => None,
    };
    table.columns.iter().filter_map(reason).collect()
}

/// The columns shown of a table that is about somebody else, each with whether it is masked.
fn of_others(table: &'static Table, shown: &'static Shown) -> impl Iterator<Item = (&'static Column, bool)> {
    table.columns.iter().filter(|column| shown.columns.contains(&column.name) || shown.masked.contains(&column.name)).map(|column| {
        let redacted = column.handling.as_ref().is_some_and(|handling| handling.access == Access::Redact);
        (column, redacted || shown.masked.contains(&column.name))
    })
}

fn left_out(table: &'static Table, shown: &'static Shown) -> Vec<(&'static str, &'static str)> {
    let told = |column: &&Column| shown.columns.contains(&column.name) || shown.masked.contains(&column.name);
    table.columns.iter().filter(|column| column.handling.is_some() && !told(column)).map(|column| (column.name, "about somebody else")).collect()
}

/// A column about somebody else: nothing to take elsewhere, and masked where it is theirs alone.
fn described_shown(column: &'static Column, masked: bool, ends: &BTreeMap<RetentionId, Option<NaiveDate>>) -> ExportColumn {
    let described = described(column, ends);
    ExportColumn { facts: described.facts.map(|facts| ColumnFacts { portable: false, redacted: masked, ..facts }), ..described }
}

fn described(column: &'static Column, ends: &BTreeMap<RetentionId, Option<NaiveDate>>) -> ExportColumn {
    let facts = column.handling.as_ref().map(|handling| {
        let treatments = handling.treatments.iter().map(|treatment| treatment.facts());
        let recipients: BTreeSet<_> = treatments.clone().flat_map(|treatment| treatment.recipients.iter().map(|recipient| recipient.key())).collect();
        ColumnFacts {
            category: handling.category,
            treatments: treatments.map(|treatment| (treatment.key, treatment.legal_basis)).collect(),
            recipients: recipients.into_iter().collect(),
            source: handling.source,
            portable: handling.portable,
            redacted: handling.access == Access::Redact,
            retention: handling.retention.key(),
            until: ends.get(&handling.retention).copied().flatten(),
        }
    });
    ExportColumn { name: column.name, key: column.class == Class::Key, facts }
}

async fn read(tx: &mut TenantTx, ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Result<Vec<Vec<Value>>> {
    let redacted = |column: &Column| column.handling.as_ref().is_some_and(|handling| handling.access == Access::Redact);
    if table.door.is_some() {
        let rows: Vec<(Value,)> = ground.through_door(Built::new("select to_jsonb(t0)"), table, false, whom).text(" order by 1").fetch(tx.conn()).await?;
        let mask = |column: &Column, value: Value| if redacted(column) && !value.is_null() { Value::from(MASKED) } else { value };
        return Ok(rows
            .into_iter()
            .map(|(row,)| shown(table).map(|column| mask(column, row.get(column.name).cloned().unwrap_or_default())).collect())
            .collect());
    }
    Ok(listed(selection(ground, table, whom).fetch(tx.conn()).await?))
}

fn listed(rows: Vec<(Value,)>) -> Vec<Vec<Value>> {
    rows.into_iter().map(|(row,)| row.as_array().cloned().unwrap_or_default()).collect()
}

/// The statement that reads what persons are shown of a table that is not about them.
pub(super) fn selection_shown(ground: Ground<'_>, table: &'static Table, shown: &'static Shown, whom: &Whom) -> Built {
    let built = Built::new("select jsonb_build_array(").list(", ", of_others(table, shown), |built, (column, masked)| cell(built, column, masked));
    let built = built.text(") from ").name(table.name).text(" t0 where ");
    ground.leads_to(built, 0, table.name, shown.path, whom).text(" order by 1")
}

fn cell(built: Built, column: &'static Column, masked: bool) -> Built {
    if masked {
        return built.text("case when ").column(0, column.name).text(" is not null then ").bind(MASKED).text("::text end");
    }
    built.column(0, column.name)
}

/// The statement that reads one table.
pub(super) fn selection(ground: Ground<'_>, table: &'static Table, whom: &Whom) -> Built {
    let one = |built: Built, column: &'static Column| cell(built, column, column.handling.as_ref().is_some_and(|handling| handling.access == Access::Redact));
    ground.from(Built::new("select jsonb_build_array(").list(", ", shown(table), one).text(")"), table, whom).text(" order by 1")
}
