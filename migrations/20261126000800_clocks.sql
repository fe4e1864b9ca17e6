-- Why: a period is worth what its beginning is worth. The moment a period counts from stays as it was written by those who serve, so that none of them makes a row of
-- the books old before its time; what came to nothing ends after months, as the inventory has it, and not never; the file of a request stays as long as the
-- trace of what was done for it.
create function refuse_redating() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Whoever owns the table could take this guard away: it keeps out those who serve.
  if current_user = pg_get_userbyid((select relowner from pg_class where oid = tg_relid)) then
    return new;
  end if;
  raise exception 'the moment from which a row of % is kept stays as it is', tg_table_name using errcode = 'restrict_violation';
end
$$;
create function dated_once(target regclass, variadic names text[]) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare name text;
begin
  foreach name in array names loop
    execute format('create trigger %I before update on %s for each row when (old.%I is not null and new.%I is distinct from old.%I) execute function refuse_redating()',
                   name || '_stays', target, name, name, name);
  end loop;
end
$$;
select dated_once('ticket_order', 'placed_at', 'confirmed_at');
select dated_once('ticket', 'issued_at');
select dated_once('payment', 'created_at', 'settled_at');
select dated_once('refund', 'created_at');
select dated_once('ledger_entry', 'created_at');
select dated_once('ticket_journal', 'at');
select dated_once('privacy_request', 'received_at', 'completed_at');

-- A sale, and what was paid for it: ten years. An order nobody paid, a payment that failed: months. Once money has moved, it is a sale.
create function refuse_early_end_of_sale() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  since timestamptz;
  floor interval := '10 years';
begin
  if pg_trigger_depth() > 1 then
    return old;
  end if;
  if tg_table_name = 'ticket_order' then
    since := coalesce(old.confirmed_at, old.placed_at);
    if old.confirmed_at is null and old.state in ('expired', 'abandoned') and not exists (
      select from public.payment p where p.tenant_id = old.tenant_id and p.subject_kind = 'order' and p.subject_id = old.id and p.settled_at is not null)
    then
      floor := '3 months';
    end if;
  else
    since := old.created_at;
    if old.settled_at is null and old.state in ('failed', 'expired') then
      floor := '3 months';
    end if;
  end if;
  if since < now() - floor then
    return old;
  end if;
  raise exception 'a row of % stays for %', tg_table_name, floor using errcode = 'restrict_violation';
end
$$;
drop trigger ends_in_time on ticket_order;
drop trigger ends_in_time on payment;
create trigger ends_in_time before delete on ticket_order for each row execute function refuse_early_end_of_sale();
create trigger ends_in_time before delete on payment for each row execute function refuse_early_end_of_sale();

select kept_for('privacy_request', 'completed_at', '4 years');

-- A text that was in force was superseded afterwards; one that was not yet may be at any moment.
create function refuse_backdating() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'a text is not superseded before it was in force' using errcode = 'restrict_violation';
end
$$;
create trigger superseded_in_time before update on legal_document for each row
  when (old.superseded_at is null and new.superseded_at < least(old.effective_from, now() - interval '1 day')) execute function refuse_backdating();
