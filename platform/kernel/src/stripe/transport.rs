//! One request to Stripe, tried until it is answered: pooled connections, a limit on each try and on all of them, and the same
//! idempotency key every time.

use std::{
    hash::{BuildHasher, Hasher},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

use super::{
    API_VERSION, StripeConfig,
    error::{StripeError, StripeErrorKind, unanswered as lost},
};

/// The largest answer we read. A page of 100 balance transactions is about 150 kB.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

/// How patient the transport is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// For one try. Stripe may take a bank's time to answer.
    pub per_try: Duration,
    /// For all tries and the waits between them.
    pub overall: Duration,
    /// Tries, the first included.
    pub tries: u32,
    /// The wait before the second try; it doubles.
    pub first_wait: Duration,
}

impl Patience {
    /// For work that is repeated from outside: one try, ten seconds.
    pub(super) const HURRIED: Self = Self { per_try: Duration::from_secs(10), overall: Duration::from_secs(10), tries: 1, first_wait: Duration::ZERO };
}

impl Default for Patience {
    fn default() -> Self {
        Self { per_try: Duration::from_secs(20), overall: Duration::from_secs(45), tries: 4, first_wait: Duration::from_millis(400) }
    }
}

/// What is sent.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    pub method: Method,
    pub url: String,
    pub content_type: Option<&'static str>,
    pub body: Bytes,
    pub account: Option<String>,
    /// Always there on a write, so that trying again is safe.
    pub key: Option<String>,
}

/// What came back, if it was a success.
#[derive(Debug)]
pub(super) struct Answer {
    pub body: Bytes,
    pub request_id: Option<String>,
}

/// The pool of connections and what every request carries.
#[derive(Clone)]
pub(super) struct Transport {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    authorization: HeaderValue,
}

enum Try {
    Done(Answer),
    Again { error: StripeError, after: Option<Duration> },
    Stop(StripeError),
}

impl Transport {
    pub(super) fn new(config: &StripeConfig) -> anyhow::Result<Self> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(Duration::from_secs(5)));
        tcp.set_keepalive(Some(Duration::from_secs(30)));
        let https = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_mins(1))
            .pool_max_idle_per_host(32)
            .build(https);
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", config.secret_key))?;
        authorization.set_sensitive(true);
        Ok(Self { client, authorization })
    }

    /// Sends until answered, refused or out of patience.
    pub(super) async fn send(&self, outgoing: &Outgoing, patience: Patience) -> Result<Answer, StripeError> {
        let write = outgoing.method != Method::GET;
        let mut last = None;
        let all = async {
            for attempt in 0..patience.tries {
                let wait = match self.once(outgoing, write, patience.per_try).await {
                    Try::Done(answer) => return Ok(answer),
                    Try::Stop(error) => return Err(error),
                    Try::Again { error, after } => {
                        tracing::debug!(stripe.error = %error, stripe.attempt = attempt + 1, "a call to Stripe is tried again");
                        last = Some(error);
                        after.unwrap_or_else(|| jittered(patience.first_wait * 2_u32.pow(attempt)))
                    }
                };
                if attempt + 1 < patience.tries {
                    tokio::time::sleep(wait).await;
                }
            }
            Err(last.take().unwrap_or_else(|| unanswered(write)))
        };
        match tokio::time::timeout(patience.overall, all).await {
            Ok(result) => result,
            Err(_) => Err(unanswered(write)),
        }
    }

    async fn once(&self, outgoing: &Outgoing, write: bool, limit: Duration) -> Try {
        let Ok(request) = self.request(outgoing) else {
            return Try::Stop(StripeError::new(StripeErrorKind::InvalidRequest { code: None, param: None }));
        };
        let exchange = async {
            // A connection that could not be made carried nothing: only then is a write known not to have happened.
            let response = self.client.request(request).await.map_err(|error| if error.is_connect() { StripeErrorKind::Unreachable } else { lost(write) })?;
            let (head, body) = response.into_parts();
            let request_id = text_header(&head.headers, "request-id");
            match Limited::new(body, ANSWER_LIMIT).collect().await {
                Ok(body) => Ok((head.status.as_u16(), head.headers, request_id, body.to_bytes())),
                Err(_) => Err(lost(write)),
            }
        };
        match tokio::time::timeout(limit, exchange).await {
            Err(_) => Try::Again { error: unanswered(write), after: None },
            Ok(Err(kind)) => Try::Again { error: StripeError::new(kind), after: None },
            Ok(Ok((status, _, request_id, body))) if (200..300).contains(&status) => Try::Done(Answer { body, request_id }),
            Ok(Ok((status, headers, request_id, body))) => {
                let error = StripeError::from_answer(status, &body, request_id, write);
                let told = text_header(&headers, "stripe-should-retry");
                // 409 says that the first request with this key is still under way, and is waited for like a silence. A key reused with another
                // body is refused with 400: no wait repairs that.
                let again = error.kind != StripeErrorKind::Idempotency && told.map_or(error.is_transient(), |told| told == "true");
                if again { Try::Again { error, after: retry_after(&headers) } } else { Try::Stop(error) }
            }
        }
    }

    fn request(&self, outgoing: &Outgoing) -> Result<Request<Full<Bytes>>, http::Error> {
        let mut request = Request::builder()
            .method(outgoing.method.clone())
            .uri(&outgoing.url)
            .header(header::AUTHORIZATION, self.authorization.clone())
            .header(header::USER_AGENT, concat!("Estrade/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "application/json")
            .header("stripe-version", API_VERSION);
        if let Some(content_type) = outgoing.content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if let Some(account) = &outgoing.account {
            request = request.header("stripe-account", account);
        }
        if let Some(key) = &outgoing.key {
            request = request.header("idempotency-key", key);
        }
        request.body(Full::new(outgoing.body.clone()))
    }
}

fn unanswered(write: bool) -> StripeError {
    StripeError::new(lost(write))
}

fn text_header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Whole seconds as Stripe sends them, bounded so that a stray value cannot hold a worker.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = text_header(headers, "retry-after")?.parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds.min(20)))
}

/// Half to one and a half times `wait`, so that clients that failed together do not return together. No secret: a hasher's seed will do.
fn jittered(wait: Duration) -> Duration {
    let draw = std::hash::RandomState::new().build_hasher().finish() % 1001;
    wait / 2 + wait.mul_f64(f64::from(u16::try_from(draw).unwrap_or(500)) / 1000.0)
}
