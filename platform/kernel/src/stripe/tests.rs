//! The client against a small HTTP server that answers as told: what is sent, how often, and what a failure is called.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::{transport::Patience, *};

/// One answer; status 0 hangs up without a word.
struct Scripted(u16, &'static [(&'static str, &'static str)], String);

#[derive(Clone, Debug)]
struct Seen {
    path: String,
    headers: HeaderMap,
    body: String,
}

struct Stand {
    client: Stripe,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Stand {
    async fn start(answers: Vec<Scripted>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script = Arc::new(Mutex::new(VecDeque::from(answers)));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                let service = service_fn(move |request| answer(request, Arc::clone(&script), Arc::clone(&log)));
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        let patience = Patience { per_try: Duration::from_millis(300), overall: Duration::from_secs(5), tries: 3, first_wait: Duration::from_millis(5) };
        Self { client: Stripe::with_patience(&config(base_url), patience).unwrap(), seen }
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn answer(
    request: Request<Incoming>,
    script: Arc<Mutex<VecDeque<Scripted>>>,
    log: Arc<Mutex<Vec<Seen>>>,
) -> Result<Response<Full<Bytes>>, std::io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
    let body = String::from_utf8_lossy(&body).into_owned();
    log.lock().unwrap().push(Seen { path: head.uri.to_string(), headers: head.headers, body });
    let Scripted(status, headers, text) = script.lock().unwrap().pop_front().unwrap();
    if status == 0 {
        return Err(std::io::Error::other("hang up"));
    }
    let mut response = Response::builder().status(status).header("request-id", "req_7");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Full::new(Bytes::from(text))).unwrap_or_default()).map_err(|never: Infallible| match never {})
}

fn config(base_url: Url) -> StripeConfig {
    StripeConfig {
        base_url,
        secret_key: "sk_test_1".to_owned(),
        webhook_secrets_platform: vec!["whsec_a".to_owned()],
        webhook_secrets_connect: vec!["whsec_b".to_owned()],
        accounts_api: AccountsApi::V2,
    }
}

fn refund() -> NewRefund {
    NewRefund {
        account: "acct_1".to_owned(),
        idempotency_key: "re:1".to_owned(),
        payment_intent: "pi_1".to_owned(),
        amount: 1470,
        metadata: [("order".to_owned(), "o1".to_owned()), ("note".to_owned(), String::new())].into(),
        refund_application_fee: false,
    }
}

fn refunded() -> Scripted {
    let body = r#"{"id":"re_1","object":"refund","amount":1470,"balance_transaction":null,"charge":"ch_1","created":1773500000,"currency":"eur","metadata":{"order":"o1"},"payment_intent":"pi_1","status":"succeeded"}"#;
    Scripted(200, &[], body.to_owned())
}

#[tokio::test]
async fn a_failing_write_is_tried_again_with_one_key() {
    let busy = r#"{"error":{"type":"api_error"}}"#;
    let stand = Stand::start(vec![Scripted(503, &[], busy.to_owned()), Scripted(0, &[], String::new()), refunded()]).await;
    let read = stand.client.refund(&refund()).await.unwrap();
    assert_eq!((read.status, read.amount), (RefundStatus::Succeeded, 1470));
    let seen = stand.seen();
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert_eq!(request.path, "/v1/refunds");
        assert_eq!(request.headers["idempotency-key"], "re:1");
        assert_eq!(request.headers["stripe-account"], "acct_1");
        assert_eq!(request.headers["stripe-version"], API_VERSION);
        assert_eq!(request.headers["authorization"], "Bearer sk_test_1");
        assert!(request.headers["user-agent"].to_str().unwrap().starts_with("Estrade/"));
        assert_eq!(request.body, seen[0].body);
        assert!(!request.body.contains("note"), "an empty value is not sent");
        assert!(!request.body.contains("refund_application_fee"));
    }
}

