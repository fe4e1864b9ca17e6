//! One test's world. The PostgreSQL cluster is shared by the process; each world has its own database, made from a template.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use anyhow::{Context, Result};
use chrono::TimeZone;
use dev::{
    mail::{self, MailCatcher},
    postgres::{self, Cluster},
    storage::{self, Pair, Storage},
};
use kernel::{
    app::App,
    clock::{Clock, PARIS, Timestamp},
    config::Config,
    db::{Db, PlatformTx, TenantTx},
    ids::TenantId,
    jobs::{self, Drained},
};
use server::{Running, Server, ServerOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use stripe_simulator::{Faults, Simulator, Time, WebhookTarget};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{client::Client, line::Line};

/// The platform's host in tests.
pub const HOST: &str = "estrade.localhost";
/// The simulator's key in tests.
pub const STRIPE_KEY: &str = "sk_test_sim_of_the_tests";
/// What Stripe signs the platform's and the connected accounts' events with.
pub const SECRETS: [&str; 2] = ["whsec_platform_of_the_tests", "whsec_connect_of_the_tests"];
const TEMPLATE: &str = "estrade_template";

static CLUSTER: OnceCell<(Cluster, PathBuf)> = OnceCell::const_new();

/// The shared cluster, with a template database that has every migration.
async fn cluster() -> Result<&'static Cluster> {
    let (cluster, _) = CLUSTER
        .get_or_try_init(|| async {
            // Kept on purpose: a static is never dropped. The watch below ends the server and removes the folder when this process is gone.
            let folder = tempfile::Builder::new().prefix("estrade-test-").tempdir()?.keep();
            let cluster = Cluster::start(&folder, postgres::Options { fsync: false }).await?;
            let watch = format!(
                "while kill -0 {parent} 2>/dev/null; do sleep 1; done; kill -QUIT {server} 2>/dev/null; sleep 1; rm -rf '{folder}'",
                parent = std::process::id(),
                server = cluster.pid().context("the cluster has no process")?,
                folder = folder.display()
            );
            Command::new("sh").args(["-c", &watch]).spawn()?;
            let mut admin = PgConnection::connect(&cluster.admin_url()).await?;
            sqlx::query(AssertSqlSafe(format!("create database {TEMPLATE} owner estrade_owner"))).execute(&mut admin).await?;
            admin.close().await?;
            Db::migrate(&cluster.url("estrade_owner", TEMPLATE)).await?;
            anyhow::Ok((cluster, folder))
        })
        .await?;
    Ok(cluster)
}

/// A new database with every migration, in the cluster all tests share; its name.
///
/// # Errors
/// When the cluster does not start.
pub async fn new_database() -> Result<String> {
    let database = format!("world_{}", Uuid::new_v4().simple());
    let mut admin = PgConnection::connect(&cluster().await?.admin_url()).await?;
    sqlx::query(AssertSqlSafe(format!("create database {database} template {TEMPLATE} owner estrade_owner"))).execute(&mut admin).await?;
    admin.close().await?;
    Ok(database)
}

/// The address of a database in the shared cluster, as `role`.
///
/// # Errors
/// When the cluster does not start.
pub async fn database_url(role: &str, database: &str) -> Result<String> {
    Ok(cluster().await?.url(role, database))
}

/// A world: start it, use it, let it go out of scope.
pub struct World {
    /// The server's parts.
    pub app: App,
    /// The clock everything asks; it moves when told.
    pub clock: Clock,
    /// The Stripe simulator.
    pub stripe: Simulator,
    /// The line from the server to Stripe.
    pub line: Line,
    /// The mail catcher.
    pub mail: MailCatcher,
    /// Where the server listens.
    pub address: SocketAddr,
    /// The database's name in the shared cluster.
    pub database: String,
    /// What the server was told, for whoever starts another program of this world.
    pub variables: BTreeMap<String, String>,
    running: Running,
    _storage: Storage,
    _folder: TempDir,
}

/// The moment at which every world begins: a Monday at noon in Paris.
#[must_use]
pub fn beginning() -> Timestamp {
    PARIS.with_ymd_and_hms(2027, 1, 11, 12, 0, 0).single().map(|moment| moment.to_utc()).unwrap_or_default()
}

/// A port for a server that binds it a moment later: below those the system deals out, or another world could be given it meanwhile.
fn own_port() -> Result<SocketAddr> {
    const FIRST: u16 = 10_000;
    const PORTS: u16 = 20_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Two runs on one machine begin at different places.
    let start = u16::try_from(std::process::id() % u32::from(PORTS))?;
    for _ in 0..PORTS {
        let port = FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed) % PORTS) % PORTS;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if std::net::TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    anyhow::bail!("no port between {FIRST} and {} is free", FIRST + PORTS)
}

