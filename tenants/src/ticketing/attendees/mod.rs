//! Names on tickets: asked of whoever buys when a concert wants them, corrected by them or by staff before it. Owns no table: whom a place is for
//! is a matter of `people::attendees`.

pub mod model;
pub mod views;

use std::collections::HashMap;

use kernel::{clock::Timestamp, db::TenantTx, error::Result};
use uuid::Uuid;

use super::{
    concerts::model::{Concert, NamesAsked},
    orders::model::{Order, OrderState},
    tickets::model::Ticket,
};
use crate::people::attendees::{Attendee, Place, store};

/// Whom each place of an order is said to be for.
pub type Named = Vec<(u16, Option<crate::people::attendees::Whose>)>;

/// Writes whom places are for; those whose name is erased or may not be used stay as they are. The caller holds the order's lock.
///
/// # Errors
/// When the database is away.
pub async fn write(tx: &mut TenantTx, now: Timestamp, order: &Order, tickets: &[Ticket], named: &Named) -> Result<()> {
    let issued: HashMap<u16, Uuid> = tickets.iter().map(|ticket| (ticket.place(), ticket.id.uuid())).collect();
    for (number, whose) in named {
        let place = Place { order: order.id.uuid(), concert: order.concert.uuid(), number: *number, ticket: issued.get(number).copied() };
        store::set(tx, now, place, whose.as_ref()).await?;
    }
    Ok(())
}

/// The tickets of an order whose names may be corrected now: until the concert, while it asks for names or somebody was named; valid ones, and none
/// whose name was erased.
#[must_use]
pub fn open_tickets<'a>(order: &Order, concert: &Concert, tickets: &'a [Ticket], attendees: &[Attendee], now: Timestamp) -> Vec<&'a Ticket> {
    let asked = concert.attendee_names != NamesAsked::No || !attendees.is_empty();
    if order.state != OrderState::Confirmed || !asked || now >= concert.starts_at {
        return Vec::new();
    }
    let shut = |ticket: &Ticket| attendees.iter().any(|attendee| attendee.place == ticket.place() && !attendee.is_open());
    tickets.iter().filter(|ticket| ticket.valid && ticket.admitted_at.is_none() && !shut(ticket)).collect()
}
