//! Addresses an association may have, and what a sign-up is.

use kernel::{
    clock::Timestamp,
    form::{Fault, Slug},
    i18n::Locale,
};
use uuid::Uuid;

/// How long the link in the mail works, in hours.
pub const VALID_HOURS: i64 = 24;

/// Names of ours, names that mail and web servers use, and names a visitor would take for ours.
const RESERVED: &[&str] = &[
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrateur",
    "administrator",
    "aide",
    "api",
    "app",
    "assets",
    "auth",
    "autoconfig",
    "autodiscover",
    "back-office",
    "billet",
    "billets",
    "billetterie",
    "blog",
    "cdn",
    "compte",
    "connexion",
    "contact",
    "dashboard",
    "demo",
    "dev",
    "dns",
    "doc",
    "docs",
    "email",
    "estrade",
    "ftp",
    "health",
    "help",
    "hostmaster",
    "imap",
    "info",
    "inscription",
    "internal",
    "legal",
    "localhost",
    "login",
    "mail",
    "media",
    "metrics",
    "mx",
    "news",
    "newsletter",
    "noreply",
    "no-reply",
    "ns1",
    "ns2",
    "operateur",
    "ops",
    "paiement",
    "paiements",
    "pay",
    "payment",
    "payments",
    "platform",
    "plateforme",
    "pop",
    "pop3",
    "postmaster",
    "prod",
    "production",
    "root",
    "securite",
    "security",
    "signup",
    "site",
    "sites",
    "smtp",
    "ssl",
    "staging",
    "static",
    "stats",
    "status",
    "statut",
    "stripe",
    "support",
    "test",
    "tests",
    "webhook",
    "webhooks",
    "webmail",
    "webmaster",
    "wpad",
    "www",
    "www1",
    "www2",
];

/// Reads the address typed for a site.
///
/// # Errors
/// When it is no address or one of ours.
pub fn site_slug(text: &str) -> Result<Slug, Fault> {
    let slug = Slug::parse(text)?;
    // `xn--` begins an internationalised name: it could look like any other.
    if RESERVED.contains(&slug.as_str()) || slug.as_str().starts_with("xn--") { Err(Fault::new("signup-fault-reserved")) } else { Ok(slug) }
}

/// A sign-up that waits for its address to be confirmed.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Its id: what the link's secret is derived from.
    pub id: Uuid,
    /// The association's name.
    pub association_name: String,
    /// Its part of the address.
    pub slug: String,
    /// Who signs up.
    pub person_name: String,
    /// Their address, as typed.
    pub email: String,
    /// Their address, normalised.
    pub email_norm: String,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// The language they read.
    pub locale: Locale,
    /// The wording of the agreement that was accepted.
    pub agreement_hash: Vec<u8>,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_no_name_of_ours() {
        assert_eq!(site_slug("Jazz-des-Halles").unwrap().as_str(), "jazz-des-halles");
        for ours in ["www", "app", "Admin", "mail"] {
            assert_eq!(site_slug(ours).unwrap_err().key(), "signup-fault-reserved", "{ours}");
        }
        for (index, word) in RESERVED.iter().enumerate() {
            assert!(RESERVED[index + 1..].iter().all(|other| other != word), "{word} is listed twice");
        }
        assert!(site_slug("jazz_halles").is_err());
    }
}
