//! Identifiers: `UUIDv7` newtypes, so that an order's id cannot be passed where a concert's is wanted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Timestamp;

/// A new `UUIDv7` whose time part is `now` (RFC 9562 section 5.7): ids sort by creation and tell nothing else.
#[must_use]
pub fn new_uuid(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos()))
}

/// Declares id newtypes over `Uuid`.
#[macro_export]
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);
        impl $name {
            /// A new id made at `now`.
            #[must_use]
            pub fn new(now: $crate::clock::Timestamp) -> Self { Self($crate::ids::new_uuid(now)) }
            /// The id under this UUID.
            #[must_use]
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self { Self(uuid) }
            /// The UUID, for a bind or a URL.
            #[must_use]
            pub const fn uuid(self) -> uuid::Uuid { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

/// The association a statement, a page or a job belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantId(Uuid);

impl TenantId {
    /// A new id made at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(new_uuid(now))
    }
    /// The id under this UUID.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }
    /// The UUID, for a bind.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl std::fmt::Display for TenantId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

id_types! {
    /// A person who works in the back office.
    AccountId,
}
