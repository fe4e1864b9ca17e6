//! The inventory of personal data against a migrated database: every column has its verdict, and one without is named.

use kernel::inventory;
use support::World;

#[tokio::test]
async fn every_column_of_the_database_has_its_verdict() {
    let world = World::start().await;
    let drifts = inventory::check(&mut world.connect("estrade_platform").await).await.unwrap();
    assert_eq!(drifts.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    world.stop().await;
}

#[tokio::test]
async fn a_column_or_table_without_a_verdict_is_named_with_its_file() {
    let world = World::start().await;
    world.sql("alter table person add column shoe_size integer; create table rumour (id uuid primary key, told text not null); alter table concert drop column summary_en").await;
    let drifts = inventory::check(&mut world.connect("estrade_platform").await).await.unwrap();
    let told: Vec<String> = drifts.iter().map(ToString::to_string).collect();
    for (first, second) in [("shoe_size", "person"), ("rumour", "table.rumour"), ("summary_en", "concert")] {
        assert!(
            told.iter().any(|drift| drift.contains(first) && drift.contains(second) && drift.contains("migrations/inventory")),
            "{first} is not named with its file: {told:#?}"
        );
    }
    world.stop().await;
}
