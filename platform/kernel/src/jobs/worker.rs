//! The worker: claims jobs lane by lane, runs them side by side, renews its leases, and lets go of everything when it cannot.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    Dispatch, RunningJob,
    in_hand::InHand,
    outcome::{attempt, record},
    schedule::fire,
    store,
};
use crate::{
    clock::{Clock, Timestamp},
    db::Db,
    error::Result,
};

/// Jobs side by side in one process.
const SLOTS: usize = 8;

/// Of those, at most so many for one tenant: whatever it asks for, the others find a free slot.
const SLOTS_PER_LANE: usize = 4;

/// How often a worker looks for work. Polling, not NOTIFY: a notification takes a database-wide lock at commit.
const POLL: Duration = Duration::from_millis(250);

/// How often leases are renewed: three may fail before one lapses.
const RENEW: Duration = Duration::from_secs(5);

/// How often dead workers' jobs are looked for. With the lease this keeps their return under 30 seconds.
const RECOVER: Duration = Duration::from_secs(5);

/// Runs jobs until `shutdown`, then finishes those in hand. A database that is away is waited for.
pub async fn work<D: Dispatch>(db: Db, clock: Clock, dispatch: Arc<D>, shutdown: CancellationToken) {
    let id = Uuid::new_v4();
    let in_hand = InHand::default();
    let ended = CancellationToken::new();
    let keeper = tokio::spawn(keep(db.clone(), id, in_hand.clone(), ended.clone()));
    let clockwork = tokio::spawn(keep_time(db.clone(), clock.clone(), Arc::clone(&dispatch), shutdown.clone()));
    tracing::info!(worker.id = %id, "the worker has started");
    let mut worker = Worker { id, db, clock, dispatch, in_hand, tasks: JoinSet::new(), lanes: HashMap::new(), cursor: Uuid::nil() };
    worker.run(&shutdown).await;
    // Leases are renewed until the last job has ended.
    ended.cancel();
    let _ = keeper.await;
    let _ = clockwork.await;
    tracing::info!(worker.id = %id, "the worker has stopped");
}

struct Worker<D> {
    id: Uuid,
    db: Db,
    clock: Clock,
    dispatch: Arc<D>,
    in_hand: InHand,
    tasks: JoinSet<Uuid>,
    /// Jobs in hand per lane.
    lanes: HashMap<Uuid, usize>,
    /// The lane served last: the next turn begins after it.
    cursor: Uuid,
}

impl<D: Dispatch> Worker<D> {
    async fn run(&mut self, shutdown: &CancellationToken) {
        let mut poll = interval(POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                Some(ended) = self.tasks.join_next() => self.freed(ended),
                _ = poll.tick() => {}
            }
            while let Some(ended) = self.tasks.try_join_next() {
                self.freed(ended);
            }
            if !self.dispatch.may_work() {
                continue;
            }
            if let Err(error) = self.fill().await {
                tracing::warn!(error.cause = ?error, "the worker could not claim jobs and tries again");
                tokio::select! { () = shutdown.cancelled() => break, () = sleep(Duration::from_secs(1)) => {} }
            }
        }
        while let Some(ended) = self.tasks.join_next().await {
            self.freed(ended);
        }
    }

    fn freed(&mut self, ended: std::result::Result<Uuid, tokio::task::JoinError>) {
        match ended {
            Ok(lane) => {
                if let Some(count) = self.lanes.get_mut(&lane) {
                    *count -= 1;
                }
                self.lanes.retain(|_, count| *count > 0);
            }
            // Handlers' panics are caught inside; this is our own and would leave a lane counted for ever.
            Err(error) => {
                tracing::error!(error.cause = %error, "a job's task broke");
                if self.tasks.is_empty() {
                    self.lanes.clear();
                }
            }
        }
    }

    /// Claims until the slots are full or nothing is due: one job a lane and turn, going on after the lane served last.
    async fn fill(&mut self) -> Result<()> {
        let mut tx = self.db.platform().await?;
        store::open_due(tx.conn(), self.clock.now()).await?;
        tx.commit().await?;
        while self.tasks.len() < SLOTS && self.dispatch.may_work() {
            let free = i64::try_from(SLOTS - self.tasks.len()).unwrap_or(1);
            let full: Vec<Uuid> = self.lanes.iter().filter(|(_, count)| **count >= SLOTS_PER_LANE).map(|(lane, _)| *lane).collect();
            let mut tx = self.db.platform().await?;
            let mut lanes = store::lanes(tx.conn(), self.cursor, free, &full).await?;
            if lanes.is_empty() && !self.cursor.is_nil() {
                lanes = store::lanes(tx.conn(), Uuid::nil(), free, &full).await?;
            }
            let Some(last) = lanes.last().copied() else { return Ok(()) };
            let sent = Instant::now();
            let jobs = store::claim(tx.conn(), &lanes, 1, free, self.id).await?;
            // When this fails the jobs may be ours all the same: nobody renews them, and they come back by their lease.
            tx.commit().await?;
            self.cursor = last;
            if jobs.is_empty() {
                return Ok(());
            }
            for job in jobs {
                self.start(job, sent);
            }
        }
        Ok(())
    }

    fn start(&mut self, job: RunningJob, sent: Instant) {
        let lane = store::lane(job.tenant);
        *self.lanes.entry(lane).or_default() += 1;
        let (db, clock, dispatch, worker) = (self.db.clone(), self.clock.clone(), Arc::clone(&self.dispatch), self.id);
        let mut held = self.in_hand.take(job.id, sent);
        self.tasks.spawn(async move {
            let begun = Instant::now();
            let whole = async {
                let result = attempt(dispatch.run(job.clone())).await;
                while let Err(error) = record(&db, &clock, worker, &job, &result).await {
                    tracing::warn!(job.id = job.id, error.cause = ?error, "a job's end could not be written down yet");
                    sleep(Duration::from_millis(500)).await;
                }
            };
            tokio::select! {
                // After a halt of the whole process the lease may be gone before anything else is looked at.
                biased;
                // From here on another worker may run it, so this one must not.
                () = held.lapsed() => tracing::error!(job.id = job.id, job.kind, "a job was let go: the database did not answer in time to keep it"),
                () = whole => {}
            }
            metrics::histogram!("estrade_job_seconds", "kind" => job.kind).record(begun.elapsed().as_secs_f64());
            lane
        });
    }
}

