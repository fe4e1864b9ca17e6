//! What becomes of personal data (GDPR art. 13 and 14), use by use: all of it read from the inventory.

use std::collections::BTreeSet;

use kernel::{
    error::{Error, Result},
    inventory::{
        ClaimId, Column, Controller, Handling, LegalBasis, RECIPIENTS, Recipient, RecipientId, RetentionId, STORES, SubjectId, TABLES, TREATMENTS, Treatment,
        TreatmentId, retentions,
    },
};

use super::{Writer, references::CITED};
use crate::{
    legal::model::{Block, Kept, Use},
    site::{
        self,
        modules::{Module, Modules},
    },
};

/// The names of what goes to Stripe beside a payment: ids and nothing else. A journey compares them with what is sent.
pub const STRIPE_METADATA: [&str; 3] = ["tenant", "payment", "order"];

/// The uses of personal data that concern whoever the site deals with: those of the association, and those of the platform that touch its public.
/// What only concerns its team is told to the team, and a site that sells nothing, and never did, has no buyers.
fn shown(modules: &Modules) -> impl Iterator<Item = &'static Treatment> {
    let public = move |subject: &SubjectId| match subject {
        SubjectId::Staff | SubjectId::Applicant => false,
        SubjectId::Buyer | SubjectId::Attendee => modules.hold("ticketing") || modules.hold("payments"),
        _ => true,
    };
    TREATMENTS.iter().filter(move |treatment| modules.hold(treatment.module) && treatment.subjects.iter().any(public))
}

fn handled(treatment: TreatmentId) -> impl Iterator<Item = (&'static Column, &'static Handling)> {
    let columns = TABLES.iter().flat_map(|table| table.columns).filter_map(|column| column.handling.as_ref().map(|handling| (column, handling)));
    columns.filter(move |(_, handling)| handling.treatments.contains(&treatment))
}

/// Kinds of data used for a purpose: whatever the columns that serve it declare.
fn categories(treatment: TreatmentId) -> BTreeSet<&'static str> {
    handled(treatment).map(|(_, handling)| handling.category).collect()
}

/// Who receives data used for a purpose: those it names, and those who run the places where they lie. Stripe receives none of an association
/// that takes no payments and took none, whatever else the purpose serves.
fn recipients(treatment: &Treatment, modules: &Modules) -> Vec<&'static Recipient> {
    let of_stores: Vec<_> = STORES.iter().filter(|store| store.treatments.contains(&treatment.id)).filter_map(|store| store.recipient).collect();
    let used = RECIPIENTS.iter().filter(|recipient| treatment.recipients.contains(&recipient.id) || of_stores.contains(&recipient.id));
    used.filter(|recipient| recipient.id != RecipientId::Stripe || modules.hold(Module::Payments.word())).collect()
}

/// The same as facts, by which two versions are compared.
#[must_use]
pub fn uses(modules: &Modules) -> Vec<Use> {
    let kept = |id: RetentionId| {
        let retention = id.facts();
        let days = |period: kernel::inventory::Period| period.most_seconds() / 86_400;
        let archive = retention.archive.as_ref().map_or(0, |archive| days(archive.length));
        Kept { rule: retention.key.to_owned(), days: retention.active.map(|active| days(active) + archive) }
    };
    shown(modules)
        .map(|treatment| Use {
            treatment: treatment.key.to_owned(),
            categories: categories(treatment.id).into_iter().map(str::to_owned).collect(),
            recipients: recipients(treatment, modules).into_iter().map(|recipient| recipient.key.to_owned()).collect(),
            kept: retentions(treatment.id).into_iter().map(kept).collect(),
        })
        .collect()
}

/// `contact.email` as it stands in locale keys.
pub(in crate::legal) fn keyed(category: &str) -> String {
    category.replace(['.', '_'], "-")
}

