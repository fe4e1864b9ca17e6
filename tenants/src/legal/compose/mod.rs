//! Composing the two texts from the facts: every word from the locale files (`legal_texts.ftl`), every fact from a row, every purpose, period
//! and cookie from the personal-data inventory.

use kernel::{
    config::OperatorConfig,
    error::Result,
    i18n::{Argument, Locale, translate},
    inventory::{COOKIES, Controller, LegalBasis, Period, RETENTIONS, RetentionId, STORES, TABLES, TREATMENTS, TreatmentId},
};

use crate::{
    legal::{
        Kind,
        model::{Block, Content, Section, Text},
    },
    site::model::{Association, phone_grouped, siret_grouped},
};

/// The text of a kind, in both languages.
///
/// # Errors
/// When a sentence is missing: a fault of ours.
pub fn compose(kind: Kind, association: &Association, host: &OperatorConfig) -> Result<Content> {
    let text = |locale| {
        let writer = Writer { locale, association, host };
        match kind {
            Kind::Notice => writer.notice(),
            Kind::Terms => writer.terms(),
        }
    };
    Ok(Content { fr: text(Locale::Fr)?, en: text(Locale::En)? })
}

struct Writer<'a> {
    locale: Locale,
    association: &'a Association,
    host: &'a OperatorConfig,
}

