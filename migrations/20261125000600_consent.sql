-- Why: who agreed to what, when, to which words, and when they took it back (GDPR art. 7). Events are added, never changed: how somebody stands
-- is their latest event. "I have read" is an event of another kind: it agrees to nothing.

create table consent_event (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  person_id uuid,
  account_id uuid,
  receipt_id uuid,
  -- A consent of the inventory, or for what was read the kind of text: notice, terms, contract.
  about text not null check (about ~ '^[a-z_]{1,60}$'),
  action text not null check (action in ('granted', 'refused', 'withdrawn', 'expired', 'acknowledged')),
  channel text not null check (channel in ('site', 'mail', 'back_office', 'paper', 'api')),
  about_version integer not null check (about_version > 0),
  document_id uuid,
  -- SHA-256 of the words shown beside the box, in the language they were shown in.
  words_hash bytea not null check (length(words_hash) = 32),
  locale text not null check (locale in ('fr', 'en')),
  at timestamptz not null,
  proof_id uuid,
  actor text not null check (actor in ('themselves', 'staff', 'clock')),
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references person (tenant_id, id),
  foreign key (tenant_id, document_id) references legal_document (tenant_id, id),
  check (num_nonnulls(person_id, account_id, receipt_id) = 1)
);
create index consent_event_person on consent_event (tenant_id, person_id, about, at);
create index consent_event_account on consent_event (tenant_id, account_id, about, at);
create index consent_event_receipt on consent_event (tenant_id, receipt_id, about, at);
create index consent_event_at on consent_event (tenant_id, at);
create index consent_event_document on consent_event (tenant_id, document_id);
select protect('consent_event', 'select', 'insert', 'delete');

-- Behind the grants: not even the owner rewrites history by mistake. What is older than four years may go, because the nightly sweep ends the
-- five years of the inventory, and everything goes with its association.
create function consent_event_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if pg_trigger_depth() > 1 or old.at < now() - interval '4 years' then
      return old;
    end if;
  end if;
  raise exception 'an event of the consent ledger is never changed: add another' using errcode = 'restrict_violation';
end
$$;
create trigger consent_event_stays before update or delete on consent_event for each row execute function consent_event_stays();
create trigger consent_event_is_not_emptied before truncate on consent_event for each statement execute function consent_event_stays();

-- What visitors answer to the notice about tracers: sums of a day, and to which words. Nobody can be found in them.
create table cookie_choice_count (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  day date not null,
  answer text not null check (answer in ('accepted', 'refused', 'chosen', 'forgotten')),
  words_hash bytea not null check (length(words_hash) = 32),
  count bigint not null check (count > 0),
  primary key (tenant_id, day, answer, words_hash)
);
select protect('cookie_choice_count', 'select', 'insert', 'update');
