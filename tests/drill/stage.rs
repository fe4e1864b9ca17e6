//! A world whose server is a process of its own, so that it can be killed: everything else lives in this process.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use dev::surroundings::{Options, Surroundings};
use kernel::{app::App, clock::Clock, config::Config, db::Db, ids::TenantId, money::Cents};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use tenants::{
    payments::connect,
    ticketing::concerts::{
        model::{ConcertId, ConcertState, NamesAsked, TariffId, TariffKind},
        store::{self as concerts, ConcertFacts, NewTariff},
    },
};

/// A world and the binary it runs.
pub struct Stage {
    /// Database, store, simulator, mails.
    pub around: Surroundings,
    /// The same parts a server has, for looking and for setting up.
    pub app: App,
    /// What the server is told.
    pub variables: BTreeMap<String, String>,
    /// For talking to the simulator and to the server.
    pub http: reqwest::Client,
    binary: PathBuf,
    _folder: TempDir,
}

/// A concert on sale.
#[derive(Clone, Copy, Debug)]
pub struct Hall {
    /// Whose.
    pub tenant: TenantId,
    /// The concert.
    pub concert: ConcertId,
    /// Its only tariff.
    pub tariff: TariffId,
}

/// A server process; killed when dropped.
pub struct Process(Child);

impl Process {
    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Stage {
    /// Starts everything but the server. The database waits for the disk, as in earnest.
    ///
    /// # Errors
    /// When something does not start, or `DRILL_BIN` names no binary.
    pub async fn set_up() -> anyhow::Result<Self> {
        let binary = PathBuf::from(
            std::env::var("DRILL_BIN").context("DRILL_BIN is not set\n  hint: run ops/drill or ops/bench, which builds the server and names it")?,
        );
        ensure!(binary.is_file(), "{} is not there", binary.display());
        let folder = tempfile::Builder::new().prefix("estrade-drill-").tempdir()?;
        let mut around = Surroundings::start(Options { fsync: true, ..Options::throwaway(folder.path()) }, Clock::real()).await?;
        Db::migrate(&around.database.url("estrade_owner")).await?;
        around.release_port();
        let mut variables = around.variables();
        // Buyers say who they are as a proxy would: all of them come from this machine.
        variables.insert("TRUSTED_PROXIES".to_owned(), "127.0.0.1".to_owned());
        let app = App::new(Config::from_variables(variables.clone())?, Clock::real(), &server::pages())?;
        app.storage.ensure_bucket().await.map_err(|error| anyhow::anyhow!("the object store: {error}"))?;
        let http = client(around.bind)?;
        Ok(Self { around, app, variables, http, binary, _folder: folder })
    }

    /// Somebody whose connections end with them; [`Stage::http`] keeps its own.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn visitor(&self) -> anyhow::Result<reqwest::Client> {
        client(self.around.bind)
    }

    /// Starts `estrade` with these arguments.
    ///
    /// # Errors
    /// When the binary cannot be run.
    pub fn start(&self, arguments: &[&str]) -> anyhow::Result<Process> {
        let log = std::env::var_os("DRILL_LOG")
            .map_or_else(|| Ok(Stdio::null()), |path| std::fs::File::options().create(true).append(true).open(path).map(Stdio::from))?;
        let child =
            Command::new(&self.binary).args(arguments).env_clear().envs(&self.variables).stdin(Stdio::null()).stdout(log).stderr(Stdio::inherit()).spawn()?;
        Ok(Process(child))
    }

    /// Waits until a page answers; gives how long that took.
    ///
    /// # Errors
    /// When it takes more than a minute.
    pub async fn answers(&self, url: &str) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_mins(1) {
            if self.http.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(begun.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        anyhow::bail!("the server does not answer at {url} within a minute")
    }

    /// The address of `path` on an association's site.
    #[must_use]
    pub fn url(&self, slug: &str, path: &str) -> String {
        format!("{}{path}", self.around.page(slug).trim_end_matches('/'))
    }

    /// A connection that sees everything: the database as its owner.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn owner(&self) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect(&self.around.database.url("estrade_owner")).await?)
    }

