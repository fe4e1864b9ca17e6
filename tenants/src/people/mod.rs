//! People an association deals with: buyers now, members later. Owns `person`; `attendees` are those others bought a
//! place for; `restriction` and `suppression` say what may be done with them.

pub mod attendees;
pub mod restriction;
pub mod store;
pub mod suppression;

use kernel::i18n::Locale;

/// A person about to be written down: one row per purchase, because a typed address proves nothing about who typed it.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// First name.
    pub first_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as typed.
    pub email: String,
    /// The address normalised: what searches and suppression compare.
    pub email_norm: String,
    /// The language to write in.
    pub locale: Locale,
}

/// A person as stored.
#[derive(Clone, Debug)]
pub struct Person {
    /// First name.
    pub first_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as typed.
    pub email: String,
    /// Whether name and address are hidden because the person's data are restricted.
    pub restricted: bool,
}

/// A name or an address as pages and mails show it: what an erasure left says nothing, and reaches nobody.
#[must_use]
pub fn shown(text: String) -> String {
    if kernel::personal::is_erased(&text) { String::new() } else { text }
}

impl Person {
    /// First and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.family_name).trim().to_owned()
    }
}
