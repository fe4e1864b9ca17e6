//! The end of the account in the back office: what it would take, what stands in its way, and afterwards its dates and the copy.

use kernel::{
    error::{Error, Result, Sentence},
    form::{Fault, Form, FormState, Line},
    http::Admin,
    session::Capability,
    views::FlashKind,
};
use poem::{
    Body, Response, handler,
    http::{StatusCode, header},
};

use super::{
    ending, exporting,
    model::{CHANGE_OF_MIND, Closing, Numbers, State, is_name, waits_until},
    store,
    views::{ClosingPage, ConcertLine, CopyView, DatesView, NumbersView, RequestLine},
};
use crate::staff;

/// What would happen, or what is happening.
#[handler]
pub(super) async fn show(admin: Admin) -> Result<Response> {
    let page = page(&admin, FormState::default()).await?;
    admin.page("settings", &page)
}

/// Asks, takes back, or fetches the copy.
#[handler]
pub(super) async fn act(admin: Admin, form: Form) -> Result<Response> {
    admin.check_csrf(form.text("csrf"))?;
    match form.text("act") {
        "ask" => ask(&admin, &form).await,
        "withdraw" => withdraw(&admin).await,
        "fetch" => fetch(&admin, &form).await,
        _ => Err(Error::bad_request("fault-not-a-form")),
    }
}

async fn page(admin: &Admin, form: FormState) -> Result<ClosingPage> {
    let app = &admin.ctx.app;
    let closing = ending::under_way(app, admin.tenant_id()).await?;
    let presides = admin.require(Capability::Manage).is_ok();
    let may_fetch = admin.require(Capability::Money).is_ok();
    let mut page = ClosingPage {
        state: closing.as_ref().map_or("open", |closing| closing.state.word()),
        name: admin.tenant().name.clone(),
        presides,
        may_fetch,
        days: CHANGE_OF_MIND.num_days(),
        numbers: None,
        blocks: false,
        requests: Vec::new(),
        dates: None,
        copy: None,
        second_factor: admin.staff.signed_in.second_factor,
        form,
    };
    let Some(closing) = closing else {
        // Before it is asked for, the page is the presidency's.
        admin.require(Capability::Manage)?;
        let numbers = ending::numbers(app, admin.tenant_id()).await?;
        page.blocks = numbers.blocks();
        page.requests = requests(admin, &numbers);
        page.numbers = Some(numbers_view(admin, numbers));
        return Ok(page);
    };
    if closing.state == State::Asked && closing.effective_at <= admin.ctx.now() {
        // Its week is over and something still stands in the way: the page says what.
        let numbers = ending::numbers(app, admin.tenant_id()).await?;
        page.blocks = numbers.blocks();
        page.numbers = Some(numbers_view(admin, numbers));
    }
    let mut tx = admin.begin().await?;
    let pending = store::numbers::pending(&mut tx).await?;
    drop(tx);
    page.dates = Some(DatesView {
        asked_at: closing.asked_at,
        effective_at: closing.closed_at.unwrap_or(closing.effective_at),
        erase_at: closing.erase_at,
        latest: closing.latest(),
        waits_until: waits_until(&pending, admin.ctx.now()),
    });
    if may_fetch {
        page.requests = requests(admin, &Numbers { pending, ..Numbers::default() });
        page.copy = copy(admin, &closing).await?;
    }
    Ok(page)
}

fn requests(admin: &Admin, numbers: &Numbers) -> Vec<RequestLine> {
    let line = |request: &super::model::Pending| RequestLine {
        reference: request.reference.clone(),
        due_at: request.due_at,
        url: admin.path(&format!("/demandes/{}", request.id)),
    };
    numbers.pending.iter().map(line).collect()
}

fn numbers_view(admin: &Admin, numbers: Numbers) -> NumbersView {
    NumbersView {
        tickets: numbers.concerts.iter().map(|concert| concert.tickets).sum(),
        concerts: numbers
            .concerts
            .into_iter()
            .map(|concert| ConcertLine {
                title: concert.title,
                starts_at: concert.starts_at,
                tickets: concert.tickets,
                url: admin.path(&format!("/concerts/{}", concert.id)),
            })
            .collect(),
        orders: numbers.orders_open,
        payments: numbers.payments_open,
        refunds: numbers.refunds_open,
        disputes: numbers.disputes_open,
        left_at_stripe: numbers.left_at_stripe,
        breaches: numbers.breaches_open,
        sales: numbers.sales,
        journal: numbers.journal,
        staff: numbers.staff,
        objects: numbers.objects,
    }
}

