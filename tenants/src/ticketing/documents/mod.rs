//! What an order leaves with: tickets as PDF and a calendar entry, read when they are asked for; and what its receipt is made from.

use std::sync::LazyLock;

use documents::{Colour, Language, Picture, Seller, Session, TicketLabels, TicketsDocument};
use kernel::{
    app::App,
    clock::{PARIS, Timestamp},
    error::{Error, Result},
    i18n::{self, Argument, Locale, money, translate},
    ids::TenantId,
    keys::CodeSigner,
    money::Cents,
};
use tokio::sync::Semaphore;

use crate::ticketing::{
    attendees::views::Holder,
    calendar,
    concerts::{self, model::Concert},
    orders::{
        self,
        model::{Line, Order, OrderId, OrderState},
        store as order_store,
    },
    public::store as public_store,
    receipts,
    tickets::{
        self,
        model::{Ticket, qr_content},
    },
};
use crate::{
    payments::{
        model::{PaymentState, Refund, RefundState, Subject},
        store as payments,
    },
    people::{self, attendees::Attendee},
    site::{
        model::{Association, phone_grouped, siret_grouped},
        pictures, store as site,
    },
};

pub use receipts::of_buyer as receipt;

// Typesetting keeps a core busy: a concert's rush must leave one for the pages.
static TYPESETTING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// A file of an order.
#[derive(Clone, Debug)]
pub struct OrderFile {
    /// As the reader saves it.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Everything the files of an order are made from.
#[derive(Debug)]
pub struct Sources {
    /// The order.
    pub order: Order,
    /// Its lines.
    pub lines: Vec<Line>,
    /// All its tickets, void ones too.
    pub tickets: Vec<Ticket>,
    /// The concert.
    pub concert: Concert,
    /// Who sells.
    pub association: Association,
    /// Who bought, once known.
    pub person: Option<people::Person>,
    /// Whom its places are for.
    pub attendees: Vec<Attendee>,
    /// What was given back or is on its way back, oldest first.
    pub refunds: Vec<Refund>,
    /// Which version of the terms was accepted.
    pub terms_version: Option<i32>,
    /// As whom the receipt named its buyer; `None` once they were erased, and for an order without a receipt.
    pub receipt_name: Option<String>,
    /// The language of the files.
    pub locale: Locale,
    tenant: TenantId,
    host: String,
}

/// Reads the sources of an order's files.
///
/// # Errors
/// `NotFound` when the order or its concert is gone; else when the database is away.
pub async fn load(app: &App, tenant: TenantId, id: OrderId, locale: Locale) -> Result<Sources> {
    let mut tx = app.db.tenant(tenant).await?;
    let order = order_store::find(&mut tx, order_store::Find::Id(id), false).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::find(&mut tx, order.concert).await?.ok_or(Error::NotFound)?;
    let person = match order.person {
        Some(person) => people::store::find(&mut tx, person).await?,
        None => None,
    };
    let mut refunds = Vec::new();
    for payment in payments::find(&mut tx, payments::Find::Of(Subject::Order(id.uuid()))).await? {
        if payment.state == PaymentState::Succeeded {
            refunds.extend(payments::refunds(&mut tx, None, Some(payment.id)).await?);
        }
    }
    refunds.retain(|refund| refund.state != RefundState::Failed);
    let sources = Sources {
        lines: order_store::lines(&mut tx, id).await?,
        tickets: tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?,
        terms_version: public_store::terms_version(&mut tx, id).await?,
        receipt_name: receipts::store::issued_to(&mut tx, id).await?,
        association: site::load(&mut tx).await?,
        attendees: people::attendees::store::of_order(&mut tx, id.uuid()).await?,
        order,
        concert,
        person,
        refunds,
        locale,
        tenant,
        host: String::new(),
    };
    drop(tx);
    let site = app.tenants.by_id(tenant).await?.ok_or(Error::NotFound)?;
    Ok(Sources { host: app.config.http.site_host(&site.slug), ..sources })
}

impl Sources {
    /// The absolute address of a path of the association's site, in the files' language.
    #[must_use]
    pub fn absolute(&self, app: &App, path: &str) -> String {
        app.config.http.absolute(&self.host, &self.locale.path(path))
    }