    /// An association complete enough to sell, with an active Stripe account unless `connected` is false, and one concert of `capacity` places.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn hall(&self, slug: &str, capacity: i32, connected: bool) -> anyhow::Result<Hall> {
        let now = self.app.clock.now();
        let tenant = TenantId::new(now);
        let mut owner = self.owner().await?;
        sqlx::query("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $3, $4, $4)")
            .bind(tenant.uuid())
            .bind(slug)
            .bind(format!("Association {slug}"))
            .bind(now)
            .execute(&mut owner)
            .await?;
        sqlx::query(
            "insert into association (tenant_id, legal_name, tagline_fr, about_fr, street, postal_code, city, email, phone, siret, director_name, director_role, mediator_name,
                mediator_address, mediator_url, licence, online_since, updated_at)
             values ($1, $2, 'Des concerts toute l’année', 'Nous sommes **trente** bénévoles.', '3 rue des Tanneurs', '21000', 'Dijon', 'bureau@example.org', '+33380000000',
                '73282932000074', 'Odile Marchand', 'présidente', 'Médiation de la scène', '1 place des Arts, 75002 Paris', 'https://mediation.example.org', 'PLATESV-D-2026-000123', $3, $4)",
        )
        .bind(tenant.uuid())
        .bind(format!("Association {slug}"))
        .bind(now.date_naive())
        .bind(now)
        .execute(&mut owner)
        .await?;
        owner.close().await?;
        if connected {
            let back = format!("{}a/{slug}/argent", self.around.page("app"));
            let form = connect::onboarding(&self.app, tenant, slug, "bureau@example.org", &back, &back).await?;
            self.http.get(&form).send().await?;
            self.http.post(&form).form(&[("action", "complete")]).send().await?;
            connect::refresh(&self.app, tenant).await?;
        }
        let starts_at = now + chrono::Duration::days(20);
        let facts = ConcertFacts {
            title: "Quartet Alma".to_owned(),
            slug: "alma".to_owned(),
            summary_fr: "Une soirée de jazz en quartet.".to_owned(),
            summary_en: String::new(),
            text_fr: "Contrebasse, piano, batterie et **saxophone**.".to_owned(),
            text_en: String::new(),
            picture: None,
            venue_name: "Salle des Tanneurs".to_owned(),
            venue_address: "3 rue des Tanneurs, 21000 Dijon".to_owned(),
            doors_at: None,
            starts_at,
            ends_at: None,
            sale_opens_at: None,
            sale_closes_at: None,
            attendee_names: NamesAsked::No,
            limit_per_order: 10,
            capacity,
        };
        let mut tx = self.app.db.tenant(tenant).await?;
        let concert = concerts::add(&mut tx, now, &facts).await?;
        let price = NewTariff { name_fr: "Plein tarif".to_owned(), name_en: String::new(), kind: TariffKind::Fixed, price: Cents(1470), limit_per_order: None };
        let tariff = concerts::add_tariff(&mut tx, now, concert, 1, &price).await?;
        concerts::set_state(&mut tx, now, concert, &[ConcertState::Draft], ConcertState::Published).await?;
        tx.content_changed(now).await?;
        tx.commit().await?;
        Ok(Hall { tenant, concert, tariff })
    }
}

fn client(address: std::net::SocketAddr) -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(20))
        .dns_resolver(std::sync::Arc::new(Here(address)))
        .build()?)
}

/// Every name leads to this machine, as `*.localhost` does in a browser.
struct Here(std::net::SocketAddr);

impl reqwest::dns::Resolve for Here {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let address = std::net::SocketAddr::new(self.0.ip(), 0);
        Box::pin(async move { Ok(Box::new(std::iter::once(address)) as reqwest::dns::Addrs) })
    }
}
