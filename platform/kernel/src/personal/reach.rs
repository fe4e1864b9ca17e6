//! From the inventory to statements: which tables hold a person's rows, in what order they are erased, and the condition that reaches
//! those rows and no other. Nothing here touches a database.

use super::model::Refusal;
use crate::{
    db::{Bind, Built},
    inventory::{Catalogue, Column, Erase, Handling, RetentionId, RowErase, Scope, Shown, Step, SubjectId, Surrogate, Table, Test},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The persons of one kind in one association: what every derived statement is bound to.
#[derive(Clone, Debug)]
pub(super) struct Whom {
    pub(super) tenant: Uuid,
    pub(super) subject: SubjectId,
    pub(super) ids: Vec<Uuid>,
}

/// A list of tables and the database they are said to describe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub(super) tables: &'static [Table],
    pub(super) catalogue: &'a Catalogue,
}

impl Ground<'_> {
    /// The tables whose rows lead to persons of this kind, children before parents: an erasure's order. Read backwards it is an export's.
    pub(super) fn of(&self, subject: SubjectId) -> Result<Vec<&'static Table>, Refusal> {
        let concerned = |table: &&Table| table.subject == Some(subject) && table.row_erase.is_some() && table.unlinked.is_none() && table.filled.is_none();
        let mut waiting: Vec<&'static Table> =
            self.tables.iter().filter(concerned).filter(|table| table.scope == Scope::Tenant || table.door.is_some()).collect();
        // Deepest first, so that the order is the same for everyone who asks.
        waiting.sort_by_key(|table| (std::cmp::Reverse(table.path.len()), table.name));
        let mut ordered: Vec<&'static Table> = Vec::new();
        while !waiting.is_empty() {
            let held = |table: &Table| waiting.iter().any(|child| child.name != table.name && self.hangs_on(child, table.name));
            let Some(free) = waiting.iter().position(|table| !held(table)) else {
                let names: Vec<_> = waiting.iter().map(|table| table.name).collect();
                return Err(Refusal::Conflict(format!("the tables {} refer to each other in a circle", names.join(", "))));
            };
            ordered.push(waiting.remove(free));
        }
        self.no_orphans(&ordered)?;
        Ok(ordered)
    }

    /// What persons of this kind are shown of tables that are not about them.
    pub(super) fn shown_to(&self, subject: SubjectId) -> impl Iterator<Item = (&'static Table, &'static Shown)> + use<> {
        let tables = self.tables;
        tables.iter().flat_map(|table| table.shown.iter().map(move |shown| (table, shown))).filter(move |(_, shown)| shown.subject == subject)
    }

    /// Whether rows of `child` need rows of `parent`, by a foreign key or by the declared way.
    fn hangs_on(&self, child: &Table, parent: &str) -> bool {
        let by_key = self.catalogue.get(child.name).is_some_and(|live| live.foreign_keys.iter().any(|key| key.target == parent));
        by_key || child.path.first().is_some_and(|step| step.target == parent)
    }

    /// Refuses when rows would go that rows which stay need.
    fn no_orphans(&self, ordered: &[&'static Table]) -> Result<(), Refusal> {
        let goes = |name: &str| ordered.iter().any(|table| table.name == name && table.row_erase == Some(RowErase::Delete));
        for (child, live) in self.catalogue {
            for key in live.foreign_keys.iter().filter(|key| goes(&key.target) && !matches!(key.on_delete.as_str(), "c" | "n")) {
                if !goes(child) {
                    return Err(Refusal::Conflict(format!("rows of {child} stay, and need rows of {} that would go", key.target)));
                }
            }
        }
        Ok(())
    }

    /// What the database calls the type of a column; empty when it has no such column.
    pub(super) fn type_of(&self, table: &str, column: &str) -> &str {
        let found = self.catalogue.get(table).and_then(|live| live.columns.iter().find(|live| live.name == column));
        found.map_or("", |live| live.data_type.as_str())
    }

    fn scope(&self, table: &str) -> Scope {
        self.tables.iter().find(|other| other.name == table).map_or(Scope::Global, |other| other.scope)
    }

    /// Adds the condition that a row `t<alias>` leads to one of `whom`: by its own id, by a key, or through the rows its way leads to.
    pub(super) fn leads_to(&self, built: Built, alias: usize, table: &str, path: &[Step], whom: &Whom) -> Built {
        let mut built = built;
        if self.scope(table) == Scope::Tenant {
            built = built.column(alias, "tenant_id").text(" = ").bind(whom.tenant).text(" and ");
        }
        let Some((step, rest)) = path.split_first() else {
            return built.column(alias, "id").text(" = any(").bind(Bind::Ids(whom.ids.clone())).text(")");
        };
        // What somebody is shown of others' rows may be reached against the direction of a key.
        let forward = step.table == table;
        if let Some((column, word)) = step.when.filter(|_| forward) {
            built = built.column(alias, column).text(" = ").bind(word).text(" and ");
        }
        if rest.is_empty() && forward {
            // The last stretch ends at the person's own id: the person's row need not be read.
            let (column, _) = pairs(step).next().unwrap_or(("id", "id"));
            return built.column(alias, column).text(" = any(").bind(Bind::Ids(whom.ids.clone())).text(")");
        }
        let ends: Vec<_> = pairs(step).map(|(own, other)| if forward { (own, other) } else { (other, own) }).collect();
        let there = if forward { step.target } else { step.table };
        built = built.text("(").list(", ", &ends, |built, (here, _)| built.column(alias, here)).text(") in (select ");
        built = built.list(", ", &ends, |built, (_, there)| built.column(alias + 1, there)).text(" from ").name(there).text(" ");
        self.leads_to(built.alias(alias + 1).text(" where "), alias + 1, there, rest, whom).text(")")
    }

    /// Adds ` from <table> t0 where <it leads to whom>`.
    pub(super) fn from(&self, built: Built, table: &Table, whom: &Whom) -> Built {
        self.leads_to(built.text(" from ").name(table.name).text(" t0 where "), 0, table.name, table.path, whom)
    }

    /// Adds the joins along `path`, beginning at `t<alias>`, each target one alias further.
    pub(super) fn along(&self, built: Built, alias: usize, path: &[Step], tenant: Uuid) -> Built {
        let mut built = built;
        for (offset, step) in path.iter().enumerate() {
            let (here, there) = (alias + offset, alias + offset + 1);
            built = built.text(" join ").name(step.target).text(" ").alias(there).text(" on ");
            if self.scope(step.target) == Scope::Tenant {
                built = built.column(there, "tenant_id").text(" = ").bind(tenant).text(" and ");
            }
            built = built.list(" and ", pairs(step), |built, (from, to)| built.column(here, from).text(" = ").column(there, to));
            if let Some((column, word)) = step.when {
                built = built.text(" and ").column(here, column).text(" = ").bind(word);
            }
        }
        built
    }

    /// The ids, as texts, by which a platform table's door finds rows: what the first stretch of its way equals.
    fn door_keys(&self, built: Built, table: &Table, whom: &Whom) -> Option<Built> {
        let (step, rest) = table.path.split_first()?;
        let (_, column) = pairs(step).next()?;
        let built = built.text("array(select ").column(1, column).text("::text from ").name(step.target).text(" t1 where ");
        let built = built.column(1, column).text(" is not null and ");
        Some(self.leads_to(built, 1, step.target, rest, whom).text(")"))
    }

    /// Adds ` from <door>(<keys>, <whether they go>) as t0`.
    pub(super) fn through_door(&self, built: Built, table: &Table, erase: bool, whom: &Whom) -> Built {
        let built = built.text(" from ").name(table.door.unwrap_or_default()).text("(");
        let whole = self.door_keys(built.clone(), table, whom).unwrap_or_else(|| built.text("array[]::text[]"));
        whole.text(if erase { ", true) as t0" } else { ", false) as t0" })
    }

    /// Adds the condition under which an erasure still has to alter a column, or nothing when it never alters it.
    pub(super) fn stale(&self, built: Built, alias: usize, table: &Table, column: &Column) -> Option<Built> {
        let value = |built: Built| built.column(alias, column.name);
        Some(match column.handling.as_ref()?.erase {
            Erase::Null => value(built).text(" is not null"),
            Erase::Truncate(length) => value(built.text("length(")).text(") > ").bind(Bind::Number(i32::from(length))),
            Erase::Surrogate(_) => {
                let built = value(built).text(" <> ");
                self.fresh(built, alias, table, column)?
            }
            Erase::Document(keys) => {
                let removed = keys.iter().filter(|(_, goes)| *goes);
                let one = |built: Built, (path, _): &(&[&str], bool)| value(built).text(" #> ").bind(words(path)).text(" is not null");
                built.text("(").list(" or ", removed, one).text(")")
            }
            Erase::DeleteRow | Erase::Keep(_) | Erase::Aggregate | Erase::Via(_) => return None,
        })
    }

    /// Adds the value an erasure leaves in a column.
    pub(super) fn fresh(&self, built: Built, alias: usize, table: &Table, column: &Column) -> Option<Built> {
        let id = |built: Built| built.column(alias, "id").text("::text");
        Some(match column.handling.as_ref()?.erase {
            Erase::Null => built.text("null"),
            Erase::Truncate(length) => built.text("left(").column(alias, column.name).text(", ").bind(Bind::Number(i32::from(length))).text(")"),
            Erase::Surrogate(Surrogate::EmptyText) => built.text("''"),
            Erase::Surrogate(Surrogate::ErasedName) => built.bind(super::model::ERASED),
            Erase::Surrogate(Surrogate::ErasedEmail) => id(built.text("(")).text(" || '@erased.invalid')"),
            Erase::Surrogate(Surrogate::EmptyObject) => built.text("'{}'::jsonb"),
            // Of the right shape, and the digest of nothing anybody could know: half of it is zeros, which no search will find.
            Erase::Surrogate(Surrogate::RandomSecret) if self.type_of(table.name, column.name) == "bytea" => {
                id(built.text("decode(repeat('00', 16) || replace(")).text(", '-', ''), 'hex')")
            }
            Erase::Surrogate(Surrogate::RandomSecret) => id(built.text("('!' || ")).text(")"),
            Erase::Document(keys) => {
                let removed = keys.iter().filter(|(_, goes)| *goes);
                let built = built.column(alias, column.name);
                removed.fold(built, |built, (path, _)| built.text(" #- ").bind(words(path)))
            }
            Erase::DeleteRow | Erase::Keep(_) | Erase::Aggregate | Erase::Via(_) => return None,
        })
    }

    /// The statement that reads the latest moment from which a retention counts for these persons, when the database knows one.
    pub(super) fn latest_anchor(&self, retention: RetentionId, whom: &Whom) -> Option<Built> {
        let (anchor_table, column) = retention.facts().anchor?.rsplit_once('.')?;
        let mut near: Vec<&Table> = self.of(whom.subject).ok()?.into_iter().filter(|table| table.door.is_none()).collect();
        near.sort_by_key(|table| (table.name != anchor_table, table.path.len(), table.name));
        for table in near {
            if table.name == anchor_table {
                return Some(self.from(Built::new("select max(").column(0, column).text(")"), table, whom));
            }
            let Some(key) = self.catalogue.get(table.name)?.foreign_keys.iter().find(|key| key.target == anchor_table) else { continue };
            let built = Built::new("select max(").column(9, column).text(") from ").name(table.name).text(" t0 join ").name(anchor_table).text(" t9 on ");
            let ends = key.columns.iter().zip(&key.target_columns);
            let built = built.list(" and ", ends, |built, (from, to)| built.column(0, from).text(" = ").column(9, to)).text(" where ");
            return Some(self.leads_to(built, 0, table.name, table.path, whom));
        }
        None
    }
}

