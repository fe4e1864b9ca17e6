//! What an association has, counted across its slices: read only, and only for the page that tells what its end would take with it.

use kernel::{clock::Timestamp, db::TenantTx, error::Result};
use tenants::payments::model::{PaymentId, Subject};

use crate::closing::model::{Numbers, Pending, SoldConcert};

/// Counts, in the association's own transaction. People and objects are counted elsewhere.
///
/// # Errors
/// When the database is away.
pub async fn read(tx: &mut TenantTx, now: Timestamp) -> Result<Numbers> {
    let tenant = tx.tid();
    let concerts = sqlx::query!(
        r#"select c.id, c.title, c.starts_at, count(*) as "tickets!" from concert c
             join ticket t on t.tenant_id = c.tenant_id and t.concert_id = c.id and t.state = 'valid'
            where c.tenant_id = $1 and coalesce(c.ends_at, c.starts_at) > $2 group by c.id, c.title, c.starts_at order by c.starts_at, c.id"#,
        tenant,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let row = sqlx::query!(
        r#"select
             (select count(*) from ticket_order o where o.tenant_id = $1 and o.state in ('held', 'paying')) as "orders_open!",
             (select count(*) from payment p where p.tenant_id = $1 and p.state = 'pending') as "payments_pending!",
             (select count(*) from payment p where p.tenant_id = $1 and p.state = 'processing') as "payments_processing!",
             exists (select from stripe_account a where a.tenant_id = $1 and a.state = 'disconnected') as "untied!",
             (select count(*) from refund r where r.tenant_id = $1
                 and (r.state in ('pending', 'processing') or (r.state = 'failed' and r.failure is distinct from 'retried'))) as "refunds_open!",
             (select count(*) from order_dispute d where d.tenant_id = $1 and d.state = 'open') as "disputes_open!",
             (select count(*) from breach b where b.tenant_id = $1 and b.closed_at is null) as "breaches_open!",
             (select count(*) from ticket_order o where o.tenant_id = $1 and o.confirmed_at is not null and o.total > 0) as "sales!",
             (select count(*) from ticket_journal j where j.tenant_id = $1) as "journal!""#,
        tenant
    )
    .fetch_one(tx.conn())
    .await?;
    // Of an account whose tie was cut nobody tells us any more: what was under way there is followed there, and stands in nobody's way for ever here.
    // A payment page is over by its own clock.
    let at_stripe = |count: i64| if row.untied { (0, count) } else { (count, 0) };
    let [(processing, processing_left), (refunds_open, refunds_left), (disputes_open, disputes_left)] =
        [row.payments_processing, row.refunds_open, row.disputes_open].map(at_stripe);
    Ok(Numbers {
        concerts: concerts.into_iter().map(|row| SoldConcert { id: row.id, title: row.title, starts_at: row.starts_at, tickets: row.tickets }).collect(),
        orders_open: row.orders_open,
        payments_open: row.payments_pending + processing,
        refunds_open,
        disputes_open,
        left_at_stripe: processing_left + refunds_left + disputes_left,
        breaches_open: row.breaches_open,
        pending: pending(tx).await?,
        sales: row.sales,
        journal: row.journal,
        ..Numbers::default()
    })
}

/// Requests about one's own data that have no answer yet, the one due first in front.
///
/// # Errors
/// When the database is away.
pub async fn pending(tx: &mut TenantTx) -> Result<Vec<Pending>> {
    let tenant = tx.tid();
    let rows =
        sqlx::query!("select id, reference, due_at from privacy_request where tenant_id = $1 and not request_is_over(state) order by due_at, id", tenant)
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(|row| Pending { reference: row.reference, id: row.id, due_at: row.due_at }).collect())
}

/// The last moment at which a request was answered: a copy made before may show what went since.
///
/// # Errors
/// When the database is away.
pub async fn last_answer(tx: &mut TenantTx) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!("select max(completed_at) from privacy_request where tenant_id = $1", tenant).fetch_one(tx.conn()).await?)
}

/// Payments whose page at Stripe may still be open, and what each is for.
///
/// # Errors
/// When the database is away.
pub async fn open_payments(tx: &mut TenantTx) -> Result<Vec<(PaymentId, Subject)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select id, subject_kind, subject_id from payment where tenant_id = $1 and state = 'pending' limit 1000", tenant)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((PaymentId::from_uuid(row.id), Subject::from_parts(&row.subject_kind, row.subject_id)?))).collect())
}
