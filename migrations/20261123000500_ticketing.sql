-- Why: concerts, the seats they have, the orders that take them, the tickets issued, and the journal that French ticketing law asks for.
-- Locks are always taken in this order: ticket_order, seat_pool, payment, counter, journal_head.

create table concert (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,79}$'),
  title text not null check (length(title) between 1 and 160),
  summary_fr text not null default '',
  summary_en text not null default '',
  text_fr text not null default '',
  text_en text not null default '',
  picture_id uuid,
  venue_name text not null default '',
  venue_address text not null default '',
  doors_at timestamptz,
  starts_at timestamptz not null,
  ends_at timestamptz,
  sale_opens_at timestamptz,
  sale_closes_at timestamptz,
  limit_per_order smallint not null default 10 check (limit_per_order between 1 and 50),
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, picture_id) references picture (tenant_id, id),
  check (ends_at is null or ends_at > starts_at),
  check (doors_at is null or doors_at <= starts_at),
  check (sale_opens_at is null or sale_closes_at is null or sale_opens_at < sale_closes_at)
);
create index concert_starts on concert (tenant_id, starts_at);
create index concert_picture on concert (tenant_id, picture_id);
select protect('concert');

-- The seats of a concert. A seat is a conditional update with the CHECK behind it, never a count.
create table seat_pool (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  concert_id uuid not null,
  capacity integer not null check (capacity between 0 and 100000),
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  primary key (tenant_id, concert_id),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id) on delete cascade,
  constraint seats_fit check (held + sold <= capacity)
);
select protect('seat_pool');

create table tariff (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  concert_id uuid not null,
  position smallint not null,
  name_fr text not null check (length(name_fr) between 1 and 80),
  name_en text not null default '',
  kind text not null check (kind in ('fixed', 'free', 'pay_what_you_want')),
  price integer not null default 0 check (price between 0 and 100000),
  limit_per_order smallint check (limit_per_order between 1 and 50),
  retired_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id) on delete cascade,
  check (kind <> 'free' or price = 0),
  check (kind <> 'fixed' or price >= 50)
);
create index tariff_concert on tariff (tenant_id, concert_id, position);
select protect('tariff');

create table ticket_order (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9]{2}$'),
  concert_id uuid not null,
  seats smallint not null check (seats > 0),
  total integer not null check (total >= 0),
  state text not null default 'held' check (state in ('held', 'paying', 'confirmed', 'expired', 'abandoned', 'unseated', 'refunded')),
  locale text not null check (locale in ('fr', 'en')),
  placed_at timestamptz not null,
  held_until timestamptz not null,
  person_id uuid,
  notice_id uuid,
  terms_id uuid,
  acknowledged_at timestamptz,
  number_year smallint,
  number integer,
  confirmed_at timestamptz,
  test boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, number_year, number),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id),
  foreign key (tenant_id, person_id) references person (tenant_id, id),
  foreign key (tenant_id, notice_id) references legal_document (tenant_id, id),
  foreign key (tenant_id, terms_id) references legal_document (tenant_id, id),
  check ((number is null) = (confirmed_at is null))
);
create index ticket_order_concert on ticket_order (tenant_id, concert_id, placed_at);
create index ticket_order_person on ticket_order (tenant_id, person_id);
create index ticket_order_notice on ticket_order (tenant_id, notice_id);
create index ticket_order_terms on ticket_order (tenant_id, terms_id);
create index ticket_order_open on ticket_order (tenant_id, held_until) where state in ('held', 'paying');
select protect('ticket_order', 'select', 'insert', 'update');

-- Which associations have orders whose time is up: all the platform's sweeper may learn, through an index of its own.
create index ticket_order_overdue on ticket_order (held_until) where state in ('held', 'paying');
create function tenants_with_overdue_orders(before timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select distinct tenant_id from public.ticket_order where state in ('held', 'paying') and held_until <= before limit 1000 $$;
revoke execute on function tenants_with_overdue_orders(timestamptz) from public;
grant execute on function tenants_with_overdue_orders(timestamptz) to estrade_platform;

create table order_line (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  order_id uuid not null,
  position smallint not null,
  tariff_id uuid not null,
  name_fr text not null,
  name_en text not null,
  quantity smallint not null check (quantity > 0),
  unit_price integer not null check (unit_price >= 0),
  primary key (tenant_id, order_id, position),
  foreign key (tenant_id, order_id) references ticket_order (tenant_id, id),
  foreign key (tenant_id, tariff_id) references tariff (tenant_id, id)
);
create index order_line_tariff on order_line (tenant_id, tariff_id);
select protect('order_line', 'select', 'insert');

create table ticket (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  id uuid not null,
  number text not null check (number ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9]{5}$'),
  order_id uuid not null,
  concert_id uuid not null,
  tariff_id uuid not null,
  category_fr text not null,
  category_en text not null,
  price integer not null check (price >= 0),
  state text not null default 'valid' check (state in ('valid', 'void')),
  issued_at timestamptz not null,
  voided_at timestamptz,
  refund_id uuid,
  admitted_at timestamptz,
  admitted_by uuid,
  admitted_gate text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, order_id) references ticket_order (tenant_id, id),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id),
  foreign key (tenant_id, tariff_id) references tariff (tenant_id, id),
  foreign key (tenant_id, refund_id) references refund (tenant_id, id),
  check ((state = 'void') = (voided_at is not null))
);
create index ticket_order_id on ticket (tenant_id, order_id);
create index ticket_concert on ticket (tenant_id, concert_id);
create index ticket_tariff on ticket (tenant_id, tariff_id);
create index ticket_refund on ticket (tenant_id, refund_id);
select protect('ticket', 'select', 'insert', 'update');

-- CGI ann. IV 50 sexies B and I, arrêté of 8 March 1993: every operation kept, nothing altered without trace.
-- Append-only by grant, by trigger, and by a hash chain whose head is the row below.
create table ticket_journal (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  kind text not null check (kind in ('issued', 'refunded', 'cancelled', 'admitted', 'admission_undone', 'closed')),
  ticket_number text,
  concert_id uuid,
  category text,
  amount integer not null default 0,
  order_number text,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (tenant_id, seq)
);
create index ticket_journal_at on ticket_journal (tenant_id, at);
create index ticket_journal_concert on ticket_journal (tenant_id, concert_id);
select protect('ticket_journal', 'select', 'insert');

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ticket journal is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger ticket_journal_append_only before update or truncate on ticket_journal for each statement execute function refuse_change();

create table journal_head (
  tenant_id uuid primary key default current_tenant() references tenant on delete cascade,
  seq bigint not null,
  hash bytea not null
);
select protect('journal_head', 'select', 'insert', 'update');

-- CGI ann. IV 50 sexies H: a statement at the end of each day, per category.
create table ticket_closing (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  day date not null,
  concert_id uuid not null,
  category text not null,
  price integer not null,
  issued integer not null,
  cancelled integer not null,
  takings integer not null,
  last_seq bigint not null,
  closed_at timestamptz not null,
  primary key (tenant_id, day, concert_id, category, price),
  foreign key (tenant_id, concert_id) references concert (tenant_id, id)
);
create index ticket_closing_concert on ticket_closing (tenant_id, concert_id);
select protect('ticket_closing', 'select', 'insert');
