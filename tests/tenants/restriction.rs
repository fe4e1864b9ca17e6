//! Restriction and suppression: who asked not to be used is in no list and gets no mail, and what they asked for themselves goes on.

use kernel::{
    error::Error,
    ids::new_uuid,
    inventory::{self, Restrict, SubjectId},
    personal::{self, Root},
};
use support::{Association, Bought, Client, ConcertSpec, OnSale, World};
use tenants::people::{
    restriction::{self, NewRestriction, Reason, store},
    suppression::{self, Source},
};
use uuid::Uuid;

struct Scene {
    world: World,
    association: Association,
    concert: OnSale,
    bought: Bought,
    president: Client,
    person: Uuid,
}

async fn scene() -> Scene {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    world.settle().await;
    let president = world.signed_in(association.president).await;
    let person = world.texts("select id::text from person").await.pop().unwrap().parse().unwrap();
    Scene { world, association, concert, bought, president, person }
}

impl Scene {
    async fn restrict(&self, treatment: &str) -> Uuid {
        let now = self.world.clock.now();
        let id = new_uuid(now);
        let mut tx = self.world.tenant(self.association.tenant).await;
        store::place(&mut tx, now, &NewRestriction { id, person: self.person, treatment, reason: Reason::Accuracy }).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Every page and file on which staff meet buyers.
    async fn seen_by_staff(&self) -> Vec<(String, String)> {
        let order = self.world.order_id(&self.bought.code).await;
        let concert = self.concert.id;
        let mut seen = Vec::new();
        for path in [
            "/commandes".to_owned(),
            "/commandes?q=lefort".to_owned(),
            "/commandes.csv".to_owned(),
            format!("/commandes/{order}"),
            format!("/commandes/{order}/rembourser"),
            format!("/concerts/{concert}"),
            format!("/concerts/{concert}/ventes.csv"),
            format!("/concerts/{concert}/porte?q=lefort"),
            format!("/concerts/{concert}/porte?q={}", self.bought.code),
            "/argent".to_owned(),
            "/argent.csv".to_owned(),
        ] {
            let page = self.president.get(&self.world.url("app", &format!("/a/jazz{path}"))).await.expect(200);
            seen.push((path, page.text.clone()));
        }
        seen
    }
}

#[tokio::test]
async fn a_restricted_person_has_no_name_wherever_staff_look_and_comes_back_when_it_is_lifted() {
    let scene = scene().await;
    let names = |seen: &[(String, String)]| -> Vec<String> {
        seen.iter()
            .filter(|(path, body)| !path.contains("?q=lefort") && (body.contains("Lefort") || body.contains("jeanne@")))
            .map(|(path, _)| path.clone())
            .collect()
    };
    let before = names(&scene.seen_by_staff().await);
    assert!(before.len() >= 5, "the test looks where nobody is named: {before:?}");
    let id = scene.restrict(restriction::ALL).await;
    let seen = scene.seen_by_staff().await;
    assert_eq!(names(&seen), Vec::<String>::new());
    let number = format!("{}001", scene.bought.code);
    for (path, body) in &seen {
        if path.contains("?q=lefort") {
            assert!(!body.contains(&scene.bought.code) && !body.contains("Jeanne"), "{path} finds who is hidden");
        }
    }
    // The ticket is good all the same: its code is found at the door.
    assert!(seen.iter().any(|(path, body)| path.contains("porte?q=") && body.contains(&number)), "the ticket itself is hidden");
    // What the buyer asked for is theirs to see.
    scene.world.visitor().get(&scene.bought.url).await.expect(200).says(&scene.bought.code);

    let mut tx = scene.world.tenant(scene.association.tenant).await;
    let now = scene.world.clock.now();
    assert!(matches!(restriction::lift(&mut tx, now, id).await, Err(Error::Conflict(_))), "lifted without a word to the person");
    store::told(&mut tx, now, id).await.unwrap();
    restriction::lift(&mut tx, now, id).await.unwrap();
    assert!(matches!(restriction::lift(&mut tx, now, id).await, Err(Error::NotFound)));
    tx.commit().await.unwrap();
    assert_eq!(names(&scene.seen_by_staff().await), before);
    scene.world.stop().await;
}

#[tokio::test]
async fn nothing_is_written_to_a_restricted_person_but_by_a_right() {
    let scene = scene().await;
    scene.restrict(restriction::ALL).await;
    let tenant = scene.association.tenant;
    let change = "update person set family_name = 'Autre' where tenant_id = $1 and id = $2";
    let mut tx = scene.world.tenant(tenant).await;
    assert!(matches!(restriction::refuse_if_restricted(&mut tx, scene.person).await, Err(Error::Conflict(_))));
    let refused = sqlx::query(change).bind(tenant.uuid()).bind(scene.person).execute(tx.conn()).await;
    let constraint = refused.as_ref().err().and_then(sqlx::Error::as_database_error).and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("person_restricted"), "{refused:?}");
    drop(tx);
    // Access and correction go on.
    let root = Root { subject: SubjectId::Buyer, id: scene.person };
    let now = scene.world.clock.now();
    let mut tx = scene.world.tenant(tenant).await;
    let export = personal::export(&mut tx, &[root], now).await.unwrap();
    assert!(export.tables.iter().any(|table| table.table == "person" && table.rows.len() == 1));
    tx.exercise_right().await.unwrap();
    sqlx::query(change).bind(tenant.uuid()).bind(scene.person).execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    // So does erasure.
    let mut tx = scene.world.tenant(tenant).await;
    let plan = personal::plan(&mut tx, &[root], now).await.unwrap();
    personal::execute(&mut tx, &[root], &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    assert!(personal::is_erased(&scene.world.texts("select family_name from person").await[0]));
    scene.world.stop().await;
}

#[tokio::test]
async fn the_view_hides_what_the_inventory_says_a_restriction_hides() {
    let scene = scene().await;
    scene.restrict("ticketing").await;
    let person = inventory::table("person").unwrap();
    for column in person.columns {
        let Some(handling) = &column.handling else { continue };
        let shown = scene.world.texts(format!("select {}::text from person_shown", column.name)).await;
        assert_eq!(handling.restrict == Restrict::Hide, shown == [""], "person_shown.{} shows {shown:?}", column.name);
    }
    scene.world.stop().await;
}

#[tokio::test]
async fn a_suppressed_address_stays_off_lists_imports_and_mails_even_after_an_erasure() {
    let scene = scene().await;
    let (app, tenant, now) = (&scene.world.app, scene.association.tenant, scene.world.clock.now());
    let neighbour = scene.world.association_without_stripe("choeur").await.tenant;
    let mut tx = scene.world.tenant(tenant).await;
    suppression::add(&mut tx, app, now, "jeanne@example.org", "newsletter", Source::Unsubscribe).await.unwrap();
    tx.commit().await.unwrap();
    let root = Root { subject: SubjectId::Buyer, id: scene.person };
    let mut tx = scene.world.tenant(tenant).await;
    let plan = personal::plan(&mut tx, &[root], now).await.unwrap();
    personal::execute(&mut tx, &[root], &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();

    let import = ["Jeanne+concerts@Example.org", "karim@example.org", "JEANNE@example.org"].map(str::to_owned).to_vec();
    let mut tx = scene.world.tenant(tenant).await;
    assert_eq!(suppression::filter(&mut tx, app, import.clone(), "newsletter").await.unwrap(), ["karim@example.org"]);
    assert_eq!(suppression::filter(&mut tx, app, import.clone(), "invitation").await.unwrap(), import, "another purpose is another matter");
    drop(tx);
    assert_eq!(suppression::filter(&mut scene.world.tenant(neighbour).await, app, import.clone(), "newsletter").await.unwrap(), import);
    assert!(!suppression::may_write(app, tenant, "jeanne@example.org", "newsletter").await.unwrap());
    assert!(suppression::may_write(app, neighbour, "jeanne@example.org", "newsletter").await.unwrap());
    let list = scene.world.texts("select suppression::text from suppression").await.concat();
    assert!(!list.contains("jeanne") && !list.contains(&hex::encode("jeanne@example.org")), "the list names who is on it: {list}");

    // Only the person, from the address itself, comes back; an older objection that is replayed does not undo it.
    scene.world.clock.advance(chrono::Duration::days(1));
    let later = scene.world.clock.now();
    let mut tx = scene.world.tenant(tenant).await;
    suppression::lift_by_double_opt_in(&mut tx, app, later, "jeanne@example.org", "newsletter").await.unwrap();
    suppression::store::add(&mut tx, now, &suppression::digest(&app.keys, tenant, "jeanne@example.org"), "newsletter", Source::Unsubscribe).await.unwrap();
    tx.commit().await.unwrap();
    assert!(suppression::may_write(app, tenant, "jeanne@example.org", "newsletter").await.unwrap());
    scene.world.clock.advance(chrono::Duration::days(1));
    let mut tx = scene.world.tenant(tenant).await;
    suppression::add(&mut tx, app, scene.world.clock.now(), "jeanne@example.org", "newsletter", Source::Objection).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!suppression::may_write(app, tenant, "jeanne@example.org", "newsletter").await.unwrap());
    scene.world.stop().await;
}
