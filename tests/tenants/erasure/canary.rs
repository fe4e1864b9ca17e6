//! The canary: a person with a value of their own in every column that concerns anybody, and a search of everything after their erasure.

use std::{
    collections::BTreeMap,
    io::Write,
    process::Command,
    sync::{Arc, Mutex},
};

use kernel::{ids::TenantId, personal};
use support::World;
use tracing_subscriber::util::SubscriberInitExt;

use super::{
    search::{cells, declared, forms, hits, holds, rows},
    seed::{Person, Seeder, subjects},
};

/// What the server logs on this thread.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn dump(url: &str) -> String {
    let program = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .and_then(|found| found.filter_map(Result::ok).map(|version| version.path().join("bin/pg_dump")).filter(|program| program.exists()).max())
        .unwrap_or_else(|| "pg_dump".into());
    let output = Command::new(program).args(["--inserts", "--dbname", url]).output().expect("pg_dump runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a dump in UTF-8")
}

#[tokio::test]
async fn after_an_erasure_nothing_of_a_person_is_found_anywhere_outside_declared_holds() {
    let log = Log::default();
    let writer = log.clone();
    let _guard = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(move || writer.clone()).set_default();
    let world = World::start().await;
    let mut admin = world.connect("postgres").await;
    let mut seeder = Seeder::new(&mut admin).await;
    let (here, there) = (seeder.tenant(&mut admin, "here").await, seeder.tenant(&mut admin, "there").await);
    let now = world.clock.now();
    for subject in subjects() {
        // A kind whose only person is the association itself has no second one beside it.
        let alone = subject.facts().root == Some("tenant");
        let erased = seeder.person(&mut admin, here, subject, |_| 1).await;
        let mut others = vec![seeder.person(&mut admin, there, subject, |_| 1).await];
        if !alone {
            others.push(seeder.person(&mut admin, here, subject, |_| 1).await);
        }
        if erased.canaries.is_empty() {
            continue; // only traces that lead nowhere once the person's own row, in a table of the platform, is gone
        }
        let before = rows(&mut admin).await;
        let cells_before = cells(&before);
        for canary in &erased.canaries {
            let found = |(table, column, text): &&(String, String, String)| table == canary.table && column == canary.column && holds(text, &canary.core);
            assert!(cells_before.iter().any(|cell| found(&cell)), "the search does not see {}.{}", canary.table, canary.column);
        }

        // What the seeding wrote in its statements is not what the server logs.
        log.0.lock().unwrap().clear();
        let roots = [erased.root];
        let mut tx = world.tenant(TenantId::from_uuid(here)).await;
        let plan = personal::plan(&mut tx, &roots, now).await.unwrap();
        let outcome = personal::execute(&mut tx, &roots, &plan.hash(), now).await.unwrap();
        tx.commit().await.unwrap();
        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).to_lowercase();
        assert!(!logged.is_empty(), "the log was not captured");
        assert_eq!(outcome.recount, 0);

        sqlx::query("analyze").execute(&mut admin).await.unwrap();
        let after = rows(&mut admin).await;
        let all = cells(&after);
        let found = hits(&all, &erased);
        let undeclared: Vec<_> =
            found.iter().filter(|(canary, cell)| !declared(canary, cell)).map(|(canary, cell)| (canary.table, canary.column, cell)).collect();
        assert!(undeclared.is_empty(), "{subject:?}: {undeclared:#?}");
        let dump = dump(&world.database_url("postgres").await).to_lowercase();
        let samples: Vec<String> = sqlx::query_scalar("select s::text from pg_stats s").fetch_all(&mut admin).await.unwrap();
        for canary in &erased.canaries {
            let places = found.iter().filter(|(other, _)| other.core == canary.core).count();
            let written: usize = forms(&canary.core).iter().map(|form| dump.matches(form.as_str()).count()).sum();
            assert_eq!(written, places, "{}.{} in the dump, and the places declared for it", canary.table, canary.column);
            assert!(!holds(&logged, &canary.core), "{}.{} in the log", canary.table, canary.column);
            if places == 0 || plan.archived.iter().any(|archived| archived.rows > 0) && canary.table == "person" {
                assert!(!samples.iter().any(|sample| holds(sample, &canary.core)), "{}.{} in the statistics", canary.table, canary.column);
            }
        }
        for object in world.app.storage.list("").await.unwrap() {
            let content = world.app.storage.get(&object).await.unwrap().unwrap();
            let text = String::from_utf8_lossy(&content.bytes).into_owned();
            assert!(!erased.canaries.iter().any(|canary| holds(&text, &canary.core) || holds(object.as_str(), &canary.core)), "{object}");
        }
        untouched(&before, &after, &erased, &others);
    }
    world.stop().await;
}

/// Every row that is not the erased person's is byte for byte what it was.
fn untouched(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>, erased: &Person, others: &[Person]) {
    for (table, rows) in before {
        for row in rows {
            let theirs = erased.canaries.iter().any(|canary| canary.table == table && holds(row, &canary.core)) || row.contains(&erased.root.id.to_string());
            assert!(theirs || after[table].contains(row), "{table}: a row of somebody else changed: {row}");
        }
    }
    for person in others {
        let left = cells(after);
        let kept = hits(&left, person);
        for canary in &person.canaries {
            assert!(kept.iter().any(|(found, _)| found.core == canary.core), "{}.{} of somebody else is gone", canary.table, canary.column);
        }
    }
}
