//! The API, as another program uses it, and its description.

use std::path::Path;

use serde_json::{Value, json};
use support::{Association, Client, ConcertSpec, Page, World};

/// A token made by the association's president, on the page.
async fn token(world: &World, association: &Association) -> String {
    let president = world.signed_in(association.president).await;
    super::closing::with_password(world, association.president).await;
    let page = president.get(&world.url("app", &format!("/a/{}/reglages/jetons", association.slug))).await.expect(200);
    let form = page.form("/reglages/jetons").with("name", "Agenda de la ville").with("act", "create");
    // A token outlives the session that makes it: a session found open makes none.
    let refused = form.clone().with("password", "une autre phrase").send(&president).await.expect(422);
    assert!(!refused.text.contains("est_") && refused.text.contains("Agenda de la ville") && !refused.text.contains("une autre phrase"));
    let made = form.with("password", super::closing::PASSWORD).send(&president).await.expect(200);
    let start = made.text.find("est_").expect("the secret, once");
    made.text[start..].split('"').next().unwrap().to_owned()
}

struct Program<'a> {
    world: &'a World,
    client: Client,
    token: String,
}

impl Program<'_> {
    async fn ask(&self, path: &str) -> Page {
        let bearer = format!("Bearer {}", self.token);
        self.client.get_with(&self.world.url("app", &format!("/api/v1{path}")), &[("authorization", bearer.as_str())]).await
    }

    async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.ask(path).await.expect(200).text).unwrap()
    }

    async fn admit(&self, body: &Value) -> Page {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.client.post_raw(&self.world.url("app", "/api/v1/admissions"), &headers, body.to_string().into_bytes()).await
    }
}

fn problem(page: &Page, id: &str) {
    assert_eq!(page.header("content-type"), "application/problem+json", "{}", page.text);
    let problem: Value = serde_json::from_str(&page.text).unwrap();
    assert!(problem["type"].as_str().unwrap().ends_with(&format!("/problems/{id}")), "{problem}");
    assert_eq!(problem["status"], page.status.as_u16());
}

#[tokio::test]
async fn a_program_reads_concerts_and_orders_and_admits() {
    let world = World::start().await;
    let jazz = world.association("jazz").await;
    let concert = world.concert(&jazz, &ConcertSpec::default()).await;
    let bought = world.buy(&world.visitor(), &jazz, &concert, 2, "jeanne@example.org").await;
    world.settle().await;
    let program = Program { world: &world, client: world.visitor(), token: token(&world, &jazz).await };

    assert_eq!(program.json("/me").await["slug"], "jazz");
    let concerts = program.json("/concerts").await;
    assert_eq!(concerts["concerts"][0]["seats"], json!({ "capacity": 50, "held": 0, "sold": 2, "left": 48 }));
    let one = program.json(&format!("/concerts/{}", concert.id)).await;
    assert_eq!(one["tariffs"][0]["price_cents"], 1470);
    let orders = program.json(&format!("/orders?state=confirmed&concert={}", concert.id)).await;
    assert_eq!((&orders["orders"][0]["code"], &orders["orders"][0]["total_cents"]), (&json!(bought.code), &json!(2940)));
    assert_eq!(program.json("/orders?state=refunded").await["orders"], json!([]));
    let order = program.json(&format!("/orders/{}", bought.code)).await;
    assert_eq!(order["email"], "jeanne@example.org");
    let number = order["tickets"][0]["number"].as_str().unwrap();

    let body = json!({ "code": number, "concert": concert.id.to_string(), "gate": "nord" });
    for expected in ["admitted", "already"] {
        let answer: Value = serde_json::from_str(&program.admit(&body).await.expect(200).text).unwrap();
        assert_eq!(answer["result"], expected, "{answer}");
    }
    let whole = program.admit(&json!({ "code": bought.code, "concert": concert.id.to_string() })).await.expect(200);
    let whole: Value = serde_json::from_str(&whole.text).unwrap();
    assert_eq!((&whole["result"], whole["tickets"].as_array().unwrap().len()), (&json!("order"), 2));
    world.stop().await;
}

