//! Composing the texts from the facts: every word from the locale files (`legal_*.ftl`), every fact from a row, every purpose, period and cookie
//! from the personal-data inventory, every number and cross-reference from the plan.

mod accessibility;
mod notice;
pub mod plan;
mod privacy;
pub mod references;
mod terms;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use chrono::NaiveDate;
use kernel::{
    clock::{PARIS, Timestamp},
    config::OperatorConfig,
    error::Result,
    i18n::{Argument, Locale, date_short, translate},
    inventory::{ClaimId, Period},
};

use sha2::{Digest, Sha256};

use crate::{
    legal::{
        Kind,
        clauses::Clause,
        model::{Block, Content, Section, Text},
        proofs::model::{Proof, Standing, stand},
    },
    site::{
        model::{Association, phone_grouped, siret_grouped},
        modules::Modules,
    },
};
use plan::Plan;

pub(in crate::legal) use privacy::keyed;
pub use privacy::{STRIPE_METADATA, uses};

/// What a text is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Who publishes.
    pub association: &'a Association,
    /// Who hosts.
    pub host: &'a OperatorConfig,
    /// What the association uses.
    pub modules: &'a Modules,
    /// What it adds in its own words.
    pub clauses: &'a [Clause],
    /// Whether the words it works on stand in the text, or those it published.
    pub drafts: bool,
    /// What probes found last.
    pub claims: &'a [Proof],
    /// When.
    pub now: Timestamp,
}

/// The text of a kind, in both languages.
///
/// # Errors
/// When a sentence is missing: a fault of ours.
pub fn compose(kind: Kind, from: &Sources<'_>) -> Result<Content> {
    let text = |locale| Writer { locale, kind, from, plan: Plan::of(kind, from.association, from.modules) }.text();
    let uses = if kind == Kind::Notice { uses(from.modules) } else { Vec::new() };
    Ok(Content { fr: text(Locale::Fr)?, en: text(Locale::En)?, uses })
}

/// Hashes of texts by what they were composed from: an order notes the version read, and a rush of orders must not compose it anew for each.
static KNOWN: LazyLock<moka::sync::Cache<[u8; 32], Vec<u8>>> = LazyLock::new(|| moka::sync::Cache::new(20_000));

/// The hash of the text of a kind, composed only when nothing it is made from was seen before.
///
/// # Errors
/// As [`compose`].
pub fn hash(kind: Kind, from: &Sources<'_>) -> Result<Vec<u8>> {
    let Sources { association, host, modules, clauses, drafts, claims, now } = from;
    // Of the moment only this matters: which claims are proven, and which texts of law apply that day.
    let proven: Vec<&str> = ClaimId::ALL.iter().map(|id| standing(claims, *id, *now).word()).collect();
    let today = now.with_timezone(&PARIS).date_naive();
    let made_from = format!("{kind:?}{association:?}{host:?}{modules:?}{clauses:?}{drafts}{proven:?}{today}");
    let key: [u8; 32] = Sha256::digest(made_from).into();
    if let Some(known) = KNOWN.get(&key) {
        return Ok(known);
    }
    let hash = compose(kind, from)?.hash()?;
    KNOWN.insert(key, hash.clone());
    Ok(hash)
}

/// A day as it is printed, the same in both languages: 01/09/2019.
fn day(day: NaiveDate) -> String {
    let noon = day.and_hms_opt(12, 0, 0).and_then(|noon| noon.and_local_timezone(PARIS).earliest());
    noon.map_or_else(|| day.to_string(), |noon| date_short(&noon))
}

/// How a claim may be said at `now`.
fn standing(proofs: &[Proof], id: ClaimId, now: Timestamp) -> Standing {
    stand(id.facts(), proofs.iter().find(|proof| proof.claim == id), now)
}

struct Writer<'a> {
    locale: Locale,
    kind: Kind,
    from: &'a Sources<'a>,
    plan: Plan,
}

