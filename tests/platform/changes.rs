//! The inventory under change (hard case 15): what a hot-fix, a rename, a document, a module, a key, a view, a shorter period, a release taken back and
//! two languages can do to it, and what happens then.

use std::collections::BTreeMap;

use chrono::{Duration, Months};
use kernel::{
    error::Error,
    i18n::Catalogue,
    inventory::{self, DOCUMENTS, SubjectId, VIEWS},
    personal::{self, Refusal, Root},
};
use server::{Server, ServerOptions, maintenance::retention};
use sqlx::{AssertSqlSafe, Connection};
use support::{Association, ConcertSpec, TariffSpec, World};
use tenants::{
    site::{self, modules::Module},
    ticketing::concerts::model::TariffKind,
};
use uuid::Uuid;

/// What a process says that is started on this database now; nothing when it starts.
async fn start(world: &World) -> String {
    let none = ServerOptions { serve: false, worker: false };
    match Server::start(world.app.config.clone(), world.clock.clone(), none).await {
        Ok(running) => {
            running.shutdown().await;
            String::new()
        }
        Err(refusal) => format!("{refusal:#}"),
    }
}

/// That a start is refused, for each of these reasons.
async fn refused(world: &World, reasons: &[&str]) {
    let said = start(world).await;
    for reason in reasons {
        assert!(said.contains(reason), "a start does not say `{reason}`: {said}");
    }
}

async fn buyer(world: &World, association: &Association) -> Root {
    let concert = world.concert(association, &ConcertSpec::default()).await;
    world.buy(&world.visitor(), association, &concert, 1, "jeanne@example.org").await;
    world.settle().await;
    personal::find(&mut world.tenant(association.tenant).await, "jeanne@example.org").await.unwrap()[0].root
}

#[tokio::test]
async fn a_column_added_by_a_hot_fix_stops_starts_copies_erasures_and_periods_and_health_names_the_file() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let root = [buyer(&world, &association).await];
    let now = world.clock.now();
    let plan = personal::plan(&mut world.tenant(association.tenant).await, &root, now).await.unwrap();
    assert_eq!(start(&world).await, "");

    world.sql("alter table person add column shoe_size integer").await;
    let (column, file) = ("column person.shoe_size has no verdict", "migrations/inventory/association.toml");
    refused(&world, &[column, file]).await;
    let mut tx = world.tenant(association.tenant).await;
    assert!(matches!(personal::export(&mut tx, &root, now).await, Err(Error::Later(_))), "a copy without the new column was made");
    assert!(matches!(personal::plan(&mut tx, &root, now).await, Err(Refusal::Failed(Error::Later(_)))));
    assert!(matches!(personal::execute(&mut tx, &root, &plan.hash(), now).await, Err(Refusal::Failed(Error::Later(_)))), "an erasure left the new column");
    drop(tx);
    assert!(retention::sweep(&world.app).await.is_err(), "periods ended what nobody classified");
    let health = world.visitor().get(&world.url("", "/healthz")).await.expect(503);
    assert!(health.text.contains("\"status\":\"unclassified\"") && health.text.contains(column) && health.text.contains(file), "{}", health.text);
    // Whoever reads or buys notices nothing.
    world.visitor().get(&world.url("jazz", "/")).await.expect(200).says("Quartet Alma");

    world.sql("alter table person drop column shoe_size").await;
    let mut tx = world.tenant(association.tenant).await;
    personal::execute(&mut tx, &root, &plan.hash(), now).await.expect("the remedy opens it again");
    drop(tx);
    world.stop().await;
}

#[tokio::test]
async fn a_renamed_column_is_named_twice_the_verdict_that_is_missing_and_the_one_that_is_left() {
    let world = World::start().await;
    world.sql("alter table association rename column director_name to headmaster").await;
    refused(&world, &["column association.headmaster has no verdict", "column association.director_name has a verdict", "remove the verdict"]).await;
    world.stop().await;
}

