//! Jobs: work asked for in a transaction and done after it, at least once. Owns tables `job` and `job_schedule`.
//!
//! A job carries ids, never data, and is safe to run twice. It is claimed for 20 seconds at a time (a lease that its worker renews), so a
//! worker that dies gives its jobs back within 30; no transaction is open while one runs. Tenants take turns: one with ten thousand jobs
//! waiting holds back another's next job by one batch at most. Why not a library: `ops/adr/0002-jobs.md`.

use std::{fmt, future::Future};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    clock::Timestamp,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    ids::TenantId,
};

mod drain;
mod in_hand;
mod outcome;
mod schedule;
mod store;
mod worker;

pub use drain::{Drained, drain};
pub use schedule::{Every, Schedule, fire_schedules};
pub use store::{DeadJob, Depth};
pub use worker::work;

/// Tries before a job is given up, unless it says otherwise: with the waits between them, about a day.
const ATTEMPTS: i16 = 15;

/// A job to be enqueued.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: &'static str,
    payload: Value,
    run_at: Option<Timestamp>,
    key: Option<String>,
    max_attempts: i16,
}

impl NewJob {
    /// A job of `kind` (lower-case words joined by dots) to run at once. `payload` is a JSON object of ids and small facts.
    #[must_use]
    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self { kind, payload, run_at: None, key: None, max_attempts: ATTEMPTS }
    }

    /// Not before `moment`.
    pub fn at(mut self, moment: Timestamp) -> Self {
        self.run_at = Some(moment);
        self
    }

    /// Melts into a job of the same tenant, kind and key that still waits: the earlier date and the newer payload win, and tries that failed
    /// are forgotten. It never melts into one that runs, so that what was written in this transaction is always seen by a later run.
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Gives up after `attempts` tries, 1 to 100.
    pub fn attempts(mut self, attempts: i16) -> Self {
        self.max_attempts = attempts.clamp(1, 100);
        self
    }

    fn check(&self) -> Result<()> {
        let faults = match &self.payload {
            Value::Object(fields) => fields.values().find_map(too_personal),
            _ => Some("the payload is not an object"),
        };
        match faults {
            None => Ok(()),
            Some(fault) => Err(Error::Internal(anyhow::anyhow!("the job {} cannot be enqueued: {fault}", self.kind))),
        }
    }
}

/// A text with a space or an at sign is a name or an address sooner than an id. A payload outlives an erasure, so it is refused.
fn too_personal(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(text) if text.len() > 200 => Some("a text in its payload is too long for an id"),
        Value::String(text) if text.contains('@') || text.contains(char::is_whitespace) => Some("its payload holds words, and jobs carry ids"),
        Value::Array(values) => values.iter().find_map(too_personal),
        Value::Object(_) => Some("its payload is nested"),
        _ => None,
    }
}

/// Enqueues for the transaction's own tenant; nothing runs unless it commits.
///
/// # Errors
/// `Internal` when the payload holds more than ids; else as the database answers.
pub async fn enqueue(tx: &mut TenantTx, job: NewJob) -> Result<()> {
    job.check()?;
    store::enqueue_for_tenant(tx.conn(), &job).await
}

/// Enqueues for `tenant`, or for the platform itself.
///
/// # Errors
/// As [`enqueue`].
pub async fn enqueue_platform(tx: &mut PlatformTx, tenant: Option<TenantId>, job: NewJob) -> Result<()> {
    job.check()?;
    store::enqueue_for_platform(tx.conn(), tenant, &job).await
}

/// Jobs that were given up, newest first, of one tenant or of all.
///
/// # Errors
/// As the database answers.
pub async fn dead(tx: &mut PlatformTx, tenant: Option<TenantId>, limit: i64) -> Result<Vec<DeadJob>> {
    store::dead(tx.conn(), tenant, limit).await
}