#[tokio::test]
async fn a_key_in_use_is_waited_for() {
    let in_use = || Scripted(409, &[], r#"{"error":{"type":"idempotency_error","code":"idempotency_key_in_use"}}"#.to_owned());
    let stand = Stand::start(vec![in_use(), refunded()]).await;
    assert_eq!(stand.client.refund(&refund()).await.unwrap().amount, 1470);
    let seen = stand.seen();
    assert_eq!((&seen[0].headers["idempotency-key"], &seen[1].headers["idempotency-key"]), (&"re:1".parse().unwrap(), &"re:1".parse().unwrap()));

    let stand = Stand::start(vec![in_use(), in_use(), in_use()]).await;
    let error = stand.client.refund(&refund()).await.unwrap_err();
    assert_eq!((&error.kind, error.status), (&StripeErrorKind::OutcomeUnknown, Some(409)));
    assert!(error.is_transient());
    assert_eq!(stand.seen().len(), 3);
}

#[tokio::test]
async fn a_key_used_with_other_parameters_is_not_repeated() {
    let reused = Scripted(400, &[], r#"{"error":{"type":"idempotency_error"}}"#.to_owned());
    let stand = Stand::start(vec![reused]).await;
    assert_eq!(stand.client.refund(&refund()).await.unwrap_err().kind, StripeErrorKind::Idempotency);
    assert_eq!(stand.seen().len(), 1);
}

#[tokio::test]
async fn who_is_hurried_tries_once() {
    let busy = Scripted(503, &[], r#"{"error":{"type":"api_error"}}"#.to_owned());
    let stand = Stand::start(vec![busy, refunded()]).await;
    assert!(stand.client.hurried().refund(&refund()).await.unwrap_err().is_transient());
    assert_eq!(stand.seen().len(), 1);
}

#[tokio::test]
async fn stripe_decides_whether_to_try_again() {
    let refused = r#"{"error":{"type":"api_error"}}"#;
    let stand = Stand::start(vec![Scripted(500, &[("stripe-should-retry", "false")], refused.to_owned())]).await;
    let error = stand.client.refund(&refund()).await.unwrap_err();
    assert_eq!((error.kind, error.request_id.as_deref()), (StripeErrorKind::OutcomeUnknown, Some("req_7")));
    assert_eq!(stand.seen().len(), 1);

    let patient = vec![Scripted(400, &[("stripe-should-retry", "true"), ("retry-after", "0")], refused.to_owned()), refunded()];
    let stand = Stand::start(patient).await;
    assert!(stand.client.refund(&refund()).await.is_ok());
}

#[tokio::test]
async fn a_refused_request_is_not_repeated() {
    let refused = r#"{"error":{"type":"invalid_request_error","code":"charge_already_refunded","message":"Charge ch_1 has already been refunded."}}"#;
    let stand = Stand::start(vec![Scripted(400, &[], refused.to_owned())]).await;
    let error = stand.client.refund(&refund()).await.unwrap_err();
    assert_eq!(error.code(), Some("charge_already_refunded"));
    assert_eq!(stand.seen().len(), 1);
}

#[tokio::test]
async fn an_unreadable_answer_to_a_write_leaves_the_outcome_open() {
    let stand = Stand::start(vec![Scripted(200, &[], "{\"id\":".to_owned())]).await;
    let error = stand.client.refund(&refund()).await.unwrap_err();
    assert_eq!((error.kind, error.request_id.as_deref()), (StripeErrorKind::OutcomeUnknown, Some("req_7")));
}

#[tokio::test]
async fn limits_and_silence_end_in_a_name() {
    let slow = || Scripted(429, &[("retry-after", "0")], r#"{"error":{"type":"invalid_request_error"}}"#.to_owned());
    let stand = Stand::start(vec![slow(), slow(), slow()]).await;
    assert_eq!(stand.client.payment("acct_1", "pi_1").await.unwrap_err().kind, StripeErrorKind::RateLimited);
    let seen = stand.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen[0].headers.get("idempotency-key").is_none(), "a read carries no key");
    assert!(seen[0].path.contains("latest_charge.balance_transaction"));

    let nobody = Stripe::with_patience(&config(Url::parse("http://127.0.0.1:9/").unwrap()), Patience { tries: 1, ..Patience::default() }).unwrap();
    assert_eq!(nobody.refund(&refund()).await.unwrap_err().kind, StripeErrorKind::Unreachable);
}

#[tokio::test]
async fn an_account_is_made_by_the_second_api_in_json() {
    let stand = Stand::start(vec![Scripted(200, &[], r#"{"id":"acct_9","object":"v2.core.account"}"#.to_owned())]).await;
    let new = NewAccount {
        country: "FR".to_owned(),
        email: "bureau@example.org".to_owned(),
        name: "Le Chœur".to_owned(),
        statement_descriptor: statement_descriptor("Le Chœur"),
    };
    assert_eq!(stand.client.idempotent("account:1").create_account(&new).await.unwrap(), "acct_9");
    let seen = &stand.seen()[0];
    assert_eq!((seen.path.as_str(), seen.headers["content-type"].to_str().unwrap()), ("/v2/core/accounts", "application/json"));
    let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(body["configuration"]["merchant"]["statement_descriptor"]["descriptor"], "LE CHOEUR");
}

#[test]
fn a_live_key_goes_to_stripe_only() {
    let mut live = config(Url::parse("http://127.0.0.1:9/").unwrap());
    live.secret_key = "sk_live_1".to_owned();
    assert!(live.validate().unwrap_err().contains("STRIPE_BASE_URL"));
    live.base_url = Url::parse("https://api.stripe.com").unwrap();
    assert_eq!(live.validate(), Ok(()));
    assert!(!live.is_test_mode());
    live.secret_key = "pk_live_1".to_owned();
    assert!(live.validate().unwrap_err().contains("STRIPE_SECRET_KEY"));
}

#[test]
fn the_version_is_the_one_the_types_were_made_from() {
    assert_eq!(API_VERSION, stripe_shared::version::VERSION.as_str());
}
