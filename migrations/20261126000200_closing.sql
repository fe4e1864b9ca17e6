-- Why: an association that leaves takes its data with it, and nothing of it stays here (GDPR art. 28(3)(g)): asked for, taken back within a week,
-- then closed, then deleted whole, which is provable afterwards and which no open association can suffer by mistake.

alter table tenant drop constraint tenant_state_check,
  add constraint tenant_state_check check (state in ('active', 'suspended', 'closing', 'closed'));
-- A whole association is deleted in one way, below.
revoke delete on tenant from estrade_platform;

-- A closing, from the asking on. No foreign key to the association: it outlives it, and afterwards holds an id that means nobody, dates and counts.
create table closing (
  id uuid primary key,
  tenant_id uuid not null,
  state text not null default 'asked' check (state in ('asked', 'withdrawn', 'closed', 'erasing', 'erased')),
  asked_by uuid,
  asked_at timestamptz not null,
  -- Until then any president takes it back.
  effective_at timestamptz not null check (effective_at >= asked_at + interval '7 days'),
  -- When the data are deleted, unless somebody's request waits for its answer.
  erase_at timestamptz not null check (erase_at >= effective_at),
  closed_at timestamptz check (closed_at >= effective_at),
  erasing_at timestamptz check (erasing_at >= erase_at),
  -- Objects of the bucket and accounts that went; rows are counted table by table.
  objects bigint check (objects >= 0),
  accounts integer check (accounts >= 0),
  -- Taken back, or erased.
  ended_at timestamptz,
  check ((state in ('withdrawn', 'erased')) = (ended_at is not null)),
  check (state in ('asked', 'withdrawn') or closed_at is not null),
  check (state not in ('erasing', 'erased') or erasing_at is not null),
  check (state not in ('withdrawn', 'erased') or asked_by is null)
);
create unique index closing_open on closing (tenant_id) where state in ('asked', 'closed', 'erasing');
create index closing_ended on closing (ended_at);
grant select, insert, update, delete on closing to estrade_platform;

-- A state only moves forward, what a closing is about never changes, and one that is under way is not forgotten.
create function closing_moves() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'asked' then
      raise exception 'a closing begins by being asked for' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.ended_at is null then
      raise exception 'a closing under way is not forgotten' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if (new.id, new.tenant_id, new.asked_at) is distinct from (old.id, old.tenant_id, old.asked_at)
     or (new.state <> old.state and (old.state, new.state) not in (('asked', 'withdrawn'), ('asked', 'closed'), ('closed', 'erasing'), ('erasing', 'erased'))) then
    raise exception 'a closing does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger closing_moves before insert or update or delete on closing for each row execute function closing_moves();

-- The association's copy of everything, made when it leaves. The objects are encrypted with a key of their own, sealed here.
create table closing_export (
  id uuid primary key,
  closing_id uuid not null unique references closing on delete cascade,
  sealed_key bytea not null,
  parts integer not null check (parts > 0),
  bytes bigint not null check (bytes > 0),
  rows bigint not null check (rows >= 0),
  objects bigint not null check (objects >= 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  ready_at timestamptz not null,
  downloaded_at timestamptz
);
grant select, insert, update, delete on closing_export to estrade_platform;

-- How many rows of each table went: the proof, written by the deletion itself.
create table closing_erasure (
  closing_id uuid not null references closing on delete cascade,
  table_name text not null check (table_name ~ '^[a-z0-9_]+(\.[a-z0-9_]+)?$'),
  rows bigint not null default 0 check (rows >= 0),
  primary key (closing_id, table_name)
);
grant select on closing_erasure to estrade_platform;

-- Whose rows may go: those of an association that is closed and whose deletion has begun. Anybody else's are refused.
create function closing_due(closing uuid) returns uuid
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare whose uuid;
begin
  select c.tenant_id into whose from public.closing c join public.tenant t on t.id = c.tenant_id
   where c.id = closing and c.state = 'erasing' and t.state = 'closed';
  if whose is null then
    raise exception 'only an association that is closed and whose deletion is due is deleted' using errcode = 'insufficient_privilege';
  end if;
  return whose;
end
$$;
revoke execute on function closing_due(uuid) from public;

-- Rows that the books and the ledgers keep go with their association and never alone: their triggers let pass what is deleted from within another
-- trigger, as the cascade from the association does. So this deletion is one, of the record that counts it.
create function closing_takes_rows() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  whose uuid := public.closing_due(new.closing_id);
  target regclass := new.table_name::regclass;
  gone bigint;
begin
  if new.table_name = 'stripe_event' then
    -- Stripe's account is all that leads from an event to its association.
    delete from public.stripe_event e
     where e.account_id in (select a.account_id from public.stripe_account a where a.tenant_id = whose
                            union select p.account_id from public.payment p where p.tenant_id = whose);
  else
    if not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                    where k.contype = 'f' and k.conrelid = target and k.confrelid = 'public.tenant'::regclass and a.attname = 'tenant_id') then
      raise exception '% does not hang on an association', target using errcode = 'insufficient_privilege';
    end if;
    execute format('delete from %1$s where ctid = any (array(select ctid from %1$s where tenant_id = $1 limit $2))', target)
      using whose, current_setting('app.closing_batch')::bigint;
  end if;
  get diagnostics gone = row_count;
  new.rows := old.rows + gone;
  return new;
end
$$;
revoke execute on function closing_takes_rows() from public;
create trigger closing_takes_rows before update on closing_erasure for each row execute function closing_takes_rows();

-- Deletes at most `most` rows of one table and says how many; none when nothing is left.
create function closing_erase(closing uuid, target text, most integer) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before bigint;
  after bigint;
begin
  perform public.closing_due(closing);
  perform set_config('app.closing_batch', greatest(most, 1)::text, true);
  insert into public.closing_erasure (closing_id, table_name) values (closing, target) on conflict do nothing;
  select e.rows into before from public.closing_erasure e where e.closing_id = closing and e.table_name = target for update;
  update public.closing_erasure e set rows = e.rows where e.closing_id = closing and e.table_name = target returning e.rows into after;
  return after - before;
end
$$;

-- The end: accounts that worked for this association alone, what waited to become one under its name, and the association itself, with everything
-- that still hangs on it. Says how many accounts went. Operators' accounts are the platform's.
create function closing_finish(closing uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whose uuid := public.closing_due(closing);
  gone integer;
begin
  delete from public.sign_up u using public.tenant t where t.id = whose and u.slug = t.slug and u.confirmed_at is not null;
  delete from public.account a
   where not a.operator
     and exists (select from public.staff s where s.account_id = a.id and s.tenant_id = whose)
     and not exists (select from public.staff s where s.account_id = a.id and s.tenant_id <> whose);
  get diagnostics gone = row_count;
  delete from public.tenant t where t.id = whose;
  return gone;
end
$$;
revoke execute on function closing_erase(uuid, text, integer), closing_finish(uuid) from public;
grant execute on function closing_erase(uuid, text, integer), closing_finish(uuid) to estrade_platform;
