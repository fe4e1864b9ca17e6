//! What is kept ends by itself: unused accounts, traces, books and texts; and what is only added to can be altered by nobody meanwhile.

use chrono::{Duration, Months};
use kernel::{
    clock::Timestamp,
    ids::{AccountId, new_uuid},
    personal,
};
use server::maintenance::{
    dormant,
    retention::{self, Run},
};
use sqlx::AssertSqlSafe;
use support::{ConcertSpec, World};
use tenants::ticketing::tickets::journal::{self, Chain};

fn of<'a>(runs: &'a [Run], rule: &str) -> &'a Run {
    runs.iter().find(|run| run.rule == rule).unwrap_or_else(|| panic!("no rule {rule}"))
}

fn move_to(world: &World, moment: Timestamp) {
    world.clock.advance(moment - world.clock.now());
}

/// Changes rows as if they were older, past every trigger: what time alone does.
async fn age(world: &World, sql: &str) {
    world.sql(format!("set session_replication_role = replica; {sql}")).await;
}

#[tokio::test]
async fn an_account_of_no_association_is_warned_and_goes_a_month_later_unless_somebody_comes_back() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let begin = world.clock.now();
    let [gone, back, member] = [1, 2, 3].map(|_| AccountId::from_uuid(new_uuid(begin)));
    for (id, email) in [(gone, "gone@example.org"), (back, "back@example.org"), (member, "member@example.org")] {
        world.account(id, email).await;
    }
    world.staff(association.tenant, member, "editor").await;
    world.sql("update account set operator = true, email = 'operator@example.org' where email = 'presidence-jazz@example.org'").await;
    let _ = world.signed_in(gone).await;
    let end = begin.checked_add_months(Months::new(24)).unwrap();
    let night = async || {
        let erased = dormant::sweep(&world.app).await.unwrap();
        world.work().await;
        erased
    };
    let told = |email: &str| world.mail.mailbox.list(Some(email)).len();

    move_to(&world, end - Duration::days(31));
    assert_eq!((night().await, told("gone@example.org")), (0, 0), "nobody is told early");
    move_to(&world, end - Duration::days(29));
    assert_eq!(night().await, 0);
    assert_eq!(["gone", "back", "member", "operator"].map(|name| told(&format!("{name}@example.org"))), [1, 1, 0, 0]);
    let mail = world.mail.mailbox.list(Some("gone@example.org")).remove(0);
    assert!(mail.subject.contains("sera effacé le") && mail.text.contains("/connexion"), "{} {}", mail.subject, mail.text);
    assert_eq!((night().await, told("gone@example.org")), (0, 1), "told once");

    // One of them signs in; a wrong clock changes nothing for the other before the notice is over.
    world.sql(format!("update account set last_sign_in_at = '{}' where email = 'back@example.org'", world.clock.now().to_rfc3339())).await;
    world.clock.advance(Duration::minutes(1));
    world.sql(format!("update account set last_sign_in_at = '{}' where email = 'back@example.org'", world.clock.now().to_rfc3339())).await;
    move_to(&world, end);
    assert_eq!(night().await, 0, "the notice is a month");
    move_to(&world, end + Duration::days(2));
    assert_eq!(night().await, 1);
    let left = world.texts("select email from account order by email").await;
    assert_eq!(left, ["back@example.org", "member@example.org", "operator@example.org"]);
    assert_eq!(world.count("select count(*) from session").await + world.count("select count(*) from account_warning").await, 0);
    assert_eq!(night().await, 0);
    world.stop().await;
}

