//! The agreement between the platform and an association (GDPR art. 28(3)): composed from facts and inventory, kept version by version, agreed to
//! by a president. Owns `agreement_terms` and `agreement`.

mod admin;
pub mod store;

use chrono::Duration;
use kernel::{
    app::App,
    clock::Timestamp,
    config::{OperatorConfig, RecipientsConfig},
    db::TenantTx,
    error::{Error, Result},
    i18n::Locale,
    ids::AccountId,
    inventory::Controller,
    jobs::{NewJob, enqueue_platform},
    views::{PageEntry, entry},
};
use poem::RouteMethod;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::store::{Accepted, Terms};
use super::{
    model::{Paper, Words},
    processors, register,
};
use crate::{
    legal::model::{Block, Content, Section, Text},
    site::{self, modules::Modules},
};

/// Days between a new wording and the day it applies.
pub const NOTICE_DAYS: i64 = 30;

/// The kind the platform's jobs about papers are filed under; the server runs them, for they write to presidents.
pub const KIND: &str = "papers";

/// What is left for later.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Has every president told of a new wording.
    AnnounceTerms {
        /// Its version.
        version: i32,
    },
    /// Tells the presidents of one association of a new wording.
    MailTerms {
        /// Its version.
        version: i32,
    },
    /// Has every president told of a change of processor.
    AnnounceProcessor {
        /// The change.
        change: Uuid,
    },
    /// Tells the presidents of one association of a change of processor.
    MailProcessor {
        /// The change.
        change: Uuid,
    },
    /// Opens a file of a breach in each association that a breach of the platform concerns.
    ReportBreach {
        /// The platform's file.
        breach: Uuid,
    },
    /// Opens the file in one association and tells its presidents.
    ReportBreachTo {
        /// The platform's file.
        breach: Uuid,
    },
}

impl Job {
    /// As the queue takes it: the same job waiting already is not filed twice.
    ///
    /// # Errors
    /// Never in practice: ids only.
    pub fn filed(&self) -> Result<NewJob> {
        let payload = serde_json::to_value(self).map_err(anyhow::Error::from)?;
        let key = payload.to_string();
        Ok(NewJob::new(KIND, payload).keyed(key))
    }
}

pub(super) fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    admin::routes()
}

pub(super) fn pages() -> Vec<PageEntry> {
    vec![entry::<admin::AgreementPage>()]
}

/// The clauses, in the order of art. 28(3): each is a section `agreement-<anchor>-title` with the paragraphs listed.
const CLAUSES: [(&str, &[&str]); 10] = [
    ("objet", &["agreement-objet-text", "agreement-objet-duration", "agreement-objet-roles"]),
    ("instructions", &["agreement-instructions-text", "agreement-instructions-alert"]),
    ("confidentialite", &["agreement-confidentialite-text"]),
    ("securite", &["agreement-securite-text"]),
    ("sous-traitance", &["agreement-sous-traitance-text", "agreement-sous-traitance-objection"]),
    ("personnes", &["agreement-personnes-text"]),
    ("assistance", &["agreement-assistance-text", "agreement-assistance-breach"]),
    ("fin", &["agreement-fin-text", "agreement-fin-waits"]),
    ("controle", &["agreement-controle-text"]),
    ("versions", &["agreement-versions-text"]),
];

/// The wording, in both languages: clauses, then the annexes the inventory writes.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn compose(operator: &OperatorConfig, recipients: &RecipientsConfig) -> Result<Content> {
    let text = |locale| {
        let words = Words { locale, recipients };
        let title = |anchor: &str| words.say(&format!("agreement-{anchor}-title"));
        let parties = [Block::Paragraph(
            words.say_with("agreement-parties-text", &[("name", operator.name.as_str().into()), ("address", operator.address.as_str().into())])?,
        )];
        let mut sections = vec![Section { anchor: "parties".to_owned(), title: title("parties")?, blocks: parties.into() }];
        for (anchor, paragraphs) in CLAUSES {
            let days = [("days", NOTICE_DAYS.into())];
            let blocks = paragraphs.iter().map(|key| words.say_with(key, &days).map(Block::Paragraph)).collect::<Result<Vec<_>>>()?;
            sections.push(Section { anchor: anchor.to_owned(), title: title(anchor)?, blocks });
        }
        let mut processing = vec![Block::Paragraph(words.say("agreement-annexe-traitements-text")?)];
        for line in register::sections(words, &register::activities(words, Controller::Tenant, &Modules::all())?)? {
            processing.push(Block::Heading(line.title));
            processing.extend(line.blocks);
        }
        sections.push(Section { anchor: "annexe-traitements".to_owned(), title: title("annexe-traitements")?, blocks: processing });
        let list = vec![Block::Paragraph(words.say("agreement-annexe-processors-text")?), processors::table(words)?];
        sections.push(Section { anchor: "annexe-sous-traitants".to_owned(), title: title("annexe-sous-traitants")?, blocks: list });
        let measures = vec![Block::List(register::measures(words)?)];
        sections.push(Section { anchor: "annexe-mesures".to_owned(), title: title("annexe-mesures")?, blocks: measures });
        if locale != Locale::Fr {
            let prevails = vec![Block::Paragraph(words.say("legal-french-prevails")?)];
            sections.push(Section { anchor: "langue".to_owned(), title: words.say("legal-langue-title")?, blocks: prevails });
        }
        Ok::<_, Error>(Text { lead: words.say("agreement-lead")?, sections })
    };
    Ok(Content { fr: text(Locale::Fr)?, en: text(Locale::En)?, uses: Vec::new() })
}

