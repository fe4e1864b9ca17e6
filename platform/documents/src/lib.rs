//! The documents people print or keep: tickets, receipts, door lists, registers and contracts. Each is a typst template of `templates/documents`
//! filled with a typed struct and written as a tagged PDF (PDF/UA-1).
//!
//! This crate knows neither the database nor the locales: every word, date and amount arrives ready to be printed, the
//! labels through [`TicketLabels`], [`ReceiptLabels`] and [`DoorListLabels`] (keys of `documents.ftl`). Nothing that a
//! person typed can become markup: values travel as JSON, never as template text.
//!
//! Typesetting keeps a core busy, from a few milliseconds for a ticket to a second or so for hundreds: call it from
//! `tokio::task::spawn_blocking`, never straight from an async function.

mod code;
mod colour;
mod door_list;
mod fonts;
mod labels;
mod legible;
mod paper;
mod party;
mod receipt;
mod ticket;
mod typeset;

#[cfg(test)]
mod tests;

pub use colour::{Colour, ColourError};
pub use door_list::{Admission, DoorListDocument, Named, door_list};
pub use labels::{DoorListLabels, ReceiptLabels, TicketLabels};
pub use paper::{PaperBlock, PaperDocument, PaperSection, paper};
pub use party::{Buyer, Fact, Language, Mediator, Order, Picture, Seller};
pub use receipt::{Line, Payment, ReceiptDocument, Refund, receipt};
pub use ticket::{Session, Ticket, TicketsDocument, tickets};

/// The QR code of a text as SVG for a page: black modules on white, quiet zone included, no style. `None` when the text does not fit.
pub fn qr_svg(text: &str) -> Option<String> {
    code::svg(text).and_then(|drawing| String::from_utf8(drawing).ok())
}

/// Why a document could not be written. None of these depends on what a person typed: letters without a font, broken
/// pictures and endless titles are dealt with, so an error is a fault of the template or of the caller.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The text of a QR code does not fit in one (2,331 bytes at the correction level used).
    #[error("the text of the QR code of ticket {0} is too long for a QR code")]
    Code(String),
    /// The data could not be written as JSON.
    #[error("the data of the document cannot be written as JSON")]
    Data(#[from] serde_json::Error),
    /// The template refused its data.
    #[error("the template {template} cannot be typeset: {message}")]
    Typeset {
        /// File name of the template.
        template: &'static str,
        /// What the typesetter said.
        message: String,
    },
    /// The pages could not be written as PDF.
    #[error("the template {template} cannot be written as PDF: {message}")]
    Export {
        /// File name of the template.
        template: &'static str,
        /// What the PDF writer said.
        message: String,
    },
}
