//! Legal notice and privacy statement, terms of sale, accessibility statement: composed from the association's facts and the inventory, kept
//! version by version, shown as text. Owns `legal_document`, `legal_clause` and `legal_notification`.

pub mod admin;
pub mod change;
pub mod clauses;
pub mod compose;
pub mod cookies;
pub mod diff;
pub mod jobs;
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

use crate::site::{
    self,
    model::{Association, VatRegime},
    modules::Modules,
};
pub use crate::site::{ACCESSIBILITY_PATH, NOTICE_PATH};
use clauses::Clause;
use compose::Sources;
use proofs::model::Proof;

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
    [
        vec![entry::<pages::LegalPage>(), entry::<pages::VersionsPage>(), entry::<pages::ComparedPage>()],
        cookies::pages(),
        proofs::pages::pages(),
        proofs::admin::pages(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Which text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The legal notice and privacy statement.
    Notice,
    /// The terms of sale.
    Terms,
    /// The accessibility statement.
    Accessibility,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Notice, Self::Terms, Self::Accessibility];

    /// The word in the database and in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Terms => "terms",
            Self::Accessibility => "accessibility",
        }
    }

    /// From that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The path of its page, without language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Notice => NOTICE_PATH,
            Self::Terms => TERMS_PATH,
            Self::Accessibility => ACCESSIBILITY_PATH,
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

/// All that a text is made from, read in one transaction.
#[derive(Debug)]
pub struct Facts {
    /// Who publishes.
    pub association: Association,
    /// What the association uses.
    pub modules: Modules,
    /// What it adds in its own words.
    pub clauses: Vec<Clause>,
    /// What probes found last. As long as none ran, no claim is made plainly.
    pub claims: Vec<Proof>,
}

impl Facts {
    /// Reads them.
    ///
    /// # Errors
    /// When the database is away, or the association has stated nothing yet.
    pub async fn load(tx: &mut TenantTx, now: Timestamp) -> Result<Self> {
        Ok(Self {
            association: site::store::load(tx).await?,
            modules: site::store::modules(tx, now).await?,
            clauses: store::clauses(tx).await?,
            claims: proofs::store::latest(tx).await?,
        })
    }

    /// As a text is composed from them: with the published words of the association, or those it works on.
    #[must_use]
    pub fn sources<'a>(&'a self, host: &'a OperatorConfig, now: Timestamp, drafts: bool) -> Sources<'a> {
        Sources { association: &self.association, host, modules: &self.modules, clauses: &self.clauses, drafts, claims: &self.claims, now }
    }
}

/// The version of a text in force now. When the facts say something else than the last version, a new one is written in the same transaction,
/// once however many ask at the same moment; facts that the law wants true are thus published at once, without anybody's leave.
///
/// # Errors
/// When the database is away, or the association has stated nothing yet.
pub async fn current(tx: &mut TenantTx, host: &OperatorConfig, kind: Kind, now: Timestamp) -> Result<DocumentVersion> {
    let facts = Facts::load(tx, now).await?;
    current_of(tx, &facts, host, kind, now).await
}

/// The same, the facts being at hand.
///
/// # Errors
/// As [`current`].
pub async fn current_of(tx: &mut TenantTx, facts: &Facts, host: &OperatorConfig, kind: Kind, now: Timestamp) -> Result<DocumentVersion> {
    let sources = facts.sources(host, now, false);
    let hash = compose::hash(kind, &sources)?;
    // Whoever loses the race reads what the winner wrote, which was composed from the same facts.
    for _ in 0..3 {
        if let Some((last, known)) = store::last(tx, kind).await?
            && known == hash
        {
            return Ok(last);
        }
        let content = compose::compose(kind, &sources)?;
        let last = store::find(tx, kind, None).await?;
        let number = last.as_ref().map_or(0, |last| last.version);
        let material = last.as_ref().is_some_and(|last| !change::material(&last.content, &content).is_empty());
        if let Some(added) = store::add(tx, now, kind, number + 1, &content, material).await?
            && material
        {
            jobs::announce(tx, added).await?;
        }
    }
    Err(Error::Unavailable)
}

/// Looks whether the facts say something else than the texts in force, for those that nobody opens: a change that matters reaches the people concerned
/// a night later at most. A text nobody ever opened has told nobody anything, and is left alone.
///
/// # Errors
/// As [`current`].
pub async fn renew(tx: &mut TenantTx, host: &OperatorConfig, now: Timestamp) -> Result<()> {
    let facts = Facts::load(tx, now).await?;
    for kind in Kind::ALL {
        if store::last(tx, kind).await?.is_some() {
            current_of(tx, &facts, host, kind, now).await?;
        }
    }
    Ok(())
}

/// What an association must still state before it may sell, each sentence with the article that asks for it.
#[must_use]
pub fn missing_for_sales(association: &Association) -> Vec<Sentence> {
    let is_given = |text: &str| !text.trim().is_empty();
    let mediator = [&association.mediator_name, &association.mediator_address, &association.mediator_url];
    let wanted = [
        // LCEN art. 19: what a seller adds.
        (is_given(&association.email), "legal-missing-email"),
        (is_given(&association.siret) || is_given(&association.rna), "legal-missing-registration"),
        (association.vat_regime != VatRegime::Liable || is_given(&association.vat_number), "legal-missing-vat"),
        // C. conso. art. L612-1 and L616-1.
        (mediator.into_iter().all(|text| is_given(text)), "legal-missing-mediator"),
    ];
    let for_sales = wanted.into_iter().filter(|(given, _)| !given).map(|(_, key)| Sentence::new(key));
    missing_for_notice(association).into_iter().chain(for_sales).collect()
}

/// What every site owes its visitors and this one does not say yet (LCEN art. 1-1): who publishes, from where, how to call, who answers for it.
#[must_use]
pub fn missing_for_notice(association: &Association) -> Vec<Sentence> {
    let wanted = [
        (!association.legal_name.trim().is_empty(), "legal-missing-name"),
        (association.has_address(), "legal-missing-address"),
        (!association.phone.trim().is_empty(), "legal-missing-phone"),
        (!association.director_name.trim().is_empty(), "legal-missing-director"),
    ];
    wanted.into_iter().filter(|(given, _)| !given).map(|(_, key)| Sentence::new(key)).collect()
}

/// The shows an association may put on in a year without a receipt of its declaration (C. trav. art. L7122-19 and R7122-26).
pub const SHOWS_WITHOUT_LICENCE: i64 = 6;

/// What is missing to put on one more show in a year in which so many are already announced: beyond six, the entrepreneur-de-spectacles receipt.
#[must_use]
pub fn missing_for_show(association: &Association, announced: i64) -> Option<Sentence> {
    (announced >= SHOWS_WITHOUT_LICENCE && association.licence.is_empty()).then(|| Sentence::new("legal-missing-licence"))
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
