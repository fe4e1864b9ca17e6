//! Mails to buyers: tickets, refunds, money that came too late, and a legal notice that changes. Everything is read when a mail leaves, so that it says what is true then.
//! Sent at least once: the same job makes the same Message-ID, so that a mail sent twice is shown once.

pub mod notice;
mod store;
pub mod views;

use kernel::{
    app::App,
    i18n::Locale,
    ids::TenantId,
    jobs::JobError,
    mail::{Attachment, Mail},
    money::Cents,
    views::{MailView, PageEntry, mail_entry},
};
use uuid::Uuid;

use super::{
    concerts::model::{Concert, ConcertState},
    documents::{self, OrderFile, Sources},
    orders::{
        model::{OrderId, OrderState},
        store as orders,
    },
    public::order::LineView,
    tickets::model::Ticket,
};
use crate::{
    legal,
    site::{model::siret_grouped, theme::Theme},
};
use views::{MailConcert, MailOrder, MailRefund, MailTicket, RefundMail, Sender, TicketsMail, UnseatedMail};

/// The mails of this slice, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![mail_entry::<TicketsMail>(), mail_entry::<RefundMail>(), mail_entry::<UnseatedMail>(), mail_entry::<views::NoticeMail>()]
}

/// Sends the tickets of a confirmed order, with its receipt and a calendar entry. Does nothing when no ticket of it is valid any more.
///
/// # Errors
/// Retried when the relay, the store or the database does not answer.
pub async fn tickets(app: &App, tenant: TenantId, order: OrderId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = load(app, tenant, order).await? else { return Ok(()) };
    let Some(file) = documents::tickets(app, &sources).await? else { return Ok(()) };
    let mut attachments = vec![attachment(file)];
    attachments.extend(documents::receipt(app, &sources).await?.map(attachment));
    attachments.extend(documents::calendar(app, &sources)?.map(attachment));
    let valid: Vec<&Ticket> = sources.tickets.iter().filter(|ticket| ticket.valid).collect();
    let places = u16::try_from(valid.len()).unwrap_or(u16::MAX);
    let mail = TicketsMail {
        sender: sender(app, &sources)?,
        concert: concert(app, &sources),
        order: MailOrder { places, ..order_of(app, &sources) },
        tickets: valid.into_iter().map(|ticket| ticket_of(&sources, ticket)).collect(),
        terms_url: sources.absolute(app, legal::TERMS_PATH),
        notice_url: sources.absolute(app, legal::NOTICE_PATH),
        terms_version: sources.terms_version.unwrap_or(1),
    };
    send(app, &sources, &mail, attachments, seed).await
}

/// Tells a buyer that tickets are void and what comes back. `refund` is absent when they cost nothing.
///
/// # Errors
/// As [`tickets`].
pub async fn refund(app: &App, tenant: TenantId, order: OrderId, refund: Option<Uuid>, tickets: &[Uuid], seed: &str) -> Result<(), JobError> {
    let Some(sources) = load(app, tenant, order).await? else { return Ok(()) };
    let void: Vec<&Ticket> = sources.tickets.iter().filter(|ticket| tickets.contains(&ticket.id.uuid())).collect();
    let amount: Cents = match refund {
        Some(_) => void.iter().map(|ticket| ticket.price).sum(),
        None => Cents::ZERO,
    };
    let mail = RefundMail {
        sender: sender(app, &sources)?,
        concert: concert(app, &sources),
        order: order_of(app, &sources),
        refund: MailRefund {
            amount,
            whole: sources.order.state == OrderState::Refunded || !sources.tickets.iter().any(|ticket| ticket.valid),
            cancelled_concert: sources.concert.state == ConcertState::Cancelled,
        },
        tickets: void.into_iter().map(|ticket| ticket_of(&sources, ticket)).collect(),
    };
    send(app, &sources, &mail, Vec::new(), seed).await
}

/// Tells a buyer that the payment came after the last place had gone, and goes back.
///
/// # Errors
/// As [`tickets`].
pub async fn unseated(app: &App, tenant: TenantId, order: OrderId, seed: &str) -> Result<(), JobError> {
    let Some(sources) = load(app, tenant, order).await? else { return Ok(()) };
    let mail = UnseatedMail { sender: sender(app, &sources)?, concert: concert(app, &sources), order: order_of(app, &sources) };
    send(app, &sources, &mail, Vec::new(), seed).await
}

