//! Tickets: one A4 page each, folded to A6 for the pocket, whose upper half is enough on a phone.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Colour, DocumentError, Language, Order, Picture, Seller, TicketLabels, code,
    colour::Palette,
    typeset::{self, Sheet},
};

/// The tickets of one order, or some of them.
#[derive(Clone, Debug)]
pub struct TicketsDocument {
    /// Language of the labels.
    pub language: Language,
    /// Title of the PDF ("Vos billets pour …").
    pub title: String,
    /// When they were issued.
    pub issued_at: DateTime<Utc>,
    /// The association's main colour: the poster's flat field.
    pub colour: Colour,
    /// Marks every page as a trial without value.
    pub test: bool,
    /// Who sells and organises.
    pub seller: Seller,
    /// The concert.
    pub session: Session,
    /// The order they belong to.
    pub order: Order,
    /// Name of the buyer.
    pub buyer: String,
    /// The tickets, in the order they are to be printed.
    pub tickets: Vec<Ticket>,
    /// Words, in the same language.
    pub labels: TicketLabels,
}

/// A concert on a date. Dates arrive written out in the document's language.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// Title, however long.
    pub title: String,
    /// Artists or a line below the title.
    pub subtitle: Option<String>,
    /// A picture, cropped to a wide band.
    #[serde(skip)]
    pub picture: Option<Picture>,
    /// Day of the week ("samedi").
    pub weekday: String,
    /// Day of the month ("14"), the biggest thing on the page.
    pub day: String,
    /// Month and year ("mars 2026").
    pub month: String,
    /// The whole date ("samedi 14 mars 2026").
    pub date: String,
    /// When it starts ("20 h 30").
    pub starts: String,
    /// When the doors open.
    pub doors: Option<String>,
    /// When it ends.
    pub ends: Option<String>,
    /// Name of the place.
    pub venue: String,
    /// Its address, one line each.
    pub address: Vec<String>,
}

/// One ticket.
#[derive(Clone, Debug, Serialize)]
pub struct Ticket {
    /// Unique number ("FA0Y-W0PY-42001").
    pub number: String,
    /// Seat category: the tariff.
    pub category: String,
    /// Price paid for this ticket, all included; `None` is free and says so.
    pub price: Option<String>,
    /// Who comes in with it, when it is not the buyer.
    pub holder: Option<String>,
    /// The signed text of the QR code.
    #[serde(skip)]
    pub code: String,
}

#[derive(Serialize)]
struct Data<'document> {
    language: Language,
    title: &'document str,
    test: bool,
    palette: Palette,
    seller: &'document Seller,
    session: &'document Session,
    picture_alternative: Option<&'document str>,
    order: &'document Order,
    buyer: &'document str,
    tickets: &'document [Ticket],
    labels: &'document TicketLabels,
}

/// Writes tickets as PDF, one page each. Blocks the thread: see the crate's own words.
///
/// They carry what a ticket must (Ann. IV CGI 50 sexies B III): operator, order number, category, price or "gratuit",
/// session, unique number, and the coded facts in clear.
///
/// # Errors
/// The text of a QR code is too long, or the template is at fault.
pub fn tickets(document: &TicketsDocument) -> Result<Vec<u8>, DocumentError> {
    let picture = document.session.picture.as_ref().filter(|picture| typeset::is_picture(&picture.bytes));
    let data = Data {
        language: document.language,
        title: &document.title,
        test: document.test,
        palette: document.colour.into(),
        seller: &document.seller,
        session: &document.session,
        picture_alternative: picture.map(|picture| picture.alternative.as_str()),
        order: &document.order,
        buyer: &document.buyer,
        tickets: &document.tickets,
        labels: &document.labels,
    };
    let mut sheet = Sheet::new(typeset::TICKETS, &data, &document.order.code, document.issued_at)?;
    if let Some(picture) = picture {
        sheet.add_file("picture", picture.bytes.clone());
    }
    for (index, ticket) in document.tickets.iter().enumerate() {
        let drawing = code::svg(&ticket.code).ok_or_else(|| DocumentError::Code(ticket.number.clone()))?;
        sheet.add_file(&format!("code-{index}.svg"), drawing);
    }
    sheet.pdf()
}
