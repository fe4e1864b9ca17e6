//! What an order leaves with: tickets and a receipt as PDF, and a calendar entry. Everything is read when it is asked for.

use std::sync::LazyLock;

use documents::{Buyer, Colour, Language, Mediator, Payment, Picture, ReceiptDocument, ReceiptLabels, Seller, Session, TicketLabels, TicketsDocument};
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
    calendar,
    concerts::{self, model::Concert},
    orders::{
        self,
        model::{Line, Order, OrderId, OrderState},
        store as order_store,
    },
    public::store as public_store,
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
    people,
    site::{
        model::{Association, phone_grouped, siret_grouped},
        pictures, store as site,
    },
};

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
    /// What was given back or is on its way back, oldest first.
    pub refunds: Vec<Refund>,
    /// Which version of the terms was accepted.
    pub terms_version: Option<i32>,
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
        association: site::load(&mut tx).await?,
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

    fn say(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String> {
        Ok(translate(self.locale, key, arguments)?)
    }

    fn money(&self, amount: Cents) -> String {
        money(self.locale, amount.0)
    }

    fn date(&self, moment: Timestamp) -> String {
        i18n::date_long(self.locale, &moment.with_timezone(&PARIS))
    }

    fn time(&self, moment: Timestamp) -> String {
        i18n::time(self.locale, &moment.with_timezone(&PARIS))
    }

    fn language(&self) -> Language {
        match self.locale {
            Locale::Fr => Language::French,
            Locale::En => Language::English,
        }
    }

    fn colour(&self) -> Result<Colour> {
        Ok(self.association.main_colour.parse::<Colour>().map_err(anyhow::Error::from)?)
    }

    fn issued_at(&self) -> Timestamp {
        self.order.confirmed_at.unwrap_or(self.order.placed_at)
    }

    fn seller(&self) -> Result<Seller> {
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

    fn documents_order(&self) -> documents::Order {
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
                    holder: None,
                    code: qr_content(signer, self.tenant, &ticket.number),
                })
                .collect(),
            labels: TicketLabels::from_messages(|key| self.say(key, &[]).unwrap_or_default()),
        })
    }

    fn receipt_document(&self) -> Result<ReceiptDocument> {
        let association = &self.association;
        let number = self.order.number.map(|number| number.to_string()).unwrap_or_default();
        let concert = format!("{}, {}, {}", self.concert.title, self.date(self.concert.starts_at), self.time(self.concert.starts_at));
        let given_back: Cents = self.refunds.iter().map(|refund| refund.amount).sum();
        let refunds = self.refunds.iter().zip(1_u32..).map(|(refund, index)| self.refund_line(refund, index, &number)).collect::<Result<Vec<_>>>()?;
        let mut mentions = Vec::new();
        if let Some(version) = self.terms_version {
            mentions.push(self.say("file-receipt-terms", &[("version", i64::from(version).into())])?);
        }
        if self.locale != Locale::Fr {
            mentions.push(self.say("legal-french-prevails", &[])?);
        }
        Ok(ReceiptDocument {
            language: self.language(),
            title: self.say("file-receipt-title", &[("number", number.as_str().into())])?,
            issued_at: self.issued_at(),
            colour: self.colour()?,
            test: self.order.test,
            seller: self.seller()?,
            buyer: Buyer {
                name: self.person.as_ref().map(people::Person::full_name).unwrap_or_default(),
                email: self.person.as_ref().map(|person| person.email.clone()),
                address: Vec::new(),
            },
            order: self.documents_order(),
            lines: self
                .lines
                .iter()
                .map(|line| documents::Line {
                    label: Concert::pick(self.locale, &line.name_fr, &line.name_en).to_owned(),
                    detail: Some(concert.clone()),
                    quantity: u32::from(line.quantity),
                    unit_price: self.money(line.unit_price),
                    amount: self.money(line.total()),
                })
                .collect(),
            total: self.money(self.order.total),
            payment: Some(Payment {
                label: self.say("file-receipt-paid", &[("date", self.date(self.issued_at()).into())])?,
                amount: self.money(self.order.total),
            }),
            net: (!refunds.is_empty()).then(|| self.money(self.order.total - given_back)),
            refunds,
            mediator: (!association.mediator_name.is_empty()).then(|| Mediator {
                name: association.mediator_name.clone(),
                address: association.mediator_address.clone(),
                site: association.mediator_url.clone(),
            }),
            mentions,
            labels: ReceiptLabels::from_messages(|key| self.say(key, &[]).unwrap_or_default()),
        })
    }

    /// A refund is a credit note: its number is its order's, which is in an uninterrupted series, and its place among the order's refunds.
    fn refund_line(&self, refund: &Refund, index: u32, number: &str) -> Result<documents::Refund> {
        let voided: Vec<&str> = self.tickets.iter().filter(|ticket| ticket.refund == Some(refund.id.uuid())).map(|ticket| ticket.number.as_str()).collect();
        let label = if voided.is_empty() {
            self.say("file-receipt-refund", &[])?
        } else {
            self.say("file-receipt-refund-tickets", &[("count", voided.len().into()), ("tickets", voided.join(", ").into())])?
        };
        Ok(documents::Refund {
            number: format!("{number}-A{index}"),
            date: self.date(refund.created_at),
            label,
            amount: self.money(Cents::ZERO - refund.amount),
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

/// The receipt; `None` for an order that cost nothing or was never confirmed.
///
/// # Errors
/// When it cannot be typeset.
pub async fn receipt(_app: &App, sources: &Sources) -> Result<Option<OrderFile>> {
    if sources.order.number.is_none() || sources.order.total == Cents::ZERO {
        return Ok(None);
    }
    let document = sources.receipt_document()?;
    let bytes = typeset(move || documents::receipt(&document)).await?;
    let number = sources.order.number.map(|number| number.to_string()).unwrap_or_default();
    let name = sources.say("file-receipt-name", &[("number", number.into())])?;
    Ok(Some(OrderFile { name, content_type: "application/pdf", bytes }))
}

async fn typeset(work: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static) -> Result<Vec<u8>> {
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
        for key in TicketLabels::KEYS.iter().chain(ReceiptLabels::KEYS) {
            for locale in Locale::ALL {
                assert!(translate(locale, key, &[]).is_ok(), "{key}");
            }
        }
    }
}
