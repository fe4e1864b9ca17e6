//! Receiving a request. It is written down and answered the same way whether or not anything is stored about anybody: only the mailbox learns.

use chrono::Duration;
use kernel::{
    app::App,
    clock::Timestamp,
    error::{Error, Result},
    form::EmailAddress,
    i18n::Locale,
    ids::{AccountId, TenantId},
    inventory::SubjectId,
    limits::Limit,
};
use serde_json::json;

use super::{
    jobs::{self, Job},
    model::{self, ALERT, Channel, Kind, REMINDERS, RESUME, Represented, RequestId, State, UNCONFIRMED},
    planning,
    store::{self, Cited, LinkPurpose, NewRequest, Note},
};

/// What somebody asks for on the page.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What.
    pub kind: Kind,
    /// First name, as given to the association.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where the answer goes.
    pub email: EmailAddress,
    /// What they want to add.
    pub message: Option<String>,
    /// First name, family name, address as they should be.
    pub corrected: [Option<String>; 3],
    /// A purchase made with a mistyped address, or a ticket that bears the name.
    pub cited: Cited,
    /// For whom, if not for themselves.
    pub represented: Option<Represented>,
    /// With an erasure: whether nobody is ever to write to them again, for which a digest of the address stays.
    pub quiet: Option<bool>,
}

/// Forty random bits as a reference.
fn reference() -> String {
    let bytes = *uuid::Uuid::new_v4().as_bytes();
    model::reference(u64::from_be_bytes([0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]]))
}

/// The most requests one address may be named in within a day: the mails they cause are somebody's to receive.
const MOST_A_DAY: i64 = 5;

/// Receives a request from the association's site.
///
/// # Errors
/// `TooMany` when the address was named too often, which says nothing about what is stored; else when the database is away.
pub async fn by_site(app: &App, tenant: TenantId, locale: Locale, asked: &Asked) -> Result<RequestId> {
    let norm = asked.email.normalised();
    // The limiter counts by a keyed digest: no list of addresses lies in the memory of a process.
    let mailbox = app.keys.token(&[b"rights-limit", norm.as_bytes()]);
    app.limits.check(Limit::RightsAddress, format!("{tenant}/{mailbox}"))?;
    // However many associations there are, one mailbox is one person's to read.
    app.limits.check(Limit::RightsAddress, format!("everywhere/{mailbox}"))?;
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    // The limiter above lives in this process; the file of requests knows of all of them.
    if store::count_since(&mut tx, &norm, now - Duration::days(1)).await? >= MOST_A_DAY {
        return Err(Error::TooMany { retry_after_seconds: 86_400 });
    }
    let new = NewRequest {
        kind: asked.kind,
        channel: Channel::Site,
        locale,
        given_name: asked.given_name.clone(),
        family_name: asked.family_name.clone(),
        email: Some((asked.email.as_str().to_owned(), norm)),
        message: asked.message.clone(),
        reply_address: None,
        corrected: asked.corrected.clone(),
        represented: asked.represented.clone(),
        quiet: asked.quiet,
        received_at: now,
        due_at: model::due_at(now),
    };
    let id = store::add(&mut tx, now, &reference(), &new, Note::person()).await?;
    store::advance(&mut tx, now, id, State::Received, State::Acknowledged, Note::plain()).await?;
    store::advance(&mut tx, now, id, State::Acknowledged, State::IdentityPending, Note::plain()).await?;
    // A purchase shows who bought, and never whom they speak for: the form takes none then. A ticket shows whoever it names.
    let (cited, name) = match &asked.represented {
        Some(whom) => (&Cited { purchase: None, ..asked.cited.clone() }, whom.declared()),
        None => (&asked.cited, model::declared(&asked.given_name, &asked.family_name)),
    };
    for (root, basis) in store::shown(&mut tx, cited, &name).await? {
        store::add_scope(&mut tx, id, root, basis).await?;
    }
    let link = store::add_link(&mut tx, now, id, LinkPurpose::Identity, now + model::LINK).await?;
    jobs::enqueue(&mut tx, &Job::MailLink { link }, None).await?;
    jobs::enqueue(&mut tx, &Job::Lapse { request: id.uuid() }, Some(now + UNCONFIRMED)).await?;
    tx.commit().await?;
    Ok(id)
}

