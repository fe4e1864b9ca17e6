//! The queue on a real database: what commits runs, what dies comes back, who waits gets a turn.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use kernel::{
    clock::Clock,
    db::{DatabaseConfig, Db},
    ids::TenantId,
    jobs::{self, Dispatch, Drained, Every, JobError, NewJob, RunningJob, Schedule},
};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use tokio_util::sync::CancellationToken;

/// A database of its own, and a clock.
struct Queue {
    db: Db,
    owner: String,
    clock: Clock,
}

impl Queue {
    async fn new() -> Self {
        let database = support::world::new_database().await.unwrap();
        let url = async |role| support::world::database_url(role, &database).await.unwrap();
        let config = DatabaseConfig { tenant_url: url("estrade_tenant").await, platform_url: url("estrade_platform").await, max_connections: 12 };
        let clock = Clock::fixed("2027-03-14T10:00:00Z".parse().unwrap());
        Self { db: Db::open(&config).unwrap(), owner: url("estrade_owner").await, clock }
    }

    async fn sql(&self, text: &str) {
        PgConnection::connect(&self.owner).await.unwrap().execute(sqlx::AssertSqlSafe(text.to_owned())).await.unwrap();
    }

    async fn count(&self, text: &str) -> i64 {
        let mut connection = PgConnection::connect(&self.owner).await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(text.to_owned())).fetch_one(&mut connection).await.unwrap()
    }

    async fn tenant(&self, slug: &str) -> TenantId {
        let id = TenantId::new(self.clock.now());
        self.sql(&format!("insert into tenant (id, slug, name, created_at, content_changed_at) values ('{id}', '{slug}', '{slug}', now(), now())")).await;
        id
    }

    async fn enqueue(&self, tenant: TenantId, job: NewJob) {
        let mut tx = self.db.tenant(tenant).await.unwrap();
        jobs::enqueue(&mut tx, job).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn drain(&self, handler: &Handler) -> Drained {
        jobs::drain(&self.db, &self.clock, handler).await.unwrap()
    }
}

/// Does what each job's payload says, and remembers.
#[derive(Default)]
struct Handler {
    ran: Mutex<Vec<RunningJob>>,
    finished: Mutex<Vec<RunningJob>>,
    schedules: Vec<Schedule>,
}

impl Handler {
    fn ran(&self) -> Vec<RunningJob> {
        self.ran.lock().unwrap().clone()
    }
    fn finished(&self) -> usize {
        self.finished.lock().unwrap().len()
    }
}

impl Dispatch for Handler {
    async fn run(&self, job: RunningJob) -> Result<(), JobError> {
        self.ran.lock().unwrap().push(job.clone());
        if let Some(milliseconds) = job.payload["sleep"].as_u64() {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        }
        let result = match job.payload["end"].as_str() {
            Some("retry") => Err(JobError::Retry(anyhow::anyhow!("jeanne@example.org is away"))),
            Some("fail") => Err(JobError::Fail(anyhow::anyhow!("hopeless"))),
            Some("panic") => panic!("as told"),
            _ => Ok(()),
        };
        self.finished.lock().unwrap().push(job);
        result
    }

    fn schedules(&self) -> Vec<Schedule> {
        self.schedules.clone()
    }
}

fn job(payload: Value) -> NewJob {
    NewJob::new("test.work", payload)
}

#[tokio::test]
async fn only_what_commits_runs_and_only_for_its_own_tenant() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let handler = Handler::default();
    let mut tx = world.db.tenant(tenant).await.unwrap();
    jobs::enqueue(&mut tx, job(json!({ "n": 1 }))).await.unwrap();
    drop(tx);
    world.enqueue(tenant, job(json!({ "n": 2 }))).await;
    assert_eq!(world.drain(&handler).await, Drained { done: 1, retried: 0, failed: 0 });
    assert_eq!((handler.ran()[0].payload["n"].as_i64(), handler.ran()[0].tenant), (Some(2), Some(tenant)));

    let mut tx = world.db.tenant(tenant).await.unwrap();
    for forbidden in [
        "select * from job",
        "delete from job",
        "insert into job (kind, payload, max_attempts) values ('a.b', '{}', 1)",
        "select add_job(null, 'a.b', '{}', null, null, 1::smallint)",
    ] {
        let mut savepoint = tx.conn().begin().await.unwrap();
        let refusal = savepoint.execute(forbidden).await.unwrap_err();
        assert_eq!(refusal.as_database_error().and_then(|error| error.code().map(String::from)).as_deref(), Some("42501"), "{forbidden}");
    }
}

