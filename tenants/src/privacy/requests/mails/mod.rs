//! Mails about requests: to whoever asked, and to the association. Everything is read when a mail leaves, so that it says what is true then.

mod posting;
pub mod views;

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result},
    i18n::Locale,
    ids::TenantId,
    jobs::JobError,
    mail::Mail,
    views::{MailView, PageEntry, mail_entry},
};
use uuid::Uuid;

use super::{
    identity, measures,
    model::{ALONE, RequestId, State, hold_ends_at},
    pages::whom::ForWhom,
    store::{self, LinkPurpose, Request},
};
use crate::{
    site::{
        self,
        model::{Association, siret_grouped},
        theme::Theme,
    },
    staff,
};
pub use posting::{Posting, ToPost, is_by_post, is_known, posting, to_post};
use views::{AlertMail, AnswerMail, AskMail, LinkMail, PresidentMail, ReceivedMail, Sender, WordMail};

/// The mails of this slice, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        mail_entry::<LinkMail>(),
        mail_entry::<ReceivedMail>(),
        mail_entry::<AnswerMail>(),
        mail_entry::<WordMail>(),
        mail_entry::<AskMail>(),
        mail_entry::<PresidentMail>(),
        mail_entry::<AlertMail>(),
    ]
}

/// What every mail about a request is made from.
struct Sources {
    request: Request,
    association: Association,
    host: String,
    slug: String,
    /// Whether what there is to say goes by post.
    by_post: bool,
}

impl Sources {
    async fn load(app: &App, tenant: TenantId, id: RequestId) -> Result<Option<Self>> {
        let mut tx = app.db.tenant(tenant).await?;
        let Some(request) = store::find(&mut tx, id).await? else { return Ok(None) };
        let association = site::store::load(&mut tx).await?;
        let by_post = is_by_post(&mut tx, &request).await?;
        drop(tx);
        let known = app.tenants.by_id(tenant).await?.ok_or(Error::NotFound)?;
        Ok(Some(Self { request, association, host: app.config.http.site_host(&known.slug), slug: known.slug.clone(), by_post }))
    }

    fn tracking_url(&self, app: &App, tenant: TenantId) -> String {
        self.absolute(app, &identity::tracking_path(app, tenant, self.request.id))
    }

    fn absolute(&self, app: &App, path: &str) -> String {
        app.config.http.absolute(&self.host, &self.request.locale.path(path))
    }

    /// The request's page in the back office.
    fn desk_url(&self, app: &App, locale: Locale) -> String {
        let http = &app.config.http;
        http.absolute(&http.back_office_host(), &locale.path(&format!("/a/{}/demandes/{}", self.slug, self.request.id)))
    }

    fn sender(&self, app: &App, locale: Locale) -> anyhow::Result<Sender> {
        let association = &self.association;
        let theme = Theme::of(&association.main_colour);
        let mut footer = vec![std::iter::once(association.legal_name.clone()).chain(association.address()).collect::<Vec<_>>().join(", ")];
        if !association.siret.is_empty() {
            footer.push(kernel::i18n::translate(locale, "mail-footer-siret", &[("value", siret_grouped(&association.siret).into())])?);
        }
        Ok(Sender {
            name: association.name.clone(),
            colour: theme.light.field,
            ink: theme.light.ink,
            footer,
            url: app.config.http.absolute(&self.host, &locale.path("/")),
            email: Some(association.email.clone()).filter(|email| !email.is_empty()),
        })
    }

    /// For whom it was asked, if not for themselves.
    fn represented(&self) -> Option<ForWhom> {
        ForWhom::of(&self.request)
    }

    /// Sends to whoever asked, as long as their address is kept; by post, officers are told that there is something to be posted.
    async fn to_person<M: MailView>(&self, app: &App, tenant: TenantId, mail: &M, seed: &str) -> Result<(), JobError> {
        if self.by_post && M::NAME != LinkMail::NAME {
            return self.to_officers(app, tenant, AskMail { post: true, ..self.ask(app, Locale::Fr).map_err(JobError::Retry)? }, seed).await;
        }
        let Some(to) = self.request.email.clone() else { return Ok(()) };
        // Until it is confirmed, whoever typed the address typed the name too: nobody writes to strangers through us.
        let name = self.request.identified_at.map(|_| self.request.declared()).filter(|name| !name.is_empty());
        self.send(app, to, name, self.request.locale, mail, seed).await
    }

    /// What officers are told of a request, in a language.
    fn ask(&self, app: &App, locale: Locale) -> anyhow::Result<AskMail> {
        Ok(AskMail {
            sender: self.sender(app, locale)?,
            kind: self.request.kind.word(),
            day: None,
            overdue: false,
            waits: false,
            stripe: false,
            post: false,
            held_until: None,
            reference: self.request.reference.clone(),
            due_at: self.request.due_at,
            address: self.desk_url(app, locale),
        })
    }

