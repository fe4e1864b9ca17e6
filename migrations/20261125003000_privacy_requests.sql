-- Why: people ask about their own data (GDPR art. 12 to 22) and must be answered within a month, provably. The file of a request keeps how it
-- was answered; what says who asked is nulled 30 days after the answer.

create table privacy_request (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  reference text not null check (reference ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  kind text not null check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'withdrawal')),
  channel text not null check (channel in ('site', 'letter')),
  state text not null check (state in ('received', 'acknowledged', 'identity_pending', 'identity_verified', 'scoping', 'planned',
    'awaiting_second_approval', 'executing', 'external_pending', 'completed', 'completed_with_retention', 'refused', 'withdrawn', 'merged_duplicate')),
  locale text not null check (locale in ('fr', 'en')),
  given_name text,
  family_name text,
  email text,
  email_norm text,
  message text,
  reply_address text,
  corrected_given_name text,
  corrected_family_name text,
  corrected_email text,
  received_at timestamptz not null,
  due_at timestamptz not null,
  identified_at timestamptz,
  -- An erasure waits here: until then the person may change their mind.
  execute_at timestamptz,
  extended_at timestamptz,
  extension_reason text,
  clarification_requested_at timestamptz,
  clarification text,
  restricted boolean not null default false,
  held boolean not null default false,
  overdue_at timestamptz,
  -- Counts and names of purposes, never a value; its hash is what two people approve.
  plan jsonb,
  plan_hash bytea,
  -- Why a second person must look: words of ours.
  review text[] not null default '{}',
  decision text check (decision in ('execute', 'refuse')),
  refusal text check (refusal in ('identity', 'unfounded', 'excessive', 'others', 'duty')),
  refusal_note text,
  prepared_by uuid,
  prepared_at timestamptz,
  prepared_hash bytea,
  approved_by uuid,
  merged_into uuid,
  completed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  foreign key (tenant_id, merged_into) references privacy_request (tenant_id, id) on delete cascade,
  check ((state = 'merged_duplicate') = (merged_into is not null)),
  check (state <> 'refused' or refusal is not null)
);
create index privacy_request_due on privacy_request (tenant_id, due_at);
create index privacy_request_email on privacy_request (tenant_id, email_norm, received_at);
create index privacy_request_merged on privacy_request (tenant_id, merged_into);
-- After five years the whole file goes, and only whole: what hangs on it has no delete of its own.
select protect('privacy_request', 'select', 'insert', 'update', 'delete');

-- Whose rows a request is about. No foreign key: the file outlives the rows.
create table privacy_request_scope (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  request_id uuid not null,
  subject text not null,
  root_id uuid not null,
  basis text not null check (basis in ('name', 'proof', 'chosen', 'own_request')),
  primary key (tenant_id, request_id, subject, root_id),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade
);
select protect('privacy_request_scope', 'select', 'insert', 'delete');

-- What happened to a request, each entry chained to the one before it.
create table privacy_request_event (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  request_id uuid not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  kind text not null,
  actor text not null check (actor in ('person', 'staff', 'software')),
  account_id uuid,
  facts jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (tenant_id, request_id, seq),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade
);
select protect('privacy_request_event', 'select', 'insert');

-- Links that open once. The secret in the address is derived from the id by a key the database does not hold.
create table privacy_request_link (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  request_id uuid not null,
  purpose text not null check (purpose in ('identity', 'download')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade
);
create index privacy_request_link_request on privacy_request_link (tenant_id, request_id);
select protect('privacy_request_link', 'select', 'insert', 'update');

-- Those to whom the data had gone (GDPR art. 19), and what became of it there.
create table privacy_request_recipient (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  request_id uuid not null,
  recipient text not null check (recipient in ('stripe', 'object_storage', 'mail_provider', 'exports', 'backups')),
  status text not null check (status in ('pending', 'done', 'scheduled', 'asked', 'expires', 'nothing')),
  not_before timestamptz,
  done_at timestamptz,
  confirmed_by uuid,
  primary key (tenant_id, request_id, recipient),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade
);
select protect('privacy_request_recipient', 'select', 'insert', 'update');

-- Copies made for people. The object is encrypted with a key of its own, sealed here; destroying the key destroys every copy of the object.
create table privacy_export (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  request_id uuid not null,
  portable boolean not null,
  sealed_key bytea,
  rows integer not null check (rows >= 0),
  bytes bigint not null check (bytes >= 0),
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  downloaded_at timestamptz,
  destroyed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, request_id),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade
);
select protect('privacy_export', 'select', 'insert', 'update');

-- Tables of people's data that staff took away: an erasure asks them to delete their copies.
create table export_register (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  account_id uuid not null,
  what text not null check (what in ('orders', 'tickets')),
  concert_id uuid,
  state_filter text not null default '',
  searched boolean not null default false,
  rows integer not null check (rows >= 0),
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index export_register_at on export_register (tenant_id, at);
-- Never altered, but it does end: after a year, with the other traces of what staff did.
select protect('export_register', 'select', 'insert', 'delete');

-- What proves a purchase and when it was last charged: all that the privacy slice may learn of orders. It runs with its reader's rights.
create view purchase_proof with (security_invoker = true) as
  select o.tenant_id, o.id as order_id, o.code, o.person_id, c.starts_at, o.total,
         (select max(p.settled_at) from payment p where p.tenant_id = o.tenant_id and p.subject_kind = 'order' and p.subject_id = o.id) as charged_at
    from ticket_order o join concert c on c.tenant_id = o.tenant_id and c.id = o.concert_id
   where o.confirmed_at is not null;
grant select on purchase_proof to estrade_tenant;
