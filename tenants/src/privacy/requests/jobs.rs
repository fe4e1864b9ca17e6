//! What requests do later: mails, copies, erasures whose grace is over, reminders, forgetting.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    ids::TenantId,
    jobs::{JobError, NewJob},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    deciding, executing, exporting, mails, measures,
    model::{CONTACT, FILE, Kind, POST_REMINDERS, RequestId, State, UNCONFIRMED},
    planning, recipients,
    store::{self, LinkPurpose, Note},
};

/// The work, by kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Send a link that opens once.
    MailLink {
        /// The link.
        link: Uuid,
    },
    /// Say that the request is under way, and where to follow it.
    MailReceived {
        /// The request.
        request: Uuid,
    },
    /// Say how it ended.
    MailAnswer {
        /// The request.
        request: Uuid,
    },
    /// Say that it takes longer, and why.
    MailExtended {
        /// The request.
        request: Uuid,
    },
    /// Ask the person something.
    MailClarify {
        /// The request.
        request: Uuid,
    },
    /// Tell the association that a request waits for its people.
    Ask {
        /// The request.
        request: Uuid,
    },
    /// Remind the association of a request that is still open.
    Remind {
        /// The request.
        request: Uuid,
        /// On which day after receipt.
        day: i64,
    },
    /// Tell the platform's operators that one is open for long.
    Alert {
        /// The request.
        request: Uuid,
    },
    /// The same after more time was taken.
    AlertLate {
        /// The request.
        request: Uuid,
    },
    /// Go on with the rows of their own name, should the person not have said which others are theirs.
    Unanswered {
        /// The request.
        request: Uuid,
    },
    /// Say that nobody opened the link that went to a new address.
    MailUnconfirmed {
        /// The request.
        request: Uuid,
    },
    /// Remind the association of what is to be posted.
    AskPost {
        /// The request.
        request: Uuid,
        /// Which time.
        time: u8,
    },
    /// Say when frozen data will be used again.
    MailLifting {
        /// The request.
        request: Uuid,
    },
    /// Let frozen data be used again.
    Lift {
        /// The request.
        request: Uuid,
    },
    /// Tell the presidents what was prepared.
    TellPresident {
        /// The request.
        request: Uuid,
    },
    /// Go on where a request stopped half-way between showing who asks and a plan.
    Resume {
        /// The request.
        request: Uuid,
    },
    /// Do what was asked.
    Execute {
        /// The request.
        request: Uuid,
    },
    /// Make the copy.
    MakeCopy {
        /// The request.
        request: Uuid,
    },
    /// Destroy the copy.
    DestroyCopy {
        /// The request.
        request: Uuid,
    },
    /// Remove what lies outside the tables.
    Outside {
        /// The request.
        request: Uuid,
        /// What the objects' keys begin with.
        prefixes: Vec<String>,
    },
    /// Ask the association to have its payment provider redact a payment, now that this is possible.
    AskStripe {
        /// The request.
        request: Uuid,
    },
    /// Let a held erasure go on before its answer is late.
    EndHold {
        /// The request.
        request: Uuid,
    },
    /// Note that the day has passed.
    Overdue {
        /// The request.
        request: Uuid,
    },
    /// Let a request go that nobody confirmed.
    Lapse {
        /// The request.
        request: Uuid,
    },
    /// Forget who asked.
    Forget {
        /// The request.
        request: Uuid,
    },
    /// Remove the file.
    Remove {
        /// The request.
        request: Uuid,
    },
}

/// The kind these jobs are filed under.
pub const KIND: &str = "privacy.requests";

/// Tries of what must be done in the end.
const PATIENT: i16 = 100;

fn key_of(job: &Job) -> String {
    match job {
        Job::MailLink { link } => format!("link:{link}"),
        Job::MailReceived { request } => format!("received:{request}"),
        Job::MailAnswer { request } => format!("answer:{request}"),
        Job::MailExtended { request } => format!("extended:{request}"),
        Job::MailClarify { request } => format!("clarify:{request}"),
        Job::Ask { request } => format!("ask:{request}"),
        Job::Remind { request, day } => format!("remind:{request}:{day}"),
        Job::Alert { request } => format!("alert:{request}"),
        Job::AlertLate { request } => format!("alert-late:{request}"),
        Job::Unanswered { request } => format!("unanswered:{request}"),
        Job::MailUnconfirmed { request } => format!("unconfirmed:{request}"),
        Job::AskPost { request, time } => format!("post:{request}:{time}"),
        Job::MailLifting { request } => format!("lifting:{request}"),
        Job::Lift { request } => format!("lift:{request}"),
        Job::TellPresident { request } => format!("president:{request}"),
        Job::Resume { request } => format!("resume:{request}"),
        Job::Execute { request } => format!("execute:{request}"),
        Job::MakeCopy { request } => format!("copy:{request}"),
        Job::DestroyCopy { request } => format!("destroy:{request}"),
        Job::Outside { request, .. } => format!("outside:{request}"),
        Job::AskStripe { request } => format!("stripe:{request}"),
        Job::EndHold { request } => format!("end-hold:{request}"),
        Job::Overdue { request } => format!("overdue:{request}"),
        Job::Lapse { request } => format!("lapse:{request}"),
        Job::Forget { request } => format!("forget:{request}"),
        Job::Remove { request } => format!("remove:{request}"),
    }
}

