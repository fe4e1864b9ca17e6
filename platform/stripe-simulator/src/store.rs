//! The simulator's memory: every object as JSON, by account, and the journal that brings it back after a restart.
//!
//! A change is one line appended to the journal (a torn last line is ignored), so that a busy sale does not rewrite
//! the whole state for every request. The journal is rewritten whole, through a temporary file, at each start and
//! when it has grown long.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::refusal::Refusal;

/// The book of the platform's own account.
pub(crate) const PLATFORM: &str = "platform";

const LINES_BEFORE_REWRITE: usize = 20_000;

/// What an object is; also the order of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Kind {
    Account,
    AccountLink,
    ApplicationFee,
    BalanceTransaction,
    Charge,
    Dispute,
    Event,
    PaymentIntent,
    Payout,
    Refund,
    Remembered,
    Session,
    Setting,
    Task,
    WebhookEndpoint,
}

impl Kind {
    /// The noun of "No such ...".
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::AccountLink => "account_link",
            Self::ApplicationFee => "application_fee",
            Self::BalanceTransaction => "balance_transaction",
            Self::Charge => "charge",
            Self::Dispute => "dispute",
            Self::Event => "event",
            Self::PaymentIntent => "payment_intent",
            Self::Payout => "payout",
            Self::Refund => "refund",
            Self::Session => "checkout.session",
            Self::WebhookEndpoint => "webhook_endpoint",
            Self::Remembered | Self::Setting | Self::Task => "object",
        }
    }

    /// The beginning of its ids. They carry `sim`, so that none is ever taken for one of Stripe's.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Account => "acct_sim",
            Self::AccountLink => "link_sim_",
            Self::ApplicationFee => "fee_sim_",
            Self::BalanceTransaction => "txn_sim_",
            Self::Charge => "ch_sim_",
            Self::Dispute => "dp_sim_",
            Self::Event => "evt_sim_",
            Self::PaymentIntent => "pi_sim_",
            Self::Payout => "po_sim_",
            Self::Refund => "re_sim_",
            Self::Session => "cs_test_sim_",
            Self::WebhookEndpoint => "we_sim_",
            Self::Remembered => "idem_sim_",
            Self::Setting => "set_sim_",
            Self::Task => "task_sim_",
        }
    }
}

/// One object: what the API shows, and what only the simulator knows about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub kind: Kind,
    pub sequence: u64,
    pub body: Value,
    pub inner: Value,
}

#[derive(Default)]
struct Book {
    records: HashMap<String, Record>,
    order: BTreeMap<(Kind, u64), String>,
}

/// All books, and the journal behind them.
pub(crate) struct Store {
    books: BTreeMap<String, Book>,
    changed: BTreeSet<(String, String)>,
    sequence: u64,
    journal: Option<Journal>,
}

struct Journal {
    path: PathBuf,
    file: File,
    lines: usize,
}

type Change = (String, String, Option<Record>);

