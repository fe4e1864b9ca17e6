//! The layer's promises, on the hosts that need no database.
#![expect(clippy::needless_pass_by_value, reason = "handlers take what they extract by value")]

use std::collections::BTreeMap;

use poem::{
    Body, EndpointExt as _, IntoResponse as _, Route, get, handler,
    http::{StatusCode, header},
    post,
    test::{TestClient, TestResponse},
    web::Path,
};

use super::*;
use crate::{clock::Clock, config::Config, form::Form};

#[handler]
fn greet(ctx: Ctx) -> String {
    format!("{} {} {} {}", ctx.locale.code(), ctx.path, ctx.host, ctx.other_locale_url())
}

#[handler]
fn leave(ctx: Ctx) -> Result<Response> {
    ctx.redirect("/concerts")
}

#[handler]
fn stray(ctx: Ctx) -> Result<Response> {
    ctx.redirect("//evil.example")
}

#[handler]
fn numbered(Path(number): Path<u32>) -> String {
    number.to_string()
}

#[handler]
fn fail() -> Result<String> {
    Err(Error::Internal(anyhow::anyhow!("secret of jeanne@example.org")))
}

#[handler]
fn leak() -> poem::Result<String> {
    Err(poem::error::InternalServerError(std::io::Error::other("secret of jeanne@example.org")))
}

#[handler]
fn explode() -> String {
    std::panic::resume_unwind(Box::new("secret of jeanne@example.org"))
}

#[handler]
fn wait() -> Result<String> {
    Err(Error::TooMany { retry_after_seconds: 90 })
}

#[handler]
async fn sleep() -> &'static str {
    tokio::time::sleep(std::time::Duration::from_hours(1)).await;
    "late"
}

#[handler]
fn refuse(ctx: Ctx) -> Response {
    answer_to(Error::Forbidden.into(), ctx.request_id).with_header(header::SET_COOKIE, "good=1").into_response()
}

#[handler]
fn cookies() -> Response {
    let mut response = "ok".into_response();
    for cookie in ["good=1; Path=/", "tracker=jeanne; Path=/"] {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(cookie));
    }
    response
}

#[handler]
fn style() -> Response {
    "body{}".with_header(header::CACHE_CONTROL, "public, max-age=60").into_response().with_cacheable()
}

trait WithCacheable {
    fn with_cacheable(self) -> Self;
}

impl WithCacheable for Response {
    fn with_cacheable(mut self) -> Self {
        self.set_data(Cacheable);
        self
    }
}

#[handler]
fn echo(form: Form) -> String {
    form.text("name").to_owned()
}

fn client() -> TestClient<ServeLayer<Route>> {
    client_at("https://estrade.example")
}

