//! All the SQL of the platform's housekeeping.

use kernel::{clock::Timestamp, db::PlatformTx, error::Result, ids::TenantId};
use uuid::Uuid;

/// The next associations whose sites are served, by id.
///
/// # Errors
/// When the database is away.
pub async fn active_tenants(tx: &mut PlatformTx, after: Uuid, limit: i64) -> Result<Vec<TenantId>> {
    let ids = sqlx::query_scalar!("select id from tenant where id > $1 and state in ('active', 'closing') order by id limit $2", after, limit)
        .fetch_all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}

/// Associations that have orders whose time was up before `before`, at most a thousand.
///
/// # Errors
/// When the database is away.
pub async fn tenants_with_overdue_orders(tx: &mut PlatformTx, before: Timestamp) -> Result<Vec<TenantId>> {
    let rows = sqlx::query_scalar!(r#"select tenants_with_overdue_orders($1) as "tenant!""#, before).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(TenantId::from_uuid).collect())
}
