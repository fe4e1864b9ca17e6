//! Legal notice and terms of sale: composed from the association's facts, kept version by version, shown as text. Owns `legal_document`.

pub mod admin;
pub mod compose;
pub mod cookies;
pub mod model;
mod pages;
pub mod proofs;
pub mod store;

use kernel::{
    clock::Timestamp,
    config::OperatorConfig,
    db::TenantTx,
    error::{Error, Result, Sentence},
    views::{PageEntry, entry},
};
use poem::RouteMethod;
use uuid::Uuid;

pub use crate::site::NOTICE_PATH;
use crate::site::{
    self,
    model::{Association, VatRegime},
};

/// The path of the terms of sale, without language.
pub const TERMS_PATH: &str = "/conditions-de-vente";

/// The public pages of this slice.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    [pages::routes(), cookies::public_routes(), proofs::pages::public_routes()].into_iter().flatten().collect()
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [vec![entry::<pages::LegalPage>()], cookies::pages(), proofs::pages::pages(), proofs::admin::pages()].into_iter().flatten().collect()
}

/// Which text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The legal notice.
    Notice,
    /// The terms of sale.
    Terms,
}

impl Kind {
    /// The word in the database and in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Terms => "terms",
        }
    }

    /// The path of its page, without language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Notice => NOTICE_PATH,
            Self::Terms => TERMS_PATH,
        }
    }
}

/// The version in force.
#[derive(Clone, Debug)]
pub struct DocumentVersion {
    /// Its id: what an order notes as read.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: i32,
    /// Since when it applies.
    pub effective_from: Timestamp,
}

/// The version of a text in force now. When the facts say something else than the last version, a new one is written in the same transaction,
/// once however many ask at the same moment.
///
/// # Errors
/// When the database is away, or the association has stated nothing yet.
pub async fn current(tx: &mut TenantTx, host: &OperatorConfig, kind: Kind, now: Timestamp) -> Result<DocumentVersion> {
    let content = compose::compose(kind, &site::store::load(tx).await?, host)?;
    let hash = content.hash()?;
    // Whoever loses the race reads what the winner wrote, which was composed from the same facts.
    for _ in 0..3 {
        let last = store::find(tx, kind, None).await?;
        let number = last.as_ref().map_or(0, |last| last.version);
        if let Some(last) = last.filter(|last| last.hash == hash) {
            return Ok(DocumentVersion { id: last.id, version: last.version, effective_from: last.effective_from });
        }
        store::add(tx, now, kind, number + 1, &content).await?;
    }
    Err(Error::Unavailable)
}

/// What an association must still state before it may sell, each sentence with the article that asks for it.
#[must_use]
pub fn missing_for_sales(association: &Association) -> Vec<Sentence> {
    let is_given = |text: &str| !text.trim().is_empty();
    let mediator = [&association.mediator_name, &association.mediator_address, &association.mediator_url];
    let wanted = [
        // LCEN art. 1-1: who publishes, from where, how to call, who answers for it.
        (is_given(&association.legal_name), "legal-missing-name"),
        (association.has_address(), "legal-missing-address"),
        (is_given(&association.phone), "legal-missing-phone"),
        (is_given(&association.director_name), "legal-missing-director"),
        // LCEN art. 19: what a seller adds.
        (is_given(&association.email), "legal-missing-email"),
        (is_given(&association.siret) || is_given(&association.rna), "legal-missing-registration"),
        (association.vat_regime != VatRegime::Liable || is_given(&association.vat_number), "legal-missing-vat"),
        // C. conso. art. L612-1 and L616-1.
        (mediator.into_iter().all(|text| is_given(text)), "legal-missing-mediator"),
    ];
    wanted.into_iter().filter(|(given, _)| !given).map(|(_, key)| Sentence::new(key)).collect()
}

#[cfg(test)]
mod tests {
    use kernel::i18n::Locale;

    use super::*;

    #[test]
    fn what_is_missing_is_said_with_its_article() {
        assert!(missing_for_sales(&Association::sample()).is_empty());
        let bare = Association {
            legal_name: String::new(),
            street: String::new(),
            phone: String::new(),
            director_name: String::new(),
            email: String::new(),
            siret: String::new(),
            rna: String::new(),
            vat_regime: VatRegime::Liable,
            mediator_url: String::new(),
            ..Association::sample()
        };
        let missing = missing_for_sales(&bare);
        assert_eq!(missing.len(), 8);
        for sentence in missing {
            for locale in Locale::ALL {
                assert!(sentence.translate(locale).unwrap().contains("art."), "{}", sentence.key());
            }
        }
    }
}
