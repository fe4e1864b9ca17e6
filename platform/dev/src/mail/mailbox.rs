//! The mails caught, newest kept in memory, each also a file that any mail program opens; and the faults a test asks for.

use std::{
    collections::VecDeque,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::Context;
use chrono::NaiveDateTime;
use kernel::clock::{Clock, Timestamp};

use super::message::{Envelope, Message};

/// How many mails are kept; older ones are forgotten, files too.
const KEPT: usize = 1000;

/// The time in a file's name: `20261123T083000.123Z`.
const STAMP: &str = "%Y%m%dT%H%M%S%.3fZ";

/// What was caught.
#[derive(Debug)]
pub struct Mailbox {
    folder: PathBuf,
    clock: Clock,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    messages: VecDeque<Arc<Message>>,
    last_id: u64,
    rejections: u32,
    code: u16,
}

impl Mailbox {
    /// Opens the mailbox of `folder`, with the mails of earlier starts.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(folder: &Path, clock: Clock) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| format!("{} cannot be read", folder.display()))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        // The number leads in a name, so names sort as the mails came.
        files.sort();
        let mut inner = Inner::default();
        for path in &files[files.len().saturating_sub(KEPT)..] {
            if let Some(message) = read_file(path) {
                inner.last_id = inner.last_id.max(message.id);
                inner.messages.push_back(Arc::new(message));
            }
        }
        Ok(Self { folder: folder.to_owned(), clock, inner: Mutex::new(inner) })
    }

    /// Takes a mail in and writes its file.
    ///
    /// # Errors
    /// When the file cannot be written; the mail is then not kept, and the sender is told to try again.
    pub fn add(&self, envelope: Envelope, raw: Vec<u8>) -> anyhow::Result<Arc<Message>> {
        let received_at = self.clock.now();
        let mut inner = self.inner();
        let id = inner.last_id + 1;
        let file = self.folder.join(file_name(id, received_at));
        fs::write(&file, [&trace(&envelope), raw.as_slice()].concat()).with_context(|| format!("{} cannot be written", file.display()))?;
        let message = Arc::new(Message::read(id, received_at, envelope, raw));
        inner.last_id = id;
        inner.messages.push_back(message.clone());
        while inner.messages.len() > KEPT {
            if let Some(oldest) = inner.messages.pop_front() {
                self.forget(&oldest);
            }
        }
        Ok(message)
    }

    /// The mails, newest first; only those sent to `to` when it is given.
    pub fn list(&self, to: Option<&str>) -> Vec<Arc<Message>> {
        self.inner().messages.iter().rev().filter(|message| to.is_none_or(|to| message.is_to(to))).cloned().collect()
    }

    /// One mail.
    pub fn find(&self, id: u64) -> Option<Arc<Message>> {
        self.inner().messages.iter().find(|message| message.id == id).cloned()
    }

    /// Forgets every mail, files too, and every fault asked for. Numbers go on counting.
    pub fn clear(&self) {
        let mut inner = self.inner();
        for message in inner.messages.drain(..) {
            self.forget(&message);
        }
        inner.rejections = 0;
    }

    /// Makes the next `count` mails be refused with the SMTP reply `code` once their data has come.
    pub fn reject_next(&self, count: u32, code: u16) {
        let mut inner = self.inner();
        inner.rejections = count;
        inner.code = code;
    }

    /// The code to refuse the mail at hand with, if a fault is due; counts it.
    pub(super) fn due_rejection(&self) -> Option<u16> {
        let mut inner = self.inner();
        inner.rejections = inner.rejections.checked_sub(1)?;
        Some(inner.code)
    }

    fn forget(&self, message: &Message) {
        // A file somebody already removed is as good as removed.
        fs::remove_file(self.folder.join(file_name(message.id, message.received_at))).ok();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn file_name(id: u64, received_at: Timestamp) -> String {
    format!("{id:08}-{}.eml", received_at.format(STAMP))
}

/// The envelope as the headers a real server adds at delivery: the file then tells everything.
fn trace(envelope: &Envelope) -> Vec<u8> {
    let sender = format!("Return-Path: <{}>\r\n", envelope.from);
    let recipients = envelope.to.iter().map(|recipient| format!("Delivered-To: {recipient}\r\n"));
    std::iter::once(sender).chain(recipients).flat_map(String::into_bytes).collect()
}

fn read_file(path: &Path) -> Option<Message> {
    let name = path.file_stem()?.to_str()?;
    let (id, stamp) = name.split_once('-')?;
    let received_at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc();
    let bytes = fs::read(path).ok()?;
    let mut rest = bytes.as_slice();
    let mut envelope = Envelope::default();
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let line = String::from_utf8_lossy(&rest[..end]);
        if let Some(from) = line.strip_prefix("Return-Path: <") {
            from.trim_end_matches('>').clone_into(&mut envelope.from);
        } else if let Some(to) = line.strip_prefix("Delivered-To: ") {
            envelope.to.push(to.to_owned());
        } else {
            break;
        }
        rest = &rest[end + 2..];
    }
    Some(Message::read(id.parse().ok()?, received_at, envelope, rest.to_vec()))
}
