//! What a breach is, which clock runs for it, and how a file is read from its form.

use chrono::Duration;
use kernel::{
    clock::Timestamp,
    db::{Affected, categories},
    form::{Fault, Form, FormState, LocalDateTime, LongText, Parser, count},
    inventory::Scope,
};
use uuid::Uuid;

/// Art. 33(1): the authority is told within 72 hours of the discovery.
pub const HOURS: i64 = 72;

/// What was hurt (EDPB guidelines 9/2022): secrecy, correctness, availability.
pub const NATURES: [&str; 3] = ["confidentiality", "integrity", "availability"];

/// What a breach means for the people concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Risk {
    /// None worth speaking of: the register only.
    Unlikely,
    /// Some: the authority too.
    Some,
    /// A high one: the people too.
    High,
}

impl Risk {
    /// The word in the database and on forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unlikely => "unlikely",
            Self::Some => "risk",
            Self::High => "high",
        }
    }

    /// From that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Unlikely, Self::Some, Self::High].into_iter().find(|risk| risk.word() == word)
    }
}

/// What is known of a breach, and may be completed later (art. 33(4)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When somebody of the association knew.
    pub discovered_at: Timestamp,
    /// What was hurt: words of [`NATURES`].
    pub nature: Vec<String>,
    /// Which data: categories of the inventory.
    pub categories: Vec<String>,
    /// How many people, where somebody knows better than the count.
    pub people_stated: Option<i32>,
    /// What happened.
    pub what_happened: String,
    /// What may come of it.
    pub consequences: String,
    /// What was done and will be.
    pub measures: String,
    /// What the people concerned can do themselves.
    pub advice: String,
}

/// A file.
#[derive(Clone, Debug)]
pub struct Breach {
    /// Its id.
    pub id: Uuid,
    /// Its number in the register, from 1.
    pub number: i32,
    /// The platform's own file, when the platform reported it.
    pub reported_by_platform: Option<Uuid>,
    /// What is known.
    pub facts: Facts,
    /// Who was concerned when it was last counted.
    pub affected: Vec<Affected>,
    /// What it means for them.
    pub risk: Option<Risk>,
    /// Why.
    pub risk_reasons: String,
    /// When the authority was told.
    pub notified_at: Option<Timestamp>,
    /// The authority's reference.
    pub authority_reference: String,
    /// Why it was told late.
    pub delay_reason: String,
    /// When somebody decided to write to the people concerned.
    pub told_at: Option<Timestamp>,
    /// How those are told whom no letter reaches.
    pub told_otherwise: String,
    /// When the file was closed.
    pub closed_at: Option<Timestamp>,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// What is to be done next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Say what it means for people.
    Assess,
    /// Tell the authority; there is time.
    Notify,
    /// Tell the authority; the time is over.
    Overdue,
    /// Write to the people.
    Tell,
    /// Nothing but to close the file.
    Settled,
    /// Nothing.
    Closed,
}

impl Standing {
    /// The word of its messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::Notify => "notify",
            Self::Overdue => "overdue",
            Self::Tell => "tell",
            Self::Settled => "settled",
            Self::Closed => "closed",
        }
    }
}

impl Breach {
    /// The last moment to tell the authority.
    #[must_use]
    pub fn deadline(&self) -> Timestamp {
        self.facts.discovered_at + Duration::hours(HOURS)
    }

    /// What is to be done next; `due` says that somebody has yet to be told.
    #[must_use]
    pub fn standing(&self, now: Timestamp, due: bool) -> Standing {
        let owed = self.notified_at.is_none() && self.risk != Some(Risk::Unlikely);
        if self.closed_at.is_some() {
            Standing::Closed
        } else if owed && now > self.deadline() {
            Standing::Overdue
        } else if self.risk.is_none() {
            Standing::Assess
        } else if owed {
            Standing::Notify
        } else if self.risk == Some(Risk::High) && due {
            Standing::Tell
        } else {
            Standing::Settled
        }
    }
}

/// The name of a category's box on the form.
#[must_use]
pub fn box_of(category: &str) -> String {
    format!("data-{}", category.replace(['.', '_'], "-"))
}

/// Categories an association may have lost, in the inventory's order. Sums of visits and what is public anyway are no matter for a breach.
#[must_use]
pub fn choices(scope: Scope) -> Vec<&'static str> {
    categories(scope).into_iter().filter(|category| !category.starts_with("audience.") && *category != "content.published").collect()
}

/// The form of what is known.
#[must_use]
pub fn filled(facts: &Facts) -> FormState {
    let mut values = vec![
        ("discovered".to_owned(), LocalDateTime::typed(facts.discovered_at)),
        ("what_happened".to_owned(), facts.what_happened.clone()),
        ("people_stated".to_owned(), facts.people_stated.map(|number| number.to_string()).unwrap_or_default()),
        ("consequences".to_owned(), facts.consequences.clone()),
        ("measures".to_owned(), facts.measures.clone()),
        ("advice".to_owned(), facts.advice.clone()),
    ];
    values.extend(facts.nature.iter().map(|nature| (format!("nature-{nature}"), "yes".to_owned())));
    values.extend(facts.categories.iter().map(|category| (box_of(category), "yes".to_owned())));
    FormState::filled(values)
}

