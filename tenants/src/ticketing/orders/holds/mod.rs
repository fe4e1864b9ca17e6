//! Holding places: requests that wait for the same concert are served in one transaction, so that a rush costs a commit per batch and
//! not per buyer. Within a batch the order of arrival decides. The CHECK `seats_fit` stands behind.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::FutureExt;
use kernel::{
    app::App,
    clock::Timestamp,
    error::{Error, Result, Sentence},
    i18n::Locale,
    ids::TenantId,
};
use tokio::sync::oneshot;

use super::{
    model::{Cart, OrderId},
    store,
};
use crate::ticketing::{codes::OrderCode, concerts::model::ConcertId};

/// The most requests one transaction serves.
const BATCH: usize = 256;
/// The most requests that may wait for one concert; the next is asked to come back.
const WAITING: usize = 4096;

/// From so many requests in one batch on, the concert is in a rush,
const RUSH: usize = 8;
/// and its batches follow each other no faster than this. Buyers do not notice it; the next batch gathers more of them under one commit, and
/// the processor is left to the other associations.
const PACE: std::time::Duration = std::time::Duration::from_millis(7);
/// So many answers are given at a time; then whoever else waits for the processor has a turn, another association's visitor first of all.
const WAVE: usize = 8;
/// So many are written by one statement: the database's processor, too, has a turn for others between two of them.
const WRITTEN: usize = 8;

/// How long one batch may take before its requests are asked to come back.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);

/// A cart that wants its places.
#[derive(Clone, Debug)]
pub struct NewHold {
    /// What was chosen, checked.
    pub cart: Cart,
    /// The language of the order's pages and mails.
    pub locale: Locale,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Places are held under this order.
    Placed {
        /// The order.
        id: OrderId,
        /// Its code.
        code: OrderCode,
    },
    /// So many places are left, fewer than asked for.
    TooFew {
        /// How many.
        left: i32,
    },
    /// The concert is not on sale any more.
    NotOnSale,
}

struct Waiting {
    hold: NewHold,
    answer: oneshot::Sender<Result<Held>>,
}

type Queues = Mutex<HashMap<(TenantId, ConcertId), Vec<Waiting>>>;

/// Where requests meet. One per process.
#[derive(Clone)]
pub struct Holds {
    app: App,
    queues: Arc<Queues>,
}

impl Holds {
    /// An empty meeting place.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, queues: Arc::default() }
    }

    /// Holds places for `hold`, together with whoever asks at the same moment.
    ///
    /// # Errors
    /// `Unavailable` when too many wait already or the database is away.
    pub async fn place(&self, tenant: TenantId, concert: ConcertId, hold: NewHold) -> Result<Held> {
        let (answer, answered) = oneshot::channel();
        let key = (tenant, concert);
        let first = {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            match queues.get_mut(&key) {
                Some(queue) if queue.len() >= WAITING => return Err(Error::Unavailable),
                Some(queue) => {
                    queue.push(Waiting { hold, answer });
                    false
                }
                None => {
                    queues.insert(key, vec![Waiting { hold, answer }]);
                    true
                }
            }
        };
        if first {
            // A task of its own: a visitor who hangs up must not take the others' places with them.
            let holds = self.clone();
            tokio::spawn(async move { holds.serve(key).await });
        }
        answered.await.unwrap_or(Err(Error::Unavailable))
    }

    /// Serves batches of one concert until nobody waits. The key stays in the map while this runs: its presence is the leadership.
    async fn serve(&self, key: (TenantId, ConcertId)) {
        loop {
            let mut batch = {
                let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
                match queues.get_mut(&key) {
                    Some(queue) if !queue.is_empty() => {
                        let rest = queue.split_off(queue.len().min(BATCH));
                        std::mem::replace(queue, rest)
                    }
                    _ => {
                        queues.remove(&key);
                        return;
                    }
                }
            };
            let next = tokio::time::Instant::now() + PACE;
            // Whoever hung up meanwhile gets no place held.
            batch.retain(|waiting| !waiting.answer.is_closed());
            let rush = batch.len() >= RUSH;
            let holds: Vec<NewHold> = batch.iter().map(|waiting| waiting.hold.clone()).collect();
            // Bounded and caught: this task is the only one that serves the concert, and must outlive whatever happens to one batch.
            let placed = tokio::time::timeout(PATIENCE, AssertUnwindSafe(self.place_batch(key, &holds)).catch_unwind()).await;
            match placed
                .map_err(|_| Error::Unavailable)
                .and_then(|caught| caught.unwrap_or_else(|_| Err(Error::Internal(anyhow::anyhow!("a batch of holds panicked")))))
            {
                Ok(outcomes) => {
                    for (at, (waiting, outcome)) in batch.into_iter().zip(outcomes).enumerate() {
                        if at > 0 && at.is_multiple_of(WAVE) {
                            tokio::task::yield_now().await;
                        }
                        let _ = waiting.answer.send(Ok(outcome));
                    }
                }
                Err(error) => {
                    tracing::error!(error.cause = %error, tenant.id = %key.0, "a batch of holds failed");
                    for waiting in batch {
                        let _ = waiting.answer.send(Err(again(&error)));
                    }
                }
            }
            if rush {
                tokio::time::sleep_until(next).await;
            }
        }
    }

    async fn place_batch(&self, (tenant, concert): (TenantId, ConcertId), holds: &[NewHold]) -> Result<Vec<Held>> {
        if holds.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.app.clock.now();
        let test = self.app.stripe.as_ref().is_some_and(kernel::stripe::Stripe::is_test_mode);
        let mut tx = self.app.db.tenant(tenant).await?;
        let Some(seats) = store::lock_seats(&mut tx, concert, now).await?.filter(|seats| seats.on_sale) else {
            return Ok(vec![Held::NotOnSale; holds.len()]);
        };
        let (outcomes, accepted, taken) = share_out(holds, seats.left, now);
        if taken > 0 {
            for written in accepted.chunks(WRITTEN) {
                store::add_held(&mut tx, concert, now, written, test).await?;
            }
            crate::ticketing::jobs::sweep_holds_at(&mut tx, now + super::model::HOLD).await?;
            crate::ticketing::announce_scarcity(&mut tx, now, seats.left, seats.left - taken).await?;
        }
        tx.commit().await?;
        Ok(outcomes)
    }
}

