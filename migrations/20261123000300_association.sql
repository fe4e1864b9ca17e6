-- Why: the facts an association states once, from which its site, its notice, its tickets and its receipts print.

create table association (
  tenant_id uuid primary key default current_tenant() references tenant on delete cascade,
  legal_name text not null,
  tagline_fr text not null default '',
  tagline_en text not null default '',
  about_fr text not null default '',
  about_en text not null default '',
  street text not null default '',
  postal_code text not null default '',
  city text not null default '',
  country text not null default 'FR' check (country ~ '^[A-Z]{2}$'),
  email text not null default '',
  phone text not null default '',
  siret text not null default '',
  rna text not null default '',
  ape text not null default '',
  vat_regime text not null default 'franchise' check (vat_regime in ('franchise', 'exempt', 'liable')),
  vat_number text not null default '',
  licence text not null default '',
  director_name text not null default '',
  director_role text not null default '',
  mediator_name text not null default '',
  mediator_address text not null default '',
  mediator_url text not null default '',
  online_since date,
  main_colour text not null default '#b3261e' check (main_colour ~ '^#[0-9a-f]{6}$'),
  logo_id uuid,
  updated_at timestamptz not null
);
select protect('association', 'select', 'insert', 'update');

create table picture (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  content_type text not null check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  alt_fr text not null default '',
  alt_en text not null default '',
  credit text not null default '',
  uploaded_at timestamptz not null,
  primary key (tenant_id, id)
);
select protect('picture');
alter table association add foreign key (tenant_id, logo_id) references picture (tenant_id, id);

-- Every version of a text people acknowledged, kept whole: "I have read" must say what was read.
create table legal_document (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('notice', 'terms')),
  version integer not null check (version > 0),
  content_hash bytea not null,
  content jsonb not null,
  effective_from timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, version)
);
select protect('legal_document', 'select', 'insert');

-- What staff did, by whom and on what; ids only.
create table staff_action (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  account_id uuid not null,
  action text not null,
  target_id uuid,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index staff_action_at on staff_action (tenant_id, at);
select protect('staff_action', 'select', 'insert');

create table person (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  first_name text not null,
  family_name text not null,
  email text not null,
  email_norm text not null,
  locale text not null check (locale in ('fr', 'en')),
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index person_email on person (tenant_id, email_norm);
select protect('person');

-- Uninterrupted numbers (orders, receipts): a row lock instead of a sequence, because a rolled-back sequence leaves a gap.
create table counter (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  name text not null,
  value bigint not null check (value >= 0),
  primary key (tenant_id, name)
);
select protect('counter', 'select', 'insert', 'update');
