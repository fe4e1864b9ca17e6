//! The consent ledger: what was read is written down with the purchase, a consent is looked up when it is used, and nothing is ever rewritten.

use kernel::{i18n::Locale, inventory::ConsentId};
use support::{Association, ConcertSpec, World};
use tenants::consent::{
    self, Occasion,
    model::{Actor, Channel, Standing, Who},
};
use uuid::Uuid;

fn on(world: &World) -> Occasion {
    Occasion { at: world.clock.now(), channel: Channel::Site, locale: Locale::Fr, actor: Actor::Themselves }
}

async fn may(world: &World, association: &Association, who: Who) -> bool {
    let mut tx = world.tenant(association.tenant).await;
    consent::require(&mut tx, who, ConsentId::Newsletter).await.is_ok()
}

#[tokio::test]
async fn an_order_writes_down_what_its_buyer_said_to_have_read_and_agrees_to_nothing() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    // Without the box nothing is sent on and nothing is written down.
    let refused =
        details.form("/commande/").with("given_name", "Jeanne").with("family_name", "Lefort").with("email", "jeanne@example.org").send(&visitor).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(world.count("select count(*) from consent_event").await, 0);
    let _ = world.give_details(&visitor, &details, "jeanne@example.org").await;
    let events = world
        .texts(
            "select e.about||' '||e.action||' '||e.channel||' '||e.about_version||' '||e.locale||' '||(d.kind = e.about)||' '||(o.person_id = e.person_id) from consent_event e
               join legal_document d on d.tenant_id = e.tenant_id and d.id = e.document_id join ticket_order o on o.tenant_id = e.tenant_id and o.acknowledged_at = e.at
              order by e.about",
        )
        .await;
    assert_eq!(events, ["notice acknowledged site 1 fr true true", "terms acknowledged site 1 fr true true"]);
    let person: Uuid = world.texts("select person_id::text from ticket_order").await[0].parse().unwrap();
    let mut tx = world.tenant(association.tenant).await;
    assert_eq!(consent::standing(&mut tx, Who::Person(person), ConsentId::Newsletter).await.unwrap(), Standing::Silent);
    drop(tx);
    assert!(!may(&world, &association, Who::Person(person)).await);
    world.stop().await;
}

#[tokio::test]
async fn a_consent_is_looked_up_when_it_is_used_and_a_withdrawal_counts_at_once() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let who = Who::Receipt(Uuid::from_u128(7));
    assert!(!may(&world, &association, who).await, "silence is no consent");
    let mut tx = world.tenant(association.tenant).await;
    consent::grant(&mut tx, on(&world), who, ConsentId::Newsletter, Some(Uuid::from_u128(8))).await.unwrap();
    tx.commit().await.unwrap();
    assert!(may(&world, &association, who).await);
    assert!(!may(&world, &association, Who::Receipt(Uuid::from_u128(9))).await, "another's consent counts");
    // At the very instant it was given, taking it back wins; and it needs nothing but saying so.
    let mut tx = world.tenant(association.tenant).await;
    consent::withdraw(&mut tx, on(&world), who, ConsentId::Newsletter).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!may(&world, &association, who).await);
    world.clock.advance(chrono::Duration::seconds(1));
    let mut tx = world.tenant(association.tenant).await;
    consent::grant(&mut tx, on(&world), who, ConsentId::Newsletter, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(may(&world, &association, who).await, "a later yes counts again");
    // The words are remembered by their digest: the French ones and the English ones are not the same.
    let french = consent::words_hash(&consent::words("newsletter", Locale::Fr).unwrap());
    assert_ne!(french, consent::words_hash(&consent::words("newsletter", Locale::En).unwrap()));
    assert_eq!(world.count(format!("select count(*) from consent_event where words_hash = '\\x{}'", hex::encode(french))).await, 3);
    world.stop().await;
}

#[tokio::test]
async fn no_event_of_the_ledger_is_rewritten_by_anybody() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let mut tx = world.tenant(association.tenant).await;
    consent::grant(&mut tx, on(&world), Who::Receipt(Uuid::from_u128(7)), ConsentId::Images, None).await.unwrap();
    tx.commit().await.unwrap();
    for role in ["estrade_tenant", "estrade_platform", "estrade_owner", "postgres"] {
        let mut connection = world.connect(role).await;
        for change in ["update consent_event set action = 'refused'", "delete from consent_event", "truncate consent_event"] {
            let sql = format!("begin; set local app.tenant = '{}'; {change}; commit", association.tenant);
            let outcome = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await;
            let _ = sqlx::raw_sql("rollback").execute(&mut connection).await;
            // The owner is under the wall as well: what it does not see it cannot change, and what it sees the trigger keeps.
            assert!(outcome.is_err() || world.count("select count(*) from consent_event where action = 'granted'").await == 1, "{role}: {change}");
        }
    }
    assert_eq!(world.count("select count(*) from consent_event where action = 'granted'").await, 1);
    // With its association everything goes.
    world.sql(format!("delete from tenant where id = '{}'", association.tenant)).await;
    assert_eq!(world.count("select count(*) from consent_event").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn whoever_ticked_no_box_has_nothing_written_down_about_them() {
    let world = World::start().await;
    let person = server::signup::Person {
        name: "Camille Roy",
        email: "camille@example.org",
        password: "une longue phrase de passe",
        locale: Locale::En,
        operator: false,
    };
    let (tenant, _) = server::signup::found_directly(&world.app, &person, "Chœur du Doubs", "choeur").await.unwrap();
    // Nor by the job that looks after the first row: it is there, and no form was.
    world.settle().await;
    assert_eq!(world.count(format!("select count(*) from association where tenant_id = '{tenant}'")).await, 1);
    assert_eq!(world.count("select (select count(*) from consent_event) + (select count(*) from agreement)").await, 0);
    world.stop().await;
}
