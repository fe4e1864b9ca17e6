//! Tenants: which association a host belongs to, from a bounded cache kept fresh by polling versions.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use moka::{future, sync};

use crate::{
    clock::Timestamp,
    db::Db,
    error::{Error, Result},
    ids::TenantId,
};

/// Whose address a request came to.
#[derive(Clone, Debug)]
pub enum Site {
    /// What Estrade is, sign-up.
    Platform,
    /// The back office of every association, and the operators' console.
    BackOffice,
    /// An association's public site.
    Tenant(Arc<Tenant>),
}

/// How an association stands with the platform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Its site is served.
    Active,
    /// Operators took its site off line.
    Suspended,
    /// It asked to leave: its site can be read, and takes nothing new.
    Closing,
    /// It left: its site says so, and its data wait for their deletion.
    Closed,
}

impl Standing {
    /// From the word in the database. A word nobody knows serves nobody.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "closing" => Self::Closing,
            "closed" => Self::Closed,
            _ => Self::Suspended,
        }
    }
}

/// An association, as every request needs it.
#[derive(Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// Whether its site is served.
    pub active: bool,
    /// How it stands.
    pub standing: Standing,
    version: AtomicI64,
}

impl Tenant {
    /// For a sample or a test; requests get theirs from [`Directory`].
    #[must_use]
    pub fn new(id: TenantId, slug: &str, name: &str) -> Self {
        Self { id, slug: slug.to_owned(), name: name.to_owned(), active: true, standing: Standing::Active, version: AtomicI64::new(1) }
    }

    /// The version of its public content: part of every cache key.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version.load(Ordering::Acquire)
    }

    /// Learns of a newer version; an older one is ignored.
    pub fn saw_version(&self, version: i64) {
        self.version.fetch_max(version, Ordering::AcqRel);
    }
}

/// Known associations, at most: a page of memory each.
const KNOWN: u64 = 20_000;

/// Names remembered as nobody's, at most. Apart from the known, so that made-up hosts push no association out.
const UNKNOWN: u64 = 10_000;

/// How long what was read is believed; other processes learn of a suspension or a new name within it.
const FRESH: Duration = Duration::from_mins(1);

/// How long a name stays nobody's: shorter, because its owner may just be signing up at another process.
const NOBODYS: Duration = Duration::from_secs(20);

/// Resolves hosts and slugs to tenants. Bounded, short-lived entries; one query at a time for each name, however many ask.
#[derive(Debug)]
pub struct Directory {
    db: Db,
    platform_host: String,
    back_office_host: String,
    /// The one place a tenant is kept: a host leads to its slug, so that a version seen once is seen by both.
    by_slug: future::Cache<String, Arc<Tenant>>,
    by_host: future::Cache<String, (TenantId, Arc<str>)>,
    unknown: sync::Cache<Name, ()>,
    polled_until: Mutex<Option<Timestamp>>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Name {
    Slug(String),
    Host(String),
}

/// Why a name leads nowhere.
enum Miss {
    Unknown,
    Failed(Error),
}

impl From<Error> for Miss {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<sqlx::Error> for Miss {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Directory {
    /// A directory over `db` for the platform at `platform_host`.
    #[must_use]
    pub fn new(db: Db, platform_host: &str) -> Self {
        Self {
            db,
            platform_host: platform_host.to_owned(),
            back_office_host: format!("app.{platform_host}"),
            by_slug: future::Cache::builder().max_capacity(KNOWN).time_to_live(FRESH).support_invalidation_closures().build(),
            by_host: future::Cache::builder().max_capacity(KNOWN).time_to_live(FRESH).support_invalidation_closures().build(),
            unknown: sync::Cache::builder().max_capacity(UNKNOWN).time_to_live(NOBODYS).build(),
            polled_until: Mutex::new(None),
        }
    }

