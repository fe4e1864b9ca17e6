//! Who is told of a breach that is a high risk to them (GDPR art. 34): whom a letter reaches, who has yet to be written to, and whom no letter reaches,
//! so that the association says how they are told (art. 34(3)(c)).

use kernel::{
    db::{Affected, TenantTx, affected, affected_people},
    error::Result,
    inventory::SUBJECTS,
};
use uuid::Uuid;

use super::{
    model::{Breach, Risk},
    store,
};

/// Somebody who can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Whose row of `person` it is.
    Person(Uuid),
    /// Whoever asked about their data.
    Requester(Uuid),
}

impl Reader {
    /// From the two columns, one of which is set.
    #[must_use]
    pub fn of(person: Option<Uuid>, request: Option<Uuid>) -> Option<Self> {
        person.map(Self::Person).or(request.map(Self::Requester))
    }

    /// The person's id.
    #[must_use]
    pub const fn person(self) -> Option<Uuid> {
        match self {
            Self::Person(id) => Some(id),
            Self::Requester(_) => None,
        }
    }

    /// The request's id.
    #[must_use]
    pub const fn request(self) -> Option<Uuid> {
        match self {
            Self::Person(_) => None,
            Self::Requester(id) => Some(id),
        }
    }
}

/// How far letters reach.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Who can be written to and has not been.
    pub owed: Vec<Reader>,
    /// Who is concerned and cannot.
    pub others: Vec<Affected>,
}

impl Reach {
    /// Whether somebody has yet to be told.
    #[must_use]
    pub fn is_due(&self, breach: &Breach) -> bool {
        breach.told_at.is_none() || !self.owed.is_empty() || self.is_silent(breach)
    }

    /// Whether there are people whom no letter reaches, and nobody said how they are told.
    #[must_use]
    pub fn is_silent(&self, breach: &Breach) -> bool {
        !self.others.is_empty() && breach.told_otherwise.is_empty()
    }
}

/// Counts again who is concerned, as the tables stand now: somebody may have been added since.
///
/// # Errors
/// When the database is away.
pub async fn reach(tx: &mut TenantTx, breach: &Breach) -> Result<Reach> {
    let (mut readers, mut others) = (Vec::new(), Vec::new());
    for one in affected(tx, &breach.facts.categories).await? {
        let Some(subject) = SUBJECTS.iter().find(|subject| subject.key == one.subject) else { continue };
        let reached: Vec<Reader> = match subject.root {
            Some("person") => affected_people(tx, subject.id, &breach.facts.categories).await?.into_iter().map(Reader::Person).collect(),
            Some("privacy_request") => {
                let requests = affected_people(tx, subject.id, &breach.facts.categories).await?;
                store::requesters(tx, &requests).await?.into_iter().map(|requester| Reader::Requester(requester.id)).collect()
            }
            _ => Vec::new(),
        };
        let people = one.people - i64::try_from(reached.len()).unwrap_or(i64::MAX);
        if people + one.loose + one.archived > 0 {
            // With nobody reached the count stands; else the records of those left are not told apart from the others'.
            let records = if reached.is_empty() { one.records } else { people };
            others.push(Affected { people, records, ..one });
        }
        readers.extend(reached);
    }
    let written = store::readers(tx, breach.id).await?;
    readers.retain(|reader| !written.contains(reader));
    Ok(Reach { owed: readers, others })
}

/// Whether somebody has yet to be told of it. Nobody has to, unless the risk is high.
///
/// # Errors
/// When the database is away.
pub async fn is_due(tx: &mut TenantTx, breach: &Breach) -> Result<bool> {
    if breach.risk != Some(Risk::High) || breach.closed_at.is_some() {
        return Ok(false);
    }
    Ok(reach(tx, breach).await?.is_due(breach))
}
