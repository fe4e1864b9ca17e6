//! Time: the one clock everything asks, so that a test can hold it still and move it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Duration, Utc};

/// A moment, always in UTC; pages show it in Europe/Paris.
pub type Timestamp = DateTime<Utc>;

/// The time zone of every association and of every legal day (closings, numbers of a year).
pub const PARIS: chrono_tz::Tz = chrono_tz::Europe::Paris;

/// Where the present comes from. Cheap to clone; clones share a fixed clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, plus an offset (whole microseconds) that a rehearsal may advance.
    Real(Arc<AtomicI64>),
    /// A clock that moves only when told: microseconds since the epoch.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self::Real(Arc::new(AtomicI64::new(0)))
    }

    /// A clock that stands at `start`.
    #[must_use]
    pub fn fixed(start: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(start.timestamp_micros())))
    }

    /// The present, to the microsecond (the precision Postgres keeps).
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Self::Real(offset) => Utc::now().timestamp_micros().saturating_add(offset.load(Ordering::Relaxed)),
            Self::Fixed(at) => at.load(Ordering::Relaxed),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves the clock forward (or back) by `by`.
    pub fn advance(&self, by: Duration) {
        let (Self::Real(cell) | Self::Fixed(cell)) = self;
        cell.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
    }
}