/// Renews the leases of what this worker runs, returns dead workers' jobs and publishes the queue's depth, on a connection of its own.
async fn keep(db: Db, worker: Uuid, in_hand: InHand, ended: CancellationToken) {
    let mut renew = interval(RENEW);
    let mut recover = interval(RECOVER);
    let mut measure = interval(Duration::from_secs(15));
    for beat in [&mut renew, &mut recover, &mut measure] {
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        let result = tokio::select! {
            biased;
            () = ended.cancelled() => return,
            _ = renew.tick() => renew_leases(&db, worker, &in_hand).await,
            _ = recover.tick() => recover_jobs(&db).await,
            _ = measure.tick() => publish(&db).await,
        };
        if let Err(error) = result {
            tracing::warn!(error.cause = ?error, "the queue could not be kept and is tried again");
        }
    }
}

async fn renew_leases(db: &Db, worker: Uuid, in_hand: &InHand) -> Result<()> {
    let jobs = in_hand.ids();
    if jobs.is_empty() {
        return Ok(());
    }
    let mut tx = db.platform().await?;
    let sent = Instant::now();
    let renewed = store::renew(tx.conn(), worker, &jobs).await?;
    tx.commit().await?;
    in_hand.renewed(&renewed, sent);
    Ok(())
}

async fn recover_jobs(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.platform().await?;
        let Some(id) = store::recover_one(tx.conn()).await? else { return Ok(()) };
        tx.commit().await?;
        tracing::warn!(job.id = id, "a job was taken back from a worker that stopped");
    }
}

async fn publish(db: &Db) -> Result<()> {
    let mut tx = db.platform().await?;
    let depth = store::depth(tx.conn()).await?;
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and no queue nears 2^52 jobs")]
    for (name, value) in [("ready", depth.ready), ("later", depth.later), ("running", depth.running), ("dead", depth.dead)] {
        metrics::gauge!("estrade_jobs", "state" => name).set(value as f64);
    }
    metrics::gauge!("estrade_jobs_oldest_seconds").set(depth.oldest_seconds);
    Ok(())
}

/// Enqueues what has come due. Remembers each schedule's slot, so that the database is asked once a slot and not every second.
async fn keep_time<D: Dispatch>(db: Db, clock: Clock, dispatch: Arc<D>, shutdown: CancellationToken) {
    let mut seen: HashMap<&'static str, Timestamp> = HashMap::new();
    let mut tick = interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { () = shutdown.cancelled() => return, _ = tick.tick() => {} }
        if !dispatch.may_work() {
            continue;
        }
        let now = clock.now();
        for schedule in dispatch.schedules() {
            let slot = schedule.slot(now);
            if seen.get(schedule.kind) == Some(&slot) {
                continue;
            }
            match fire(&db, &schedule, slot).await {
                Ok(_) => {
                    seen.insert(schedule.kind, slot);
                }
                Err(error) => {
                    tracing::warn!(error.cause = ?error, job.kind = schedule.kind, "a schedule could not be fired and is tried again");
                }
            }
        }
    }
}