impl Writer<'_> {
    fn say(&self, key: &str) -> Result<String> {
        self.say_with(key, &[])
    }

    fn say_with(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String> {
        Ok(translate(self.locale, key, arguments)?)
    }

    /// A section `legal-<anchor>-title` whose paragraphs are `keys`.
    fn section(&self, anchor: &str, blocks: Vec<Block>) -> Result<Section> {
        Ok(Section { anchor: anchor.to_owned(), title: self.say(&format!("legal-{anchor}-title"))?, blocks })
    }

    fn paragraphs(&self, keys: &[&str]) -> Result<Vec<Block>> {
        keys.iter().map(|key| self.say(key).map(Block::Paragraph)).collect()
    }

    fn text(&self, lead: &str, sections: Vec<Section>) -> Result<Text> {
        let mut sections = sections;
        let prevails = Block::Paragraph(self.say("legal-french-prevails")?);
        if self.locale != Locale::Fr {
            sections.push(Section { anchor: "langue".to_owned(), title: self.say("legal-langue-title")?, blocks: vec![prevails] });
        }
        Ok(Text { lead: self.say(lead)?, sections })
    }

    /// Legal notice: loi 2004-575 art. 1-1 and 19; C. conso. art. L111-1 and L616-1; GDPR art. 13.
    fn notice(&self) -> Result<Text> {
        let mut publisher = vec![Block::Paragraph(self.say_with("legal-editeur-text", &[("name", self.association.legal_name.as_str().into())])?)];
        publisher.push(Block::Facts(self.identity()?));
        let mut sections = vec![self.section("editeur", publisher)?];
        if !self.association.director_name.is_empty() {
            let arguments = [("name", self.association.director_name.as_str().into()), ("role", self.association.director_role.as_str().into())];
            let key = if self.association.director_role.is_empty() { "legal-direction-name" } else { "legal-direction-name-role" };
            sections.push(self.section("direction", vec![Block::Paragraph(self.say_with(key, &arguments)?)])?);
        }
        let host = [("name", &self.host.name), ("address", &self.host.address), ("phone", &self.host.phone)]
            .map(|(fact, value)| Ok((self.say(&format!("legal-host-{fact}-label"))?, value.clone())));
        let host = host.into_iter().collect::<Result<Vec<_>>>()?;
        sections.push(self.section("hebergeur", vec![Block::Paragraph(self.say("legal-hebergeur-text")?), Block::Facts(host)])?);
        sections.push(self.section("contenus", self.paragraphs(&["legal-contenus-text", "legal-contenus-report"])?)?);
        sections.push(self.data()?);
        sections.push(self.cookies()?);
        sections.extend(self.mediator()?);
        self.text("legal-notice-lead", sections)
    }

    /// Terms of sale: C. conso. art. L221-5, L221-13, L221-14, L221-28 12°, L612-1.
    fn terms(&self) -> Result<Text> {
        let seller = vec![
            Block::Paragraph(self.say_with("legal-vendeur-text", &[("name", self.association.legal_name.as_str().into())])?),
            Block::Facts(self.identity()?),
        ];
        let mut prices = self.paragraphs(&["legal-prix-text"])?;
        prices.push(Block::Paragraph(self.association.vat_mention().translate(self.locale)?));
        let mut sections = vec![
            self.section("vendeur", seller)?,
            self.section("prix", prices)?,
            self.section("commande", self.paragraphs(&["legal-commande-hold", "legal-commande-button", "legal-commande-stripe"])?)?,
            self.section("billets", self.paragraphs(&["legal-billets-text", "legal-billets-door"])?)?,
            self.section("retractation", self.paragraphs(&["legal-retractation-text"])?)?,
            self.section("remboursement", self.paragraphs(&["legal-remboursement-cancelled", "legal-remboursement-moved", "legal-remboursement-late"])?)?,
            self.section(
                "reclamation",
                vec![Block::Paragraph(self.say_with("legal-reclamation-text", &[("email", self.association.email.as_str().into())])?)],
            )?,
        ];
        sections.extend(self.mediator()?);
        sections.push(self.section("droit", self.paragraphs(&["legal-droit-text", "legal-droit-versions"])?)?);
        self.text("legal-terms-lead", sections)
    }

    /// Who the association is, as far as it said so.
    fn identity(&self) -> Result<Vec<(String, String)>> {
        let association = self.association;
        let address = association.address().join(", ");
        let vat = association.vat_mention().translate(self.locale)?;
        let facts = [
            ("legal-fact-name", association.legal_name.clone()),
            ("legal-fact-seat", address),
            ("legal-fact-email", association.email.clone()),
            ("legal-fact-phone", phone_grouped(&association.phone)),
            ("legal-fact-rna", association.rna.clone()),
            ("legal-fact-siret", siret_grouped(&association.siret)),
            ("legal-fact-ape", association.ape.clone()),
            ("legal-fact-licence", association.licence.clone()),
            ("legal-fact-vat", vat),
        ];
        facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| Ok((self.say(key)?, value))).collect()
    }

    fn mediator(&self) -> Result<Option<Section>> {
        let association = self.association;
        if association.mediator_name.is_empty() {
            return Ok(None);
        }
        let mut blocks = vec![
            Block::Paragraph(self.say("legal-mediateur-text")?),
            Block::Paragraph(format!("{}, {}", association.mediator_name, association.mediator_address).trim_end_matches([',', ' ']).to_owned()),
        ];
        if !association.mediator_url.is_empty() {
            blocks.push(Block::Link(association.mediator_url.clone(), association.mediator_url.clone()));
        }
        self.section("mediateur", blocks).map(Some)
    }

    /// What becomes of personal data (GDPR art. 13), purpose by purpose.
    fn data(&self) -> Result<Section> {
        let head = ["use", "why", "basis", "how-long"].into_iter().map(|column| self.say(&format!("legal-donnees-{column}"))).collect::<Result<Vec<_>>>()?;
        let rows = TREATMENTS
            .iter()
            .filter(|treatment| treatment.controller == Controller::Tenant)
            .map(|treatment| {
                Ok(vec![
                    self.say(&format!("treatment-{}-title", treatment.key))?,
                    self.say(&format!("treatment-{}-purpose", treatment.key))?,
                    self.say(basis(treatment.legal_basis))?,
                    retentions(treatment.id).into_iter().map(|retention| self.retention(retention)).collect::<Result<Vec<_>>>()?.join(" "),
                ])
            })
            .collect::<Result<Vec<_>>>()?;
        let recipients = ["association", "hosting_provider", "mail_provider", "object_storage", "stripe"];
        let recipients = recipients.into_iter().map(|key| self.say(&format!("legal-recipient-{key}"))).collect::<Result<Vec<_>>>()?;
        let rights =
            ["access", "rectify", "erase", "object", "port"].into_iter().map(|right| self.say(&format!("legal-right-{right}"))).collect::<Result<Vec<_>>>()?;
        let blocks = vec![
            Block::Paragraph(self.say_with("legal-donnees-text", &[("name", self.association.legal_name.as_str().into())])?),
            Block::Table(head, rows),
            Block::Heading(self.say("legal-recipients-title")?),
            Block::List(recipients),
            Block::Heading(self.say("legal-rights-title")?),
            Block::List(rights),
            Block::Paragraph(self.say_with("legal-rights-write", &[("email", self.association.email.as_str().into())])?),
            Block::Link(self.say("legal-rights-cnil")?, "https://www.cnil.fr/fr/plaintes".to_owned()),
        ];
        self.section("donnees", blocks)
    }

    fn cookies(&self) -> Result<Section> {
        let head = ["name", "when", "how-long"].into_iter().map(|column| self.say(&format!("legal-cookies-{column}"))).collect::<Result<Vec<_>>>()?;
        let rows = COOKIES
            .iter()
            .map(|cookie| Ok(vec![cookie.name.to_owned(), self.say(&format!("cookie-{}-when", cookie.key))?, self.period(cookie.max_age)?]))
            .collect::<Result<Vec<_>>>()?;
        let mut blocks = self.paragraphs(&["legal-cookies-text"])?;
        if !rows.is_empty() {
            blocks.push(Block::Table(head, rows));
        }
        self.section("cookies", blocks)
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

    fn retention(&self, id: RetentionId) -> Result<String> {
        let retention = id.facts();
        let length = |period: Option<Period>| period.map_or_else(|| Ok(String::new()), |period| self.period(period));
        let arguments = [
            ("period", Argument::Text(length(retention.active)?)),
            ("archive", Argument::Text(length(retention.archive.as_ref().map(|archive| archive.length))?)),
        ];
        self.say_with(&format!("retention-{}", retention.key), &arguments)
    }
}

