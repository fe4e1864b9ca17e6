-- Why: whoever is named on a ticket without an address of theirs holds the ticket, and nothing else by which their rights could find them.

alter table privacy_request_scope drop constraint privacy_request_scope_basis_check;
alter table privacy_request_scope add constraint privacy_request_scope_basis_check
  check (basis in ('name', 'proof', 'ticket', 'chosen', 'own_request', 'represented'));

-- Whose name a ticket bears, restricted or not: compared with a name that was given, and shown to nobody. It runs with its reader's rights.
create view ticket_proof with (security_invoker = true) as
  select t.tenant_id, t.number, a.id as attendee_id, a.name
    from ticket t join attendee a on a.tenant_id = t.tenant_id and a.ticket_id = t.id;
grant select on ticket_proof to estrade_tenant;