/// The order's sources in its own language; `None` when it has no buyer to write to.
async fn load(app: &App, tenant: TenantId, id: OrderId) -> Result<Option<Sources>, JobError> {
    let mut tx = app.db.tenant(tenant).await?;
    let order = orders::find(&mut tx, orders::Find::Id(id), false).await?;
    drop(tx);
    let Some(order) = order else { return Ok(None) };
    let sources = documents::load(app, tenant, id, order.locale).await?;
    // Whoever was erased has no address: nothing is sent, however late Stripe speaks.
    Ok(Some(sources).filter(|sources| sources.person.as_ref().is_some_and(|person| !person.email.is_empty())))
}

async fn send<M: MailView>(app: &App, sources: &Sources, mail: &M, attachments: Vec<Attachment>, seed: &str) -> Result<(), JobError> {
    let Some(person) = &sources.person else { return Ok(()) };
    let text = app.views.render_mail(sources.locale, mail).map_err(JobError::Retry)?;
    let mail = Mail {
        from_name: sources.association.name.clone(),
        reply_to: Some(sources.association.email.clone()).filter(|email| !email.is_empty()),
        to: person.email.clone(),
        to_name: Some(person.full_name()).filter(|name| !name.is_empty()),
        subject: text.subject,
        text: text.text,
        html: text.html,
        attachments,
        message_id_seed: format!("{}/{seed}", M::NAME),
        list_unsubscribe: None,
    };
    Ok(app.mailer.send(&mail, app.clock.now()).await?)
}

fn attachment(file: OrderFile) -> Attachment {
    Attachment { name: file.name, content_type: file.content_type.to_owned(), bytes: file.bytes }
}

fn sender(app: &App, sources: &Sources) -> Result<Sender, JobError> {
    let association = &sources.association;
    let theme = Theme::of(&association.main_colour);
    let say = |key: &str, value: &str| kernel::i18n::translate(sources.locale, key, &[("value", value.into())]).map_err(JobError::Retry);
    let mut footer = vec![std::iter::once(association.legal_name.clone()).chain(association.address()).collect::<Vec<_>>().join(", ")];
    if !association.siret.is_empty() {
        footer.push(say("mail-footer-siret", &siret_grouped(&association.siret))?);
    }
    if !association.licence.is_empty() {
        footer.push(say("mail-footer-licence", &association.licence)?);
    }
    Ok(Sender {
        name: association.name.clone(),
        colour: theme.light.field,
        ink: theme.light.ink,
        footer,
        url: sources.absolute(app, "/"),
        email: Some(association.email.clone()).filter(|email| !email.is_empty()),
    })
}

fn concert(app: &App, sources: &Sources) -> MailConcert {
    let concert = &sources.concert;
    MailConcert {
        title: concert.title.clone(),
        starts_at: concert.starts_at,
        doors_at: concert.doors_at,
        venue: concert.venue_name.clone(),
        city: None,
        venue_address: Some(concert.venue_address.replace('\n', ", ")).filter(|address| !address.is_empty()),
        url: sources.absolute(app, &format!("/concerts/{}", concert.slug)),
    }
}

fn order_of(app: &App, sources: &Sources) -> MailOrder {
    let order = &sources.order;
    MailOrder {
        code: order.code.to_string(),
        number: order.number.map(|number| number.to_string()),
        url: sources.order_url(app),
        places: order.seats,
        total: order.total,
        fees: Cents::ZERO,
        lines: LineView::of(&sources.lines, sources.locale),
    }
}

fn ticket_of(sources: &Sources, ticket: &Ticket) -> MailTicket {
    let locale: Locale = sources.locale;
    MailTicket {
        number: ticket.number.clone(),
        tariff: Concert::pick(locale, &ticket.category_fr, &ticket.category_en).to_owned(),
        holder: sources.holder(ticket).printed().filter(|name| !name.is_empty()),
    }
}
