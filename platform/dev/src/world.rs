//! The whole world: its surroundings, the server in the same process, and demo associations to look at.

use kernel::{clock::Clock, config::Config, db::Db};
use serde::Serialize;

use crate::{
    storage::BUCKET,
    surroundings::{Options, Surroundings},
};

/// Whom and what the demo made, for [`World::addresses`]: passwords are those of [`crate::secrets::Secrets`].
#[derive(Clone, Debug)]
pub struct Demo {
    /// The slug of the association whose site is shown first.
    pub slug: String,
    /// Its president, who signs in with `staff_password`.
    pub staff_email: String,
    /// An operator of the platform, who signs in with `operator_password`.
    pub operator_email: String,
}

/// A running world. End it with [`World::stop`].
pub struct World {
    /// Database, object store, Stripe simulator, mail.
    pub surroundings: Surroundings,
    /// The server and its worker.
    pub server: server::Running,
    /// The time everything runs on.
    pub clock: Clock,
}

impl World {
    /// Starts the surroundings, applies migrations, then starts the server. The demo is made apart, by `dev::demo`.
    ///
    /// # Errors
    /// A sentence and a hint, see [`Surroundings::start`]; a migration or a configuration at fault.
    pub async fn start(options: Options, clock: Clock) -> anyhow::Result<Self> {
        let mut surroundings = Surroundings::start(options, clock.clone()).await?;
        Db::migrate(&surroundings.database.url("estrade_owner")).await?;
        let server = start_server(&mut surroundings, clock.clone()).await?;
        Ok(Self { surroundings, server, clock })
    }

    /// Every address and credential of this world.
    #[must_use]
    pub fn addresses(&self, demo: &Demo) -> Addresses {
        let around = &self.surroundings;
        let login = |email: &str, password: &str, totp_secret| Login { email: email.to_owned(), password: password.to_owned(), totp_secret };
        Addresses {
            platform: around.page(""),
            back_office: around.page("app"),
            site: around.page(&demo.slug),
            mail: around.mail.url.to_string(),
            stripe: around.stripe.url().to_string(),
            stripe_key: around.secrets.stripe_key.clone(),
            database: around.database.url("estrade_owner"),
            storage: around.storage.url.to_string(),
            storage_bucket: BUCKET.to_owned(),
            storage_access_key: around.secrets.storage_access_key.clone(),
            storage_secret_key: around.secrets.storage_secret_key.clone(),
            staff: login(&demo.staff_email, &around.secrets.staff_password, None),
            operator: login(&demo.operator_email, &around.secrets.operator_password, Some(around.secrets.operator_totp_secret.clone())),
            api_token: around.secrets.api_token.clone(),
            data: around.data.display().to_string(),
            pid: std::process::id(),
        }
    }

    /// Ends everything in order: the server and its worker, what they talk to, the database.
    ///
    /// # Errors
    /// When the private database does not stop in time.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.server.shutdown().await;
        self.surroundings.stop().await
    }
}

/// The one place that starts the server, told what a real one is told by its environment.
async fn start_server(surroundings: &mut Surroundings, clock: Clock) -> anyhow::Result<server::Running> {
    let config = Config::from_variables(surroundings.variables())?;
    surroundings.release_port();
    server::Server::start(config, clock, server::ServerOptions::default()).await
}

/// What `estrade-dev --json` prints: one line, for tests and scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// The platform's home page.
    pub platform: String,
    /// The back office.
    pub back_office: String,
    /// The first demo association's site.
    pub site: String,
    /// The mail catcher's page; `/api/messages` below it is JSON.
    pub mail: String,
    /// The Stripe simulator; its own pages are below `/sim`.
    pub stripe: String,
    /// The simulator's secret key.
    pub stripe_key: String,
    /// The database, as its owner.
    pub database: String,
    /// The object store.
    pub storage: String,
    /// Its bucket.
    pub storage_bucket: String,
    /// Who may use it.
    pub storage_access_key: String,
    /// The secret that goes with it.
    pub storage_secret_key: String,
    /// The president of the first demo association.
    pub staff: Login,
    /// An operator of the platform.
    pub operator: Login,
    /// The token of the JSON API.
    pub api_token: String,
    /// Where everything is kept.
    pub data: String,
    /// The process to end with SIGTERM.
    pub pid: u32,
}

/// How somebody signs in.
#[derive(Clone, Debug, Serialize)]
pub struct Login {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The secret of the second factor, in base32, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totp_secret: Option<String>,
}
