//! How pages show whom a ticket is for, and the fields in which names are typed.

use kernel::{
    error::{Result, Sentence},
    form::FormState,
    i18n::{Locale, translate},
};
use serde::Serialize;

use crate::{
    people::attendees::{Attendee, Standing},
    ticketing::{
        concerts::model::{Concert, NamesAsked},
        orders::model::Line,
        tickets::model::Ticket,
    },
};

/// Whom a ticket is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// `none`, `buyer`, `named`, `restricted` or `erased`.
    pub kind: &'static str,
    /// The name, for `named`, and for `buyer` while it is known.
    pub name: String,
}

impl Holder {
    /// Of the ticket at a place, the buyer being called `buyer`.
    #[must_use]
    pub fn of(attendees: &[Attendee], place: u16, buyer: &str) -> Self {
        let found = attendees.iter().find(|attendee| attendee.place == place).map(Attendee::standing);
        let (kind, name) = match found {
            None => ("none", ""),
            Some(Standing::Buyer) => ("buyer", buyer),
            Some(Standing::Named(name)) => ("named", name),
            Some(Standing::Restricted) => ("restricted", ""),
            Some(Standing::Erased) => ("erased", ""),
        };
        Self { kind, name: name.to_owned() }
    }

    /// As a row of `attendee_shown` says by its word, the buyer being called `buyer`; no row says nothing.
    #[must_use]
    pub fn of_row(standing: Option<&str>, name: Option<String>, buyer: &str) -> Self {
        match standing {
            Some("named") => Self { kind: "named", name: name.unwrap_or_default() },
            Some("buyer") => Self { kind: "buyer", name: buyer.to_owned() },
            Some("restricted") => Self { kind: "restricted", name: String::new() },
            Some(_) => Self { kind: "erased", name: String::new() },
            None => Self { kind: "none", name: String::new() },
        }
    }

    /// Who shows the ticket, in words, the buyer being called `buyer`: a name that is erased or may not be used is said to be so.
    ///
    /// # Errors
    /// When a word is missing: a fault of ours.
    pub fn bearer(&self, locale: Locale, buyer: &str) -> Result<String> {
        Ok(match self.kind {
            "named" => self.name.clone(),
            "erased" => translate(locale, "attendee-erased", &[])?,
            "restricted" => translate(locale, "attendee-restricted", &[])?,
            _ => buyer.to_owned(),
        })
    }

    /// What a printed ticket says of its bearer: nothing of a name that is erased or may not be used, and nothing of its own where the buyer is named
    /// anyway.
    #[must_use]
    pub fn printed(self) -> Option<String> {
        matches!(self.kind, "named" | "erased" | "restricted").then_some(self.name)
    }

    /// One that is named, for samples.
    #[must_use]
    pub fn sample(kind: &'static str) -> Self {
        Self { kind, name: if matches!(kind, "named" | "buyer") { "Zoé Roy".to_owned() } else { String::new() } }
    }
}

/// What may be typed in the fields of a sample: names, and for some numbers a fault.
#[must_use]
pub fn sample_form(number: usize) -> FormState {
    let typed = FormState::filled([("attendee-1-me", "yes"), ("attendee-2-name", "Zoé Roy"), ("attendee-2-email", "zoe@example.org")]);
    if number.is_multiple_of(3) { typed.with_fault("attendee-3-name", Sentence::new("ticketing-fault-attendee-name").with("place", 3_i64)) } else { typed }
}

/// Whether the box « for me » stands at a place: where the buyer is already, and at the first one as long as they are nowhere.
fn for_me(attendees: &[Attendee], place: u16, first: bool) -> bool {
    let mut own = attendees.iter().filter(|attendee| attendee.is_buyer).map(|attendee| attendee.place).peekable();
    if own.peek().is_none() { first } else { own.any(|taken| taken == place) }
}

/// The fields of one place.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Which place of the order.
    pub place: u16,
    /// What it is sold as.
    pub tariff: String,
    /// Whether the box « for me » stands there.
    pub me: bool,
}

/// The fields of an order.
#[derive(Clone, Debug, Serialize)]
pub struct Fields {
    /// Whether a name is needed for each place.
    pub required: bool,
    /// One a place.
    pub rows: Vec<Row>,
}

impl Fields {
    /// Of places that are not tickets yet; `None` when the concert asks for no names.
    #[must_use]
    pub fn of_lines(concert: &Concert, lines: &[Line], attendees: &[Attendee], locale: Locale) -> Option<Self> {
        let places = lines.iter().flat_map(|line| std::iter::repeat_n(line, usize::from(line.quantity)));
        let rows = (1_u16..)
            .zip(places)
            .map(|(place, line)| Row {
                place,
                tariff: Concert::pick(locale, &line.name_fr, &line.name_en).to_owned(),
                me: for_me(attendees, place, place == 1),
            })
            .collect();
        (concert.attendee_names != NamesAsked::No).then_some(Self { required: concert.attendee_names == NamesAsked::Required, rows })
    }

    /// Of tickets; `None` when there are none.
    #[must_use]
    pub fn of_tickets(concert: &Concert, tickets: &[&Ticket], attendees: &[Attendee], locale: Locale) -> Option<Self> {
        let row = |(index, ticket): (usize, &&Ticket)| Row {
            place: ticket.place(),
            tariff: Concert::pick(locale, &ticket.category_fr, &ticket.category_en).to_owned(),
            me: for_me(attendees, ticket.place(), index == 0),
        };
        let rows: Vec<Row> = tickets.iter().enumerate().map(row).collect();
        (!rows.is_empty()).then_some(Self { required: concert.attendee_names == NamesAsked::Required, rows })
    }

    /// The places they are for.
    #[must_use]
    pub fn places(&self) -> Vec<u16> {
        self.rows.iter().map(|row| row.place).collect()
    }

    /// For samples.
    #[must_use]
    pub fn sample(required: bool) -> Self {
        let row = |place| Row { place, tariff: "Plein tarif".to_owned(), me: place == 1 };
        Self { required, rows: vec![row(1), row(2), row(3)] }
    }
}
