//! The ticket journal: append-only and hash-chained, one per association, with daily closings.
//! Sources: CGI ann. IV art. 50 sexies B, H and I; arrêté of 8 March 1993 as amended on 5 October 2007.

use chrono::NaiveDate;
use kernel::{
    clock::{PARIS, Timestamp},
    money::Cents,
};
use sha2::{Digest, Sha256};

pub mod store;

pub use store::{append, close_day, verify};

use crate::ticketing::concerts::model::ConcertId;

/// What happened to a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It was issued.
    Issued,
    /// It was refunded, and is void.
    Refunded,
    /// It was cancelled without a refund, and is void.
    Cancelled,
    /// Its bearer came in.
    Admitted,
    /// The admission was taken back.
    AdmissionUndone,
    /// A day was closed.
    Closed,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Issued, Self::Refunded, Self::Cancelled, Self::Admitted, Self::AdmissionUndone, Self::Closed];

    const fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Refunded => "refunded",
            Self::Cancelled => "cancelled",
            Self::Admitted => "admitted",
            Self::AdmissionUndone => "admission_undone",
            Self::Closed => "closed",
        }
    }
}

/// One line to append. Nothing in it names a person.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What happened.
    pub kind: Kind,
    /// To which ticket; none for a closing.
    pub ticket_number: Option<String>,
    /// At which concert.
    pub concert: Option<ConcertId>,
    /// The seat category, in French.
    pub category: Option<String>,
    /// The price; negative for a refund.
    pub amount: Cents,
    /// The order's number in its uninterrupted series.
    pub order_number: Option<String>,
}

/// The hash of a line: SHA-256 over the previous hash and every field, each preceded by its length, so that no two lines read alike.
fn hash(previous: &[u8], seq: i64, at: Timestamp, entry: &Entry) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(previous);
    let concert = entry.concert.map(|concert| concert.to_string()).unwrap_or_default();
    let fields = [
        seq.to_string(),
        at.timestamp_micros().to_string(),
        entry.kind.word().to_owned(),
        entry.ticket_number.clone().unwrap_or_default(),
        concert,
        entry.category.clone().unwrap_or_default(),
        entry.amount.0.to_string(),
        entry.order_number.clone().unwrap_or_default(),
    ];
    for field in fields {
        digest.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(field.as_bytes());
    }
    digest.finalize().to_vec()
}

/// What a check of the whole chain found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Chain {
    /// Every line follows from the one before, and the head is the last.
    Whole {
        /// How many lines there are.
        lines: i64,
    },
    /// The first line that does not follow.
    BrokenAt {
        /// Its number.
        seq: i64,
    },
}

/// The start and the end of a day in Europe/Paris.
#[must_use]
pub fn day_bounds(day: NaiveDate) -> Option<(Timestamp, Timestamp)> {
    let at = |day: NaiveDate| {
        use chrono::TimeZone;
        PARIS.from_local_datetime(&day.and_hms_opt(0, 0, 0)?).earliest().map(|moment| moment.to_utc())
    };
    Some((at(day)?, at(day.succ_opt()?)?))
}
