//! Who is told of a breach that is a high risk to them (GDPR art. 34): whom a letter reaches, who has yet to be written to, and whom no letter reaches,
//! so that the association says how they are told (art. 34(3)(c)).

use kernel::{
    db::{Affected, TenantTx, affected, affected_people, contacts, mailbox},
    error::Result,
    inventory::{Scope, SubjectId},
};
use uuid::Uuid;

use super::{
    model::{Breach, Risk},
    store,
};

/// Somebody who can be written to: any kind of person whose own row holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// What kind of person.
    pub subject: SubjectId,
    /// Their own row.
    pub id: Uuid,
}

impl Reader {
    /// From the columns of a letter, of which one says who.
    #[must_use]
    pub fn of(person: Option<Uuid>, request: Option<Uuid>, other: (Option<&str>, Option<Uuid>)) -> Option<Self> {
        let buyer = person.map(|id| Self { subject: SubjectId::Buyer, id });
        let requester = request.map(|id| Self { subject: SubjectId::Requester, id });
        buyer.or(requester).or_else(|| Some(Self { subject: SubjectId::from_key(other.0?)?, id: other.1? }))
    }

    /// The person's id, when it is a buyer.
    #[must_use]
    pub fn person(self) -> Option<Uuid> {
        (self.subject == SubjectId::Buyer).then_some(self.id)
    }

    /// The request's id, when it is whoever asked.
    #[must_use]
    pub fn request(self) -> Option<Uuid> {
        (self.subject == SubjectId::Requester).then_some(self.id)
    }

    /// The kind and the id of anybody else.
    #[must_use]
    pub fn other(self) -> Option<(&'static str, Uuid)> {
        (self.person().is_none() && self.request().is_none()).then(|| (self.subject.key(), self.id))
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
        let Some(subject) = SubjectId::from_key(&one.subject) else { continue };
        let mut ids = match mailbox(subject) {
            Some(_) => affected_people(tx, subject, &breach.facts.categories).await?,
            None => Vec::new(),
        };
        // Whose own row is the association's: whether it still holds an address. An account is the platform's, and is looked up when its letter leaves.
        if mailbox(subject).is_some_and(|root| root.scope == Scope::Tenant) {
            let tenant = tx.tid();
            ids = contacts(tx.conn(), subject, Some(tenant), &ids).await?.into_iter().map(|contact| contact.id).collect();
        }
        let reached: Vec<Reader> = ids.into_iter().map(|id| Reader { subject, id }).collect();
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
