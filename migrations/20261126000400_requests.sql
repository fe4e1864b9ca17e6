-- Why: a request about one's own data meets what no plan covers alone: texts that name somebody, a child that somebody speaks for, a payment that
-- the bank takes back after its buyer was erased, and the question whether an erasure also means "never write to me again".

alter table privacy_request
  -- An erasure asks: true keeps a digest of the address so that nobody writes again, false keeps nothing, null was not asked.
  add column quiet boolean,
  -- For whom somebody asks who does not ask for themselves, and by what right.
  add column represents text check (represents in ('parent', 'guardian', 'mandate')),
  add column represented_given_name text,
  add column represented_family_name text,
  add column represented_age text check (represented_age in ('under_15', 'from_15', 'adult')),
  -- A child of fifteen or more is told before anything is signed.
  add column represented_told_at timestamptz,
  -- What became of the texts that named the person, counted: the answer outlives the list.
  add column mentions jsonb,
  add check (represents is not null or represented_given_name is null);

alter table privacy_request_scope drop constraint privacy_request_scope_basis_check;
alter table privacy_request_scope add constraint privacy_request_scope_basis_check
  check (basis in ('name', 'proof', 'chosen', 'own_request', 'represented'));

-- A text that names whoever a request is about: where it stands and what people decided. Never the text, which is read where it lies. The list goes
-- with the name of who asked: afterwards it would lead from the file to the name again.
create table privacy_request_mention (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  request_id uuid not null,
  table_name text not null,
  column_name text not null,
  row_key text not null,
  found_at timestamptz not null,
  decision text check (decision in ('left', 'corrected')),
  reason text check (reason in ('expression', 'information', 'archive', 'duty', 'claim', 'homonym')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, request_id, table_name, column_name, row_key),
  foreign key (tenant_id, request_id) references privacy_request (tenant_id, id) on delete cascade,
  check ((decision is null) = (decided_at is null)),
  check ((decision = 'left') = (reason is not null))
);
select protect('privacy_request_mention', 'select', 'insert', 'update', 'delete');

-- A payment that its buyer's bank takes back: what proves the sale, taken down when the dispute opens, without a name. It is the duty's own row: an
-- erasure leaves it, and it goes by itself after its period.
create table order_dispute (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  stripe_id text not null check (length(stripe_id) between 1 and 255),
  state text not null check (state in ('open', 'won', 'lost', 'closed')),
  amount integer not null check (amount > 0),
  reason text not null check (length(reason) <= 80),
  opened_at timestamptz not null,
  answer_by timestamptz,
  closed_at timestamptz,
  order_code text not null,
  ordered_at timestamptz not null,
  paid_at timestamptz,
  seats smallint not null,
  total integer not null,
  starts_at timestamptz not null,
  admitted smallint not null default 0,
  first_admitted_at timestamptz,
  last_admitted_at timestamptz,
  acknowledged_at timestamptz,
  notice_version integer,
  notice_hash bytea,
  terms_version integer,
  terms_hash bytea,
  primary key (tenant_id, id),
  unique (tenant_id, stripe_id),
  foreign key (tenant_id, order_id) references ticket_order (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  check ((state = 'open') = (closed_at is null))
);
create index order_dispute_order on order_dispute (tenant_id, order_id);
create index order_dispute_payment on order_dispute (tenant_id, payment_id);
create index order_dispute_closed on order_dispute (tenant_id, closed_at);
select protect('order_dispute', 'select', 'insert', 'update', 'delete');

-- All that the privacy slice may learn of disputes: whose purchase, since when, and whether it is over. It runs with its reader's rights.
create view purchase_dispute with (security_invoker = true) as
  select d.tenant_id, o.person_id, d.opened_at, d.closed_at
    from order_dispute d join ticket_order o on o.tenant_id = d.tenant_id and o.id = d.order_id;
grant select on purchase_dispute to estrade_tenant;
