//! What staff set off from an order's page: the tickets sent once more, a question to Stripe, names put right.

use kernel::{
    error::{Error, Result},
    form::Form,
    http::Admin,
    limits::Limit,
    session::Capability,
};
use poem::{Response, handler, http::StatusCode, web::Path};

use super::{found::Found, order::OrderPage};
use crate::{
    staff,
    ticketing::{
        attendees, jobs, orders,
        orders::{
            model::{OrderId, OrderState},
            store::Find,
        },
    },
};

#[handler]
pub async fn resend(admin: Admin, Path(id): Path<OrderId>, form: Form) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    if admin.ctx.app.limits.check(Limit::Resend, format!("{}:{id}", admin.tenant_id())).is_err() {
        return admin.redirect(&format!("/commandes/{id}?fait=resend_soon"));
    }
    let mut tx = admin.begin().await?;
    let order = orders::store::find(&mut tx, Find::Id(id), false).await?.ok_or(Error::NotFound)?;
    if order.state != OrderState::Confirmed {
        return Err(Error::conflict("bo-fault-no-tickets"));
    }
    jobs::enqueue(&mut tx, &jobs::Job::MailTickets { order: id.uuid() }, None).await?;
    staff::store::record(&mut tx, now, admin.account(), "order.resend", Some(id.uuid())).await?;
    tx.commit().await?;
    admin.redirect(&format!("/commandes/{id}?fait=resent"))
}

/// Asks Stripe how an order's payment stands, for those who would rather not wait for the next look.
#[handler]
pub async fn reconcile(admin: Admin, Path(id): Path<OrderId>, form: Form) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.check_csrf(form.text("csrf"))?;
    let word = match orders::reconcile::reconcile_order(&admin.ctx.app, admin.tenant_id(), id).await {
        Ok(_) => "checked",
        Err(Error::Unavailable) => "stripe_away",
        Err(error) => return Err(error),
    };
    admin.redirect(&format!("/commandes/{id}?fait={word}"))
}

/// Writes the names on an order's tickets anew.
#[handler]
pub async fn rename(admin: Admin, Path(id): Path<OrderId>, form: Form) -> Result<Response> {
    admin.require(Capability::Orders)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let found = Found::load(&admin, id).await?;
    let Some(fields) = found.names(&admin) else { return Err(Error::conflict("bo-fault-names-closed")) };
    let mut parser = form.parser();
    let (buyer, email) = found.buyer();
    let named = attendees::model::read(&mut parser, &attendees::model::offered(&form, fields.places()), found.concert.attendee_names, (&buyer, &email));
    if !parser.is_clean() {
        let page = OrderPage::of(&admin, found, parser.state()).await?;
        return admin.page_status("orders", &page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mut tx = admin.begin().await?;
    let order = orders::store::find(&mut tx, Find::Id(id), true).await?.ok_or(Error::NotFound)?;
    attendees::write(&mut tx, now, &order, &found.tickets, &named).await?;
    staff::store::record(&mut tx, now, admin.account(), "order.names", Some(id.uuid())).await?;
    tx.commit().await?;
    admin.redirect(&format!("/commandes/{id}?fait=named"))
}
