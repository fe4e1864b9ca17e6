-- Why: whoever a high risk concerns is written to (GDPR art. 34), once, whatever stops in between: a letter is owed from the moment somebody decided
-- to write, and sent when the relay took it. Whoever turns up later is owed one of their own.
create table breach_letter (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  breach_id uuid not null,
  person_id uuid,
  request_id uuid,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, breach_id, person_id),
  unique (tenant_id, breach_id, request_id),
  foreign key (tenant_id, breach_id) references breach on delete cascade,
  foreign key (tenant_id, person_id) references person on delete cascade,
  foreign key (tenant_id, request_id) references privacy_request on delete cascade,
  check (num_nonnulls(person_id, request_id) = 1)
);
create index breach_letter_person on breach_letter (tenant_id, person_id);
create index breach_letter_request on breach_letter (tenant_id, request_id);
select protect('breach_letter');