impl World {
    /// Starts a world with a fixed clock and no worker: jobs run when [`World::work`] is called.
    ///
    /// # Panics
    /// When any part does not start: there is no test without it.
    pub async fn start() -> Self {
        Self::start_with(Clock::fixed(beginning())).await.expect("the world starts")
    }

    /// Starts a world over the real clock, for journeys in which Stripe's own expiry matters.
    ///
    /// # Panics
    /// As [`World::start`].
    pub async fn start_in_real_time() -> Self {
        Self::start_with(Clock::real()).await.expect("the world starts")
    }

    async fn start_with(clock: Clock) -> Result<Self> {
        let cluster = cluster().await?;
        let folder = tempfile::tempdir()?;
        let database = new_database().await?;
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let pair = |access: &str, secret: &str| Pair { access: access.to_owned(), secret: secret.to_owned() };
        let storage =
            storage::start(&folder.path().join("storage"), free, pair("test-access", "test-secret-key"), pair("test-ledger", "test-ledger-key")).await?;
        let mail = mail::start(&folder.path().join("mail"), free, free, clock.clone()).await?;
        // Stripe goes by the world's clock: a Checkout asked for in a world that stands still must not have expired long ago.
        let stripes_clock = clock.clone();
        let time = Time::given_by(move || stripes_clock.now().timestamp_millis());
        let stripe = Simulator::start(stripe_simulator::Options { time, ..stripe_simulator::Options::new(STRIPE_KEY) }).await?;
        let to_stripe = stripe.url().socket_addrs(|| None)?.pop().context("the simulator has an address")?;
        let line = Line::to(to_stripe).await?;
        let bind = own_port()?;
        let variables: BTreeMap<String, String> = [
            ("DATABASE_TENANT_URL", cluster.url("estrade_tenant", &database)),
            ("DATABASE_PLATFORM_URL", cluster.url("estrade_platform", &database)),
            ("DATABASE_MAX_CONNECTIONS", "12".to_owned()),
            ("OPERATOR_NAME", "Estrade des essais".to_owned()),
            ("OPERATOR_ADDRESS", "1 place du Théâtre, 25000 Besançon, France".to_owned()),
            ("OPERATOR_PHONE", "+33 3 00 00 00 00".to_owned()),
            ("HOSTING_PROVIDER_NAME", "Hébergement des essais SAS".to_owned()),
            ("HOSTING_PROVIDER_COUNTRY", "FR".to_owned()),
            ("MAIL_PROVIDER_NAME", "Courrier des essais SARL".to_owned()),
            ("MAIL_PROVIDER_COUNTRY", "FR".to_owned()),
            ("OBJECT_STORAGE_NAME", "Stockage des essais GmbH".to_owned()),
            ("OBJECT_STORAGE_COUNTRY", "DE".to_owned()),
            ("PUBLIC_URL", format!("http://{HOST}:{}", bind.port())),
            ("BIND", bind.to_string()),
            // The client says who it is, as a proxy would: many visitors come from one machine in a test.
            ("TRUSTED_PROXIES", "127.0.0.1".to_owned()),
            ("STRIPE_SECRET_KEY", STRIPE_KEY.to_owned()),
            ("STRIPE_BASE_URL", format!("http://{}/", line.address)),
            ("STRIPE_WEBHOOK_SECRETS_PLATFORM", SECRETS[0].to_owned()),
            ("STRIPE_WEBHOOK_SECRETS_CONNECT", SECRETS[1].to_owned()),
            ("S3_ENDPOINT", storage.url.to_string()),
            ("S3_BUCKET", storage::BUCKET.to_owned()),
            ("S3_ACCESS_KEY", "test-access".to_owned()),
            ("S3_SECRET_KEY", "test-secret-key".to_owned()),
            ("LEDGER_S3_ENDPOINT", storage.url.to_string()),
            ("LEDGER_S3_BUCKET", storage::LEDGER_BUCKET.to_owned()),
            ("LEDGER_S3_ACCESS_KEY", "test-ledger".to_owned()),
            ("LEDGER_S3_SECRET_KEY", "test-ledger-key".to_owned()),
            ("SMTP_URL", format!("smtp://{}", mail.smtp)),
            ("MAIL_FROM", "estrade@example.org".to_owned()),
            ("MASTER_SECRET", "5e".repeat(32)),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let config = Config::from_variables(variables.clone())?;
        let running = Server::start(config, clock.clone(), ServerOptions { serve: true, worker: false }).await?;
        let target = |path: &str, secret: &str, connect| -> Result<WebhookTarget> {
            let url = format!("http://app.{HOST}:{}/webhooks/stripe/{path}", bind.port()).parse()?;
            Ok(WebhookTarget { url, secret: secret.to_owned(), connect })
        };
        stripe.set_webhooks(vec![target("platform", SECRETS[0], false)?, target("connect", SECRETS[1], true)?]);
        Ok(Self { app: running.app.clone(), clock, stripe, line, mail, address: bind, database, variables, running, _storage: storage, _folder: folder })
    }

    /// Runs every job that is due, until none is. Failures that will be retried are left waiting.
    ///
    /// # Panics
    /// When the queue cannot be read.
    pub async fn work(&self) -> Drained {
        jobs::drain(&self.app.db, &self.clock, self.running.registry.as_ref()).await.expect("jobs run")
    }

    /// Waits until Stripe has delivered what it wants to deliver, and runs the jobs that follow, until nothing is left to do now.
    ///
    /// # Panics
    /// When that never comes, or the queue cannot be read.
    pub async fn settle(&self) {
        for _ in 0..400 {
            // Counted first: what Stripe delivers while the jobs are drained is a job that nobody has run yet.
            let waiting = self.stripe.deliveries_waiting();
            if self.work().await == Drained::default() && waiting == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("Stripe's deliveries and our jobs never come to rest");
    }

    /// Moves the clock, Stripe's with it, and does what became due on both sides.
    ///
    /// # Panics
    /// As [`World::settle`].
    pub async fn pass(&self, time: chrono::Duration) {
        self.clock.advance(time);
        self.stripe.advance_clock(0).await;
        self.settle().await;
    }

    /// Puts every page in memory out of date, as the server does each second.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn see_changes(&self) {
        self.app.tenants.poll_versions(self.clock.now()).await.expect("versions are read");
    }

    /// A visitor with an empty cookie jar and an address of their own.
    #[must_use]
    pub fn visitor(&self) -> Client {
        Client::new(self.address)
    }

    /// The address of `path` on a host of this world: `""` is the platform, `"app"` the back office, a slug its site.
    #[must_use]
    pub fn url(&self, name: &str, path: &str) -> String {
        let dot = if name.is_empty() { "" } else { "." };
        format!("http://{name}{dot}{HOST}:{}{path}", self.address.port())
    }

    /// A transaction as the tenant role.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn tenant(&self, tenant: TenantId) -> TenantTx {
        self.app.db.tenant(tenant).await.expect("a tenant transaction")
    }

