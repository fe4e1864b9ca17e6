-- Why: a closing may have been taken back since the backup that a restore brings, and no ledger says so. Those that wait are given their week again, by
-- the owner, before anybody is served. Gives how many.
create function closings_begin_again(at timestamptz default now()) returns bigint
  language sql set search_path = pg_catalog, public, pg_temp
  as $$
  with again as (
    update public.closing set effective_at = greatest(effective_at, at + (effective_at - asked_at)), erase_at = greatest(erase_at, at + (erase_at - asked_at))
     where state = 'asked' returning id)
  select count(*) from again
$$;
revoke execute on function closings_begin_again(timestamptz) from public;
