//! A stand-in for Stripe over real HTTP, for development and tests: API, payment page, onboarding page, webhooks.
//!
//! No money moves. It listens on this machine only, refuses live keys, accepts Stripe's published test cards and no
//! other number, and is never linked into the server: only the development world and the tests depend on it.
//!
//! Rules are copied from Stripe where software breaks on them: idempotency, isolation by `Stripe-Account`, expiry,
//! single-use links, balance transactions that come late, events that come twice, late or not at all.

#![recursion_limit = "256"]

mod api;
mod api_server;
mod cards;
mod control;
mod disputes;
mod expand;
mod faults;
mod ledger;
mod listing;
mod objects;
mod pages;
mod parameters;
mod payments;
mod payouts;
mod refunds;
mod refusal;
mod store;
mod time;
mod webhooks;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use poem::endpoint::make;
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{Request, Response, Server};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::api_server::Incoming;
use crate::store::{Kind, PLATFORM, Store};
use crate::world::World;

pub use crate::faults::Faults;
pub use crate::time::Time;
pub use crate::webhooks::signature;

const LARGEST_BODY: usize = 1 << 20;
const DELIVERIES_AT_ONCE: usize = 32;
const SWEEP_EVERY: Duration = Duration::from_millis(100);
const CONFIGURED: &str = "we_sim_configured_";

/// How the simulator starts.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen: a loopback address; port 0 picks a free one.
    pub bind: SocketAddr,
    /// Where the state is kept between starts; none keeps it in memory.
    pub state: Option<PathBuf>,
    /// The one key the API accepts; begins with `sk_test_`.
    pub secret_key: String,
    /// Endpoints registered from the start.
    pub webhooks: Vec<WebhookTarget>,
    /// Decides which faults strike, given the same requests in the same order.
    pub seed: u64,
    /// What Stripe keeps of each payment.
    pub fees: Fees,
    /// The time its clock starts from.
    pub time: Time,
}

impl Options {
    /// In memory, on a free port, without endpoints, with seed 1 and the usual fees.
    #[must_use]
    pub fn new(secret_key: impl Into<String>) -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            state: None,
            secret_key: secret_key.into(),
            webhooks: Vec::new(),
            seed: 1,
            fees: Fees::default(),
            time: Time::machine(),
        }
    }
}

/// An endpoint of ours that takes events.
#[derive(Debug, Clone)]
pub struct WebhookTarget {
    /// Plain http, on this machine.
    pub url: Url,
    /// What its events are signed with, `whsec_` included.
    pub secret: String,
    /// Whether it takes the events of connected accounts; otherwise it takes the platform's own.
    pub connect: bool,
}

/// What Stripe keeps of each payment.
#[derive(Debug, Clone, Copy)]
pub struct Fees {
    /// Share of the amount, in hundredths of a percent.
    pub basis_points: i64,
    /// Added to it, in minor units.
    pub fixed: i64,
}

impl Default for Fees {
    fn default() -> Self {
        Self { basis_points: 150, fixed: 25 }
    }
}

/// What requests, tasks and deliveries share.
pub(crate) struct Shared {
    world: Mutex<World>,
    pub stopping: CancellationToken,
    /// Bounds the deliveries under way.
    pub turns: Semaphore,
    pub pages: pages::Pages,
}

impl Shared {
    /// Looks at the world, or changes it, in one step nobody else sees half done.
    pub fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world outside the API: what is due happens first, the change is written, its events leave.
    pub async fn change<T>(self: &Arc<Self>, act: impl FnOnce(&mut World) -> T) -> T {
        let (result, outgoing) = self.with(|world| {
            world.tick();
            let result = act(world);
            if let Err(error) = world.store.commit() {
                tracing::error!(error = format!("{error:#}"), "the simulator's state could not be written");
            }
            (result, std::mem::take(&mut world.outbox))
        });
        webhooks::send(self, outgoing).await;
        result
    }
}

