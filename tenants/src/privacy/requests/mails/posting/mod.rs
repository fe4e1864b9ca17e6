//! What goes by post: the words of a mail that no mailbox may be sent, for somebody of the association to print and to post.

use kernel::{
    app::App,
    clock::PARIS,
    db::TenantTx,
    error::{Error, Result},
    i18n::{date_long, translate},
    ids::TenantId,
    inventory::SubjectId,
    views::MailView,
};

use super::{AnswerMail, Sources, WordMail};
use crate::privacy::requests::{
    identity,
    measures::freezing,
    model::{Channel, Ground, Kind, RequestId, State},
    pages::fate::{kept_views, recipient_views},
    planning,
    store::{self, Request},
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

/// Whether what there is to say goes by post: a letter may name anybody's address, and before it is confirmed only the link that asks for that goes
/// there.
///
/// # Errors
/// When the database is away.
pub async fn is_by_post(tx: &mut TenantTx, request: &Request) -> Result<bool> {
    Ok(request.channel == Channel::Letter && !store::is_confirmed(tx, request.id).await?)
}

/// Whether whoever asked is not forgotten yet: afterwards there is nobody to write to.
#[must_use]
pub fn is_known(request: &Request) -> bool {
    request.given_name.is_some() || request.reply_address.is_some()
}

/// What is to be posted for a request, the oldest first; nothing once somebody noted for each that they did.
///
/// # Errors
/// When the database is away.
pub async fn to_post(tx: &mut TenantTx, request: &Request) -> Result<Option<ToPost>> {
    if !is_known(request) || !is_by_post(tx, request).await? {
        return Ok(None);
    }
    let mut waiting: Vec<ToPost> = Vec::new();
    for event in store::events(tx, request.id).await? {
        let more = match event.kind.as_str() {
            "extended" => Some(ToPost::Extended),
            "clarification_requested" => Some(ToPost::Clarify),
            "completed" | "completed_with_retention" | "refused" => Some(ToPost::Answer),
            "lift_announced" => Some(ToPost::Lifting),
            // Its time was over: whoever withdrew it themselves knows.
            "withdrawn" if request.kind == Kind::Rectification && event.actor == "software" => Some(ToPost::Unconfirmed),
            _ => None,
        };
        match event.kind.as_str() {
            "posted" if !waiting.is_empty() => {
                waiting.remove(0);
            }
            "lifted" => waiting.retain(|one| *one != ToPost::Lifting),
            _ => {}
        }
        // Asked twice, it is the newer words that are kept, and posted once.
        waiting.retain(|one| Some(*one) != more);
        waiting.extend(more);
    }
    Ok(waiting.first().copied())
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
            let answer = sources.answer(app, tenant, &mut tx).await?;
            drop(tx);
            written(app, request, &answer)?
        }
        ToPost::Extended => written(app, request, &sources.word(app, tenant, "extended", words(&request.extension_reason))?)?,
        ToPost::Clarify => written(app, request, &sources.word(app, tenant, "clarify", words(&request.clarification))?)?,
        ToPost::Lifting => {
            // Its day depends on when it is posted.
            let day = translate(request.locale, "rights-lift-by-post", &[])?;
            written(app, request, &sources.word(app, tenant, "lifting", day)?)?
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
    pub(super) async fn answer(&self, app: &App, tenant: TenantId, tx: &mut TenantTx) -> Result<AnswerMail> {
        let id = self.request.id;
        let (recipients, copy) = (store::recipients(tx, id).await?, store::copy_of(tx, id).await?);
        // Their own earlier requests are nothing that was corrected or frozen.
        let people = planning::roots(tx, id).await?.into_iter().filter(|root| root.subject != SubjectId::Requester).count();
        let request = &self.request;
        let corrected = [&request.corrected_given_name, &request.corrected_family_name, &request.corrected_email];
        let done = request.kind == Kind::Rectification && request.state != State::Refused;
        Ok(AnswerMail {
            sender: self.sender(app, request.locale)?,
            kind: request.kind.word(),
            refused: request.state == State::Refused,
            reference: request.reference.clone(),
            address: self.followed_at(app, tenant),
            enclosed: self.by_post && request.kind.is_copy(),
            copy_until: copy.map(|copy| copy.expires_at),
            people,
            corrected: corrected.into_iter().flatten().filter(|_| done).cloned().collect(),
            kept: if request.state == State::CompletedWithRetention { kept_views(request) } else { Vec::new() },
            recipients: recipient_views(&recipients),
            represented: self.represented(),
            mentions: request.mentions.clone().filter(|_| request.state != State::Refused),
            quiet: request.quiet == Some(true) && request.represented.is_none(),
            later: identity::came_later(tx, request).await?,
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

    /// Where the person follows their request. Paper passes through hands that are not theirs, and whoever opens the address acts as the person.
    fn followed_at(&self, app: &App, tenant: TenantId) -> Option<String> {
        (!self.by_post).then(|| self.tracking_url(app, tenant))
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
            // Who has not confirmed may not follow: the address may be a stranger's.
            address: self.followed_at(app, tenant).filter(|_| request.identified_at.is_some()),
        })
    }
}
