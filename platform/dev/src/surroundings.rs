//! Everything Estrade talks to, running and addressed: database, object store, Stripe simulator, mail catcher. A test that kills the server starts these alone
//! and gives [`Surroundings::variables`] to a real `estrade`.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use kernel::clock::Clock;
use stripe_simulator::{Simulator, WebhookTarget};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use crate::{
    lock::Lock,
    mail::{self, MailCatcher},
    postgres::{self, Cluster, DATABASE, Given},
    secrets::Secrets,
    storage::{self, Storage},
};

/// The platform's host: browsers resolve every name under `localhost` to this machine by themselves.
pub const HOST: &str = "estrade.localhost";

/// Names a folder in which a world that stops leaves the requests its Stripe simulator received, for Stripe's own types to judge.
const RECORD: &str = "ESTRADE_STRIPE_RECORD";

/// What a world is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where everything is kept.
    pub data: PathBuf,
    /// Whether to erase what is kept there first.
    pub fresh: bool,
    /// The port of every page; 0 picks one.
    pub port: u16,
    /// Whether the private database waits for the disk.
    pub fsync: bool,
    /// The address of a server to use instead of a private one, as a superuser.
    pub database_url: Option<String>,
}

impl Options {
    /// A throwaway world on a free port, for a test.
    #[must_use]
    pub fn throwaway(data: &Path) -> Self {
        Self { data: data.to_owned(), fresh: false, port: 0, fsync: false, database_url: None }
    }
}

/// The database of a world.
#[derive(Debug)]
pub enum Database {
    /// Ours, started and stopped with us.
    Private(Cluster),
    /// The developer's.
    Given(Given),
}

impl Database {
    /// Its address as `role` (`estrade_owner`, `estrade_tenant`, `estrade_platform`).
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        match self {
            Self::Private(cluster) => cluster.url(role, DATABASE),
            Self::Given(given) => given.url(role),
        }
    }
}

/// Everything around the server. End it with [`Surroundings::stop`]; dropped, it is cut off.
pub struct Surroundings {
    /// Where everything is kept.
    pub data: PathBuf,
    /// The world's secrets.
    pub secrets: Secrets,
    /// The database, migrations not applied.
    pub database: Database,
    /// The object store.
    pub storage: Storage,
    /// The Stripe simulator; it sends its events to the back office's host.
    pub stripe: Simulator,
    /// The mail catcher.
    pub mail: MailCatcher,
    /// Where the server is to listen.
    pub bind: SocketAddr,
    reserved: Option<TcpListener>,
    _lock: Lock,
}

impl Surroundings {
    /// Starts everything, in order; whatever fails ends what was started.
    ///
    /// # Errors
    /// A sentence and a hint: folder in use, port taken, PostgreSQL missing, no space.
    pub async fn start(options: Options, clock: Clock) -> anyhow::Result<Self> {
        let reserved = reserve(options.port)?;
        let bind = reserved.local_addr()?;
        let lock = Lock::take(&options.data)?;
        let data = options.data.canonicalize()?;
        if options.fresh {
            erase(&data).await?;
        }
        let secrets = Secrets::open(&data)?;
        let database = match &options.database_url {
            Some(url) => Database::Given(Given::prepare(url, &secrets.database_password, options.fresh).await?),
            None => Database::Private(Cluster::start(&data, postgres::Options { fsync: options.fsync }).await?),
        };
        let pair = |access: &str, secret: &str| storage::Pair { access: access.to_owned(), secret: secret.to_owned() };
        let (main, ledger) = (pair(&secrets.storage_access_key, &secrets.storage_secret_key), pair(&secrets.ledger_access_key, &secrets.ledger_secret_key));
        let storage = storage::start(&data.join("storage"), loopback(0), main, ledger).await?;
        // A person keeps these two pages open: they stay beside the port chosen, when those are free.
        let mail = mail::start(&data.join("mail"), loopback(0), beside(options.port, 1), clock).await?;
        let stripe = Simulator::start(stripe_simulator::Options {
            bind: beside(options.port, 2),
            state: Some(data.join("stripe.json")),
            ..stripe_simulator::Options::new(secrets.stripe_key.clone())
        })
        .await?;
        let surroundings = Self { data, secrets, database, storage, stripe, mail, bind, reserved: Some(reserved), _lock: lock };
        surroundings.stripe.set_webhooks(surroundings.webhooks()?);
        Ok(surroundings)
    }

