-- Why: whoever a high risk concerns is written to, whatever they are to us: each kind of person whose own row holds an address, as the inventory
-- says. And the platform judges the risk of its own breaches, which decides whether the authority and the people are told (art. 33(1) and 34).

-- A letter to somebody who is neither a buyer nor a requester: of which kind, and the id of their own row. No foreign key: an account is the platform's.
alter table breach_letter
  add column subject text,
  add column root_id uuid,
  drop constraint breach_letter_check,
  add constraint breach_letter_reader check (num_nonnulls(person_id, request_id, root_id) = 1 and (subject is null) = (root_id is null)),
  add unique (tenant_id, breach_id, subject, root_id);

alter table platform_breach
  add column advice text not null default '',
  add column risk text check (risk in ('unlikely', 'risk', 'high')),
  add column risk_reasons text not null default '',
  add column assessed_by uuid,
  add column told_at timestamptz,
  add column told_otherwise text not null default '',
  add constraint platform_breach_reasons check (risk is null or risk_reasons <> ''),
  add constraint platform_breach_told check (told_at is null or risk = 'high');
grant update (risk, risk_reasons, assessed_by, told_at, told_otherwise) on platform_breach to estrade_platform;

-- A letter is owed from the moment somebody decided to write, and sent when the relay took it.
create table platform_breach_letter (
  id uuid primary key,
  breach_id uuid not null references platform_breach on delete cascade,
  subject text not null,
  root_id uuid not null,
  sent_at timestamptz,
  unique (breach_id, subject, root_id)
);
grant select, insert, update on platform_breach_letter to estrade_platform;
