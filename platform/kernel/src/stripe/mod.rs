//! Stripe: our client over async-stripe's request types, and the few calls the product makes. What leaves this module is plain data:
//! no generated type, no raw error (Stripe's may embed an e-mail address).
//!
//! Money is integer cents of euro. Every call that acts for an association carries its `Stripe-Account` (direct charges).

use url::Url;

use crate::config::Source;

mod accounts;
mod checkout;
mod client;
mod descriptor;
mod disputes;
mod error;
mod payments;
#[cfg(test)]
mod tests;
mod transport;
pub mod webhook;

pub use accounts::{AccountState, AccountsApi, NewAccount};
pub use checkout::{CheckoutPayment, CheckoutState, CheckoutStatus, Expiry, Line, NewCheckout};
pub use client::Stripe;
pub use descriptor::statement_descriptor;
pub use disputes::{DisputeRead, DisputeState};
pub use error::{StripeError, StripeErrorKind};
pub use payments::{BalanceRead, ChargeRead, NewRefund, PaymentRead, PaymentStatus, RefundRead, RefundStatus, Settlement};

/// The API version every request asks for: the one the request types were generated from. Webhook endpoints are made with it too.
pub const API_VERSION: &str = "2026-09-30.endive";

/// Where Stripe is.
const STRIPE: &str = "https://api.stripe.com/";

/// How to reach Stripe and which secrets sign its webhooks.
#[derive(Clone)]
pub struct StripeConfig {
    /// `https://api.stripe.com/`, or a stand-in's address with a test key.
    pub base_url: Url,
    /// The platform's secret key, `sk_…` or `rk_…`.
    pub secret_key: String,
    /// Signing secrets of the endpoint "your account"; several while one is being replaced.
    pub webhook_secrets_platform: Vec<String>,
    /// Signing secrets of the endpoint "connected accounts".
    pub webhook_secrets_connect: Vec<String>,
    /// Which call makes a connected account.
    pub accounts_api: AccountsApi,
}

impl std::fmt::Debug for StripeConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mode = if self.is_test_mode() { "test" } else { "live" };
        formatter.debug_struct("StripeConfig").field("base_url", &self.base_url.as_str()).field("mode", &mode).finish_non_exhaustive()
    }
}

impl StripeConfig {
    /// From `STRIPE_SECRET_KEY` (`secret_key`, already read), `STRIPE_BASE_URL`, `STRIPE_ACCOUNTS_API` (`v1` or `v2`) and the webhook secrets
    /// `STRIPE_WEBHOOK_SECRETS_PLATFORM` and `STRIPE_WEBHOOK_SECRETS_CONNECT` (separated by commas). Faults go to `source`.
    pub fn from_source(source: &mut Source, secret_key: String) -> Self {
        let base = source.text("STRIPE_BASE_URL").unwrap_or_else(|| STRIPE.to_owned());
        let base_url = Url::parse(&base).unwrap_or_else(|error| {
            source.fault("STRIPE_BASE_URL", &format!("“{base}” is not an address: {error}"), "leave it out to use Stripe itself");
            stripe_url()
        });
        let accounts_api = source.parsed("STRIPE_ACCOUNTS_API", AccountsApi::V2, "set v1 or v2", |text| match text {
            "v1" => Ok(AccountsApi::V1),
            "v2" => Ok(AccountsApi::V2),
            _ => Err("neither v1 nor v2"),
        });
        let list = |text: Option<String>| -> Vec<String> {
            text.unwrap_or_default().split(',').map(str::trim).filter(|secret| !secret.is_empty()).map(str::to_owned).collect()
        };
        let config = Self {
            base_url,
            secret_key,
            webhook_secrets_platform: list(source.text("STRIPE_WEBHOOK_SECRETS_PLATFORM")),
            webhook_secrets_connect: list(source.text("STRIPE_WEBHOOK_SECRETS_CONNECT")),
            accounts_api,
        };
        for (variable, problem, remedy) in config.faults() {
            source.fault(variable, problem, remedy);
        }
        config
    }

    /// Whether no real money moves: the key is a test key.
    #[must_use]
    pub fn is_test_mode(&self) -> bool {
        self.secret_key.starts_with("sk_test_") || self.secret_key.starts_with("rk_test_")
    }

    /// Checks the parts against each other. A live key never leaves for anywhere but Stripe.
    ///
    /// # Errors
    /// The first fault, as a sentence.
    pub fn validate(&self) -> Result<(), String> {
        self.faults().into_iter().next().map_or(Ok(()), |(variable, problem, remedy)| Err(format!("{variable}: {problem}; {remedy}")))
    }

    fn faults(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let mut faults = Vec::new();
        let live = self.secret_key.starts_with("sk_live_") || self.secret_key.starts_with("rk_live_");
        let visible = self.secret_key.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || !(live || self.is_test_mode()) {
            faults.push(("STRIPE_SECRET_KEY", "it is not a Stripe secret key", "copy the key that begins with sk_test_, sk_live_, rk_test_ or rk_live_"));
        }
        if live && self.base_url != stripe_url() {
            faults.push(("STRIPE_BASE_URL", "a live key goes to Stripe only", "leave STRIPE_BASE_URL out, or use a test key"));
        }
        if !matches!(self.base_url.scheme(), "http" | "https") || self.base_url.host().is_none() || self.base_url.path() != "/" {
            faults.push(("STRIPE_BASE_URL", "it must be http(s)://host[:port]/ without a path", "leave it out to use Stripe itself"));
        }
        if self.webhook_secrets_platform.is_empty() {
            faults.push(("STRIPE_WEBHOOK_SECRETS_PLATFORM", "it is not set", "copy the signing secret of the endpoint for your own account"));
        }
        if self.webhook_secrets_connect.is_empty() {
            faults.push(("STRIPE_WEBHOOK_SECRETS_CONNECT", "it is not set", "copy the signing secret of the endpoint for connected accounts"));
        }
        faults
    }
}

#[expect(clippy::expect_used, reason = "a literal that parses")]
fn stripe_url() -> Url {
    Url::parse(STRIPE).expect("a literal address")
}