/// What a letter says.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it asks for.
    pub kind: Kind,
    /// Who signed it.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The day it came.
    pub received_at: Timestamp,
    /// The address it names, to be compared with those on file.
    pub email: Option<EmailAddress>,
    /// Where the answer goes by post.
    pub reply_address: Option<String>,
    /// What it says beside.
    pub message: Option<String>,
    /// What is to be corrected.
    pub corrected: [Option<String>; 3],
    /// The purchase or the ticket it names.
    pub cited: Cited,
    /// Whether it says, with an erasure, that nobody is to write again.
    pub quiet: Option<bool>,
}

/// Enters a letter. A purchase or a ticket that it names rightly shows who wrote; else a link goes to the address, if that address is on file.
///
/// # Errors
/// When the database is away.
pub async fn by_letter(app: &App, tenant: TenantId, locale: Locale, by: AccountId, letter: &Letter) -> Result<RequestId> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let email = letter.email.as_ref().map(|email| (email.as_str().to_owned(), email.normalised()));
    let found = match &email {
        Some((_, norm)) => kernel::personal::find(&mut tx, norm).await?,
        None => Vec::new(),
    };
    // Not by an earlier request: anybody may have typed the address into that.
    let on_file = found.iter().any(|found| found.root.subject != SubjectId::Requester);
    let proven = store::shown(&mut tx, &letter.cited, &model::declared(&letter.given_name, &letter.family_name)).await?;
    // Where a purchase or a ticket shows who wrote, nobody confirms the address: one that does not stand beside what was shown is for people to read,
    // and never used to find rows or to silence a mailbox.
    let confirmed = proven.is_empty() || found.iter().any(|found| proven.iter().any(|(root, _)| found.root == *root));
    let (email, unconfirmed) = if confirmed { (email, None) } else { (None, email.map(|(typed, _)| typed)) };
    let new = NewRequest {
        kind: letter.kind,
        channel: Channel::Letter,
        locale,
        given_name: letter.given_name.clone(),
        family_name: letter.family_name.clone(),
        email,
        message: letter.message.clone(),
        reply_address: letter.reply_address.clone().or(unconfirmed),
        corrected: letter.corrected.clone(),
        represented: None,
        quiet: letter.quiet,
        received_at: letter.received_at,
        due_at: model::due_at(letter.received_at),
    };
    let id = store::add(&mut tx, now, &reference(), &new, Note::staff(by, json!({ "channel": "letter" }))).await?;
    store::advance(&mut tx, now, id, State::Received, State::Acknowledged, Note::plain()).await?;
    if proven.is_empty() {
        store::advance(&mut tx, now, id, State::Acknowledged, State::IdentityPending, Note::plain()).await?;
        // Never to an address that only the letter knows.
        if on_file {
            let link = store::add_link(&mut tx, now, id, LinkPurpose::Identity, now + model::LETTER_LINK).await?;
            jobs::enqueue(&mut tx, &Job::MailLink { link }, None).await?;
        }
    } else {
        for (root, basis) in &proven {
            store::add_scope(&mut tx, id, *root, basis).await?;
        }
        let by = if proven.iter().any(|(_, basis)| *basis == "proof") { "purchase" } else { "ticket" };
        store::advance(&mut tx, now, id, State::Acknowledged, State::IdentityVerified, Note::software(json!({ "by": by }))).await?;
        jobs::enqueue(&mut tx, &Job::Resume { request: id.uuid() }, Some(now + RESUME)).await?;
    }
    remind(&mut tx, id, letter.received_at, new.due_at).await?;
    tx.commit().await?;
    if !proven.is_empty() {
        planning::settle(app, tenant, id).await?;
    }
    Ok(id)
}

/// Has the association reminded while a request is open, and the day noted when it passes.
///
/// # Errors
/// When the database is away.
pub async fn remind(tx: &mut kernel::db::TenantTx, id: RequestId, received: Timestamp, due: Timestamp) -> Result<()> {
    for day in REMINDERS {
        jobs::enqueue(tx, &Job::Remind { request: id.uuid(), day }, Some(received + Duration::days(day))).await?;
    }
    jobs::enqueue(tx, &Job::Alert { request: id.uuid() }, Some(received + Duration::days(ALERT))).await?;
    jobs::enqueue(tx, &Job::Overdue { request: id.uuid() }, Some(due)).await
}
