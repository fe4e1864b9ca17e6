-- Why: a password alone lets in whoever learnt it. An account may have a second factor (RFC 6238), an association may ask its team for one,
-- and whoever lost theirs is helped by a colleague, slowly and in the open.

-- The factor of an account: at most one, of use once `confirmed_at` is set. `secret` is sealed with a key that is not in the database.
create table second_factor (
  account_id uuid primary key references account on delete cascade,
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- The last time step a code was accepted for: a code works once, so the next one is later.
  last_step bigint not null default 0,
  last_used_at timestamptz
);
grant select, insert, update, delete on second_factor to estrade_platform;

-- What opens once when the phone is gone. Only keyed hashes: the codes are on paper.
create table recovery_code (
  account_id uuid not null references account on delete cascade,
  digest bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, digest)
);
grant select, insert, update, delete on recovery_code to estrade_platform;

-- Somebody whose password was right and whose code is awaited. Not a session: nothing but the page that asks for the code reads it.
create table sign_in_step (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null default 0
);
create index sign_in_step_account on sign_in_step (account_id);
create index sign_in_step_expiry on sign_in_step (expires_at);
grant select, insert, update, delete on sign_in_step to estrade_platform;

-- From when an association asks its whole team for a second factor; no row: it does not.
create table team_policy (
  tenant_id uuid primary key references tenant on delete cascade,
  second_factor_from timestamptz not null,
  asked_at timestamptz not null
);
grant select, insert, update, delete on team_policy to estrade_platform;

-- A factor somebody else asked to remove. It takes effect at `effective_at` unless it was objected to before. Without an association: an
-- operator asked.
create table factor_removal (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  tenant_id uuid references tenant on delete cascade,
  asked_by uuid not null,
  asked_at timestamptz not null,
  effective_at timestamptz not null check (effective_at > asked_at),
  objection_hash bytea not null unique,
  state text not null default 'waiting' check (state in ('waiting', 'objected', 'withdrawn', 'done')),
  settled_at timestamptz,
  check ((state = 'waiting') = (settled_at is null))
);
create unique index factor_removal_waiting on factor_removal (account_id) where state = 'waiting';
create index factor_removal_account on factor_removal (account_id);
create index factor_removal_tenant on factor_removal (tenant_id);
grant select, insert, update, delete on factor_removal to estrade_platform;
