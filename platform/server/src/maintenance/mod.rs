//! What the platform does by the clock: lapsed sessions swept, periods ended, connected accounts read again.

pub mod dormant;
pub mod retention;
pub mod store;

use std::time::Duration;

use kernel::{
    app::App,
    error::Result,
    jobs::{Every, JobError, NewJob, Schedule, enqueue_platform},
    session,
    views::{PageEntry, mail_entry},
};
use tenants::{
    legal::proofs,
    payments::jobs::{Job, KIND as PAYMENTS},
    privacy::papers::agreement,
    ticketing,
};

use crate::{closing, webhooks};

const SWEEP: &str = "maintenance.sweep";
const ACCOUNTS: &str = "maintenance.accounts";
const ORPHANS: &str = "maintenance.orphans";
const OVERDUE: &str = "maintenance.overdue";
const PROOFS: &str = "maintenance.proofs";
const AGREEMENT: &str = "maintenance.agreement";
const CLOSINGS: &str = "maintenance.closings";

/// When.
pub const SCHEDULES: [Schedule; 7] = [
    Schedule { kind: OVERDUE, every: Every::Interval(Duration::from_mins(1)) },
    Schedule { kind: SWEEP, every: Every::Daily { hour: 3, minute: 20 } },
    Schedule { kind: ACCOUNTS, every: Every::Daily { hour: 4, minute: 0 } },
    Schedule { kind: PROOFS, every: Every::Daily { hour: 4, minute: 30 } },
    Schedule { kind: AGREEMENT, every: Every::Daily { hour: 9, minute: 0 } },
    Schedule { kind: CLOSINGS, every: Every::Interval(Duration::from_hours(1)) },
    Schedule { kind: ORPHANS, every: Every::Interval(Duration::from_mins(5)) },
];

/// The mails of housekeeping.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![mail_entry::<dormant::views::DormantMail>()]
}

/// Associations looked at in one transaction.
const PAGE: i64 = 500;

/// Whether jobs of this kind are ours.
#[must_use]
pub fn runs(kind: &str) -> bool {
    SCHEDULES.iter().any(|schedule| schedule.kind == kind)
}

/// Does one.
///
/// # Errors
/// Retried when the database is away.
pub async fn run(app: &App, kind: &str) -> Result<(), JobError> {
    match kind {
        SWEEP => sweep(app).await?,
        ACCOUNTS => read_accounts(app).await?,
        OVERDUE => sweep_overdue(app).await?,
        PROOFS => look_at_sites(app).await?,
        // A wording that changed is announced even if nobody opens its page.
        AGREEMENT => drop(agreement::current(app).await?),
        // Each step has a job of its own; this finds those that lost theirs.
        CLOSINGS => closing::look_after(app).await?,
        _ => webhooks::retry_orphans(app).await?,
    }
    Ok(())
}

/// Ends what the inventory's periods say is over. Lapsed sessions do not wait for theirs: they serve nothing.
async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.db.platform().await?;
    session::sweep(&mut tx, app.clock.now()).await?;
    tx.commit().await?;
    // One association whose periods could not be ended is told, and holds no account up.
    let periods = retention::sweep(app).await;
    let accounts = dormant::sweep(app).await;
    if let (Err(_), Err(error)) = (&periods, &accounts) {
        // The other is what the job fails with.
        tracing::error!(error.cause = ?error, "unused accounts could not be looked at either");
    }
    periods.map(drop).and(accounts.map(drop))
}

/// Every order is looked at by jobs of its own. Should that chain have broken (a dead job, a restored database), seats would stay held and a paid
/// order would never be found: this looks once a minute for associations where time is up, and asks for a sweep there.
async fn sweep_overdue(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.platform().await?;
    for tenant in store::tenants_with_overdue_orders(&mut tx, now - chrono::Duration::minutes(1)).await? {
        let job = ticketing::jobs::Job::SweepHolds;
        let payload = serde_json::to_value(&job).map_err(anyhow::Error::from)?;
        enqueue_platform(&mut tx, Some(tenant), NewJob::new(ticketing::jobs::KIND, payload).keyed(ticketing::jobs::key_of(&job))).await?;
    }
    tx.commit().await
}

/// Has each association's Stripe account and ledger read again, and what no event told of, spread over an hour so that Stripe sees no peak. Which
/// associations have an account only they know: a job that finds none ends at once.
async fn read_accounts(app: &App) -> Result<()> {
    if app.stripe.is_none() {
        return Ok(());
    }
    for_each(app, 3600, || {
        let reads = [Job::RefreshAccount, Job::SyncLedger].map(|job| {
            let payload = serde_json::to_value(&job).map_err(anyhow::Error::from)?;
            let key = payload.to_string();
            Ok(NewJob::new(PAYMENTS, payload).keyed(key))
        });
        reads.into_iter().chain([Ok(webhooks::missed::job())]).collect()
    })
    .await
}

/// Has each association's site looked at, spread over two hours so that neither we nor anybody's name server sees a peak. After the sweep of what
/// is over, which is one of the things looked at.
async fn look_at_sites(app: &App) -> Result<()> {
    for_each(app, 7200, || Ok(vec![proofs::jobs::new(&proofs::jobs::Job::Check)?])).await
}

/// Files these jobs for every active association, each at a second of its own within the next `spread` seconds.
async fn for_each(app: &App, spread: u128, jobs: impl Fn() -> Result<Vec<NewJob>>) -> Result<()> {
    let now = app.clock.now();
    let mut after = uuid::Uuid::nil();
    loop {
        let mut tx = app.db.platform().await?;
        let tenants = store::active_tenants(&mut tx, after, PAGE).await?;
        let Some(last) = tenants.last() else { return Ok(()) };
        after = last.uuid();
        for tenant in tenants {
            let second = i64::try_from(tenant.uuid().as_u128() % spread).unwrap_or(0);
            for job in jobs()? {
                enqueue_platform(&mut tx, Some(tenant), job.at(now + chrono::Duration::seconds(second))).await?;
            }
        }
        tx.commit().await?;
    }
}
