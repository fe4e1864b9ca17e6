//! All the SQL of receipts: to whom one was issued.

use kernel::{db::TenantTx, error::Result};

use crate::ticketing::orders::model::OrderId;

/// To whom the receipt of an order was issued, until they are erased. The database writes it once, when the order is confirmed.
///
/// # Errors
/// When the database is away.
pub async fn issued_to(tx: &mut TenantTx, order: OrderId) -> Result<Option<String>> {
    let tenant = tx.tid();
    let name = sqlx::query_scalar!("select receipt_name from ticket_order where tenant_id = $1 and id = $2", tenant, order.uuid());
    Ok(name.fetch_optional(tx.conn()).await?.flatten())
}

/// The same from the restricted archive, in a transaction that may read it.
///
/// # Errors
/// When the database is away.
pub async fn archived_to(tx: &mut TenantTx, order: OrderId) -> Result<Option<String>> {
    let tenant = tx.tid();
    let name = sqlx::query_scalar!("select name from archive.sale_party where tenant_id = $1 and order_id = $2", tenant, order.uuid());
    Ok(name.fetch_optional(tx.conn()).await?)
}
