//! Receipts: what an order cost, to whom it was issued. The name is the one of the day of issue, kept with the order until the buyer is erased and in
//! the restricted archive from then on; a later correction is an annotation.

pub mod admin;
pub mod store;

use documents::{Buyer, Mediator, Payment, ReceiptDocument, ReceiptLabels};
use kernel::{app::App, error::Result, http::Admin, i18n::Locale, money::Cents};

use super::{
    concerts::model::Concert,
    documents::{OrderFile, Sources, typeset},
    orders::model::OrderId,
};
use crate::{payments::model::Refund, people, staff};

/// The receipt as its buyer may have it; `None` for an order that cost nothing or was never confirmed, and once the buyer was erased: whoever holds
/// the address of the page is told no name any more.
///
/// # Errors
/// When it cannot be typeset.
pub async fn of_buyer(_app: &App, sources: &Sources) -> Result<Option<OrderFile>> {
    match &sources.receipt_name {
        Some(name) => print(sources, name).await,
        None => Ok(None),
    }
}

/// The receipt as the books have it: from the restricted archive once the buyer was erased, for those whom the duty lets read it, which is written
/// down.
///
/// # Errors
/// When the database is away, or it cannot be typeset.
pub async fn of_books(admin: &Admin, sources: &Sources, order: OrderId) -> Result<Option<OrderFile>> {
    if let Some(name) = &sources.receipt_name {
        return print(sources, name).await;
    }
    let mut tx = admin.ctx.app.db.tenant_archive(&admin.staff).await?;
    let Some(name) = store::archived_to(&mut tx, order).await? else { return Ok(None) };
    staff::store::record(&mut tx, admin.ctx.now(), admin.account(), "archive.read", Some(order.uuid())).await?;
    tx.commit().await?;
    print(sources, &name).await
}

async fn print(sources: &Sources, name: &str) -> Result<Option<OrderFile>> {
    if sources.order.number.is_none() || sources.order.total == Cents::ZERO {
        return Ok(None);
    }
    let document = sources.receipt_document(name)?;
    let bytes = typeset(move || documents::receipt(&document)).await?;
    let number = sources.order.number.map(|number| number.to_string()).unwrap_or_default();
    let name = sources.say("file-receipt-name", &[("number", number.into())])?;
    Ok(Some(OrderFile { name, content_type: "application/pdf", bytes }))
}

impl Sources {
    /// The receipt, to whom it was issued.
    fn receipt_document(&self, named: &str) -> Result<ReceiptDocument> {
        let association = &self.association;
        let number = self.order.number.map(|number| number.to_string()).unwrap_or_default();
        let concert = format!("{}, {}, {}", self.concert.title, self.date(self.concert.starts_at), self.time(self.concert.starts_at));
        let given_back: Cents = self.refunds.iter().map(|refund| refund.amount).sum();
        let refunds = self.refunds.iter().zip(1_u32..).map(|(refund, index)| self.refund_line(refund, index, &number)).collect::<Result<Vec<_>>>()?;
        let mut mentions = Vec::new();
        if let Some(version) = self.terms_version {
            mentions.push(self.say("file-receipt-terms", &[("version", i64::from(version).into())])?);
        }
        // An issued receipt is not rewritten: what was corrected since stands beside it.
        if let Some(now) = self.person.as_ref().map(people::Person::full_name).filter(|now| !now.is_empty() && now != named) {
            mentions.push(self.say("file-receipt-corrected", &[("name", now.into())])?);
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
                name: named.to_owned(),
                // A document that stays for ten years says no more than the law asks.
                email: None,
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
