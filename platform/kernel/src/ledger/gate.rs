//! The gate of a process: open while the database has followed the ledger.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Why nothing is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The ledger holds entries this database has never heard of: it was restored from a backup.
    Behind {
        /// How many.
        entries: u64,
    },
    /// The ledger lacks what this database has followed, or holds something else under the same number.
    OtherLedger,
    /// A restart found the ledger's store silent: whether the database is behind cannot be told.
    Silent,
    /// Entries could not be carried out.
    Stuck,
}

impl Why {
    /// For a monitor.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Behind { .. } => "behind",
            Self::OtherLedger => "other-ledger",
            Self::Silent => "silent",
            Self::Stuck => "stuck",
        }
    }
}

// For operators: what is wrong and what to do.
impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Behind { entries } => write!(
                formatter,
                "the database is {entries} entries behind the privacy ledger: it was restored from a backup; run `estrade privacy replay`, sites open by themselves afterwards"
            ),
            Self::OtherLedger => formatter.write_str(
                "the privacy ledger is not the one this database has followed: check LEDGER_S3_ENDPOINT and LEDGER_S3_BUCKET, or restore the bucket's objects",
            ),
            Self::Silent => formatter.write_str(
                "the privacy ledger does not answer, so that nobody can tell whether the database is behind it: check LEDGER_S3_ENDPOINT and its keys",
            ),
            Self::Stuck => formatter.write_str("entries of the privacy ledger cannot be carried out: `estrade privacy replay` says which and why"),
        }
    }
}

/// Whether this process serves, works and mails. Cheap to clone; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<State>);

#[derive(Debug, Default)]
struct State {
    closed: AtomicBool,
    why: Mutex<Option<Why>>,
}

impl Gate {
    /// Whether everything may go on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.0.closed.load(Ordering::Acquire)
    }

    /// Why it is closed.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        self.0.why.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens it, or closes it with a reason.
    pub fn set(&self, why: Option<Why>) {
        let closed = why.is_some();
        *self.0.why.lock().unwrap_or_else(PoisonError::into_inner) = why;
        self.0.closed.store(closed, Ordering::Release);
    }
}
