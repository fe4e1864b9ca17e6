//! What must hold of the ways from rows to persons, and of what hangs on them: archives filled by an erasure, objects named by rows,
//! documents judged key by key.

use super::check::Checker;
use super::columns::Column;
use super::values::{Step, condition, is_name, step};
use super::words::{RowErase, Scope};
use super::{Filled, Start, Table};

impl Checker<'_> {
    /// A table with personal data says whose, and how its rows are found.
    pub(super) fn reach(&mut self, name: &str, table: &Table) {
        self.demand(table.row_erase.is_some(), || "holds personal data: say `row_erase = \"delete\"` or \"keep\"".to_owned());
        let Some(subject) = &table.subject else {
            self.fault("holds personal data: say whose with `subject`");
            return;
        };
        self.known("subject", subject, &self.inventory.subjects);
        let root = self.inventory.subjects.get(subject).and_then(|entry| entry.value.root.clone());
        let mut here = name.to_owned();
        let mut seen = vec![here.clone()];
        for text in &table.path {
            match step(text) {
                Ok(step) => {
                    let starts = step.table == here;
                    self.demand(starts, || format!("the way breaks: `{text}` starts from {}, expected {here}", step.table));
                    self.stretch(table, &step);
                    self.demand(!seen.contains(&step.target), || format!("the way goes in a circle: it comes to {} twice", step.target));
                    here = step.target;
                    seen.push(here.clone());
                }
                Err(problem) => self.fault(problem),
            }
        }
        let arrives = root.as_ref() == Some(&here);
        let explained = table.unlinked.as_ref().is_some_and(|how| !how.trim().is_empty());
        self.demand(arrives != explained, || {
            format!("`path` must lead to the root of subject {subject}, or else (and only then) `unlinked` says how rows are found")
        });
    }

    /// Both ends of one stretch are declared, and a row that stays does not hang on one that goes.
    fn stretch(&mut self, table: &Table, step: &Step) {
        for column in &step.columns {
            self.column("path column", &format!("{}.{column}", step.table));
        }
        if let Some((column, _)) = &step.when {
            self.column("path condition", &format!("{}.{column}", step.table));
        }
        self.known("table", &step.target, &self.inventory.tables);
        let Some(target) = self.inventory.tables.get(&step.target) else { return };
        for column in &step.target_columns {
            self.column("path target", &format!("{}.{column}", step.target));
        }
        let torn = step.foreign_key && table.row_erase == Some(RowErase::Keep) && target.value.row_erase == Some(RowErase::Delete);
        self.demand(!torn, || format!("row_erase is keep, but its rows need rows of {} that go: keep those too, or let these go", step.target));
    }

    /// The way from a table to the column that starts its clock: each step begins or ends where the one before arrived.
    pub(super) fn start(&mut self, table: &str, start: &Start) {
        self.known("table", table, &self.inventory.tables);
        if let Some(here) = self.walk("on", table, &start.via) {
            self.column("on", &format!("{here}.{}", start.column));
        }
        if let Some(or) = &start.or {
            self.column("or", &format!("{table}.{or}"));
            self.demand(start.via.is_empty(), || "`or` stands beside a column of the row itself: remove `via`".to_owned());
        }
        match start.lapsed.as_deref().map(condition) {
            Some(Ok((column, _))) => self.column("lapsed", &format!("{table}.{column}")),
            Some(Err(problem)) => self.fault(problem),
            None => {}
        }
    }

    /// Follows foreign keys in either direction; gives where they arrive, nothing when the way breaks.
    fn walk(&mut self, field: &str, table: &str, via: &[String]) -> Option<String> {
        let mut here = table.to_owned();
        for text in via {
            let step = match step(text) {
                Ok(step) => step,
                Err(problem) => {
                    self.fault(problem);
                    return None;
                }
            };
            for column in &step.columns {
                self.column(field, &format!("{}.{column}", step.table));
            }
            self.known("table", &step.target, &self.inventory.tables);
            here = match (step.table == here, step.target == here) {
                (true, _) => step.target,
                (false, true) => step.table,
                (false, false) => {
                    self.fault(format!("the way breaks: `{text}` neither starts from {here} nor leads to it"));
                    return None;
                }
            };
        }
        Some(here)
    }

    /// What others than its subject are shown of a table: the way arrives at them by foreign keys, and nothing is shown that its own subject is
    /// not.
    pub(super) fn shown(&mut self, name: &str, table: &Table) {
        for (subject, shown) in &table.shown {
            self.known("subject", subject, &self.inventory.subjects);
            self.demand(table.subject.as_ref() != Some(subject), || format!("its own subject {subject} is shown what each column's `access` says"));
            let root = self.inventory.subjects.get(subject).and_then(|entry| entry.value.root.clone());
            let arrives = self.walk("shown", name, &shown.path);
            self.demand(arrives.is_none() || arrives == root, || format!("the way of shown.{subject} must lead to the root of subject {subject}"));
            let keys = shown.path.iter().filter_map(|text| step(text).ok()).all(|step| step.foreign_key);
            self.demand(keys, || format!("the way of shown.{subject} follows foreign keys only"));
            for column in shown.columns.iter().chain(&shown.masked) {
                self.column("shown", &format!("{name}.{column}"));
                let hidden = table.col.get(column).is_some_and(|column| column.access.starts_with("omit"));
                self.demand(!hidden, || format!("shown.{subject} shows {column}, which nobody is shown"));
            }
        }
    }

    /// What a table says beside its columns and its way.
    pub(super) fn around(&mut self, table: &Table) {
        for store in &table.objects {
            self.known("store", store, &self.inventory.stores);
            let named = table.keys.iter().any(|key| key == "id") && table.scope == Scope::Tenant;
            self.demand(named, || "objects are named by a tenant row's `id`, which `keys` does not list".to_owned());
        }
        if let Some(door) = &table.door {
            self.demand(is_name(door) && table.scope == Scope::Platform, || "a door is a function's name, and only platform tables have one".to_owned());
            self.demand(table.row_erase == Some(RowErase::Delete), || "a door lets whole rows go: it needs row_erase = \"delete\"".to_owned());
        }
        if let Some(filled) = &table.filled {
            self.archive(table, filled);
        }
    }

    fn archive(&mut self, table: &Table, filled: &Filled) {
        self.known("hold", &filled.hold, &self.inventory.holds);
        let steps: Vec<Step> = table.path.iter().filter_map(|text| step(text).ok()).collect();
        let Some(first) = steps.first() else {
            self.fault("is filled from the first table of its path: give it a path");
            return;
        };
        for text in &filled.when {
            match condition(text) {
                Ok((column, _)) => self.column("when", &format!("{}.{column}", first.target)),
                Err(problem) => self.fault(problem),
            }
        }
        for (column, sources) in &filled.copy {
            self.demand(table.col.contains_key(column), || format!("copy: `{column}` is none of its columns"));
            for source in sources {
                self.column("copy", source);
                let passed = steps.iter().any(|step| source.strip_prefix(step.target.as_str()).is_some_and(|rest| rest.starts_with('.')));
                self.demand(passed, || format!("copy: `{source}` is in no table on its path"));
            }
        }
        for needed in ["legal_ref", "archived_at", "kept_until"] {
            self.demand(table.declares(needed), || format!("a restricted archive says in `{needed}` why, since when and until when: add the column"));
        }
    }

    /// A document judged key by key names its keys.
    pub(super) fn document(&mut self, column: &Column) {
        self.demand(!column.keys.is_empty(), || "erase is document: give each key of the document its verdict in `keys`".to_owned());
        for path in column.keys.keys() {
            self.demand(path.split('.').all(is_name), || format!("`{path}` is no way to a key: names joined by dots"));
        }
    }
}
