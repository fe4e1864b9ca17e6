//! What all papers share: the inventory in words, a text with its version, its form as PDF.

use std::sync::LazyLock;

use documents::{Fact, Language, PaperBlock, PaperDocument, PaperSection};
use kernel::{
    clock::{PARIS, Timestamp},
    config::{NamedRecipient, RecipientsConfig, is_in_eea},
    error::{Error, Result},
    i18n::{self, Argument, Locale, translate},
    inventory::{LegalBasis, Period, RECIPIENTS, RecipientId, RecipientRole, RetentionId, SubjectId, TABLES, Treatment, retentions},
};
use poem::{Response, http::header};
use tokio::sync::Semaphore;

use crate::legal::{
    compose::references::CITED,
    model::{Block, Section, Text},
};

// Typesetting keeps a core busy: registers must leave one for tickets and pages.
static TYPESETTING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// The inventory in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The language.
    pub locale: Locale,
    /// The names of recipients.
    pub recipients: &'a RecipientsConfig,
}

impl Words<'_> {
    /// A sentence.
    ///
    /// # Errors
    /// When it is missing: a fault of ours.
    pub fn say(&self, key: &str) -> Result<String> {
        Ok(translate(self.locale, key, &[])?)
    }

    /// A sentence about something.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn say_with(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String> {
        Ok(translate(self.locale, key, arguments)?)
    }

    /// A day.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        i18n::date_long(self.locale, &at.with_timezone(&PARIS))
    }

    /// A day and a time.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        let local = at.with_timezone(&PARIS);
        format!("{}, {}", i18n::date_long(self.locale, &local), i18n::time(self.locale, &local))
    }

    /// What a treatment is called.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn title(&self, treatment: &Treatment) -> Result<String> {
        self.say(&format!("treatment-{}-title", treatment.key))
    }

    /// What a treatment is for.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn purpose(&self, treatment: &Treatment) -> Result<String> {
        self.say(&format!("treatment-{}-purpose", treatment.key))
    }

    /// Why it is lawful, with the text relied on.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn basis(&self, treatment: &Treatment) -> Result<String> {
        let basis = self.say(match treatment.legal_basis {
            LegalBasis::Consent => "basis-consent",
            LegalBasis::Contract => "basis-contract",
            LegalBasis::LegalObligation => "basis-obligation",
            LegalBasis::LegitimateInterest => "basis-interest",
        })?;
        match treatment.legal_ref {
            Some(reference) => Ok(format!("{basis} ({})", self.cited(reference)?)),
            None => Ok(basis),
        }
    }

    /// The inventory writes a text of law once, in short.
    fn cited(&self, reference: &str) -> Result<String> {
        CITED.iter().try_fold(reference.to_owned(), |text, (short, key)| {
            let words = self.say(key)?;
            Ok(text.replace(short, &if short.starts_with(' ') { format!(" {words} ") } else { words }))
        })
    }

    /// A kind of person.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn subject(&self, subject: SubjectId) -> Result<String> {
        self.say(&format!("subject-{}", subject.facts().key))
    }

    /// A category of data: `contact.email` is `category-contact-email`.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn category(&self, category: &str) -> Result<String> {
        self.say(&format!("category-{}", category.replace(['.', '_'], "-")))
    }

    /// The categories of data a treatment uses, as its columns declare them.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn categories(&self, treatment: &Treatment) -> Result<Vec<String>> {
        let handlings = TABLES.iter().flat_map(|table| table.columns).filter_map(|column| column.handling.as_ref());
        let used: std::collections::BTreeSet<&str> =
            handlings.filter(|handling| handling.treatments.contains(&treatment.id)).map(|handling| handling.category).collect();
        used.into_iter().map(|category| self.category(category)).collect()
    }

    /// A country.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn country(&self, code: &str) -> Result<String> {
        self.say_with("paper-country", &[("code", code.into())])
    }

    /// A recipient, what it does and where.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn recipient(&self, id: RecipientId) -> Result<String> {
        let named = self.recipients.of(id);
        let task = self.say(&format!("recipient-{}", id.facts().key))?;
        let country = self.country(&named.country)?;
        self.say_with("paper-recipient", &[("name", named.legal_name.into()), ("task", task.into()), ("country", country.into())])
    }

    /// What leaves the European Economic Area with these recipients, and why that is lawful.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn transfers(&self, recipients: &[RecipientId]) -> Result<Vec<String>> {
        let leaving = recipients.iter().map(|id| (self.recipients.of(*id), id)).filter(|(named, _)| leaves(named));
        leaving
            .map(|(named, _)| {
                let country = self.country(&named.country)?;
                let arguments = [("name", named.legal_name.as_str().into()), ("country", country.into()), ("why", self.safeguards(&named)?.into())];
                self.say_with("paper-transfer", &arguments)
            })
            .collect()
    }

    /// Safeguards are written in the inventory's words, or in the operator's: the inventory's are translated.
    fn safeguards(&self, named: &NamedRecipient) -> Result<String> {
        let declared = RECIPIENTS.iter().find(|recipient| recipient.transfer.is_some() && recipient.transfer == named.transfer.as_deref());
        match declared {
            Some(recipient) => self.say(&format!("recipient-{}-safeguard", recipient.key)),
            None => Ok(named.transfer.clone().unwrap_or_default()),
        }
    }

    /// A security measure.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn measure(&self, measure: &str) -> Result<String> {
        self.say(&format!("measure-{measure}"))
    }

    /// How long data are kept for a purpose.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn retentions(&self, treatment: &Treatment) -> Result<Vec<String>> {
        retentions(treatment.id).into_iter().map(|id| self.retention(id)).collect()
    }

    fn retention(&self, id: RetentionId) -> Result<String> {
        let retention = id.facts();
        let length = |period: Option<Period>| period.map_or_else(|| Ok(String::new()), |period| self.period(period));
        let arguments = [
            ("period", Argument::Text(length(retention.active)?)),
            ("archive", Argument::Text(length(retention.archive.as_ref().map(|archive| archive.length))?)),
        ];
        self.say_with(&format!("retention-{}", retention.key), &arguments)
    }

    fn period(&self, period: Period) -> Result<String> {
        let (key, count) = match period {
            Period::Hours(count) => ("period-hours", count),
            Period::Days(count) => ("period-days", count),
            Period::Months(count) => ("period-months", count),
            Period::Years(count) => ("period-years", count),
        };
        self.say_with(key, &[("count", Argument::Number(count.into()))])
    }
}

