-- Why: the periods of the inventory end by themselves, every night; what a rule did, and what it could not, is written down.

-- One row a rule (`<retention>.<table>`). A rule that is new, or that reads differently than before, is rehearsed first.
create table retention_rule_state (
  rule text primary key check (rule ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*$'),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  first_seen timestamptz not null,
  mode text not null check (mode in ('rehearsed', 'active', 'stopped')),
  approved_at timestamptz,
  last_run_at timestamptz,
  last_count bigint not null default 0 check (last_count >= 0),
  overdue bigint not null default 0 check (overdue >= 0),
  held bigint not null default 0 check (held >= 0),
  indeterminate bigint not null default 0 check (indeterminate >= 0)
);

-- What each run did: figures only, kept as the proof that periods are kept.
create table retention_run (
  id uuid primary key,
  rule text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('rehearsed', 'done', 'stopped', 'failed')),
  due bigint not null check (due >= 0),
  touched bigint not null check (touched >= 0),
  overdue bigint not null check (overdue >= 0),
  held bigint not null check (held >= 0),
  indeterminate bigint not null check (indeterminate >= 0)
);
create index retention_run_started on retention_run (started_at);

grant select, insert, update, delete on retention_rule_state, retention_run to estrade_platform;
-- A trace of what staff did is not altered by anybody, but it does end.
grant delete on staff_action to estrade_tenant;
