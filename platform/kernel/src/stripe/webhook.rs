//! Webhooks: whether Stripe signed these bytes, and the few ids we take from them. What an event says about money is never read:
//! it only tells us what to look up.

use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::clock::Timestamp;

/// How far a signature's time may be from ours, in seconds: Stripe's own tolerance.
const TOLERANCE: i64 = 300;

/// An event reduced to ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventEnvelope {
    /// `evt_…`; the same event may come several times.
    pub id: String,
    /// E.g. `checkout.session.completed`.
    pub kind: String,
    /// The connected account it happened on; `None` for the platform's own.
    pub account: Option<String>,
    /// Whether real money moved. A connect endpoint gets both kinds.
    pub livemode: bool,
    /// When Stripe made it.
    pub created: Timestamp,
    /// The id of the object it is about.
    pub object_id: String,
    /// The payment that object belongs to, if it says so.
    pub payment_intent: Option<String>,
}

/// Why a webhook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// No header, or one that cannot be read.
    #[error("the Stripe-Signature header is missing or malformed")]
    Header,
    /// Made with none of our secrets, or for other bytes.
    #[error("the signature is not Stripe's for these bytes")]
    Signature,
    /// Rightly signed, but too long ago or in the future.
    #[error("the signature is older than five minutes or from the future: check this machine's clock")]
    Time,
    /// Rightly signed, but not an event as we know them. It is Stripe's all the same: answer 200, or Stripe repeats it for days and then
    /// switches the endpoint off.
    #[error("the signed bytes are not an event")]
    Payload,
}

/// Checks `payload`, the raw bytes, against the header `Stripe-Signature` (`t=…,v1=…`), trying each secret and each `v1`: several are there
/// while a secret is being replaced.
///
/// # Errors
/// Why the bytes are not believed: the sender gets a 400 without detail, except for [`WebhookError::Payload`].
pub fn verify(payload: &[u8], header: &str, secrets: &[String], now: Timestamp) -> Result<EventEnvelope, WebhookError> {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => time = value.parse::<i64>().ok(),
            Some(("v1", value)) => signatures.extend(hex::decode(value).ok()),
            _ => {}
        }
    }
    let time = time.ok_or(WebhookError::Header)?;
    if signatures.is_empty() {
        return Err(WebhookError::Header);
    }
    let mut signed = subtle::Choice::from(0);
    for secret in secrets {
        let expected = mac(secret, time, payload);
        for signature in &signatures {
            signed |= expected.as_ref().ct_eq(signature);
        }
    }
    if !bool::from(signed) {
        return Err(WebhookError::Signature);
    }
    if now.timestamp().abs_diff(time) > TOLERANCE.unsigned_abs() {
        return Err(WebhookError::Time);
    }
    let event: Event = serde_json::from_slice(payload).map_err(|_| WebhookError::Payload)?;
    let Object { kind: object_kind, id, payment_intent } = event.data.object;
    let payment_intent = match (object_kind.as_deref(), payment_intent) {
        (Some("payment_intent"), _) => id.clone(),
        (_, Some(Reference::Id(intent) | Reference::Object { id: intent })) => Some(intent),
        _ => None,
    };
    Ok(EventEnvelope {
        id: event.id,
        kind: event.kind,
        account: event.account,
        livemode: event.livemode,
        created: chrono::DateTime::from_timestamp(event.created, 0).unwrap_or(now),
        // An account's own event (`account.application.deauthorized`) may carry an object without an id worth keeping.
        object_id: id.unwrap_or_default(),
        payment_intent,
    })
}

fn mac(secret: &str, time: i64, payload: &[u8]) -> ring::hmac::Tag {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = ring::hmac::Context::with_key(&key);
    context.update(time.to_string().as_bytes());
    context.update(b".");
    context.update(payload);
    context.sign()
}

/// The header for `payload`, as Stripe makes it: for tests.
#[must_use]
pub fn sign(payload: &[u8], secret: &str, at: Timestamp) -> String {
    format!("t={},v1={}", at.timestamp(), hex::encode(mac(secret, at.timestamp(), payload)))
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    livemode: bool,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    #[serde(default, rename = "object")]
    kind: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    payment_intent: Option<Reference>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reference {
    Id(String),
    Object { id: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1","type":"charge.refunded","account":"acct_1","livemode":false,"created":1773500000,"data":{"object":{"object":"charge","id":"ch_1","payment_intent":"pi_1"}}}"#;

    fn now() -> Timestamp {
        chrono::DateTime::from_timestamp(1_773_500_010, 0).unwrap()
    }

    fn secrets() -> Vec<String> {
        vec!["whsec_old".to_owned(), "whsec_new".to_owned()]
    }

    #[test]
    fn a_signed_event_is_reduced_to_ids() {
        let event = verify(BODY, &sign(BODY, "whsec_new", now()), &secrets(), now()).unwrap();
        assert_eq!((event.id.as_str(), event.object_id.as_str(), event.payment_intent.as_deref()), ("evt_1", "ch_1", Some("pi_1")));
        assert_eq!(event.account.as_deref(), Some("acct_1"));
    }

    #[test]
    fn one_right_signature_among_several_is_enough() {
        let good = sign(BODY, "whsec_old", now());
        let header = good.replace(",v1=", &format!(",v1={},v0=00,v1=", "ab".repeat(32)));
        assert!(verify(BODY, &header, &secrets(), now()).is_ok());
    }

    #[test]
    fn a_changed_byte_another_secret_or_another_time_is_refused() {
        let header = sign(BODY, "whsec_new", now());
        let mut tampered = BODY.to_vec();
        tampered[10] ^= 1;
        assert_eq!(verify(&tampered, &header, &secrets(), now()), Err(WebhookError::Signature));
        assert_eq!(verify(BODY, &sign(BODY, "whsec_other", now()), &secrets(), now()), Err(WebhookError::Signature));
        assert_eq!(verify(BODY, &header.replace("t=1773500010", "t=1773500011"), &secrets(), now()), Err(WebhookError::Signature));
        assert_eq!(verify(BODY, &header, &[], now()), Err(WebhookError::Signature));
    }

    #[test]
    fn a_signature_is_good_for_five_minutes_either_way() {
        let header = sign(BODY, "whsec_new", now());
        let later = |seconds| now() + chrono::Duration::seconds(seconds);
        assert!(verify(BODY, &header, &secrets(), later(300)).is_ok());
        assert_eq!(verify(BODY, &header, &secrets(), later(301)), Err(WebhookError::Time));
        assert_eq!(verify(BODY, &header, &secrets(), later(-301)), Err(WebhookError::Time));
    }

    #[test]
    fn a_malformed_header_is_told_apart_and_signed_rubbish_too() {
        for header in ["", "t=1", "v1=00", "t=x,v1=00", "t=1773500010,v1=zz"] {
            assert_eq!(verify(BODY, header, &secrets(), now()), Err(WebhookError::Header), "{header}");
        }
        assert_eq!(verify(b"{}", &sign(b"{}", "whsec_new", now()), &secrets(), now()), Err(WebhookError::Payload));
    }
}
