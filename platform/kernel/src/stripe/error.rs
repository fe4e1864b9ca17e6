//! What can go wrong with Stripe, in the terms our code decides by. Nothing here holds personal data: Stripe's own message, which may
//! quote an address or embed a payment, is dropped where it is read.

use std::fmt::{self, Display};

use serde::Deserialize;

use crate::{error::Error, jobs::JobError};

/// Why a call did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StripeErrorKind {
    /// The bank or Stripe refused the payment; codes as Stripe documents them.
    Declined {
        /// E.g. `card_declined`.
        code: Option<String>,
        /// E.g. `insufficient_funds`.
        decline_code: Option<String>,
    },
    /// Stripe refused the request as such: our mistake, or a state that moved on.
    InvalidRequest {
        /// E.g. `parameter_missing`, `charge_already_refunded`.
        code: Option<String>,
        /// The parameter Stripe names.
        param: Option<String>,
    },
    /// No such object on this account.
    NotFound,
    /// The key was used with other parameters: a new attempt needs a new key. A key whose first use is still under way is not this but
    /// [`Self::OutcomeUnknown`].
    Idempotency,
    /// Too many requests, even after waiting.
    RateLimited,
    /// The platform's key is wrong or revoked.
    Authentication,
    /// The key may not act for this account: it was disconnected, or never ours.
    Permission,
    /// Stripe could not be reached, or could not answer a read: nothing happened.
    Unreachable,
    /// A write was sent and its answer is missing or unreadable: it may have happened. Repeat with the same key, or read again.
    OutcomeUnknown,
}

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripeError {
    /// What to decide by.
    pub kind: StripeErrorKind,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// Stripe's id of the request, for its support and its dashboard.
    pub request_id: Option<String>,
}

impl StripeError {
    pub(super) fn new(kind: StripeErrorKind) -> Self {
        Self { kind, status: None, request_id: None }
    }

    /// Whether the same call may succeed later without anyone changing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self.kind, StripeErrorKind::RateLimited | StripeErrorKind::Unreachable | StripeErrorKind::OutcomeUnknown)
    }

    /// Stripe's error code, if it gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.kind {
            StripeErrorKind::Declined { code, .. } | StripeErrorKind::InvalidRequest { code, .. } => code.as_deref(),
            _ => None,
        }
    }

    /// Reads an error answer. `write` tells whether the request could have changed something.
    pub(super) fn from_answer(status: u16, body: &[u8], request_id: Option<String>, write: bool) -> Self {
        let told = serde_json::from_slice::<Envelope>(body).ok().map(|envelope| envelope.error).unwrap_or_default();
        let code = told.code.and_then(word);
        let kind = match (status, told.type_.as_deref().unwrap_or_default()) {
            (401, _) => StripeErrorKind::Authentication,
            (403, _) => StripeErrorKind::Permission,
            (429, _) => StripeErrorKind::RateLimited,
            // Another request with this key is being carried out, whatever type the error claims: its answer is to be had by asking again.
            _ if status == 409 || code.as_deref() == Some("idempotency_key_in_use") => unanswered(write),
            (402, _) | (_, "card_error") => StripeErrorKind::Declined { code, decline_code: told.decline_code.and_then(word) },
            (_, "idempotency_error") => StripeErrorKind::Idempotency,
            (404, _) => StripeErrorKind::NotFound,
            (424 | 500.., _) => unanswered(write),
            _ if code.as_deref() == Some("resource_missing") => StripeErrorKind::NotFound,
            _ => StripeErrorKind::InvalidRequest { code, param: told.param.and_then(word) },
        };
        Self { kind, status: Some(status), request_id }
    }
}

/// What a request without an answer is called: a write may have happened, a read changed nothing.
pub(super) fn unanswered(write: bool) -> StripeErrorKind {
    if write { StripeErrorKind::OutcomeUnknown } else { StripeErrorKind::Unreachable }
}

/// The part of Stripe's error we read. v1 says `type`, v2 says `code` only; both sit under `error`.
#[derive(Deserialize)]
struct Envelope {
    error: Told,
}

#[derive(Deserialize, Default)]
struct Told {
    #[serde(rename = "type")]
    type_: Option<String>,
    code: Option<String>,
    decline_code: Option<String>,
    param: Option<String>,
}

/// Keeps a machine's word, drops anything a person could have typed.
fn word(text: String) -> Option<String> {
    let machine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b'[' | b']');
    (text.len() <= 100 && text.bytes().all(machine)).then_some(text)
}

