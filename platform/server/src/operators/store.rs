//! All the SQL of the operators' console: the platform's own tables, nothing of an association's.

use kernel::{clock::Timestamp, db::PlatformTx, error::Result};
use uuid::Uuid;

/// Whether an association's site is served.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is.
    Active,
    /// Operators took it off line.
    Suspended,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

/// An association, as the platform knows it.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its id.
    pub id: Uuid,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `active`, `suspended`, `closing` or `closed`.
    pub state: String,
    /// Since when it is here.
    pub created_at: Timestamp,
}

/// Which associations to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Only those whose name or address begins with this, in lower case.
    pub(super) text: &'a str,
    /// Only those in this state.
    pub(super) state: &'a str,
    /// From this one on.
    pub(super) offset: i64,
    /// At most so many.
    pub(super) limit: i64,
}

/// The associations wanted, by address.
pub(super) async fn tenants(tx: &mut PlatformTx, wanted: &Wanted<'_>) -> Result<Vec<Tenant>> {
    let rows = sqlx::query!(
        "select id, slug, name, state, created_at from tenant
          where ($1 = '' or starts_with(slug, $1) or starts_with(lower(name), $1)) and ($2 = '' or state = $2) order by slug limit $3 offset $4",
        wanted.text,
        wanted.state,
        wanted.limit,
        wanted.offset
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| Tenant { id: row.id, slug: row.slug, name: row.name, state: row.state, created_at: row.created_at }).collect())
}

/// How many associations there are in all, how many are active, and how many a filter finds.
pub(super) async fn counts(tx: &mut PlatformTx, wanted: &Wanted<'_>) -> Result<(i64, i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where state = 'active') as "active!",
                  count(*) filter (where ($1 = '' or starts_with(slug, $1) or starts_with(lower(name), $1)) and ($2 = '' or state = $2)) as "found!" from tenant"#,
        wanted.text,
        wanted.state
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.all, row.active, row.found))
}

/// Takes an association off line or lets it go on; `false` when it was closed, or is not there. One that asked to leave may be taken off line too, and is
/// resumed as what it was: its sales stay shut.
pub(super) async fn set_state(tx: &mut PlatformTx, slug: &str, to: State) -> Result<bool> {
    let done = sqlx::query!(
        "update tenant set state = case when $2 = 'active' and exists (select from closing c where c.tenant_id = tenant.id and c.state = 'asked')
                                        then 'closing' else $2 end
          where slug = $1 and state in ('active', 'suspended', 'closing')",
        slug,
        to.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The addresses of these associations.
pub(super) async fn slugs(tx: &mut PlatformTx, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, slug from tenant where id = any($1)", ids).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}

/// The database's version and how many migrations it has.
pub(super) async fn versions(tx: &mut PlatformTx) -> Result<(String, i64)> {
    let row = sqlx::query!(r#"select current_setting('server_version') as "version!", (select count(*) from _sqlx_migrations where success) as "migrations!""#)
        .fetch_one(tx.conn())
        .await?;
    Ok((row.version, row.migrations))
}

/// The database's own time.
pub(super) async fn time(tx: &mut PlatformTx) -> Result<Timestamp> {
    Ok(sqlx::query_scalar!(r#"select clock_timestamp() as "time!""#).fetch_one(tx.conn()).await?)
}