#[tokio::test]
async fn failures_wait_longer_and_end_as_dead_letters_that_can_be_revived() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let handler = Handler::default();
    world.enqueue(tenant, job(json!({ "end": "retry" })).attempts(3)).await;
    world.enqueue(tenant, job(json!({ "end": "fail" }))).await;
    world.enqueue(tenant, job(json!({ "end": "panic" })).attempts(1)).await;
    assert_eq!(world.drain(&handler).await, Drained { done: 0, retried: 1, failed: 2 });
    assert_eq!(world.drain(&handler).await, Drained::default(), "it waits for its date");
    world.clock.advance(TimeDelta::seconds(7));
    assert_eq!(world.drain(&handler).await, Drained { done: 0, retried: 1, failed: 0 });
    world.clock.advance(TimeDelta::seconds(7));
    assert_eq!(world.drain(&handler).await, Drained::default(), "the second wait is longer");
    world.clock.advance(TimeDelta::seconds(7));
    assert_eq!(world.drain(&handler).await, Drained { done: 0, retried: 0, failed: 1 });

    let mut tx = world.db.platform().await.unwrap();
    let dead = jobs::dead(&mut tx, Some(tenant), 10).await.unwrap();
    assert_eq!(
        dead.iter().map(|job| (job.attempt, job.last_error.as_deref().unwrap())).collect::<Vec<_>>(),
        [(1, "its handler panicked"), (1, "hopeless"), (3, "*** is away")]
    );
    assert!(jobs::dead(&mut tx, Some(TenantId::from_uuid(uuid::Uuid::nil())), 10).await.unwrap().is_empty());
    assert!(jobs::revive(&mut tx, dead[1].id).await.unwrap());
    assert!(!jobs::revive(&mut tx, dead[1].id).await.unwrap());
    assert!(jobs::bury(&mut tx, dead[0].id).await.unwrap());
    assert_eq!(jobs::depth(&mut tx).await.unwrap().ready, 1);
    tx.commit().await.unwrap();
    assert_eq!(world.drain(&handler).await.failed, 1);
}

#[tokio::test]
async fn a_key_melts_what_waits_and_never_what_runs() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let other = world.tenant("theatre").await;
    let handler = Handler::default();
    for n in 1..=3 {
        world.enqueue(tenant, job(json!({ "n": n })).keyed("order")).await;
    }
    world.enqueue(other, job(json!({ "n": 9 })).keyed("order")).await;
    assert_eq!(world.drain(&handler).await.done, 2);
    assert!(handler.ran().iter().any(|job| job.payload["n"] == 3), "the newest payload wins");

    // One that backs off starts anew when its key comes again: at once, with all its tries. Asked for later, it keeps its earlier date.
    world.enqueue(tenant, job(json!({ "end": "retry" })).keyed("order")).await;
    assert_eq!(world.drain(&handler).await.retried, 1);
    assert_eq!(world.drain(&handler).await, Drained::default());
    world.enqueue(tenant, job(json!({ "end": "retry" })).keyed("order")).await;
    assert_eq!(world.drain(&handler).await.retried, 1);
    assert_eq!(world.count("select count(*) from job where attempt = 1").await, 1);
    world.enqueue(tenant, job(json!({ "end": "retry" })).keyed("order").at(world.clock.now() + TimeDelta::days(1))).await;
    world.clock.advance(TimeDelta::seconds(7));
    assert_eq!(world.drain(&handler).await.retried, 1);
    assert_eq!(world.count("select count(*) from job where attempt = 1").await, 1);

    // While one runs, its key is free; when it fails it goes on without it.
    world.sql("update job set state = 'running', worker_id = gen_random_uuid(), lease_until = now() - interval '1 second'").await;
    world.enqueue(tenant, job(json!({})).keyed("order")).await;
    assert_eq!(world.count("select count(*) from job").await, 2);
    let shutdown = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(world.db.clone(), world.clock.clone(), Arc::new(Handler::default()), shutdown.clone()));
    until(async || world.count("select count(*) from job where state = 'waiting' and attempt = 2").await == 1).await;
    shutdown.cancel();
    worker.await.unwrap();
}

