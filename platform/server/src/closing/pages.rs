//! What the public sees of an association that left.

use kernel::{error::Result, http::Ctx, views::ErrorChrome};
use poem::{
    Response,
    http::{StatusCode, header},
};

use super::views::GonePage;

/// The page that answers everywhere on a site that was closed.
pub(super) fn gone(ctx: &Ctx) -> Result<Response> {
    let chrome = ErrorChrome { association: None, other_locale_url: Some(ctx.locale.other().path("/")), nonce: ctx.nonce.to_string() };
    let page = GonePage { name: ctx.tenant()?.name.clone() };
    let mut response = ctx.page(&chrome, &page, StatusCode::GONE)?;
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}
