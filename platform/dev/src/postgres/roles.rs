//! What a server needs before migrations: our roles and an empty database. The same for a private cluster and for a server given by `DATABASE_URL`.

use anyhow::{Context, bail, ensure};
use sqlx::{Connection, PgConnection};
use url::Url;

/// The database of a private cluster.
pub const DATABASE: &str = "estrade";

/// The database we make on a server given to us: a name that no real installation has, because `--fresh` drops it.
pub const GIVEN_DATABASE: &str = "estrade_dev";

const ROLES: &str = include_str!("../../../../ops/roles.sql");

/// Makes the roles and `database` (one of the two above) where they are missing.
pub(super) async fn prepare(admin_url: &str, database: &'static str) -> anyhow::Result<()> {
    let mut admin = PgConnection::connect(admin_url).await?;
    sqlx::raw_sql(ROLES).execute(&mut admin).await.context("the roles cannot be made")?;
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)").bind(database).fetch_one(&mut admin).await?;
    if !exists {
        let create = if database == DATABASE { "create database estrade owner estrade_owner" } else { "create database estrade_dev owner estrade_owner" };
        sqlx::raw_sql(create).execute(&mut admin).await.with_context(|| format!("the database {database} cannot be made"))?;
    }
    admin.close().await?;
    Ok(())
}

/// A server of the developer's own, used instead of a private cluster.
#[derive(Clone, Debug)]
pub struct Given {
    admin: Url,
    password: Option<String>,
}

impl Given {
    /// Makes the roles and [`GIVEN_DATABASE`] on the server of `admin_url`. `fresh` drops that database first. `password` (hex) is given to our
    /// roles only when the server lets them in neither without a password nor with it.
    ///
    /// # Errors
    /// A sentence and a hint when the address cannot be read, the server is away, or its user may not do this.
    pub async fn prepare(admin_url: &str, password: &str, fresh: bool) -> anyhow::Result<Self> {
        let admin = Url::parse(admin_url).ok().filter(|url| matches!(url.scheme(), "postgres" | "postgresql") && url.has_host());
        let Some(admin) = admin else {
            bail!("DATABASE_URL is not the address of a PostgreSQL server\n  hint: set postgres://user@host:5432/postgres, or unset it to get a private one");
        };
        let mut connection = PgConnection::connect(admin.as_str())
            .await
            .context("the server of DATABASE_URL does not let us in\n  hint: check the address, or unset DATABASE_URL to get a private server")?;
        let able: bool = sqlx::query_scalar("select rolsuper from pg_roles where rolname = current_user").fetch_one(&mut connection).await?;
        if fresh {
            sqlx::raw_sql("drop database if exists estrade_dev with (force)")
                .execute(&mut connection)
                .await
                .context("the database estrade_dev cannot be dropped")?;
        }
        if able {
            prepare(admin.as_str(), GIVEN_DATABASE).await?;
        }
        let mut given = Self { admin, password: None };
        if !given.lets_in().await {
            given.password = Some(password.to_owned());
            if !given.lets_in().await && able {
                give_passwords(&mut connection, password).await?;
            }
        }
        connection.close().await?;
        ensure!(
            given.lets_in().await,
            "the server of DATABASE_URL has no database {GIVEN_DATABASE} that estrade_owner, estrade_tenant and estrade_platform may enter, and its user may not make them\n  hint: run ops/roles.sql and `create database {GIVEN_DATABASE} owner estrade_owner` there as its superuser, or give that user in DATABASE_URL"
        );
        Ok(given)
    }

    /// The address of [`GIVEN_DATABASE`] as `role`.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        let mut url = self.admin.clone();
        url.set_path(GIVEN_DATABASE);
        // Neither can fail: the address has a host.
        url.set_username(role).ok();
        url.set_password(self.password.as_deref()).ok();
        url.into()
    }

    async fn lets_in(&self) -> bool {
        for role in ["estrade_owner", "estrade_tenant", "estrade_platform"] {
            match PgConnection::connect(&self.url(role)).await {
                Ok(connection) => connection.close().await.ok(),
                Err(_) => return false,
            };
        }
        true
    }
}

/// `alter role` takes no parameter: the server itself quotes the password, out of a setting of this connection.
async fn give_passwords(connection: &mut PgConnection, password: &str) -> anyhow::Result<()> {
    sqlx::query("select set_config('estrade.password', $1, false)").bind(password).execute(&mut *connection).await?;
    sqlx::raw_sql(
        "do $$ declare role text; begin
           foreach role in array array['estrade_owner', 'estrade_tenant', 'estrade_platform'] loop
             execute format('alter role %I password %L', role, current_setting('estrade.password'));
           end loop;
         end $$",
    )
    .execute(connection)
    .await
    .context("our roles cannot be given a password")?;
    Ok(())
}
