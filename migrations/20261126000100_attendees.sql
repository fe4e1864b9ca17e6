-- Why: some evenings want a name on each ticket. Who bought it types the names, so the rows are about other people than the buyer: each is a
-- person of its own to the rights (an address of their own finds them), and goes without touching the order or its buyer.
alter table concert add column attendee_names text not null default 'none' check (attendee_names in ('none', 'optional', 'required'));

-- One row for each place that somebody was named for. The buyer's own place says so and repeats no name. A place that lost its name to an
-- erasure keeps its row, so that nobody writes the name there again.
create table attendee (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  order_id uuid not null,
  concert_id uuid not null,
  place smallint not null check (place between 1 and 999),
  ticket_id uuid,
  is_buyer boolean not null default false,
  name text check (length(name) between 1 and 200),
  -- Normalised: nobody is written to, it only finds whose row this is.
  email text check (length(email) between 3 and 254),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, place),
  foreign key (tenant_id, order_id) references ticket_order (tenant_id, id),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
);
create index attendee_concert on attendee (tenant_id, concert_id);
create index attendee_ticket on attendee (tenant_id, ticket_id);
create index attendee_email on attendee (tenant_id, email);
-- The planner keeps samples of what it looks at, and an erasure does not reach them.
alter table attendee alter column name set statistics 0, alter column email set statistics 0;
select protect('attendee');

-- "Keep it, but do not use it" (GDPR art. 18), for somebody who is named on a ticket: as person_restriction is for a buyer.
create table attendee_restriction (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  attendee_id uuid not null,
  treatment text not null check (treatment ~ '^[a-z][a-z_]{1,39}$'),
  since timestamptz not null,
  reason_key text not null check (reason_key in ('accuracy', 'unlawful', 'claim', 'objection')),
  told_at timestamptz,
  lifted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, attendee_id) references attendee (tenant_id, id) on delete cascade,
  check (lifted_at is null or (told_at is not null and told_at <= lifted_at))
);
create index attendee_restriction_attendee on attendee_restriction (tenant_id, attendee_id);
select protect('attendee_restriction');

-- What pages, documents, lists and doors read instead of the table. The columns hidden are those the inventory says a restriction hides; a
-- test compares.
create view attendee_shown with (security_invoker = true) as
  select a.tenant_id, a.id, a.order_id, a.concert_id, a.place, a.ticket_id, a.is_buyer,
         case when r.restricted then null else a.name end as name,
         case when r.restricted then null else a.email end as email,
         a.created_at, r.restricted,
         case when a.is_buyer then 'buyer' when r.restricted then 'restricted' when a.name is null then 'erased' else 'named' end as standing
    from attendee a
    cross join lateral (select exists (select from attendee_restriction x
      where x.tenant_id = a.tenant_id and x.attendee_id = a.id and x.lifted_at is null and x.treatment in ('all', 'attendees')) as restricted) r;
grant select on attendee_shown to estrade_tenant;

-- Nothing is written over a restricted name but by the exercise of a right. A ticket that is issued meanwhile still finds its place.
create function refuse_restricted_attendee() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.is_buyer, new.name, new.email) is distinct from (old.is_buyer, old.name, old.email)
     and coalesce(pg_catalog.current_setting('app.exercise', true), '') <> 'right'
     and exists (select from public.attendee_restriction x
                  where x.tenant_id = old.tenant_id and x.attendee_id = old.id and x.lifted_at is null and x.treatment in ('all', 'attendees')) then
    raise exception 'this person''s data are restricted' using errcode = 'restrict_violation', constraint = 'attendee_restricted', table = 'attendee';
  end if;
  return new;
end
$$;
create trigger attendee_restricted before update on attendee for each row execute function refuse_restricted_attendee();