/// A running simulator. Dropped, it stops at once; [`Simulator::shutdown`] lets answers under way finish.
pub struct Simulator {
    url: Url,
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Starts listening. `SIM_WEBHOOK_FAULTS` in the environment sets the first faults, see [`Faults::parse`].
    ///
    /// # Errors
    /// When the key is not a test key, the address is not loopback or is taken, the state cannot be read, or the
    /// environment says this is production.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let key = &options.secret_key;
        anyhow::ensure!(!key.starts_with("sk_live_") && !key.starts_with("rk_live_"), "the Stripe simulator refuses a live key");
        anyhow::ensure!(key.starts_with("sk_test_"), "the Stripe simulator wants a key that begins with sk_test_");
        anyhow::ensure!(options.bind.ip().is_loopback(), "the Stripe simulator listens on a loopback address only, not {}", options.bind);
        anyhow::ensure!(std::env::var("APP_ENV").as_deref() != Ok("production"), "the Stripe simulator does not start in production");
        let faults = match std::env::var("SIM_WEBHOOK_FAULTS") {
            Ok(text) => Faults::parse(&text).context("SIM_WEBHOOK_FAULTS")?,
            Err(_) => Faults::default(),
        };
        let acceptor = TcpListener::bind(options.bind)
            .into_acceptor()
            .await
            .with_context(|| format!("cannot listen on {}; is another simulator running?", options.bind))?;
        let local = acceptor.local_addr().first().and_then(|address| address.as_socket_addr().copied()).context("no address")?;
        let url = Url::parse(&format!("http://{local}/"))?;
        let store = Store::open(options.state.as_deref())?;
        let mut world = World::new(store, options.fees, options.secret_key, url.clone(), options.seed, faults);
        world.time = options.time;
        let shared = Arc::new(Shared {
            world: Mutex::new(world),
            stopping: CancellationToken::new(),
            turns: Semaphore::new(DELIVERIES_AT_ONCE),
            pages: pages::Pages::load()?,
        });
        let served = Arc::clone(&shared);
        let endpoint = make(move |request: Request| {
            let shared = Arc::clone(&served);
            // A task of its own: a caller who hangs up must not undo half of what was asked, nor keep its events back.
            let work = tokio::spawn(async move { answer(&shared, request).await });
            async move {
                let failed = || poem::Error::from_status(poem::http::StatusCode::INTERNAL_SERVER_ERROR);
                work.await.map_err(|_| failed())
            }
        });
        let stopping = shared.stopping.clone();
        let server = tokio::spawn(async move {
            let stop = async move { stopping.cancelled().await };
            let ended = Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(endpoint, stop, Some(Duration::from_secs(2)));
            if let Err(error) = ended.await {
                tracing::error!(%error, "the Stripe simulator stopped listening");
            }
        });
        let sweeper = tokio::spawn(sweep(Arc::clone(&shared)));
        let simulator = Self { url, shared, tasks: vec![server, sweeper] };
        simulator.set_webhooks(options.webhooks);
        Ok(simulator)
    }

    /// Its base address, with a slash at the end: `http://127.0.0.1:4010/`.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Replaces the endpoints given at the start or by an earlier call, and sends them the events still undelivered.
    /// Endpoints made over the API stay.
    pub fn set_webhooks(&self, webhooks: Vec<WebhookTarget>) {
        self.shared.with(|world| {
            let old: Vec<String> = world.store.list(PLATFORM, Kind::WebhookEndpoint).map(|(id, _)| id.to_owned()).collect();
            for id in old.iter().filter(|id| id.starts_with(CONFIGURED)) {
                world.store.remove(PLATFORM, id);
            }
            for (number, target) in webhooks.into_iter().enumerate() {
                let asked = json!({ "enabled_events": ["*"], "description": null });
                let id = format!("{CONFIGURED}{number}");
                let body = webhooks::endpoint(&id, world.now(), target.url.as_str(), &asked);
                let inner = json!({"secret": target.secret, "connect": target.connect});
                world.store.insert(PLATFORM, Kind::WebhookEndpoint, &id, body, inner);
            }
        });
        webhooks::flush(&self.shared, false);
    }

    /// Replaces the faults.
    ///
    /// # Errors
    /// When a probability is not between 0 and 1.
    pub fn set_faults(&self, faults: Faults) -> anyhow::Result<()> {
        let faults = faults.checked()?;
        self.shared.with(|world| world.faults = faults);
        Ok(())
    }

    /// Moves the simulated clock forward; what falls due by then happens now.
    pub async fn advance_clock(&self, seconds: u32) {
        self.shared.change(|world| world.advance(seconds)).await;
    }

    /// Delivers every event not taken yet, dropped ones included; says how many deliveries that makes.
    #[must_use]
    pub fn deliver_dropped(&self) -> usize {
        webhooks::flush(&self.shared, true)
    }

    /// How many deliveries are still to be made, those dropped on purpose not counted: a test waits for none.
    #[must_use]
    pub fn deliveries_waiting(&self) -> usize {
        self.shared.with(|world| webhooks::untaken(world, false).len())
    }

    /// Stops listening, lets the answers under way finish, and writes what is left to write.
    pub async fn shutdown(mut self) {
        self.shared.stopping.cancel();
        for task in std::mem::take(&mut self.tasks) {
            let _ = task.await;
        }
        self.shared.with(|world| {
            if let Err(error) = world.store.commit() {
                tracing::error!(error = format!("{error:#}"), "the simulator's state could not be written");
            }
        });
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stopping.cancel();
    }
}

/// Lets due things happen when nobody asks: sessions expire, charges settle, payouts leave.
async fn sweep(shared: Arc<Shared>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => shared.change(|_| ()).await,
            () = shared.stopping.cancelled() => return,
        }
    }
}

async fn answer(shared: &Arc<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.into_bytes_limit(LARGEST_BODY).await else {
        return Response::builder().status(poem::http::StatusCode::PAYLOAD_TOO_LARGE).finish();
    };
    let incoming = Incoming {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: body.to_vec(),
    };
    if incoming.path == "/" {
        return pages::go_to("/sim");
    }
    if incoming.path == "/sim" || incoming.path.starts_with("/sim/") {
        return pages::serve(shared, &incoming).await;
    }
    api_server::serve(shared, incoming).await
}
