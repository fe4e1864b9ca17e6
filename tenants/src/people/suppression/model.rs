//! One address, however it is written, and its digest.

use kernel::{ids::TenantId, keys::Keys};
use ring::hmac;

/// A keyed digest of an address.
pub type Digest = [u8; 32];

/// Why an address is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// By the link in a mail.
    Unsubscribe,
    /// Art. 21 GDPR.
    Objection,
    /// A consent was withdrawn.
    Withdrawal,
    /// With an erasure, because the person wants no mail either.
    Erasure,
}

impl Source {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsubscribe => "unsubscribe",
            Self::Objection => "objection",
            Self::Withdrawal => "withdrawal",
            Self::Erasure => "erasure",
        }
    }
}

/// Mailboxes whose provider reads past dots.
const DOTLESS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The mailbox behind an address: lower case, without a tag (`name+tag@`), and without dots where the provider reads past them. Two people
/// never share one; one person who signs up again under a variant does.
#[must_use]
pub fn canonical(email: &str) -> String {
    let lower = email.trim().to_lowercase();
    let Some((local, domain)) = lower.rsplit_once('@') else { return lower };
    let local = local.split_once('+').map_or(local, |(name, _)| if name.is_empty() { local } else { name });
    if DOTLESS.contains(&domain) {
        return format!("{}@gmail.com", local.replace('.', ""));
    }
    format!("{local}@{domain}")
}

/// The digest of an address in one association: HMAC-SHA256 of [`canonical`] under a key of its own.
#[must_use]
pub fn digest(keys: &Keys, tenant: TenantId, email: &str) -> Digest {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &keys.derive(&[b"suppression", tenant.uuid().as_bytes()]));
    let mut digest = [0; 32];
    digest.copy_from_slice(hmac::sign(&key, canonical(email).as_bytes()).as_ref());
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_way_to_write_a_mailbox_is_one_and_others_stay_others() {
        for variant in ["jeanne@example.org", "Jeanne@Example.ORG", " jeanne+concerts@example.org", "jeanne+@example.org"] {
            assert_eq!(canonical(variant), "jeanne@example.org", "{variant}");
        }
        for (other, expected) in [("jean.ne@example.org", "jean.ne@example.org"), ("+tag@example.org", "+tag@example.org"), ("nowhere", "nowhere")] {
            assert_eq!(canonical(other), expected);
        }
        let dotless = |local: &str, domain: &str| canonical(&format!("{local}@{domain}"));
        assert_eq!(dotless("j.e.a.n.n.e+x", DOTLESS[0]), dotless("jeanne", DOTLESS[1]));
    }

    #[test]
    fn a_digest_is_one_associations_own() {
        let keys = Keys::new(&[1; 32]);
        let (here, there) = (TenantId::from_uuid(Uuid::from_u128(1)), TenantId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(digest(&keys, here, "JEANNE+a@example.org"), digest(&keys, here, "jeanne@example.org"));
        assert_ne!(digest(&keys, here, "jeanne@example.org"), digest(&keys, there, "jeanne@example.org"));
        assert_ne!(digest(&keys, here, "jeanne@example.org"), digest(&Keys::new(&[2; 32]), here, "jeanne@example.org"));
    }
}
