//! The objects as Stripe writes them: every member present, in the pinned API version. No rules here.

pub(crate) mod account;
pub(crate) mod checkout;
pub(crate) mod money;
pub(crate) mod payment;

use serde_json::{Value, json};

/// An address of which nothing is known but the country.
pub(crate) fn address(country: Option<&str>) -> Value {
    json!({"city": null, "country": country, "line1": null, "line2": null, "postal_code": null, "state": null})
}

/// A point in time as v2 addresses write it.
pub(crate) fn date(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0).map(|date| date.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)).unwrap_or_default()
}
