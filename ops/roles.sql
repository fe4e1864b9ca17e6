-- Roles are cluster-wide, so they are made here once per cluster and never in a migration: databases made in parallel would race.
-- Run as a superuser. estrade_owner migrates and may pass row-level security (a backfill must see every row), estrade_backup reads all; the two serving roles may not.
do $$
begin
  if not exists (select from pg_roles where rolname = 'estrade_owner') then create role estrade_owner login bypassrls; end if;
  if not exists (select from pg_roles where rolname = 'estrade_tenant') then create role estrade_tenant login; end if;
  if not exists (select from pg_roles where rolname = 'estrade_platform') then create role estrade_platform login; end if;
  if not exists (select from pg_roles where rolname = 'estrade_backup') then create role estrade_backup login; end if;
end
$$;
alter role estrade_owner nosuperuser bypassrls nocreatedb nocreaterole;
-- Reads everything and writes nothing: a dump of tables under forced row-level security needs a role that passes it.
alter role estrade_backup nosuperuser bypassrls nocreatedb nocreaterole;
alter role estrade_backup set default_transaction_read_only = on;
grant pg_read_all_data to estrade_backup;
alter role estrade_tenant nosuperuser nobypassrls nocreatedb nocreaterole;
alter role estrade_platform nosuperuser nobypassrls nocreatedb nocreaterole;
