//! The platform: hosts and routes, webhooks, sign-up, staff, operators, the API and the worker's registry, put together into one process.

pub mod api;
pub mod backup;
pub mod closing;
pub mod doctor;
pub mod hosts;
pub mod inventory;
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

use anyhow::Context as _;
use kernel::{app::App, clock::Clock, config::Config, db::Db, jobs, views::PageEntry};
use poem::{
    EndpointExt as _, Response,
    endpoint::BoxEndpoint,
    http::uri::Scheme,
    listener::Acceptor,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use registry::Registry;

pub use hosts::{RouteInfo, routes};

/// Requests under way have this long to end when the process stops.
const DRAIN: Duration = Duration::from_secs(10);
/// Jobs under way have this long; a job cut off is given back and run again.
const LAST_JOBS: Duration = Duration::from_secs(25);
/// A connection that says nothing for so long is closed.
const IDLE: Duration = Duration::from_secs(75);

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
        let mut http = app.config.http.bind;
        if options.serve {
            let listener = listen(app.config.http.bind).await?;
            http = listener.local_addr()?;
            tasks.push(tokio::spawn(answer("visitors", listener, hosts::endpoint(app.clone()).boxed(), stop.clone())));
            tasks.push(tokio::spawn(keep_fresh(app.clone(), stop.clone())));
        }
        tasks.push(tokio::spawn(recovery::watch(app.clone(), stop.clone())));
        let mut metrics = None;
        if let Some(address) = app.config.http.metrics_bind {
            let listener = listen(address).await?;
            metrics = Some(listener.local_addr()?);
            tasks.push(tokio::spawn(answer("metrics", listener, telemetry::endpoint()?.boxed(), stop.clone())));
        }
        if options.worker {
            let work = jobs::work(app.db.clone(), app.clock.clone(), Arc::clone(&registry), stop.clone());
            tasks.push(tokio::spawn(work));
        }
        Ok(Running { http, metrics, app, registry, stop, tasks })
    }
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

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("{address} cannot be listened on: is another process there?"))
}

async fn answer(name: &'static str, listener: TcpListener, endpoint: BoxEndpoint<'static, Response>, stop: CancellationToken) {
    let Ok(local) = listener.local_addr() else { return };
    let acceptor = Prompt { local: LocalAddr(local.into()), listener };
    let server = poem::Server::new_with_acceptor(acceptor).name(name).idle_timeout(IDLE);
    if let Err(error) = server.run_with_graceful_shutdown(endpoint, async move { stop.cancelled().await }, Some(DRAIN)).await {
        tracing::error!(error.cause = %error, "the listener ended");
    }
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

/// Accepts connections without Nagle's delay, and waits a little when the system has no more to give.
struct Prompt {
    local: LocalAddr,
    listener: TcpListener,
}

impl Acceptor for Prompt {
    type Io = tokio::net::TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> std::io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        loop {
            match self.listener.accept().await {
                Ok((stream, remote)) => {
                    let _ = stream.set_nodelay(true);
                    return Ok((stream, self.local.clone(), RemoteAddr(remote.into()), Scheme::HTTP));
                }
                Err(error) => {
                    tracing::warn!(error.cause = %error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }
}
