//! What a breach at the platform means for the people whose data are the platform's own, and word to them when the risk is high (GDPR art. 34): each
//! kind of person with an address of their own, as the inventory says. Owns `platform_breach_letter`.

mod admin;
pub mod store;

use kernel::{
    app::App,
    config::OperatorConfig,
    db::{Affected, Contact, PlatformTx, affected_on_the_platform, affected_people_on_the_platform, contacts, mailbox},
    error::Result,
    inventory::{Scope, SubjectId},
    jobs::{JobError, NewJob, RunningJob},
};
use serde::{Deserialize, Serialize};
use tenants::privacy::{
    breaches::views::{Letter, LetterMail, LetterSender},
    papers::model::Words,
};
use uuid::Uuid;

use super::store::PlatformBreach;
use crate::staff::{self, views::Sender};

pub(super) use admin::{assess, tell};

/// The kind these jobs are filed under.
pub const KIND: &str = "platform_breach";

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Files a job for each letter owed.
    Tell {
        /// The file.
        breach: Uuid,
    },
    /// Writes one.
    Letter {
        /// The file.
        breach: Uuid,
        /// The letter.
        letter: Uuid,
    },
}

impl Job {
    /// As the queue takes it.
    ///
    /// # Errors
    /// Never in practice: ids only.
    pub fn filed(&self) -> Result<NewJob> {
        let payload = serde_json::to_value(self).map_err(anyhow::Error::from)?;
        let key = payload.to_string();
        Ok(NewJob::new(KIND, payload).keyed(key))
    }
}

/// How far letters reach.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Who can be written to and has not been.
    pub owed: Vec<(SubjectId, Uuid)>,
    /// Who is concerned and cannot.
    pub others: Vec<Affected>,
}

/// Counts who is concerned, as the tables stand now.
///
/// # Errors
/// When the database is away.
pub async fn reach(tx: &mut PlatformTx, file: &PlatformBreach) -> Result<Reach> {
    let written = store::readers(tx, file.id).await?;
    let mut reach = Reach::default();
    for one in affected_on_the_platform(tx, &file.categories).await? {
        let Some(subject) = SubjectId::from_key(&one.subject) else { continue };
        let mut reached = Vec::new();
        if mailbox(subject).is_some_and(|root| root.scope == Scope::Platform) {
            let people = affected_people_on_the_platform(tx, subject, &file.categories).await?;
            reached = contacts(tx.conn(), subject, None, &people).await?;
        }
        let people = one.people - i64::try_from(reached.len()).unwrap_or(i64::MAX);
        if people > 0 || one.loose > 0 {
            let records = if reached.is_empty() { one.records } else { people };
            reach.others.push(Affected { people, records, ..one });
        }
        reach.owed.extend(reached.into_iter().map(|contact| (subject, contact.id)).filter(|reader| !written.contains(reader)));
    }
    Ok(reach)
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::Tell { breach } => {
            let mut tx = app.db.platform().await?;
            for letter in store::unsent(&mut tx, breach).await? {
                kernel::jobs::enqueue_platform(&mut tx, None, Job::Letter { breach, letter }.filed()?).await?;
            }
            tx.commit().await?;
            Ok(())
        }
        Job::Letter { breach, letter } => write(app, breach, letter, seed).await,
    }
}

/// Writes one letter. Whoever's row is gone meanwhile has no address any more.
async fn write(app: &App, breach: Uuid, letter: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let file = super::store::breaches(&mut tx, Some(breach)).await?.pop();
    let reader = store::reader(&mut tx, letter).await?;
    let (Some(file), Some((subject, id))) = (file, reader) else { return Ok(()) };
    let found = contacts(tx.conn(), subject, None, &[id]).await?.into_iter().next();
    drop(tx);
    let Some(Contact { email, name, locale, .. }) = found else { return Ok(()) };
    let words = Words { locale, recipients: &app.config.recipients };
    let http = &app.config.http;
    let Sender { name: platform, colour, ink, url, .. } = Sender::platform(http.absolute(http.platform_host(), &locale.path("/")));
    let operator = &app.config.operator;
    let footer = vec![format!("{}, {}", operator.name, operator.address)];
    let sender = LetterSender { name: platform.to_owned(), colour: colour.to_owned(), ink: ink.to_owned(), footer, url };
    let mail = LetterMail { sender, letter: said(words, &file, operator)? };
    staff::jobs::send(app, locale, &mail, email, Some(name).filter(|name| !name.is_empty()), seed).await?;
    let mut tx = app.db.platform().await?;
    store::sent(&mut tx, app.clock.now(), letter).await?;
    tx.commit().await?;
    Ok(())
}

/// What a letter says: plain words, no number of the file, nobody else's name.
fn said(words: Words<'_>, file: &PlatformBreach, operator: &OperatorConfig) -> Result<Letter> {
    let natures = file.nature.iter().map(|nature| words.say(&format!("breach-nature-{nature}"))).collect::<Result<Vec<_>>>()?;
    let data = file.categories.iter().map(|category| words.category(category)).collect::<Result<Vec<_>>>()?;
    Ok(Letter {
        association: operator.name.clone(),
        discovered: words.moment(file.discovered_at),
        natures: natures.join(", "),
        what_happened: file.what_happened.clone(),
        data: data.join(", "),
        consequences: file.consequences.clone(),
        measures: file.measures.clone(),
        advice: file.advice.clone(),
        // Where to ask: a platform is called.
        email: operator.phone.clone(),
    })
}