#[tokio::test]
async fn a_job_sees_what_its_last_enqueuer_wrote() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let handler = Handler::default();
    world.enqueue(tenant, job(json!({ "n": 1 })).keyed("order")).await;
    let mut tx = world.db.tenant(tenant).await.unwrap();
    jobs::enqueue(&mut tx, job(json!({ "n": 2 })).keyed("order")).await.unwrap();
    // The merged job is held until that transaction ends: a worker passes over it.
    let none = jobs::drain(&world.db, &world.clock, &handler);
    let _ = tokio::time::timeout(Duration::from_millis(300), none).await;
    assert!(handler.ran().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(world.drain(&handler).await.done, 1);
    assert_eq!(handler.ran()[0].payload["n"], 2);
}

#[tokio::test]
async fn dates_follow_the_applications_clock() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let handler = Handler { schedules: vec![Schedule { kind: "close.day", every: Every::Daily { hour: 3, minute: 0 } }], ..Handler::default() };
    world.enqueue(tenant, job(json!({})).at(world.clock.now() + TimeDelta::days(7))).await;
    assert_eq!(world.drain(&handler).await, Drained::default());
    world.clock.advance(TimeDelta::days(7));
    assert_eq!(world.drain(&handler).await.done, 1);

    assert_eq!(jobs::fire_schedules(&world.db, &world.clock, &handler).await.unwrap(), 1);
    assert_eq!(jobs::fire_schedules(&world.db, &world.clock, &handler).await.unwrap(), 0, "each slot once, whoever asks");
    world.clock.advance(TimeDelta::days(3));
    assert_eq!(jobs::fire_schedules(&world.db, &world.clock, &handler).await.unwrap(), 1, "what was missed is caught up once");
    assert_eq!(world.drain(&handler).await.done, 1, "and melts into the one that waits");
    assert_eq!(handler.ran().last().unwrap().tenant, None);
}

#[tokio::test]
async fn ten_thousand_jobs_of_one_hold_back_anothers_by_a_batch_at_most() {
    let world = Queue::new().await;
    let (busy, quiet) = (world.tenant("festival").await, world.tenant("quatuor").await);
    world
        .sql(&format!(
            "insert into job (tenant_id, kind, payload, max_attempts) select '{busy}', 'test.work', '{{\"sleep\": 50}}', 3 from generate_series(1, 10000)"
        ))
        .await;
    let handler = Arc::new(Handler::default());
    let shutdown = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(world.db.clone(), world.clock.clone(), Arc::clone(&handler), shutdown.clone()));
    until(async || handler.finished() > 20).await;
    let (before, began) = (handler.ran().len(), Instant::now());
    world.enqueue(quiet, job(json!({}))).await;
    until(async || handler.ran().iter().any(|job| job.tenant == Some(quiet))).await;
    let between = handler.ran().iter().skip(before).take_while(|job| job.tenant == Some(busy)).count();
    assert!(between <= 16, "{between} jobs of the other ran first");
    assert!(began.elapsed() < Duration::from_secs(2));
    shutdown.cancel();
    worker.await.unwrap();
    assert_eq!(handler.ran().len(), handler.finished(), "those in hand were finished");
    assert_eq!(world.count("select count(*) from job where state = 'running'").await, 0);
}