/// Whether a recipient is outside the European Economic Area, or passes data on to there.
fn leaves(named: &NamedRecipient) -> bool {
    named.transfer.is_some() || !is_in_eea(&named.country)
}

/// The processors of the platform, in the inventory's order: the associations' sub-processors.
pub fn processors() -> impl Iterator<Item = RecipientId> {
    RECIPIENTS.iter().filter(|recipient| recipient.role == RecipientRole::Processor).map(|recipient| recipient.id)
}

/// A text ready to be shown, printed or sent.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its language.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// Which version, of which day.
    pub reference: String,
    /// Who answers for it.
    pub author: String,
    /// What it says.
    pub text: Text,
}

impl Paper {
    /// Its PDF.
    ///
    /// # Errors
    /// When the template is at fault.
    pub async fn pdf(&self, at: Timestamp) -> Result<Vec<u8>> {
        let document = PaperDocument {
            language: match self.locale {
                Locale::Fr => Language::French,
                Locale::En => Language::English,
            },
            title: self.title.clone(),
            reference: self.reference.clone(),
            issued_at: at,
            author: self.author.clone(),
            lead: self.text.lead.clone(),
            sections: self.text.sections.iter().map(printed).collect(),
        };
        let _permit = TYPESETTING.acquire().await.map_err(|_| Error::Unavailable)?;
        let written = tokio::task::spawn_blocking(move || documents::paper(&document)).await.map_err(anyhow::Error::from)?;
        Ok(written.map_err(anyhow::Error::from)?)
    }

    /// Its PDF as a download called `name`.pdf; `name` is of letters, digits and hyphens.
    ///
    /// # Errors
    /// As [`Paper::pdf`].
    pub async fn download(&self, at: Timestamp, name: &str) -> Result<Response> {
        let bytes = self.pdf(at).await?;
        Ok(Response::builder()
            .content_type("application/pdf")
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\""))
            .header(header::CACHE_CONTROL, "no-store")
            .body(bytes))
    }
}

fn printed(section: &Section) -> PaperSection {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => PaperBlock::Paragraph { text: text.clone() },
        Block::Heading(text) | Block::Title(text) | Block::Part(_, text) => PaperBlock::Heading { text: text.clone() },
        Block::List(items) => PaperBlock::List { items: items.clone() },
        Block::Facts(facts) => PaperBlock::Facts { facts: facts.iter().map(|(label, value)| Fact { label: label.clone(), value: value.clone() }).collect() },
        Block::Table(head, rows) => PaperBlock::Table { head: head.clone(), rows: rows.clone() },
        Block::Link(words, address) => PaperBlock::Paragraph { text: format!("{words} ({address})") },
        Block::See(words, titles) => {
            let titles: Vec<&str> = titles.iter().map(|(title, _)| title.as_str()).collect();
            PaperBlock::Paragraph { text: format!("{words} {}", titles.join(", ")) }
        }
        Block::Own(title, paragraphs) | Block::OwnFrench(title, paragraphs) => {
            PaperBlock::List { items: std::iter::once(title).chain(paragraphs).cloned().collect() }
        }
    };
    PaperSection { title: section.title.clone(), blocks: section.blocks.iter().map(block).collect() }
}

/// A hash in hexadecimal digits, as forms carry it.
#[must_use]
pub fn digits(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The first digits of a hash: enough to tell versions apart on paper.
#[must_use]
pub fn fingerprint(hash: &[u8]) -> String {
    digits(hash.get(..4).unwrap_or(hash))
}

#[cfg(test)]
mod tests {
    use kernel::inventory::{Scope, TREATMENTS};

    use super::*;

    #[test]
    fn everything_the_inventory_names_can_be_said_in_both_languages() {
        let recipients = RecipientsConfig::sample();
        let mut faults = Vec::new();
        for locale in Locale::ALL {
            let words = Words { locale, recipients: &recipients };
            let mut said = vec![];
            for treatment in TREATMENTS {
                said.extend([words.title(treatment), words.purpose(treatment), words.basis(treatment)]);
                said.push(words.retentions(treatment).map(|all| all.concat()));
                said.extend(treatment.subjects.iter().map(|subject| words.subject(*subject)));
                said.extend(treatment.security.iter().map(|measure| words.measure(measure)));
                said.extend(treatment.recipients.iter().map(|recipient| words.recipient(*recipient)));
                said.push(words.transfers(treatment.recipients).map(|all| all.concat()));
            }
            for scope in [Scope::Tenant, Scope::Platform] {
                said.extend(kernel::db::categories(scope).into_iter().map(|category| words.category(category)));
            }
            faults.extend(said.into_iter().filter_map(|said| match said {
                Err(Error::Internal(cause)) => Some(cause.to_string()),
                Err(error) => Some(error.to_string()),
                Ok(_) => None,
            }));
        }
        faults.sort();
        faults.dedup();
        assert_eq!(faults, Vec::<String>::new());
    }
}
