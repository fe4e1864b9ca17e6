//! The database: the pools nobody else sees, and the two transactions handed out instead of them.

mod affected;

use std::{
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, PgConnection, Postgres,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
};

pub use affected::{Affected, affected, affected_on_the_platform, affected_people, affected_people_on_the_platform, categories};

use crate::{
    clock::Timestamp,
    error::{Error, Result},
    ids::TenantId,
    ledger::Gate,
    session::Staff,
};

mod built;
mod readers;
mod shares;
mod stamp;

pub use built::{Bind, Built};
pub use readers::{Contact, contacts, mailbox};

/// Every migration, in the binary. Run by `estrade migrate` as the owner, never by a serving process.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Where the database is and how many connections a process may take.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// As the role `estrade_tenant`.
    pub tenant_url: String,
    /// As the role `estrade_platform`.
    pub platform_url: String,
    /// Connections for tenants' work; the platform's pool has half as many, at least two.
    pub max_connections: u32,
}

/// How long whoever wants a connection waits for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// The two pools. Only this module may touch them.
#[derive(Clone, Debug)]
pub struct Db {
    tenant: PgPool,
    platform: PgPool,
    shares: shares::Shares,
    gate: Gate,
}

/// Which database this process has met: every new connection tells, so that one that was replaced, by a restored one say, is noticed before a
/// row of it is read.
#[derive(Clone, Debug, Default)]
struct Life {
    met: Arc<Mutex<Option<String>>>,
    gate: Gate,
}

impl Life {
    async fn meet(&self, connection: &mut PgConnection) -> std::result::Result<(), sqlx::Error> {
        let here: String =
            sqlx::query_scalar("select pg_postmaster_start_time()::text || ' ' || oid::text from pg_database where datname = current_database()")
                .fetch_one(connection)
                .await?;
        let before = self.met.lock().unwrap_or_else(PoisonError::into_inner).replace(here.clone());
        if before.is_some_and(|before| before != here) {
            self.gate.doubt();
        }
        Ok(())
    }
}