fn basis(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "legal-basis-consent",
        LegalBasis::Contract => "legal-basis-contract",
        LegalBasis::LegalObligation => "legal-basis-obligation",
        LegalBasis::LegitimateInterest => "legal-basis-interest",
    }
}

/// How long data are kept for a purpose: whatever the columns and stores that serve it declare, in the inventory's order.
fn retentions(treatment: TreatmentId) -> Vec<RetentionId> {
    let columns = TABLES.iter().flat_map(|table| table.columns).filter_map(|column| column.handling.as_ref());
    let of_columns = columns.filter(|handling| handling.treatments.contains(&treatment)).map(|handling| handling.retention);
    let of_stores = STORES.iter().filter(|store| store.treatments.contains(&treatment)).filter_map(|store| store.retention);
    let used: Vec<RetentionId> = of_columns.chain(of_stores).collect();
    RETENTIONS.iter().map(|retention| retention.id).filter(|id| used.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::model::VatRegime;

    #[test]
    fn both_texts_can_be_written_of_a_full_and_of_a_bare_association() {
        let bare = Association {
            street: String::new(),
            email: String::new(),
            phone: String::new(),
            siret: String::new(),
            licence: String::new(),
            director_name: String::new(),
            mediator_name: String::new(),
            ..Association::sample()
        };
        let liable = Association { vat_regime: VatRegime::Liable, vat_number: "FR44732829320".to_owned(), ..Association::sample() };
        for association in [Association::sample(), bare, liable] {
            for kind in [Kind::Notice, Kind::Terms] {
                let content = compose(kind, &association, &OperatorConfig::sample()).unwrap();
                let anchors = |text: &Text| text.sections.iter().map(|section| section.anchor.clone()).filter(|anchor| anchor != "langue").collect::<Vec<_>>();
                assert_eq!(anchors(&content.fr), anchors(&content.en));
                assert!(content.fr.to_html().contains("Association Jazz des Halles"));
            }
        }
    }

    #[test]
    fn the_notice_names_what_the_law_wants_named() {
        let html = compose(Kind::Notice, &Association::sample(), &OperatorConfig::sample()).unwrap().fr.to_html();
        for fact in [
            "12 rue des Halles, 38000 Grenoble",
            "04 76 00 00 00",
            "Claire Vasseur",
            "W381000000",
            "PLATESV-D-2026-000001",
            "Médiation des Alpes",
            "293 B du CGI",
            "__Host-",
        ] {
            assert!(html.contains(fact), "{fact}");
        }
    }
}
