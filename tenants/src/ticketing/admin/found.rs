//! An order with whom it concerns, as its pages in the back office begin.

use kernel::{
    error::{Error, Result},
    http::Admin,
};

use crate::{
    people::{self, attendees::Attendee},
    ticketing::{
        attendees::{self, views::Fields},
        concerts::{self, model::Concert},
        orders::{
            self,
            model::{Order, OrderId},
            store::Find,
        },
        tickets::{self, model::Ticket},
    },
};

/// An order with whom it concerns.
pub struct Found {
    /// The order.
    pub order: Order,
    /// Its concert.
    pub concert: Concert,
    /// Who bought, as staff may see them.
    pub person: Option<people::Person>,
    /// Whom its places are for.
    pub attendees: Vec<Attendee>,
    /// All its tickets, void ones too.
    pub tickets: Vec<Ticket>,
}

impl Found {
    /// Reads it.
    ///
    /// # Errors
    /// `NotFound`; else when the database is away.
    pub async fn load(admin: &Admin, id: OrderId) -> Result<Self> {
        let mut tx = admin.begin().await?;
        let order = orders::store::find(&mut tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
        let concert = concerts::store::find(&mut tx, order.concert).await?.ok_or(Error::NotFound)?;
        let person = match order.person {
            Some(person) => people::store::find_shown(&mut tx, person).await?,
            None => None,
        };
        let attendees = people::attendees::store::of_order(&mut tx, id.uuid()).await?;
        let tickets = tickets::store::list(&mut tx, tickets::store::Wanted { order: Some(id), ..Default::default() }).await?;
        Ok(Self { order, concert, person, attendees, tickets })
    }

    /// Name and address of whoever bought, as staff may see them.
    pub fn buyer(&self) -> (String, String) {
        self.person.as_ref().map(|person| (person.full_name(), person.email.to_lowercase())).unwrap_or_default()
    }

    /// The fields in which the names on its tickets may be corrected now.
    pub fn names(&self, admin: &Admin) -> Option<Fields> {
        let open = attendees::open_tickets(&self.order, &self.concert, &self.tickets, &self.attendees, admin.ctx.now());
        Fields::of_tickets(&self.concert, &open, &self.attendees, admin.ctx.locale)
    }
}