/// An order about to be inserted.
#[derive(Debug)]
pub struct Accepted<'a> {
    /// Its id.
    pub id: OrderId,
    /// Its code.
    pub code: OrderCode,
    /// What it holds.
    pub hold: &'a NewHold,
}

/// Gives seats in order of arrival: an order too large for what is left is passed over, a smaller one behind it may still fit.
fn share_out(holds: &[NewHold], mut left: i32, now: Timestamp) -> (Vec<Held>, Vec<Accepted<'_>>, i32) {
    let before = left;
    let mut accepted = Vec::new();
    let outcomes = holds
        .iter()
        .map(|hold| {
            let seats = i32::from(hold.cart.seats);
            if seats > left {
                return Held::TooFew { left: left.max(0) };
            }
            left -= seats;
            let (id, code) = (OrderId::new(now), OrderCode::random());
            accepted.push(Accepted { id, code, hold });
            Held::Placed { id, code }
        })
        .collect();
    (outcomes, accepted, before - left)
}

/// The same failure for each of a batch: the cause is in the log once.
fn again(error: &Error) -> Error {
    match error {
        Error::Internal(_) => Error::Internal(anyhow::anyhow!("the batch this hold was part of failed")),
        Error::Conflict(_) => Error::Conflict(Sentence::new("ticketing-fault-busy")),
        _ => Error::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use kernel::money::Cents;
    use proptest::prelude::*;

    use super::*;

    fn hold(seats: u16) -> NewHold {
        NewHold { cart: Cart { lines: Vec::new(), seats, total: Cents::ZERO }, locale: Locale::Fr }
    }

    proptest! {
        #[test]
        fn a_batch_never_gives_more_than_there_is(left in 0_i32..200, asked in prop::collection::vec(1_u16..12, 0..80)) {
            let holds: Vec<NewHold> = asked.iter().copied().map(hold).collect();
            let (outcomes, accepted, taken) = share_out(&holds, left, Timestamp::default());
            prop_assert_eq!(outcomes.len(), holds.len());
            prop_assert!(taken <= left);
            prop_assert_eq!(accepted.iter().map(|one| i32::from(one.hold.cart.seats)).sum::<i32>(), taken);
            for (outcome, asked) in outcomes.iter().zip(&asked) {
                if let Held::TooFew { left } = outcome {
                    prop_assert!(*left < i32::from(*asked));
                }
            }
        }
    }
}
