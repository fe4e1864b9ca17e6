//! The gate of a process: open while the database has followed the ledger.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::sync::Notify;

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
    /// The database was restarted or replaced since it was compared with the ledger.
    Unsure,
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
            Self::Unsure => "unsure",
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
            Self::Stuck => formatter.write_str(
                "entries of the privacy ledger cannot be carried out: `estrade privacy replay` says which and why, `estrade privacy void` takes one back",
            ),
            Self::Unsure => formatter.write_str("the database was restarted or replaced, and is compared with the privacy ledger first: this takes seconds"),
        }
    }
}

/// Whether this process serves, works and mails. Cheap to clone; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<State>);

#[derive(Debug, Default)]
struct State {
    closed: AtomicBool,
    doubts: AtomicU64,
    doubted: Notify,
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

    /// Closes it, because the database is perhaps not the one that was compared: [`Gate::settle`] opens it again.
    pub fn doubt(&self) {
        let mut why = self.0.why.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.doubts.fetch_add(1, Ordering::AcqRel);
        why.get_or_insert(Why::Unsure);
        self.0.closed.store(true, Ordering::Release);
        self.0.doubted.notify_one();
    }

    /// How often there was a doubt: read before a comparison begins.
    #[must_use]
    pub fn doubts(&self) -> u64 {
        self.0.doubts.load(Ordering::Acquire)
    }

    /// Ends when there is a doubt, or was one that nobody waited for.
    pub async fn doubted(&self) {
        self.0.doubted.notified().await;
    }

    /// Opens it, or closes it with a reason, as a comparison says that began after `doubts` doubts. One that came since is not settled by it.
    pub fn settle(&self, doubts: u64, found: Option<Why>) {
        let mut why = self.0.why.lock().unwrap_or_else(PoisonError::into_inner);
        let doubted = self.doubts() != doubts;
        *why = found.or(doubted.then_some(Why::Unsure));
        self.0.closed.store(why.is_some(), Ordering::Release);
    }
}
