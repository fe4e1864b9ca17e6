//! The platform: hosts and routes, webhooks, sign-up, staff, operators, the API and the worker's registry, put together into one process.

pub mod api;
pub mod backup;
pub mod closing;
pub mod doctor;
pub mod hosts;
pub mod inventory;
mod listening;
pub mod maintenance;
pub mod operators;
pub mod papers;
pub mod privacy;
pub mod recovery;
pub mod registry;
pub mod signup;
pub mod staff;
pub mod status;
pub mod telemetry;
pub mod webhooks;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use kernel::{app::App, clock::Clock, config::Config, db::Db, jobs, views::PageEntry};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use listening::{Patience, answer, listen};
use registry::Registry;

pub use hosts::{RouteInfo, routes};

/// Requests under way have this long to end when the process stops.
const DRAIN: Duration = Duration::from_secs(10);
/// Jobs under way have this long; a job cut off is given back and run again.
const LAST_JOBS: Duration = Duration::from_secs(25);
/// A connection on which nothing moves for so long is closed.
const IDLE: Duration = Duration::from_secs(75);
/// A request may be worked on for as long as it is allowed to, while nothing moves, and then be answered.
const LAST_WORD: Duration = Duration::from_secs(15);

/// Connections at once, if the system lets one process have so many.
const MOST_CONNECTIONS: u64 = 10_000;
/// Files and sockets that are not visitors': the database's, the object store's, Stripe's, mail.
const OTHER_FILES: u64 = 256;

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerOptions {
    /// Answers requests.
    pub serve: bool,
    /// Runs jobs.
    pub worker: bool,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self { serve: true, worker: true }
    }
}

/// Starts everything.
#[derive(Clone, Copy, Debug)]
pub struct Server;

/// A server that runs. Dropped without [`Running::shutdown`], its tasks go on until the process ends.
#[derive(Debug)]
pub struct Running {
    /// Where visitors arrive; the configured address when nothing is served.
    pub http: SocketAddr,
    /// Where metrics are read.
    pub metrics: Option<SocketAddr>,
    /// The parts, for whoever runs in the same process.
    pub app: App,
    /// What runs each job: for draining the queue by hand.
    pub registry: Arc<Registry>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts what `options` ask for, and returns once requests are answered.
    ///
    /// # Errors
    /// When a template is faulty, the database is away, unsafe, behind on migrations or unlike the inventory, or an address is taken.
    pub async fn start(config: Config, clock: Clock, options: ServerOptions) -> anyhow::Result<Running> {
        // Whoever was first in this process chose; we have only this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let app = App::new(config, clock, &pages())?;
        app.db.verify().await?;
        check_inventory(&app.db).await?;
        if let Err(error) = app.storage.ensure_bucket().await {
            tracing::warn!(error.cause = %error, "the object store does not answer: pictures wait until it does");
        }
        if let Err(error) = app.ledger.ensure_bucket().await {
            tracing::warn!(error.cause = %error, "the privacy ledger's store does not answer");
        }
        // Before anything is served or run.
        recovery::look(&app, true).await;
        for fault in papers::unannounced(&app).await? {
            tracing::error!("a processor changed: {fault}");
        }
        let stop = CancellationToken::new();
        let registry = Arc::new(Registry::new(app.clone()));
        let mut tasks = Vec::new();
        let patience = Patience { idle: IDLE.max(app.config.http.request_timeout + LAST_WORD), drain: DRAIN, most: connections_allowed() };
        let mut http = app.config.http.bind;
        if options.serve {
            let listener = listen(app.config.http.bind).await?;
            http = listener.local_addr()?;
            tasks.push(tokio::spawn(answer("visitors", listener, hosts::endpoint(app.clone()), patience, stop.clone())));
            tasks.push(tokio::spawn(keep_fresh(app.clone(), stop.clone())));
        }
        tasks.push(tokio::spawn(recovery::watch(app.clone(), stop.clone())));
        let mut metrics = None;
        if let Some(address) = app.config.http.metrics_bind {
            let listener = listen(address).await?;
            metrics = Some(listener.local_addr()?);
            tasks.push(tokio::spawn(answer("metrics", listener, telemetry::endpoint()?, patience, stop.clone())));
        }
        if options.worker {
            let work = jobs::work(app.db.clone(), app.clock.clone(), Arc::clone(&registry), stop.clone());
            tasks.push(tokio::spawn(work));
        }
        Ok(Running { http, metrics, app, registry, stop, tasks })
    }
}

/// How many visitors' connections this process may hold: the system's own limit counts every file, and what is needed to answer must not run out. The
/// usual soft limit is made for programs of another age: it is raised as far as the system lets us.
fn connections_allowed() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = MOST_CONNECTIONS + OTHER_FILES;
    let reached = maximum.map_or(wanted, |maximum| wanted.min(maximum));
    let now = match current {
        Some(current) if current < reached && setrlimit(Resource::Nofile, Rlimit { current: Some(reached), maximum }).is_ok() => Some(reached),
        other => other,
    };
    let most = now.unwrap_or(u64::MAX).saturating_sub(OTHER_FILES).clamp(1, MOST_CONNECTIONS);
    usize::try_from(most).unwrap_or(usize::MAX)
}

impl Running {
    /// Stops accepting, lets requests and jobs end, and closes the database.
    pub async fn shutdown(self) {
        self.stop.cancel();
        let all = async {
            for task in self.tasks {
                let _ = task.await;
            }
        };
        if tokio::time::timeout(LAST_JOBS, all).await.is_err() {
            tracing::warn!("something would not end and is cut off; its job runs again elsewhere");
        }
        let _ = tokio::time::timeout(Duration::from_secs(5), self.app.db.close()).await;
    }
}

/// Every page and mail of the program.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [
        kernel::http::pages(),
        tenants::pages(),
        staff::views::pages(),
        staff::second_factor::views::pages(),
        signup::views::pages(),
        operators::views::pages(),
        papers::views::pages(),
        maintenance::pages(),
        closing::views::pages(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Refuses a database whose columns the inventory does not know, or knows otherwise.
///
/// # Errors
/// Every disagreement, each with its remedy.
pub async fn check_inventory(db: &Db) -> anyhow::Result<()> {
    let mut tx = db.platform().await?;
    let drifts = kernel::inventory::check(tx.conn()).await?;
    let list: Vec<String> = drifts.iter().map(|drift| format!("  {drift}")).collect();
    anyhow::ensure!(drifts.is_empty(), "the database and the inventory disagree {} time(s):\n{}", drifts.len(), list.join("\n"));
    Ok(())
}

/// Learns of changed content each second and forgets idle limits each minute.
async fn keep_fresh(app: App, stop: CancellationToken) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut seconds = 0_u32;
    loop {
        tokio::select! { () = stop.cancelled() => return, _ = tick.tick() => {} }
        if let Err(error) = app.tenants.poll_versions(app.clock.now()).await {
            tracing::warn!(error.cause = %error, "versions of public content could not be read; pages may be a little old");
        }
        seconds += 1;
        if seconds.is_multiple_of(60) {
            app.limits.forget_idle();
            telemetry::upkeep();
        }
    }
}
