//! The client: an account to act for, a key for writes, and async-stripe's requests sent through our transport.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use serde_json::Value;
use stripe_client_core::{ConfigOverride, CustomizedStripeRequest, RequestBuilder, RequestStrategy, StripeMethod, StripeRequest};
use stripe_types::{AsCursorOpt as _, List, Object};
use url::Url;

use super::{
    AccountsApi, StripeConfig,
    error::{StripeError, StripeErrorKind},
    transport::{Answer, Outgoing, Patience, Transport},
};

/// Pages of 100 read before a list is cut: more than any association moves between two readings.
const PAGES: usize = 100;
const FORM: &str = "application/x-www-form-urlencoded";

/// Talks to Stripe. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Stripe {
    shared: Arc<Shared>,
    account: Option<Arc<str>>,
    key: Option<Arc<str>>,
    patience: Patience,
}

struct Shared {
    transport: Transport,
    base_url: Url,
    accounts_api: AccountsApi,
    test_mode: bool,
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Stripe").field("account", &self.account).field("key", &self.key).finish_non_exhaustive()
    }
}

impl Stripe {
    /// Over a validated configuration.
    ///
    /// # Errors
    /// When the configuration is at odds with itself.
    pub fn new(config: &StripeConfig) -> anyhow::Result<Self> {
        Self::with_patience(config, Patience::default())
    }

    pub(super) fn with_patience(config: &StripeConfig, patience: Patience) -> anyhow::Result<Self> {
        config.validate().map_err(anyhow::Error::msg)?;
        let transport = Transport::new(config)?;
        let shared = Shared { transport, base_url: config.base_url.clone(), accounts_api: config.accounts_api, test_mode: config.is_test_mode() };
        Ok(Self { shared: Arc::new(shared), account: None, key: None, patience })
    }

    /// The same client acting for a connected account (`acct_…`).
    #[must_use]
    pub fn for_account(&self, account: &str) -> Self {
        Self { account: Some(account.into()), ..self.clone() }
    }

    /// The same client whose next write carries `key`: made from a row of ours, so that a crash and a retry send the same one. At most 255
    /// characters; use it for one write only.
    #[must_use]
    pub fn idempotent(&self, key: &str) -> Self {
        Self { key: Some(key.into()), ..self.clone() }
    }

    /// The same client for work that is repeated anyway (a job): one try of ten seconds at most, so that a Stripe that does not answer holds no
    /// worker. A write without an answer is then [`StripeErrorKind::OutcomeUnknown`] sooner: repeat it with the same key.
    #[must_use]
    pub fn hurried(&self) -> Self {
        Self { patience: Patience::HURRIED, ..self.clone() }
    }

    /// Whether no real money moves.
    #[must_use]
    pub fn is_test_mode(&self) -> bool {
        self.shared.test_mode
    }

    pub(super) fn accounts_api(&self) -> AccountsApi {
        self.shared.accounts_api
    }

    /// Sends a generated request and decodes its answer, knowing whether it was a write.
    pub(super) async fn call<R>(&self, request: &R) -> Result<R::Output, StripeError>
    where
        R: StripeRequest + Sync,
        R::Output: miniserde::Deserialize,
    {
        let built = request.build();
        let write = !matches!(built.method, StripeMethod::Get);
        let answer = self.exchange(built, None, None).await?;
        let text = std::str::from_utf8(&answer.body).ok();
        text.and_then(|text| miniserde::json::from_str(text).ok()).ok_or(StripeError {
            kind: if write { StripeErrorKind::OutcomeUnknown } else { StripeErrorKind::Unreachable },
            status: None,
            request_id: answer.request_id,
        })
    }

