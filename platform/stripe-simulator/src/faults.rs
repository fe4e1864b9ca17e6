//! Faults on demand: what may go wrong between Stripe and its callers, each with a probability and one seed.

use serde::{Deserialize, Serialize};

/// How the simulator misbehaves. Probabilities are between 0 and 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Probability that an event is delivered twice.
    pub duplicate: f64,
    /// Probability that an event is not delivered until `POST /sim/deliver`.
    pub drop: f64,
    /// Probability that an event reaches its endpoint before the request that caused it is answered.
    pub before_response: f64,
    /// Probability that a writing request is done, then answered with 502.
    pub fail_after_commit: f64,
    /// Probability that a writing request is done, then not answered for `timeout_ms`.
    pub timeout_after_commit: f64,
    /// Probability that a delivery's body is cut in half.
    pub truncate: f64,
    /// Probability that a delivery is signed with another secret.
    pub bad_signature: f64,
    /// Probability that a delivery is signed an hour ago.
    pub old_timestamp: f64,
    /// Each delivery waits a random time up to this many milliseconds, so that events change places.
    pub reorder_ms: u64,
    /// Each delivery waits this many milliseconds.
    pub delay_ms: u64,
    /// Each API request waits this many milliseconds before it is served.
    pub slow_ms: u64,
    /// How long an unanswered request is held, in milliseconds; 0 means 30 s.
    pub timeout_ms: u64,
}

impl Faults {
    /// Reads `dup:0.3,drop:0.1,reorder:5s,delay:200ms,badsig:0.1,old_ts:0.1`: short or long names, bare words mean
    /// always.
    ///
    /// # Errors
    /// When a name is unknown or a number cannot be read.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once(':').unwrap_or((part, "1"));
            match name {
                "dup" | "duplicate" => faults.duplicate = probability(value)?,
                "drop" => faults.drop = probability(value)?,
                "before_response" => faults.before_response = probability(value)?,
                "fail_after_commit" => faults.fail_after_commit = probability(value)?,
                "timeout_after_commit" => faults.timeout_after_commit = probability(value)?,
                "truncate" => faults.truncate = probability(value)?,
                "badsig" | "bad_signature" => faults.bad_signature = probability(value)?,
                "old_ts" | "old_timestamp" => faults.old_timestamp = probability(value)?,
                "reorder" | "reorder_ms" => faults.reorder_ms = milliseconds(value)?,
                "delay" | "delay_ms" => faults.delay_ms = milliseconds(value)?,
                "slow" | "slow_ms" => faults.slow_ms = milliseconds(value)?,
                "timeout" | "timeout_ms" => faults.timeout_ms = milliseconds(value)?,
                _ => anyhow::bail!("unknown fault '{name}' in SIM_WEBHOOK_FAULTS"),
            }
        }
        Ok(faults)
    }

    /// Refuses probabilities outside 0..1.
    ///
    /// # Errors
    /// Names the first faulty one.
    pub fn checked(self) -> anyhow::Result<Self> {
        let all = [
            ("duplicate", self.duplicate),
            ("drop", self.drop),
            ("before_response", self.before_response),
            ("fail_after_commit", self.fail_after_commit),
            ("timeout_after_commit", self.timeout_after_commit),
            ("truncate", self.truncate),
            ("bad_signature", self.bad_signature),
            ("old_timestamp", self.old_timestamp),
        ];
        for (name, value) in all {
            anyhow::ensure!((0.0..=1.0).contains(&value), "{name} must be between 0 and 1, not {value}");
        }
        Ok(self)
    }
}

fn probability(text: &str) -> anyhow::Result<f64> {
    let value: f64 = text.parse()?;
    anyhow::ensure!((0.0..=1.0).contains(&value), "a probability is between 0 and 1, not {text}");
    Ok(value)
}

fn milliseconds(text: &str) -> anyhow::Result<u64> {
    if let Some(number) = text.strip_suffix("ms") {
        return Ok(number.parse()?);
    }
    if let Some(number) = text.strip_suffix('s') {
        return Ok(number.parse::<u64>()?.saturating_mul(1_000));
    }
    Ok(text.parse()?)
}
