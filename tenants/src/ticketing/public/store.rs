//! The reads that only pages and mails to the public need.

use std::collections::HashMap;

use kernel::{db::TenantTx, error::Result, money::Cents};
use uuid::Uuid;

use crate::ticketing::{
    concerts::model::{ConcertId, Tariff, TariffId, TariffKind},
    orders::model::OrderId,
};

/// The tariffs that several concerts offer, in one read.
///
/// # Errors
/// When the database is away.
pub async fn tariffs_of(tx: &mut TenantTx, concerts: &[Uuid]) -> Result<HashMap<ConcertId, Vec<Tariff>>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select concert_id, id, name_fr, name_en, kind, price, limit_per_order from tariff
          where tenant_id = $1 and concert_id = any($2) and retired_at is null order by concert_id, position, id",
        tenant,
        concerts
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: HashMap<ConcertId, Vec<Tariff>> = HashMap::new();
    for row in rows {
        let kind = TariffKind::from_word(&row.kind).ok_or_else(|| anyhow::anyhow!("tariff {} has an unknown kind", row.id))?;
        found.entry(ConcertId::from_uuid(row.concert_id)).or_default().push(Tariff {
            id: TariffId::from_uuid(row.id),
            name_fr: row.name_fr,
            name_en: row.name_en,
            kind,
            price: Cents::from(row.price),
            limit_per_order: row.limit_per_order.and_then(|limit| u16::try_from(limit).ok()),
        });
    }
    Ok(found)
}

/// Which version of the terms of sale the buyer of an order accepted.
///
/// # Errors
/// When the database is away.
pub async fn terms_version(tx: &mut TenantTx, order: OrderId) -> Result<Option<i32>> {
    let tenant = tx.tid();
    let version = sqlx::query_scalar!(
        "select d.version from ticket_order o join legal_document d on d.tenant_id = o.tenant_id and d.id = o.terms_id
          where o.tenant_id = $1 and o.id = $2",
        tenant,
        order.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(version)
}