fn client_at(public_url: &str) -> TestClient<ServeLayer<Route>> {
    let variables = [
        ("DATABASE_TENANT_URL", "postgres://estrade_tenant@localhost:1/none"),
        ("DATABASE_PLATFORM_URL", "postgres://estrade_platform@localhost:1/none"),
        ("PUBLIC_URL", public_url),
        ("MASTER_SECRET", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
        ("SMTP_URL", "smtp://localhost:1"),
        ("MAIL_FROM", "billets@example.org"),
        ("S3_ENDPOINT", "http://localhost:1"),
        ("S3_BUCKET", "none"),
        ("S3_ACCESS_KEY", "none"),
        ("S3_SECRET_KEY", "none"),
        ("LEDGER_S3_ENDPOINT", "http://localhost:1"),
        ("LEDGER_S3_BUCKET", "none-of-the-ledger"),
        ("LEDGER_S3_ACCESS_KEY", "nobody"),
        ("LEDGER_S3_SECRET_KEY", "none"),
        ("REQUEST_TIMEOUT_SECONDS", "1"),
        ("OPERATOR_NAME", "Estrade des essais"),
        ("OPERATOR_ADDRESS", "1 rue des Essais, 75011 Paris"),
        ("OPERATOR_PHONE", "+33102030405"),
        ("HOSTING_PROVIDER_NAME", "Hébergement des essais SAS"),
        ("HOSTING_PROVIDER_COUNTRY", "FR"),
        ("MAIL_PROVIDER_NAME", "Courrier des essais SARL"),
        ("MAIL_PROVIDER_COUNTRY", "FR"),
        ("OBJECT_STORAGE_NAME", "Stockage des essais GmbH"),
        ("OBJECT_STORAGE_COUNTRY", "DE"),
    ];
    let variables: BTreeMap<String, String> = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let config = Config::from_variables(variables).unwrap();
    let clock = Clock::fixed("2026-03-14T12:00:00Z".parse().unwrap());
    let app = App::new(config, clock, &pages()).unwrap();
    let routes = Route::new()
        .at("/", get(greet))
        .at("/greet", get(greet))
        .at("/leave", get(leave))
        .at("/stray", get(stray))
        .at("/numbered/:number", get(numbered))
        .at("/fail", get(fail))
        .at("/leak", get(leak))
        .at("/explode", get(explode))
        .at("/wait", get(wait))
        .at("/sleep", get(sleep))
        .at("/refuse", get(refuse))
        .at("/cookies", get(cookies))
        .at("/style", get(style))
        .at("/echo", post(echo))
        .at("/large", post(echo).with(BodyLimit(200_000)));
    let options = Options {
        form_targets: vec!["https://checkout.example".to_owned()],
        cookie_guard: |value, _| value.as_bytes().starts_with(b"good="),
        strict_cookies: false,
    };
    TestClient::new(serve_layer(app, options, routes))
}

async fn ask(path: &str) -> TestResponse {
    client().get(path).header("host", "estrade.example").send().await
}

async fn text(response: TestResponse) -> (StatusCode, String) {
    let status = response.0.status();
    (status, response.0.into_body().into_string().await.unwrap())
}

#[tokio::test]
async fn the_language_is_taken_off_the_path() {
    assert_eq!(text(ask("/greet").await).await.1, "fr /greet estrade.example /en/greet");
    assert_eq!(text(ask("/en/greet?a=1").await).await.1, "en /greet estrade.example /greet");
    assert_eq!(text(ask("/en").await).await.1, "en / estrade.example /");
    assert_eq!(ask("/enough").await.0.status(), StatusCode::NOT_FOUND);
    let response = ask("/en/leave").await;
    response.assert_status(StatusCode::SEE_OTHER);
    response.assert_header("location", "/en/concerts");
    ask("/stray").await.assert_status(StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn an_unknown_or_unreadable_host_is_told_so() {
    let client = client();
    client.get("/").header("host", "a.b.estrade.example").send().await.assert_status(StatusCode::NOT_FOUND);
    client.get("/").header("host", "estrade.example/x").send().await.assert_status(StatusCode::BAD_REQUEST);
    client.get("/").header("host", "estrade.example").header("host", "estrade.example").send().await.assert_status(StatusCode::BAD_REQUEST);
    client.get("/").send().await.assert_status(StatusCode::BAD_REQUEST);
    client.get("/").header("host", "ESTRADE.example.:8443").send().await.assert_status_is_ok();
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_programs_and_never_leak() {
    for (path, expected) in [
        ("/nothing", StatusCode::NOT_FOUND),
        ("/numbered/many", StatusCode::NOT_FOUND),
        ("/echo", StatusCode::METHOD_NOT_ALLOWED),
        ("/fail", StatusCode::INTERNAL_SERVER_ERROR),
        ("/leak", StatusCode::INTERNAL_SERVER_ERROR),
        ("/explode", StatusCode::INTERNAL_SERVER_ERROR),
        ("/wait", StatusCode::TOO_MANY_REQUESTS),
    ] {
        let (status, page) = text(ask(path).await).await;
        assert_eq!(status, expected, "{path}");
        assert!(page.starts_with("<!doctype html>") && !page.contains("secret") && !page.contains("jeanne"), "{path}: {page}");
        let (status, problem) = text(client().get(path).header("host", "estrade.example").header("accept", "application/json").send().await).await;
        let problem: serde_json::Value = serde_json::from_str(&problem).unwrap();
        assert_eq!((status, problem["status"].as_u64()), (expected, Some(u64::from(expected.as_u16()))), "{path}");
        assert!(problem["type"].as_str().unwrap().starts_with("https://estrade.example/problems/"), "{problem}");
        assert!(!problem.to_string().contains("secret"), "{problem}");
    }
    ask("/wait").await.assert_header("retry-after", "90");
}

#[tokio::test]
async fn a_slow_answer_is_given_up() {
    ask("/sleep").await.assert_status(StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn every_answer_carries_its_headers() {
    for path in ["/greet", "/nothing", "/fail"] {
        let response = ask(path).await;
        let policy = response.0.header("content-security-policy").unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("'nonce-") && policy.contains("https://checkout.example"), "{policy}");
        assert!(policy.contains("https://app.estrade.example"), "{policy}");
        response.assert_header("cache-control", "no-store");
        response.assert_header("x-content-type-options", "nosniff");
        response.assert_header("strict-transport-security", "max-age=31536000; includeSubDomains");
        response.assert_header_exist("x-request-id");
    }
    let nonce = ask("/greet").await.0.header("content-security-policy").map(str::to_owned);
    assert_ne!(nonce, ask("/greet").await.0.header("content-security-policy").map(str::to_owned));
    let shared = ask("/style").await;
    assert!(!shared.0.header("content-security-policy").unwrap().contains("nonce"));
    shared.assert_header("cache-control", "public, max-age=60");
    let plain = client_at("http://localhost:8080").get("/greet").header("host", "app.localhost:8080").send().await;
    plain.assert_header_is_not_exist("strict-transport-security");
    assert!(plain.0.header("permissions-policy").unwrap().starts_with("camera=(self)"));
}

#[tokio::test]
async fn an_undeclared_cookie_is_stripped_and_a_declared_one_survives_an_error() {
    let set = |response: &TestResponse| response.0.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(set(&ask("/cookies").await), ["good=1; Path=/"]);
    let refused = ask("/refuse").await;
    assert_eq!(set(&refused), ["good=1"]);
    let (status, page) = text(refused).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn a_body_is_counted_while_it_streams() {
    let client = client();
    let send = async |path: &str, size: usize| {
        let chunks = futures_util::stream::iter((0..size / 1_000).map(|_| Ok::<_, std::io::Error>(vec![b'a'; 1_000])));
        let request = client.post(path).header("host", "estrade.example").header("content-type", "application/x-www-form-urlencoded");
        request.body(Body::from_bytes_stream(chunks)).send().await.0.status()
    };
    assert_eq!(send("/echo", 60_000).await, StatusCode::OK);
    assert_eq!(send("/echo", 70_000).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send("/large", 70_000).await, StatusCode::OK);
    assert_eq!(send("/large", 210_000).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_file_too_large_is_told_as_such() {
    let body = format!("--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n{}\r\n--X--\r\n", "a".repeat(70_000));
    let client = client();
    let request = client.post("/echo").header("host", "estrade.example").header("content-type", "multipart/form-data; boundary=X");
    request.body(body).send().await.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let client = client();
    let post = |origin: &'static str| {
        let request = client.post("/echo").header("host", "estrade.example").header("origin", origin);
        request.header("content-type", "application/x-www-form-urlencoded").body("name=Ada").send()
    };
    assert_eq!(post("https://estrade.example").await.0.status(), StatusCode::OK);
    assert_eq!(post("https://evil.example").await.0.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let response = client().head("/greet").header("host", "estrade.example").send().await;
    response.assert_status_is_ok();
    assert_eq!(text(response).await.1, "");
}
