//! The jobs this process really runs, each with the moment until which its lease holds for certain. Only these are renewed: a job let go, or
//! one claimed in a transaction whose answer was lost, must come back to the queue when its lease lapses.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::store::LEASE_SECONDS;

/// We let go this long before the database would give our jobs to another.
const MARGIN: Duration = Duration::from_secs(4);

/// The jobs in hand, shared between those who run them and the one who renews their leases.
#[derive(Clone, Debug, Default)]
pub(super) struct InHand(Arc<Mutex<HashMap<i64, watch::Sender<Instant>>>>);

impl InHand {
    /// Takes a job in hand, claimed by a statement sent at `sent`. It is in hand as long as the answer lives.
    pub(super) fn take(&self, id: i64, sent: Instant) -> Held {
        let (until, watched) = watch::channel(deadline(sent));
        self.all().insert(id, until);
        Held { id, in_hand: self.clone(), until: watched }
    }

    /// What is in hand.
    pub(super) fn ids(&self) -> Vec<i64> {
        self.all().keys().copied().collect()
    }

    /// Notes that the leases of `jobs` were renewed by a statement sent at `sent`. What is in hand and not among them nears its end.
    pub(super) fn renewed(&self, jobs: &[i64], sent: Instant) {
        let all = self.all();
        for until in jobs.iter().filter_map(|id| all.get(id)) {
            until.send_replace(deadline(sent));
        }
    }

    // Every change is one call on the map: a panic elsewhere leaves it whole.
    fn all(&self) -> MutexGuard<'_, HashMap<i64, watch::Sender<Instant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One job in hand.
#[derive(Debug)]
pub(super) struct Held {
    id: i64,
    in_hand: InHand,
    until: watch::Receiver<Instant>,
}

impl Held {
    /// Returns when the lease no longer holds for certain.
    pub(super) async fn lapsed(&mut self) {
        loop {
            let until = *self.until.borrow_and_update();
            if until <= Instant::now() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep_until(until.into()) => {}
                // Gone only when the same job was claimed anew: then it is that try's.
                moved = self.until.changed() => if moved.is_err() { return },
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut all = self.in_hand.all();
        if all.get(&self.id).is_some_and(|until| until.subscribe().same_channel(&self.until)) {
            all.remove(&self.id);
        }
    }
}

/// Until when a lease asked for at `sent` holds for certain: the database can only have counted from later on.
fn deadline(sent: Instant) -> Instant {
    sent + Duration::from_secs_f64(LEASE_SECONDS).saturating_sub(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn only_what_was_renewed_is_kept() {
        let in_hand = InHand::default();
        let long_ago = Instant::now().checked_sub(LONG).unwrap();
        let (mut kept, mut lost) = (in_hand.take(1, long_ago), in_hand.take(2, long_ago));
        in_hand.renewed(&[1, 3], Instant::now());
        let brief = Duration::from_millis(50);
        assert!(tokio::time::timeout(brief, lost.lapsed()).await.is_ok());
        assert!(tokio::time::timeout(brief, kept.lapsed()).await.is_err());
    }

    #[tokio::test]
    async fn a_job_claimed_anew_is_the_new_trys() {
        let in_hand = InHand::default();
        let mut old = in_hand.take(1, Instant::now());
        let _new = in_hand.take(1, Instant::now());
        assert!(tokio::time::timeout(LONG, old.lapsed()).await.is_ok());
        drop(old);
        assert_eq!(in_hand.ids(), [1]);
    }

    #[test]
    fn a_job_that_ends_in_any_way_is_no_longer_in_hand() {
        let in_hand = InHand::default();
        let first = in_hand.take(1, Instant::now());
        let second = in_hand.take(2, Instant::now());
        drop(first);
        assert_eq!(in_hand.ids(), [2]);
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _second = second;
            panic!("as told");
        }));
        assert!(ended.is_err() && in_hand.ids().is_empty());
    }
}
