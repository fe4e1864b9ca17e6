//! What a buyer takes away from an order's page: tickets, receipt, calendar entry.

use kernel::{
    error::{Error, Result},
    http::Ctx,
};
use poem::{Response, handler, http::header, web::Path};

use super::link;
use crate::ticketing::{
    documents::{self, OrderFile},
    orders::model::Order,
};

#[handler]
pub(super) async fn download_tickets(ctx: Ctx, Path((code, token)): Path<(String, String)>) -> Result<Response> {
    let order = find(&ctx, &code, &token).await?;
    let sources = documents::load(&ctx.app, ctx.tenant()?.id, order.id, ctx.locale).await?;
    answer(documents::tickets(&ctx.app, &sources).await?)
}

#[handler]
pub(super) async fn download_receipt(ctx: Ctx, Path((code, token)): Path<(String, String)>) -> Result<Response> {
    let order = find(&ctx, &code, &token).await?;
    let sources = documents::load(&ctx.app, ctx.tenant()?.id, order.id, ctx.locale).await?;
    answer(documents::receipt(&ctx.app, &sources).await?)
}

#[handler]
pub(super) async fn download_calendar(ctx: Ctx, Path((code, token)): Path<(String, String)>) -> Result<Response> {
    let order = find(&ctx, &code, &token).await?;
    let sources = documents::load(&ctx.app, ctx.tenant()?.id, order.id, ctx.locale).await?;
    answer(documents::calendar(&ctx.app, &sources)?)
}

async fn find(ctx: &Ctx, code: &str, token: &str) -> Result<Order> {
    let mut tx = ctx.begin().await?;
    link::find(ctx, &mut tx, code, token).await
}

/// A file to keep; `None` when the order has none such.
fn answer(file: Option<OrderFile>) -> Result<Response> {
    let file = file.ok_or(Error::NotFound)?;
    let response = Response::builder()
        .content_type(file.content_type)
        // Names are made of codes and plain words: nothing in them needs quoting.
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name))
        .body(file.bytes);
    Ok(link::secret(response))
}
