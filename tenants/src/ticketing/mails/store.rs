//! The reads that only mails to buyers need.

use kernel::{clock::Timestamp, db::TenantTx, error::Result};
use uuid::Uuid;

/// One confirmed order for a concert to come of each address: the one whose concert is next. Addresses of people who were erased reach nobody, and whoever had
/// their data restricted gets nothing they did not ask for.
///
/// # Errors
/// When the database is away.
pub async fn upcoming_buyers(tx: &mut TenantTx, now: Timestamp) -> Result<Vec<Uuid>> {
    let tenant = tx.tid();
    let orders = sqlx::query_scalar!(
        "select distinct on (p.email_norm) o.id
           from concert c
           join ticket_order o on o.tenant_id = c.tenant_id and o.concert_id = c.id
           join person_shown p on p.tenant_id = o.tenant_id and p.id = o.person_id
          where c.tenant_id = $1 and c.starts_at > $2 and c.state = 'published' and o.state = 'confirmed' and not p.restricted
            and p.email_norm not like '%@erased.invalid'
          order by p.email_norm, c.starts_at, o.id",
        tenant,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(orders)
}