/// Gives a dead job all its tries again, at once. `false` when there is no such dead job.
///
/// # Errors
/// As the database answers.
pub async fn revive(tx: &mut PlatformTx, id: i64) -> Result<bool> {
    store::revive(tx.conn(), id).await
}

/// Forgets a dead job. `false` when there is no such dead job.
///
/// # Errors
/// As the database answers.
pub async fn bury(tx: &mut PlatformTx, id: i64) -> Result<bool> {
    store::forget(tx.conn(), id).await
}

/// How much waits, for the health page.
///
/// # Errors
/// As the database answers.
pub async fn depth(tx: &mut PlatformTx) -> Result<Depth> {
    store::depth(tx.conn()).await
}

/// A job in a worker's hands.
#[derive(Clone, Debug)]
pub struct RunningJob {
    /// Its id: the same at every try.
    pub id: i64,
    /// What it is; the registry matches on it.
    pub kind: String,
    /// Whose work it is; `None` for the platform's own.
    pub tenant: Option<TenantId>,
    /// Ids and small facts.
    pub payload: Value,
    /// 1 at the first try.
    pub attempt: i16,
    /// The last try's number.
    pub max_attempts: i16,
}

impl RunningJob {
    /// The payload as a type.
    ///
    /// # Errors
    /// `Fail` when it does not fit: no later try would.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_value(self.payload.clone())
            .map_err(|_| JobError::Fail(anyhow::anyhow!("the payload of {} does not have the fields its handler wants", self.kind)))
    }

    /// The tenant of a job that cannot be without one.
    ///
    /// # Errors
    /// `Fail` when it has none.
    pub fn tenant(&self) -> Result<TenantId, JobError> {
        self.tenant.ok_or_else(|| JobError::Fail(anyhow::anyhow!("{} was enqueued without a tenant", self.kind)))
    }
}

/// How a try failed.
#[derive(Debug)]
pub enum JobError {
    /// A later try may succeed.
    Retry(anyhow::Error),
    /// None will: a person should look.
    Fail(anyhow::Error),
}

impl fmt::Display for JobError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Retry(error) | Self::Fail(error)) = self;
        error.fmt(formatter)
    }
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error {
            // The cause says more than "internal".
            Error::Internal(cause) => Self::Retry(cause),
            other => Self::Retry(anyhow::Error::new(other)),
        }
    }
}

impl From<anyhow::Error> for JobError {
    fn from(error: anyhow::Error) -> Self {
        Self::from(Error::from(error))
    }
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        Self::from(Error::from(error))
    }
}

/// Hands each job to its slice. One type implements it: the server's registry.
pub trait Dispatch: Send + Sync + 'static {
    /// Runs one job. It may be dropped at any await when its worker loses the database.
    fn run(&self, job: RunningJob) -> impl Future<Output = Result<(), JobError>> + Send;

    /// What runs by the clock.
    fn schedules(&self) -> Vec<Schedule>;

    /// Whether work may be done now. While it may not, jobs wait where they are, and nothing is enqueued by the clock.
    fn may_work(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_payload_of_ids_is_taken_and_anything_a_person_typed_is_not() {
        for good in [json!({}), json!({ "order": "0198c0de-0000-7000-8000-000000000000", "attempt": 2, "tickets": ["a", "b"], "late": true })] {
            assert!(NewJob::new("mail.send", good).check().is_ok());
        }
        for bad in [json!(["a"]), json!({ "to": "jeanne@example.org" }), json!({ "name": ["Jeanne Martin"] }), json!({ "a": { "b": 1 } })] {
            assert!(NewJob::new("mail.send", bad).check().is_err());
        }
    }

    #[test]
    fn an_error_keeps_its_cause_and_asks_for_another_try() {
        let error = JobError::from(Error::Internal(anyhow::anyhow!("the relay hung up")));
        assert!(matches!(error, JobError::Retry(_)));
        assert_eq!(error.to_string(), "the relay hung up");
    }
}
