//! Receipts: what an order cost, how it was paid, what was given back.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Buyer, Colour, DocumentError, Language, Mediator, Order, ReceiptLabels, Seller,
    colour::Palette,
    typeset::{self, Sheet},
};

/// The receipt of one order. Amounts arrive written out with their currency.
#[derive(Clone, Debug)]
pub struct ReceiptDocument {
    /// Language of the labels.
    pub language: Language,
    /// Title of the PDF ("Reçu 2026-000042").
    pub title: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The association's main colour.
    pub colour: Colour,
    /// Marks every page as a trial without value.
    pub test: bool,
    /// Who sells.
    pub seller: Seller,
    /// Who bought.
    pub buyer: Buyer,
    /// The order.
    pub order: Order,
    /// What was bought.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: String,
    /// How it was paid; none for an order that cost nothing.
    pub payment: Option<Payment>,
    /// What was given back, oldest first.
    pub refunds: Vec<Refund>,
    /// What remains paid once the refunds are taken off; printed only beside refunds.
    pub net: Option<String>,
    /// The consumer mediator.
    pub mediator: Option<Mediator>,
    /// Other sentences at the foot (version of the terms of sale, which language prevails).
    pub mentions: Vec<String>,
    /// Words, in the same language.
    pub labels: ReceiptLabels,
}

/// One line of an order.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What was bought ("Plein tarif").
    pub label: String,
    /// Its details ("ALMA QUARTET, samedi 14 mars 2026, 20 h 30").
    pub detail: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Price of one.
    pub unit_price: String,
    /// Price of all.
    pub amount: String,
}

/// How an order was paid.
#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    /// The sentence ("Payé par carte le samedi 7 mars 2026").
    pub label: String,
    /// How much.
    pub amount: String,
}

/// One refund, which is a credit note with a number of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Refund {
    /// Number of the credit note.
    pub number: String,
    /// Day it was ordered, written out.
    pub date: String,
    /// What it is for ("Billet FA0Y-W0PY-42001").
    pub label: String,
    /// How much was given back, written with its minus sign.
    pub amount: String,
}

#[derive(Serialize)]
struct Data<'document> {
    language: Language,
    title: &'document str,
    test: bool,
    palette: Palette,
    seller: &'document Seller,
    buyer: &'document Buyer,
    order: &'document Order,
    lines: &'document [Line],
    total: &'document str,
    payment: Option<&'document Payment>,
    refunds: &'document [Refund],
    net: Option<&'document str>,
    mediator: Option<&'document Mediator>,
    mentions: &'document [String],
    labels: &'document ReceiptLabels,
}

/// Writes a receipt as PDF, on as many A4 pages as it needs. Blocks the thread: see the crate's own words.
///
/// # Errors
/// The template is at fault.
pub fn receipt(document: &ReceiptDocument) -> Result<Vec<u8>, DocumentError> {
    let data = Data {
        language: document.language,
        title: &document.title,
        test: document.test,
        palette: document.colour.into(),
        seller: &document.seller,
        buyer: &document.buyer,
        order: &document.order,
        lines: &document.lines,
        total: &document.total,
        payment: document.payment.as_ref(),
        refunds: &document.refunds,
        net: document.net.as_deref(),
        mediator: document.mediator.as_ref(),
        mentions: &document.mentions,
        labels: &document.labels,
    };
    Sheet::new(typeset::RECEIPT, &data, &document.order.code, document.issued_at)?.pdf()
}
