//! The secret address of an order: who holds it sees the order, nobody else learns whether there is one; and what its pages answer alike.

use kernel::{
    db::TenantTx,
    error::{Error, Result, Sentence},
    http::Ctx,
};
use poem::{
    Response,
    http::{HeaderName, HeaderValue, header},
};

use crate::ticketing::{
    codes::OrderCode,
    orders::{
        self,
        model::Order,
        store::{self, Find},
    },
};

/// The order behind a code and its secret.
///
/// # Errors
/// `NotFound`, the same for a wrong code and a wrong secret.
pub(super) async fn find(ctx: &Ctx, tx: &mut TenantTx, code: &str, token: &str) -> Result<Order> {
    let code = OrderCode::parse(code).ok_or(Error::NotFound)?;
    let order = store::find(tx, Find::Code(&code), false).await?.ok_or(Error::NotFound)?;
    if orders::token_matches(&ctx.app, tx.tenant(), &order, token) { Ok(order) } else { Err(Error::NotFound) }
}

/// The order's own address in the page's language.
pub(super) fn url(ctx: &Ctx, order: &Order) -> Result<String> {
    Ok(ctx.locale.path(&orders::order_path(&ctx.app, ctx.tenant()?.id, order)))
}

/// Sends the browser to the order's page; `query` with its question mark, or empty.
pub(super) fn go(ctx: &Ctx, order: &Order, query: &str) -> Result<Response> {
    ctx.redirect(&format!("{}{query}", orders::order_path(&ctx.app, ctx.tenant()?.id, order)))
}

/// What is told to whoever tries too often; what they typed stays on the page.
pub(super) fn too_often(seconds: u64) -> Sentence {
    Sentence::new("ticketing-fault-too-often").with("seconds", i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Says after how many seconds a new try has a chance.
pub(super) fn later(mut response: Response, seconds: u64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Keeps a secret address secret: no search engine, and no word of it to other sites. Not `no-referrer`: browsers then send forms with the
/// origin `null`, which our own check refuses.
pub(super) fn secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