impl Writer<'_> {
    fn text(&self) -> Result<Text> {
        let mut sections = Vec::new();
        for planned in self.plan.sections() {
            let mut blocks = self.blocks(planned.anchor)?;
            for part in &planned.parts {
                blocks.push(Block::Part((*part).to_owned(), self.title(part)?));
                blocks.extend(self.blocks(part)?);
            }
            blocks.extend(self.own(planned.anchor)?);
            sections.push(Section { anchor: planned.anchor.to_owned(), title: self.title(planned.anchor)?, blocks });
        }
        if self.locale != Locale::Fr {
            let prevails = vec![Block::Paragraph(self.say("legal-french-prevails")?)];
            sections.push(Section { anchor: "langue".to_owned(), title: self.say("legal-langue-title")?, blocks: prevails });
        }
        Ok(Text { lead: self.say(&format!("legal-lead-{}", self.kind.word()))?, sections })
    }

    fn blocks(&self, anchor: &str) -> Result<Vec<Block>> {
        match self.kind {
            Kind::Notice => self.notice(anchor),
            Kind::Terms => self.terms(anchor),
            Kind::Accessibility => self.accessibility(anchor),
        }
    }

    fn say(&self, key: &str) -> Result<String> {
        self.say_with(key, &[])
    }

    fn say_with(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String> {
        Ok(translate(self.locale, key, arguments)?)
    }

    /// The title of a section or part, behind its number where it has one.
    fn title(&self, anchor: &str) -> Result<String> {
        let title = self.say(&format!("legal-{anchor}-title"))?;
        match self.plan.number(anchor) {
            Some(number) => self.say_with("legal-numbered", &[("number", number.into()), ("title", title.into())]),
            None => Ok(title),
        }
    }

    fn paragraph(&self, key: &str) -> Result<Block> {
        self.say_with(key, &self.facts()).map(Block::Paragraph)
    }

    fn paragraphs(&self, keys: &[&str]) -> Result<Vec<Block>> {
        keys.iter().map(|key| self.paragraph(key)).collect()
    }

    fn list(&self, keys: &[&str]) -> Result<Block> {
        keys.iter().map(|key| self.say_with(key, &self.facts())).collect::<Result<Vec<_>>>().map(Block::List)
    }

    /// What any sentence may name.
    fn facts(&self) -> [(&'static str, Argument); 4] {
        let association = self.from.association;
        [
            ("name", association.legal_name.as_str().into()),
            ("email", association.email.as_str().into()),
            ("phone", phone_grouped(&association.phone).into()),
            ("host", self.from.host.name.as_str().into()),
        ]
    }

    /// A pointer to other sections or parts; those that are not in this text are left out.
    fn see(&self, anchors: &[&str]) -> Result<Vec<Block>> {
        let there = anchors.iter().filter(|anchor| self.plan.number(anchor).is_some());
        let places = there.map(|anchor| Ok((self.title(anchor)?, (*anchor).to_owned()))).collect::<Result<Vec<_>>>()?;
        if places.is_empty() { Ok(Vec::new()) } else { Ok(vec![Block::See(self.say("legal-see")?, places)]) }
    }

    /// A claim that a probe proves, as it may be said now.
    fn claim(&self, id: ClaimId) -> Result<Option<String>> {
        match standing(self.from.claims, id, self.from.now) {
            // Without the day of the proof, which the page of proofs tells: a text would be another each night.
            Standing::Green(_) => self.say(&format!("claim-{}-text", id.key())).map(Some),
            Standing::Qualified => self.say(&format!("claim-{}-weaker", id.key())).map(Some),
            Standing::Gone => Ok(None),
        }
    }

    /// What the association adds to a section, where it does. French stands in for an English that was not given: it prevails anyway.
    fn own(&self, anchor: &str) -> Result<Option<Block>> {
        let clause = self.from.clauses.iter().find(|clause| clause.kind == self.kind && clause.section == anchor);
        let Some((french, english)) = clause.map(|clause| if self.from.drafts { &clause.draft } else { &clause.published }) else { return Ok(None) };
        if french.is_empty() {
            return Ok(None);
        }
        let foreign = self.locale != Locale::Fr && english.is_empty();
        let words = if self.locale == Locale::Fr || foreign { french } else { english };
        let paragraphs = words.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).filter(|paragraph| !paragraph.trim().is_empty());
        let (title, paragraphs) = (self.say("legal-own-title")?, paragraphs.collect());
        Ok(Some(if foreign { Block::OwnFrench(title, paragraphs) } else { Block::Own(title, paragraphs) }))
    }

    /// Who the association is, as far as it said so.
    fn identity(&self) -> Result<Block> {
        let association = self.from.association;
        let since = association.online_since.map(day).unwrap_or_default();
        let facts = [
            ("legal-fact-name", association.legal_name.clone()),
            ("legal-fact-seat", association.address().join(", ")),
            ("legal-fact-email", association.email.clone()),
            ("legal-fact-phone", phone_grouped(&association.phone)),
            ("legal-fact-rna", association.rna.clone()),
            ("legal-fact-siret", siret_grouped(&association.siret)),
            ("legal-fact-ape", association.ape.clone()),
            ("legal-fact-licence", association.licence.clone()),
            ("legal-fact-vat", association.vat_mention().translate(self.locale)?),
            ("legal-fact-since", if self.kind == Kind::Notice { since } else { String::new() }),
        ];
        let given = facts.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(key, value)| Ok((self.say(key)?, value))).collect::<Result<Vec<_>>>().map(Block::Facts)
    }

    fn mediator(&self) -> Result<Vec<Block>> {
        let association = self.from.association;
        let mut blocks = vec![
            self.paragraph("legal-mediateur-text")?,
            Block::Paragraph(format!("{}, {}", association.mediator_name, association.mediator_address).trim_end_matches([',', ' ']).to_owned()),
        ];
        if !association.mediator_url.is_empty() {
            blocks.push(Block::Link(association.mediator_url.clone(), association.mediator_url.clone()));
        }
        Ok(blocks)
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