    async fn to_officers(&self, app: &App, tenant: TenantId, what: AskMail, seed: &str) -> Result<(), JobError> {
        for officer in staff::store::officers(app, tenant).await? {
            let sender = self.sender(app, officer.locale).map_err(JobError::Retry)?;
            let mail = AskMail { sender, address: self.desk_url(app, officer.locale), ..what.clone() };
            self.send(app, officer.email, None, officer.locale, &mail, &format!("{seed}/{}", officer.account)).await?;
        }
        Ok(())
    }

    async fn send<M: MailView>(&self, app: &App, to: String, to_name: Option<String>, locale: Locale, mail: &M, seed: &str) -> Result<(), JobError> {
        let text = app.views.render_mail(locale, mail).map_err(JobError::Retry)?;
        let mail = Mail {
            from_name: self.association.name.clone(),
            reply_to: Some(self.association.email.clone()).filter(|email| !email.is_empty()),
            to,
            to_name,
            subject: text.subject,
            text: text.text,
            html: text.html,
            attachments: Vec::new(),
            message_id_seed: format!("{}/{seed}", M::NAME),
            list_unsubscribe: None,
        };
        Ok(app.mailer.send(&mail, app.clock.now()).await?)
    }
}

/// Sends a link that opens once. It goes to whoever typed the address, so it says nothing about what is stored.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn link(app: &App, tenant: TenantId, id: Uuid, seed: &str) -> Result<(), JobError> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    let Some((purpose, link)) = either(&mut tx, id).await? else { return Ok(()) };
    drop(tx);
    if link.used || link.expires_at <= now {
        return Ok(());
    }
    let Some(sources) = Sources::load(app, tenant, link.request).await? else { return Ok(()) };
    let folder = match purpose {
        LinkPurpose::Identity => "confirmer",
        LinkPurpose::Download => "fichier",
        LinkPurpose::Address => "adresse",
    };
    let mail = LinkMail {
        sender: sources.sender(app, sources.request.locale).map_err(JobError::Retry)?,
        purpose: purpose.word(),
        kind: sources.request.kind.word(),
        reference: sources.request.reference.clone(),
        address: sources.absolute(app, &format!("{}/{folder}/{id}/{}", super::PATH, identity::secret(app, tenant, purpose, id))),
        until: link.expires_at,
    };
    if purpose == LinkPurpose::Address {
        // Where it leads is what is to be shown.
        let Some(to) = sources.request.corrected_email.clone() else { return Ok(()) };
        return sources.send(app, to, None, sources.request.locale, &mail, seed).await;
    }
    sources.to_person(app, tenant, &mail, seed).await
}

async fn either(tx: &mut TenantTx, id: Uuid) -> Result<Option<(LinkPurpose, store::Link)>> {
    for purpose in LinkPurpose::ALL {
        if let Some(link) = store::find_link(tx, id, purpose).await? {
            return Ok(Some((purpose, link)));
        }
    }
    Ok(None)
}

/// Says that a request is under way and where to follow it. Only the mailbox that confirmed it gets this address.
///
/// # Errors
/// As [`link`].
pub async fn received(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let mail = ReceivedMail {
        sender: sources.sender(app, sources.request.locale).map_err(JobError::Retry)?,
        kind: sources.request.kind.word(),
        reference: sources.request.reference.clone(),
        due_at: sources.request.due_at,
        question: sources.request.state == State::Scoping,
        represented: sources.represented(),
        address: sources.tracking_url(app, tenant),
    };
    sources.to_person(app, tenant, &mail, seed).await
}

/// Says how a request ended.
///
/// # Errors
/// As [`link`].
pub async fn answer(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let mut tx = app.db.tenant(tenant).await?;
    let mail = sources.answer(app, tenant, &mut tx).await?;
    drop(tx);
    sources.to_person(app, tenant, &mail, seed).await
}

/// Says that a request takes longer, and why.
///
/// # Errors
/// As [`link`].
pub async fn extended(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let words = sources.request.extension_reason.clone();
    word(app, tenant, &sources, "extended", words, seed).await
}

/// Asks the person something.
///
/// # Errors
/// As [`link`].
pub async fn clarify(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let words = sources.request.clarification.clone();
    word(app, tenant, &sources, "clarify", words, seed).await
}

/// Says that nobody opened the link that went to the new address of a correction, which ends it.
///
/// # Errors
/// As [`link`].
pub async fn unconfirmed(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let words = sources.request.corrected_email.clone();
    word(app, tenant, &sources, "unconfirmed", words, seed).await
}

