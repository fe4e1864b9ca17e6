//! Who comes with a place that somebody bought: a name, and an address by which they find their own rights. Owns `attendee`, `attendee_restriction`
//! and the view `attendee_shown`.
//!
//! The buyer types these names, so each row is another person than the buyer, with rights of their own. The buyer's own place is marked and
//! repeats no name: what becomes of the buyer's row becomes of it. A row without a name that is not the buyer's is what an erasure left; it
//! stays, so that nobody writes the name there again.

pub mod store;

use uuid::Uuid;

/// One place of an order that is somebody's.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// The row.
    pub id: Uuid,
    /// Which place of the order, from 1 on: the end of its ticket's number.
    pub place: u16,
    /// The ticket, once it is issued.
    pub ticket: Option<Uuid>,
    /// Whether it is the buyer's own.
    pub is_buyer: bool,
    /// The name; none for the buyer, while it is restricted, and once it is erased.
    pub name: Option<String>,
    /// The address, normalised.
    pub email: Option<String>,
    /// Whether name and address are hidden because the person's data are restricted.
    pub restricted: bool,
    /// Whether a request about this row is under way: it stays whose it is until it is answered.
    pub asked: bool,
}

/// Who a place is for, as pages show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// Whoever bought it.
    Buyer,
    /// Somebody by this name.
    Named(&'a str),
    /// Somebody whose name is kept and not used.
    Restricted,
    /// Somebody whose name is erased.
    Erased,
}

impl Attendee {
    /// Who the place is for.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        match &self.name {
            _ if self.is_buyer => Standing::Buyer,
            Some(name) => Standing::Named(name),
            None if self.restricted => Standing::Restricted,
            None => Standing::Erased,
        }
    }

    /// Whether the name may be written anew by whoever bought the place, or by staff.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.standing(), Standing::Buyer | Standing::Named(_)) && !self.restricted && !self.asked
    }
}

/// Who a place is said to be for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Whoever bought it.
    Buyer,
    /// Somebody else.
    Named {
        /// The name.
        name: String,
        /// The address, normalised, if one was given.
        email: Option<String>,
    },
}

/// Where a name is written: one place of an order.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The order.
    pub order: Uuid,
    /// Its concert.
    pub concert: Uuid,
    /// Which place of the order.
    pub number: u16,
    /// Its ticket, once it is issued.
    pub ticket: Option<Uuid>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_a_name_is_the_buyers_or_was_erased() {
        let row = |is_buyer, name: Option<&str>, restricted| Attendee {
            id: Uuid::nil(),
            place: 1,
            ticket: None,
            is_buyer,
            name: name.map(str::to_owned),
            email: None,
            restricted,
            asked: false,
        };
        let asked = Attendee { asked: true, ..row(false, Some("Zoé"), false) };
        assert!(!asked.is_open() && asked.standing() == Standing::Named("Zoé"), "shown, and not written over");
        assert_eq!(row(true, None, false).standing(), Standing::Buyer);
        assert_eq!(row(false, Some("Zoé"), false).standing(), Standing::Named("Zoé"));
        assert_eq!(row(false, None, true).standing(), Standing::Restricted);
        assert_eq!(row(false, None, false).standing(), Standing::Erased);
        assert!(row(true, None, false).is_open() && !row(true, None, true).is_open() && !row(false, None, false).is_open());
    }
}
