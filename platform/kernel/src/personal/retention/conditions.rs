//! Which rows a rule is about, as SQL.

use super::{Ends, Ground, Rule, pairs};
use crate::{
    db::Built,
    inventory::{Column, Table},
    personal::reach::holds,
};

impl Rule {
    /// The condition that a row is still as it was.
    pub(super) fn open(&self, built: Built, ground: Ground<'_>) -> Built {
        match &self.ends {
            Ends::Rows => match self.lapsed {
                Some(condition) => self.of_nobody(holds(built, 0, condition), ground),
                None => built.text("true"),
            },
            Ends::Columns(columns) => built.text("(").list(" or ", columns, |built, column| self.stale(built, ground, column)).text(")"),
        }
    }

    /// Adds that it leads to nobody who can be told from others: a person's own period may count from such rows, and ends first. Nor would anybody go with
    /// it: rows about others hang on some, and end by their own periods.
    fn of_nobody(&self, built: Built, ground: Ground<'_>) -> Built {
        let mut built = built;
        let path = self.table.path;
        if let Some(root) = path.last().and_then(|step| ground.tables.iter().find(|table| table.name == step.target)) {
            built = built.text(" and not exists (select from ");
            built = built.list(", ", path.iter().enumerate(), |built, (place, step)| built.name(step.target).text(" ").alias(place + 1)).text(" where ");
            built = built.list(" and ", path.iter().enumerate(), |built, (place, step)| {
                let built = built.column(place, "tenant_id").text(" = ").column(place + 1, "tenant_id");
                let built = pairs(step).fold(built, |built, (from, to)| built.text(" and ").column(place, from).text(" = ").column(place + 1, to));
                match step.when {
                    Some((column, word)) => built.text(" and ").column(place, column).text(" = ").bind(word),
                    None => built,
                }
            });
            built = named(built.text(" and "), ground, path.len(), root).text(")");
        }
        for (child, live) in ground.catalogue {
            let others = ground.tables.iter().find(|table| table.name == child.as_str() && table.subject.is_some() && table.subject != self.table.subject);
            let Some(others) = others else { continue };
            for key in live.foreign_keys.iter().filter(|key| key.target == self.table.name && key.on_delete == "c") {
                let ends = key.columns.iter().zip(&key.target_columns);
                built = built.text(" and not exists (select from ").name(child).text(" t8 where ");
                built = built.list(" and ", ends, |built, (own, other)| built.column(8, own).text(" = ").column(0, other));
                built = named(built.text(" and "), ground, 8, others).text(")");
            }
        }
        built
    }

    /// The condition that a column still holds what ends. An erasure leaves what a duty keeps; the end of the duty does not.
    pub(super) fn stale(&self, built: Built, ground: Ground<'_>, column: &'static Column) -> Built {
        let kept = built.clone().column(0, column.name).text(" is not null");
        ground.stale(built, 0, self.table, column).unwrap_or(kept)
    }

    /// Adds that no row of another table needs this one: those end first, or keep it.
    pub(super) fn unneeded(&self, built: Built, ground: Ground<'_>) -> Built {
        let mut built = built;
        for (child, live) in ground.catalogue {
            for key in live.foreign_keys.iter().filter(|key| key.target == self.table.name && matches!(key.on_delete.as_str(), "a" | "r")) {
                let ends = key.columns.iter().zip(&key.target_columns);
                built = built.text(" and not exists (select from ").name(child).text(" t8 where ");
                built = built.list(" and ", ends, |built, (own, other)| built.column(8, own).text(" = ").column(0, other)).text(")");
            }
        }
        built
    }
}

/// Adds the condition that a row still tells somebody from others.
fn named(built: Built, ground: Ground<'_>, alias: usize, table: &'static Table) -> Built {
    let columns = table.columns.iter().filter(|column| ground.stale(Built::default(), alias, table, column).is_some());
    let built = built.text("(false").list("", columns, |built, column| {
        let same = built.clone();
        ground.stale(built.text(" or "), alias, table, column).unwrap_or(same)
    });
    built.text(")")
}