impl Display for StripeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            StripeErrorKind::Declined { code, decline_code } => {
                let reason = decline_code.as_deref().or(code.as_deref()).unwrap_or("no reason given");
                write!(formatter, "Stripe declined the payment ({reason})")?;
            }
            StripeErrorKind::InvalidRequest { code, param } => {
                write!(formatter, "Stripe refused the request ({}", code.as_deref().unwrap_or("no code"))?;
                if let Some(param) = param {
                    write!(formatter, ", parameter {param}")?;
                }
                formatter.write_str(")")?;
            }
            StripeErrorKind::NotFound => formatter.write_str("Stripe knows no such object on this account")?,
            StripeErrorKind::Idempotency => {
                formatter.write_str("the idempotency key was used with other parameters: a new attempt needs a new key")?;
            }
            StripeErrorKind::RateLimited => formatter.write_str("Stripe asks to slow down")?,
            StripeErrorKind::Authentication => formatter.write_str("Stripe refused the platform's key: check STRIPE_SECRET_KEY")?,
            StripeErrorKind::Permission => formatter.write_str("Stripe refused to act for this account: it may have been disconnected")?,
            StripeErrorKind::Unreachable => formatter.write_str("Stripe could not be reached")?,
            StripeErrorKind::OutcomeUnknown => formatter.write_str("Stripe's answer is missing: the request may have been carried out")?,
        }
        if let Some(status) = self.status {
            write!(formatter, ", status {status}")?;
        }
        if let Some(request_id) = &self.request_id {
            write!(formatter, ", request {request_id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for StripeError {}

impl stripe_client_core::StripeClientErr for StripeError {
    // Only reached when a generated request is sent through the trait; our own calls decode with the method at hand.
    fn deserialize_err(_: impl Display) -> Self {
        Self::new(StripeErrorKind::OutcomeUnknown)
    }
}

impl From<StripeError> for Error {
    fn from(error: StripeError) -> Self {
        if error.is_transient() {
            tracing::warn!(stripe.error = %error, "Stripe did not answer: the request was refused");
            Self::Unavailable
        } else {
            Self::Internal(anyhow::Error::new(error))
        }
    }
}

impl From<StripeError> for JobError {
    fn from(error: StripeError) -> Self {
        // A key or a right can be put back by a person, so these wait; a refused request stays refused.
        let hopeless = matches!(
            error.kind,
            StripeErrorKind::Declined { .. } | StripeErrorKind::InvalidRequest { .. } | StripeErrorKind::NotFound | StripeErrorKind::Idempotency
        );
        if hopeless { Self::Fail(anyhow::Error::new(error)) } else { Self::Retry(anyhow::Error::new(error)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stripe_says_in_words_is_kept() {
        let body = br#"{"error":{"type":"invalid_request_error","code":"email_invalid","param":"customer_email","message":"Invalid email address: jeanne@example.org","payment_intent":{"receipt_email":"jeanne@example.org"}}}"#;
        let error = StripeError::from_answer(400, body, Some("req_1".to_owned()), true);
        assert_eq!(error.to_string(), "Stripe refused the request (email_invalid, parameter customer_email), status 400, request req_1");
        assert!(!format!("{error:?}").contains('@'));
    }

    #[test]
    fn a_code_that_is_not_a_word_is_dropped() {
        let error = StripeError::from_answer(400, br#"{"error":{"type":"invalid_request_error","code":"Jeanne Martin"}}"#, None, true);
        assert_eq!(error.code(), None);
    }

    #[test]
    fn a_failed_write_may_have_happened_and_a_failed_read_has_not() {
        assert_eq!(StripeError::from_answer(500, b"<html>", None, true).kind, StripeErrorKind::OutcomeUnknown);
        assert_eq!(StripeError::from_answer(503, b"", None, false).kind, StripeErrorKind::Unreachable);
    }

    #[test]
    fn a_key_in_use_is_waited_for_and_a_key_used_otherwise_is_not() {
        let in_use = br#"{"error":{"type":"idempotency_error","code":"idempotency_key_in_use"}}"#;
        for (status, body) in [(409, in_use.as_slice()), (400, in_use), (409, br#"{"error":{"type":"idempotency_error"}}"#), (409, b"")] {
            let error = StripeError::from_answer(status, body, None, true);
            assert_eq!(error.kind, StripeErrorKind::OutcomeUnknown);
            assert!(error.is_transient() && matches!(JobError::from(error), JobError::Retry(_)));
        }
        let reused = StripeError::from_answer(400, br#"{"error":{"type":"idempotency_error"}}"#, None, true);
        assert_eq!(reused.kind, StripeErrorKind::Idempotency);
        assert!(!reused.is_transient());
    }

    #[test]
    fn a_declined_card_is_told_apart() {
        let error = StripeError::from_answer(402, br#"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#, None, true);
        assert_eq!(error.kind, StripeErrorKind::Declined { code: Some("card_declined".to_owned()), decline_code: Some("insufficient_funds".to_owned()) });
        assert!(!error.is_transient());
    }
}
