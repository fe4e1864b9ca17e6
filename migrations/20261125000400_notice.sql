-- Why: a legal notice that is complete and cannot lie: the facts it still lacked, the modules it must speak of, what an association adds in its
-- own words, and who was told of a change that matters.

alter table association
  add column webmaster_name text not null default '',
  add column webmaster_contact text not null default '',
  add column dpo_needed boolean,
  add column dpo_name text not null default '',
  add column dpo_contact text not null default '',
  add column dpo_answered_at timestamptz;

-- A module is in use from the first time on and stays so: the notice speaks of data as long as some may exist.
create table association_module (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  module text not null check (module in ('ticketing', 'payments')),
  since timestamptz not null,
  primary key (tenant_id, module)
);
select protect('association_module', 'select', 'insert');
insert into association_module (tenant_id, module, since) select tenant_id, 'ticketing', min(created_at) from concert where state <> 'draft' group by tenant_id;
insert into association_module (tenant_id, module, since) select tenant_id, 'payments', connected_at from stripe_account;

alter table legal_document
  drop constraint legal_document_kind_check,
  add constraint legal_document_kind_check check (kind in ('notice', 'terms', 'accessibility')),
  add column material boolean not null default false;

-- What an association adds to a section: the words it works on, and the words the public reads.
create table legal_clause (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  document text not null check (document in ('notice', 'terms', 'accessibility')),
  section text not null check (section ~ '^[a-z]{2,30}$'),
  draft_fr text not null default '' check (length(draft_fr) <= 3000),
  draft_en text not null default '' check (length(draft_en) <= 3000),
  text_fr text not null default '' check (length(text_fr) <= 3000),
  text_en text not null default '' check (length(text_en) <= 3000),
  changed_at timestamptz not null,
  published_at timestamptz,
  primary key (tenant_id, document, section)
);
select protect('legal_clause', 'select', 'insert', 'update');

-- That those concerned by a version were written to: the row is the once.
create table legal_notification (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  document_id uuid not null,
  told_at timestamptz not null,
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references legal_document (tenant_id, id)
);
select protect('legal_notification', 'select', 'insert');
