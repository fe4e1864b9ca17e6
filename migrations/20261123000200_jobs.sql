-- Jobs: everything that touches the outside (mail, Stripe, object storage) is asked for here, in the transaction that
-- decided it, and done later by a worker. Why our own queue and not a library: ops/adr/0002-jobs.md.
--
-- A platform table: tenant_id says whose work it is and may be null for the platform's own. A tenant's role never reads
-- or writes it; it can only call enqueue_job, which files the job under current_tenant().
create table job (
    id bigint generated always as identity primary key,
    tenant_id uuid references tenant (id) on delete cascade,
    -- The turn-taking unit: one lane a tenant, one for the platform. Never null, so that an index can skip from lane to lane.
    lane uuid not null generated always as (coalesce(tenant_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) stored,
    kind text not null check (kind ~ '^[a-z][a-z0-9_.]{1,63}$'),
    -- Ids and small facts only: a payload outlives an erasure request.
    payload jsonb not null check (jsonb_typeof(payload) = 'object' and pg_column_size(payload) <= 4096),
    -- While a job waits, a second one with the same key melts into it.
    dedupe_key text check (char_length(dedupe_key) between 1 and 200),
    state text not null default 'waiting' check (state in ('waiting', 'running', 'dead')),
    -- Not before this moment, by the application's clock; null is at once. A worker turns `ready` on when the moment has come,
    -- so that the index a worker reads holds only work it may take.
    run_at timestamptz,
    ready boolean not null default true,
    attempt smallint not null default 0 check (attempt >= 0),
    max_attempts smallint not null check (max_attempts between 1 and 100),
    -- A running job belongs to one worker until lease_until, by the database's clock: the only clock all workers share.
    worker_id uuid,
    lease_until timestamptz,
    last_error text check (char_length(last_error) <= 300),
    enqueued_at timestamptz not null default now(),
    check ((state = 'running') = (worker_id is not null)),
    check ((state = 'running') = (lease_until is not null))
);

create index job_ready on job (lane, id) where state = 'waiting' and ready;
create index job_later on job (run_at) where state = 'waiting' and not ready;
create index job_lease on job (lease_until) where state = 'running';
create index job_dead on job (tenant_id, id) where state = 'dead';
-- The cascade from tenant needs it.
create index job_tenant on job (tenant_id);
create unique index job_dedupe on job (tenant_id, kind, dedupe_key) nulls not distinct
    where state = 'waiting' and dedupe_key is not null;

-- The last slot of each schedule that was turned into a job: with several workers, the one who moves it enqueues.
create table job_schedule (
    kind text primary key,
    last_slot timestamptz not null
);

-- Second wall behind the grants: no policy exists for any other role.
alter table job enable row level security;
alter table job force row level security;
create policy platform_only on job to estrade_platform using (true) with check (true);
alter table job_schedule enable row level security;
alter table job_schedule force row level security;
create policy platform_only on job_schedule to estrade_platform using (true) with check (true);
grant select, insert, update, delete on job to estrade_platform;
grant select, insert, update, delete on job_schedule to estrade_platform;

-- The one way in. A key that already waits is updated, not skipped: the update holds the row until the caller commits, so that no
-- worker can take the job before it may see what the caller wrote. One that is backing off after failures starts anew: what is asked
-- for now must neither wait out the hours nor die of the tries of what was asked for then.
create function add_job(for_tenant uuid, kind text, payload jsonb, run_at timestamptz, dedupe_key text, max_attempts smallint)
    returns bigint language sql security invoker set search_path = public, pg_temp as $$
    insert into job as waiting (tenant_id, kind, payload, run_at, ready, dedupe_key, max_attempts)
    values ($1, $2, $3, $4, $4 is null, $5, $6)
    on conflict (tenant_id, kind, dedupe_key) where state = 'waiting' and dedupe_key is not null
    do update set
        payload = excluded.payload,
        max_attempts = greatest(waiting.max_attempts, excluded.max_attempts),
        attempt = 0,
        -- The earlier date, where none is at once: least() would pass over a null.
        run_at = case
            when waiting.run_at is null or excluded.run_at is null then null
            else least(waiting.run_at, excluded.run_at)
        end,
        ready = waiting.ready or excluded.run_at is null
    returning id
$$;
revoke all on function add_job(uuid, text, jsonb, timestamptz, text, smallint) from public;
grant execute on function add_job(uuid, text, jsonb, timestamptz, text, smallint) to estrade_platform;

-- What a tenant's role may call: the tenant is the transaction's own and cannot be chosen.
create function enqueue_job(kind text, payload jsonb, run_at timestamptz, dedupe_key text, max_attempts smallint)
    returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if current_tenant() is null then
        raise exception 'a job needs a tenant: open a tenant transaction first' using errcode = 'insufficient_privilege';
    end if;
    return add_job(current_tenant(), $1, $2, $3, $4, $5);
end
$$;
revoke all on function enqueue_job(text, jsonb, timestamptz, text, smallint) from public;
grant execute on function enqueue_job(text, jsonb, timestamptz, text, smallint) to estrade_tenant;
