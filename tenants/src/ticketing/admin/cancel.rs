//! Cancelling a concert: what it would do, then the title typed, then it is done. Money goes back order by order, by jobs.

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result, Sentence},
    form::{Form, FormState},
    http::Admin,
    money::Cents,
    session::Capability,
    views::{Page, Surface},
};
use poem::{Response, handler, http::StatusCode, web::Path};
use serde::Serialize;

use super::rows::{ConcertOption, sample_moment};
use crate::{
    staff,
    ticketing::{
        concerts::{
            self,
            model::{Concert, ConcertId, ConcertState},
        },
        desk::{self, model::fold},
        jobs, orders,
    },
};

/// The page.
#[derive(Debug, Serialize)]
pub struct CancelPage {
    concert: ConcertOption,
    buyers: i64,
    tickets: i32,
    refund_cents: Cents,
    stripe_fees_lost_cents: Cents,
    form: FormState,
}

impl Page for CancelPage {
    const TEMPLATE: &'static str = "back_office/concert_cancel.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let page = |buyers, form| Self {
            concert: ConcertOption { starts_at: sample_moment(), ..ConcertOption::sample() },
            buyers,
            tickets: i32::try_from(buyers * 2).unwrap_or(0),
            refund_cents: Cents(buyers * 2_940),
            stripe_fees_lost_cents: Cents(buyers * 51),
            form,
        };
        let fault = FormState::filled([("confirmation", "Alam")]).with_fault("confirmation", Sentence::new("bo-fault-title"));
        vec![page(31, FormState::default()), page(1, fault), page(0, FormState::default())]
    }
}

/// What cancelling would do, by the rows of this moment.
async fn page(admin: &Admin, tx: &mut TenantTx, concert: &Concert, form: FormState) -> Result<CancelPage> {
    let sums = orders::cancelled::sums(tx, concert.id).await?;
    let money = admin.staff.role.may(Capability::Money);
    Ok(CancelPage {
        concert: ConcertOption::of(concert),
        buyers: sums.buyers,
        tickets: concert.seats.sold,
        refund_cents: sums.amount,
        stripe_fees_lost_cents: if money { sums.fees } else { Cents::ZERO },
        form,
    })
}

/// Whoever cancels sends money back: an editor may do it only while nobody paid.
fn allowed(admin: &Admin, concert: &Concert) -> Result<()> {
    admin.require(if concert.seats.sold + concert.seats.held > 0 { Capability::Money } else { Capability::Edit })
}

async fn published(tx: &mut TenantTx, id: ConcertId, now: Timestamp) -> Result<Concert> {
    let concert = concerts::store::find(tx, id).await?.ok_or(Error::NotFound)?;
    if concert.state != ConcertState::Published || concert.starts_at < now {
        return Err(Error::conflict("bo-fault-not-cancellable"));
    }
    Ok(concert)
}

#[handler]
pub async fn ask(admin: Admin, Path(id): Path<ConcertId>) -> Result<Response> {
    admin.require(Capability::Edit)?;
    let mut tx = admin.begin().await?;
    let concert = published(&mut tx, id, admin.ctx.now()).await?;
    allowed(&admin, &concert)?;
    let page = page(&admin, &mut tx, &concert, FormState::default()).await?;
    drop(tx);
    admin.page("concerts", &page)
}

#[handler]
pub async fn cancel(admin: Admin, Path(id): Path<ConcertId>, form: Form) -> Result<Response> {
    admin.require(Capability::Edit)?;
    admin.check_csrf(form.text("csrf"))?;
    let now = admin.ctx.now();
    let mut tx = admin.begin().await?;
    // Whoever is taking places at this moment is before or after, never between.
    orders::store::lock_seats(&mut tx, id, now).await?;
    let concert = published(&mut tx, id, now).await?;
    allowed(&admin, &concert)?;
    if fold(form.text("confirmation")) != fold(&concert.title) {
        let state = form.parser().state().with_fault("confirmation", Sentence::new("bo-fault-title"));
        let page = page(&admin, &mut tx, &concert, state).await?;
        drop(tx);
        return admin.page_status("concerts", &page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if concerts::store::set_state(&mut tx, now, id, &[ConcertState::Published], ConcertState::Cancelled).await? {
        jobs::enqueue(&mut tx, &jobs::Job::EmptyCancelled { concert: id.uuid(), by: admin.account().uuid() }, None).await?;
        staff::store::record(&mut tx, now, admin.account(), "concert.cancel", Some(id.uuid())).await?;
        tx.content_changed(now).await?;
    }
    let count = desk::store::order_count(&mut tx, id).await?;
    tx.commit().await?;
    tracing::info!(tenant.id = %admin.tenant_id(), concert.id = %id, orders.count = count, "a concert was cancelled");
    admin.redirect(&format!("/concerts/{id}?fait=cancelled"))
}
