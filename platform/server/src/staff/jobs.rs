//! What staff's pages leave for later: mails with one-time links, and notes of what was done.

use kernel::{
    app::App,
    clock::Timestamp,
    db::PlatformTx,
    error::Result,
    i18n::Locale,
    ids::{AccountId, TenantId, new_uuid},
    jobs::{JobError, NewJob, RunningJob, enqueue_platform},
    mail::Mail,
    session::token_hash,
    views::MailView,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    model::{Purpose, link_token},
    store::{self, FindAccount, NewLink},
    views::{InvitationMail, PasswordMail, Sender},
};

/// The kind these jobs are filed under.
pub const KIND: &str = "staff";

/// How long a password link works, in hours; its pages and mail say so too.
pub const RESET_HOURS: i64 = 1;
/// How long an invitation works, in days.
pub const INVITATION_DAYS: i64 = 7;

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Send a link to choose a new password.
    MailReset {
        /// Whose; nobody's when an unknown address was typed, so that asking takes as long.
        account: Uuid,
        /// What the link's secret is derived from.
        link: Uuid,
    },
    /// Send an invitation that is filed.
    MailInvitation {
        /// What the link's secret is derived from.
        link: Uuid,
        /// The language of whoever invites.
        locale: Locale,
    },
    /// Write down, among the association's rows, what staff did among the platform's.
    Note {
        /// The note's id.
        id: Uuid,
        /// Who.
        account: Uuid,
        /// What, as a word.
        action: String,
        /// To what.
        target: Option<Uuid>,
        /// When.
        at: Timestamp,
    },
}

/// Files a job with the transaction.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut PlatformTx, tenant: Option<TenantId>, job: &Job) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    enqueue_platform(tx, tenant, NewJob::new(KIND, payload)).await
}

/// Asks that an act be written down for the association it was done in.
///
/// # Errors
/// When the database is away.
pub async fn note(tx: &mut PlatformTx, now: Timestamp, tenant: TenantId, account: AccountId, action: &str, target: Option<Uuid>) -> Result<()> {
    let job = Job::Note { id: new_uuid(now), account: account.uuid(), action: action.to_owned(), target, at: now };
    enqueue(tx, Some(tenant), &job).await
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database did not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::MailReset { account, link } => mail_reset(app, AccountId::from_uuid(account), link, seed).await,
        Job::MailInvitation { link, locale } => mail_invitation(app, link, locale, seed).await,
        Job::Note { id, account, action, target, at } => {
            let mut tx = app.db.tenant(job.tenant()?).await?;
            tenants::staff::store::record_once(&mut tx, id, at, AccountId::from_uuid(account), &action, target).await?;
            tx.commit().await?;
            Ok(())
        }
    }
}

async fn mail_reset(app: &App, account: AccountId, link: Uuid, seed: &str) -> Result<(), JobError> {
    let now = app.clock.now();
    let token = link_token(&app.keys, Purpose::PasswordReset.word(), link);
    let mut tx = app.db.platform().await?;
    let Some(account) = store::account(&mut tx, FindAccount::Id(account)).await?.filter(|account| account.active) else { return Ok(()) };
    let hash = token_hash(&token);
    let new = NewLink {
        hash: &hash,
        purpose: Purpose::PasswordReset,
        account: Some(account.id),
        tenant: None,
        email: None,
        role: None,
        expires_at: now + chrono::Duration::hours(RESET_HOURS),
    };
    store::add_link(&mut tx, now, &new).await?;
    tx.commit().await?;
    let http = &app.config.http;
    let mail = PasswordMail {
        sender: Sender::platform(http.absolute(http.platform_host(), "/")),
        name: account.name.clone(),
        reset_url: http.absolute(&http.back_office_host(), &account.locale.path(&format!("/mot-de-passe/{token}"))),
        valid_hours: RESET_HOURS,
    };
    send(app, account.locale, &mail, account.email, Some(account.name), seed).await
}

async fn mail_invitation(app: &App, link: Uuid, locale: Locale, seed: &str) -> Result<(), JobError> {
    let token = link_token(&app.keys, Purpose::Invitation.word(), link);
    let mut tx = app.db.platform().await?;
    let found = store::find_link(&mut tx, &token_hash(&token), app.clock.now()).await?;
    drop(tx);
    // Withdrawn or accepted meanwhile.
    let Some(link) = found else { return Ok(()) };
    let Some(((_, association, _), role)) = link.tenant.zip(link.role) else { return Ok(()) };
    let http = &app.config.http;
    let mail = InvitationMail {
        sender: Sender::platform(http.absolute(http.platform_host(), "/")),
        association,
        role,
        accept_url: http.absolute(&http.back_office_host(), &locale.path(&format!("/invitation/{token}"))),
        valid_days: INVITATION_DAYS,
    };
    send(app, locale, &mail, link.email, None, seed).await
}

/// Words a mail of the platform's own and sends it.
///
/// # Errors
/// As the relay answers.
pub async fn send<M: MailView>(app: &App, locale: Locale, mail: &M, to: String, to_name: Option<String>, seed: &str) -> Result<(), JobError> {
    let words = app.views.render_mail(locale, mail)?;
    let mail = Mail {
        from_name: "Estrade".to_owned(),
        reply_to: None,
        to,
        to_name,
        subject: words.subject,
        text: words.text,
        html: words.html,
        attachments: Vec::new(),
        message_id_seed: seed.to_owned(),
        list_unsubscribe: None,
    };
    app.mailer.send(&mail, app.clock.now()).await?;
    Ok(())
}
