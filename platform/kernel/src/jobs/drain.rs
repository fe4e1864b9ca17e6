//! Runs everything that is due, one after the other, and returns: for tests and for the command line.

use std::time::Duration;

use uuid::Uuid;

use super::{
    Dispatch,
    outcome::{Outcome, attempt, record},
    store,
};
use crate::{clock::Clock, db::Db, error::Result};

/// What a drain did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Jobs that ended well.
    pub done: usize,
    /// Jobs put back for later.
    pub retried: usize,
    /// Jobs given up.
    pub failed: usize,
}

/// Runs jobs until none is due by `clock`, also those that jobs enqueue. A job put back runs only once its date has come. Fires no schedule.
///
/// # Errors
/// As the database answers.
pub async fn drain(db: &Db, clock: &Clock, dispatch: &impl Dispatch) -> Result<Drained> {
    let worker = Uuid::new_v4();
    let mut drained = Drained::default();
    let mut cursor = Uuid::nil();
    let mut passed_over = 0;
    loop {
        if !dispatch.may_work() {
            return Ok(drained);
        }
        let mut tx = db.platform().await?;
        store::open_due(tx.conn(), clock.now()).await?;
        let mut lanes = store::lanes(tx.conn(), cursor, 1, &[]).await?;
        if lanes.is_empty() {
            lanes = store::lanes(tx.conn(), Uuid::nil(), 1, &[]).await?;
        }
        let jobs = store::claim(tx.conn(), &lanes, 1, 1, worker).await?;
        tx.commit().await?;
        let Some(lane) = lanes.first() else { return Ok(drained) };
        cursor = *lane;
        // What is due but not to be had is held by a transaction that is about to end; one that never does must not hold us up.
        passed_over = if jobs.is_empty() { passed_over + 1 } else { 0 };
        if passed_over > 50 {
            return Ok(drained);
        }
        if jobs.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for job in jobs {
            let result = attempt(dispatch.run(job.clone())).await;
            match record(db, clock, worker, &job, &result).await? {
                Outcome::Done => drained.done += 1,
                Outcome::Retried => drained.retried += 1,
                Outcome::Failed => drained.failed += 1,
                Outcome::Lost => {}
            }
        }
    }
}