/// Files a job with the transaction; the same job waiting already is not filed twice.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut TenantTx, job: &Job, at: Option<Timestamp>) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let mut new = NewJob::new(KIND, payload);
    // A keyed job keeps the earlier of two dates: the day an extension gives would be lost in the first one.
    if !matches!(job, Job::Overdue { .. }) {
        new = new.keyed(key_of(job));
    }
    // What has begun, or must begin in time, is tried for as long as the store, the ledger or the database may be away, a fortnight and more.
    if matches!(job, Job::Execute { .. } | Job::MakeCopy { .. } | Job::Outside { .. } | Job::EndHold { .. }) {
        new = new.attempts(PATIENT);
    }
    if let Some(at) = at {
        new = new.at(at);
    }
    kernel::jobs::enqueue(tx, new).await
}

/// Has who asked forgotten, once their questions about the answer have had time, and years later the file itself removed.
///
/// # Errors
/// When the database is away.
pub async fn forget_later(tx: &mut TenantTx, now: Timestamp, id: RequestId) -> Result<()> {
    enqueue(tx, &Job::Forget { request: id.uuid() }, Some(now + CONTACT)).await?;
    // By then there is nobody to write to any more. Nothing is said where nothing is to be posted.
    for (time, days) in (1..).zip(POST_REMINDERS) {
        enqueue(tx, &Job::AskPost { request: id.uuid(), time }, Some(now + chrono::Duration::days(days))).await?;
    }
    enqueue(tx, &Job::Remove { request: id.uuid() }, Some(now + FILE)).await
}

/// Does one.
///
/// # Errors
/// Retried when the outside did not answer.
pub async fn run(app: &App, tenant: TenantId, job: Job, seed: &str) -> Result<(), JobError> {
    let id = RequestId::from_uuid;
    match job {
        Job::MailLink { link } => Box::pin(mails::link(app, tenant, link, seed)).await?,
        Job::MailReceived { request } => Box::pin(mails::received(app, tenant, id(request), seed)).await?,
        Job::MailAnswer { request } => Box::pin(mails::answer(app, tenant, id(request), seed)).await?,
        Job::MailExtended { request } => Box::pin(mails::extended(app, tenant, id(request), seed)).await?,
        Job::MailClarify { request } => Box::pin(mails::clarify(app, tenant, id(request), seed)).await?,
        Job::Ask { request } | Job::AskPost { request, .. } => Box::pin(mails::ask(app, tenant, id(request), None, seed)).await?,
        Job::Remind { request, day } => Box::pin(mails::ask(app, tenant, id(request), Some(day), seed)).await?,
        Job::Alert { request } | Job::AlertLate { request } => Box::pin(mails::alert(app, tenant, id(request), seed)).await?,
        Job::Unanswered { request } => Box::pin(planning::unanswered(app, tenant, id(request))).await?,
        Job::MailUnconfirmed { request } => Box::pin(mails::unconfirmed(app, tenant, id(request), seed)).await?,
        Job::MailLifting { request } => Box::pin(mails::lifting(app, tenant, id(request), seed)).await?,
        Job::Lift { request } => Box::pin(measures::freezing::lift(app, tenant, id(request))).await?,
        Job::TellPresident { request } => Box::pin(mails::president(app, tenant, id(request), seed)).await?,
        Job::Resume { request } => Box::pin(planning::resume(app, tenant, id(request))).await?,
        Job::Execute { request } => Box::pin(executing::run(app, tenant, id(request))).await?,
        Job::MakeCopy { request } => Box::pin(exporting::make(app, tenant, id(request))).await?,
        Job::DestroyCopy { request } => Box::pin(exporting::destroy(app, tenant, id(request))).await?,
        Job::Outside { request, prefixes } => Box::pin(executing::outside(app, tenant, id(request), &prefixes)).await?,
        Job::AskStripe { request } => Box::pin(recipients::ask_stripe(app, tenant, id(request))).await?,
        Job::EndHold { request } => Box::pin(deciding::end_hold(app, tenant, id(request))).await?,
        Job::Overdue { request } => Box::pin(executing::overdue(app, tenant, id(request))).await?,
        Job::Lapse { request } => Box::pin(lapse(app, tenant, id(request))).await?,
        Job::Forget { request } => Box::pin(executing::forget(app, tenant, id(request))).await?,
        Job::Remove { request } => Box::pin(executing::remove(app, tenant, id(request))).await?,
    }
    Ok(())
}

/// A request that nobody confirmed ends by itself: until then anybody could have typed the address. So does a correction whose new address nobody
/// confirmed, and then whoever asked is told.
async fn lapse(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(request) = store::find(&mut tx, id).await? else { return Ok(()) };
    if request.kind == Kind::Rectification && request.state == State::Planned {
        let now = app.clock.now();
        // Filed for an earlier link, of which the key knows nothing.
        if let Some(until) = store::opens_until(&mut tx, id, LinkPurpose::Address).await?.filter(|until| *until > now) {
            enqueue(&mut tx, &Job::Lapse { request: id.uuid() }, Some(until)).await?;
            return tx.commit().await;
        }
        if store::advance(&mut tx, now, id, State::Planned, State::Withdrawn, Note::plain()).await? {
            forget_later(&mut tx, now, id).await?;
            enqueue(&mut tx, &Job::MailUnconfirmed { request: id.uuid() }, None).await?;
        }
        return tx.commit().await;
    }
    if request.state != State::IdentityPending {
        return Ok(());
    }
    // A question put to them gives them as long again, once.
    let answer_by = request.clarification_requested_at.map(|asked| asked + UNCONFIRMED).filter(|until| *until > app.clock.now());
    if let Some(until) = answer_by {
        enqueue(&mut tx, &Job::Lapse { request: id.uuid() }, Some(until)).await?;
        return tx.commit().await;
    }
    drop(tx);
    planning::withdraw(app, tenant, id, Note::plain()).await?;
    Ok(())
}
