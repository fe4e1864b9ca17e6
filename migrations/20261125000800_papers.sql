-- Why: the papers the GDPR asks for beside the notice: what was agreed between platform and association (art. 28), whether a data protection
-- officer is needed and why (art. 37), and each personal data breach with what was decided about it (art. 33(5)).

-- The agreement as the platform offers it, one row a wording. What an association agreed to must say what was agreed, so no row ever changes.
create table agreement_terms (
  version integer primary key check (version > 0),
  content_hash bytea not null unique,
  content jsonb not null,
  published_at timestamptz not null,
  applies_from timestamptz not null
);
grant select, insert on agreement_terms to estrade_platform;

-- Which wording an association agreed to, who for it and when; its own name and seat as they were then.
create table agreement (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  version integer not null check (version > 0),
  content_hash bytea not null,
  controller_name text not null,
  controller_address text not null,
  signatory text not null,
  accepted_by uuid not null,
  accepted_at timestamptz not null,
  -- Since when it binds: the first at once, a later one when its notice is over.
  applies_from timestamptz not null,
  primary key (tenant_id, version)
);
select protect('agreement', 'select', 'insert');

alter table sign_up add column agreement_hash bytea;

-- A processor of ours about to change: announced, then waited for (art. 28(2)).
create table processor_change (
  id uuid primary key,
  recipient text not null,
  legal_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  transfer text not null default '',
  announced_by uuid not null,
  announced_at timestamptz not null,
  applies_from timestamptz not null,
  check (applies_from >= announced_at + interval '30 days')
);
-- Those of five years ago go with the nightly end of periods.
grant select, insert, delete on processor_change to estrade_platform;

-- The processors as the configuration last named them: one that changes without an announcement is found by comparing.
create table processor_in_use (
  recipient text primary key,
  legal_name text not null,
  country text not null,
  transfer text not null default '',
  since timestamptz not null
);
grant select, insert, update on processor_in_use to estrade_platform;

-- The three questions of art. 37(1), each answer kept with its date.
create table dpo_assessment (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  public_body boolean not null,
  monitors boolean not null,
  sensitive boolean not null,
  reasons text not null default '',
  officer_name text not null default '',
  officer_contact text not null default '',
  questions_version integer not null check (questions_version > 0),
  answered_by uuid not null,
  answered_at timestamptz not null,
  primary key (tenant_id, id)
);
create index dpo_assessment_latest on dpo_assessment (tenant_id, answered_at desc);
select protect('dpo_assessment', 'select', 'insert');
-- An answer stays what it was; what names somebody in it can be corrected and taken out.
grant update (reasons, officer_name, officer_contact) on dpo_assessment to estrade_tenant;

create table breach (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  number integer not null check (number > 0),
  reported_by_platform uuid,
  discovered_at timestamptz not null,
  nature text[] not null,
  categories text[] not null,
  affected jsonb not null default '[]',
  people_stated integer check (people_stated >= 0),
  what_happened text not null,
  consequences text not null default '',
  measures text not null default '',
  advice text not null default '',
  risk text check (risk in ('unlikely', 'risk', 'high')),
  risk_reasons text not null default '',
  notified_at timestamptz,
  authority_reference text not null default '',
  delay_reason text not null default '',
  told_at timestamptz,
  -- How those are told whom no letter reaches (art. 34(3)(c)).
  told_otherwise text not null default '',
  closed_at timestamptz,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, reported_by_platform),
  check (risk is null or risk_reasons <> ''),
  -- Art. 33(1): past 72 hours the notification says why.
  check (notified_at is null or notified_at <= discovered_at + interval '72 hours' or delay_reason <> '')
);
select protect('breach', 'select', 'insert', 'update', 'delete');

-- Behind the grants: a file that must be shown to the authority is not lost by mistake. What is older than four years may go, because the nightly
-- sweep ends the five years of the inventory, and everything goes with its association.
create function breach_stays() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 or old.opened_at < now() - interval '4 years' then
    return old;
  end if;
  raise exception 'the file of a breach stays five years' using errcode = 'restrict_violation';
end
$$;
create trigger breach_stays before delete on breach for each row execute function breach_stays();

create table breach_event (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  breach_id uuid not null,
  kind text not null check (kind in ('opened', 'reported', 'described', 'assessed', 'notified', 'telling', 'told', 'closed')),
  account_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, breach_id) references breach on delete cascade
);
create index breach_event_breach on breach_event (tenant_id, breach_id, at);
select protect('breach_event', 'select', 'insert');

-- A breach on the platform's side: its own register, and the associations told (art. 33(2)).
create table platform_breach (
  id uuid primary key,
  number integer not null unique check (number > 0),
  discovered_at timestamptz not null,
  nature text[] not null,
  categories text[] not null,
  what_happened text not null,
  consequences text not null default '',
  measures text not null default '',
  everybody boolean not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  -- The platform's own word to the authority, where its own data were hurt (art. 33(1)).
  notified_at timestamptz,
  delay_reason text not null default '',
  check (notified_at is null or notified_at <= discovered_at + interval '72 hours' or delay_reason <> '')
);
grant select, insert, delete on platform_breach to estrade_platform;
grant update (notified_at, delay_reason) on platform_breach to estrade_platform;
create trigger breach_stays before delete on platform_breach for each row execute function breach_stays();

create table platform_breach_tenant (
  breach_id uuid not null references platform_breach on delete cascade,
  tenant_id uuid not null references tenant on delete cascade,
  told_at timestamptz,
  primary key (breach_id, tenant_id)
);
create index platform_breach_tenant_tenant on platform_breach_tenant (tenant_id);
grant select, insert, update on platform_breach_tenant to estrade_platform;
