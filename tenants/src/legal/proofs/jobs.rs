//! Looking at a site: a job of its own, so that nobody waits for it and no transaction is open meanwhile.

use kernel::{
    app::App,
    db::TenantTx,
    error::Result,
    ids::TenantId,
    inventory::OnFail,
    jobs::{JobError, NewJob},
    outbound::Outbound,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{State, keep, probes, probes::Site};
use crate::legal;

/// The kind these jobs are filed under.
pub const KIND: &str = "proofs";

/// The work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Look at everything.
    Check,
}

/// The job as it is filed; one that waits already takes this one in.
///
/// # Errors
/// Never in practice: it is one word.
pub fn new(job: &Job) -> Result<NewJob> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let key = payload.to_string();
    // A night that fails is followed by another.
    Ok(NewJob::new(KIND, payload).keyed(key).attempts(4))
}

/// Has the association's site looked at now.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut TenantTx) -> Result<()> {
    kernel::jobs::enqueue(tx, new(&Job::Check)?).await
}

/// Does one. `private` are the paths of the back office under `/a/<slug>` that only staff may see.
///
/// # Errors
/// Retried when the database is away.
pub async fn run(app: &App, tenant: TenantId, job: Job, private: &[String]) -> Result<(), JobError> {
    let Job::Check = job;
    let Some(facts) = app.tenants.by_id(tenant).await?.filter(|facts| facts.active) else { return Ok(()) };
    let http = &app.config.http;
    let mut hosts = vec![http.site_host(&facts.slug)];
    hosts.extend(app.tenants.hosts(tenant).await?);
    let office = http.back_office_host();
    let private = private.iter().filter_map(|path| Url::parse(&http.absolute(&office, &format!("/a/{}{path}", facts.slug))).ok()).collect();
    let site = Site { tenant, slug: facts.slug.clone(), hosts, private };
    let look = Outbound::new(http.platform_host(), http.public_url.port());
    let found = probes::all(app, &look, &site).await?;
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    keep(&mut tx, now, &found).await?;
    legal::renew(&mut tx, &app.config.operator, now).await?;
    tx.commit().await?;
    for (claim, outcome) in &found {
        if outcome.state == State::Red && claim.facts().on_fail == OnFail::Alert {
            tracing::error!(tenant.id = %tenant, "the claim {} does not hold: {}", claim.key(), outcome.reason.word());
            metrics::counter!("estrade_claims_failed_total", "claim" => claim.key()).increment(1);
        }
    }
    Ok(())
}
