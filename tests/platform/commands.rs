//! `estrade privacy` as an operator types it: the program itself, against this world's database and ledger.

use kernel::ledger::{self, Act, Change};
use support::{ConcertSpec, World};

/// The figures of a rule, from what `sweep` or `status` says: its line, word by word.
fn line<'a>(said: &'a str, rule: &str) -> Vec<&'a str> {
    let found = said.lines().find(|line| line.split_whitespace().next() == Some(rule)).unwrap_or_else(|| panic!("no line for {rule}: {said}"));
    found.split_whitespace().collect()
}

/// An entry that nothing of this database can be carried out for, and that it never heard of: as after a restore.
async fn impossible(world: &World) {
    let tenant = world.association_without_stripe("jazz").await.tenant;
    let row = kernel::ids::new_uuid(world.clock.now());
    let changes = vec![Change { table: "person".to_owned(), row, column: "created_at".to_owned(), value: "x".to_owned() }];
    ledger::append(&world.app, tenant, &Act::Rectification { changes }, None).await.unwrap();
    world.sql("delete from ledger_intent").await;
}

#[tokio::test]
async fn an_entry_that_cannot_be_carried_out_is_taken_back_by_its_number() {
    let world = World::start_in_real_time().await;
    impossible(&world).await;
    let (well, said) = world.estrade(&["privacy", "status"]).await;
    assert!(!well && said.contains("QUARANTINE") && said.contains("1 entries, 0 followed"), "{said}");
    let (well, said) = world.estrade(&["privacy", "replay", "--dry-run"]).await;
    assert!(well && said.contains("nothing was changed"), "{said}");
    let (well, said) = world.estrade(&["privacy", "replay"]).await;
    assert!(!well && said.contains("CANNOT be carried out"), "{said}");
    let (well, said) = world.estrade(&["privacy", "void", "7"]).await;
    assert!(!well && said.contains("no entry 7 waits to be carried out") && said.contains("replay --dry-run"), "{said}");
    let (well, said) = world.estrade(&["privacy", "void", "1"]).await;
    assert!(well && said.contains("entry 1 (rectification of ") && said.contains("is taken back"), "{said}");
    let (well, said) = world.estrade(&["privacy", "void", "1"]).await;
    assert!(!well, "taken back twice: {said}");
    let (well, said) = world.estrade(&["privacy", "replay"]).await;
    assert!(well && said.contains("0 entries, 0 of them stuck") && said.contains("periods ended"), "nothing is left to do: {said}");
    let (well, said) = world.estrade(&["privacy", "verify"]).await;
    assert!(well && said.contains("the chain is whole"), "{said}");
    world.stop().await;
}

#[tokio::test]
async fn whoever_has_the_machine_takes_a_factor_away_when_nobody_else_can() {
    let world = World::start_in_real_time().await;
    let person = server::signup::Person {
        name: "Odile Marchand",
        email: "odile@example.org",
        password: "une phrase assez longue",
        locale: kernel::i18n::Locale::Fr,
        operator: false,
    };
    let (_, account) = server::signup::found_directly(&world.app, &person, "Jazz des Halles", "jazz").await.expect("an association");
    let remove = ["account", "remove-factor", "odile@example.org"];
    let (well, said) = world.estrade(&remove).await;
    assert!(!well && said.contains("no account with a second factor has the address odile@example.org"), "{said}");
    server::staff::second_factor::store::plant(&world.app, account, &server::staff::second_factor::model::Secret::draw()).await.unwrap();
    // As after a change of the master secret: what is stored opens no more, and the page says what to do.
    world.sql("update second_factor set secret = decode(repeat('00', length(secret)), 'hex')").await;
    let client = world.visitor();
    let page = client.get(&world.url("app", "/connexion")).await.expect(200);
    let asked = page.form("/connexion").with("email", person.email).with("password", person.password).send(&client).await.follow(&client).await.expect(200);
    asked.form("/connexion/code").with("code", "123456").send(&client).await.expect(422).says("ne peut plus être vérifié");
    let (well, said) = world.estrade(&remove).await;
    assert!(well && said.contains("has no second factor any more"), "{said}");
    world.settle().await;
    assert_eq!(world.count("select count(*) from second_factor").await, 0);
    assert_eq!(world.mail.mailbox.list(Some("odile@example.org")).iter().filter(|mail| mail.subject.contains("second facteur est retiré")).count(), 1);
    assert_eq!(world.texts("select action from staff_action where action like 'factor.%'").await, ["factor.removed_by_command"], "not as theirs");
    let home = page.form("/connexion").with("email", person.email).with("password", person.password).send(&client).await.follow(&client).await.expect(200);
    assert_eq!(home.url.path(), "/a/jazz");
    world.stop().await;
}

#[tokio::test]
async fn periods_end_by_hand_and_a_rule_that_was_stopped_goes_on_at_an_operators_word() {
    let world = World::start_in_real_time().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let tenant = association.tenant;
    world
        .sql(format!(
            "update concert set doors_at = null, ends_at = null, starts_at = now() - interval '7 months';
             insert into person (tenant_id, id, first_name, family_name, email, email_norm, locale, created_at)
               select '{tenant}', gen_random_uuid(), 'Jeanne', 'Lefort', n || '@example.org', n || '@example.org', 'fr', now() - interval '8 months' from generate_series(1, 120) n;
             insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id)
               select '{tenant}', gen_random_uuid(), '0000-' || lpad(split_part(email, '@', 1), 4, '0') || '-01', '{}', 1, 0, 'expired', 'fr', created_at, created_at, id from person",
            concert.id
        ))
        .await;
    let left = async || world.count("select count(*) from person where family_name = 'Lefort'").await;

    let (well, said) = world.estrade(&["privacy", "sweep"]).await;
    assert!(well, "{said}");
    assert_eq!(line(&said, "buyer.person")[1..6], ["rehearsed", "120", "due", "0", "ended"], "{said}");
    world.sql("update retention_rule_state set first_seen = first_seen - interval '8 days'").await;
    let (well, said) = world.estrade(&["privacy", "sweep"]).await;
    assert!(!well, "what was stopped is told by the exit, too: {said}");
    assert_eq!(line(&said, "buyer.person")[1..6], ["stopped", "120", "due", "0", "ended"], "{said}");
    assert_eq!(left().await, 120);

    let (well, said) = world.estrade(&["privacy", "approve-sweep", "buyer.nobody"]).await;
    assert!(!well && said.contains("no rule is called buyer.nobody") && said.contains("privacy status"), "{said}");
    let (well, said) = world.estrade(&["privacy", "status"]).await;
    assert!(well && line(&said, "buyer.person")[1] == "stopped", "{said}");
    let (well, said) = world.estrade(&["privacy", "approve-sweep", "buyer.person"]).await;
    assert!(well && said.contains("buyer.person goes on at its next run"), "{said}");
    let (well, said) = world.estrade(&["privacy", "sweep"]).await;
    assert!(well, "{said}");
    assert_eq!(line(&said, "buyer.person")[1..6], ["done", "120", "due", "120", "ended"], "{said}");
    assert_eq!(left().await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_database_that_is_behind_ends_no_period_by_hand_either() {
    let world = World::start_in_real_time().await;
    impossible(&world).await;
    let (well, said) = world.estrade(&["privacy", "sweep"]).await;
    assert!(!well && said.contains("QUARANTINE"), "{said}");
    assert_eq!(world.count("select count(*) from retention_run").await, 0);
    world.stop().await;
}