    /// The address of a page: `name` is empty for the platform, `app` for the back office, or an association's slug.
    #[must_use]
    pub fn page(&self, name: &str) -> String {
        let dot = if name.is_empty() { "" } else { "." };
        format!("http://{name}{dot}{HOST}:{}/", self.bind.port())
    }

    /// The environment that makes a server part of this world, as `kernel::config` reads it, and `DATABASE_OWNER_URL` for migrations.
    #[must_use]
    pub fn variables(&self) -> BTreeMap<String, String> {
        let secrets = &self.secrets;
        [
            ("DATABASE_OWNER_URL", self.database.url("estrade_owner")),
            ("DATABASE_TENANT_URL", self.database.url("estrade_tenant")),
            ("DATABASE_PLATFORM_URL", self.database.url("estrade_platform")),
            ("OPERATOR_NAME", "Estrade (démonstration)".to_owned()),
            ("OPERATOR_ADDRESS", "1 place du Théâtre, 25000 Besançon, France".to_owned()),
            ("OPERATOR_PHONE", "+33 3 00 00 00 00".to_owned()),
            ("HOSTING_PROVIDER_NAME", "Hébergement de la démonstration SAS".to_owned()),
            ("HOSTING_PROVIDER_COUNTRY", "FR".to_owned()),
            ("MAIL_PROVIDER_NAME", "Courrier de la démonstration SARL".to_owned()),
            ("MAIL_PROVIDER_COUNTRY", "FR".to_owned()),
            ("OBJECT_STORAGE_NAME", "Stockage de la démonstration GmbH".to_owned()),
            ("OBJECT_STORAGE_COUNTRY", "DE".to_owned()),
            ("PUBLIC_URL", format!("http://{HOST}:{}", self.bind.port())),
            ("BIND", self.bind.to_string()),
            ("STRIPE_SECRET_KEY", secrets.stripe_key.clone()),
            ("STRIPE_BASE_URL", self.stripe.url().to_string()),
            ("STRIPE_WEBHOOK_SECRETS_PLATFORM", secrets.webhook_platform.clone()),
            ("STRIPE_WEBHOOK_SECRETS_CONNECT", secrets.webhook_connect.clone()),
            ("S3_ENDPOINT", self.storage.url.to_string()),
            ("S3_BUCKET", storage::BUCKET.to_owned()),
            ("S3_ACCESS_KEY", secrets.storage_access_key.clone()),
            ("S3_SECRET_KEY", secrets.storage_secret_key.clone()),
            ("LEDGER_S3_ENDPOINT", self.storage.url.to_string()),
            ("LEDGER_S3_BUCKET", storage::LEDGER_BUCKET.to_owned()),
            ("LEDGER_S3_ACCESS_KEY", secrets.ledger_access_key.clone()),
            ("LEDGER_S3_SECRET_KEY", secrets.ledger_secret_key.clone()),
            ("SMTP_URL", format!("smtp://{}", self.mail.smtp)),
            ("MAIL_FROM", "estrade@example.org".to_owned()),
            ("MASTER_SECRET", secrets.master.clone()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// Lets go of the port kept for the server, which binds it next.
    pub fn release_port(&mut self) {
        self.reserved = None;
    }

    fn webhooks(&self) -> anyhow::Result<Vec<WebhookTarget>> {
        let target = |path: &str, secret: &str, connect| -> anyhow::Result<WebhookTarget> {
            let url = Url::parse(&format!("{}webhooks/stripe/{path}", self.page("app")))?;
            Ok(WebhookTarget { url, secret: secret.to_owned(), connect })
        };
        Ok(vec![target("platform", &self.secrets.webhook_platform, false)?, target("connect", &self.secrets.webhook_connect, true)?])
    }

    /// Ends everything in order: what talks first, the database last.
    ///
    /// # Errors
    /// When the private database does not stop in time.
    pub async fn stop(self) -> anyhow::Result<()> {
        if let Some(folder) = std::env::var_os(RECORD) {
            record_requests(self.stripe.url(), Path::new(&folder)).await.context("the requests to Stripe cannot be recorded")?;
        }
        self.stripe.shutdown().await;
        self.mail.stop().await;
        self.storage.stop().await;
        match self.database {
            Database::Private(cluster) => cluster.stop().await,
            Database::Given(_) => Ok(()),
        }
    }
}

async fn record_requests(simulator: &Url, folder: &Path) -> anyhow::Result<()> {
    let address = simulator.socket_addrs(|| None)?;
    let mut connection = tokio::net::TcpStream::connect(address.as_slice()).await?;
    // HTTP/1.0: the answer is the rest of the stream, in one piece.
    connection.write_all(b"GET /sim/requests HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    let (_, body) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
    let requests: serde_json::Value = serde_json::from_str(body)?;
    if requests["requests"].as_array().is_some_and(|list| !list.is_empty()) {
        let name = format!("world-{}-{}.json", std::process::id(), simulator.port().unwrap_or_default());
        fs::write(folder.join(name), body)?;
    }
    Ok(())
}

/// Erases what a world keeps in `data`, except the lock, which is held.
async fn erase(data: &Path) -> anyhow::Result<()> {
    postgres::erase(data).await?;
    for name in ["storage", "mail"] {
        gone(fs::remove_dir_all(data.join(name)), data)?;
    }
    for name in ["stripe.json", "secrets.json"] {
        gone(fs::remove_file(data.join(name)), data)?;
    }
    Ok(())
}

fn gone(removed: std::io::Result<()>, data: &Path) -> anyhow::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).with_context(|| format!("{} cannot be erased", data.display())),
        _ => Ok(()),
    }
}

const fn loopback(port: u16) -> SocketAddr {
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

/// Keeps the port for the server while the rest starts.
fn reserve(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(loopback(port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is taken by another program\n  hint: choose another with --port, or let --port 0 pick a free one")
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            bail!("port {port} is for root only\n  hint: choose one above 1023 with --port")
        }
        Err(error) => Err(error).with_context(|| format!("port {port} cannot be used")),
    }
}

/// The address `offset` ports after `port`, or any free one when that is taken or `port` was not chosen.
fn beside(port: u16, offset: u16) -> SocketAddr {
    let wanted = port.checked_add(offset).filter(|_| port != 0).unwrap_or(0);
    let free = TcpListener::bind(loopback(wanted)).is_ok();
    loopback(if free { wanted } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_an_error_that_says_what_to_do() {
        let held = TcpListener::bind(loopback(0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let refusal = reserve(port).unwrap_err().to_string();
        assert!(refusal.contains(&format!("port {port} is taken")) && refusal.contains("--port 0"), "{refusal}");
        assert_eq!(beside(port - 1, 1).port(), 0);
        assert_eq!(beside(0, 1).port(), 0);
    }

    #[tokio::test]
    async fn surroundings_start_are_addressed_refuse_a_second_start_and_begin_afresh() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::throwaway(folder.path());
        let first = Surroundings::start(options.clone(), Clock::real()).await.unwrap();
        let master = first.secrets.master.clone();
        assert_eq!(first.page(""), format!("http://estrade.localhost:{}/", first.bind.port()));
        kernel::config::Config::from_variables(first.variables()).unwrap();
        let refusal = Surroundings::start(options.clone(), Clock::real()).await.err().unwrap().to_string();
        assert!(refusal.contains("another estrade-dev"), "{refusal}");
        first.stop().await.unwrap();

        let again = Surroundings::start(options.clone(), Clock::real()).await.unwrap();
        assert_eq!(again.secrets.master, master);
        again.stop().await.unwrap();
        let fresh = Surroundings::start(Options { fresh: true, ..options }, Clock::real()).await.unwrap();
        assert_ne!(fresh.secrets.master, master);
        fresh.stop().await.unwrap();
    }
}
