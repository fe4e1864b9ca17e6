//! What stands in the way, who may not, and what the database itself refuses.

use sqlx::AssertSqlSafe;
use support::{ConcertSpec, World};

use super::{PASSWORD, ask, days, lived, member, page, rows, state, with_password};

#[tokio::test]
async fn what_is_owed_to_buyers_comes_first() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    with_password(&world, jazz.president).await;
    let president = world.signed_in(jazz.president).await;
    let concert = world.concert(&jazz, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &jazz, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    let blocked = president.get(&page(&world, "jazz")).await.expect(200);
    blocked.says("Un concert à venir, 2 billets vendus").says("Quartet Alma").says("Remboursez-les ou annulez le concert").says("Voir le concert");
    assert!(blocked.links().iter().any(|link| link.ends_with(&format!("/a/jazz/concerts/{}", concert.id))));
    assert!(blocked.forms().iter().all(|form| !form.names.iter().any(|name| name == "name")), "the form is there all the same");
    let csrf = blocked.forms()[0].value("csrf").unwrap().to_owned();
    let fields = [("csrf", csrf.as_str()), ("act", "ask"), ("name", "Association jazz"), ("password", PASSWORD)];
    president.post(&page(&world, "jazz"), &fields).await.expect(422).says("Quelque chose empêche de fermer");

    // Refunded: first the money is on its way, then nothing is left.
    let _ = world.refund(&president, "jazz", &bought.code, &[], "Quartet Alma").await;
    president.get(&page(&world, "jazz")).await.expect(200).says("Un remboursement est en cours");
    world.settle().await;
    // Stripe kept its fee of the sale: the balance is short of it, and the money leaves later.
    world.sql("update refund set state = 'succeeded'").await;
    let tenant = jazz.tenant;
    let amount = |state: &str| format!("update payment set state = '{state}' where tenant_id = '{tenant}'");
    world.sql(amount("processing")).await;
    president.get(&page(&world, "jazz")).await.expect(200).says("Un paiement est en cours");
    world.sql(amount("succeeded")).await;
    let now = world.clock.now().to_rfc3339();
    world
        .sql(format!(
            "insert into order_dispute (tenant_id, id, order_id, payment_id, stripe_id, state, amount, reason, opened_at, order_code, ordered_at, seats, total, starts_at)
             select p.tenant_id, gen_random_uuid(), p.subject_id, p.id, 'du_1', 'open', 100, 'fraudulent', '{now}', 'x', '{now}', 2, 100, '{now}' from payment p"
        ))
        .await;
    president.get(&page(&world, "jazz")).await.expect(200).says("Une contestation est ouverte");
    president.post(&page(&world, "jazz"), &fields).await.expect(422).says("Quelque chose empêche de fermer");
    assert_eq!(world.count("select count(*) from closing").await, 0);
    world.sql(format!("update order_dispute set state = 'won', closed_at = '{now}'")).await;
    ask(&world, &president, "jazz").await.expect(200).says("La fermeture est demandée");
    // Something turns up within the week: it waits, and says what for.
    world.sql("update order_dispute set state = 'open', closed_at = null".to_owned()).await;
    world.pass(days(8)).await;
    assert_eq!(state(&world).await, "asked");
    let president = world.signed_in(jazz.president).await;
    let late = president.get(&page(&world, "jazz")).await.expect(200);
    late.says("Une contestation est ouverte");
    // And it can still be taken back, then asked for again.
    late.form("/reglages/fermeture").with("act", "withdraw").send(&president).await.expect(200).says("La fermeture est annulée");
    assert_eq!(state(&world).await, "withdrawn");
    world.sql(format!("update order_dispute set state = 'won', closed_at = '{now}'")).await;
    ask(&world, &president, "jazz").await.expect(200).says("La fermeture est demandée");
    world.sql("update order_dispute set state = 'open', closed_at = null").await;
    world.pass(days(8)).await;
    assert_eq!(state(&world).await, "asked");
    world.sql(format!("update order_dispute set state = 'won', closed_at = '{now}'")).await;
    world.pass(days(1)).await;
    assert_eq!(state(&world).await, "closed");
    world.stop().await;
}

#[tokio::test]
async fn what_lies_at_a_stripe_account_that_was_cut_off_blocks_nobody_and_is_told() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    with_password(&world, jazz.president).await;
    let president = world.signed_in(jazz.president).await;
    let concert = world.concert(&jazz, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &jazz, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    let _ = world.refund(&president, "jazz", &bought.code, &[], "Quartet Alma").await;
    world.settle().await;
    world.sql("update refund set state = 'failed', failure = 'declined'").await;
    president.get(&page(&world, "jazz")).await.expect(200).says("a échoué et reste dû");
    world.sql("update stripe_account set state = 'disconnected'").await;
    president.get(&page(&world, "jazz")).await.expect(200).says("un compte Stripe qui n’est plus relié");
    ask(&world, &president, "jazz").await.expect(200).says("La fermeture est demandée");
    world.pass(days(8)).await;
    assert_eq!(state(&world).await, "closed");
    // What Stripe still tells of the account ties it to nobody again.
    let account = tenants::payments::connect::refresh(&world.app, jazz.tenant).await.unwrap();
    assert_eq!(account.map(|account| account.state), Some(tenants::payments::model::AccountStanding::Disconnected));
    world.stop().await;
}

