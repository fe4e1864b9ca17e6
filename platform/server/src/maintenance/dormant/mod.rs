//! Accounts that nobody uses: whoever belongs to no association any more and has not signed in for the period of the inventory is told a month before,
//! and then erased. Owns `account_warning`. An account that works for an association is that association's to end.

pub mod store;
pub mod views;

use chrono::Duration;
use kernel::{
    app::App,
    clock::Timestamp,
    error::Result,
    i18n::Locale,
    ids::AccountId,
    inventory::{self, RetentionId},
    jobs::{JobError, NewJob, RunningJob, enqueue_platform},
    mail::MailError,
    personal::retention::before,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::staff::{self, views::Sender};
use views::DormantMail;

/// The kind of the job that writes to one of them.
pub const KIND: &str = "dormant";

/// How long before its end somebody is told.
const NOTICE: Duration = Duration::days(30);
/// Accounts looked at in one transaction.
const PAGE: i64 = 200;

#[derive(Debug, Serialize, Deserialize)]
struct Warn {
    account: Uuid,
}

/// The moment a sign-in must lie before for the account to be over at `now`.
fn cutoff(now: Timestamp) -> Timestamp {
    // Without a period nothing ends.
    RetentionId::StaffAccount.facts().active.map_or(Timestamp::MIN_UTC, |active| before(now, active))
}

/// Ends the accounts whose time is up, lets go of warnings that were heard, and has the next ones written to; how many were erased.
///
/// # Errors
/// When the database is away.
pub async fn sweep(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    // What nobody classified is erased by nobody either.
    inventory::agreed(tx.conn()).await?;
    store::forgive(&mut tx).await?;
    let erased = store::erase(&mut tx, now, cutoff(now)).await?;
    // Whoever would be over when the notice ends is told now.
    for account in store::unused_since(&mut tx, cutoff(now + NOTICE), now - NOTICE, PAGE).await? {
        let payload = serde_json::to_value(Warn { account }).map_err(anyhow::Error::from)?;
        enqueue_platform(&mut tx, None, NewJob::new(KIND, payload).keyed(account.to_string())).await?;
    }
    tx.commit().await?;
    if erased > 0 {
        tracing::info!(retention.rows = erased, "accounts that nobody used were erased");
    }
    Ok(erased)
}

/// Writes to one of them: the account goes a month after the mail was taken. A mailbox that refuses for good is tried again a month later; when it refuses
/// again, there is nobody to tell, and the account goes a month after that.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    let Warn { account } = job.read()?;
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    // Somebody may have signed in since.
    let Some(unused) = store::unused(&mut tx, account, cutoff(now + NOTICE), now - NOTICE).await? else { return Ok(()) };
    drop(tx);
    let ends_at = now + NOTICE;
    let id = AccountId::from_uuid(account);
    let http = &app.config.http;
    let locale = Locale::from_code(&unused.locale).unwrap_or_default();
    let mail = DormantMail {
        sender: Sender::platform(http.absolute(http.platform_host(), "/")),
        name: unused.name.clone(),
        ends_at,
        sign_in_url: http.absolute(&http.back_office_host(), &locale.path("/connexion")),
    };
    let told = staff::jobs::send(app, locale, &mail, unused.email, Some(unused.name), seed).await;
    let mut tx = app.db.platform().await?;
    match told {
        Ok(()) => store::warned(&mut tx, id, now, ends_at).await?,
        Err(JobError::Fail(cause)) if matches!(cause.downcast_ref(), Some(MailError::Refused(_) | MailError::Invalid(_))) => {
            tracing::info!(mail.seed = seed, error.cause = ?cause, "the mailbox of an account nobody uses refuses its warning");
            store::refused(&mut tx, id, now, now + NOTICE + NOTICE).await?;
        }
        Err(error) => return Err(error),
    }
    tx.commit().await?;
    Ok(())
}