#[tokio::test]
async fn an_account_whose_mailbox_refuses_is_tried_once_more_a_month_later_and_then_ends() {
    let world = World::start().await;
    let begin = world.clock.now();
    for (number, email) in ["gone@example.org", "full@example.org"].into_iter().enumerate() {
        world.account(AccountId::from_uuid(new_uuid(begin + Duration::seconds(i64::try_from(number).unwrap()))), email).await;
    }
    let night = async || {
        let erased = dormant::sweep(&world.app).await.unwrap();
        world.work().await;
        erased
    };
    let end = begin.checked_add_months(Months::new(24)).unwrap();
    move_to(&world, end - Duration::days(29));
    world.mail.mailbox.reject_next(2, 550);
    assert_eq!(night().await, 0);
    let refusals = async || world.texts("select refusals::text from account_warning order by 1").await.concat();
    assert_eq!((refusals().await.as_str(), world.count("select count(*) from job where state = 'dead'").await), ("11", 0), "a refusal is no fault of ours");
    assert_eq!(night().await + night().await, 0);
    assert!(world.mail.mailbox.list(None).is_empty(), "nobody is tried each night");
    world.clock.advance(Duration::days(30));
    world.mail.mailbox.reject_next(1, 550);
    assert_eq!((night().await, refusals().await.as_str()), (0, "02"), "one of them has a mailbox again, and is told");
    assert_eq!(world.mail.mailbox.list(None).len(), 1);
    world.clock.advance(Duration::days(29));
    assert_eq!(night().await, 0, "a month after the second try, and not before");
    world.clock.advance(Duration::days(2));
    assert_eq!((night().await, world.count("select count(*) from account").await), (2, 0));
    world.stop().await;
}

/// A sale, its refund, what staff did about it, an export, a text, an archive: something in each of the tables that are only added to.
async fn lived(world: &World) -> support::Association {
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &association, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let _ = treasurer.get(&world.url("app", "/a/jazz/commandes.csv")).await.expect(200);
    world.refund(&treasurer, "jazz", &bought.code, &[], "Quartet Alma").await;
    world.settle().await;
    world.pass(Duration::minutes(2)).await;
    association
}