/// The columns of one stretch, pairwise, without the tenant's: each statement says that by itself.
pub(super) fn pairs(step: &Step) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    step.columns.iter().copied().zip(step.target_columns.iter().copied()).filter(|pair| *pair != ("tenant_id", "tenant_id"))
}

fn words(path: &[&str]) -> Bind {
    Bind::Texts(path.iter().map(|&word| word.to_owned()).collect())
}

/// Adds the condition that a column of the row under this alias says what it must.
pub(super) fn holds(built: Built, alias: usize, (column, test): (&'static str, Test)) -> Built {
    let built = built.column(alias, column);
    match test {
        Test::Set => built.text(" is not null"),
        Test::Positive => built.text(" > 0"),
        Test::Among(words) => built.text(" in (").list(", ", words.iter().copied(), Built::bind).text(")"),
    }
}

/// The columns of a table that concern somebody.
pub(super) fn handled(table: &'static Table) -> impl Iterator<Item = (&'static Column, &'static Handling)> {
    table.columns.iter().filter_map(|column| Some((column, column.handling.as_ref()?)))
}

/// The retentions that govern a table's columns.
pub(super) fn retentions(tables: &[&'static Table]) -> BTreeSet<RetentionId> {
    tables.iter().flat_map(|table| handled(table)).map(|(_, handling)| handling.retention).collect()
}