/// The wording the platform offers now. When facts or inventory say something else than the last one, a new version is kept and every president is
/// told: it applies after the notice.
///
/// # Errors
/// When the database is away.
pub async fn current(app: &App) -> Result<Terms> {
    let content = compose(&app.config.operator, &app.config.recipients)?;
    let hash = content.hash()?;
    let now = app.clock.now();
    // Whoever loses the race reads what the winner wrote, which was composed from the same facts.
    for _ in 0..3 {
        let mut tx = app.db.platform().await?;
        if let Some(known) = store::by_hash(&mut tx, &hash).await? {
            return Ok(known);
        }
        let last = store::last_version(&mut tx).await?;
        let applies_from = if last == 0 { now } else { now + Duration::days(NOTICE_DAYS) };
        let new = Terms { version: last + 1, hash: hash.clone(), content: content.clone(), published_at: now, applies_from };
        if store::publish(&mut tx, &new).await? {
            if last > 0 {
                enqueue_platform(&mut tx, None, Job::AnnounceTerms { version: new.version }.filed()?).await?;
            }
            tx.commit().await?;
            return Ok(new);
        }
    }
    Err(Error::Unavailable)
}

/// Writes down that an association agrees to a version; `false` when it had. Its first binds at once: nobody's data are processed without an
/// agreement in force (art. 28(3)), and the notice is for those who have an earlier one.
///
/// # Errors
/// When the database is away.
pub async fn accept(tx: &mut TenantTx, now: Timestamp, by: AccountId, signatory: &str, terms: &Terms) -> Result<bool> {
    let association = site::store::load(tx).await?;
    let is_first = store::accepted(tx).await?.is_empty();
    let accepted = Accepted {
        version: terms.version,
        hash: terms.hash.clone(),
        controller_name: association.legal_name.clone(),
        controller_address: association.address().join(", "),
        signatory: signatory.to_owned(),
        accepted_at: now,
        applies_from: if is_first { now } else { terms.applies_from },
    };
    store::accept(tx, by, &accepted).await
}

/// Whether a president has to look at the agreement, and why: a message `agreement-warning-…`.
#[must_use]
pub fn warning(terms: &Terms, accepted: &[Accepted], now: Timestamp) -> Option<&'static str> {
    if accepted.iter().any(|accepted| accepted.hash == terms.hash) {
        None
    } else if accepted.is_empty() {
        Some("agreement-warning-none")
    } else if terms.applies_from > now {
        Some("agreement-warning-coming")
    } else {
        Some("agreement-warning-overdue")
    }
}

/// A version as a paper; with the association's part, when it agreed.
///
/// # Errors
/// When a word is missing: a fault of ours.
pub fn paper(words: Words<'_>, terms: &Terms, accepted: Option<&Accepted>, author: &str) -> Result<Paper> {
    let mut text = terms.content.text(words.locale).clone();
    let arguments = [("version", terms.version.into()), ("date", words.day(terms.published_at).into()), ("from", words.day(terms.applies_from).into())];
    let reference = match accepted {
        // What binds an association since another day than the others says that day to it.
        None if terms.applies_from > terms.published_at => "agreement-reference-new",
        _ => "agreement-reference",
    };
    if let (Some(accepted), Some(parties)) = (accepted, text.sections.first_mut()) {
        let facts = [
            ("agreement-fact-controller", accepted.controller_name.clone()),
            ("legal-fact-seat", accepted.controller_address.clone()),
            ("agreement-fact-signatory", accepted.signatory.clone()),
            ("agreement-fact-accepted", words.moment(accepted.accepted_at)),
            ("agreement-fact-applies", words.day(accepted.applies_from)),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| Ok((words.say(key)?, value))).collect::<Result<Vec<_>>>()?;
        parties.blocks.push(Block::Facts(facts));
    }
    Ok(Paper { locale: words.locale, title: words.say("agreement-title")?, reference: words.say_with(reference, &arguments)?, author: author.to_owned(), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agreement_says_all_that_article_28_asks() {
        let content = compose(&OperatorConfig::sample(), &RecipientsConfig::sample()).unwrap();
        let anchors = |text: &Text| text.sections.iter().map(|section| section.anchor.clone()).filter(|anchor| anchor != "langue").collect::<Vec<_>>();
        assert_eq!(anchors(&content.fr), anchors(&content.en));
        let html = content.fr.to_html();
        // Subject, duration, nature, data, people (28(3)), then (a) to (h), sub-processors and their notice (28(2)), breaches (33(2)).
        for expected in [
            "objet",
            "durée",
            "instructions",
            "confidentialité",
            "article 32",
            "30 jours",
            "droits",
            "articles 32 à 36",
            "copie complète",
            "audits",
            "Exemple SAS",
            "adresse e-mail",
        ] {
            assert!(html.contains(expected), "{expected}");
        }
    }

    #[test]
    fn a_version_is_asked_for_until_it_is_agreed_to() {
        let content = compose(&OperatorConfig::sample(), &RecipientsConfig::sample()).unwrap();
        let now = Timestamp::default();
        let terms = Terms { version: 2, hash: vec![2], content, published_at: now, applies_from: now + Duration::days(NOTICE_DAYS) };
        let accepted = |hash| Accepted {
            version: 1,
            hash,
            controller_name: String::new(),
            controller_address: String::new(),
            signatory: String::new(),
            accepted_at: now,
            applies_from: now,
        };
        assert_eq!(warning(&terms, &[], now), Some("agreement-warning-none"));
        assert_eq!(warning(&terms, &[accepted(vec![1])], now), Some("agreement-warning-coming"));
        assert_eq!(warning(&terms, &[accepted(vec![1])], now + Duration::days(31)), Some("agreement-warning-overdue"));
        assert_eq!(warning(&terms, &[accepted(vec![2])], now + Duration::days(31)), None);
    }
}
