-- Why: an erasure takes a buyer's name out of every table, and the books must still name who a sale was made to (C. com. art. L123-22). What
-- they must name, and nothing else, moves to a schema of its own before the erasure, where no ordinary transaction can read it.
create schema archive;
grant usage on schema archive to estrade_tenant;

create table archive.sale_party (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  order_id uuid not null,
  name text not null,
  legal_ref text not null,
  archived_at timestamptz not null,
  kept_until date not null,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references ticket_order (tenant_id, id)
);
create index sale_party_kept_until on archive.sale_party (tenant_id, kept_until);
select protect('archive.sale_party', 'select', 'insert', 'delete');

-- A third wall: reading and emptying want a transaction that said so when it was opened (Db::tenant_archive).
create policy archive_reader on archive.sale_party as restrictive for select to public
  using (current_setting('app.archive_reader', true) = 'on');
create policy archive_emptied on archive.sale_party as restrictive for delete to public
  using (current_setting('app.archive_reader', true) = 'on');

-- The journal is reached by the number of a ticket, the way the law writes it: without an index, an erasure would read all of it.
create index ticket_journal_ticket on ticket_journal (tenant_id, ticket_number);
-- And what a member of staff did, by its account.
create index staff_action_account on staff_action (tenant_id, account_id, at);

-- What Stripe told about a payment lies in a table of the platform. Its tenant may see and remove what concerns its own payments, through this
-- door and no further: the payments named must be the transaction's own.
create index stripe_event_intent on stripe_event (payment_intent);
create function own_stripe_events(intents text[], erase boolean) returns setof jsonb
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
begin
  if erase then
    return query
      with gone as (
        delete from public.stripe_event e
        where e.payment_intent = any (intents)
          and exists (select from public.payment p where p.tenant_id = public.current_tenant() and p.intent_id = e.payment_intent)
        returning e.*)
      select to_jsonb(gone) from gone;
  else
    return query
      select to_jsonb(e) from public.stripe_event e
      where e.payment_intent = any (intents)
        and exists (select from public.payment p where p.tenant_id = public.current_tenant() and p.intent_id = e.payment_intent);
  end if;
end
$$;
revoke execute on function own_stripe_events(text[], boolean) from public;
grant execute on function own_stripe_events(text[], boolean) to estrade_tenant;