#[tokio::test]
async fn a_document_takes_no_key_that_nobody_judged() {
    let world = World::start().await;
    for document in DOCUMENTS {
        let (table, column) = (document.table, document.column);
        // The table's own checks, without what else a row would need.
        let probe = format!(
            "create table probe (like {table} including constraints);
             do $$ declare c record; begin
               for c in select attname from pg_attribute where attrelid = 'probe'::regclass and attnum > 0 and attnotnull loop
                 execute format('alter table probe alter column %I drop not null', c.attname);
               end loop; end $$;"
        );
        world.sql(format!("{probe} insert into probe ({column}) values ('{{}}')")).await;
        let mut admin = world.connect("postgres").await;
        for hostile in [r#"{"shoe_size": {"of": "Jeanne Lefort"}}"#, r#"{"a": ["jeanne@example.org"]}"#, r#"{"people": {"shoe_size": 41}}"#] {
            let answer = sqlx::query(AssertSqlSafe(format!("insert into probe ({column}) values ('{hostile}')"))).execute(&mut admin).await;
            let refusal = answer.expect_err("a document takes what nobody judged");
            assert_eq!(refusal.as_database_error().and_then(sqlx::error::DatabaseError::constraint), Some(document.constraint().as_str()), "{table}.{column}");
        }
        world.sql("drop table probe").await;
    }
    // A document that came with a hot-fix, and one whose check was taken away.
    let check = DOCUMENTS.iter().find(|document| document.table == "breach").unwrap().constraint();
    world.sql(format!("alter table concert add column extras jsonb; alter table breach drop constraint {check}")).await;
    refused(&world, &["[json.\"concert.extras\"]", "column breach.affected does not refuse keys", "estrade migrate"]).await;
    // What came in meanwhile is not passed over.
    let tenant = world.association_without_stripe("jazz").await.tenant;
    world
        .sql(format!(
            "alter table concert drop column extras;
             insert into breach (tenant_id, id, number, discovered_at, nature, categories, affected, what_happened, opened_by, opened_at)
               values ('{tenant}', '{tenant}', 1, now(), '{{}}', '{{}}', '[{{\"shoe_size\": 41}}]', 'x', '{tenant}', now())"
        ))
        .await;
    let owner = world.database_url("estrade_owner").await;
    let refusal = kernel::db::Db::migrate(&owner).await.unwrap_err().to_string();
    assert!(refusal.contains("rows of breach hold a key in affected that migrations/inventory/extras.toml does not name"), "{refusal}");
    world.sql("update breach set affected = '[]'").await;
    kernel::db::Db::migrate(&owner).await.unwrap();
    assert_eq!(start(&world).await, "");
    world.stop().await;
}