    /// The absolute address of the order's page.
    #[must_use]
    pub fn order_url(&self, app: &App) -> String {
        self.absolute(app, &orders::order_path(app, self.tenant, &self.order))
    }

    pub(in crate::ticketing) fn say(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String> {
        Ok(translate(self.locale, key, arguments)?)
    }

    pub(in crate::ticketing) fn money(&self, amount: Cents) -> String {
        money(self.locale, amount.0)
    }

    pub(in crate::ticketing) fn date(&self, moment: Timestamp) -> String {
        i18n::date_long(self.locale, &moment.with_timezone(&PARIS))
    }

    pub(in crate::ticketing) fn time(&self, moment: Timestamp) -> String {
        i18n::time(self.locale, &moment.with_timezone(&PARIS))
    }

    pub(in crate::ticketing) fn language(&self) -> Language {
        match self.locale {
            Locale::Fr => Language::French,
            Locale::En => Language::English,
        }
    }

    pub(in crate::ticketing) fn colour(&self) -> Result<Colour> {
        Ok(self.association.main_colour.parse::<Colour>().map_err(anyhow::Error::from)?)
    }

    /// Whom a ticket is for.
    #[must_use]
    pub fn holder(&self, ticket: &Ticket) -> Holder {
        Holder::of(&self.attendees, ticket.place(), "")
    }

    pub(in crate::ticketing) fn issued_at(&self) -> Timestamp {
        self.order.confirmed_at.unwrap_or(self.order.placed_at)
    }

    pub(in crate::ticketing) fn seller(&self) -> Result<Seller> {
        let association = &self.association;
        let given = |text: String| (!text.is_empty()).then_some(text);
        Ok(Seller {
            legal_name: association.legal_name.clone(),
            address: association.address(),
            email: association.email.clone(),
            phone: given(phone_grouped(&association.phone)),
            siret: given(siret_grouped(&association.siret)),
            rna: given(association.rna.clone()),
            licences: association.licences().map(str::to_owned).collect(),
            vat_mention: Some(association.vat_mention().translate(self.locale)?),
        })
    }

    pub(in crate::ticketing) fn documents_order(&self) -> documents::Order {
        documents::Order {
            number: self.order.number.map(|number| number.to_string()).unwrap_or_default(),
            code: self.order.code.to_string(),
            sold_on: self.date(self.issued_at()),
            sold_at: self.host.clone(),
        }
    }

    fn tickets_document(&self, signer: &CodeSigner, picture: Option<Picture>) -> Result<TicketsDocument> {
        let concert = &self.concert;
        let starts = concert.starts_at.with_timezone(&PARIS);
        let date = self.date(concert.starts_at);
        // Day of the week, day, month and year, in both languages.
        let mut words = date.split_whitespace();
        let weekday = words.next().unwrap_or_default().to_owned();
        let month = words.skip(1).collect::<Vec<_>>().join("\u{a0}");
        let summary = Concert::pick(self.locale, &concert.summary_fr, &concert.summary_en);
        Ok(TicketsDocument {
            language: self.language(),
            title: self.say("file-tickets-title", &[("title", concert.title.as_str().into())])?,
            issued_at: self.issued_at(),
            colour: self.colour()?,
            test: self.order.test,
            seller: self.seller()?,
            session: Session {
                title: concert.title.clone(),
                subtitle: (!summary.is_empty()).then(|| summary.to_owned()),
                picture,
                weekday,
                day: i18n::day_number(&starts),
                month,
                date,
                starts: self.time(concert.starts_at),
                doors: concert.doors_at.map(|doors| self.time(doors)),
                ends: concert.ends_at.map(|ends| self.time(ends)),
                venue: concert.venue_name.clone(),
                address: concert.venue_address.lines().map(str::to_owned).collect(),
            },
            order: self.documents_order(),
            buyer: self.person.as_ref().map(people::Person::full_name).unwrap_or_default(),
            tickets: self
                .tickets
                .iter()
                .filter(|ticket| ticket.valid)
                .map(|ticket| documents::Ticket {
                    number: ticket.number.clone(),
                    category: Concert::pick(self.locale, &ticket.category_fr, &ticket.category_en).to_owned(),
                    price: (ticket.price > Cents::ZERO).then(|| self.money(ticket.price)),
                    holder: self.holder(ticket).printed(),
                    code: qr_content(signer, self.tenant, &ticket.number),
                })
                .collect(),
            labels: TicketLabels::from_messages(|key| self.say(key, &[]).unwrap_or_default()),
        })
    }
}

/// The valid tickets, one page each; `None` when there are none.
///
/// # Errors
/// When they cannot be typeset.
pub async fn tickets(app: &App, sources: &Sources) -> Result<Option<OrderFile>> {
    if sources.order.state != OrderState::Confirmed || !sources.tickets.iter().any(|ticket| ticket.valid) {
        return Ok(None);
    }
    let picture = match sources.concert.picture {
        // A ticket without its picture is a ticket all the same.
        Some(id) => pictures::load(app, sources.tenant, id, pictures::MEDIUM).await.ok().flatten(),
        None => None,
    };
    let picture = picture.map(|(bytes, _)| Picture { bytes: bytes.to_vec(), alternative: alternative(sources) });
    let signer = app.keys.code_signer(sources.tenant)?;
    let document = sources.tickets_document(&signer, picture)?;
    let bytes = typeset(move || documents::tickets(&document)).await?;
    let name = sources.say("file-tickets-name", &[("code", sources.order.code.to_string().into())])?;
    Ok(Some(OrderFile { name, content_type: "application/pdf", bytes }))
}

fn alternative(sources: &Sources) -> String {
    sources.concert.picture_alt.as_ref().map(|(french, english)| Concert::pick(sources.locale, french, english).to_owned()).unwrap_or_default()
}

pub(in crate::ticketing) async fn typeset(work: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static) -> Result<Vec<u8>> {
    let _permit = TYPESETTING.acquire().await.map_err(|_| Error::Unavailable)?;
    let written = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?;
    Ok(written.map_err(anyhow::Error::from)?)
}

/// The calendar entry of the concert; `None` when no ticket of the order admits to it.
///
/// # Errors
/// When a sentence is missing: a fault of ours.
pub fn calendar(app: &App, sources: &Sources) -> Result<Option<OrderFile>> {
    if sources.order.state != OrderState::Confirmed || !sources.tickets.iter().any(|ticket| ticket.valid) {
        return Ok(None);
    }
    let places = i64::try_from(sources.tickets.iter().filter(|ticket| ticket.valid).count()).unwrap_or(0);
    let url = sources.order_url(app);
    let text = calendar::entry(&calendar::Entry {
        uid: format!("{}@{}", sources.order.id, sources.host),
        concert: &sources.concert,
        description: sources
            .say("file-calendar-text", &[("count", places.into()), ("code", sources.order.code.to_string().into()), ("url", url.as_str().into())])?,
        url,
        written_at: sources.issued_at(),
    });
    Ok(Some(OrderFile { name: "concert.ics".to_owned(), content_type: "text/calendar; charset=utf-8", bytes: text.into_bytes() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_documents_is_in_the_locale_files() {
        for key in TicketLabels::KEYS.iter().chain(::documents::ReceiptLabels::KEYS) {
            for locale in Locale::ALL {
                assert!(translate(locale, key, &[]).is_ok(), "{key}");
            }
        }
    }
}
