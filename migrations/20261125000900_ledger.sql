-- Why: a database restored from a backup must know that it is behind: what people asked for since is written outside it, in the privacy
-- ledger. Here stands how far this database has followed. Why not all in here: ops/adr/0006-privacy-ledger.md.

-- Every entry up to `seq` has its effect in this database; `hash` is that entry's, so that another ledger is not taken for ours.
create table ledger_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null check (seq >= 0),
  hash bytea not null check (octet_length(hash) = 32)
);
insert into ledger_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Entries beyond the head whose effect is here: two acts at once may end in the other order. Emptied as the head moves past them.
create table ledger_applied (
  seq bigint primary key,
  hash bytea not null check (octet_length(hash) = 32)
);

-- An act about to be written into the ledger, committed before it is. An entry without effect whose intent is here was cut short by a
-- crash of this very database's life, and is healed by itself; one without is from a life this database has not lived.
create table ledger_intent (
  id uuid primary key,
  made_at timestamptz not null
);
create index ledger_intent_made on ledger_intent (made_at);

grant select, insert, update, delete on ledger_head, ledger_applied, ledger_intent to estrade_platform;

-- An effect and its mark are one transaction, and the effect is an association's: its role may mark, and only that.
create function ledger_apply(entry bigint, entry_hash bytea, intent uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Waits for whoever is marking; what they marked is seen by the statements below, which are later ones.
  perform 1 from public.ledger_head for update;
  insert into public.ledger_applied (seq, hash)
    select entry, entry_hash where entry > (select seq from public.ledger_head) on conflict (seq) do nothing;
  delete from public.ledger_intent where id = intent;
  loop
    update public.ledger_head h set seq = a.seq, hash = a.hash from public.ledger_applied a where a.seq = h.seq + 1;
    exit when not found;
  end loop;
  delete from public.ledger_applied a using public.ledger_head h where a.seq <= h.seq;
end
$$;
revoke execute on function ledger_apply(bigint, bytea, uuid) from public;
grant execute on function ledger_apply(bigint, bytea, uuid) to estrade_tenant, estrade_platform;