#[tokio::test]
async fn a_module_that_is_switched_off_leaves_the_notice_and_its_data_stay_under_rights_and_periods() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let tariffs = vec![TariffSpec { name: "Entrée libre", kind: TariffKind::Free, price: 0, limit: None }];
    let concert = world.concert(&association, &ConcertSpec { tariffs, in_days: 2, ..ConcertSpec::default() }).await;
    let visitor = world.visitor();
    let details = world.choose(&visitor, &association, &concert, 1).await.expect(200);
    let _ = world.give_details(&visitor, &details, "jeanne@example.org").await.follow(&visitor).await.expect(200);
    let mut tx = world.tenant(association.tenant).await;
    site::store::take_into_use(&mut tx, world.clock.now(), Module::Payments).await.unwrap();
    tx.commit().await.unwrap();
    world.see_changes().await;
    retention::sweep(&world.app).await.unwrap();
    let notice = world.url("jazz", "/mentions-legales");
    visitor.get(&notice).await.expect(200).says("Payer en ligne").says("Commander des places");

    let desk = world.url("app", "/a/jazz/reglages/modules");
    let treasurer = world.signed_in_as(&association, "treasurer").await;
    let _ = treasurer.get(&desk).await.expect(403);
    let president = world.signed_in(association.president).await;
    let page = president.get(&desk).await.expect(200);
    page.says("Un concert publié est encore à venir");
    let token = page.form("/reglages/modules").value("csrf").unwrap_or_default().to_owned();
    president.post(&desk, &[("csrf", &token), ("module", "ticketing")]).await.expect(409).says("encore à venir");
    let off = page.form("/reglages/modules").with("module", "payments").send(&president).await.follow(&president).await;
    off.expect(200).says("Arrêté.");
    world.see_changes().await;
    let after = visitor.get(&notice).await.expect(200);
    // What was collected is still held: the use is there with its periods and recipients, and said to be over.
    after.says("Commander des places").says("N’est plus utilisé").says("Stripe");
    assert!(!after.words().contains("Payer en ligne"), "{}", after.words());
    let register = treasurer.get(&world.url("app", "/a/jazz/registre.csv")).await.expect(200).text;
    assert!(register.lines().filter(|line| line.contains("N’est plus utilisé")).count() >= 3, "{register}");

    world.pass(Duration::days(4)).await;
    let president = world.signed_in(association.president).await;
    let page = president.get(&desk).await.expect(200);
    let _ = page.form("/reglages/modules").with("module", "ticketing").send(&president).await.follow(&president).await.expect(200);
    world.see_changes().await;
    let bare = visitor.get(&notice).await.expect(200);
    assert!(!bare.words().contains("Commander des places"), "{}", bare.words());
    // Terms that were accepted can still be read, and no others are published.
    let terms = visitor.get(&world.url("jazz", "/conditions-de-vente")).await.expect(200);
    terms.says("Ces conditions restent celles des commandes passées sous elles.");
    let _ = visitor.get(&world.url("jazz", "/conditions-de-vente/versions/1")).await.expect(200);
    assert!(!visitor.get(&world.url("jazz", "/")).await.expect(200).text.contains("/conditions-de-vente"), "no page leads to terms that are over");
    let versions = world.texts("select version || ' ' || (effective_from >= lag(effective_from) over (order by version))::text from legal_document where kind = 'notice' order by version").await;
    assert!(versions.len() >= 3 && versions[1..].iter().all(|version| version.ends_with("true")), "each change is a dated version: {versions:?}");

    // What was collected is found, copied, and ends on its day.
    let root = [personal::find(&mut world.tenant(association.tenant).await, "jeanne@example.org").await.unwrap()[0].root];
    let copy = personal::export(&mut world.tenant(association.tenant).await, &root, world.clock.now()).await.unwrap();
    assert!(copy.tables.iter().any(|table| table.table == "ticket_order") && format!("{copy:?}").contains("jeanne@example.org"));
    world.clock.advance(concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1) - world.clock.now());
    let runs = retention::sweep(&world.app).await.unwrap();
    assert_eq!(runs.iter().find(|run| run.rule == "buyer.person").map(|run| run.touched), Some(1));
    // Back in use, it is spoken of again.
    let mut tx = world.tenant(association.tenant).await;
    site::store::take_into_use(&mut tx, world.clock.now(), Module::Ticketing).await.unwrap();
    tx.commit().await.unwrap();
    world.see_changes().await;
    visitor.get(&notice).await.expect(200).says("Commander des places");
    world.stop().await;
}

#[tokio::test]
async fn without_the_foreign_key_that_leads_to_a_person_nothing_starts() {
    let world = World::start().await;
    world.sql("alter table ticket_order drop constraint ticket_order_tenant_id_person_id_fkey").await;
    refused(&world, &["table ticket_order reaches its people through ticket_order.(tenant_id, person_id) -> person", "migrations/inventory/ticketing.toml"])
        .await;
    let association = world.association_without_stripe("jazz").await;
    let root = [Root { subject: SubjectId::Buyer, id: Uuid::nil() }];
    let planned = personal::plan(&mut world.tenant(association.tenant).await, &root, world.clock.now()).await;
    assert!(matches!(planned, Err(Refusal::Failed(Error::Later(_)))), "an erasure along a way that is not proven");
    world.stop().await;
}

