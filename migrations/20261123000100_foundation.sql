-- Why: tenancy comes before the first table. One template makes every tenant table safe, so that none is protected by hand.

revoke create on schema public from public;
grant usage on schema public to estrade_tenant, estrade_platform;

-- The tenant of this transaction, or null. nullif: after a SET LOCAL the setting is '' on a reused connection, not null.
create function current_tenant() returns uuid
  language sql stable parallel safe
  as $$ select nullif(pg_catalog.current_setting('app.tenant', true), '')::uuid $$;

-- Makes `target` a tenant table: row-level security on and forced, the tenant test as a restrictive policy (a careless permissive
-- one added later cannot widen it), one permissive policy, and the verbs granted to the tenant role.
create function protect(target regclass, variadic verbs text[] default array['select', 'insert', 'update', 'delete']) returns void
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_wall on %s as restrictive for all to public using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', target);
  execute format('create policy tenant_rows on %s as permissive for all to estrade_tenant using (true) with check (true)', target);
  execute format('grant %s on %s to estrade_tenant', array_to_string(verbs, ', '), target);
end
$$;

-- An association. Its id is the tenant id of everything below.
create table tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'),
  name text not null check (length(name) between 1 and 120),
  state text not null default 'active' check (state in ('active', 'suspended', 'closing')),
  created_at timestamptz not null,
  content_version bigint not null default 1,
  content_changed_at timestamptz not null
);
create index tenant_content_changed on tenant (content_changed_at);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_itself on tenant to estrade_tenant using (id = (select current_tenant())) with check (id = (select current_tenant()));
create policy platform_all on tenant to estrade_platform using (true) with check (true);
grant select on tenant to estrade_tenant;
grant update (content_version, content_changed_at) on tenant to estrade_tenant;
grant select, insert, update, delete on tenant to estrade_platform;

-- Hosts beside <slug>.<platform>: an association's own domains.
create table host (
  host text primary key check (host = lower(host) and length(host) <= 253),
  tenant_id uuid not null references tenant on delete cascade,
  state text not null check (state in ('active', 'released')),
  created_at timestamptz not null
);
create index host_tenant on host (tenant_id);
grant select, insert, update, delete on host to estrade_platform;

-- People who work in the back office. An account is the platform's; what it may do is in `staff`.
create table account (
  id uuid primary key,
  email text not null,
  email_norm text not null unique,
  name text not null,
  password_hash text not null,
  locale text not null check (locale in ('fr', 'en')),
  operator boolean not null default false,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null,
  password_changed_at timestamptz not null,
  last_sign_in_at timestamptz
);
grant select, insert, update, delete on account to estrade_platform;

create table staff (
  tenant_id uuid not null references tenant on delete cascade,
  account_id uuid not null references account on delete cascade,
  role text not null check (role in ('president', 'treasurer', 'editor', 'door')),
  added_at timestamptz not null,
  primary key (tenant_id, account_id)
);
create index staff_account on staff (account_id);
grant select, insert, update, delete on staff to estrade_platform;

-- A sign-up waits here until its address is confirmed; nothing of it lives elsewhere before.
create table sign_up (
  id uuid primary key,
  token_hash bytea not null unique,
  association_name text not null,
  slug text not null,
  person_name text not null,
  email text not null,
  email_norm text not null,
  password_hash text not null,
  locale text not null check (locale in ('fr', 'en')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index sign_up_expiry on sign_up (expires_at);
create index sign_up_email on sign_up (email_norm);
grant select, insert, update, delete on sign_up to estrade_platform;

-- One-time links: password reset and invitation to a team.
create table account_token (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('password_reset', 'invitation')),
  account_id uuid references account on delete cascade,
  tenant_id uuid references tenant on delete cascade,
  email text,
  role text check (role in ('president', 'treasurer', 'editor', 'door')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_token_account on account_token (account_id);
create index account_token_tenant on account_token (tenant_id);
grant select, insert, update, delete on account_token to estrade_platform;

-- Staff sessions: the cookie holds a random token, the table only its SHA-256.
create table session (
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  csrf text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);
grant select, insert, update, delete on session to estrade_platform;

create table api_token (
  id uuid primary key,
  tenant_id uuid not null references tenant on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_tenant on api_token (tenant_id);
grant select, insert, update, delete on api_token to estrade_platform;

-- What Stripe told us, reduced to ids: the payload is never trusted for money and would hold names and addresses, so it is not kept.
create table stripe_event (
  id text primary key,
  endpoint text not null check (endpoint in ('platform', 'connect')),
  account_id text,
  type text not null,
  object_id text not null,
  payment_intent text,
  livemode boolean not null,
  created_at timestamptz not null,
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'done', 'orphan', 'ignored')),
  done_at timestamptz
);
create index stripe_event_received on stripe_event (received_at);
grant select, insert, update, delete on stripe_event to estrade_platform;