/// Says from when frozen data are used again (GDPR art. 18(3)); nothing when they are already.
///
/// # Errors
/// As [`link`].
pub async fn lifting(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    if sources.by_post {
        return word(app, tenant, &sources, "lifting", Some(String::new()), seed).await;
    }
    let Some(day) = sources.lifted_on(app, tenant).await? else { return Ok(()) };
    let mail = sources.word(app, tenant, "lifting", day).map_err(JobError::Retry)?;
    if sources.request.email.is_some() {
        return sources.to_person(app, tenant, &mail, seed).await;
    }
    // The page of the request belongs to the mailbox that confirmed it, which is forgotten.
    let mail = WordMail { address: None, ..mail };
    let mut tx = app.db.tenant(tenant).await?;
    let to = measures::freezing::address(&mut tx, &sources.request).await?;
    drop(tx);
    match to {
        Some(to) => sources.send(app, to, None, sources.request.locale, &mail, seed).await,
        None => Ok(()),
    }
}

async fn word(app: &App, tenant: TenantId, sources: &Sources, what: &'static str, words: Option<String>, seed: &str) -> Result<(), JobError> {
    let Some(words) = words else { return Ok(()) };
    let mail = sources.word(app, tenant, what, words).map_err(JobError::Retry)?;
    sources.to_person(app, tenant, &mail, seed).await
}

/// Tells the association's officers that a request waits for them, or is still open on a day.
///
/// # Errors
/// As [`link`].
pub async fn ask(app: &App, tenant: TenantId, id: RequestId, day: Option<i64>, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let mut tx = app.db.tenant(tenant).await?;
    let stripe = store::recipients(&mut tx, id).await?.iter().any(|one| one.recipient == "stripe" && one.status == "asked");
    let post = to_post(&mut tx, &sources.request).await?.is_some();
    drop(tx);
    let over = sources.request.state.is_final();
    // What is answered is no longer reminded of: it is asked once to have Stripe do its part, and again to post what was not.
    if over && (day.is_some() || !(stripe || post)) {
        return Ok(());
    }
    let overdue = sources.request.overdue_at.is_some() && !over;
    let waits = sources.request.state == State::AwaitingSecondApproval;
    let held_until = Some(hold_ends_at(sources.request.due_at)).filter(|_| sources.request.held && sources.request.state == State::Planned);
    let what = AskMail { day, overdue, waits, stripe, post, held_until, ..sources.ask(app, Locale::Fr).map_err(JobError::Retry)? };
    sources.to_officers(app, tenant, what, seed).await
}

/// Tells the presidents, and the association's own address, what somebody prepared: nobody decides alone unseen.
///
/// # Errors
/// As [`link`].
pub async fn president(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    let officers = staff::store::officers(app, tenant).await?;
    let alone = officers.len() == 1;
    let mut all: Vec<(String, Locale)> = officers.into_iter().filter(|officer| officer.president).map(|officer| (officer.email, officer.locale)).collect();
    if !sources.association.email.is_empty() {
        all.push((sources.association.email.clone(), Locale::Fr));
    }
    all.dedup_by(|one, other| one.0.eq_ignore_ascii_case(&other.0));
    for (place, (to, locale)) in all.into_iter().enumerate() {
        let mail = PresidentMail {
            sender: sources.sender(app, locale).map_err(JobError::Retry)?,
            kind: sources.request.kind.word(),
            refuses: sources.request.refuses,
            alone_from: sources.request.prepared_at.filter(|_| alone).map(|at| at + ALONE),
            reference: sources.request.reference.clone(),
            address: sources.desk_url(app, locale),
        };
        sources.send(app, to, None, locale, &mail, &format!("{seed}/{place}")).await?;
    }
    Ok(())
}

/// Tells the platform's operators that a request is still open days before it is due: whose it is to answer and which one, nothing of whoever asks.
///
/// # Errors
/// As [`link`].
pub async fn alert(app: &App, tenant: TenantId, id: RequestId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = Sources::load(app, tenant, id).await? else { return Ok(()) };
    if sources.request.state.is_final() {
        return Ok(());
    }
    let http = &app.config.http;
    for (account, email, locale) in staff::store::operators(app).await? {
        let mail = AlertMail {
            sender: sources.sender(app, locale).map_err(JobError::Retry)?,
            association: sources.slug.clone(),
            reference: sources.request.reference.clone(),
            days: (app.clock.now() - sources.request.received_at).num_days(),
            due_at: sources.request.due_at,
            address: http.absolute(&http.back_office_host(), &locale.path("/operateur")),
        };
        sources.send(app, email, None, locale, &mail, &format!("{seed}/{account}")).await?;
    }
    Ok(())
}
