//! The receipt in the back office, for those who keep the books.

use kernel::{
    error::{Error, Result},
    http::Admin,
    session::Capability,
};
use poem::{Response, handler, http::header, web::Path};

use crate::ticketing::{documents, orders::model::OrderId};

/// Downloads the receipt of an order.
#[handler]
pub async fn download(admin: Admin, Path(id): Path<OrderId>) -> Result<Response> {
    admin.require(Capability::Money)?;
    let sources = documents::load(&admin.ctx.app, admin.tenant_id(), id, admin.ctx.locale).await?;
    let file = super::of_books(&admin, &sources, id).await?.ok_or(Error::NotFound)?;
    Ok(Response::builder()
        .content_type(file.content_type)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name))
        .header(header::CACHE_CONTROL, "no-store")
        .body(file.bytes))
}
