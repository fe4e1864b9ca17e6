//! Who receives personal data in this installation: the recipients of the inventory, those it leaves open named by the environment.

use std::collections::BTreeMap;

use super::Source;
use crate::inventory::{RECIPIENTS, RecipientId};

/// The European Economic Area: a recipient elsewhere needs what makes the transfer lawful (GDPR art. 44 to 49).
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT",
    "RO", "SE", "SI", "SK",
];

/// Whether a country (ISO 3166) belongs to the European Economic Area.
#[must_use]
pub fn is_in_eea(country: &str) -> bool {
    EEA.contains(&country)
}

/// A recipient, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRecipient {
    /// Its legal name.
    pub legal_name: String,
    /// Its country, ISO 3166.
    pub country: String,
    /// What makes a transfer outside the European Economic Area lawful.
    pub transfer: Option<String>,
}

/// The names of recipients that the inventory leaves open.
#[derive(Clone, Debug, Default)]
pub struct RecipientsConfig(BTreeMap<RecipientId, NamedRecipient>);

impl RecipientsConfig {
    /// From `<KEY>_NAME`, `<KEY>_COUNTRY` and `<KEY>_TRANSFER`, for each recipient whose name the inventory leaves empty. Faults go to `source`.
    pub fn from_source(source: &mut Source) -> Self {
        let named = RECIPIENTS.iter().filter(|recipient| recipient.legal_name.is_empty()).map(|recipient| {
            let variable = |part: &str| format!("{}_{part}", recipient.key.to_uppercase());
            let legal_name =
                source.required(&variable("NAME"), "set its legal name: registers, contracts and the list of processors print it (GDPR art. 28 and 30)");
            let country = source.required(&variable("COUNTRY"), "set the ISO 3166 code of its country, e.g. FR");
            let transfer = source.text(&variable("TRANSFER"));
            let is_code = country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase());
            if is_code && !is_in_eea(&country) && transfer.is_none() {
                let remedy = "say what makes the transfer lawful, e.g. adequacy decision or standard contractual clauses";
                source.fault(&variable("TRANSFER"), "it is not set, and the recipient is outside the European Economic Area", remedy);
            } else if !is_code && !country.is_empty() {
                source.fault(&variable("COUNTRY"), &format!("“{country}” is not a country code"), "set two capital letters, e.g. FR");
            }
            (recipient.id, NamedRecipient { legal_name, country, transfer })
        });
        Self(named.collect())
    }

    /// Invented names, for the samples that prove templates at start.
    #[must_use]
    pub fn sample() -> Self {
        let open = RECIPIENTS.iter().filter(|recipient| recipient.legal_name.is_empty());
        Self(open.map(|recipient| (recipient.id, NamedRecipient { legal_name: "Exemple SAS".to_owned(), country: "FR".to_owned(), transfer: None })).collect())
    }

    /// A recipient with its name, from here or from the inventory.
    #[must_use]
    pub fn of(&self, id: RecipientId) -> NamedRecipient {
        let facts = id.facts();
        self.0.get(&id).cloned().unwrap_or_else(|| NamedRecipient {
            legal_name: facts.legal_name.to_owned(),
            country: facts.country.to_owned(),
            transfer: facts.transfer.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(pairs: &[(&str, &str)]) -> String {
        let mut source = Source::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        RecipientsConfig::from_source(&mut source);
        source.finish(()).err().map(|faults| faults.to_string()).unwrap_or_default()
    }

    #[test]
    fn who_receives_data_is_named_and_a_transfer_is_justified() {
        let missing = faults(&[]);
        for variable in ["HOSTING_PROVIDER_NAME", "MAIL_PROVIDER_COUNTRY", "OBJECT_STORAGE_NAME"] {
            assert!(missing.contains(variable), "{variable}: {missing}");
        }
        assert!(!missing.contains("STRIPE_NAME"), "Stripe is named by the inventory");
        assert!(faults(&[("HOSTING_PROVIDER_COUNTRY", "US")]).contains("HOSTING_PROVIDER_TRANSFER"));
        assert!(faults(&[("HOSTING_PROVIDER_COUNTRY", "France")]).contains("not a country code"));
        assert!(!faults(&[("HOSTING_PROVIDER_COUNTRY", "US"), ("HOSTING_PROVIDER_TRANSFER", "SCC")]).contains("HOSTING_PROVIDER_TRANSFER"));
    }
}