/// Reads what is known from a form; `offered` are the categories it has boxes for.
///
/// # Errors
/// Everything typed, with each fault by its field.
pub fn read(form: &Form, offered: &[&'static str], now: Timestamp) -> Result<Facts, FormState> {
    let mut parser = form.parser();
    let discovered_at = moment(&mut parser, "discovered", now);
    let what_happened = parser.required("what_happened", LongText::up_to(4_000)).map(LongText::into_string);
    let nature: Vec<String> = NATURES.iter().filter(|nature| form.has(&format!("nature-{nature}"))).map(|nature| (*nature).to_owned()).collect();
    if nature.is_empty() {
        parser.fault("nature-confidentiality", Fault::new("breach-fault-nature"));
    }
    let categories: Vec<String> = offered.iter().filter(|category| form.has(&box_of(category))).map(|category| (*category).to_owned()).collect();
    if categories.is_empty() {
        let first = offered.first().map(|category| box_of(category)).unwrap_or_default();
        parser.fault(&first, Fault::new("breach-fault-data"));
    }
    let people_stated = parser.optional("people_stated", count(0, 100_000_000)).and_then(|number| i32::try_from(number).ok());
    let mut long = |name: &str| parser.optional(name, LongText::up_to(4_000)).map(LongText::into_string).unwrap_or_default();
    let (consequences, measures, advice) = (long("consequences"), long("measures"), long("advice"));
    match (discovered_at, what_happened) {
        (Some(discovered_at), Some(what_happened)) if parser.is_clean() => {
            Ok(Facts { discovered_at, nature, categories, people_stated, what_happened, consequences, measures, advice })
        }
        _ => Err(parser.state()),
    }
}

/// A moment that has been.
pub fn moment(parser: &mut Parser<'_>, name: &str, now: Timestamp) -> Option<Timestamp> {
    parser
        .required(name, |text| match LocalDateTime::parse(text) {
            Ok(moment) if moment.instant() > now => Err(Fault::new("breach-fault-future")),
            read => read,
        })
        .map(LocalDateTime::instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach(risk: Option<Risk>) -> Breach {
        let facts = Facts {
            discovered_at: Timestamp::default(),
            nature: vec!["confidentiality".to_owned()],
            categories: vec!["contact.email".to_owned()],
            people_stated: None,
            what_happened: "Un fichier envoyé à la mauvaise adresse.".to_owned(),
            consequences: String::new(),
            measures: String::new(),
            advice: String::new(),
        };
        Breach {
            id: Uuid::nil(),
            number: 1,
            reported_by_platform: None,
            facts,
            affected: vec![Affected { subject: "buyer".to_owned(), people: 12, records: 30, loose: 0, archived: 0 }],
            risk,
            risk_reasons: String::new(),
            notified_at: None,
            authority_reference: String::new(),
            delay_reason: String::new(),
            told_at: None,
            told_otherwise: String::new(),
            closed_at: None,
            opened_at: Timestamp::default(),
        }
    }

    #[test]
    fn the_clock_runs_until_the_authority_is_told_or_nothing_is_to_be_told() {
        let begin = Timestamp::default();
        let after = |hours| begin + Duration::hours(hours);
        assert_eq!(breach(None).standing(after(1), true), Standing::Assess);
        assert_eq!(breach(None).standing(after(73), true), Standing::Overdue, "what nobody assessed is late all the same");
        assert_eq!(breach(Some(Risk::Some)).standing(after(72), true), Standing::Notify, "the last moment is still in time");
        assert_eq!(breach(Some(Risk::Some)).standing(after(73), true), Standing::Overdue);
        assert_eq!(breach(Some(Risk::Unlikely)).standing(after(73), true), Standing::Settled);
        let told = Breach { notified_at: Some(after(5)), ..breach(Some(Risk::High)) };
        assert_eq!(told.standing(after(6), true), Standing::Tell);
        assert_eq!(told.standing(after(8), false), Standing::Settled, "everybody was told");
    }

    #[test]
    fn what_is_stored_reads_back_as_it_was() {
        let facts = breach(None).facts;
        let text = serde_json::to_value(filled(&facts)).unwrap();
        let pairs: Vec<(String, String)> =
            text["values"].as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
        let form = Form::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        assert_eq!(read(&form, &choices(Scope::Tenant), facts.discovered_at).map_err(|_| ()), Ok(facts));
        let faults: Vec<String> = match read(&Form::from_pairs([("discovered", "2027-01-01T10:00")]), &choices(Scope::Tenant), Timestamp::default()) {
            Ok(_) => Vec::new(),
            Err(state) => state.faults().map(|(name, _)| name.to_owned()).collect(),
        };
        assert!(faults.contains(&"discovered".to_owned()) && faults.contains(&"what_happened".to_owned()) && faults.len() == 4, "{faults:?}");
    }
}
