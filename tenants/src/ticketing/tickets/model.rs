//! What a ticket is, and the signed code on it.

use kernel::{clock::Timestamp, id_types, ids::TenantId, keys::CodeSigner, money::Cents};
use uuid::Uuid;

use crate::ticketing::{codes::TicketNumber, concerts::model::ConcertId, orders::model::OrderId};

id_types! {
    /// A ticket.
    TicketId,
}

/// A ticket as stored.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Its unique number.
    pub number: String,
    /// Its order.
    pub order: OrderId,
    /// The concert it admits to.
    pub concert: ConcertId,
    /// Its seat category in French (the tariff's name when it was issued).
    pub category_fr: String,
    /// The same in English.
    pub category_en: String,
    /// What was paid for it.
    pub price: Cents,
    /// Whether it admits; a void ticket does not.
    pub valid: bool,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The refund that voided it.
    pub refund: Option<Uuid>,
    /// When its bearer came in.
    pub admitted_at: Option<Timestamp>,
    /// At which door.
    pub admitted_gate: Option<String>,
}

impl Ticket {
    /// Which place of its order it is: the three digits its number ends with.
    #[must_use]
    pub fn place(&self) -> u16 {
        self.number.len().checked_sub(3).and_then(|start| self.number.get(start..)).and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }
}

/// The first part of every code on our tickets: the format's version.
const FORMAT: &str = "E1";

/// What the QR code says: format, ticket number, signature. A door phone with the public key checks it offline.
#[must_use]
pub fn qr_content(signer: &CodeSigner, tenant: TenantId, number: &str) -> String {
    format!("{FORMAT}.{number}.{}", signer.sign(&signed_text(tenant, number)))
}

/// What a camera read or a person typed at the door.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Presented {
    /// A ticket number: from a QR code with a right signature, or typed by staff.
    Number(TicketNumber),
    /// A QR code in our format whose signature is not this association's.
    Forged,
    /// Something else.
    Unreadable,
}

/// Reads what was presented at the door of `tenant`.
#[must_use]
pub fn read_presented(signer: &CodeSigner, tenant: TenantId, text: &str) -> Presented {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(FORMAT).and_then(|rest| rest.strip_prefix('.')) {
        return match rest.split_once('.') {
            Some((number, signature)) if signer.verify(&signed_text(tenant, number), signature) => {
                TicketNumber::parse(number).map_or(Presented::Forged, Presented::Number)
            }
            _ => Presented::Forged,
        };
    }
    TicketNumber::parse(text).map_or(Presented::Unreadable, Presented::Number)
}

fn signed_text(tenant: TenantId, number: &str) -> String {
    format!("{FORMAT}|{tenant}|{number}")
}

#[cfg(test)]
mod tests {
    use kernel::keys::Keys;

    use super::*;
    use crate::ticketing::codes::OrderCode;

    #[test]
    fn a_code_is_read_by_its_own_association_only() {
        let keys = Keys::new(&[7; 32]);
        let (ours, theirs) = (TenantId::from_uuid(Uuid::from_u128(1)), TenantId::from_uuid(Uuid::from_u128(2)));
        let number = OrderCode::from_value(123_456_789).ticket(1);
        let signer = keys.code_signer(ours).unwrap();
        let code = qr_content(&signer, ours, &number.to_string());
        assert_eq!(read_presented(&signer, ours, &code), Presented::Number(number));
        let other = keys.code_signer(theirs).unwrap();
        assert_eq!(read_presented(&other, theirs, &code), Presented::Forged);
        let next = code.replace(&number.to_string(), &OrderCode::from_value(123_456_789).ticket(2).to_string());
        assert_eq!(read_presented(&signer, ours, &next), Presented::Forged);
        assert_eq!(read_presented(&signer, ours, "https://example.org"), Presented::Unreadable);
    }
}
