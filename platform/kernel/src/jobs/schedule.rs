//! What runs by the clock: at an interval, or daily at an hour of Paris. With several workers each slot is enqueued once.

use std::time::Duration;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone};
use serde_json::json;

use super::{Dispatch, NewJob, enqueue_platform, store};
use crate::{
    clock::{Clock, PARIS, Timestamp},
    db::Db,
    error::Result,
};

/// A kind of platform job and when it runs.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// The kind to enqueue, with the payload `{"slot": "<RFC 3339>"}`.
    pub kind: &'static str,
    /// When.
    pub every: Every,
}

/// When a schedule has its slots.
#[derive(Clone, Copy, Debug)]
pub enum Every {
    /// At whole multiples of this interval (at least a second).
    Interval(Duration),
    /// Once a day in Europe/Paris. An hour the spring change skips moves to the first moment after; one the autumn repeats is the first.
    Daily {
        /// 0 to 23.
        hour: u32,
        /// 0 to 59.
        minute: u32,
    },
}

impl Schedule {
    /// The latest slot at or before `now`. A worker that was away catches up with one run, not with all it missed.
    #[must_use]
    pub fn slot(&self, now: Timestamp) -> Timestamp {
        match self.every {
            Every::Interval(interval) => {
                let step = i64::try_from(interval.as_secs()).unwrap_or(i64::MAX).max(1);
                DateTime::from_timestamp(now.timestamp().div_euclid(step) * step, 0).unwrap_or(now)
            }
            Every::Daily { hour, minute } => {
                let today = now.with_timezone(&PARIS).date_naive();
                let at = |day: chrono::NaiveDate| {
                    let wall = day.and_time(NaiveTime::from_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default());
                    PARIS.from_local_datetime(&wall).earliest().or_else(|| PARIS.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest())
                };
                let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
                [today, yesterday].into_iter().filter_map(at).map(|slot| slot.to_utc()).find(|slot| *slot <= now).unwrap_or(now)
            }
        }
    }
}

/// Enqueues what has come due and nobody enqueued yet; says how many. Workers call it every second; a test calls it when it has moved the clock.
///
/// # Errors
/// As the database answers.
pub async fn fire_schedules(db: &Db, clock: &Clock, dispatch: &impl Dispatch) -> Result<usize> {
    let now = clock.now();
    let mut fired = 0;
    for schedule in dispatch.schedules() {
        if fire(db, &schedule, schedule.slot(now)).await? {
            fired += 1;
        }
    }
    Ok(fired)
}

/// Enqueues one slot unless someone was first.
pub(super) async fn fire(db: &Db, schedule: &Schedule, slot: Timestamp) -> Result<bool> {
    let mut tx = db.platform().await?;
    if !store::move_schedule(tx.conn(), schedule.kind, slot).await? {
        return Ok(false);
    }
    let job = NewJob::new(schedule.kind, json!({ "slot": slot.to_rfc3339() })).keyed("schedule").attempts(5);
    enqueue_platform(&mut tx, None, job).await?;
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn daily(hour: u32, minute: u32) -> Schedule {
        Schedule { kind: "close.day", every: Every::Daily { hour, minute } }
    }

    #[test]
    fn intervals_fall_on_their_multiples() {
        let schedule = Schedule { kind: "sweep", every: Every::Interval(Duration::from_mins(2)) };
        assert_eq!(schedule.slot(at("2026-03-14T10:03:59Z")), at("2026-03-14T10:02:00Z"));
        assert_eq!(schedule.slot(at("2026-03-14T10:04:00Z")), at("2026-03-14T10:04:00Z"));
    }

    #[test]
    fn a_day_is_a_day_of_paris() {
        assert_eq!(daily(3, 0).slot(at("2026-01-10T01:59:59Z")), at("2026-01-09T02:00:00Z"));
        assert_eq!(daily(3, 0).slot(at("2026-01-10T02:00:00Z")), at("2026-01-10T02:00:00Z"));
        assert_eq!(daily(3, 0).slot(at("2026-07-10T02:00:00Z")), at("2026-07-10T01:00:00Z"));
    }

    #[test]
    fn the_two_nights_the_clocks_change_have_one_slot_each() {
        // 29 March 2026: 02:30 does not exist. 25 October 2026: it comes twice.
        assert_eq!(daily(2, 30).slot(at("2026-03-29T12:00:00Z")), at("2026-03-29T01:30:00Z"));
        assert_eq!(daily(2, 30).slot(at("2026-10-25T12:00:00Z")), at("2026-10-25T00:30:00Z"));
    }
}
