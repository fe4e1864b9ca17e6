//! What a plan says to people: counts by purpose, and what stays with its reason. Derived from the plan and the inventory, nothing else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{
    inventory::{Class, Source, TABLES, TreatmentId},
    personal::{Plan, Root},
};
use serde::{Deserialize, Serialize};

/// A plan in numbers. It holds no value of anybody's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Persons' rows it is about.
    pub people: usize,
    /// By purpose.
    pub purposes: Vec<Purpose>,
    /// What a duty keeps.
    pub kept: Vec<Keeping>,
    /// Values that would be changed or deleted.
    pub changes: u64,
}

/// What there is for one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Key of the treatment.
    pub treatment: String,
    /// Rows in which something serves it.
    pub found: u64,
    /// Values that go.
    pub erased: u64,
    /// Values that stop meaning anybody.
    pub anonymised: u64,
    /// Rows a duty keeps.
    pub kept: u64,
}

/// What a duty keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// Key of the hold.
    pub hold: String,
    /// The text that obliges.
    pub legal_ref: String,
    /// Until when.
    pub until: Option<NaiveDate>,
    /// Roles that may read it.
    pub roles: Vec<String>,
    /// Rows.
    pub rows: u64,
}

/// The verdict's treatments of a column.
fn treatments(table: &str, column: &str) -> impl Iterator<Item = TreatmentId> {
    let handling = TABLES
        .iter()
        .find(|known| known.name == table)
        .and_then(|known| known.columns.iter().find(|known| known.name == column))
        .and_then(|known| known.handling.as_ref());
    handling.into_iter().flat_map(|handling| handling.treatments.iter().copied())
}

impl Summary {
    /// What `plan` says.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut purposes: BTreeMap<&'static str, Purpose> = BTreeMap::new();
        let mut rows: BTreeMap<(&'static str, &'static str), u64> = BTreeMap::new();
        let mut saw = |treatment: TreatmentId, table: &'static str, count: u64| {
            let most = rows.entry((treatment.key(), table)).or_default();
            *most = (*most).max(count);
        };
        for step in &plan.steps {
            let Some(column) = step.column else { continue };
            for treatment in treatments(step.table, column) {
                saw(treatment, step.table, step.rows);
                let purpose = purposes.entry(treatment.key()).or_default();
                if step.action.changes() { purpose.erased += step.rows } else { purpose.anonymised += step.rows }
            }
        }
        let mut keeping: BTreeMap<&'static str, Keeping> = BTreeMap::new();
        for kept in &plan.kept {
            let mut seen = Vec::new();
            for treatment in kept.columns.iter().flat_map(|column| treatments(kept.table, column)) {
                saw(treatment, kept.table, kept.rows);
                if !seen.contains(&treatment) {
                    seen.push(treatment);
                    purposes.entry(treatment.key()).or_default().kept += kept.rows;
                }
            }
            note(&mut keeping, kept.hold, kept.legal_ref, kept.until, kept.roles, kept.rows);
        }
        for archived in &plan.archived {
            note(&mut keeping, archived.hold, archived.legal_ref, archived.until, archived.roles, archived.rows);
        }
        for ((treatment, _), count) in rows {
            if let Some(purpose) = purposes.get_mut(treatment) {
                purpose.found += count;
            }
        }
        Self {
            people: plan.roots.len(),
            purposes: purposes.into_iter().map(|(treatment, purpose)| Purpose { treatment: treatment.to_owned(), ..purpose }).collect(),
            kept: keeping.into_values().collect(),
            changes: plan.changes(),
        }
    }

    /// Whether a duty keeps anything.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.kept.iter().any(|kept| kept.rows > 0)
    }
}

fn note(
    keeping: &mut BTreeMap<&'static str, Keeping>,
    hold: &'static str,
    legal_ref: &'static str,
    until: Option<NaiveDate>,
    roles: &'static [&'static str],
    rows: u64,
) {
    let entry = keeping.entry(hold).or_insert_with(|| Keeping {
        hold: hold.to_owned(),
        legal_ref: legal_ref.to_owned(),
        until: None,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        rows: 0,
    });
    entry.until = entry.until.max(until);
    entry.rows += rows;
}

/// Whether a plan touches free text that somebody else than the person wrote.
#[must_use]
pub fn touches_others_texts(plan: &Plan) -> bool {
    plan.steps.iter().filter(|step| step.action.changes()).any(|step| {
        let Some(column) = step.column else { return false };
        TABLES
            .iter()
            .filter(|table| table.name == step.table)
            .flat_map(|table| table.columns)
            .filter(|known| known.name == column)
            .any(|known| matches!(known.class, Class::FreeText) && known.handling.as_ref().is_some_and(|handling| handling.source == Source::ThirdParty))
    })
}

/// The subject of this key, for a root read back from the database.
#[must_use]
pub fn root(subject: &str, id: uuid::Uuid) -> Option<Root> {
    kernel::inventory::SUBJECTS.iter().find(|known| known.key == subject).map(|known| Root { subject: known.id, id })
}

#[cfg(test)]
mod tests {
    use kernel::{
        inventory::SubjectId,
        personal::{Action, Kept, PlanStep},
    };

    use super::*;

    #[test]
    fn a_plan_is_told_by_purpose_and_says_what_stays() {
        let step = |column, action, rows| PlanStep { table: "person", column: Some(column), action, rows };
        let plan = Plan {
            inventory: String::new(),
            roots: vec![Root { subject: SubjectId::Buyer, id: uuid::Uuid::nil() }],
            steps: vec![step("first_name", Action::Surrogate, 2), step("email", Action::Surrogate, 2), step("created_at", Action::Via, 2)],
            kept: vec![Kept {
                table: "ticket_order",
                hold: "accounting",
                legal_ref: "C. com. art. L123-22",
                until: NaiveDate::from_ymd_opt(2037, 12, 31),
                roles: &["treasurer"],
                columns: vec!["code", "total"],
                rows: 3,
            }],
            archived: Vec::new(),
        };
        let summary = Summary::of(&plan);
        let purpose = |key: &str| summary.purposes.iter().find(|purpose| purpose.treatment == key).cloned().unwrap_or_default();
        let ticketing = purpose("ticketing");
        assert_eq!((ticketing.found, ticketing.erased, ticketing.anonymised, ticketing.kept), (5, 4, 2, 3));
        assert_eq!((purpose("accounting").found, purpose("accounting").kept), (3, 3));
        assert_eq!(summary.changes, 4);
        assert!(summary.keeps());
        assert_eq!(summary.kept[0].until, NaiveDate::from_ymd_opt(2037, 12, 31));
        let json = serde_json::to_value(&summary).unwrap();
        assert_eq!(serde_json::from_value::<Summary>(json).unwrap(), summary);
        assert!(!touches_others_texts(&plan));
    }
}
