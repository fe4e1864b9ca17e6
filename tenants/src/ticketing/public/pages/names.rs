//! Names on the tickets of an order, put right by whoever holds its address, until the concert.

use kernel::{
    error::{Error, Result},
    form::Form,
    http::Ctx,
    limits::Limit,
};
use poem::{Response, handler, http::StatusCode, web::Path};

use super::{link, order::OrderFound};
use crate::ticketing::{
    attendees::{self, views::Fields},
    orders::store::{self, Find},
};

impl OrderFound {
    /// The fields in which the names on its tickets may be corrected now.
    pub(super) fn names(&self, ctx: &Ctx) -> Option<Fields> {
        let concert = &self.found.concert;
        let open = attendees::open_tickets(&self.order, concert, &self.tickets, &self.attendees, ctx.now());
        Fields::of_tickets(concert, &open, &self.attendees, ctx.locale)
    }
}

#[handler]
pub(super) async fn give_names(ctx: Ctx, Path((code, token)): Path<(String, String)>, form: Form) -> Result<Response> {
    let mut tx = ctx.begin().await?;
    let order = link::find(&ctx, &mut tx, &code, &token).await?;
    drop(tx);
    let found = OrderFound::load(&ctx, order).await?;
    let Some(fields) = found.names(&ctx) else { return Ok(link::secret(link::go(&ctx, &found.order, "")?)) };
    let mut parser = form.parser();
    let email = found.person.as_ref().map(|person| person.email.to_lowercase()).unwrap_or_default();
    let named =
        attendees::model::read(&mut parser, &attendees::model::offered(&form, fields.places()), found.found.concert.attendee_names, (&found.buyer(), &email));
    let clean = parser.is_clean();
    let typed = parser.state();
    if !clean {
        return found.again(&ctx, typed, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if let Err(Error::TooMany { retry_after_seconds }) = ctx.app.limits.check(Limit::Pay, format!("names/{}", found.order.id)) {
        let form = typed.with_fault("form", link::too_often(retry_after_seconds));
        return Ok(link::later(found.again(&ctx, form, StatusCode::TOO_MANY_REQUESTS)?, retry_after_seconds));
    }
    let mut tx = ctx.begin().await?;
    let order = store::find(&mut tx, Find::Id(found.order.id), true).await?.ok_or(Error::NotFound)?;
    attendees::write(&mut tx, ctx.now(), &order, &found.tickets, &named).await?;
    tx.commit().await?;
    Ok(link::secret(link::go(&ctx, &order, "?noms")?))
}
