-- Why: what a notice claims must be shown to be true, with a date. The last proof of each claim stands in one row; a row more is written only
-- when its state changes, so that years of nights stay small.

create table proof (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  claim text not null check (claim ~ '^[a-z_]{1,60}$'),
  state text not null check (state in ('green', 'red', 'unknown')),
  since timestamptz not null,
  checked_at timestamptz not null check (checked_at >= since),
  -- A word of ours that says why, and one small fact of the machine beside it: never anything about a person.
  reason text not null check (reason ~ '^[a-z0-9_-]{1,60}$'),
  fact text not null default '' check (length(fact) <= 120),
  primary key (tenant_id, claim)
);
select protect('proof', 'select', 'insert', 'update');

create table proof_history (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  claim text not null check (claim ~ '^[a-z_]{1,60}$'),
  state text not null check (state in ('green', 'red', 'unknown')),
  at timestamptz not null,
  reason text not null,
  fact text not null default '',
  primary key (tenant_id, id)
);
create index proof_history_claim on proof_history (tenant_id, claim, at);
select protect('proof_history', 'select', 'insert');

-- What no machine can see, somebody says: who, in which office, and when they took it back.
create table attestation (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  claim text not null check (claim ~ '^[a-z_]{1,60}$'),
  account_id uuid not null,
  role text not null check (role in ('president', 'treasurer', 'editor', 'door')),
  attested_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= attested_at),
  withdrawn_by uuid,
  primary key (tenant_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index attestation_claim on attestation (tenant_id, claim, attested_at);
select protect('attestation', 'select', 'insert', 'delete');
grant update (withdrawn_at, withdrawn_by) on attestation to estrade_tenant;

-- How the claims stand over all associations: sums are all the platform's role may learn.
create function claims_by_state() returns table (claim text, state text, sites bigint, oldest timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.claim, p.state, count(*), min(p.checked_at) from public.proof p join public.tenant t on t.id = p.tenant_id
         where t.state = 'active' group by p.claim, p.state order by p.claim, p.state $$;
revoke execute on function claims_by_state() from public;
grant execute on function claims_by_state() to estrade_platform;

-- Whether a site asks its visitors even when nothing it sets needs their consent.
alter table association add column cookie_notice text not null default 'always' check (cookie_notice in ('always', 'auto'));