#[tokio::test]
async fn a_view_nobody_declared_stops_the_start_and_the_declared_ones_are_no_second_copy() {
    let world = World::start().await;
    let association = world.association("jazz").await;
    let root = [buyer(&world, &association).await];
    let shown = async || {
        let mut rows = String::new();
        for view in VIEWS {
            rows += &world.texts(format!("select v::text from {} v", view.name)).await.concat();
        }
        rows
    };
    assert!(shown().await.contains("Lefort"), "nothing to lose");
    let now = world.clock.now();
    let mut tx = world.tenant(association.tenant).await;
    let plan = personal::plan(&mut tx, &root, now).await.unwrap();
    personal::execute(&mut tx, &root, &plan.hash(), now).await.unwrap();
    tx.commit().await.unwrap();
    let after = shown().await;
    assert!(!after.contains("Lefort") && !after.contains("jeanne@"), "{after}");

    world.sql("create view guests as select first_name, email from person; create materialized view frozen as select email from person").await;
    refused(&world, &["view guests reads person and is not in the inventory: add [view.guests]", "view frozen keeps a copy of person"]).await;
    world.sql("drop view guests; drop materialized view frozen; alter view person_shown reset (security_invoker)").await;
    refused(&world, &["view person_shown reads with its owner's rights"]).await;
    world.sql("alter view person_shown set (security_invoker = true); drop view purchase_proof").await;
    refused(&world, &["view purchase_proof is in migrations/inventory/extras.toml but not in the database"]).await;
    world.stop().await;
}

#[tokio::test]
async fn a_period_that_became_shorter_is_rehearsed_then_waits_for_an_operator_and_ends_nothing_before() {
    let world = World::start().await;
    let association = world.association_without_stripe("jazz").await;
    let concert = world.concert(&association, &ConcertSpec::default()).await;
    let (tenant, at) = (association.tenant, world.clock.now().to_rfc3339());
    world
        .sql(format!(
            "insert into person (tenant_id, id, first_name, family_name, email, email_norm, locale, created_at)
               select '{tenant}', ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Jeanne', 'Lefort', n || '@example.org', n || '@example.org', 'fr', '{at}' from generate_series(1, 150) n;
             insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until, person_id)
               select '{tenant}', id, '0000-' || right(id::text, 4) || '-01', '{}', 1, 0, 'expired', 'fr', '{at}', '{at}', id from person",
            concert.id
        ))
        .await;
    // For years the period was longer: another rule, long in force.
    retention::sweep(&world.app).await.unwrap();
    world.clock.advance(concert.starts_at.checked_add_months(Months::new(6)).unwrap() + Duration::days(1) - world.clock.now());
    world.sql("update retention_rule_state set mode = 'active', first_seen = first_seen - interval '3 years', fingerprint = decode(repeat('cd', 32), 'hex') where rule = 'buyer.person'").await;
    let left = async || world.count("select count(*) from person where family_name = 'Lefort'").await;
    let outcome = async || {
        let runs = retention::sweep(&world.app).await.unwrap();
        let run = runs.into_iter().find(|run| run.rule == "buyer.person").unwrap();
        (run.outcome, run.due, run.touched)
    };
    assert_eq!(outcome().await, ("rehearsed", 150, 0));
    world.clock.advance(Duration::days(6));
    assert_eq!(outcome().await, ("rehearsed", 150, 0));
    world.clock.advance(Duration::days(2));
    assert_eq!(outcome().await, ("stopped", 150, 0), "a week later it would end all of a table: somebody looks first");
    assert_eq!(outcome().await, ("stopped", 150, 0));
    assert_eq!(left().await, 150);
    assert!(retention::approve(&world.app, "buyer.person").await.unwrap());
    assert_eq!(outcome().await, ("done", 150, 150));
    assert_eq!(left().await, 0);
    world.stop().await;
}

