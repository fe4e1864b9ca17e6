//! How the platform stands, for monitors and crawlers: `/healthz` and `robots.txt`.

use chrono::SecondsFormat;
use kernel::{
    http::Ctx,
    ids::TenantId,
    storage::{StoreId, StoreKey},
    tenant::Site,
};
use poem::{Response, handler, http::StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::webhooks;

/// Whether what we need answers; 503 when the database does not, because then nothing else works, while it is behind the privacy ledger, and while
/// it holds something that nobody classified: then copies and erasures wait, and an operator edits the file that is named.
#[handler]
pub async fn health(ctx: Ctx) -> Response {
    let database = ctx.app.db.answers().await;
    // An object nobody has: a store that says so is a store that answers.
    let probe = StoreKey::tenant(TenantId::from_uuid(Uuid::nil()), StoreId::Pictures, Uuid::nil(), "none");
    let storage = matches!(tokio::time::timeout(std::time::Duration::from_secs(3), ctx.app.storage.head(&probe)).await, Ok(Ok(_)));
    let quarantine = ctx.app.gate.why();
    // Nothing when it cannot be told: that is not "all is classified".
    let drifts = if database && quarantine.is_none() { ctx.app.drifts.look(&ctx.app.db).await.ok() } else { Some(Vec::new()) };
    let seen = if database && quarantine.is_none() { webhooks::last_seen(&ctx.app).await.unwrap_or_default() } else { Vec::new() };
    let webhooks: serde_json::Map<String, serde_json::Value> =
        seen.into_iter().map(|(endpoint, at)| (endpoint, json!(at.to_rfc3339_opts(SecondsFormat::Secs, true)))).collect();
    let body = json!({
        "status": if !database { "down" } else if quarantine.is_some() { "quarantine" } else { drifts.as_ref().map_or("unknown", |drifts| if drifts.is_empty() { "ok" } else { "unclassified" }) },
        "quarantine": quarantine.as_ref().map(kernel::ledger::Why::word),
        "unclassified": drifts,
        "database": database,
        "storage": storage,
        "webhooks": webhooks,
        "version": env!("CARGO_PKG_VERSION"),
    });
    let status = if database && quarantine.is_none() && drifts.as_ref().is_some_and(Vec::is_empty) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

/// What crawlers may read here.
#[handler]
pub fn robots(ctx: Ctx) -> Response {
    let text = match &ctx.site {
        Site::Platform => "User-agent: *\nDisallow: /inscription/confirmer/\n".to_owned(),
        Site::BackOffice => "User-agent: *\nDisallow: /\n".to_owned(),
        Site::Tenant(_) => {
            let sitemap = ctx.app.config.http.absolute(&ctx.host, "/sitemap.xml");
            format!("User-agent: *\nDisallow: /commande/\nDisallow: /en/commande/\nSitemap: {sitemap}\n")
        }
    };
    Response::builder().content_type("text/plain; charset=utf-8").header("cache-control", "public, max-age=3600").body(text)
}
