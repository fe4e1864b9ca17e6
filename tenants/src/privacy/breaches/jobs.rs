//! Writing to the people concerned by a breach: one job finds them, one job each writes. A job carries ids; what a letter says is read when it leaves.

use kernel::{
    app::App,
    db::{TenantTx, affected_people},
    error::Result,
    i18n::{Locale, translate},
    ids::TenantId,
    inventory::{SUBJECTS, SubjectId},
    jobs::{JobError, NewJob},
    mail::Mail,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    letters,
    model::Breach,
    store,
    views::{LetterMail, LetterSender},
};
use crate::{
    people,
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
    /// Finds who is concerned and files a letter for each.
    Tell {
        /// The file.
        breach: Uuid,
    },
    /// Writes to one of them.
    Letter {
        /// The file.
        breach: Uuid,
        /// Whom.
        person: Uuid,
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

/// The people a file concerns who can be written to: each kind whose root is a row of `person`.
///
/// # Errors
/// When the database is away.
pub async fn people_of(tx: &mut TenantTx, breach: &Breach) -> Result<Vec<Uuid>> {
    let kinds: Vec<SubjectId> = SUBJECTS.iter().filter(|subject| subject.root == Some("person")).map(|subject| subject.id).collect();
    let mut people = Vec::new();
    for kind in kinds {
        people.extend(affected_people(tx, kind, &breach.facts.categories).await?);
    }
    people.sort();
    people.dedup();
    Ok(people)
}

/// Does one.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn run(app: &App, tenant: TenantId, job: Job, seed: &str) -> Result<(), JobError> {
    match job {
        Job::Tell { breach } => {
            let mut tx = app.db.tenant(tenant).await?;
            let Some(file) = store::list(&mut tx, Some(breach)).await?.pop() else { return Ok(()) };
            for person in people_of(&mut tx, &file).await? {
                if !store::was_written_to(&mut tx, breach, person).await? {
                    enqueue(&mut tx, &Job::Letter { breach, person }).await?;
                }
            }
            tx.commit().await?;
            Ok(())
        }
        Job::Letter { breach, person } => letter(app, tenant, breach, person, seed).await,
    }
}

/// Art. 34 obliges: neither an objection to mailings nor a restriction holds this letter back.
async fn letter(app: &App, tenant: TenantId, breach: Uuid, person: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.tenant(tenant).await?;
    if store::was_written_to(&mut tx, breach, person).await? {
        return Ok(());
    }
    let file = store::list(&mut tx, Some(breach)).await?.pop();
    let reader = people::store::find(&mut tx, person).await?;
    let locale = people::store::locale(&mut tx, person).await?.unwrap_or_default();
    let association = site::store::load(&mut tx).await?;
    drop(tx);
    // Somebody erased meanwhile has no address any more.
    let (Some(file), Some(reader)) = (file, reader.filter(|reader| !reader.email.is_empty())) else { return Ok(()) };
    let words = Words { locale, recipients: &app.config.recipients };
    let host = app.tenants.by_id(tenant).await?.map(|tenant| app.config.http.site_host(&tenant.slug)).unwrap_or_default();
    let letter = letters::to_people(words, &association, &file)?;
    let mail = LetterMail { sender: sender(&association, locale, app.config.http.absolute(&host, &locale.path("/")))?, letter };
    let text = app.views.render_mail(locale, &mail)?;
    let mail = Mail {
        from_name: association.name.clone(),
        reply_to: Some(association.email.clone()).filter(|email| !email.is_empty()),
        to: reader.email.clone(),
        to_name: Some(reader.full_name()).filter(|name| !name.is_empty()),
        subject: text.subject,
        text: text.text,
        html: text.html,
        attachments: Vec::new(),
        message_id_seed: format!("breach/{seed}"),
        list_unsubscribe: None,
    };
    app.mailer.send(&mail, app.clock.now()).await?;
    let mut tx = app.db.tenant(tenant).await?;
    store::wrote_to(&mut tx, app.clock.now(), breach, person).await?;
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
