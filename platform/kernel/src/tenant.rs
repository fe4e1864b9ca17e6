//! Tenants: which association a host belongs to, from a bounded cache kept fresh by polling versions.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use moka::sync::Cache;

use crate::{
    clock::Timestamp,
    db::Db,
    error::Result,
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
    version: AtomicI64,
}

impl Tenant {
    /// For a sample or a test; requests get theirs from [`Directory`].
    #[must_use]
    pub fn new(id: TenantId, slug: &str, name: &str) -> Self {
        Self { id, slug: slug.to_owned(), name: name.to_owned(), active: true, version: AtomicI64::new(1) }
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

/// Resolves hosts and slugs to tenants. Bounded, short-lived entries, negative answers included.
#[derive(Debug)]
pub struct Directory {
    db: Db,
    platform_host: String,
    back_office_host: String,
    by_key: Cache<Key, Option<Arc<Tenant>>>,
    polled_until: Mutex<Option<Timestamp>>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Key {
    Slug(String),
    Host(String),
}

impl Directory {
    /// A directory over `db` for the platform at `platform_host`.
    #[must_use]
    pub fn new(db: Db, platform_host: &str) -> Self {
        Self {
            db,
            platform_host: platform_host.to_owned(),
            back_office_host: format!("app.{platform_host}"),
            by_key: Cache::builder().max_capacity(20_000).time_to_live(Duration::from_secs(60)).build(),
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
        let key = match host.strip_suffix(&self.platform_host).and_then(|rest| rest.strip_suffix('.')) {
            Some(slug) if slug.contains('.') => return Ok(None),
            Some(slug) => Key::Slug(slug.to_owned()),
            None => Key::Host(host.to_owned()),
        };
        Ok(self.find(key).await?.filter(|tenant| tenant.active).map(Site::Tenant))
    }

    /// The association with this slug, active or not.
    ///
    /// # Errors
    /// When the database is away and the slug is not in the cache.
    pub async fn by_slug(&self, slug: &str) -> Result<Option<Arc<Tenant>>> {
        self.find(Key::Slug(slug.to_owned())).await
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
            Some(slug) => self.by_slug(&slug).await,
            None => Ok(None),
        }
    }

    async fn find(&self, key: Key) -> Result<Option<Arc<Tenant>>> {
        if let Some(known) = self.by_key.get(&key) {
            return Ok(known);
        }
        let mut tx = self.db.platform().await?;
        let slug = match &key {
            Key::Slug(slug) => Some(slug.clone()),
            Key::Host(host) => {
                sqlx::query_scalar!("select t.slug from host h join tenant t on t.id = h.tenant_id where h.host = $1 and h.state = 'active'", host)
                    .fetch_optional(tx.conn())
                    .await?
            }
        };
        let Some(slug) = slug else {
            self.by_key.insert(key, None);
            return Ok(None);
        };
        let row = sqlx::query!("select id, slug, name, state, content_version from tenant where slug = $1", slug).fetch_optional(tx.conn()).await?;
        drop(tx);
        // A host and the slug behind it share one Arc, so that a version seen once is seen by both.
        let slug_key = Key::Slug(slug);
        let fresh = row.map(|row| {
            Arc::new(Tenant { id: TenantId::from_uuid(row.id), slug: row.slug, name: row.name, active: row.state == "active", version: AtomicI64::new(row.content_version) })
        });
        let tenant = match self.by_key.get(&slug_key).flatten() {
            Some(shared) if matches!(key, Key::Host(_)) => Some(shared),
            _ => fresh,
        };
        self.by_key.insert(slug_key, tenant.clone());
        self.by_key.insert(key, tenant.clone());
        Ok(tenant)
    }

    /// Forgets what is known of `slug` (created, renamed, suspended).
    pub fn forget(&self, slug: &str) {
        self.by_key.invalidate(&Key::Slug(slug.to_owned()));
        self.by_key.invalidate_entries_if({
            let slug = slug.to_owned();
            move |_, tenant| tenant.as_ref().is_some_and(|tenant| tenant.slug == slug)
        }).ok();
    }

    /// Reads which associations' content changed since the last poll. The work grows with changes, not with tenants.
    ///
    /// # Errors
    /// When the database is away; pages are then served from what is known.
    pub async fn poll_versions(&self, now: Timestamp) -> Result<usize> {
        // Transactions commit later than the moment they wrote: look back ten seconds further than the last poll.
        let since = self.polled_until.lock().ok().and_then(|at| *at).unwrap_or(now) - chrono::Duration::seconds(10);
        let mut tx = self.db.platform().await?;
        let rows = sqlx::query!("select slug, content_version from tenant where content_changed_at >= $1", since).fetch_all(tx.conn()).await?;
        drop(tx);
        for row in &rows {
            if let Some(Some(tenant)) = self.by_key.get(&Key::Slug(row.slug.clone())) {
                tenant.saw_version(row.content_version);
            }
        }
        if let Ok(mut at) = self.polled_until.lock() {
            *at = Some(now);
        }
        Ok(rows.len())
    }
}
