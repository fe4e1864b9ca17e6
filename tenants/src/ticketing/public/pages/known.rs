//! Concerts as the last seconds knew them, for the rush: taking places must cost the batch it waits for and not five reads of its own.
//! What is stale here cannot sell a seat that is not there: the batch reads state, sale window and seats under their lock.

use std::{sync::Arc, time::Duration};

use kernel::{
    error::{Error, Result},
    http::Ctx,
    ids::TenantId,
};
use moka::future::Cache;

use super::concert::ConcertFound;

/// How long an entry lives. A change of content makes a new one at once: its version is in the key.
const LIFE: Duration = Duration::from_secs(2);

/// The concerts known, one per process. Bounded; a miss is loaded once, however many wait for it.
#[derive(Clone)]
pub struct KnownConcerts(Arc<Cache<(TenantId, i64, String), Arc<ConcertFound>>>);

impl Default for KnownConcerts {
    fn default() -> Self {
        Self(Arc::new(Cache::builder().max_capacity(2_000).time_to_live(LIFE).build()))
    }
}

impl KnownConcerts {
    /// A concert that is public, with its tariffs and its association's facts.
    ///
    /// # Errors
    /// `NotFound`; `Unavailable` when the database is away.
    pub async fn get(&self, ctx: &Ctx, slug: &str) -> Result<Arc<ConcertFound>> {
        let tenant = ctx.tenant()?;
        let load = async {
            let mut tx = ctx.begin().await?;
            ConcertFound::load(ctx, &mut tx, slug).await.map(Arc::new)
        };
        self.0.try_get_with((tenant.id, tenant.version(), slug.to_owned()), load).await.map_err(|error| match &*error {
            Error::NotFound => Error::NotFound,
            Error::Unavailable => Error::Unavailable,
            other => Error::Internal(anyhow::anyhow!("the concert could not be read: {other:?}")),
        })
    }
}
