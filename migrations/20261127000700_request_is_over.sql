-- Why: which states of a request end it was spelt out by every query that asks; it is said once, beside `State::is_final` of the code.
create function request_is_over(state text) returns boolean
  language sql immutable parallel safe
  return state in ('completed', 'completed_with_retention', 'refused', 'withdrawn', 'merged_duplicate');
create or replace view attendee_shown with (security_invoker = true) as
  select a.tenant_id, a.id, a.order_id, a.concert_id, a.place, a.ticket_id, a.is_buyer,
         case when r.restricted then null else a.name end as name,
         case when r.restricted then null else a.email end as email,
         a.created_at, r.restricted,
         case when a.is_buyer then 'buyer' when r.restricted then 'restricted' when a.name is null then 'erased' else 'named' end as standing,
         exists (select from privacy_request_scope s join privacy_request q on q.tenant_id = s.tenant_id and q.id = s.request_id
           where s.tenant_id = a.tenant_id and s.root_id = a.id and s.subject = 'attendee' and not request_is_over(q.state)) as asked
    from attendee a
    cross join lateral (select exists (select from attendee_restriction x
      where x.tenant_id = a.tenant_id and x.attendee_id = a.id and x.lifted_at is null and x.treatment in ('all', 'attendees')) as restricted) r;
