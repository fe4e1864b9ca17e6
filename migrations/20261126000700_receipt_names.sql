-- Why: an erasure that crosses the confirmation of an order must come before it or after it. The name on a receipt was read without waiting, so that it
-- could be written after the erasure had looked for it, and be lost to the archive of the books or left behind.
create or replace function name_receipt() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Nobody erases them until this transaction ends; an erasure that has begun is waited for, and has left no name.
  perform from public.person p where p.tenant_id = new.tenant_id and p.id = new.person_id for key share;
  new.receipt_name := (select btrim(concat_ws(' ', p.first_name, p.family_name)) from public.person p
                        where p.tenant_id = new.tenant_id and p.id = new.person_id and p.email_norm not like '%@erased.invalid');
  return new;
end
$$;