impl Store {
    /// Opens the journal and reads it back; without a path the state lives in memory only.
    ///
    /// # Errors
    /// When the journal cannot be read or rewritten.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let mut store = Self { books: BTreeMap::new(), changed: BTreeSet::new(), sequence: 0, journal: None };
        if let Some(path) = path {
            if path.exists() {
                store.read(path).with_context(|| format!("cannot read the simulator's state in {}", path.display()))?;
            }
            let rewritten = store.rewrite(path);
            store.journal = Some(rewritten.with_context(|| format!("cannot write the simulator's state in {}", path.display()))?);
        }
        Ok(store)
    }

    fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        for line in BufReader::new(File::open(path)?).lines() {
            let Ok(changes) = serde_json::from_str::<Vec<Change>>(&line?) else {
                tracing::warn!(file = %path.display(), "the simulator's state ends in a torn line, left out");
                break;
            };
            for (book, id, record) in changes {
                self.drop_silently(&book, &id);
                if let Some(record) = record {
                    self.sequence = self.sequence.max(record.sequence);
                    self.put(&book, id, record);
                }
            }
        }
        Ok(())
    }

    fn rewrite(&self, path: &Path) -> anyhow::Result<Journal> {
        let fresh = path.with_extension("fresh");
        let mut file = std::io::BufWriter::new(File::create(&fresh)?);
        let mut lines = 0;
        for (name, book) in &self.books {
            for id in book.order.values() {
                let changes: [Change; 1] = [(name.clone(), id.clone(), book.records.get(id).cloned())];
                serde_json::to_writer(&mut file, &changes)?;
                file.write_all(b"\n")?;
                lines += 1;
            }
        }
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_data()?;
        std::fs::rename(&fresh, path)?;
        Ok(Journal { path: path.to_owned(), file: OpenOptions::new().append(true).open(path)?, lines })
    }

    /// Writes what changed since the last call as one line.
    ///
    /// # Errors
    /// When the disk refuses; the change stays in memory and is tried again with the next one.
    pub fn commit(&mut self) -> anyhow::Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let Some(mut journal) = self.journal.take() else {
            self.changed.clear();
            return Ok(());
        };
        let changes: Vec<Change> = self.changed.iter().map(|(book, id)| (book.clone(), id.clone(), self.get(book, id).cloned())).collect();
        let mut line = serde_json::to_vec(&changes)?;
        line.push(b'\n');
        let written = journal.file.write_all(&line);
        journal.lines += changes.len();
        if written.is_ok() {
            self.changed.clear();
        }
        if written.is_ok() && journal.lines > LINES_BEFORE_REWRITE + 2 * self.len() {
            journal = self.rewrite(&journal.path)?;
        }
        self.journal = Some(journal);
        written.context("cannot write the simulator's state")
    }

    fn len(&self) -> usize {
        self.books.values().map(|book| book.records.len()).sum()
    }

    fn put(&mut self, book: &str, id: String, record: Record) {
        let book = self.books.entry(book.to_owned()).or_default();
        book.order.insert((record.kind, record.sequence), id.clone());
        book.records.insert(id, record);
    }

    fn drop_silently(&mut self, book: &str, id: &str) {
        if let Some(book) = self.books.get_mut(book)
            && let Some(record) = book.records.remove(id)
        {
            book.order.remove(&(record.kind, record.sequence));
        }
    }

    /// Adds an object; it becomes the newest of its kind.
    pub fn insert(&mut self, book: &str, kind: Kind, id: &str, body: Value, inner: Value) {
        self.sequence += 1;
        self.changed.insert((book.to_owned(), id.to_owned()));
        self.put(book, id.to_owned(), Record { kind, sequence: self.sequence, body, inner });
    }

    /// Forgets an object.
    pub fn remove(&mut self, book: &str, id: &str) {
        self.changed.insert((book.to_owned(), id.to_owned()));
        self.drop_silently(book, id);
    }

    pub fn get(&self, book: &str, id: &str) -> Option<&Record> {
        self.books.get(book)?.records.get(id)
    }

    /// The object to change; it will be written with the next commit.
    pub fn get_mut(&mut self, book: &str, id: &str) -> Option<&mut Record> {
        let record = self.books.get_mut(book)?.records.get_mut(id)?;
        self.changed.insert((book.to_owned(), id.to_owned()));
        Some(record)
    }

    /// The object of that kind, or Stripe's 404.
    pub fn find(&self, book: &str, kind: Kind, id: &str, parameter: &str) -> Result<&Record, Refusal> {
        let found = self.get(book, id).filter(|record| record.kind == kind);
        found.ok_or_else(|| Refusal::missing(kind.noun(), id, parameter))
    }

    /// The objects of one kind in one book, oldest first.
    pub fn list(&self, book: &str, kind: Kind) -> impl DoubleEndedIterator<Item = (&str, &Record)> {
        self.books.get(book).into_iter().flat_map(move |book| {
            let ids = book.order.range((kind, 0)..=(kind, u64::MAX)).map(|(_, id)| id.as_str());
            ids.filter_map(|id| book.records.get(id).map(|record| (id, record)))
        })
    }

    /// The names of all books: the platform's, and one for each connected account.
    pub fn books(&self) -> impl Iterator<Item = &str> {
        self.books.keys().map(String::as_str)
    }

    /// Keeps only the newest objects of a kind, so that logs do not grow without end.
    pub fn keep_newest(&mut self, book: &str, kind: Kind, keep: usize) {
        let Some(found) = self.books.get(book) else { return };
        let count = found.order.range((kind, 0)..=(kind, u64::MAX)).count();
        let surplus: Vec<String> = found.order.range((kind, 0)..=(kind, u64::MAX)).take(count.saturating_sub(keep)).map(|(_, id)| id.clone()).collect();
        for id in surplus {
            self.remove(book, &id);
        }
    }
}