#[tokio::test]
async fn two_workers_share_and_never_run_one_job_twice() {
    let world = Queue::new().await;
    let tenants = [world.tenant("chorale").await, world.tenant("theatre").await, world.tenant("festival").await];
    for tenant in tenants {
        world
            .sql(&format!(
                "insert into job (tenant_id, kind, payload, max_attempts) select '{tenant}', 'test.work', '{{\"sleep\": 5}}', 3 from generate_series(1, 100)"
            ))
            .await;
    }
    let (handler, shutdown) = (Arc::new(Handler::default()), CancellationToken::new());
    let workers: Vec<_> = (0..2).map(|_| tokio::spawn(jobs::work(world.db.clone(), world.clock.clone(), Arc::clone(&handler), shutdown.clone()))).collect();
    until(async || handler.finished() >= 300).await;
    shutdown.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    let mut times: HashMap<i64, usize> = HashMap::new();
    for job in handler.ran() {
        *times.entry(job.id).or_default() += 1;
    }
    assert!(times.len() == 300 && times.values().all(|count| *count == 1));
    assert_eq!(world.count("select count(*) from job").await, 0);
}

#[tokio::test]
async fn a_worker_that_vanishes_gives_its_jobs_back_within_thirty_seconds() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    world.enqueue(tenant, job(json!({ "sleep": 600_000 }))).await;
    let (first, second) = (Arc::new(Handler::default()), Arc::new(Handler::default()));
    // Its own runtime, dropped mid-job, is as good as a kill: nothing of it runs again and nothing is written down.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let config_db = world.db.clone();
    let (clock, handler) = (world.clock.clone(), Arc::clone(&first));
    runtime.spawn(async move { jobs::work(config_db, clock, handler, CancellationToken::new()).await });
    until(async || !first.ran().is_empty()).await;
    runtime.shutdown_background();
    let killed = Instant::now();
    world.sql("update job set payload = '{}'").await;
    let shutdown = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(world.db.clone(), world.clock.clone(), Arc::clone(&second), shutdown.clone()));
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(second.ran().is_empty(), "a lease is kept while it may still be renewed");
    until(async || second.finished() == 1).await;
    assert!(killed.elapsed() < Duration::from_secs(30), "{:?}", killed.elapsed());
    assert_eq!(second.ran()[0].attempt, 2);
    shutdown.cancel();
    worker.await.unwrap();
}

#[tokio::test]
async fn a_job_claimed_without_anyone_knowing_comes_back_while_its_worker_lives() {
    let world = Queue::new().await;
    let tenant = world.tenant("chorale").await;
    let (handler, shutdown) = (Arc::new(Handler::default()), CancellationToken::new());
    let worker = tokio::spawn(jobs::work(world.db.clone(), world.clock.clone(), Arc::clone(&handler), shutdown.clone()));
    world.enqueue(tenant, job(json!({ "sleep": 12_000 }))).await;
    until(async || !handler.ran().is_empty()).await;
    // As a claim looks whose commit went through and whose answer was lost: the worker's by name, and in nobody's hands.
    world
        .sql(
            "insert into job (tenant_id, kind, payload, max_attempts, state, attempt, worker_id, lease_until)
             select tenant_id, kind, '{\"n\": 2}', 3, 'running', 1, worker_id, clock_timestamp() + interval '6 seconds' from job",
        )
        .await;
    until(async || handler.ran().iter().any(|job| job.payload["n"] == 2)).await;
    until(async || handler.finished() == 2).await;
    assert_eq!(handler.ran().iter().map(|job| job.attempt).collect::<Vec<_>>(), [1, 2], "what is in hand was kept and ran once");
    shutdown.cancel();
    worker.await.unwrap();
}

async fn until(mut reached: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !reached().await {
        assert!(began.elapsed() < Duration::from_secs(40), "it never came to that");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
