//! Passwords and the few rules of accounts.

use std::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use kernel::{
    error::{Error, Result},
    form::Fault,
    ids::TenantId,
    keys::Keys,
};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// The shortest password, in characters: NIST SP 800-63B asks for 8, the CNIL for 12 when nothing else is asked.
pub const SHORTEST: usize = 12;
/// The longest: past it, hashing would only cost.
const LONGEST: usize = 200;
/// Passwords hashed at one time: each takes 19 MiB and a core.
static PLACES: Semaphore = Semaphore::const_new(4);
/// How long one may wait for a place.
const WAIT: Duration = Duration::from_secs(10);
/// Checked when no account has the address, so that an unknown address takes as long as a known one. Nobody's password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWF0LWFsbC1oZQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password that was chosen, long enough. Its debug form says nothing.
#[derive(Clone)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(..)")
    }
}

impl NewPassword {
    /// Takes 12 to 200 characters of any kind that are not nearly all the same.
    ///
    /// # Errors
    /// A sentence for the form.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let length = text.chars().count();
        if length < SHORTEST {
            return Err(Fault::new("staff-fault-password-short").with("count", SHORTEST));
        }
        if length > LONGEST {
            return Err(Fault::new("fault-too-long").with("longest", LONGEST));
        }
        let different: std::collections::HashSet<char> = text.chars().collect();
        if different.len() < 5 {
            return Err(Fault::new("staff-fault-password-weak"));
        }
        Ok(Self(text.to_owned()))
    }

    /// What the database keeps of it: Argon2id with 19 MiB, two passes (OWASP's least).
    ///
    /// # Errors
    /// `Unavailable` when too many others wait.
    pub async fn hash(self) -> Result<String> {
        in_turn(move || {
            let hash = hasher()?.hash_password(self.0.as_bytes()).map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?;
            Ok(hash.to_string())
        })
        .await
    }
}

/// Whether `password` is the one of `hash`; without a hash, never, after as long.
///
/// # Errors
/// As [`NewPassword::hash`].
pub async fn is_password(password: String, hash: Option<String>) -> Result<bool> {
    in_turn(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&text).map_err(|error| anyhow::anyhow!("a stored password hash cannot be read: {error}"))?;
        // Past the longest there is no such password; the time is spent all the same.
        let fits = password.chars().count() <= LONGEST;
        let right = hasher()?.verify_password(if fits { password.as_bytes() } else { b"" }, &parsed).is_ok();
        Ok(right && known && fits)
    })
    .await
}

fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("Argon2's settings are refused: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    let place = tokio::time::timeout(WAIT, PLACES.acquire()).await.map_err(|_| Error::Unavailable)?.map_err(|_| Error::Unavailable)?;
    let outcome = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Internal(anyhow::anyhow!("hashing a password was cut off")))?;
    drop(place);
    Ok(outcome?)
}

/// What a one-time link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A new password.
    PasswordReset,
    /// Joining a team.
    Invitation,
}

impl Purpose {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
            Self::Invitation => "invitation",
        }
    }
}

/// The secret of a one-time link, derived from a random id by the master secret: a job can write the link without it being stored anywhere,
/// and the id alone, which the job carries, opens nothing.
#[must_use]
pub fn link_token(keys: &Keys, purpose: &str, id: Uuid) -> String {
    keys.link_token(TenantId::from_uuid(Uuid::nil()), purpose, id)
}

/// A path of ours to go to after signing in; anything else leads to the first page.
#[must_use]
pub fn safe_next(next: &str) -> &str {
    let known = next.starts_with("/a/") || next.starts_with("/operateur/") || matches!(next, "/operateur" | super::second_factor::PAGE);
    // What a header cannot carry, and what browsers read as another host.
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic()) && !next.contains('\\') && !next.contains("//");
    if known && plain { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_varied() {
        for (text, key) in [("short", "staff-fault-password-short"), ("aaaaaaaaaaaaaaa", "staff-fault-password-weak")] {
            assert_eq!(NewPassword::parse(text).unwrap_err().key(), key);
        }
        assert!(NewPassword::parse("une phrase facile").is_ok());
        assert!(NewPassword::parse(&"abcdefg".repeat(40)).is_err());
    }

    #[tokio::test]
    async fn a_password_is_recognised_and_nobody_has_one() {
        let hash = NewPassword::parse("une phrase facile").unwrap().hash().await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("une phrase facile".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!is_password("une phrase difficile".to_owned(), Some(hash)).await.unwrap());
        assert!(!is_password(String::new(), None).await.unwrap());
    }

    #[test]
    fn signing_in_leads_to_our_own_pages_only() {
        for (next, safe) in [
            ("/a/jazz/concerts", "/a/jazz/concerts"),
            ("/operateur", "/operateur"),
            ("/compte/securite", "/compte/securite"),
            ("//evil.example", "/"),
            ("/a//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a/é", "/"),
            ("/a/x\r\nset-cookie: y", "/"),
            ("", "/"),
        ] {
            assert_eq!(safe_next(next), safe);
        }
    }
}