    /// A transaction as the platform role.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn platform(&self) -> PlatformTx {
        self.app.db.platform().await.expect("a platform transaction")
    }

    /// A connection as any role, to look at what no role of the server may see: `postgres` sees everything.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn connect(&self, role: &str) -> PgConnection {
        let cluster = cluster().await.expect("the cluster");
        PgConnection::connect(&cluster.url(role, &self.database)).await.expect("a connection")
    }

    /// The address of this world's database as `role`.
    ///
    /// # Panics
    /// When the cluster did not start.
    pub async fn database_url(&self, role: &str) -> String {
        cluster().await.expect("the cluster").url(role, &self.database)
    }

    /// Runs `estrade` itself with these arguments, as an operator does: whether it ended well, and what it said. Its clock is the real one.
    ///
    /// # Panics
    /// When the program was not built, or cannot be run.
    pub async fn estrade(&self, arguments: &[&str]) -> (bool, String) {
        // The folder a test was built into holds the programs built with it.
        let folder = std::env::current_exe().ok().and_then(|test| Some(test.parent()?.parent()?.to_owned())).expect("a folder of programs");
        let mut program = tokio::process::Command::new(folder.join("estrade"));
        let run = program.args(arguments).env_clear().envs(&self.variables).output();
        let output = run.await.expect("`estrade` runs: build it first with `cargo build --workspace --bins`, as ops/test does");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// How Stripe misbehaves from now on; the default is not at all.
    ///
    /// # Panics
    /// When a probability is none.
    pub fn faults(&self, faults: Faults) {
        self.stripe.set_faults(faults).expect("faults the simulator knows");
    }

    /// Ends everything in order.
    pub async fn stop(self) {
        self.running.shutdown().await;
        self.stripe.shutdown().await;
        self.mail.stop().await;
    }
}
