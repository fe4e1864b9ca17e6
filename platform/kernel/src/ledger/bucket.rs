//! The bucket: entries that are written once, selectors that are deleted in time.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{
    model::{Act, Entry, Hash},
    seal,
};
use crate::{
    clock::Timestamp,
    error::{Error, Result},
    ids::TenantId,
    keys::Keys,
    storage::{Storage, StoreKey},
};

pub(super) const ENTRIES: &str = "ledger/";
pub(super) const SELECTORS: &str = "selectors/";

/// How often somebody else may be first before we give up: each time is an entry of theirs.
const TURNS: u32 = 64;

/// The ledger's bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(super) storage: Storage,
    keys: Keys,
    /// In one process acts are written in turn: fewer conflicts, and stores that take "if absent" lightly are not tried.
    turn: Arc<Mutex<()>>,
}

/// The key of the entry with this number.
pub(super) fn entry_key(seq: u64) -> StoreKey {
    StoreKey::ledger(&format!("{ENTRIES}{seq:020}.json"))
}

/// The number in an entry's key.
pub(super) fn seq_of(key: &StoreKey) -> Option<u64> {
    key.as_str().strip_prefix(ENTRIES)?.strip_suffix(".json").filter(|digits| digits.len() == 20)?.parse().ok()
}

pub(super) fn selectors_key(id: Uuid) -> StoreKey {
    StoreKey::ledger(&format!("{SELECTORS}{id}.sealed"))
}

/// The act in a selectors' key.
pub(super) fn id_of(key: &StoreKey) -> Option<Uuid> {
    key.as_str().strip_prefix(SELECTORS)?.strip_suffix(".sealed")?.parse().ok()
}

impl Ledger {
    /// Over its own store.
    #[must_use]
    pub fn new(storage: Storage, keys: Keys) -> Self {
        Self { storage, keys, turn: Arc::default() }
    }

    /// Makes the bucket if it is not there: for development and a first start.
    ///
    /// # Errors
    /// As [`Storage::ensure_bucket`].
    pub async fn ensure_bucket(&self) -> Result<()> {
        self.storage.ensure_bucket().await
    }

    /// The digest under which the ledger knows a normalised address of one association.
    #[must_use]
    pub fn address(&self, tenant: TenantId, email_norm: &str) -> Hash {
        seal::address(&self.keys, tenant, email_norm)
    }

    /// The numbers of the entries after `seq`, in order.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn after(&self, seq: u64) -> Result<Vec<u64>> {
        let after = (seq > 0).then(|| entry_key(seq));
        let keys = self.storage.list_after(ENTRIES, after.as_ref()).await?;
        Ok(keys.iter().filter_map(seq_of).filter(|found| *found > seq).collect())
    }

    /// One entry; `None` when there is none.
    ///
    /// # Errors
    /// `Internal` when what lies there is not the entry with this number, whole; else as [`Storage::get`].
    pub async fn entry(&self, seq: u64) -> Result<Option<Entry>> {
        let Some(object) = self.storage.get(&entry_key(seq)).await? else { return Ok(None) };
        let entry: Entry =
            serde_json::from_slice(&object.bytes).map_err(|error| anyhow::anyhow!("entry {seq} of the privacy ledger is not understood: {error}"))?;
        if entry.seq != seq || entry.hash != entry.seal_of() {
            return Err(Error::Internal(anyhow::anyhow!("entry {seq} of the privacy ledger was altered: its hash is another")));
        }
        Ok(Some(entry))
    }

    /// What an entry was about; `None` once that was deleted.
    ///
    /// # Errors
    /// `Internal` when it was altered or sealed under another secret; else as [`Storage::get`].
    pub async fn act(&self, entry: &Entry) -> Result<Option<Act>> {
        let Some(object) = self.storage.get(&selectors_key(entry.id)).await? else { return Ok(None) };
        if Hash::of(&object.bytes) != entry.selectors {
            return Err(Error::Internal(anyhow::anyhow!("the selectors of entry {} of the privacy ledger were altered", entry.seq)));
        }
        seal::open(&self.keys, entry.tenant, entry.id, &object.bytes).map(Some)
    }

    /// Writes selectors, then an entry behind the last one, whoever else is writing.
    pub(super) async fn write(&self, head: u64, id: Uuid, tenant: TenantId, act: &Act, plan: Option<Hash>, now: Timestamp) -> Result<Entry> {
        let sealed = seal::seal(&self.keys, tenant, id, act)?;
        let selectors = Hash::of(&sealed);
        let _turn = self.turn.lock().await;
        // Before the entry: one that can be read can be carried out.
        self.storage.put(&selectors_key(id), Bytes::from(sealed), "application/octet-stream").await?;
        let last = self.after(head).await?.last().copied().unwrap_or(head);
        let mut previous = self.hash_of(last).await?;
        let mut seq = last + 1;
        for _ in 0..TURNS {
            let mut entry = Entry { seq, previous, hash: Hash::NONE, id, tenant, kind: act.kind(), at: now, plan, selectors };
            entry.hash = entry.seal_of();
            let bytes = serde_json::to_vec(&entry).map_err(anyhow::Error::from)?;
            if self.storage.put_if_absent(&entry_key(seq), Bytes::from(bytes), "application/json").await? {
                return Ok(entry);
            }
            // Somebody was first, or we were and never heard of it.
            if let Some(theirs) = self.entry(seq).await? {
                if theirs.id == id {
                    return Ok(theirs);
                }
                previous = theirs.hash;
                seq += 1;
            }
        }
        Err(Error::Unavailable)
    }

    async fn hash_of(&self, seq: u64) -> Result<Hash> {
        if seq == 0 {
            return Ok(Hash::NONE);
        }
        let entry = self.entry(seq).await?;
        entry
            .map(|entry| entry.hash)
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("entry {seq} of the privacy ledger is missing, and the database has followed it")))
    }
}