#[tokio::test]
async fn only_the_presidency_ends_an_account_and_a_suspended_one_may_leave() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let _ = world.visitor().get(&page(&world, "jazz")).await.location();
    let csrf = |page: &support::Page| page.forms()[0].value("csrf").unwrap().to_owned();
    for role in ["treasurer", "editor", "door"] {
        let (_, client, _) = member(&world, &jazz, role).await;
        let _ = client.get(&page(&world, "jazz")).await.expect(403);
        let csrf = csrf(&client.get(&world.url("app", "/a/jazz")).await.expect(200));
        let fields = [("csrf", csrf.as_str()), ("act", "ask"), ("name", "Association jazz"), ("password", PASSWORD)];
        let _ = client.post(&page(&world, "jazz"), &fields).await.expect(403);
        let _ = client.post(&page(&world, "jazz"), &[("csrf", &csrf), ("act", "withdraw")]).await.expect(403);
    }
    let _ = president.post(&page(&world, "jazz"), &[("csrf", "x"), ("act", "ask")]).await.expect(403);
    assert_eq!(world.count("select count(*) from closing").await, 0);
    world.sql("update tenant set state = 'suspended'").await;
    world.app.tenants.forget("jazz");
    let _ = ask(&world, &president, "jazz").await.expect(200);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(404);
    // Resumed, it goes on to leave.
    assert!(server::operators::set_state(&world.app, "jazz", server::operators::State::Active).await.unwrap());
    assert_eq!(world.texts("select state from tenant").await, ["closing"]);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(200);
    // And one that leaves may be taken off line again, for as long as it stands.
    let operator = world.operator().await;
    let console = operator.get(&world.url("app", "/operateur")).await.expect(200);
    let _ = console.form("/operateur").with("association", "jazz").with("act", "suspend").send(&operator).await;
    assert_eq!(world.texts("select state from tenant").await, ["suspended"]);
    let _ = world.visitor().get(&world.url("jazz", "/")).await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn the_database_deletes_no_association_that_is_not_due() {
    let world = World::start().await;
    let (jazz, president, _) = lived(&world, "jazz").await;
    let _ = ask(&world, &president, "jazz").await.expect(200);
    world.settle().await;
    let before = rows(&world, jazz.tenant).await;
    let id = world.texts("select id::text from closing").await.pop().unwrap();
    let mut platform = world.connect("estrade_platform").await;
    let mut tenant = world.connect("estrade_tenant").await;
    let nobody = uuid::Uuid::new_v4();
    let refusals = [
        format!("select closing_erase('{id}', 'person', 100)"),
        format!("select closing_erase('{nobody}', 'person', 100)"),
        format!("select closing_finish('{id}')"),
        format!("select closing_due('{id}')"),
        format!("delete from tenant where id = '{}'", jazz.tenant),
        format!("update closing set state = 'erasing', erasing_at = erase_at where id = '{id}'"),
        format!("update closing set state = 'closed', closed_at = asked_at where id = '{id}'"),
        format!("update closing set effective_at = asked_at where id = '{id}'"),
        format!("update closing set tenant_id = '{nobody}' where id = '{id}'"),
        format!("delete from closing where id = '{id}'"),
        format!("insert into closing_erasure (closing_id, table_name) values ('{id}', 'person')"),
        format!(
            "insert into closing (id, tenant_id, state, asked_at, effective_at, erase_at, closed_at, erasing_at)
               values (gen_random_uuid(), '{nobody}', 'erasing', '2020-01-01', '2020-01-08', '2020-01-29', '2020-01-08', '2020-01-29')"
        ),
    ];
    for statement in &refusals {
        assert!(sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut platform).await.is_err(), "the platform may: {statement}");
        assert!(sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut tenant).await.is_err(), "an association may: {statement}");
    }
    world.pass(days(7)).await;
    // Closed, and not due: the same.
    for statement in &refusals[..5] {
        assert!(sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut platform).await.is_err(), "closed, the platform may: {statement}");
    }
    let after = rows(&world, jazz.tenant).await;
    assert!(after.len() >= before.len() - 1, "{before:?} {after:?}");
    // Begun, and the site was opened behind its back.
    world.sql("update closing set state = 'erasing', erasing_at = erase_at; update tenant set state = 'active'").await;
    assert!(sqlx::query(AssertSqlSafe(refusals[0].clone())).execute(&mut platform).await.is_err(), "an open association was deleted");
    world.sql("update tenant set state = 'closed'").await;
    for table in ["account", "tenant", "closing", "agreement_terms", "pg_class", "nowhere"] {
        let statement = format!("select closing_erase('{id}', '{table}', 100)");
        assert!(sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut platform).await.is_err(), "{statement}");
    }
    world.stop().await;
}
