//! Staff sessions: an opaque random token in one `__Host-` cookie, its SHA-256 in Postgres, sliding expiry, a form token beside it.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::Duration;
use sha2::{Digest, Sha256};

use crate::{
    clock::Timestamp,
    db::PlatformTx,
    error::{Error, Result},
    ids::AccountId,
    tenant::Tenant,
};

/// A session ends this long after its last use...
pub const IDLE: Duration = Duration::hours(12);
/// ...and this long after sign-in whatever happens.
pub const LONGEST: Duration = Duration::days(30);

/// 256 random bits, base64url: a session, a one-time link, an API token.
#[must_use]
pub fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes);
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What the database keeps of a token. Tokens have 256 bits, so a plain hash cannot be guessed back.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Whether they operate the platform.
    pub operator: bool,
    /// Whether the account has a second factor: a dangerous act then asks for a code beside the password.
    pub second_factor: bool,
    /// The token every form of this session carries.
    pub csrf: String,
    /// The session's key in the database.
    pub token_hash: Vec<u8>,
}

/// What someone may do for an association.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Everything.
    President,
    /// Money, orders, concerts, the door.
    Treasurer,
    /// Concerts, texts, the door.
    Editor,
    /// The door.
    Door,
}

/// A thing that only some roles may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Capability {
    /// Admit people and see who is expected.
    Door,
    /// Write concerts and texts.
    Edit,
    /// See orders and buyers.
    Orders,
    /// Refund, connect Stripe, see takings.
    Money,
    /// Change facts, team and API tokens.
    Manage,
}

impl Role {
    /// From the word in the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "president" => Self::President,
            "treasurer" => Self::Treasurer,
            "editor" => Self::Editor,
            "door" => Self::Door,
            _ => return None,
        })
    }

    /// The word in the database and the key of its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::President => "president",
            Self::Treasurer => "treasurer",
            Self::Editor => "editor",
            Self::Door => "door",
        }
    }

    /// Whether this role may do that.
    #[must_use]
    pub const fn may(self, capability: Capability) -> bool {
        match capability {
            Capability::Door => true,
            Capability::Edit => matches!(self, Self::President | Self::Treasurer | Self::Editor),
            Capability::Orders | Capability::Money => matches!(self, Self::President | Self::Treasurer),
            Capability::Manage => matches!(self, Self::President),
        }
    }
}

/// A member of an association's staff at work: what the back office's guard puts on a request.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub signed_in: SignedIn,
    /// For whom.
    pub tenant: Arc<Tenant>,
    /// As what.
    pub role: Role,
    /// All the associations they work for: name and slug.
    pub associations: Vec<(String, String)>,
}

impl Staff {
    /// Lets through who may do `capability`.
    ///
    /// # Errors
    /// `Forbidden` for the others.
    pub const fn require(&self, capability: Capability) -> Result<()> {
        if self.role.may(capability) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// Opens a session for `account` and gives its token for the cookie.
///
/// # Errors
/// When the database is away.
pub async fn open(tx: &mut PlatformTx, account: AccountId, now: Timestamp) -> Result<String> {
    let token = random_token();
    sqlx::query!(
        "insert into session (token_hash, account_id, csrf, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)",
        token_hash(&token),
        account.uuid(),
        random_token(),
        now,
        now + IDLE
    )
    .execute(tx.conn())
    .await?;
    Ok(token)
}

/// Who holds `token`, if it is alive; extends it when a tenth of its life has passed.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut PlatformTx, token: &str, now: Timestamp) -> Result<Option<SignedIn>> {
    let hash = token_hash(token);
    let row = sqlx::query!(
        r#"select s.account_id, s.csrf, s.created_at, s.seen_at, a.name, a.operator,
                  exists (select from second_factor f where f.account_id = a.id and f.confirmed_at is not null) as "second_factor!"
             from session s join account a on a.id = s.account_id
            where s.token_hash = $1 and s.expires_at > $2 and a.state = 'active'"#,
        hash,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    if now - row.seen_at > IDLE / 10 {
        let until = (now + IDLE).min(row.created_at + LONGEST);
        sqlx::query!("update session set seen_at = $2, expires_at = $3 where token_hash = $1", hash, now, until).execute(tx.conn()).await?;
    }
    Ok(Some(SignedIn {
        account: AccountId::from_uuid(row.account_id),
        name: row.name,
        operator: row.operator,
        second_factor: row.second_factor,
        csrf: row.csrf,
        token_hash: hash,
    }))
}

/// Ends one session.
///
/// # Errors
/// When the database is away.
pub async fn close(tx: &mut PlatformTx, token_hash: &[u8]) -> Result<()> {
    sqlx::query!("delete from session where token_hash = $1", token_hash).execute(tx.conn()).await?;
    Ok(())
}

/// Ends every session of an account: after a new password, or when it is disabled.
///
/// # Errors
/// When the database is away.
pub async fn close_all(tx: &mut PlatformTx, account: AccountId) -> Result<()> {
    sqlx::query!("delete from session where account_id = $1", account.uuid()).execute(tx.conn()).await?;
    Ok(())
}

/// Ends every session of an account but the one at `kept`: after a change of how it signs in.
///
/// # Errors
/// When the database is away.
pub async fn close_others(tx: &mut PlatformTx, account: AccountId, kept: &[u8]) -> Result<()> {
    sqlx::query!("delete from session where account_id = $1 and token_hash <> $2", account.uuid(), kept).execute(tx.conn()).await?;
    Ok(())
}

/// Deletes sessions that ended; gives how many. Run nightly.
///
/// # Errors
/// When the database is away.
pub async fn sweep(tx: &mut PlatformTx, now: Timestamp) -> Result<u64> {
    Ok(sqlx::query!("delete from session where expires_at <= $1", now).execute(tx.conn()).await?.rows_affected())
}