#[tokio::test]
async fn pages_of_orders_follow_each_other_without_gap_or_repeat() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let concert = world.concert(&jazz, &ConcertSpec { capacity: 500, ..ConcertSpec::default() }).await;
    world
        .sql(format!(
            "insert into ticket_order (tenant_id, id, code, concert_id, seats, total, state, locale, placed_at, held_until)
             select '{}', gen_random_uuid(), lpad(n::text, 4, '0')||'-0000-00', '{}', 1, 0, 'expired', 'fr', '2027-01-11'::timestamptz + (n / 10) * interval '1 minute', '2027-01-12'
               from generate_series(1, 130) as n",
            jazz.tenant, concert.id
        ))
        .await;
    let program = Program { world: &world, client: world.visitor(), token: token(&world, &jazz).await };
    let (mut seen, mut next, mut pages) = (std::collections::BTreeSet::new(), String::new(), 0);
    loop {
        let page = program.json(&format!("/orders?{next}")).await;
        pages += 1;
        for order in page["orders"].as_array().unwrap() {
            assert!(seen.insert(order["code"].as_str().unwrap().to_owned()), "{order} came twice");
        }
        match page["next"].as_str() {
            Some(cursor) => next = format!("cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (130, 3));
    world.stop().await;
}

#[tokio::test]
async fn every_error_is_a_problem_with_a_stable_id() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let choir = world.association_without_stripe("choeur").await;
    let concert = world.concert(&choir, &ConcertSpec { slug: "requiem", ..ConcertSpec::default() }).await;
    let program = Program { world: &world, client: world.visitor(), token: token(&world, &jazz).await };
    problem(&program.client.get(&world.url("app", "/api/v1/me")).await.expect(401), "unauthorized");
    let stranger = Program { world: &world, client: world.visitor(), token: "est_nobody".to_owned() };
    problem(&stranger.ask("/me").await.expect(401), "unauthorized");
    // Another association's concert is no concert of ours.
    problem(&program.ask(&format!("/concerts/{}", concert.id)).await.expect(404), "not-found");
    for path in ["/nothing", "/orders/FA0Y-W0PY-42", "/concerts/no-id"] {
        let page = program.ask(path).await;
        assert!(page.status.is_client_error(), "{path}: {}", page.status);
        problem(&page, if page.status == 404 { "not-found" } else { "bad-request" });
    }
    for path in ["/orders?state=eaten", "/orders?concert=no-id", "/orders?cursor=nowhere", "/concerts?when=never"] {
        problem(&program.ask(path).await.expect(400), "bad-request");
    }
    problem(&program.admit(&json!({ "code": 12 })).await.expect(400), "bad-request");
    problem(&program.admit(&json!({ "code": "x".repeat(400), "concert": concert.id.to_string() })).await.expect(400), "bad-request");
    world.stop().await;
}

#[tokio::test]
async fn a_revoked_token_opens_nothing() {
    let world = World::start().await;
    let jazz = world.association_without_stripe("jazz").await;
    let program = Program { world: &world, client: world.visitor(), token: token(&world, &jazz).await };
    let _ = program.json("/me").await;
    assert_eq!(world.count("select count(*) from api_token where last_used_at is not null").await, 1);
    let president = world.signed_in(jazz.president).await;
    let page = president.get(&world.url("app", "/a/jazz/reglages/jetons")).await.expect(200);
    assert!(!page.text.contains(&program.token), "the secret is shown once");
    let id = world.texts("select id::text from api_token").await.pop().unwrap();
    let _ = page.form("/reglages/jetons").with("token", &id).with("act", "revoke").send(&president).await.expect(200);
    problem(&program.ask("/me").await.expect(401), "unauthorized");
    world.stop().await;
}

#[test]
fn the_description_is_the_one_that_was_promised() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../platform/server/openapi.json");
    let now = server::api::description();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == now, "the API changed; if it is meant to, run this test with UPDATE_OPENAPI=1 and commit platform/server/openapi.json");
    let described: Value = serde_json::from_str(&now).unwrap();
    for (method, path) in server::api::PATHS {
        let path = path.split('/').map(|part| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}")));
        let path = path.collect::<Vec<_>>().join("/");
        assert!(described["paths"][&path][method.to_lowercase()].is_object(), "{method} {path} is not described");
    }
}
