//! What goes by post: the words of a mail that no mailbox may be sent, for somebody of the association to print and to post.

use kernel::{
    app::App,
    clock::PARIS,
    db::TenantTx,
    error::{Error, Result},
    i18n::date_long,
    ids::TenantId,
    views::MailView,
};

use super::{AnswerMail, Sources, WordMail};
use crate::privacy::requests::{
    measures::freezing,
    model::{Channel, Ground, Kind, RequestId, State},
    pages::tracking::{kept_views, recipient_views},
    store::{self, Copy, Recipient, Request},
};

/// What there is to be posted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ToPost {
    /// How the request ended.
    Answer,
    /// That it takes longer.
    Extended,
    /// A question.
    Clarify,
    /// That nobody confirmed the new address.
    Unconfirmed,
    /// From when frozen data are used again.
    Lifting,
}

/// A text to be printed.
#[derive(Clone, Debug)]
pub struct Posting {
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// What is to be posted for a request that came by letter and whose address nobody has confirmed; nothing once somebody noted that they did.
///
/// # Errors
/// When the database is away.
pub async fn to_post(tx: &mut TenantTx, request: &Request) -> Result<Option<ToPost>> {
    // Once whoever asked is forgotten, there is nobody to write to.
    let known = request.given_name.is_some() || request.reply_address.is_some();
    if request.channel != Channel::Letter || !known || store::is_confirmed(tx, request.id).await? {
        return Ok(None);
    }
    let said = store::events(tx, request.id).await?.into_iter().rev().find_map(|event| match event.kind.as_str() {
        "posted" => Some(None),
        "extended" => Some(Some(ToPost::Extended)),
        "clarification_requested" => Some(Some(ToPost::Clarify)),
        "lift_announced" => Some(Some(ToPost::Lifting)),
        "completed" | "completed_with_retention" | "refused" => Some(Some(ToPost::Answer)),
        "withdrawn" if request.kind == Kind::Rectification => Some(Some(ToPost::Unconfirmed)),
        _ => None,
    });
    Ok(said.flatten())
}

/// The words of it.
///
/// # Errors
/// When the database is away.
pub async fn posting(app: &App, tenant: TenantId, id: RequestId, what: ToPost) -> Result<Posting> {
    let sources = Sources::load(app, tenant, id).await?.ok_or(Error::NotFound)?;
    let request = &sources.request;
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    Ok(match what {
        ToPost::Answer => {
            let mut tx = app.db.tenant(tenant).await?;
            let (recipients, copy) = (store::recipients(&mut tx, id).await?, store::copy_of(&mut tx, id).await?);
            drop(tx);
            written(app, request, &sources.answer(app, tenant, &recipients, copy.as_ref())?)?
        }
        ToPost::Extended => written(app, request, &sources.word(app, tenant, "extended", words(&request.extension_reason))?)?,
        ToPost::Clarify => written(app, request, &sources.word(app, tenant, "clarify", words(&request.clarification))?)?,
        ToPost::Lifting => {
            let day = sources.lifted_on(app, tenant).await?;
            written(app, request, &sources.word(app, tenant, "lifting", words(&day))?)?
        }
        ToPost::Unconfirmed => written(app, request, &sources.word(app, tenant, "unconfirmed", words(&request.corrected_email))?)?,
    })
}

fn written<M: MailView>(app: &App, request: &Request, mail: &M) -> Result<Posting> {
    let text = app.views.render_mail(request.locale, mail)?;
    Ok(Posting { subject: text.subject, text: text.text })
}

impl Sources {
    /// How a request ended.
    pub(super) fn answer(&self, app: &App, tenant: TenantId, recipients: &[Recipient], copy: Option<&Copy>) -> anyhow::Result<AnswerMail> {
        let request = &self.request;
        let corrected = [&request.corrected_given_name, &request.corrected_family_name, &request.corrected_email];
        let done = request.kind == Kind::Rectification && request.state != State::Refused;
        Ok(AnswerMail {
            sender: self.sender(app, request.locale)?,
            kind: request.kind.word(),
            refused: request.state == State::Refused,
            reference: request.reference.clone(),
            address: self.tracking_url(app, tenant),
            copy_until: copy.map(|copy| copy.expires_at),
            people: request.plan.as_ref().map_or(0, |plan| plan.people),
            corrected: corrected.into_iter().flatten().filter(|_| done).cloned().collect(),
            kept: if request.state == State::CompletedWithRetention { kept_views(request) } else { Vec::new() },
            recipients: recipient_views(recipients),
            represented: self.represented(),
            mentions: request.mentions.clone().filter(|_| request.state != State::Refused),
            quiet: request.quiet == Some(true) && request.represented.is_none(),
            ground: request.refusal.filter(|_| request.state == State::Refused).map(Ground::word),
            words: request.refusal_note.clone().filter(|words| request.state == State::Refused && !words.is_empty()),
        })
    }

    /// The day from which frozen data are used again, once that was announced.
    pub(super) async fn lifted_on(&self, app: &App, tenant: TenantId) -> Result<Option<String>> {
        let mut tx = app.db.tenant(tenant).await?;
        let frozen = freezing::frozen(app, &mut tx, &self.request).await?;
        Ok(frozen.and_then(|frozen| frozen.ends_at()).map(|at| date_long(self.request.locale, &at.with_timezone(&PARIS))))
    }

    /// Words of the association to whoever asked.
    pub(super) fn word(&self, app: &App, tenant: TenantId, what: &'static str, words: String) -> anyhow::Result<WordMail> {
        let request = &self.request;
        Ok(WordMail {
            sender: self.sender(app, request.locale)?,
            what,
            words,
            reference: request.reference.clone(),
            due_at: request.due_at,
            // Who has not confirmed may not follow: the address may be a stranger's. Paper goes to whoever wrote it.
            address: request.identified_at.is_some().then(|| self.tracking_url(app, tenant)),
        })
    }
}
