//! The legal notice: loi 2004-575 art. 1-1 and 19; C. conso. art. L111-1 and L616-1; GDPR art. 13; LIL art. 82.

use kernel::{
    clock::PARIS,
    error::{Error, Result},
    inventory::{CLAIMS, COOKIES, Claim, ClaimId, Cookie, CookieCategory, CookieContents, SubjectId},
};

use super::{Writer, day, references};
use crate::{legal::model::Block, site::modules::Module};

impl Writer<'_> {
    /// What a section or part of the notice says.
    pub(super) fn notice(&self, anchor: &str) -> Result<Vec<Block>> {
        match anchor {
            "engagements" => self.promises(),
            "editeur" => self.paragraphs(&["legal-editeur-text"]),
            "identite" => Ok(vec![self.identity()?]),
            "direction" => self.direction(),
            "hebergeur" => self.hosting(),
            "conception" => self.credit(),
            "acces" => self.paragraphs(&["legal-acces-text", "legal-acces-changes", "legal-acces-open", "legal-acces-kept"]),
            "informations" => self.paragraphs(&["legal-informations-text", "legal-informations-error"]),
            "technique" => self.paragraphs(&["legal-technique-script", "legal-technique-browsers", "legal-technique-links"]),
            "propriete" => self.paragraphs(&["legal-propriete-text", "legal-propriete-permission", "legal-propriete-report"]),
            "donnees" => self.paragraphs(&["legal-donnees-text", "legal-donnees-limit"]),
            "liens" => self.paragraphs(&["legal-liens-text", "legal-liens-report"]),
            "cookies" => self.cookies(),
            "droit" => self.paragraphs(&["legal-droit-text", "legal-droit-courts"]),
            "mediateur" => self.mediator(),
            "textes" => self.references(),
            "lexique" => self.lexicon(),
            part => self.privacy(part),
        }
    }

    /// What is promised at the top: what a proof binds, then, apart, what no machine can prove, and where the rest is told.
    fn promises(&self) -> Result<Vec<Block>> {
        let has = |module| self.from.modules.has(module);
        let mut promises = Vec::new();
        let mut claims: Vec<&Claim> = CLAIMS.iter().collect();
        claims.sort_by_key(|claim| claim.probe);
        for claim in claims {
            // Said of a Stripe account by whoever has one, and of a counter by whoever counts.
            let concerns = match claim.id {
                ClaimId::StripeTwoFactor => has(Module::Payments),
                ClaimId::AddressesNotCounted => self.from.modules.concern("audience"),
                _ => true,
            };
            if concerns {
                promises.extend(self.claim(claim.id)?);
            }
        }
        let beside = [
            has(Module::Payments).then_some("legal-engagements-cards"),
            (!self.from.modules.concern("audience")).then_some("legal-engagements-no-counter"),
            Some("legal-engagements-minimal"),
            Some("legal-engagements-sale"),
            Some("legal-engagements-rights"),
        ];
        let beside: Vec<&str> = beside.into_iter().flatten().collect();
        let mut blocks = Vec::new();
        if !promises.is_empty() {
            blocks.extend([self.paragraph("legal-engagements-text")?, Block::List(promises)]);
        }
        blocks.extend([self.paragraph("legal-engagements-beside")?, self.list(&beside)?]);
        blocks.extend(self.see(&["donnees", "conservation", "droits", "cookies"])?);
        Ok(blocks)
    }

    fn direction(&self) -> Result<Vec<Block>> {
        let association = self.from.association;
        let arguments = [("name", association.director_name.as_str().into()), ("role", association.director_role.as_str().into())];
        let key = if association.director_role.is_empty() { "legal-direction-name" } else { "legal-direction-name-role" };
        Ok(vec![Block::Paragraph(self.say_with(key, &arguments)?)])
    }

    fn hosting(&self) -> Result<Vec<Block>> {
        let host = self.from.host;
        let facts = [("name", &host.name), ("address", &host.address), ("phone", &host.phone)]
            .map(|(fact, value)| Ok((self.say(&format!("legal-host-{fact}-label"))?, value.clone())));
        Ok(vec![self.paragraph("legal-hebergeur-text")?, Block::Facts(facts.into_iter().collect::<Result<Vec<_>>>()?)])
    }

    fn credit(&self) -> Result<Vec<Block>> {
        let association = self.from.association;
        let mut facts = vec![(self.say("legal-credit-name")?, association.webmaster_name.clone())];
        if !association.webmaster_contact.is_empty() {
            facts.push((self.say("legal-credit-contact")?, association.webmaster_contact.clone()));
        }
        Ok(vec![self.paragraph("legal-conception-text")?, Block::Facts(facts)])
    }

    /// Cookies a visitor may receive, and those of the association's own team.
    fn cookies(&self) -> Result<Vec<Block>> {
        let for_visitors = |cookie: &&Cookie| cookie.treatment.facts().subjects.iter().any(|subject| matches!(subject, SubjectId::Visitor | SubjectId::Buyer));
        let (visitors, team): (Vec<&Cookie>, Vec<&Cookie>) = COOKIES.iter().partition(for_visitors);
        let mut blocks = Vec::new();
        if visitors.is_empty() {
            blocks.push(self.paragraph("legal-cookies-none")?);
        } else {
            blocks.push(self.paragraph("legal-cookies-visitors")?);
            blocks.push(self.cookie_table(&visitors)?);
        }
        if visitors.iter().all(|cookie| cookie.category != CookieCategory::Consent) {
            blocks.push(self.paragraph("legal-cookies-no-consent")?);
        }
        if !team.is_empty() {
            blocks.push(self.paragraph("legal-cookies-team")?);
            blocks.push(self.cookie_table(&team)?);
        }
        blocks.extend(self.paragraphs(&["legal-cookies-browser", "legal-cookies-nothing-else"])?);
        Ok(blocks)
    }

    fn cookie_table(&self, cookies: &[&Cookie]) -> Result<Block> {
        let head = ["name", "when", "why", "contains", "how-long"].into_iter().map(|column| self.say(&format!("legal-cookies-{column}")));
        let rows = cookies.iter().map(|cookie| {
            let why = match cookie.category {
                CookieCategory::Essential => "legal-cookies-essential",
                CookieCategory::AudienceExempt => "legal-cookies-audience",
                CookieCategory::Consent => "legal-cookies-consent",
            };
            let contains = match cookie.contains {
                CookieContents::Random => "legal-cookies-random",
                CookieContents::Choice => "legal-cookies-choice",
                CookieContents::None => "legal-cookies-empty",
            };
            let when = self.say(&format!("cookie-{}-when", cookie.key))?;
            Ok(vec![cookie.name.to_owned(), when, self.say(why)?, self.say(contains)?, self.period(cookie.max_age)?])
        });
        Ok(Block::Table(head.collect::<Result<Vec<_>>>()?, rows.collect::<Result<Vec<_>>>()?))
    }

    fn references(&self) -> Result<Vec<Block>> {
        let mut blocks = vec![self.paragraph("legal-textes-text")?];
        let today = self.from.now.with_timezone(&PARIS).date_naive();
        for reference in references::of(self.from.modules, today) {
            let since = reference.in_force_from().ok_or_else(|| Error::from(anyhow::anyhow!("the text of law {} has no date", reference.key)))?;
            let title = self.say(&format!("reference-{}", reference.key))?;
            blocks.push(Block::Link(self.say_with("legal-textes-since", &[("title", title.into()), ("date", day(since).into())])?, reference.url()));
        }
        if let Some(established) = references::date(references::ESTABLISHED) {
            blocks.push(Block::Paragraph(self.say_with("legal-textes-checked", &[("date", day(established).into())])?));
        }
        Ok(blocks)
    }

    fn lexicon(&self) -> Result<Vec<Block>> {
        let words = ["user", "data", "treatment", "controller", "processor", "cookie", "archive"];
        let entries = words.into_iter().map(|word| Ok((self.say(&format!("lexicon-{word}-word"))?, self.say(&format!("lexicon-{word}-meaning"))?)));
        Ok(vec![Block::Facts(entries.collect::<Result<Vec<_>>>()?)])
    }
}