async fn copy(admin: &Admin, closing: &Closing) -> Result<Option<CopyView>> {
    if !exporting::may_be_fetched(closing) {
        return Ok(None);
    }
    let export = exporting::ready(&admin.ctx.app, closing).await?;
    Ok(export.map(|export| CopyView {
        megabytes: export.bytes.div_ceil(1_000_000),
        rows: export.rows,
        objects: export.objects,
        ready_at: export.ready_at,
        sha256: hex::encode(export.sha256),
    }))
}

async fn again(admin: &Admin, form: FormState) -> Result<Response> {
    let page = page(admin, form).await?;
    admin.page_status("settings", &page, StatusCode::UNPROCESSABLE_ENTITY)
}

async fn done(admin: &Admin, sentence: &'static str) -> Result<Response> {
    let page = page(admin, FormState::default()).await?;
    admin.page_with("settings", &page, FlashKind::Good, &Sentence::new(sentence), StatusCode::OK)
}

async fn ask(admin: &Admin, form: &Form) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let mut parser = form.parser();
    parser.hide("code");
    let typed = parser.required("name", Line::up_to(200));
    if typed.is_some_and(|typed| !is_name(typed.as_str(), &admin.tenant().name)) {
        parser.fault("name", Fault::new("closing-fault-name"));
    }
    let app = &admin.ctx.app;
    if ending::under_way(app, admin.tenant_id()).await?.is_some() {
        parser.fault("form", Fault::new("closing-fault-asked"));
    } else if ending::numbers(app, admin.tenant_id()).await?.blocks() {
        parser.fault("form", Fault::new("closing-fault-blocked"));
    }
    if !parser.is_clean() || !staff::reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await? {
        return again(admin, parser.state()).await;
    }
    ending::ask(app, admin.tenant_id(), admin.account()).await?;
    done(admin, "closing-done-asked").await
}

async fn withdraw(admin: &Admin) -> Result<Response> {
    admin.require(Capability::Manage)?;
    let closing = ending::under_way(&admin.ctx.app, admin.tenant_id()).await?.filter(|closing| closing.state == State::Asked);
    let withdrawn = match &closing {
        Some(closing) => ending::withdraw(&admin.ctx.app, closing, admin.account()).await?,
        None => false,
    };
    if !withdrawn {
        return Err(Error::conflict("closing-fault-late"));
    }
    done(admin, "closing-done-withdrawn").await
}

/// Gives the copy, to whoever answers for the association's money or for all of it.
async fn fetch(admin: &Admin, form: &Form) -> Result<Response> {
    admin.require(Capability::Money)?;
    let app = &admin.ctx.app;
    let closing = ending::under_way(app, admin.tenant_id()).await?.filter(exporting::may_be_fetched).ok_or(Error::NotFound)?;
    let mut parser = form.parser();
    parser.hide("code");
    let export = exporting::ready(app, &closing).await?;
    if export.is_none() {
        parser.fault("form", Fault::new("closing-fault-no-copy"));
    }
    if !parser.is_clean() || !staff::reauthenticate(&admin.ctx, &admin.staff.signed_in, &mut parser).await? {
        return again(admin, parser.state()).await;
    }
    let export = export.ok_or(Error::NotFound)?;
    let pieces = exporting::fetch(app, &closing, &export).await?;
    let now = admin.ctx.now();
    let mut tx = app.db.platform().await?;
    store::work::fetched(&mut tx, now, export.id).await?;
    staff::jobs::note(&mut tx, now, admin.tenant_id(), admin.account(), "closing.copy_fetched", None).await?;
    tx.commit().await?;
    Ok(Response::builder()
        .content_type("application/zip")
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"estrade-{}.zip\"", admin.tenant().slug))
        .header(header::CONTENT_LENGTH, export.bytes)
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::from_bytes_stream(pieces)))
}
