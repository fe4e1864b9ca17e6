//! Hard cases, as they come about on real pages: a mailbox shared by a family, the same person at two associations, books that must be kept.

use chrono::{Datelike, Duration};
use kernel::{
    db::TenantTx,
    error::Error,
    personal::{self, Action, Found, Outcome, Plan, Refusal, Root},
    session::{Role, Staff},
};
use sqlx::Row;
use support::{Association, Bought, ConcertSpec, World};

/// Plans and executes in one transaction, and commits.
async fn erase(world: &World, association: &Association, roots: &[Root]) -> (Plan, Outcome) {
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, roots, now).await.expect("a plan");
    let outcome = personal::execute(&mut tx, roots, &plan.hash(), now).await.expect("an erasure");
    tx.commit().await.expect("it is so");
    (plan, outcome)
}

async fn find(world: &World, association: &Association, email: &str) -> Vec<Found> {
    personal::find(&mut world.tenant(association.tenant).await, email).await.expect("a search")
}

/// Somebody called `name` buys one place.
async fn buys(world: &World, association: &Association, concert: &support::OnSale, name: [&str; 2], email: &str) -> Bought {
    let client = world.visitor();
    let details = world.choose(&client, association, concert, 1).await.expect(200);
    let url = details.url.to_string();
    let form = details.form("/commande/");
    let to_stripe = form.with("given_name", name[0]).with("family_name", name[1]).with("email", email).with("accepted", "yes").send(&client).await;
    let back = world.pay(&client, &to_stripe.location(), support::journey::CARD).await;
    let _ = back.follow(&client).await.expect(200);
    let code = url.split('/').nth_back(1).unwrap_or_default().to_owned();
    Bought { url, code }
}

