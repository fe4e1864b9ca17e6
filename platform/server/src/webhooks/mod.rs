//! Stripe's webhooks: a signature checked on the raw bytes, an event reduced to ids, filed once, and worked on later. Owns `stripe_event`.

mod jobs;
pub mod missed;
mod store;

use kernel::{
    app::App,
    clock::Timestamp,
    config::PaymentsConfig,
    error::{Error, Result},
    http::{BodyLimit, Ctx},
    jobs::{NewJob, enqueue_platform},
    stripe::webhook::{WebhookError, verify},
};
use poem::{EndpointExt as _, Request, Response, RouteMethod, handler, http::StatusCode, web::Path};
use serde_json::json;

pub use jobs::{KIND, retry_orphans, run};

use crate::hosts::Routes;

/// An event with its object is a few kilobytes; Stripe's own documentation names no limit.
const LARGEST: u64 = 1 << 20;

/// The two endpoints an operator enters at Stripe.
#[must_use]
pub fn routes() -> Routes {
    vec![("/webhooks/stripe/:endpoint", RouteMethod::new().post(receive.with(BodyLimit(LARGEST))))]
}

/// Files an event. Whatever is wrong with it is told in the log, never to the sender.
#[handler]
async fn receive(ctx: Ctx, Path(endpoint): Path<String>, request: &Request, payload: Vec<u8>) -> Result<Response> {
    let PaymentsConfig::Stripe(config) = &ctx.app.config.payments else { return Err(Error::NotFound) };
    let secrets = match endpoint.as_str() {
        "platform" => &config.webhook_secrets_platform,
        "connect" => &config.webhook_secrets_connect,
        _ => return Err(Error::NotFound),
    };
    let signature = request.headers().get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = ctx.now();
    let event = match verify(&payload, signature, secrets, now) {
        Ok(event) => event,
        // Stripe's own, and beyond us: a refusal would have it repeated for days and the endpoint switched off for all the others.
        Err(WebhookError::Payload) => {
            metrics::counter!("estrade_webhooks_unread_total", "endpoint" => endpoint.clone()).increment(1);
            tracing::error!("Stripe sent the endpoint {endpoint} an event that cannot be read: compare the endpoint's API version with ours");
            return Ok(StatusCode::OK.into());
        }
        Err(refusal) => {
            metrics::counter!("estrade_webhooks_refused_total", "endpoint" => endpoint).increment(1);
            tracing::warn!(error.cause = %refusal, "a webhook was refused");
            return Ok(StatusCode::BAD_REQUEST.into());
        }
    };
    // A connect endpoint hears of test and live accounts alike; ours is one of the two.
    let ours = event.livemode != config.is_test_mode();
    let mut tx = ctx.app.db.platform().await?;
    if store::add(&mut tx, now, &endpoint, &event, ours).await? {
        // In the association's own lane: its rush waits behind itself.
        let tenant = match &event.account {
            Some(account) => store::tenant_of(&mut tx, account).await?,
            None => None,
        };
        enqueue_platform(&mut tx, tenant, job(&event.id)).await?;
    }
    tx.commit().await?;
    metrics::counter!("estrade_webhooks_total", "endpoint" => endpoint).increment(1);
    Ok(StatusCode::OK.into())
}

/// The work an event asks for.
fn job(event: &str) -> NewJob {
    NewJob::new(KIND, json!({ "event": event })).keyed(event)
}

/// When each endpoint last heard from Stripe.
///
/// # Errors
/// When the database is away.
pub async fn last_seen(app: &App) -> Result<Vec<(String, Timestamp)>> {
    let mut tx = app.db.platform().await?;
    store::last_seen(&mut tx).await
}