    /// A v2 call: JSON both ways. async-stripe knows only v1.
    pub(super) async fn call_v2(&self, path: &str, body: &Value) -> Result<Value, StripeError> {
        let outgoing = Outgoing {
            method: Method::POST,
            url: self.url(path),
            content_type: Some("application/json"),
            body: Bytes::from(body.to_string()),
            account: None,
            key: Some(self.write_key(None)),
        };
        let answer = self.send(path, outgoing).await?;
        let unread = StripeError { kind: StripeErrorKind::OutcomeUnknown, status: None, request_id: answer.request_id };
        serde_json::from_slice(&answer.body).map_err(|_| unread)
    }

    /// Reads a list to its end, newest first. `after` makes the request for the page that follows an id; none for the first.
    pub(super) async fn list<R, O>(&self, after: impl Fn(Option<String>) -> R) -> Result<Vec<O>, StripeError>
    where
        R: StripeRequest<Output = List<O>> + Sync,
        O: Object,
        List<O>: miniserde::Deserialize,
    {
        let mut all: Vec<O> = Vec::new();
        for _ in 0..PAGES {
            let last = all.last().and_then(|read| read.id().as_cursor_opt().map(str::to_owned));
            let page = self.call(&after(last)).await?;
            let more = page.has_more && !page.data.is_empty();
            all.extend(page.data);
            if !more {
                break;
            }
        }
        Ok(all)
    }

    async fn exchange(&self, built: RequestBuilder, account: Option<String>, key: Option<String>) -> Result<Answer, StripeError> {
        let RequestBuilder { query, body, path, method } = built;
        let mut url = self.url(&format!("/v1{path}"));
        if let Some(query) = query.map(|query| without_empty(&query)).filter(|query| !query.is_empty()) {
            url.push('?');
            url.push_str(&query);
        }
        let method = match method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let write = method != Method::GET;
        let outgoing = Outgoing {
            method,
            url,
            content_type: write.then_some(FORM),
            body: Bytes::from(without_empty(&body.unwrap_or_default())),
            account: account.or_else(|| self.account.as_deref().map(str::to_owned)),
            key: write.then(|| self.write_key(key)),
        };
        self.send(&path, outgoing).await
    }

    async fn send(&self, path: &str, outgoing: Outgoing) -> Result<Answer, StripeError> {
        let result = self.shared.transport.send(&outgoing, self.patience).await;
        match &result {
            Ok(answer) => {
                tracing::debug!(stripe.method = %outgoing.method, stripe.path = path, stripe.request_id = answer.request_id, "Stripe answered");
            }
            Err(error) => {
                tracing::info!(stripe.method = %outgoing.method, stripe.path = path, stripe.error = %error, "a call to Stripe failed");
            }
        }
        result
    }

    fn url(&self, path: &str) -> String {
        format!("{}{}", self.shared.base_url.as_str().trim_end_matches('/'), path)
    }

    /// A write without the caller's key still gets one, so that trying again within this call is safe.
    fn write_key(&self, given: Option<String>) -> String {
        given.or_else(|| self.key.as_deref().map(str::to_owned)).unwrap_or_else(|| uuid::Uuid::new_v4().to_string())
    }
}

impl stripe_client_core::StripeClient for Stripe {
    type Err = StripeError;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, StripeError> {
        let (built, ConfigOverride { account_id, request_strategy, .. }) = request.into_pieces();
        let account = account_id.map(String::from);
        let key = match request_strategy {
            Some(RequestStrategy::Idempotent(key)) => Some(key.into_inner()),
            _ => None,
        };
        Ok(self.exchange(built, account, key).await?.body)
    }
}

/// Drops parameters without a value: Stripe reads `field=` as "unset it", and the serializer writes one for every empty list or text.
fn without_empty(form: &str) -> String {
    form.split('&').filter(|pair| !pair.is_empty() && !pair.ends_with('=')).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod unit {
    use super::without_empty;

    #[test]
    fn parameters_without_a_value_are_not_sent() {
        assert_eq!(without_empty("a=1&b=&c[d]=&e=2"), "a=1&e=2");
        assert_eq!(without_empty("b="), "");
        assert_eq!(without_empty(""), "");
    }
}
