//! Operators: what their console shows, and that nobody else finds it.

use kernel::jobs::{NewJob, enqueue_platform};
use serde_json::json;
use support::World;

#[tokio::test]
async fn the_console_is_there_for_operators_only() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let console = world.url("app", "/operateur");
    assert!(world.visitor().get(&console).await.location().contains("/connexion"));
    let president = world.signed_in(jazz.president).await;
    let _ = president.get(&console).await.expect(404);
    let _ = president.post(&console, &[("act", "suspend"), ("association", "jazz")]).await.expect(404);
    world.operator().await.get(&console).await.expect(200).says("jazz").says("Aucune tâche en échec").says("Paiements de test");
    world.stop().await;
}

#[tokio::test]
async fn a_suspended_site_is_off_line_until_it_is_resumed() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let client = world.operator().await;
    let visitor = world.visitor();
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(200);
    let console = client.get(&world.url("app", "/operateur")).await.expect(200);
    let suspended = console.form("/operateur").with("association", "jazz").with("act", "suspend").send(&client).await.expect(200);
    suspended.says("jazz est suspendue");
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(404);
    // Its staff may still read, and change nothing.
    let president = world.signed_in(jazz.president).await;
    let team = president.get(&world.url("app", "/a/jazz/equipe")).await.expect(200);
    let refused = team.form("/equipe").with("email", "lou@example.org").with("role", "door").with("act", "invite").send(&president).await;
    refused.expect(409).says("suspendu");
    let resumed = suspended.form("/operateur").with("association", "jazz").with("act", "resume").send(&client).await.expect(200);
    resumed.says("jazz est rétablie");
    let _ = visitor.get(&world.url("jazz", "/")).await.expect(200);
    let gone = resumed.form("/operateur").with("association", "nobody").with("act", "suspend").send(&client).await;
    gone.expect(422).says("n’est plus là");
    world.stop().await;
}

#[tokio::test]
async fn a_rule_of_retention_that_was_stopped_is_seen_and_let_pass() {
    let world = World::start().await;
    server::maintenance::retention::sweep(&world.app).await.unwrap();
    world.sql("update retention_rule_state set mode = 'stopped', overdue = 412 where rule = 'buyer.person'").await;
    let client = world.operator().await;
    let console = client.get(&world.url("app", "/operateur")).await.expect(200);
    console.says("buyer.person").says("412").says("Arrêtée");
    let forms: Vec<_> = console.forms().into_iter().filter(|form| form.value("rule").is_some()).collect();
    assert_eq!(forms.len(), 1, "only what was stopped can be let pass");
    for form in forms {
        form.with("act", "approve_sweep").send(&client).await.expect(200).says("La règle buyer.person effacera");
    }
    assert_eq!(world.count("select count(*) from retention_rule_state where approved_at is not null").await, 1);
    let csrf = console.form("/operateur").value("csrf").unwrap().to_owned();
    let gone = client.post(&world.url("app", "/operateur"), &[("csrf", &csrf), ("act", "approve_sweep"), ("rule", "x.y")]).await;
    gone.expect(422).says("n’est plus là");
    world.stop().await;
}

#[tokio::test]
async fn a_job_that_was_given_up_is_seen_tried_again_and_forgotten() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    for kind in ["nobody.does_this", "nobody.does_that"] {
        let mut tx = world.platform().await;
        enqueue_platform(&mut tx, Some(jazz.tenant), NewJob::new(kind, json!({}))).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.settle().await;
    let client = world.operator().await;
    let console = client.get(&world.url("app", "/operateur")).await.expect(200);
    console.says("nobody.does_this").says("jazz");
    let all = console.form("/operateur").with("act", "retry_all").send(&client).await.expect(200);
    all.says("2 tâches repartent");
    world.settle().await;
    assert_eq!(world.count("select count(*) from job where state = 'dead'").await, 2);
    for id in world.texts("select id::text from job where state = 'dead'").await {
        let page = client.get(&world.url("app", "/operateur")).await.expect(200);
        let _ = page.form("/operateur").with("job", &id).with("act", "discard").send(&client).await.expect(200);
    }
    client.get(&world.url("app", "/operateur")).await.expect(200).says("Aucune tâche en échec");
    world.stop().await;
}

#[tokio::test]
async fn health_says_what_answers() {
    let world = World::start().await;
    let health = world.visitor().get(&world.url("", "/healthz")).await.expect(200);
    let health: serde_json::Value = serde_json::from_str(&health.text).unwrap();
    assert_eq!((&health["database"], &health["storage"]), (&json!(true), &json!(true)));
    for (host, line) in [("", "Disallow: /inscription/confirmer/"), ("app", "Disallow: /")] {
        assert!(world.visitor().get(&world.url(host, "/robots.txt")).await.expect(200).text.contains(line));
    }
    world.stop().await;
}
