//! What becomes of a job after a try: done, put back with a growing wait, or given up.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use chrono::TimeDelta;
use futures_util::FutureExt;
use uuid::Uuid;

use super::{JobError, RunningJob, store};
use crate::{
    clock::{Clock, Timestamp},
    db::Db,
    error::Result,
};

/// One try may take this long; a job that needs more should split itself.
const RUN_LIMIT: Duration = Duration::from_mins(10);

/// The first wait; it doubles at each try.
const FIRST_WAIT_SECONDS: i64 = 5;

/// The longest wait: six hours.
const LONGEST_WAIT_SECONDS: i64 = 6 * 3600;

/// How a try ended, as the queue counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Retried,
    Failed,
    /// The job was no longer this worker's: its outcome is another's to record.
    Lost,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retried => "retried",
            Self::Failed => "failed",
            Self::Lost => "lost",
        }
    }
}

/// Runs one try to its end. A panic is a failure like another, and so is a try that never ends.
pub(super) async fn attempt(run: impl Future<Output = Result<(), JobError>> + Send) -> Result<(), JobError> {
    match tokio::time::timeout(RUN_LIMIT, AssertUnwindSafe(run).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(JobError::Retry(anyhow::anyhow!("its handler panicked"))),
        Err(_) => Err(JobError::Retry(anyhow::anyhow!("it took longer than ten minutes"))),
    }
}

/// Writes the end of a try down, in a transaction of its own.
pub(super) async fn record(db: &Db, clock: &Clock, worker: Uuid, job: &RunningJob, result: &Result<(), JobError>) -> Result<Outcome> {
    let outcome = match result {
        Ok(()) => {
            let mut tx = db.platform().await?;
            let mine = store::finish(tx.conn(), job.id, worker).await?;
            tx.commit().await?;
            if mine { Outcome::Done } else { Outcome::Lost }
        }
        Err(JobError::Retry(error)) if job.attempt < job.max_attempts => {
            let run_at = clock.now() + wait(job.id, job.attempt);
            if put_back(db, worker, job, run_at, &top_line(error)).await? { Outcome::Retried } else { Outcome::Lost }
        }
        Err(JobError::Retry(error) | JobError::Fail(error)) => {
            let mut tx = db.platform().await?;
            let mine = store::give_up(tx.conn(), job.id, worker, &top_line(error)).await?;
            tx.commit().await?;
            if mine { Outcome::Failed } else { Outcome::Lost }
        }
    };
    report(job, result, outcome);
    Ok(outcome)
}

async fn put_back(db: &Db, worker: Uuid, job: &RunningJob, run_at: Timestamp, error: &str) -> Result<bool> {
    let mut tx = db.platform().await?;
    match store::put_back(tx.conn(), job.id, worker, run_at, error, false).await {
        Ok(mine) => {
            tx.commit().await?;
            Ok(mine)
        }
        // Another job took the key between the look and the write.
        Err(refusal) if refusal.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation) => {
            drop(tx);
            let mut tx = db.platform().await?;
            let mine = store::put_back(tx.conn(), job.id, worker, run_at, error, true).await?;
            tx.commit().await?;
            Ok(mine)
        }
        Err(other) => Err(other.into()),
    }
}

fn report(job: &RunningJob, result: &Result<(), JobError>, outcome: Outcome) {
    metrics::counter!("estrade_jobs_total", "kind" => job.kind.clone(), "outcome" => outcome.as_str()).increment(1);
    let tenant = job.tenant.map(tracing::field::display);
    let (Err(JobError::Retry(error) | JobError::Fail(error)), attempt) = (result, job.attempt) else {
        tracing::debug!(job.id = job.id, job.kind, tenant.id = tenant, job.outcome = outcome.as_str(), "a job ended");
        return;
    };
    let cause = without_addresses(&format!("{error:#}"));
    if outcome == Outcome::Failed {
        tracing::error!(job.id = job.id, job.kind, tenant.id = tenant, job.attempt = attempt, error.cause = cause, "a job was given up: a person should look");
    } else {
        tracing::warn!(job.id = job.id, job.kind, tenant.id = tenant, job.attempt = attempt, error.cause = cause, "a job failed and will be tried again");
    }
}

/// 5 s, 10 s, 20 s … six hours, each a quarter more or less. The spread comes from the job itself: jobs that failed together part, and a test
/// that repeats itself sees the same dates.
fn wait(id: i64, attempt: i16) -> TimeDelta {
    let doublings = u32::from(attempt.unsigned_abs().saturating_sub(1)).min(20);
    let base = (FIRST_WAIT_SECONDS << doublings).min(LONGEST_WAIT_SECONDS);
    // A multiplicative hash (Knuth): close ids land far apart.
    let draw = (id.unsigned_abs() ^ u64::from(doublings)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
    let spread = i64::try_from(draw).unwrap_or(512) - 512;
    TimeDelta::milliseconds(base * 1000 + base * 1000 * spread / 2048)
}

/// What is kept of an error: the top line of its chain, bounded, without anything that looks like an address.
fn top_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    without_addresses(text.lines().next().unwrap_or_default()).chars().take(300).collect()
}

fn without_addresses(text: &str) -> String {
    text.split(' ').map(|word| if word.contains('@') { "***" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_their_bounds_and_part() {
        for attempt in 1..=30_i16 {
            let base = (5_i64 << (attempt - 1).min(20)).min(LONGEST_WAIT_SECONDS);
            for id in 1..200 {
                let seconds = wait(id, attempt).num_milliseconds();
                assert!(seconds >= base * 750 && seconds <= base * 1250, "attempt {attempt}, job {id}: {seconds}");
            }
        }
        let distinct: std::collections::BTreeSet<_> = (1..100).map(|id| wait(id, 3)).collect();
        assert!(distinct.len() > 80);
    }

    #[test]
    fn an_error_is_kept_without_addresses_and_bounded() {
        let error = anyhow::anyhow!("cause with secrets").context("the relay refused <jeanne@example.org> for good\nsecond line");
        assert_eq!(top_line(&error), "the relay refused *** for good");
        assert_eq!(top_line(&anyhow::anyhow!("x".repeat(900))).len(), 300);
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_like_another() {
        let result = attempt(async { if true { panic!("oops") } else { Ok(()) } }).await;
        assert!(matches!(result, Err(JobError::Retry(_))));
    }
}