    /// Whose site `host` is; `host` is lower-case, without port or trailing dot. `None` for an unknown host.
    ///
    /// # Errors
    /// When the database is away and the host is not in the cache.
    pub async fn site(&self, host: &str) -> Result<Option<Site>> {
        if host == self.platform_host {
            return Ok(Some(Site::Platform));
        }
        if host == self.back_office_host {
            return Ok(Some(Site::BackOffice));
        }
        let tenant = match host.strip_suffix(&self.platform_host).and_then(|rest| rest.strip_suffix('.')) {
            Some(slug) => self.by_slug(slug).await?,
            None => self.by_host(host).await?,
        };
        Ok(tenant.filter(|tenant| tenant.standing != Standing::Suspended).map(Site::Tenant))
    }

    /// The association with this slug, active or not.
    ///
    /// # Errors
    /// When the database is away and the slug is not in the cache.
    pub async fn by_slug(&self, slug: &str) -> Result<Option<Arc<Tenant>>> {
        if !may_be_slug(slug) {
            return Ok(None);
        }
        if let Some(tenant) = self.by_slug.get(slug).await {
            return Ok(Some(tenant));
        }
        let name = Name::Slug(slug.to_owned());
        if self.unknown.contains_key(&name) {
            return Ok(None);
        }
        // Boxed: what only a miss needs would else be moved along with every request.
        let read = Box::pin(self.by_slug.try_get_with_by_ref(slug, self.read_slug(slug))).await;
        self.known(name, read)
    }

    /// The association that brought this host, active or not.
    async fn by_host(&self, host: &str) -> Result<Option<Arc<Tenant>>> {
        if !may_be_host(host) {
            return Ok(None);
        }
        let (id, slug) = if let Some(place) = self.by_host.get(host).await {
            place
        } else {
            let name = Name::Host(host.to_owned());
            if self.unknown.contains_key(&name) {
                return Ok(None);
            }
            let read = Box::pin(self.by_host.try_get_with_by_ref(host, self.read_host(host))).await;
            let Some(place) = self.known(name, read)? else { return Ok(None) };
            place
        };
        // A slug given up may be another's by now: nobody is served under a host that is not theirs.
        Ok(self.by_slug(&slug).await?.filter(|tenant| tenant.id == id))
    }

    async fn read_slug(&self, slug: &str) -> Result<Arc<Tenant>, Miss> {
        let mut tx = self.db.platform().await?;
        let row = sqlx::query!("select id, slug, name, state, content_version from tenant where slug = $1", slug)
            .fetch_optional(tx.conn())
            .await?
            .ok_or(Miss::Unknown)?;
        let standing = Standing::parse(&row.state);
        Ok(Arc::new(Tenant {
            id: TenantId::from_uuid(row.id),
            slug: row.slug,
            name: row.name,
            active: matches!(standing, Standing::Active | Standing::Closing),
            standing,
            version: AtomicI64::new(row.content_version),
        }))
    }

    async fn read_host(&self, host: &str) -> Result<(TenantId, Arc<str>), Miss> {
        let mut tx = self.db.platform().await?;
        let row = sqlx::query!("select t.id, t.slug from host h join tenant t on t.id = h.tenant_id where h.host = $1 and h.state = 'active'", host)
            .fetch_optional(tx.conn())
            .await?
            .ok_or(Miss::Unknown)?;
        Ok((TenantId::from_uuid(row.id), row.slug.into()))
    }

    /// Notes a name that is nobody's. Those who waited for one query share its failure.
    fn known<T>(&self, name: Name, read: Result<T, Arc<Miss>>) -> Result<Option<T>> {
        match read.map_err(Arc::try_unwrap) {
            Ok(found) => Ok(Some(found)),
            Err(Ok(Miss::Failed(error))) => Err(error),
            Err(Err(shared)) if matches!(*shared, Miss::Failed(_)) => Err(Error::Unavailable),
            Err(_) => {
                self.unknown.insert(name, ());
                Ok(None)
            }
        }
    }

