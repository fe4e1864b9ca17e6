//! A simulator, a client for its API and pages, and an endpoint that takes its events.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use poem::endpoint::make;
use poem::http::StatusCode;
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{IntoResponse, Request, Response, Server};
use reqwest::Method;
use serde_json::{Value, json};
use stripe_simulator::{Options, Simulator, WebhookTarget};

pub const KEY: &str = "sk_test_sim_0123456789";
pub const SECRET: &str = "whsec_sim_test";
pub const GOOD_CARD: &str = "4242 4242 4242 4242";

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

pub struct Bench {
    pub simulator: Simulator,
    pub client: reqwest::Client,
}

impl Bench {
    pub async fn start() -> Self {
        Self::with(Options::new(KEY)).await
    }

    pub async fn with(options: Options) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("client");
        Self { simulator: Simulator::start(options).await.expect("simulator"), client }
    }

    pub fn address(&self, path: &str) -> String {
        format!("{}{}", self.simulator.url(), path.trim_start_matches('/'))
    }

    pub async fn call(&self, method: Method, path: &str, account: Option<&str>, key: Option<&str>, form: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method.clone(), self.address(path)).bearer_auth(KEY);
        if let Some(account) = account {
            request = request.header("Stripe-Account", account);
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let request = if method == Method::POST { request.form(form) } else { request.query(form) };
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: serde_json::from_str(&response.text().await.expect("text")).expect("JSON") }
    }

    pub async fn get(&self, path: &str, account: Option<&str>) -> Value {
        let answer = self.call(Method::GET, path, account, None, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    pub async fn post(&self, path: &str, account: Option<&str>, form: &[(&str, &str)]) -> Answer {
        self.call(Method::POST, path, account, None, form).await
    }

    pub async fn page(&self, path: &str, form: &[(&str, &str)]) -> reqwest::Response {
        self.client.post(self.address(path)).form(form).send().await.expect("a page")
    }

    pub async fn account(&self) -> String {
        let form = [
            ("country", "FR"),
            ("email", "bureau@example.org"),
            ("controller[fees][payer]", "account"),
            ("controller[losses][payments]", "stripe"),
            ("controller[requirement_collection]", "stripe"),
            ("controller[stripe_dashboard][type]", "full"),
            ("capabilities[card_payments][requested]", "true"),
            ("settings[payments][statement_descriptor]", "JAZZ EN VALLEE"),
        ];
        let answer = self.post("/v1/accounts", None, &form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["id"].as_str().expect("id").to_owned()
    }

    pub async fn link(&self, account: &str) -> String {
        let form = [
            ("account", account),
            ("type", "account_onboarding"),
            ("refresh_url", "http://app.example.org/again"),
            ("return_url", "http://app.example.org/back"),
        ];
        let answer = self.post("/v1/account_links", None, &form).await;
        let url = answer.body["url"].as_str().expect("url");
        format!("/{}", url.trim_start_matches(self.simulator.url().as_str()))
    }

    /// An account that may take cards.
    pub async fn onboarded(&self) -> String {
        let account = self.account().await;
        let link = self.link(&account).await;
        let response = self.page(&link, &[("action", "complete")]).await;
        assert_eq!(response.status(), 303);
        account
    }

    pub async fn session(&self, account: &str, cents: u32, more: &[(&str, &str)]) -> Value {
        let answer = self.try_session(account, cents, more).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    pub async fn try_session(&self, account: &str, cents: u32, more: &[(&str, &str)]) -> Answer {
        let cents = cents.to_string();
        let mut form = vec![
            ("mode", "payment"),
            ("success_url", "http://jazz.example.org/retour?session={CHECKOUT_SESSION_ID}"),
            ("cancel_url", "http://jazz.example.org/annuler"),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", "eur"),
            ("line_items[0][price_data][unit_amount]", cents.as_str()),
            ("line_items[0][price_data][product_data][name]", "Plein tarif"),
        ];
        form.extend_from_slice(more);
        self.post("/v1/checkout/sessions", Some(account), &form).await
    }

    pub async fn pay(&self, session: &Value, card: &str) -> reqwest::Response {
        let form = [("email", "ana@example.org"), ("card_number", card), ("exp", "12/40"), ("cvc", "123"), ("name", "Ana Moreau")];
        self.page(&format!("/sim/c/pay/{}", session["id"].as_str().expect("id")), &form).await
    }

    /// A paid session's intent, with its charge and movement.
    pub async fn paid(&self, account: &str, cents: u32, more: &[(&str, &str)]) -> Value {
        let session = self.session(account, cents, more).await;
        assert_eq!(self.pay(&session, GOOD_CARD).await.status(), 303);
        self.intent(account, &session).await
    }

    pub async fn intent(&self, account: &str, session: &Value) -> Value {
        let path = format!("/v1/checkout/sessions/{}?expand[]=payment_intent.latest_charge", session["id"].as_str().expect("id"));
        self.get(&path, Some(account)).await["payment_intent"].clone()
    }

    pub async fn faults(&self, faults: Value) {
        let response = self.client.post(self.address("/sim/faults")).json(&faults).send().await.expect("an answer");
        assert_eq!(response.status(), 200);
    }

    pub async fn advance(&self, seconds: u32) {
        let response = self.client.post(self.address("/sim/clock/advance")).json(&json!({ "seconds": seconds })).send().await;
        assert_eq!(response.expect("an answer").status(), 200);
    }
}

/// An endpoint that keeps what it is sent, and can refuse the first deliveries.
#[derive(Clone, Default)]
pub struct Receiver {
    taken: Arc<Mutex<Vec<(String, String)>>>,
    refusals: Arc<Mutex<u32>>,
}

impl Receiver {
    /// Listens, and returns where.
    pub async fn start(refusals: u32) -> (Self, WebhookTarget) {
        let receiver = Self { taken: Arc::default(), refusals: Arc::new(Mutex::new(refusals)) };
        let acceptor = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).into_acceptor().await.expect("a port");
        let local = acceptor.local_addr()[0].as_socket_addr().copied().expect("an address");
        let keep = receiver.clone();
        let endpoint = make(move |request: Request| {
            let keep = keep.clone();
            async move { Ok::<Response, poem::Error>(keep.take(request).await) }
        });
        tokio::spawn(Server::new_with_acceptor(acceptor).run(endpoint));
        let url = format!("http://{local}/webhooks/stripe").parse().expect("an address");
        (receiver, WebhookTarget { url, secret: SECRET.to_owned(), connect: true })
    }

    async fn take(&self, mut request: Request) -> Response {
        let signature = request.header("stripe-signature").unwrap_or_default().to_owned();
        let body = request.take_body().into_string().await.unwrap_or_default();
        let mut refusals = self.refusals.lock().expect("lock");
        if *refusals > 0 {
            *refusals -= 1;
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        self.taken.lock().expect("lock").push((signature, body));
        StatusCode::OK.into_response()
    }

    pub fn letters(&self) -> Vec<(String, String)> {
        self.taken.lock().expect("lock").clone()
    }

    pub fn events(&self) -> Vec<Value> {
        self.letters().iter().filter_map(|(_, body)| serde_json::from_str(body).ok()).collect()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.events().iter().map(|event| event["type"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Waits until an event of that kind has come.
    pub async fn wait_for(&self, kind: &str) -> Value {
        for _ in 0..200 {
            if let Some(event) = self.events().into_iter().find(|event| event["type"] == kind) {
                return event;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no {kind} came; there were {:?}", self.kinds());
    }
}

/// Seconds since 1970 on this machine, which signatures carry whatever the simulated clock says.
#[expect(clippy::disallowed_methods, reason = "the test compares with the machine's own clock")]
pub fn real_seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    i64::try_from(since.as_secs()).expect("a time")
}
