//! Who may have how many connections: one association's rush takes at most half of them, so that there is always one for its neighbours.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    error::{Error, Result},
    ids::TenantId,
};

type Held = Mutex<HashMap<TenantId, Arc<Semaphore>>>;

/// What each association holds of the connections. Bounded by the associations that hold or wait for one now.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    most: usize,
    patience: Duration,
    held: Arc<Held>,
}

/// One connection's worth, given back when dropped.
#[derive(Debug)]
pub(super) struct Share {
    permit: Option<OwnedSemaphorePermit>,
    tenant: TenantId,
    held: Arc<Held>,
}

impl Shares {
    /// Shares of so many connections; whoever waits longer than `patience` for its own is told to come back.
    pub(super) fn of(connections: u32, patience: Duration) -> Self {
        let most = usize::try_from(connections / 2).unwrap_or(usize::MAX).clamp(1, Semaphore::MAX_PERMITS);
        Self { most, patience, held: Arc::default() }
    }

    /// Waits for a place in `tenant`'s share, in order of arrival.
    ///
    /// # Errors
    /// `Unavailable` when none is free in time.
    pub(super) async fn take(&self, tenant: TenantId) -> Result<Share> {
        let own = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(held.entry(tenant).or_insert_with(|| Arc::new(Semaphore::new(self.most))))
        };
        // Made first: whoever gives up waiting leaves no entry behind either.
        let mut share = Share { permit: None, tenant, held: Arc::clone(&self.held) };
        match tokio::time::timeout(self.patience, own.acquire_owned()).await {
            Ok(Ok(permit)) => share.permit = Some(permit),
            Ok(Err(_)) | Err(_) => return Err(Error::Unavailable),
        }
        Ok(share)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.permit = None;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever holds or waits has a copy, taken under this lock.
        if held.get(&self.tenant).is_some_and(|own| Arc::strong_count(own) == 1) {
            held.remove(&self.tenant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::new_uuid;

    fn someone() -> TenantId {
        TenantId::from_uuid(new_uuid(crate::clock::Timestamp::default()))
    }

    #[tokio::test]
    async fn one_association_leaves_half_to_the_others_and_nothing_is_remembered() {
        let shares = Shares::of(8, Duration::from_millis(20));
        let (rushed, neighbour) = (someone(), someone());
        let mut taken = Vec::new();
        for _ in 0..4 {
            taken.push(shares.take(rushed).await.unwrap());
        }
        assert!(matches!(shares.take(rushed).await, Err(Error::Unavailable)), "the fifth of eight waits in vain");
        let beside = shares.take(neighbour).await.unwrap();
        taken.pop();
        taken.push(shares.take(rushed).await.unwrap());
        drop((taken, beside));
        assert!(shares.held.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn whoever_hangs_up_while_waiting_leaves_no_trace() {
        let shares = Shares::of(2, Duration::from_mins(1));
        let tenant = someone();
        let only = shares.take(tenant).await.unwrap();
        assert!(tokio::time::timeout(Duration::from_millis(20), shares.take(tenant)).await.is_err());
        drop(only);
        assert!(shares.held.lock().unwrap().is_empty());
        assert!(shares.take(tenant).await.is_ok());
    }
}
