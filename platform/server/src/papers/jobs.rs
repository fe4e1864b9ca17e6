//! What the platform's papers leave for later: word to presidents of a new wording, of a change of processor, of a breach.

use kernel::{
    app::App,
    config::NamedRecipient,
    error::Result,
    ids::{AccountId, TenantId},
    inventory::Scope,
    jobs::{JobError, RunningJob, enqueue_platform},
};
use tenants::privacy::{
    breaches::{
        self,
        model::{Facts, choices},
    },
    papers::{
        agreement::{self, Job},
        model::Words,
        processors,
    },
};
use uuid::Uuid;

use super::{
    store::{self, PlatformBreach, President},
    views::{BreachReportedMail, ProcessorChangeMail, TermsChangeMail},
};
use crate::staff::{self, views::Sender};

/// Associations told in one transaction.
const PAGE: i64 = 500;

/// Does one.
///
/// # Errors
/// Retried when the relay or the database did not answer.
pub async fn run(app: &App, job: &RunningJob, seed: &str) -> Result<(), JobError> {
    match job.read::<Job>()? {
        Job::AnnounceTerms { version } => everybody(app, &Job::MailTerms { version }).await?,
        Job::AnnounceProcessor { change } => everybody(app, &Job::MailProcessor { change }).await?,
        Job::ReportBreach { breach } => report(app, breach).await?,
        Job::MailTerms { version } => mail_terms(app, job.tenant()?, version, seed).await?,
        Job::MailProcessor { change } => mail_processor(app, job.tenant()?, change, seed).await?,
        Job::ReportBreachTo { breach } => report_to(app, job.tenant()?, breach, seed).await?,
    }
    Ok(())
}

/// Files `job` for each association, the suspended ones too.
async fn everybody(app: &App, job: &Job) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let mut tx = app.db.platform().await?;
        let tenants = store::tenants(&mut tx, after, PAGE).await?;
        let Some(last) = tenants.last() else { return Ok(()) };
        after = last.uuid();
        for tenant in tenants {
            enqueue_platform(&mut tx, Some(tenant), job.filed()?).await?;
        }
        tx.commit().await?;
    }
}

async fn report(app: &App, breach: Uuid) -> Result<()> {
    let mut tx = app.db.platform().await?;
    let Some(file) = store::breaches(&mut tx, Some(breach)).await?.pop() else { return Ok(()) };
    let job = Job::ReportBreachTo { breach };
    if file.everybody {
        drop(tx);
        return everybody(app, &job).await;
    }
    for (tenant, told) in store::concerned(&mut tx, breach).await? {
        if told.is_none() {
            enqueue_platform(&mut tx, Some(tenant), job.filed()?).await?;
        }
    }
    tx.commit().await
}

/// An association's presidents and its part of the address.
async fn readers(app: &App, tenant: TenantId) -> Result<Option<(Vec<President>, String, String)>> {
    let mut tx = app.db.platform().await?;
    let presidents = store::presidents(&mut tx, tenant).await?;
    drop(tx);
    let known = app.tenants.by_id(tenant).await?;
    Ok(known.map(|known| (presidents, known.name.clone(), known.slug.clone())))
}

fn sender(app: &App) -> Sender {
    let http = &app.config.http;
    Sender::platform(http.absolute(http.platform_host(), "/"))
}

fn desk_url(app: &App, reader: &President, path: &str) -> String {
    let http = &app.config.http;
    http.absolute(&http.back_office_host(), &reader.locale.path(path))
}

async fn mail_terms(app: &App, tenant: TenantId, version: i32, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let terms = agreement::store::by_version(&mut tx, version).await?;
    drop(tx);
    let (Some(terms), Some((presidents, association, slug))) = (terms, readers(app, tenant).await?) else { return Ok(()) };
    for reader in presidents {
        let mail = TermsChangeMail {
            sender: sender(app),
            association: association.clone(),
            version,
            applies_from: terms.applies_from,
            url: desk_url(app, &reader, &format!("/a/{slug}/contrat")),
        };
        send(app, &reader, &mail, seed).await?;
    }
    Ok(())
}

async fn mail_processor(app: &App, tenant: TenantId, change: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let change = store::changes(&mut tx, Some(change)).await?.pop();
    drop(tx);
    let (Some(change), Some((presidents, association, _))) = (change, readers(app, tenant).await?) else { return Ok(()) };
    let http = &app.config.http;
    for reader in presidents {
        let words = Words { locale: reader.locale, recipients: &app.config.recipients };
        let NamedRecipient { legal_name, .. } = &change.next;
        let mail = ProcessorChangeMail {
            sender: sender(app),
            association: association.clone(),
            name: legal_name.clone(),
            change: processors::line(words, &change)?,
            applies_from: change.applies_from,
            url: http.absolute(http.platform_host(), &reader.locale.path("/sous-traitants")),
        };
        send(app, &reader, &mail, seed).await?;
    }
    Ok(())
}

/// Opens the association's own file and tells its presidents (art. 33(2)). The association knows from that moment on, so its 72 hours begin with it.
async fn report_to(app: &App, tenant: TenantId, breach: Uuid, seed: &str) -> Result<(), JobError> {
    let mut tx = app.db.platform().await?;
    let file = store::breaches(&mut tx, Some(breach)).await?.pop();
    drop(tx);
    let (Some(file), Some((presidents, association, slug))) = (file, readers(app, tenant).await?) else { return Ok(()) };
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    breaches::report(&mut tx, now, AccountId::from_uuid(file.opened_by), breach, &facts(&file, now)).await?;
    let opened = breaches::store::reported(&mut tx, breach).await?;
    tx.commit().await?;
    let Some((id, discovered_at)) = opened else { return Ok(()) };
    for reader in presidents {
        let mail = BreachReportedMail {
            sender: sender(app),
            association: association.clone(),
            what_happened: file.what_happened.clone(),
            measures: file.measures.clone(),
            deadline: discovered_at + chrono::Duration::hours(breaches::model::HOURS),
            url: desk_url(app, &reader, &format!("/a/{slug}/violations/{id}")),
        };
        send(app, &reader, &mail, seed).await?;
    }
    let mut tx = app.db.platform().await?;
    store::told(&mut tx, now, breach, tenant).await?;
    tx.commit().await?;
    Ok(())
}

fn facts(file: &PlatformBreach, now: kernel::clock::Timestamp) -> Facts {
    let held = choices(Scope::Tenant);
    Facts {
        discovered_at: now,
        nature: file.nature.clone(),
        categories: file.categories.iter().filter(|category| held.contains(&category.as_str())).cloned().collect(),
        people_stated: None,
        what_happened: file.what_happened.clone(),
        consequences: file.consequences.clone(),
        measures: file.measures.clone(),
        advice: String::new(),
    }
}

/// One mail a president, whose Message-ID stays the same when the job runs again.
async fn send<M: kernel::views::MailView>(app: &App, reader: &President, mail: &M, seed: &str) -> Result<(), JobError> {
    staff::jobs::send(app, reader.locale, mail, reader.email.clone(), Some(reader.name.clone()), &format!("{seed}/{}", reader.account)).await
}
