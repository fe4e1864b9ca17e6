-- Why: an association is its own merchant: its Stripe account, what was asked of it, what came back, and our books beside Stripe's.

create table stripe_account (
  tenant_id uuid primary key default current_tenant() references tenant on delete cascade,
  account_id text not null,
  state text not null check (state in ('onboarding', 'active', 'restricted', 'disconnected')),
  details_submitted boolean not null default false,
  currently_due text[] not null default '{}',
  disabled_reason text,
  descriptor text not null,
  livemode boolean not null,
  connected_at timestamptz not null,
  checked_at timestamptz not null
);
create index stripe_account_account on stripe_account (account_id);
select protect('stripe_account', 'select', 'insert', 'update');

-- A webhook names the Stripe account and nothing else: the platform may ask whose it is, and learns only that.
create function stripe_account_tenant(account text) returns uuid
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select tenant_id from public.stripe_account where account_id = account limit 1 $$;
revoke execute on function stripe_account_tenant(text) from public;
grant execute on function stripe_account_tenant(text) to estrade_platform;

-- One row per Checkout asked for. The row exists before the call: its id is the idempotency key.
create table payment (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('order')),
  subject_id uuid not null,
  account_id text not null,
  amount integer not null check (amount > 0),
  currency text not null default 'eur' check (currency = 'eur'),
  state text not null default 'pending' check (state in ('pending', 'processing', 'succeeded', 'failed', 'expired')),
  session_id text,
  session_url text,
  intent_id text,
  charge_id text,
  refund_reserved integer not null default 0,
  refunded integer not null default 0,
  fee integer,
  net integer,
  livemode boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  disputed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, session_id),
  check (refunded >= 0 and refunded <= refund_reserved and refund_reserved <= amount)
);
create index payment_subject on payment (tenant_id, subject_kind, subject_id);
create index payment_charge on payment (tenant_id, charge_id);
create index payment_intent on payment (tenant_id, intent_id);
create index payment_open on payment (tenant_id, state, created_at) where state in ('pending', 'processing');
select protect('payment', 'select', 'insert', 'update');

create table refund (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  payment_id uuid not null,
  amount integer not null check (amount > 0),
  reason text not null check (reason in ('requested', 'unseated', 'duplicate', 'dashboard')),
  state text not null default 'pending' check (state in ('pending', 'processing', 'succeeded', 'failed')),
  stripe_id text,
  failure text,
  requested_by uuid,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, stripe_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index refund_payment on refund (tenant_id, payment_id);
select protect('refund', 'select', 'insert', 'update');

-- Our copy of the association's Stripe ledger: one row per balance transaction, so that sums can be compared to the cent.
create table ledger_entry (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id text not null,
  kind text not null,
  source_id text not null,
  payment_id uuid,
  amount integer not null,
  fee integer not null,
  net integer not null,
  currency text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  check (net = amount - fee)
);
create index ledger_entry_payment on ledger_entry (tenant_id, payment_id);
create index ledger_entry_created on ledger_entry (tenant_id, created_at);
select protect('ledger_entry', 'select', 'insert', 'update');