#[tokio::test]
async fn what_is_only_added_to_is_altered_and_removed_by_nobody_before_its_time() {
    let world = World::start().await;
    let association = lived(&world).await;
    let tenant = association.tenant;
    let at = world.clock.now().to_rfc3339();
    let roots: Vec<personal::Root> =
        personal::find(&mut world.tenant(tenant).await, "jeanne@example.org").await.unwrap().into_iter().map(|found| found.root).collect();
    let mut tx = world.tenant(tenant).await;
    let plan = personal::plan(&mut tx, &roots, world.clock.now()).await.unwrap();
    personal::execute(&mut tx, &roots, &plan.hash(), world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    world
        .sql(format!(
            "insert into breach (tenant_id, id, number, discovered_at, nature, categories, what_happened, opened_by, opened_at)
               values ('{tenant}', '{tenant}', 1, '{at}', '{{}}', '{{}}', 'x', '{tenant}', '{at}');
             insert into breach_event (tenant_id, id, breach_id, kind, account_id, at) values ('{tenant}', '{tenant}', '{tenant}', 'opened', '{tenant}', '{at}');
             insert into agreement (tenant_id, version, content_hash, controller_name, controller_address, signatory, accepted_by, accepted_at, applies_from)
               values ('{tenant}', 1, '\\x00', 'a', 'b', 'c', '{tenant}', '{at}', '{at}');
             insert into proof_history (tenant_id, id, claim, state, at, reason) values ('{tenant}', '{tenant}', 'x', 'green', '{at}', 'x')"
        ))
        .await;
    let guards = "'refuse_early_end', 'refuse_early_end_of_sale', 'refuse_early_expiry', 'refuse_rewriting', 'consent_event_stays', 'breach_stays'";
    let guarded = async |event: i32| {
        world
            .texts(format!(
                "select distinct t.tgrelid::regclass::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                  where p.proname in ({guards}) and t.tgtype & {event} > 0 order by 1"
            ))
            .await
    };
    // 8: before deletions, 16: before changes, 32: before emptying.
    let (kept, unchanged, whole) = (guarded(8).await, guarded(16).await, guarded(32).await);
    for table in
        ["staff_action", "export_register", "ticket_journal", "ticket_order", "payment", "archive.sale_party", "legal_document", "consent_event", "agreement"]
    {
        assert!(kept.iter().any(|name| name == table), "{table} may be deleted from at any time: {kept:?}");
    }
    let mut admin = world.connect("postgres").await;
    // By the guard itself, and not by a row that still needs this one.
    let mut refused = async |sql: String| {
        let outcome = sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await;
        outcome.is_err_and(|error| error.as_database_error().is_some_and(|fault| fault.code().as_deref() == Some("23001")))
    };
    for table in &kept {
        if world.count(format!("select count(*) from {table}")).await > 0 {
            assert!(refused(format!("delete from {table}")).await, "a young row of {table} goes");
        } else {
            assert!(
                ["privacy_request", "privacy_request_event", "legal_notification", "platform_breach"].contains(&table.as_str()),
                "nothing to try in {table}"
            );
        }
    }
    for table in &unchanged {
        let same = world.texts(format!("select attname::text from pg_attribute where attrelid = '{table}'::regclass and attnum = 3")).await.concat();
        if world.count(format!("select count(*) from {table}")).await > 0 && table != "legal_document" {
            assert!(refused(format!("update {table} set {same} = {same}")).await, "a row of {table} is changed");
        }
    }
    assert!(
        refused("update legal_document set content_hash = '\\x00'".to_owned()).await && refused("update legal_document set content = null".to_owned()).await
    );
    for table in &whole {
        assert!(refused(format!("truncate {table} cascade")).await, "{table} is emptied");
    }
    // What a period counts from stays: nobody makes a row old before its time.
    let dated = world
        .texts("select t.tgrelid::regclass || '.' || left(t.tgname, -6) from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'refuse_redating' order by 1")
        .await;
    for name in ["payment.created_at", "refund.created_at", "ledger_entry.created_at", "ticket.issued_at", "ticket_order.confirmed_at", "ticket_journal.at"] {
        assert!(dated.iter().any(|dated| dated == name), "{name} may be set back: {dated:?}");
    }
    for name in &dated {
        let (table, column) = name.split_once('.').unwrap();
        if world.count(format!("select count(*) from {table} where {column} is not null")).await > 0 {
            assert!(refused(format!("update {table} set {column} = '2000-01-01'")).await, "{name} is set back");
        } else {
            assert_eq!(table, "privacy_request", "nothing to try in {name}");
        }
    }
    assert!(refused("update legal_document set superseded_at = '2000-01-01'".to_owned()).await, "a text was superseded before it was read");
    // The serving roles have not even the grant, but where a period ends.
    let loose = world
        .texts(
            "select c.oid::regclass || ' ' || v from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['estrade_tenant', 'estrade_platform']) r, unnest(array['update', 'delete']) v
              where n.nspname in ('public', 'archive') and c.relname in ('staff_action', 'export_register', 'ticket_journal', 'order_line', 'agreement', 'breach_event', 'privacy_request_event', 'proof_history', 'legal_notification', 'sale_party')
                and has_table_privilege(r, c.oid, v) order by 1",
        )
        .await;
    assert_eq!(loose, ["export_register delete", "staff_action delete", "ticket_journal delete"]);
    // With the association everything goes.
    world.sql(format!("delete from tenant where id = '{tenant}'")).await;
    assert_eq!(world.count("select count(*) from ticket_journal").await, 0);
    world.stop().await;
}

#[tokio::test]
async fn the_books_end_ten_years_after_their_fiscal_year_and_only_theirs() {
    let world = World::start().await;
    let association = lived(&world).await;
    let tenant = association.tenant;
    let root = [personal::find(&mut world.tenant(tenant).await, "jeanne@example.org").await.unwrap()[0].root];
    let mut tx = world.tenant(tenant).await;
    let plan = personal::plan(&mut tx, &root, world.clock.now()).await.unwrap();
    personal::execute(&mut tx, &root, &plan.hash(), world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    // All of it happened twelve years before.
    age(
        &world,
        "update ticket_order set confirmed_at = confirmed_at - interval '12 years', placed_at = placed_at - interval '12 years';
         update payment set created_at = created_at - interval '12 years'; update refund set created_at = created_at - interval '12 years';
         update ledger_entry set created_at = created_at - interval '12 years'; update ticket set issued_at = issued_at - interval '12 years';
         update ticket_journal set at = at - interval '12 years'; update archive.sale_party set kept_until = '2025-12-31'",
    )
    .await;
    let concert = world.concert(&association, &ConcertSpec { slug: "encore", title: "Encore", ..ConcertSpec::default() }).await;
    world.buy(&world.visitor(), &association, &concert, 1, "karim@example.org").await;
    world.settle().await;
    let tables = ["archive.sale_party", "ledger_entry", "ticket_journal", "ticket", "refund", "payment", "order_line", "ticket_order"];
    let rows = async || {
        let mut rows = Vec::new();
        for table in tables {
            rows.push(world.count(format!("select count(*) from {table}")).await);
        }
        rows
    };
    let before = rows().await;
    retention::sweep(&world.app).await.unwrap();
    assert_eq!(rows().await[1..], before[1..], "a new rule only counts");
    world.clock.advance(Duration::days(8));
    let runs = retention::sweep(&world.app).await.unwrap();
    for rule in ["accounting.ticket_order", "accounting.payment", "accounting.refund", "ticket_register.ticket", "ticket_register.ticket_journal"] {
        assert!(of(&runs, rule).outcome == "done" && of(&runs, rule).touched > 0 && of(&runs, rule).overdue == 0, "{rule}: {:?}", of(&runs, rule));
    }
    let after = rows().await;
    assert_eq!(after[0], 0, "the name is gone from the archive");
    assert_eq!((after[3], after[4], after[5], after[6], after[7]), (1, 0, 1, 1, 1), "what is left is this year's: {after:?}");
    assert!(world.count("select count(*) from ticket_journal where at < '2020-01-01'").await == 0 && after[2] > 0);
    let mut tx = world.tenant(tenant).await;
    assert!(matches!(journal::verify(&mut tx).await.unwrap(), Chain::Whole { lines } if lines == after[2]), "the chain of what is left is whole");
    drop(tx);
    age(&world, "delete from ticket_journal where seq = (select min(seq) from ticket_journal)").await;
    assert!(matches!(journal::verify(&mut world.tenant(tenant).await).await.unwrap(), Chain::BrokenAt { .. }), "a line taken away is missed");
    assert_eq!(
        world.count("select coalesce(sum(overdue), 0)::bigint from retention_rule_state where rule like 'accounting.%' or rule like 'ticket_register.%'").await,
        0
    );
    world.stop().await;
}

#[tokio::test]
async fn a_purchase_that_came_to_nothing_goes_after_six_months_and_one_that_was_paid_stays() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let _ = world.choose(&world.visitor(), &association, &concert, 2).await.expect(200);
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let _ = world.give_details(&visitor, &details, "karim@example.org").await.expect(303);
    world.buy(&world.visitor(), &association, &concert, 1, "jeanne@example.org").await;
    world.pass(Duration::hours(3)).await;
    let orders = async || world.texts("select state from ticket_order order by state").await;
    let payments = async || world.texts("select state from payment order by state").await;
    assert_eq!((orders().await.concat(), payments().await.concat()), ("confirmedexpiredexpired".to_owned(), "expiredsucceeded".to_owned()));
    retention::sweep(&world.app).await.unwrap();
    world.clock.advance(Duration::days(8));
    let back = |interval: &str| {
        format!(
            "update ticket_order set placed_at = placed_at - interval '{interval}', confirmed_at = confirmed_at - interval '{interval}';
             update payment set created_at = created_at - interval '{interval}'"
        )
    };
    age(&world, &back("5 months")).await;
    retention::sweep(&world.app).await.unwrap();
    assert_eq!((orders().await.len(), payments().await.len()), (3, 2), "not a day early");
    age(&world, &back("1 month")).await;
    let unfinished = async |orders: u64, payments: u64| {
        let runs = retention::sweep(&world.app).await.unwrap();
        for (rule, rows) in [("unfinished_purchase.ticket_order", orders), ("unfinished_purchase.payment", payments)] {
            let run = of(&runs, rule);
            assert_eq!((run.outcome, run.touched, run.overdue), ("done", rows, 0), "{rule}: {run:?}");
        }
        runs
    };
    // Whoever gave their name ends six months after the concert: the order from which that is counted stays until then.
    // Somebody named for one of its places has a period of their own: the order does not take them along.
    world
        .sql(format!(
            "insert into attendee (tenant_id, id, order_id, concert_id, place, name, created_at)
               select tenant_id, '{0}', id, concert_id, 1, 'Lou Roche', placed_at from ticket_order where person_id is null",
            association.tenant
        ))
        .await;
    unfinished(0, 0).await;
    world.sql("update attendee set name = null").await;
    unfinished(1, 0).await;
    world.sql("update concert set starts_at = starts_at - interval '9 months', doors_at = doors_at - interval '9 months', ends_at = ends_at - interval '9 months'").await;
    unfinished(0, 0).await;
    assert_eq!(world.count("select count(*) from person where email_norm not like '%@erased.invalid'").await, 0);
    let runs = unfinished(1, 1).await;
    assert_eq!((orders().await.concat(), payments().await.concat()), ("confirmed".to_owned(), "succeeded".to_owned()));
    assert!(runs.iter().all(|run| run.indeterminate == 0 || !run.rule.starts_with("accounting.")), "the books know when each of their rows ends: {runs:?}");
    // What was paid does not become a purchase that came to nothing by saying so.
    let mut tx = world.tenant(association.tenant).await;
    sqlx::query("update ticket_order set state = 'expired'").execute(tx.conn()).await.unwrap();
    let refusal = sqlx::query("delete from ticket_order").execute(tx.conn()).await.unwrap_err();
    assert_eq!(refusal.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref(), Some("23001"), "{refusal}");
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn the_words_of_a_text_end_five_years_after_its_last_reader_and_its_hash_stays() {
    let world = World::start().await;
    world.association("jazz").await;
    let (visitor, notice) = (world.visitor(), world.url("jazz", "/mentions-legales"));
    visitor.get(&notice).await.expect(200).says("(version 1)");
    world.sql("update association set phone = '+33380000001'; update tenant set content_version = content_version + 1, content_changed_at = now() + interval '1 year'").await;
    world.see_changes().await;
    visitor.get(&notice).await.expect(200).says("(version 2)");
    assert_eq!(world.texts("select (superseded_at is null)::text from legal_document where kind = 'notice' order by version").await, ["false", "true"]);
    retention::sweep(&world.app).await.unwrap();
    world.clock.advance(Duration::days(8));
    let now = world.clock.now();
    let over = now.checked_sub_months(Months::new(60)).unwrap();
    age(&world, &format!("update legal_document set superseded_at = '{}' where version = 1", (over + Duration::days(1)).to_rfc3339())).await;
    assert_eq!(of(&retention::sweep(&world.app).await.unwrap(), "legal_text.legal_document").touched, 0, "a day early");
    world.clock.advance(Duration::days(2));
    let runs = retention::sweep(&world.app).await.unwrap();
    assert_eq!(of(&runs, "legal_text.legal_document").touched, 1, "{:?}", of(&runs, "legal_text.legal_document"));
    let left = world
        .texts("select version || ' ' || (content is null) || ' ' || length(content_hash) from legal_document where kind = 'notice' order by version")
        .await;
    assert_eq!(left, ["1 true 32", "2 false 32"]);
    let _ = visitor.get(&world.url("jazz", "/mentions-legales/versions/1")).await.expect(404);
    visitor.get(&notice).await.expect(200).says("(version 2)");
    world.stop().await;
}
