//! Writing to the people concerned by a breach: one job finds the letters owed, one job each writes. A job carries ids; what a letter says is read when it leaves.

use kernel::{
    app::App,
    db::{Contact, TenantTx, contacts, mailbox},
    error::Result,
    i18n::{Locale, translate},
    ids::TenantId,
    inventory::Scope,
    jobs::{JobError, NewJob},
    mail::Mail,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    letters,
    reach::Reader,
    store,
    views::{LetterMail, LetterSender},
};
use crate::{
    privacy::papers::model::Words,
    site::{
        self,
        model::{Association, siret_grouped},
        theme::Theme,
    },
};

/// The kind these jobs are filed under.
pub const KIND: &str = "breach";

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Finds the letters owed and files a job for each.
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

/// Files a job with the transaction.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut TenantTx, job: &Job) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let key = payload.to_string();
    kernel::jobs::enqueue(tx, NewJob::new(KIND, payload).keyed(key)).await
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn run(app: &App, tenant: TenantId, job: Job, seed: &str) -> Result<(), JobError> {
    match job {
        Job::Tell { breach } => {
            let mut tx = app.db.tenant(tenant).await?;
            for letter in store::unsent(&mut tx, breach).await? {
                enqueue(&mut tx, &Job::Letter { breach, letter }).await?;
            }
            tx.commit().await?;
            Ok(())
        }
        Job::Letter { breach, letter } => write(app, tenant, breach, letter, seed).await,
    }
}

/// Where a letter goes, from whichever side of the wall the reader's own row is. Somebody erased meanwhile has no address any more.
async fn address(app: &App, tenant: TenantId, reader: Reader) -> Result<Option<Contact>> {
    let Some(root) = mailbox(reader.subject) else { return Ok(None) };
    let found = if root.scope == Scope::Tenant {
        contacts(app.db.tenant(tenant).await?.conn(), reader.subject, Some(tenant.uuid()), &[reader.id]).await?
    } else {
        contacts(app.db.platform().await?.conn(), reader.subject, None, &[reader.id]).await?
    };
    Ok(found.into_iter().next())
}

/// Art. 34 obliges: neither an objection to mailings nor a restriction holds this letter back.
async fn write(app: &App, tenant: TenantId, breach: Uuid, letter: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(reader) = store::reader(&mut tx, letter).await? else { return Ok(()) };
    let file = store::list(&mut tx, Some(breach)).await?.pop();
    let association = site::store::load(&mut tx).await?;
    drop(tx);
    let (Some(file), Some(Contact { email, name, locale, .. })) = (file, address(app, tenant, reader).await?) else { return Ok(()) };
    let words = Words { locale, recipients: &app.config.recipients };
    let host = app.tenants.by_id(tenant).await?.map(|tenant| app.config.http.site_host(&tenant.slug)).unwrap_or_default();
    let said = letters::to_people(words, &association, &file)?;
    let mail = LetterMail { sender: sender(&association, locale, app.config.http.absolute(&host, &locale.path("/")))?, letter: said };
    let text = app.views.render_mail(locale, &mail)?;
    let mail = Mail {
        from_name: association.name.clone(),
        reply_to: Some(association.email.clone()).filter(|email| !email.is_empty()),
        to: email,
        to_name: Some(name).filter(|name| !name.is_empty()),
        subject: text.subject,
        text: text.text,
        html: text.html,
        attachments: Vec::new(),
        message_id_seed: format!("breach/{seed}"),
        list_unsubscribe: None,
    };
    app.mailer.send(&mail, app.clock.now()).await?;
    let mut tx = app.db.tenant(tenant).await?;
    store::sent(&mut tx, app.clock.now(), letter).await?;
    tx.commit().await?;
    Ok(())
}

fn sender(association: &Association, locale: Locale, url: String) -> Result<LetterSender, JobError> {
    let theme = Theme::of(&association.main_colour);
    let mut footer = vec![std::iter::once(association.legal_name.clone()).chain(association.address()).collect::<Vec<_>>().join(", ")];
    if !association.siret.is_empty() {
        footer.push(translate(locale, "mail-footer-siret", &[("value", siret_grouped(&association.siret).into())])?);
    }
    Ok(LetterSender { name: association.name.clone(), colour: theme.light.field, ink: theme.light.ink, footer, url })
}
