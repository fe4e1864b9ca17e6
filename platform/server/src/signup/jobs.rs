//! What sign-up leaves for later: the mail with the link, and an association's first row if we stopped before writing it.

use kernel::{
    app::App,
    db::PlatformTx,
    error::Result,
    ids::TenantId,
    jobs::{JobError, NewJob, RunningJob, enqueue_platform},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    model::VALID_HOURS,
    store::{self, Find},
    views::{AccountExistsMail, SignUpMail},
};
use crate::staff::{self, model::link_token, store::FindAccount, views::Sender};

/// The kind these jobs are filed under.
pub const KIND: &str = "signup";
/// The purpose in the link's secret.
pub const LINK: &str = "sign_up";

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Send the link.
    MailLink {
        /// The sign-up.
        sign_up: Uuid,
    },
    /// Write the association's first row, unless it is there.
    Found,
}

/// Has the link sent.
///
/// # Errors
/// When the database is away.
pub async fn enqueue_mail(tx: &mut PlatformTx, sign_up: Uuid) -> Result<()> {
    enqueue(tx, None, &Job::MailLink { sign_up }).await
}

/// Has an association's first row looked after.
///
/// # Errors
/// When the database is away.
pub async fn enqueue_found(tx: &mut PlatformTx, tenant: TenantId) -> Result<()> {
    enqueue(tx, Some(tenant), &Job::Found).await
}

async fn enqueue(tx: &mut PlatformTx, tenant: Option<TenantId>, job: &Job) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    enqueue_platform(tx, tenant, NewJob::new(KIND, payload)).await
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database did not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::MailLink { sign_up } => mail_link(app, sign_up, seed).await,
        Job::Found => {
            super::found(app, job.tenant()?).await?;
            Ok(())
        }
    }
}

async fn mail_link(app: &App, id: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let Some(sign_up) = store::find(&mut tx, Find::Id(id)).await?.filter(|sign_up| sign_up.confirmed_at.is_none()) else { return Ok(()) };
    let known = staff::store::account(&mut tx, FindAccount::Email(&sign_up.email_norm)).await?;
    drop(tx);
    let http = &app.config.http;
    let path = format!("/inscription/confirmer/{}", link_token(&app.keys, LINK, id));
    let confirm_url = http.absolute(&http.back_office_host(), &sign_up.locale.path(&path));
    let sender = Sender::platform(http.absolute(http.platform_host(), "/"));
    let (association, site_host) = (sign_up.association_name, http.site_host(&sign_up.slug));
    if let Some(account) = known {
        let mail = AccountExistsMail { sender, name: account.name, association, confirm_url, site_host, valid_hours: VALID_HOURS };
        return staff::jobs::send(app, sign_up.locale, &mail, sign_up.email, None, seed).await;
    }
    let mail = SignUpMail { sender, name: sign_up.person_name, association, confirm_url, site_host, valid_hours: VALID_HOURS };
    staff::jobs::send(app, sign_up.locale, &mail, sign_up.email, None, seed).await
}
