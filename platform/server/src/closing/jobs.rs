//! What a closing leaves for later: its steps, its copy, and word to the team. All of it is filed in the platform's own lane: what is the
//! association's goes with it.

use kernel::{
    app::App,
    clock::Timestamp,
    config::HttpConfig,
    db::PlatformTx,
    error::Result,
    inventory::RetentionId,
    jobs::{JobError, NewJob, RunningJob, enqueue_platform},
    mail::MailError,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    PAGE, ending, erasing, exporting,
    model::{Closing, ClosingId, State},
    store::{self, Find, Reader},
    views::mails::{ErasedMail, StepMail},
};
use crate::staff::{self, views::Sender};

/// The kind these jobs are filed under.
pub const KIND: &str = "closing";

/// What the team is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A president asked for the end.
    Asked,
    /// It was taken back.
    Withdrawn,
    /// It took effect.
    Closed,
}

impl Step {
    /// The word in keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }
}

/// The work. Each names its closing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Let it take effect, if nothing speaks against it.
    Close {
        /// Which.
        closing: Uuid,
    },
    /// Make the copy of everything.
    Export {
        /// Which.
        closing: Uuid,
    },
    /// Remove the copy of one that was taken back.
    DropExport {
        /// Which.
        closing: Uuid,
    },
    /// Begin the deletion, if nobody's request waits.
    Erase {
        /// Which.
        closing: Uuid,
    },
    /// Delete rows and objects.
    Take {
        /// Which.
        closing: Uuid,
    },
    /// Tell the team that nothing is left.
    Certify {
        /// Which.
        closing: Uuid,
    },
    /// Delete the association and the accounts.
    Finish {
        /// Which.
        closing: Uuid,
    },
    /// Tell one member of the team.
    Mail {
        /// Which.
        closing: Uuid,
        /// Whom.
        account: Uuid,
        /// What.
        step: Step,
    },
}

/// Files a job with the transaction. The same job waiting already takes this one in.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut PlatformTx, job: &Job, at: Option<Timestamp>) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let key = payload.to_string();
    let new = NewJob::new(KIND, payload).keyed(key);
    enqueue_platform(tx, None, if let Some(at) = at { new.at(at) } else { new }).await
}

/// Files word to the whole team of an association.
///
/// # Errors
/// When the database is away.
pub async fn tell(tx: &mut PlatformTx, closing: &Closing, step: Step) -> Result<()> {
    for reader in store::readers(tx, closing.tenant).await? {
        enqueue(tx, &Job::Mail { closing: closing.id.uuid(), account: reader.account, step }, None).await?;
    }
    Ok(())
}

/// Does one.
///
/// # Errors
/// Retried when the relay, the store, the ledger or the database did not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::Close { closing } => again(app, ending::close(app, id(closing)).await?, &Job::Close { closing }).await?,
        Job::Erase { closing } => again(app, erasing::begin(app, id(closing)).await?, &Job::Erase { closing }).await?,
        Job::Export { closing } => exporting::make(app, id(closing)).await?,
        Job::DropExport { closing } => exporting::remove(app, id(closing)).await?,
        Job::Take { closing } => erasing::take(app, id(closing)).await?,
        Job::Certify { closing } => certify(app, id(closing), seed).await?,
        Job::Finish { closing } => erasing::finish(app, id(closing)).await?,
        Job::Mail { closing, account, step } => mail(app, id(closing), account, step, seed).await?,
    }
    Ok(())
}

fn id(closing: Uuid) -> ClosingId {
    ClosingId::from_uuid(closing)
}

/// Files a step anew for when it is worth another look.
async fn again(app: &App, at: Option<Timestamp>, job: &Job) -> Result<()> {
    if at.is_none() {
        return Ok(());
    }
    let mut tx = app.db.platform().await?;
    enqueue(&mut tx, job, at).await?;
    tx.commit().await
}

async fn mail(app: &App, closing: ClosingId, account: Uuid, step: Step, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(closing)).await? else { return Ok(()) };
    let Some((association, slug)) = store::names(&mut tx, closing.tenant).await? else { return Ok(()) };
    let readers = store::readers(&mut tx, closing.tenant).await?;
    drop(tx);
    let by = readers.iter().find(|reader| Some(reader.account) == closing.asked_by).map(|reader| reader.name.clone());
    // Off the team meanwhile.
    let Some(reader) = readers.into_iter().find(|reader| reader.account == account) else { return Ok(()) };
    let http = &app.config.http;
    let mail = StepMail {
        sender: sender(http),
        step: step.word(),
        association,
        by,
        effective_at: closing.effective_at,
        erase_at: closing.erase_at,
        latest: closing.latest(),
        url: http.absolute(&http.back_office_host(), &reader.locale.path(&format!("/a/{slug}{PAGE}"))),
    };
    send(app, reader, &mail, seed).await
}

/// The last mail, while the addresses are still there: that everything is deleted, and to the presidency what exactly.
async fn certify(app: &App, closing: ClosingId, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let Some(closing) = store::find(&mut tx, Find::Id(closing)).await?.filter(|closing| closing.state == State::Erasing) else { return Ok(()) };
    let Some((association, _)) = store::names(&mut tx, closing.tenant).await? else { return Ok(()) };
    let (tables, objects) = store::work::erased(&mut tx, closing.id).await?;
    let readers = store::readers(&mut tx, closing.tenant).await?;
    drop(tx);
    let now = app.clock.now();
    let backups = RetentionId::Backup.facts().active.map_or(0, kernel::inventory::Period::most_seconds);
    for reader in readers {
        let mail = ErasedMail {
            sender: sender(&app.config.http),
            association: association.clone(),
            reference: closing.id.to_string(),
            certificate: reader.president,
            asked_at: closing.asked_at,
            closed_at: closing.closed_at.unwrap_or(closing.effective_at),
            erased_at: now,
            rows: tables.iter().map(|(_, rows)| rows).sum(),
            tables: tables.clone(),
            objects,
            backups_until: now + chrono::Duration::seconds(i64::try_from(backups).unwrap_or_default()),
        };
        match send(app, reader, &mail, seed).await {
            // One mailbox that refuses for good keeps nobody else from being told.
            Err(JobError::Fail(cause)) if cause.downcast_ref::<MailError>().is_some() => {
                tracing::warn!(tenant.id = %closing.tenant, error.cause = ?cause, "a certificate of deletion could not be delivered");
            }
            outcome => outcome?,
        }
    }
    let mut tx = app.db.platform().await?;
    enqueue(&mut tx, &Job::Finish { closing: closing.id.uuid() }, None).await?;
    tx.commit().await?;
    Ok(())
}

fn sender(http: &HttpConfig) -> Sender {
    Sender::platform(http.absolute(http.platform_host(), "/"))
}

/// One mail a reader, whose Message-ID stays the same when the job runs again.
async fn send<M: kernel::views::MailView>(app: &App, reader: Reader, mail: &M, seed: &str) -> Result<(), JobError> {
    staff::jobs::send(app, reader.locale, mail, reader.email, Some(reader.name), &format!("{seed}/{}", reader.account)).await
}
