-- Why: two answers the law gives a person that must hold wherever the person appears: "do not write to me" outlives an erasure (GDPR
-- art. 21), and "keep it, but do not use it" hides the person until it is lifted (art. 18).

-- Addresses that may not be written to, as digests under a key of the association's own: the list is of no use to whoever steals it.
create table suppression (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  digest bytea not null check (octet_length(digest) = 32),
  purpose text not null check (purpose ~ '^[a-z][a-z_]{1,39}$'),
  since timestamptz not null,
  source text not null check (source in ('unsubscribe', 'objection', 'withdrawal', 'erasure')),
  lifted_at timestamptz,
  primary key (tenant_id, digest, purpose),
  check (lifted_at is null or lifted_at >= since)
);
create index suppression_since on suppression (tenant_id, since);
select protect('suppression');

create table person_restriction (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  person_id uuid not null,
  treatment text not null check (treatment ~ '^[a-z][a-z_]{1,39}$'),
  since timestamptz not null,
  reason_key text not null check (reason_key in ('accuracy', 'unlawful', 'claim', 'objection')),
  -- Art. 18(3): the person is told before it ends.
  told_at timestamptz,
  lifted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references person (tenant_id, id) on delete cascade,
  check (lifted_at is null or (told_at is not null and told_at <= lifted_at))
);
create index person_restriction_person on person_restriction (tenant_id, person_id);
select protect('person_restriction');

-- Whether a person's data may be shown and used for what the association does with them. 'all' is every purpose; 'ticketing' is the one a
-- buyer is known for.
create function person_is_restricted(tenant uuid, person uuid) returns boolean
  language sql stable security invoker set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from public.person_restriction r
                        where r.tenant_id = tenant and r.person_id = person and r.lifted_at is null and r.treatment in ('all', 'ticketing')) $$;
revoke execute on function person_is_restricted(uuid, uuid) from public;
grant execute on function person_is_restricted(uuid, uuid) to estrade_tenant;

-- The planner keeps samples of what it was last told to look at, names and addresses among them, and an erasure does not reach them. The type a
-- column has, given to it again, removes them: before a view reads it, which would forbid that.
alter table person
  alter column first_name type text, alter column first_name set statistics 0,
  alter column family_name type text, alter column family_name set statistics 0,
  alter column email type text, alter column email set statistics 0,
  alter column email_norm type text, alter column email_norm set statistics 0;

-- What lists, searches, exports and doors read instead of the table: a restricted person is there without a name. Reader's rights, so that
-- the walls of the table hold. The columns are those the inventory says a restriction hides; a test compares.
create view person_shown with (security_invoker = true) as
  select p.tenant_id, p.id,
         case when r.restricted then '' else p.first_name end as first_name,
         case when r.restricted then '' else p.family_name end as family_name,
         case when r.restricted then '' else p.email end as email,
         case when r.restricted then '' else p.email_norm end as email_norm,
         p.locale, p.created_at, r.restricted
    from person p
    cross join lateral (select exists (select from person_restriction x
      where x.tenant_id = p.tenant_id and x.person_id = p.id and x.lifted_at is null and x.treatment in ('all', 'ticketing')) as restricted) r;
grant select on person_shown to estrade_tenant;

-- Nothing is written to a restricted person's row but by the exercise of a right, which says so for its transaction.
create function refuse_restricted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(pg_catalog.current_setting('app.exercise', true), '') <> 'right' and public.person_is_restricted(old.tenant_id, old.id) then
    raise exception 'this person''s data are restricted' using errcode = 'restrict_violation', constraint = 'person_restricted', table = 'person';
  end if;
  return new;
end
$$;
create trigger person_restricted before update on person for each row execute function refuse_restricted();