/// The names in the archive of an association, as a transaction that may read it sees them.
async fn archived(tx: &mut TenantTx) -> Vec<(String, i32)> {
    let rows =
        sqlx::query("select name, extract(year from kept_until)::int from archive.sale_party order by name").fetch_all(tx.conn()).await.expect("the archive");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[tokio::test]
async fn a_family_mailbox_is_offered_person_by_person_and_one_goes_without_the_other() {
    let world = World::start().await;
    let association = world.association("famille").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let mother = buys(&world, &association, &concert, ["Odile", "Mercier"], "foyer@example.org").await;
    let father = buys(&world, &association, &concert, ["Marc", "Mercier"], "foyer@example.org").await;
    world.settle().await;
    let mut found = find(&world, &association, "foyer@example.org").await;
    found.sort_by(|one, other| one.display.cmp(&other.display));
    assert_eq!(found.iter().map(|found| found.display.as_str()).collect::<Vec<_>>(), ["Marc Mercier", "Odile Mercier"]);
    assert!(found.iter().all(|found| found.rows >= 5), "person, order, line, ticket, payment: {found:?}");

    let (plan, outcome) = erase(&world, &association, &[found[1].root]).await;
    assert!(plan.steps.iter().any(|step| step.table == "person" && step.column == Some("email") && step.action == Action::Surrogate && step.rows == 1));
    assert_eq!((outcome.recount, outcome.archived), (0, 1));
    let left = find(&world, &association, "foyer@example.org").await;
    assert_eq!(left.iter().map(|found| found.display.as_str()).collect::<Vec<_>>(), ["Marc Mercier"]);
    let mut persons = world.texts("select first_name || '|' || family_name || '|' || (email = id || '@erased.invalid') from person").await;
    persons.sort();
    assert_eq!(persons, ["Marc|Mercier|false", "[erased]|[erased]|true"]);
    for bought in [mother, father] {
        assert_eq!(world.order_state(&bought.code).await, "confirmed", "the sale stands");
    }
    world.assert_sound(&association).await;
    world.stop().await;
}

#[tokio::test]
async fn what_one_association_erases_stays_byte_for_byte_at_another() {
    let world = World::start().await;
    let (first, second) = (world.association("chorale").await, world.association("theatre").await);
    for association in [&first, &second] {
        let concert = world.concert(association, &ConcertSpec::default()).await;
        buys(&world, association, &concert, ["Jeanne", "Lefort"], "jeanne@example.org").await;
    }
    world.settle().await;
    world.pass(chrono::Duration::minutes(1)).await;
    let tables = ["person", "ticket_order", "order_line", "ticket", "payment", "ledger_entry", "ticket_journal"];
    let mut seen = Vec::new();
    for table in tables {
        seen.push(world.texts(format!("select md5(t::text) from {table} t where tenant_id = '{}' order by 1", second.tenant)).await);
    }
    let events = world.count("select count(*) from stripe_event where payment_intent is not null").await;
    let found = find(&world, &first, "jeanne@example.org").await;
    assert_eq!(found.len(), 1, "no word of the other association");
    let foreign = found[0].root;
    erase(&world, &first, &[foreign]).await;
    for (table, before) in tables.iter().zip(&seen) {
        let after = world.texts(format!("select md5(t::text) from {table} t where tenant_id = '{}' order by 1", second.tenant)).await;
        assert_eq!(&after, before, "{table}");
    }
    let left = world.count("select count(*) from stripe_event where payment_intent is not null").await;
    assert!(left > 0 && left < events, "what Stripe told of the first goes, of the second stays: {left} of {events}");
    // The id of a person of another association reaches nothing.
    let mut tx = world.tenant(second.tenant).await;
    let plan = personal::plan(&mut tx, &[foreign], world.clock.now()).await.unwrap();
    assert!(plan.is_done() && plan.kept.is_empty() && plan.archived.is_empty(), "{plan:?}");
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn the_books_keep_what_the_law_asks_for_and_nothing_more_until_its_last_day() {
    let world = World::start().await;
    let association = world.association("compta").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    buys(&world, &association, &concert, ["Jeanne", "Lefort"], "jeanne@example.org").await;
    world.settle().await;
    let root = find(&world, &association, "jeanne@example.org").await[0].root;
    let (plan, _) = erase(&world, &association, &[root]).await;

    // What stays says why, until when, and who may read it.
    let last_year = world.clock.now().year() + 10;
    let accounting = plan.kept.iter().find(|kept| kept.table == "payment").expect("payments are kept");
    assert_eq!((accounting.hold, accounting.roles), ("accounting", ["president", "treasurer"].as_slice()));
    assert!(accounting.legal_ref.contains("L123-22"));
    assert_eq!(accounting.until.map(|day| day.to_string()), Some(format!("{last_year}-12-31")));
    assert!(!accounting.columns.contains(&"session_url"), "a column outside the hold is not kept with it");
    assert_eq!(world.texts("select coalesce(session_id, '') || coalesce(session_url, '') from payment").await, [""], "nor does it survive");
    let archive = plan.archived.first().expect("an archived sale");
    assert_eq!((archive.table, archive.rows, archive.until.map(|day| day.year())), ("archive.sale_party", 1, Some(last_year)));

    // Nobody reads it in passing; whoever may, opens the archive.
    assert_eq!(archived(&mut world.tenant(association.tenant).await).await, []);
    let open = async |staff: &Staff| archived(&mut world.app.db.tenant_archive(staff).await.unwrap()).await;
    for role in [Role::President, Role::Treasurer] {
        assert_eq!(open(&world.at_work(&association, role).await).await, [("Jeanne Lefort".to_owned(), last_year)], "{role:?}");
    }
    // The call is made all the same, with a wrong role, a false one, or by somebody of another association: the database itself looks who it is.
    for role in [Role::Editor, Role::Door] {
        let staff = world.at_work(&association, role).await;
        assert_eq!(open(&staff).await, [], "{role:?}");
        assert_eq!(open(&Staff { role: Role::President, ..staff }).await, [], "whoever says so is no president");
    }
    let other = world.association_without_stripe("voisine").await;
    let theirs = world.at_work(&other, Role::President).await;
    assert_eq!(open(&theirs).await, [], "each its own");
    let ours = world.at_work(&association, Role::Treasurer).await;
    assert_eq!(open(&Staff { tenant: ours.tenant.clone(), ..theirs }).await, []);
    world.sql(format!("update account set state = 'disabled' where id = '{}'", ours.signed_in.account)).await;
    assert_eq!(open(&ours).await, [], "an account that is closed reads nothing");

    // A second erasure finds nothing to do and writes no marker over the name.
    let mut tx = world.tenant(association.tenant).await;
    let again = personal::plan(&mut tx, &[root], world.clock.now()).await.unwrap();
    assert!(again.is_done() && again.archived.is_empty(), "{again:?}");
    // The archive empties itself the night after its last day, not before.
    let last_day = |year| chrono::NaiveDate::from_ymd_opt(year, 12, 31).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert_eq!(personal::expire(&mut tx, last_day(last_year)).await.unwrap(), 0);
    // A clock that is ten years ahead ends nothing: the database has its own.
    assert!(personal::expire(&mut tx, last_day(last_year) + Duration::days(1)).await.is_err());
    drop(tx);
    world.sql("set session_replication_role = replica; update archive.sale_party set kept_until = '2025-12-31'").await;
    let mut tx = world.tenant(association.tenant).await;
    assert_eq!(personal::expire(&mut tx, last_day(2025)).await.unwrap(), 0);
    assert_eq!(personal::expire(&mut tx, last_day(2025) + Duration::days(1)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(world.count("select count(*) from archive.sale_party").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn rows_that_changed_since_the_approval_stop_the_erasure() {
    let world = World::start().await;
    let association = world.association("course").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    buys(&world, &association, &concert, ["Jeanne", "Lefort"], "jeanne@example.org").await;
    world.settle().await;
    let now = world.clock.now();
    let root = find(&world, &association, "jeanne@example.org").await[0].root;
    let mut tx = world.tenant(association.tenant).await;
    let approved = personal::plan(&mut tx, &[root], now).await.unwrap();
    drop(tx);
    // What the books keep may grow meanwhile; what goes may not.
    world.sql(format!("update payment set refund_reserved = 100, refunded = 100, disputed_at = now() where tenant_id = '{}'", association.tenant)).await;
    let mut tx = world.tenant(association.tenant).await;
    assert_eq!(personal::plan(&mut tx, &[root], now).await.unwrap().hash(), approved.hash());
    drop(tx);
    let restricted = "insert into person_restriction (tenant_id, id, person_id, treatment, since, reason_key) select tenant_id, gen_random_uuid(), id, 'all', now(), 'claim' from person";
    world.sql(restricted).await;
    let mut tx = world.tenant(association.tenant).await;
    let refused = personal::execute(&mut tx, &[root], &approved.hash(), now).await;
    let Err(Refusal::Changed(plan)) = refused else { panic!("{refused:?}") };
    assert!(plan.steps.iter().any(|step| step.table == "person_restriction"), "the new plan says what is new");
    drop(tx);
    assert_eq!(world.texts("select first_name from person").await, ["Jeanne"], "nothing happened");
    world.stop().await;
}

#[tokio::test]
async fn a_refused_value_is_told_without_the_value() {
    let world = World::start().await;
    let association = world.association_without_stripe("journal").await;
    let mut tx = world.tenant(association.tenant).await;
    let insert = "insert into person (id, first_name, family_name, email, email_norm, locale, created_at) values ($1, 'Canari', 'Jaune', 'canari@example.org', 'canari@example.org', 'fr', now())";
    let id = kernel::ids::new_uuid(world.clock.now());
    sqlx::query(insert).bind(id).execute(tx.conn()).await.unwrap();
    let twice = sqlx::query(insert).bind(id).execute(tx.conn()).await.unwrap_err();
    let told = format!("{:?}", Error::from(twice));
    assert!(told.contains("person_pkey") && !told.contains(&id.to_string()) && !told.to_lowercase().contains("canari"), "{told}");
    drop(tx);
    let mut tx = world.tenant(association.tenant).await;
    let unknown = "insert into person (id, first_name, family_name, email, email_norm, locale, created_at) values ($1, 'Canari', 'Jaune', 'canari@example.org', 'canari@example.org', 'xx', now())";
    let checked = sqlx::query(unknown).bind(id).execute(tx.conn()).await;
    let told = format!("{:?}", Error::from(checked.unwrap_err()));
    assert!(!told.to_lowercase().contains("canari"), "{told}");
    drop(tx);
    let mut tx = world.tenant(association.tenant).await;
    let quoted = sqlx::query("select $1::text::uuid").bind("canari@example.org").execute(tx.conn()).await.unwrap_err();
    assert!(format!("{quoted:?}").contains("canari"), "PostgreSQL itself tells the value: {quoted:?}");
    let told = format!("{:?}", Error::from(quoted));
    assert!(!told.contains("canari"), "{told}");
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn an_access_copy_shows_a_buyer_everything_but_what_would_let_somebody_in() {
    let world = World::start().await;
    let association = world.association("copie").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = buys(&world, &association, &concert, ["Jeanne", "Lefort"], "jeanne@example.org").await;
    buys(&world, &association, &concert, ["Marc", "Autre"], "marc@example.org").await;
    world.settle().await;
    // The movements of the money are read from Stripe a moment later.
    world.pass(chrono::Duration::minutes(1)).await;
    let root = find(&world, &association, "jeanne@example.org").await[0].root;
    let export = personal::export(&mut world.tenant(association.tenant).await, &[root], world.clock.now()).await.unwrap();
    let tables: Vec<_> = export.tables.iter().map(|table| table.table).collect();
    assert_eq!(tables.first(), Some(&"person"), "parents first: {tables:?}");
    for table in ["ticket_order", "order_line", "ticket", "ticket_journal", "payment", "ledger_entry", "stripe_event"] {
        assert!(tables.contains(&table), "{table} is missing: {tables:?}");
    }
    let text = format!("{export:?}");
    assert!(text.contains("jeanne@example.org") && text.contains("Lefort") && text.contains(&bought.code));
    assert!(!text.contains("marc@example.org") && !text.contains("Autre"), "nothing of anybody else");
    let payment = export.tables.iter().find(|table| table.table == "payment").unwrap();
    assert!(payment.omitted.iter().any(|(column, _)| *column == "session_url") && !text.contains("checkout.stripe.com/c/pay"), "{payment:?}");
    let portable = export.portable();
    assert_eq!(portable.tables.iter().map(|table| table.table).collect::<Vec<_>>(), ["person"], "what the person gave");
    let person = &portable.tables[0];
    assert_eq!(person.columns.iter().map(|column| column.name).collect::<Vec<_>>(), ["email", "family_name", "first_name", "locale"]);
    world.stop().await;
}
