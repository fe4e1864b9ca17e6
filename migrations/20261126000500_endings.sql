-- Why: what is kept must end by itself, what is append-only must end and do nothing else, what the inventory says of a document or an archive must
-- be what the database enforces, and a receipt must go on saying what it said when it was issued.

-- Documents (jsonb): a key that nobody judged is refused. `estrade migrate` makes the checks of these two from the inventory.
create function json_has_only(document jsonb, known text[]) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select not exists (select from jsonb_path_query(document, 'strict $.** ? (@.type() == "object").keyvalue()') pair where not (pair ->> 'key') = any (known)) $$;
-- Ids, numbers, dates and words: no space, no at sign, nothing nested.
create function json_says_facts(document jsonb) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog
  as $$
  select jsonb_typeof(document) = 'object' and not exists (
    select from jsonb_path_query(document, 'strict $.*') value, jsonb_path_query(value, 'lax $[*]') item
     where jsonb_typeof(value) = 'object' or jsonb_typeof(item) in ('object', 'array')
        or (jsonb_typeof(item) = 'string' and (length(item #>> '{}') > 200 or item #>> '{}' ~ '[@[:space:]]')))
$$;

-- The restricted archives. Whoever reads one says as whom, and the database looks itself whether that account's role in this association is one of
-- those the duty names. `estrade migrate` keeps the roles as the inventory has them.
create function archive_readers(hold text) returns text[]
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select case hold when 'accounting' then array['president', 'treasurer'] else '{}'::text[] end $$;
create function archive_open(hold text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from public.staff s join public.account a on a.id = s.account_id and a.state = 'active'
     where s.tenant_id = public.current_tenant() and s.role = any (public.archive_readers(hold))
       and s.account_id::text = pg_catalog.current_setting('app.archive_reader', true))
$$;
drop policy archive_reader on archive.sale_party;
drop policy archive_emptied on archive.sale_party;
create policy archive_reader on archive.sale_party as restrictive for select to public using ((select archive_open('accounting')));

-- Nobody deletes from an archive but the end of its period, and nobody counts its rows by reading them.
revoke delete on archive.sale_party from estrade_tenant;
create function archive_named(target regclass) returns text
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if public.current_tenant() is null or not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target and n.nspname = 'archive') then
    raise exception '% is no archive of this transaction''s association', target using errcode = 'insufficient_privilege';
  end if;
  return target::text;
end
$$;
create function archive_expire(target regclass, today date) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare gone bigint;
begin
  execute format('delete from %s where tenant_id = $1 and kept_until < $2', public.archive_named(target)) using public.current_tenant(), today;
  get diagnostics gone = row_count;
  return gone;
end
$$;
create function archive_count(target regclass) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare held bigint;
begin
  execute format('select count(*) from %s where tenant_id = $1', public.archive_named(target)) into held using public.current_tenant();
  return held;
end
$$;
revoke execute on function archive_open(text), archive_named(regclass), archive_expire(regclass, date), archive_count(regclass) from public;
grant execute on function archive_open(text), archive_expire(regclass, date), archive_count(regclass) to estrade_tenant;

-- The planner's samples of these columns go. The type a column has, given to it again, removes them; a view that reads the column forbids that, and a
-- trigger that names it, so each stands aside and comes back as it was, in the same transaction. Called by the owner, with each migration.
create function forget_samples(target regclass, variadic names text[]) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  view record;
  name text;
begin
  create temporary table if not exists aside (place integer, made text, granted text) on commit drop;
  truncate pg_temp.aside;
  for view in
    with recursive over as (
      select target::oid as oid, 0 as depth
      union all
      select r.ev_class, over.depth + 1 from over
        join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = over.oid and d.classid = 'pg_rewrite'::regclass
        join pg_rewrite r on r.oid = d.objid and r.ev_class <> over.oid)
    select c.oid, c.oid::regclass::text as name, max(over.depth) as depth, pg_get_viewdef(c.oid) as said, c.relkind, array_to_string(c.reloptions, ', ') as options,
           (select string_agg(format('grant %s on %s to %s', a.privilege_type, c.oid::regclass, case a.grantee when 0 then 'public' else a.grantee::regrole::text end), '; ')
              from aclexplode(c.relacl) a where a.grantee <> c.relowner) as granted
      from over join pg_class c on c.oid = over.oid where over.depth > 0 group by c.oid order by 3 desc
  loop
    if view.relkind <> 'v' then
      raise exception '% keeps a copy of %: make it an ordinary view first', view.name, target;
    end if;
    insert into pg_temp.aside values (view.depth, format('create view %s%s as %s', view.name, ' with (' || view.options || ')', view.said), view.granted);
    execute format('drop view %s', view.name);
  end loop;
  for view in select t.tgname, pg_get_triggerdef(t.oid) as said from pg_trigger t where t.tgrelid = target and not t.tgisinternal and (t.tgqual is not null or t.tgattr <> '') loop
    insert into pg_temp.aside values (0, view.said, null);
    execute format('drop trigger %I on %s', view.tgname, target);
  end loop;
  foreach name in array names loop
    execute (select format('alter table %s alter column %I type %s', target, name, format_type(a.atttypid, a.atttypmod))
               from pg_attribute a where a.attrelid = target and a.attname = name);
  end loop;
  for view in select * from pg_temp.aside order by place loop
    execute view.made;
    if view.granted is not null then
      execute view.granted;
    end if;
  end loop;
end
$$;
revoke execute on function forget_samples(regclass, text[]) from public;

-- What is only ever added to, and what the books keep: a row goes after its period and not before, by nobody's hand, the owner's included. The
-- floor is a little below the period that the nightly sweep counts to the day: a clock that is wrong can do no worse. With its association
-- everything goes, which is a cascade.
create function refuse_early_end() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if pg_trigger_depth() > 1 or (to_jsonb(old) ->> tg_argv[0])::timestamptz < now() - tg_argv[1]::interval then
      return old;
    end if;
    raise exception 'a row of % stays for %', tg_table_name, tg_argv[1] using errcode = 'restrict_violation';
  end if;
  raise exception 'a row of % is never changed: add another', tg_table_name using errcode = 'restrict_violation';
end
$$;
create function kept_for(target regclass, since text, floor interval) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('create trigger ends_in_time before delete on %s for each row execute function refuse_early_end(%L, %L)', target, since, floor);
  execute format('create trigger is_not_emptied before truncate on %s for each statement execute function refuse_early_end()', target);
end
$$;
-- The same, and no row is ever altered.
create function only_added(target regclass, since text, floor interval) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform kept_for(target, since, floor);
  execute format('create trigger is_not_changed before update on %s for each row execute function refuse_early_end()', target);
end
$$;

select only_added('staff_action', 'at', '6 months');
select only_added('export_register', 'at', '6 months');
select only_added('breach_event', 'at', '4 years');
select only_added('privacy_request_event', 'at', '4 years');
select only_added('legal_notification', 'told_at', '4 years');
select only_added('proof_history', 'at', '1 year');
-- These two go with what they belong to, and never alone.
select only_added('order_line', '', '10 years');
select only_added('agreement', '', '100 years');
select kept_for('ticket_journal', 'at', '10 years');
select kept_for('ticket_order', 'confirmed_at', '10 years');
select kept_for('ticket', 'issued_at', '10 years');
select kept_for('payment', 'created_at', '10 years');
select kept_for('refund', 'created_at', '10 years');
select kept_for('ledger_entry', 'created_at', '10 years');
grant delete on ticket_journal, ticket_order, ticket, payment, refund, ledger_entry to estrade_tenant;
-- The chain of the journal goes on from the last line that ended: its number and hash stay, so that a line taken away otherwise is still missed.
alter table journal_head add column ended_seq bigint not null default 0, add column ended_hash bytea;
create function journal_line_ended() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if pg_trigger_depth() = 1 then
    update public.journal_head set ended_seq = old.seq, ended_hash = old.hash where tenant_id = old.tenant_id and ended_seq < old.seq;
  end if;
  return null;
end
$$;
create trigger journal_line_ended after delete on ticket_journal for each row execute function journal_line_ended();
-- What a sale was made of goes with it.
alter table order_line drop constraint order_line_tenant_id_order_id_fkey,
  add constraint order_line_tenant_id_order_id_fkey foreign key (tenant_id, order_id) references ticket_order (tenant_id, id) on delete cascade;
-- So does a place somebody was named for; a ticket that ended alone leaves it.
alter table attendee drop constraint attendee_tenant_id_order_id_fkey, drop constraint attendee_tenant_id_ticket_id_fkey,
  add constraint attendee_tenant_id_order_id_fkey foreign key (tenant_id, order_id) references ticket_order (tenant_id, id) on delete cascade,
  add constraint attendee_tenant_id_ticket_id_fkey foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) on delete set null (ticket_id);

create function refuse_early_expiry() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if pg_trigger_depth() > 1 or old.kept_until < (now() at time zone 'Europe/Paris')::date then
      return old;
    end if;
    raise exception 'what % holds stays until its last day', tg_table_name using errcode = 'restrict_violation';
  end if;
  raise exception 'what % holds is never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger ends_in_time before update or delete on archive.sale_party for each row execute function refuse_early_expiry();
create trigger is_not_emptied before truncate on archive.sale_party for each statement execute function refuse_early_expiry();

-- A text that people acknowledged is proof for five years after the last of them could; then its words go, and its hash stays.
alter table legal_document add column superseded_at timestamptz, alter column content drop not null;
update legal_document d set superseded_at = n.effective_from from legal_document n where n.tenant_id = d.tenant_id and n.kind = d.kind and n.version = d.version + 1;
create index legal_document_superseded on legal_document (tenant_id, superseded_at);
grant update (content, superseded_at) on legal_document to estrade_tenant;
create function refuse_rewriting() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if pg_trigger_depth() > 1 then
      return old;
    end if;
  elsif tg_op = 'UPDATE' then
    if to_jsonb(new) - 'content' - 'superseded_at' = to_jsonb(old) - 'content' - 'superseded_at'
       and (new.superseded_at is not distinct from old.superseded_at or old.superseded_at is null)
       and (new.content is not distinct from old.content or (new.content is null and old.superseded_at < now() - interval '4 years')) then
      return new;
    end if;
  end if;
  raise exception 'a published text is never changed: publish another version' using errcode = 'restrict_violation';
end
$$;
create trigger is_not_changed before update or delete on legal_document for each row execute function refuse_rewriting();
create trigger is_not_emptied before truncate on legal_document for each statement execute function refuse_rewriting();

-- A module that was switched off leaves the notice; its data stay until their periods end.
alter table association_module add column ended_at timestamptz;
grant update (ended_at) on association_module to estrade_tenant;

-- The last month of the fiscal year, from whose end the books are kept.
alter table association add column fiscal_year_end smallint not null default 12 check (fiscal_year_end between 1 and 12);
create function fiscal_year_end(day date, month integer) returns date
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select (make_date(extract(year from day)::integer + case when extract(month from day) > month then 1 else 0 end, month, 1) + interval '1 month' - interval '1 day')::date $$;

-- The buyer as the receipt named them on the day it was issued. Written once, by the confirmation itself; what comes later is an erasure, which first
-- hands it to the archive.
alter table ticket_order add column receipt_name text;
update ticket_order o set receipt_name = btrim(concat_ws(' ', p.first_name, p.family_name))
  from person p
 where p.tenant_id = o.tenant_id and p.id = o.person_id and o.confirmed_at is not null and o.total > 0 and p.email_norm not like '%@erased.invalid';
create function name_receipt() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  new.receipt_name := (select btrim(concat_ws(' ', p.first_name, p.family_name)) from public.person p
                        where p.tenant_id = new.tenant_id and p.id = new.person_id and p.email_norm not like '%@erased.invalid');
  return new;
end
$$;
create trigger receipt_named before update on ticket_order for each row
  when (old.confirmed_at is null and new.confirmed_at is not null and new.total > 0) execute function name_receipt();
create trigger receipt_named_at_once before insert on ticket_order for each row
  when (new.confirmed_at is not null and new.total > 0 and new.receipt_name is null) execute function name_receipt();
create function refuse_renaming() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'a receipt that was issued names who it named' using errcode = 'restrict_violation';
end
$$;
create trigger receipt_stays before update on ticket_order for each row
  when (old.confirmed_at is not null and new.receipt_name is not null and new.receipt_name is distinct from old.receipt_name) execute function refuse_renaming();

-- Accounts that nobody uses: when their holder was warned. The row goes when they come back, and with the account.
create table account_warning (
  account_id uuid primary key references account on delete cascade,
  warned_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > warned_at)
);
grant select, insert, delete on account_warning to estrade_platform;