impl Writer<'_> {
    /// What a part of the section on personal data says.
    pub(super) fn privacy(&self, part: &str) -> Result<Vec<Block>> {
        match part {
            "responsable" => self.responsible(),
            "commandes" => self.orders(),
            "paiement" => self.payments(),
            "messages" => self.paragraphs(&["legal-messages-text", "legal-messages-service"]),
            "usages" => self.treatments(),
            "destinataires" => self.recipients(),
            "conservation" => self.retention(),
            "droits" => self.rights(),
            unknown => Err(Error::from(anyhow::anyhow!("nothing is written for the section {unknown}"))),
        }
    }

    fn responsible(&self) -> Result<Vec<Block>> {
        let mut blocks = self.paragraphs(&["legal-responsable-text", "legal-responsable-host"])?;
        blocks.extend(self.claim(ClaimId::TenantsWalled)?.map(Block::Paragraph));
        let dpo = &self.from.association.dpo;
        let arguments = [("name", dpo.name.as_str().into()), ("contact", dpo.contact.as_str().into())];
        let answered = match (dpo.needed, dpo.name.is_empty()) {
            (_, false) if dpo.contact.is_empty() => "legal-dpo-named",
            (_, false) => "legal-dpo-named-contact",
            (Some(false), true) => "legal-dpo-not-needed",
            (Some(true), true) => "legal-dpo-missing",
            (None, true) => "legal-dpo-none",
        };
        blocks.push(Block::Paragraph(self.say_with(answered, &arguments)?));
        if shown(self.from.modules).all(|treatment| !treatment.special_category) {
            blocks.push(self.paragraph("legal-responsable-no-special")?);
        }
        Ok(blocks)
    }

    fn orders(&self) -> Result<Vec<Block>> {
        let mut blocks = vec![
            self.paragraph("legal-commandes-text")?,
            self.list(&[
                "legal-commandes-who",
                "legal-commandes-names",
                "legal-commandes-when",
                "legal-commandes-code",
                "legal-commandes-number",
                "legal-commandes-what",
            ])?,
            self.paragraph("legal-commandes-only")?,
        ];
        blocks.extend(self.claim(ClaimId::TransportEncrypted)?.map(Block::Paragraph));
        blocks.push(self.paragraph("legal-commandes-read")?);
        blocks.extend(self.see(&["paiement", "conservation", "droits"])?);
        Ok(blocks)
    }

    fn payments(&self) -> Result<Vec<Block>> {
        let metadata = self.say_with("legal-paiement-metadata", &[("keys", STRIPE_METADATA.join(", ").into())])?;
        let mut blocks = self.paragraphs(&["legal-paiement-text", "legal-paiement-stripe"])?;
        blocks.push(Block::Link(self.say("legal-paiement-security")?, "https://docs.stripe.com/security".to_owned()));
        blocks.push(Block::Link(self.say("legal-paiement-privacy")?, "https://stripe.com/fr/privacy".to_owned()));
        blocks.push(self.paragraph("legal-paiement-seen")?);
        blocks.push(self.list(&["legal-paiement-card", "legal-paiement-imprint", "legal-paiement-country", "legal-paiement-check", "legal-paiement-risk"])?);
        blocks.push(Block::Paragraph(metadata));
        blocks.extend(self.paragraphs(&["legal-paiement-receipt", "legal-paiement-statement", "legal-paiement-fraud"])?);
        Ok(blocks)
    }

    /// Each use: whose and which data, why, on what ground, who receives them, how long, and whether one must give them.
    fn treatments(&self) -> Result<Vec<Block>> {
        let mut blocks = vec![self.paragraph("legal-usages-text")?];
        for treatment in shown(self.from.modules) {
            blocks.push(Block::Title(self.say(&format!("treatment-{}-title", treatment.key))?));
            blocks.push(Block::Facts(self.treatment(treatment)?));
        }
        Ok(blocks)
    }

    fn treatment(&self, treatment: &Treatment) -> Result<Vec<(String, String)>> {
        let joined = |words: Vec<String>| words.join(", ");
        let public = treatment.subjects.iter().filter(|subject| !matches!(subject, SubjectId::Applicant));
        let subjects = public.map(|subject| self.say(&format!("subject-{}", subject.facts().key))).collect::<Result<Vec<_>>>()?;
        let data = categories(treatment.id).into_iter().map(|category| self.say(&format!("category-{}", keyed(category)))).collect::<Result<Vec<_>>>()?;
        let mut basis = self.say(match treatment.legal_basis {
            LegalBasis::Consent => "legal-basis-consent",
            LegalBasis::Contract => "legal-basis-contract",
            LegalBasis::LegalObligation => "legal-basis-obligation",
            LegalBasis::LegitimateInterest => "legal-basis-interest",
        })?;
        if let Some(reference) = treatment.legal_ref {
            basis = self.say_with("legal-basis-reference", &[("basis", basis.into()), ("reference", self.cited(reference)?.into())])?;
        }
        let receive = recipients(treatment, self.from.modules).into_iter().map(|recipient| self.recipient_name(recipient)).collect::<Result<Vec<_>>>()?;
        let kept = retentions(treatment.id).into_iter().map(|retention| self.kept(retention)).collect::<Result<Vec<_>>>()?;
        let required: BTreeSet<&str> = handled(treatment.id).filter_map(|(_, handling)| handling.required).collect();
        let must = required.into_iter().map(|key| self.say(key)).collect::<Result<Vec<_>>>()?;
        let answerable = match treatment.controller {
            Controller::Tenant => self.from.association.legal_name.clone(),
            Controller::Platform => self.from.host.name.clone(),
        };
        let ceased = !self.from.modules.concern(treatment.module);
        let facts = [
            ("legal-use-ceased", if ceased { self.say("legal-use-ceased-text")? } else { String::new() }),
            ("legal-use-why", self.say(&format!("treatment-{}-purpose", treatment.key))?),
            ("legal-use-basis", basis),
            ("legal-use-controller", answerable),
            ("legal-use-subjects", joined(subjects)),
            ("legal-use-data", if data.is_empty() { self.say("legal-use-no-column")? } else { joined(data) }),
            ("legal-use-required", if must.is_empty() { self.say("legal-use-nothing-asked")? } else { must.join(" ") }),
            ("legal-use-recipients", joined(receive)),
            ("legal-use-kept", kept.join(" ")),
            ("legal-use-decision", if treatment.automated_decision { self.say("legal-use-decides")? } else { String::new() }),
        ];
        let given = facts.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(key, value)| Ok((self.say(key)?, value))).collect()
    }

    /// The article a treatment relies on, in this language.
    fn cited(&self, reference: &str) -> Result<String> {
        CITED.iter().try_fold(reference.to_owned(), |text, (short, key)| {
            let spaced = short.starts_with(' ');
            let words = self.say(key)?;
            Ok(text.replace(short, &if spaced { format!(" {words} ") } else { words }))
        })
    }

    fn recipient_name(&self, recipient: &Recipient) -> Result<String> {
        if recipient.legal_name.is_empty() { self.say(&format!("recipient-{}-name", recipient.key)) } else { Ok(recipient.legal_name.to_owned()) }
    }

    fn recipients(&self) -> Result<Vec<Block>> {
        let used: Vec<&Recipient> = shown(self.from.modules).flat_map(|treatment| recipients(treatment, self.from.modules)).collect();
        let mut lines = vec![self.say("legal-destinataires-association")?];
        let mut transfers = Vec::new();
        for recipient in RECIPIENTS.iter().filter(|recipient| used.iter().any(|one| one.id == recipient.id)) {
            lines.push(self.say(&format!("recipient-{}-receives", recipient.key))?);
            if recipient.transfer.is_some() {
                transfers.push(self.say(&format!("recipient-{}-transfer", recipient.key))?);
            }
        }
        let mut blocks = vec![self.paragraph("legal-destinataires-text")?, Block::List(lines)];
        let somewhere = used.iter().any(|recipient| recipient.country.is_empty());
        if !transfers.is_empty() {
            blocks.push(self.paragraph("legal-destinataires-transfers")?);
            blocks.push(Block::List(transfers));
        } else if !somewhere {
            blocks.push(self.paragraph("legal-destinataires-no-transfer")?);
        }
        // Where a provider that the operator names is, the software does not know: it says who does.
        if somewhere {
            blocks.push(self.paragraph("legal-destinataires-providers")?);
        }
        blocks.push(self.paragraph("legal-destinataires-nobody-else")?);
        Ok(blocks)
    }

    fn retention(&self) -> Result<Vec<Block>> {
        let backups = RetentionId::Backup.facts().active.map_or_else(|| Ok(String::new()), |period| self.period(period))?;
        let mut blocks = vec![self.paragraph("legal-conservation-text")?];
        blocks.extend(self.claim(ClaimId::KeptNoLonger)?.map(Block::Paragraph));
        blocks.push(self.paragraph("legal-conservation-archive")?);
        blocks.push(Block::Paragraph(self.say_with("legal-conservation-backups", &[("period", backups.into())])?));
        Ok(blocks)
    }

    fn kept(&self, id: RetentionId) -> Result<String> {
        let retention = id.facts();
        let length = |period| Option::map_or_else(period, || Ok(String::new()), |period| self.period(period));
        let arguments = [("period", length(retention.active)?.into()), ("archive", length(retention.archive.as_ref().map(|archive| archive.length))?.into())];
        self.say_with(&format!("retention-{}", retention.key), &arguments)
    }

    fn rights(&self) -> Result<Vec<Block>> {
        let rights = ["access", "rectify", "erase", "restrict", "object", "port", "consent", "after-death"];
        let rights = rights.into_iter().map(|right| self.say(&format!("legal-right-{right}"))).collect::<Result<Vec<_>>>()?;
        let mut blocks = vec![self.paragraph("legal-droits-text")?, Block::List(rights)];
        blocks.push(Block::Link(self.say("legal-droits-form")?, self.locale.path(site::RIGHTS_PATH)));
        let phone = !self.from.association.phone.is_empty();
        blocks.extend(self.paragraphs(&[
            if phone { "legal-droits-write-call" } else { "legal-droits-write" },
            "legal-droits-identity",
            "legal-droits-delay",
        ])?);
        blocks.push(Block::Link(self.say("legal-droits-cnil")?, "https://www.cnil.fr/fr/plaintes".to_owned()));
        Ok(blocks)
    }
}