#[tokio::test]
async fn a_release_taken_back_publishes_its_notice_again_as_a_dated_change_and_never_an_older_one_silently() {
    let world = World::start().await;
    world.association("jazz").await;
    let (visitor, notice) = (world.visitor(), world.url("jazz", "/mentions-legales"));
    visitor.get(&notice).await.expect(200).says("(version 1)");
    // What a newer release published: another purpose, in a kind of paragraph this one does not know.
    world.clock.advance(Duration::days(1));
    let check = DOCUMENTS.iter().find(|document| document.table == "legal_document").unwrap().constraint();
    world
        .sql(format!(
            "alter table legal_document drop constraint {check};
             insert into legal_document (tenant_id, id, kind, version, content_hash, content, effective_from)
               select tenant_id, gen_random_uuid(), kind, 2, '\\x02',
                      jsonb_set(jsonb_set(content, '{{fr,sections,0,blocks,0}}', '{{\"hologram\": [\"Un usage venu depuis\"]}}'),
                                '{{uses}}', content -> 'uses' || '[{{\"treatment\": \"holograms\", \"categories\": [\"identity.face\"], \"recipients\": [], \"kept\": []}}]'),
                      '{}' from legal_document where kind = 'notice'",
            world.clock.now().to_rfc3339()
        ))
        .await;
    world.clock.advance(Duration::days(1));
    world.sql("update tenant set content_version = content_version + 1, content_changed_at = now() + interval '1 year'").await;
    world.see_changes().await;
    visitor.get(&notice).await.expect(200).says("(version 3)");
    visitor.get(&world.url("jazz", "/mentions-legales/versions/2")).await.expect(200).says("Un usage venu depuis");
    let _ = visitor.get(&world.url("jazz", "/mentions-legales/comparer/2/3")).await.expect(200);
    let listed = visitor.get(&world.url("jazz", "/mentions-legales/versions")).await.expect(200);
    assert_eq!(listed.text.matches("<code>").count(), 3, "{}", listed.words());
    let kept = world.texts("select version || ' ' || (superseded_at is null) || ' ' || (effective_from = max(effective_from) over ()) from legal_document where kind = 'notice' order by version").await;
    assert_eq!(kept, ["1 true false", "2 false false", "3 true true"], "the version in force is the latest by number and by date");
    assert_eq!(
        world.count("select count(*) from legal_document a join legal_document b on a.content_hash = b.content_hash and a.version = 1 and b.version = 3").await,
        1
    );
    world.stop().await;
}

#[test]
fn french_and_english_that_differ_stop_the_start_with_the_key() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/locales");
    let mut sources = BTreeMap::new();
    for language in ["fr", "en"] {
        for file in std::fs::read_dir(folder.join(language)).unwrap().map(|file| file.unwrap().path()) {
            let name = format!("{language}/{}", file.file_name().unwrap().to_string_lossy());
            sources.insert(name, std::fs::read_to_string(&file).unwrap());
        }
    }
    assert!(Catalogue::from_sources(sources.clone()).is_ok());
    let key = "legal-change-use";
    let said = |spoil: &dyn Fn(&str) -> String| {
        let mut spoilt = sources.clone();
        let name = spoilt.iter().find(|(name, text)| name.starts_with("en/") && text.contains(&format!("{key} ="))).map(|(name, _)| name.clone()).unwrap();
        let text = spoil(&spoilt[&name]);
        spoilt.insert(name, text);
        Catalogue::from_sources(spoilt).err().unwrap_or_default().join("\n")
    };
    let missing = said(&|text| text.replace(&format!("{key} ="), "legal-change-use-elsewhere ="));
    assert!(missing.contains("legal-change-use is in fr and not in en") && missing.contains("legal-change-use-elsewhere is in en and not in fr"), "{missing}");
    let other = said(&|text| text.replace(&format!("{key} ="), &format!("{key} = {{ $shoe_size }} ")));
    assert!(other.contains("legal-change-use prints"), "{other}");
}

#[tokio::test]
async fn an_archive_read_by_other_roles_than_the_inventory_says_stops_the_start_until_it_is_migrated() {
    let world = World::start().await;
    world.sql("create or replace function archive_readers(hold text) returns text[] language sql immutable as $$ select array['door'] $$").await;
    refused(&world, &["the archive of hold accounting is read by door in the database"]).await;
    kernel::db::Db::migrate(&world.database_url("estrade_owner").await).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&world.database_url("estrade_platform").await).await.unwrap();
    assert_eq!(inventory::check(&mut connection).await.unwrap(), []);
    world.stop().await;
}