impl Db {
    /// Opens the pools lazily: the first transaction connects. Statement, lock and idle limits are set on every connection.
    ///
    /// # Errors
    /// When a URL cannot be read.
    pub fn open(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let life = Life::default();
        let pool = |url: &str, max: u32| -> anyhow::Result<PgPool> {
            let life = life.clone();
            let options = PgConnectOptions::from_str(url)?.application_name("estrade").options([
                ("statement_timeout", "15s"),
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "20s"),
            ]);
            Ok(PgPoolOptions::new()
                .max_connections(max)
                .acquire_timeout(PATIENCE)
                .idle_timeout(Duration::from_mins(5))
                .test_before_acquire(false)
                .after_connect(move |connection, _| {
                    let life = life.clone();
                    Box::pin(async move { life.meet(connection).await })
                })
                .connect_lazy_with(options))
        };
        Ok(Self {
            tenant: pool(&config.tenant_url, config.max_connections)?,
            platform: pool(&config.platform_url, (config.max_connections / 2).max(2))?,
            shares: shares::Shares::of(config.max_connections, PATIENCE),
            gate: life.gate,
        })
    }

    /// Closed while it cannot be told that this database has followed the privacy ledger.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.gate.clone()
    }

    /// Refuses a transaction that began in another database than the one it was asked of.
    fn unchanged(&self, doubts: u64) -> Result<()> {
        if self.gate.doubts() == doubts { Ok(()) } else { Err(Error::Unavailable) }
    }

    /// Opens a transaction that sees one association. One round trip; the id is a UUID, so it cannot be injected.
    ///
    /// # Errors
    /// `Unavailable` when no connection is free in time or the database is away.
    pub async fn tenant(&self, tenant: TenantId) -> Result<TenantTx> {
        let doubts = self.gate.doubts();
        let begin = AssertSqlSafe(format!("begin; set local app.tenant = '{}'", tenant.uuid()));
        self.begin(tenant, begin, doubts).await
    }

    /// Opens a transaction that also reads, of this association's restricted archives, those that the duty lets this member of staff read: what
    /// outlives an erasure. The database itself looks up their role there, so that whoever calls this with the wrong person reads nothing. Its
    /// use is written down by the caller.
    ///
    /// # Errors
    /// As [`Db::tenant`].
    pub async fn tenant_archive(&self, staff: &Staff) -> Result<TenantTx> {
        let doubts = self.gate.doubts();
        let (tenant, reader) = (staff.tenant.id, staff.signed_in.account.uuid());
        let begin = AssertSqlSafe(format!("begin; set local app.tenant = '{}'; set local app.archive_reader = '{reader}'", tenant.uuid()));
        self.begin(tenant, begin, doubts).await
    }

    /// Waits for a connection of this association's share, and begins on it.
    async fn begin(&self, tenant: TenantId, statement: AssertSqlSafe<String>, doubts: u64) -> Result<TenantTx> {
        let share = self.shares.take(tenant).await?;
        let tx = self.tenant.begin_with(statement).await?;
        self.unchanged(doubts)?;
        Ok(TenantTx { tx, tenant, _share: share })
    }

    /// Opens a transaction of the platform: hosts, accounts, sessions, jobs; no association's rows.
    ///
    /// # Errors
    /// As [`Db::tenant`].
    pub async fn platform(&self) -> Result<PlatformTx> {
        let doubts = self.gate.doubts();
        let tx = self.platform.begin().await?;
        self.unchanged(doubts)?;
        Ok(PlatformTx { tx })
    }

    /// Refuses a database this program must not serve: a serving role that could pass row-level security, or pending migrations.
    ///
    /// # Errors
    /// A sentence that names the role or the migration and the remedy.
    pub async fn verify(&self) -> anyhow::Result<()> {
        for (pool, expected) in [(&self.tenant, "estrade_tenant"), (&self.platform, "estrade_platform")] {
            let role = sqlx::query!(
                r#"select current_user::text as "name!", rolsuper as "superuser!", rolbypassrls as "bypass!",
                   exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where n.nspname = 'public' and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'member')) as "owner!"
                   from pg_roles where rolname = current_user"#
            )
            .fetch_one(pool)
            .await?;
            anyhow::ensure!(
                !role.superuser && !role.bypass && !role.owner,
                "the database role {} could see every association's rows (superuser: {}, bypasses row-level security: {}, owns tables: {}); connect as {expected}, made by ops/roles.sql",
                role.name,
                role.superuser,
                role.bypass,
                role.owner
            );
        }
        let applied: Vec<i64> = sqlx::query_scalar!("select version from _sqlx_migrations where success")
            .fetch_all(&self.platform)
            .await
            .map_err(|error| anyhow::anyhow!("the list of applied migrations cannot be read ({error}); run `estrade migrate` first"))?;
        for migration in MIGRATIONS.iter() {
            anyhow::ensure!(
                applied.contains(&migration.version),
                "migration {} ({}) is not applied; run `estrade migrate` as the owner",
                migration.version,
                migration.description
            );
        }
        Ok(())
    }

    /// Applies every pending migration as the owner.
    ///
    /// # Errors
    /// When the database is away or a migration fails.
    pub async fn migrate(owner_url: &str) -> anyhow::Result<()> {
        use sqlx::Connection;
        let mut connection = PgConnection::connect(owner_url).await?;
        // What is stamped is found by reading every row: without the right to, row security would show none, and nothing would be found.
        let sees: bool = sqlx::query_scalar("select rolbypassrls or rolsuper from pg_roles where rolname = current_user").fetch_one(&mut connection).await?;
        anyhow::ensure!(sees, "the owner's role does not see every row: run ops/roles.sql, or `alter role ... bypassrls`");
        // One migration at a time, to its end: sqlx lets go of its own lock before the stamp.
        sqlx::query("select pg_advisory_lock(hashtextextended('estrade migrate', 0))").execute(&mut connection).await?;
        MIGRATIONS.run(&mut connection).await?;
        sqlx::query("grant select on _sqlx_migrations to estrade_tenant, estrade_platform").execute(&mut connection).await?;
        stamp::stamp(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// Whether the database answers, for the health page.
    pub async fn answers(&self) -> bool {
        sqlx::query("select 1").execute(&self.platform).await.is_ok()
    }

    /// Closes both pools, waiting for what is in use.
    pub async fn close(&self) {
        self.tenant.close().await;
        self.platform.close().await;
    }
}

/// A transaction of one association. Dropped without [`TenantTx::commit`] it rolls back.
#[derive(Debug)]
pub struct TenantTx {
    tx: sqlx::Transaction<'static, Postgres>,
    tenant: TenantId,
    /// Given back after the connection: fields are dropped in this order.
    _share: shares::Share,
}

impl TenantTx {
    /// The connection to run a statement on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Whose transaction this is.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The id to bind as `tenant_id = $1` in each statement (the first wall; row-level security is the second).
    #[must_use]
    pub const fn tid(&self) -> uuid::Uuid {
        self.tenant.uuid()
    }

    /// Says that this transaction carries out a right or a period's end: it may write to the row of a person whose data are restricted,
    /// which everything else may not.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn exercise_right(&mut self) -> Result<()> {
        sqlx::query("set local app.exercise = 'right'").execute(self.conn()).await?;
        Ok(())
    }

    /// Says that public content changed: cached pages of this association are out of date once this commits.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn content_changed(&mut self, now: Timestamp) -> Result<()> {
        let id = self.tid();
        let done = sqlx::query!("update tenant set content_version = content_version + 1, content_changed_at = $2 where id = $1", id, now)
            .execute(self.conn())
            .await?;
        one(done.rows_affected())
    }

    /// Makes it so.
    ///
    /// # Errors
    /// When the database is away; whether it committed is then unknown, so everything is safe to run twice.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}

/// A transaction of the platform's own tables.
#[derive(Debug)]
pub struct PlatformTx {
    tx: sqlx::Transaction<'static, Postgres>,
}

impl PlatformTx {
    /// The connection to run a statement on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Makes it so.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}

/// Checks that a write which must touch one row did.
///
/// # Errors
/// `Internal` when it touched none or several.
pub fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Internal(anyhow::anyhow!("a write that must touch one row touched {rows}"))) }
}
