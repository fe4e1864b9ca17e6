//! What holds for any population: the preview counts what happens, a second run finds nothing, the order of asking does not matter, nobody else
//! is touched, and what is erased could have been read before.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    ids::TenantId,
    inventory::{self, Access},
    personal::{self, Action, Export, Plan, Refusal, Root},
};
use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use support::World;

use super::{
    search::rows,
    seed::{Person, Seeder, subjects, tables_of},
};

/// Rows per parent of each table in turn, for each person: whether of the first association, whether erased, and the numbers.
type Population = Vec<(bool, bool, Vec<u8>)>;

const CASES: usize = 12;

fn assert_preview(plan: &Plan, touched: &BTreeMap<&str, u64>) {
    for step in plan.steps.iter().filter(|step| step.action.changes()) {
        let rows = touched.get(step.table).copied().unwrap_or_default();
        assert!(if step.action == Action::DeleteRow { rows == step.rows } else { rows >= step.rows }, "{step:?} and {rows} touched");
    }
    for (table, rows) in touched {
        let planned = plan.steps.iter().filter(|step| step.table == *table && step.action.changes()).map(|step| step.rows).max();
        assert!(planned.is_some(), "{rows} rows of {table} were touched and none was planned");
    }
}

/// Each column that concerns somebody is shown or said to be omitted; each row touched could be read.
fn assert_export(export: &Export, touched: &BTreeMap<&str, u64>) {
    for table in &export.tables {
        let declared = inventory::table(table.table).unwrap();
        let shown: BTreeSet<_> = table.columns.iter().filter(|column| column.facts.is_some()).map(|column| column.name).collect();
        let omitted: BTreeSet<_> = table.omitted.iter().map(|(column, _)| *column).collect();
        let all: BTreeSet<_> = declared.columns.iter().filter(|column| column.handling.is_some()).map(|column| column.name).collect();
        assert_eq!(shown.union(&omitted).copied().collect::<BTreeSet<_>>(), all, "{}", table.table);
        assert!(shown.is_disjoint(&omitted), "{}", table.table);
        for column in declared.columns.iter().filter(|column| column.handling.is_some_and(|handling| matches!(handling.access, Access::Omit(_)))) {
            assert!(omitted.contains(column.name), "{}.{} is shown although it is to be omitted", table.table, column.name);
        }
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
    for (name, rows) in touched {
        let readable = export.tables.iter().find(|table| table.table == *name).map_or(0, |table| table.rows.len() as u64);
        assert!(readable >= *rows, "{rows} rows of {name} were erased and {readable} could be read before");
    }
}

#[tokio::test]
async fn an_erasure_does_what_its_preview_says_and_nothing_else_for_any_population() {
    let world = World::start().await;
    let mut admin = world.connect("postgres").await;
    let mut seeder = Seeder::new(&mut admin).await;
    let tenants = [seeder.tenant(&mut admin, "here").await, seeder.tenant(&mut admin, "there").await];
    let now = world.clock.now();
    let mut runner = TestRunner::deterministic();
    let strategy = vec((proptest::bool::weighted(0.7), proptest::bool::ANY, vec(0_u8..3, 12)), 1..5);
    for case in 0..CASES {
        let population: Population = strategy.new_tree(&mut runner).unwrap().current();
        for subject in subjects().into_iter().filter(|subject| subject.facts().root != Some("tenant")) {
            let order: Vec<&str> = tables_of(subject).iter().map(|table| table.name).collect();
            let mut persons: Vec<(bool, Person)> = Vec::new();
            for (first, erased, spread) in &population {
                let tenant = tenants[usize::from(!first)];
                let rows_of = |table: &str| usize::from(spread[order.iter().position(|name| *name == table).unwrap_or_default() % spread.len()]);
                persons.push((*first && *erased, seeder.person(&mut admin, tenant, subject, rows_of).await));
            }
            let mut roots: Vec<Root> = persons.iter().filter(|(erased, _)| *erased).map(|(_, person)| person.root).collect();
            let before = rows(&mut admin).await;
            let mut tx = world.tenant(TenantId::from_uuid(tenants[0])).await;
            let plan = personal::plan(&mut tx, &roots, now).await.unwrap();
            roots.reverse();
            assert_eq!(plan.hash(), personal::plan(&mut tx, &roots, now).await.unwrap().hash(), "the order of asking does not matter");
            let export = personal::export(&mut tx, &roots, now).await.unwrap();
            let outcome = personal::execute(&mut tx, &roots, &plan.hash(), now).await.unwrap();
            tx.commit().await.unwrap();
            let touched: BTreeMap<&str, u64> = outcome.touched.iter().map(|touched| (touched.table, touched.rows)).collect();
            assert_preview(&plan, &touched);
            assert_export(&export, &touched);

            let mut tx = world.tenant(TenantId::from_uuid(tenants[0])).await;
            let again = personal::plan(&mut tx, &roots, now).await.unwrap();
            assert!(again.is_done() && again.archived.is_empty(), "case {case}: a second run would change {:?}", again.steps);
            assert!(roots.is_empty() || plan.is_done() || matches!(personal::execute(&mut tx, &roots, &plan.hash(), now).await, Err(Refusal::Changed(_))));
            let second = personal::execute(&mut tx, &roots, &again.hash(), now).await.unwrap();
            assert!(second.touched.is_empty() && second.archived == 0);
            assert_eq!(again.hash(), personal::plan(&mut tx, &roots, now).await.unwrap().hash());
            drop(tx);

            let after = rows(&mut admin).await;
            for (table, old) in &before {
                for row in old {
                    let theirs = persons.iter().filter(|(erased, _)| *erased).any(|(_, person)| {
                        row.contains(&person.root.id.to_string()) || person.canaries.iter().any(|canary| canary.table == table && row.contains(&canary.core))
                    });
                    assert!(theirs || after[table].contains(row), "case {case}: a row of {table} that is nobody's changed: {row}");
                }
            }
        }
    }
    world.stop().await;
}
