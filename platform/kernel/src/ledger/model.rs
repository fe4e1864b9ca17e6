//! What an entry is made of, and what an act says.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{clock::Timestamp, ids::TenantId, inventory::SubjectId, personal::Root};

/// 32 bytes, written in hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry follows.
    pub const NONE: Self = Self([0; 32]);

    /// SHA-256.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(&text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| de::Error::custom("not 32 bytes in hex"))
    }
}

/// What kind of act: all that is told of it in the open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Art. 17 GDPR.
    Erasure,
    /// Art. 16.
    Rectification,
    /// Art. 18.
    Restriction,
    /// Art. 21.
    Objection,
    /// No more mail of one purpose.
    Unsubscribe,
    /// Art. 7(3).
    ConsentWithdrawal,
    /// A whole association left (art. 28(3)(g)).
    Closing,
    /// An earlier entry's act did not happen.
    Void,
}

impl Kind {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Erasure => "erasure",
            Self::Rectification => "rectification",
            Self::Restriction => "restriction",
            Self::Objection => "objection",
            Self::Unsubscribe => "unsubscribe",
            Self::ConsentWithdrawal => "consent_withdrawal",
            Self::Closing => "closing",
            Self::Void => "void",
        }
    }
}

/// One row that stands for a person: the subject's key in the inventory and the row's id. Ids are random, so a restored database never
/// gave one to somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What kind of person.
    pub subject: String,
    /// The row.
    pub id: Uuid,
}

impl From<Root> for Person {
    fn from(root: Root) -> Self {
        Self { subject: root.subject.key().to_owned(), id: root.id }
    }
}

impl Person {
    /// The same for the inventory; `None` when it knows no such kind of person any more.
    #[must_use]
    pub fn root(&self) -> Option<Root> {
        SubjectId::from_key(&self.subject).map(|subject| Root { subject, id: self.id })
    }
}

/// A value corrected: which row's column, and what stands there now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The table.
    pub table: String,
    /// The row's id.
    pub row: Uuid,
    /// The column.
    pub column: String,
    /// Its new value.
    pub value: String,
}

// The value is somebody's.
impl fmt::Debug for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{} of {}", self.table, self.column, self.row)
    }
}

/// What was done, with all that is needed to do it again on an older database. Kept encrypted, and not for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Act {
    /// Persons were erased.
    Erasure {
        /// Their rows.
        people: Vec<Person>,
        /// Digests ([`super::Ledger::address`]) of mailboxes that were erased whole: rows known by nothing else are found by them. Empty
        /// when one person of a shared mailbox was erased: the others must not be found by it.
        addresses: Vec<Hash>,
    },
    /// Values were corrected.
    Rectification {
        /// Which, and how.
        changes: Vec<Change>,
    },
    /// A person's data may be kept but not used.
    Restriction {
        /// The restriction's own id.
        id: Uuid,
        /// Whose.
        person: Person,
        /// The treatment, by its key in the inventory, or `all`.
        treatment: String,
        /// Why: `accuracy`, `unlawful` or `claim`.
        reason: String,
    },
    /// A person objected to a treatment.
    Objection {
        /// The id of the restriction it left.
        id: Uuid,
        /// Who.
        person: Person,
        /// The treatment, by its key in the inventory.
        treatment: String,
        /// The suppression digest of the address that is not to be written to any more for it.
        address: Option<Hash>,
    },
    /// An address is not to be written to any more.
    Unsubscribe {
        /// Its suppression digest.
        address: Hash,
        /// For what.
        purpose: String,
    },
    /// A consent was withdrawn.
    ConsentWithdrawal {
        /// Who, when a row stands for them.
        person: Option<Person>,
        /// The suppression digest of their address, if it was given for an address.
        address: Option<Hash>,
        /// Which consent.
        purpose: String,
    },
    /// A whole association left: its site closed or, `erased`, all its data began to be deleted.
    Closing {
        /// The closing's own id.
        id: Uuid,
        /// When it was asked for.
        asked_at: Timestamp,
        /// When it took effect at the earliest.
        effective_at: Timestamp,
        /// When it took effect.
        closed_at: Timestamp,
        /// When the data were due.
        erase_at: Timestamp,
        /// Whether they were deleted.
        erased: bool,
    },
    /// An earlier entry's act did not happen.
    Void {
        /// That entry.
        entry: Uuid,
    },
}

impl Act {
    /// What of it is told in the open.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Erasure { .. } => Kind::Erasure,
            Self::Rectification { .. } => Kind::Rectification,
            Self::Restriction { .. } => Kind::Restriction,
            Self::Objection { .. } => Kind::Objection,
            Self::Unsubscribe { .. } => Kind::Unsubscribe,
            Self::ConsentWithdrawal { .. } => Kind::ConsentWithdrawal,
            Self::Closing { .. } => Kind::Closing,
            Self::Void { .. } => Kind::Void,
        }
    }
}

/// One entry, as it lies in the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number, from 1 without gap.
    pub seq: u64,
    /// The hash of the entry before.
    pub previous: Hash,
    /// Its own: see [`Entry::seal_of`].
    pub hash: Hash,
    /// The act: names the intent in the database and the selectors in the bucket.
    pub id: Uuid,
    /// Whose data.
    pub tenant: TenantId,
    /// What was done.
    pub kind: Kind,
    /// When it was asked of the database.
    pub at: Timestamp,
    /// Hash of the erasure plan that was approved.
    pub plan: Option<Hash>,
    /// Digest of the selectors, encrypted.
    pub selectors: Hash,
}

impl Entry {
    /// The hash an entry with these contents has: over every field but itself, each with its length.
    #[must_use]
    pub fn seal_of(&self) -> Hash {
        let at = self.at.timestamp_micros().to_be_bytes();
        let plan = self.plan.map(|plan| plan.0);
        let tenant = self.tenant.uuid();
        let fields: [&[u8]; 8] = [
            &self.seq.to_be_bytes(),
            &self.previous.0,
            self.id.as_bytes(),
            tenant.as_bytes(),
            self.kind.as_str().as_bytes(),
            &at,
            plan.as_ref().map_or(&[][..], |plan| &plan[..]),
            &self.selectors.0,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field);
        }
        Hash(hasher.finalize().into())
    }
}

/// What [`super::append`] gives for [`super::apply`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The entry's number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// The act's id.
    pub id: Uuid,
    /// Whose data.
    pub tenant: TenantId,
    /// The moment of the act: what it writes is dated by it, the first time and at every replay.
    pub at: Timestamp,
}

impl Receipt {
    /// Of an entry that was read.
    #[must_use]
    pub const fn of(entry: &Entry) -> Self {
        Self { seq: entry.seq, hash: entry.hash, id: entry.id, tenant: entry.tenant, at: entry.at }
    }
}