    /// The association with this id, active or not; for jobs and webhooks.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn by_id(&self, id: TenantId) -> Result<Option<Arc<Tenant>>> {
        let mut tx = self.db.platform().await?;
        let slug = sqlx::query_scalar!("select slug from tenant where id = $1", id.uuid()).fetch_optional(tx.conn()).await?;
        drop(tx);
        match slug {
            Some(slug) => Ok(self.by_slug(&slug).await?.filter(|tenant| tenant.id == id)),
            None => Ok(None),
        }
    }

    /// The names an association brought that lead to it now, at most twenty; for jobs.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn hosts(&self, id: TenantId) -> Result<Vec<String>> {
        let mut tx = self.db.platform().await?;
        Ok(sqlx::query_scalar!("select host from host where tenant_id = $1 and state = 'active' order by host limit 20", id.uuid())
            .fetch_all(tx.conn())
            .await?)
    }

    /// Forgets what is known of `slug` (created, renamed, suspended) and of the hosts that lead to it.
    pub fn forget(&self, slug: &str) {
        self.unknown.invalidate(&Name::Slug(slug.to_owned()));
        let (gone, host_gone): (Arc<str>, Arc<str>) = (slug.into(), slug.into());
        // Refused only by a cache that was not built for it; the entries are short-lived anyway.
        let _ = self.by_slug.invalidate_entries_if(move |slug, _| **slug == *gone);
        let _ = self.by_host.invalidate_entries_if(move |_, (_, slug)| *slug == host_gone);
    }

    /// Reads which associations' content changed since the last poll. The work grows with changes, not with tenants.
    ///
    /// # Errors
    /// When the database is away; pages are then served from what is known.
    pub async fn poll_versions(&self, now: Timestamp) -> Result<usize> {
        // Transactions commit later than the moment they wrote: look back ten seconds further than the last poll.
        let since = self.polled_until.lock().ok().and_then(|at| *at).unwrap_or(now) - chrono::Duration::seconds(10);
        let mut tx = self.db.platform().await?;
        let rows = sqlx::query!("select id, slug, state, content_version from tenant where content_changed_at >= $1", since).fetch_all(tx.conn()).await?;
        drop(tx);
        for row in &rows {
            let Some(tenant) = self.by_slug.get(&row.slug).await else { continue };
            // Another process may have closed it, or another association may have its name by now.
            if tenant.standing == Standing::parse(&row.state) && tenant.id.uuid() == row.id {
                tenant.saw_version(row.content_version);
            } else {
                self.forget(&row.slug);
            }
        }
        if let Ok(mut at) = self.polled_until.lock() {
            *at = Some(now);
        }
        Ok(rows.len())
    }
}

/// What the table's own check lets through: 3 to 40 letters and digits, single hyphens between them. Anything else is nobody's, unasked.
fn may_be_slug(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() < 80
        && text.split('-').all(|part| !part.is_empty() && part.bytes().all(plain))
        && (3..=40).contains(&text.bytes().filter(|byte| *byte != b'-').count())
}

/// Whether a name can be a host of the public internet: labels of letters, digits and hyphens, at least two.
fn may_be_host(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(plain);
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_cannot_be_one_is_not_asked_for() {
        for slug in ["abc", "la-chorale", "a-1-b", &"a".repeat(40), &format!("{}a", "a-".repeat(39))] {
            assert!(may_be_slug(slug), "{slug}");
        }
        for slug in ["", "ab", "a-b", "-abc", "abc-", "a--bc", "xn--abc", "Abc", "été", "a.b.c", "a_bc", &"a".repeat(41)] {
            assert!(!may_be_slug(slug), "{slug}");
        }
        for host in ["chorale.example.org", "xn--chur-mna.example.org", "1.2.3.4"] {
            assert!(may_be_host(host), "{host}");
        }
        for host in ["", "localhost", "a..b", ".a", "a b.c", "[::1]", "É.fr", &format!("{}.fr", "a".repeat(64)), &"a.".repeat(150)] {
            assert!(!may_be_host(host), "{host}");
        }
    }
}
