//! Mails to buyers.
use kernel::{app::App, error::Result, ids::TenantId};
use uuid::Uuid;
use super::orders::model::OrderId;
/// Tickets.
pub async fn tickets(_app: &App, _tenant: TenantId, _order: OrderId, _seed: &str) -> Result<()> { Ok(()) }
/// Refund.
pub async fn refund(_app: &App, _tenant: TenantId, _order: OrderId, _refund: Option<Uuid>, _tickets: &[Uuid], _seed: &str) -> Result<()> { Ok(()) }
/// Unseated.
pub async fn unseated(_app: &App, _tenant: TenantId, _order: OrderId, _seed: &str) -> Result<()> { Ok(()) }
