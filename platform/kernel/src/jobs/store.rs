//! The queue's SQL. Leases are measured by the database's clock, which all workers share; dates by the application's, which tests can hold.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{NewJob, RunningJob};
use crate::{clock::Timestamp, error::Result, ids::TenantId};

/// How long a claimed job belongs to its worker without a sign of life, in seconds.
pub(super) const LEASE_SECONDS: f64 = 20.0;

/// The lane of the platform's own jobs, as the table computes it.
const PLATFORM_LANE: Uuid = Uuid::max();

/// A job that was given up.
#[derive(Clone, Debug)]
pub struct DeadJob {
    /// Its id.
    pub id: i64,
    /// What it was.
    pub kind: String,
    /// Whose.
    pub tenant: Option<TenantId>,
    /// Ids and small facts.
    pub payload: Value,
    /// Tries made.
    pub attempt: i16,
    /// Why the last one failed; never personal data.
    pub last_error: Option<String>,
    /// When it was first asked for.
    pub enqueued_at: Timestamp,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Depth {
    /// Could run now.
    pub ready: i64,
    /// Waits for its date.
    pub later: i64,
    /// In a worker's hands.
    pub running: i64,
    /// Given up.
    pub dead: i64,
    /// Age of the oldest that could run now, in seconds.
    pub oldest_seconds: f64,
}

/// The turn-taking unit a job belongs to.
pub(super) fn lane(tenant: Option<TenantId>) -> Uuid {
    tenant.map_or(PLATFORM_LANE, TenantId::uuid)
}

pub(super) async fn enqueue_for_tenant(conn: &mut PgConnection, job: &NewJob) -> Result<()> {
    sqlx::query_scalar!("select enqueue_job($1, $2, $3, $4, $5)", job.kind, job.payload, job.run_at, job.key, job.max_attempts).fetch_one(conn).await?;
    Ok(())
}

pub(super) async fn enqueue_for_platform(conn: &mut PgConnection, tenant: Option<TenantId>, job: &NewJob) -> Result<()> {
    let tenant = tenant.map(TenantId::uuid);
    sqlx::query_scalar!("select add_job($1, $2, $3, $4, $5, $6)", tenant, job.kind, job.payload, job.run_at, job.key, job.max_attempts).fetch_one(conn).await?;
    Ok(())
}

/// Opens to workers what has come due by `now`, oldest date first. Bounded, so that a mountain of dates is worked through in steps.
pub(super) async fn open_due(conn: &mut PgConnection, now: Timestamp) -> Result<u64> {
    let done = sqlx::query!(
        "update job set ready = true where id in
         (select id from job where state = 'waiting' and not ready and run_at <= $1 order by run_at limit 1000 for update skip locked)",
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Up to `wanted` lanes with work, in order, from the one after `after` on, without those in `full`. Skips from lane to lane on the index: the
/// cost is the lanes it returns, not the jobs that wait in them.
pub(super) async fn lanes(conn: &mut PgConnection, after: Uuid, wanted: i64, full: &[Uuid]) -> Result<Vec<Uuid>> {
    let found = sqlx::query_scalar!(
        r#"with recursive turn (lane) as (
             (select lane from job where state = 'waiting' and ready and lane > $1 order by lane limit 1)
             union all
             select (select job.lane from job where job.state = 'waiting' and job.ready and job.lane > turn.lane order by job.lane limit 1)
             from turn where turn.lane is not null
           )
           select lane as "lane!" from turn where lane is not null and lane <> all($3) limit $2"#,
        after,
        wanted,
        full
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// Takes up to `per_lane` of the oldest jobs of each lane, `total` at most, for `worker`.
pub(super) async fn claim(conn: &mut PgConnection, lanes: &[Uuid], per_lane: i64, total: i64, worker: Uuid) -> Result<Vec<RunningJob>> {
    let rows = sqlx::query!(
        r#"with picked as (
             select candidate.id from unnest($1::uuid[]) as turn (lane)
             cross join lateral
               (select id from job where job.lane = turn.lane and state = 'waiting' and ready order by id limit $2 for update skip locked) as candidate
             limit $3
           )
           update job set state = 'running', attempt = attempt + 1, worker_id = $4, lease_until = clock_timestamp() + make_interval(secs => $5)
           from picked where job.id = picked.id
           returning job.id as "id!", kind as "kind!", tenant_id, payload as "payload!", attempt as "attempt!", max_attempts as "max_attempts!""#,
        lanes,
        per_lane,
        total,
        worker,
        LEASE_SECONDS
    )
    .fetch_all(conn)
    .await?;
    let running = rows.into_iter().map(|row| RunningJob {
        id: row.id,
        kind: row.kind,
        tenant: row.tenant_id.map(TenantId::from_uuid),
        payload: row.payload,
        attempt: row.attempt,
        max_attempts: row.max_attempts,
    });
    Ok(running.collect())
}

/// Renews the leases of those of `jobs` that are still `worker`'s, and tells which these are. A lease that has lapsed is another's to take:
/// it is never renewed, or a job nobody runs could be kept from all for ever.
pub(super) async fn renew(conn: &mut PgConnection, worker: Uuid, jobs: &[i64]) -> Result<Vec<i64>> {
    let renewed = sqlx::query_scalar!(
        "update job set lease_until = clock_timestamp() + make_interval(secs => $3)
         where id = any($1) and worker_id = $2 and state = 'running' and lease_until > clock_timestamp() returning id",
        jobs,
        worker,
        LEASE_SECONDS
    )
    .fetch_all(conn)
    .await?;
    Ok(renewed)
}

/// Removes a job that is done. `false` when it is no longer this worker's.
pub(super) async fn finish(conn: &mut PgConnection, id: i64, worker: Uuid) -> Result<bool> {
    let done = sqlx::query!("delete from job where id = $1 and worker_id = $2 and state = 'running'", id, worker).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a job back until `run_at`. When another with its key waits already, or `forget_key` says that one is about to, it goes on without its
/// key: both run, which is safe.
pub(super) async fn put_back(conn: &mut PgConnection, id: i64, worker: Uuid, run_at: Timestamp, error: &str, forget_key: bool) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job set state = 'waiting', worker_id = null, lease_until = null, run_at = $3, ready = false, last_error = $4,
           dedupe_key = case when $5 or exists (
             select from job as other where other.tenant_id is not distinct from job.tenant_id and other.kind = job.kind
               and other.dedupe_key = job.dedupe_key and other.state = 'waiting') then null else dedupe_key end
         where id = $1 and worker_id = $2 and state = 'running'",
        id,
        worker,
        run_at,
        error,
        forget_key
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a job up.
pub(super) async fn give_up(conn: &mut PgConnection, id: i64, worker: Uuid, error: &str) -> Result<bool> {
    let done = sqlx::query!(
        "update job set state = 'dead', worker_id = null, lease_until = null, last_error = $3 where id = $1 and worker_id = $2 and state = 'running'",
        id,
        worker,
        error
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One job whose worker gave no sign of life, taken out of its hands: it waits again, or is given up after its last try (a job that kills its
/// worker must not do so for ever). `None` when there is none.
pub(super) async fn recover_one(conn: &mut PgConnection) -> Result<Option<i64>> {
    let recovered = sqlx::query_scalar!(
        "update job set state = case when attempt >= max_attempts then 'dead' else 'waiting' end,
           ready = true, run_at = null, worker_id = null, lease_until = null, last_error = 'its worker stopped while it ran',
           dedupe_key = case when exists (
             select from job as other where other.tenant_id is not distinct from job.tenant_id and other.kind = job.kind
               and other.dedupe_key = job.dedupe_key and other.state = 'waiting') then null else dedupe_key end
         where id = (select id from job where state = 'running' and lease_until < clock_timestamp() order by lease_until limit 1 for update skip locked)
         returning id"
    )
    .fetch_optional(conn)
    .await?;
    Ok(recovered)
}

/// Moves a schedule to `slot`; `false` when another worker was first.
pub(super) async fn move_schedule(conn: &mut PgConnection, kind: &str, slot: Timestamp) -> Result<bool> {
    let done = sqlx::query!(
        "insert into job_schedule as old (kind, last_slot) values ($1, $2)
         on conflict (kind) do update set last_slot = excluded.last_slot where old.last_slot < excluded.last_slot",
        kind,
        slot
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn dead(conn: &mut PgConnection, tenant: Option<TenantId>, limit: i64) -> Result<Vec<DeadJob>> {
    let rows = sqlx::query!(
        r#"select id, kind, tenant_id, payload, attempt, last_error, enqueued_at as "enqueued_at: DateTime<Utc>" from job
           where state = 'dead' and ($1::uuid is null or tenant_id = $1) order by id desc limit $2"#,
        tenant.map(TenantId::uuid),
        limit
    )
    .fetch_all(conn)
    .await?;
    let jobs = rows.into_iter().map(|row| DeadJob {
        id: row.id,
        kind: row.kind,
        tenant: row.tenant_id.map(TenantId::from_uuid),
        payload: row.payload,
        attempt: row.attempt,
        last_error: row.last_error,
        enqueued_at: row.enqueued_at,
    });
    Ok(jobs.collect())
}

pub(super) async fn revive(conn: &mut PgConnection, id: i64) -> Result<bool> {
    let done =
        sqlx::query!("update job set state = 'waiting', ready = true, run_at = null, attempt = 0, dedupe_key = null where id = $1 and state = 'dead'", id)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn forget(conn: &mut PgConnection, id: i64) -> Result<bool> {
    let done = sqlx::query!("delete from job where id = $1 and state = 'dead'", id).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn depth(conn: &mut PgConnection) -> Result<Depth> {
    let row = sqlx::query!(
        r#"select count(*) filter (where state = 'waiting' and ready) as "ready!", count(*) filter (where state = 'waiting' and not ready) as "later!",
             count(*) filter (where state = 'running') as "running!", count(*) filter (where state = 'dead') as "dead!",
             coalesce(extract(epoch from now() - min(greatest(enqueued_at, run_at)) filter (where state = 'waiting' and ready)), 0)::float8 as "oldest!"
           from job"#
    )
    .fetch_one(conn)
    .await?;
    Ok(Depth { ready: row.ready, later: row.later, running: row.running, dead: row.dead, oldest_seconds: row.oldest.max(0.0) })
}
