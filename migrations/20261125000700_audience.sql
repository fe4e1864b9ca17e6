-- Why: visits are counted in sums that are nobody's. One row is one dimension on one day: no row joins two of them, none holds an address, and
-- no time is finer than a day, so that nothing leads back to a visitor even for whoever reads the whole table (CNIL, audience measurement exempt
-- from consent).

create table visit_day (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  day date not null,
  dimension text not null
    check (dimension in ('site', 'path', 'entry', 'browser', 'system', 'device', 'screen', 'referrer', 'country', 'region', 'city', 'filtered')),
  value text not null check (length(value) <= 200 and value !~ '[?#@]'),
  views bigint not null default 0 check (views >= 0),
  visits bigint not null default 0 check (visits >= 0 and visits <= views),
  primary key (tenant_id, day, dimension, value)
);
select protect('visit_day');

-- The public counter: one row, counted up.
create table visit_total (
  tenant_id uuid primary key default current_tenant() references tenant on delete cascade,
  visits bigint not null default 0 check (visits >= 0),
  since date not null
);
select protect('visit_total', 'select', 'insert', 'update');

-- The random key of a day: a visit is known again within that day by a digest kept in memory only. Unlogged: it reaches neither the write-ahead
-- log nor a standby, and a crash forgets it. Never derived from a date or a secret, or old digests could be made again.
create unlogged table visit_key (
  tenant_id uuid not null default current_tenant() references tenant on delete cascade,
  day date not null,
  key bytea not null check (length(key) = 32),
  primary key (tenant_id, day)
);
select protect('visit_key');
