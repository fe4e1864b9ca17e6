//! Errors in Stripe's shape: status, type, code, message, parameter.

use serde_json::{Value, json};

/// A request Stripe would not grant.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refusal {
    /// HTTP status of the answer.
    pub status: u16,
    kind: &'static str,
    code: Option<&'static str>,
    message: String,
    parameter: Option<String>,
    decided: bool,
}

impl Refusal {
    fn new(status: u16, kind: &'static str, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { status, kind, code, message: message.into(), parameter: None, decided: false }
    }

    /// A parameter Stripe refuses before it looks at any object: `400 invalid_request_error`.
    pub fn parameter(code: &'static str, name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { parameter: Some(name.into()), ..Self::new(400, "invalid_request_error", Some(code), message) }
    }

    /// A well-formed parameter whose value Stripe refuses, for which it has no code.
    pub fn value(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { parameter: Some(name.into()), ..Self::new(400, "invalid_request_error", None, message) }
    }

    /// An object's state forbids the request. Stripe keeps such answers under the idempotency key.
    pub fn state(code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { decided: true, ..Self::new(400, "invalid_request_error", code, message) }
    }

    /// The object does not exist, or not on this account: the two must look the same.
    pub fn missing(noun: &str, id: &str, parameter: &str) -> Self {
        let error = Self::new(404, "invalid_request_error", Some("resource_missing"), format!("No such {noun}: '{id}'"));
        Self { parameter: Some(parameter.to_owned()), ..error }
    }

    /// The same, for an id given in a parameter instead of the path, which Stripe answers with 400.
    pub fn missing_reference(noun: &str, id: &str, parameter: &str) -> Self {
        Self { status: 400, ..Self::missing(noun, id, parameter) }
    }

    /// The address is none of the API's.
    pub fn unknown_address(method: &str, path: &str) -> Self {
        let message = format!("Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.");
        Self::new(404, "invalid_request_error", None, message)
    }

    /// The key is absent or not ours.
    pub fn key(message: impl Into<String>) -> Self {
        Self::new(401, "invalid_request_error", None, message)
    }

    /// The key may not act on that account.
    pub fn account(key: &str, account: &str) -> Self {
        let shown = shown_key(key);
        let message = format!(
            "The provided key '{shown}' does not have access to account '{account}' (or that account does not exist). Application access may have been revoked."
        );
        Self::new(403, "invalid_request_error", Some("account_invalid"), message)
    }

    /// The key may act on the account, but not in this way.
    pub fn permission(message: impl Into<String>) -> Self {
        Self::new(403, "invalid_request_error", None, message)
    }

    /// The idempotency key was used with another request.
    pub fn idempotency(message: impl Into<String>) -> Self {
        Self::new(400, "idempotency_error", None, message)
    }

    /// The first request with that idempotency key is still under way.
    pub fn in_flight() -> Self {
        let message = "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.";
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    /// The simulator itself failed, or plays a failure.
    pub fn server(status: u16, message: impl Into<String>) -> Self {
        Self::new(status, "api_error", None, message)
    }

    /// Whether Stripe keeps this answer and replays it for the same idempotency key.
    pub const fn is_decided(&self) -> bool {
        self.decided
    }

    /// The body, as Stripe writes it; v2 addresses use the same members.
    pub fn body(&self) -> Value {
        let mut error = json!({"type": self.kind, "message": self.message});
        if let Some(code) = self.code {
            error["code"] = json!(code);
            error["doc_url"] = json!(format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")));
        }
        if let Some(parameter) = &self.parameter {
            error["param"] = json!(parameter);
        }
        json!({ "error": error })
    }
}

/// A secret key as Stripe shows it in messages: the prefix and the last four characters.
pub(crate) fn shown_key(key: &str) -> String {
    let tail: String = key.chars().skip(key.chars().count().saturating_sub(4).max(8)).collect();
    let head: String = key.chars().take(8).collect();
    format!("{head}****{tail}")
}
