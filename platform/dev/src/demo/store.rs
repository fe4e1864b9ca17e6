//! The statements only the demo needs.

use anyhow::Context;
use kernel::{
    clock::Timestamp,
    db::{PlatformTx, TenantTx},
    ids::TenantId,
};
use sqlx::{Connection, PgConnection};
use tenants::ticketing::{concerts::model::ConcertId, orders::model::OrderId};

/// Orders of so many days at most have their mail in the catcher.
const RECENT: i32 = 3;

/// The association with this slug.
pub(super) async fn tenant(tx: &mut PlatformTx, slug: &str) -> anyhow::Result<Option<TenantId>> {
    let id: Option<uuid::Uuid> = sqlx::query_scalar("select id from tenant where slug = $1").bind(slug).fetch_optional(tx.conn()).await?;
    Ok(id.map(TenantId::from_uuid))
}

/// Makes an association.
pub(super) async fn add_tenant(tx: &mut PlatformTx, now: Timestamp, slug: &str, name: &str) -> anyhow::Result<TenantId> {
    let id = TenantId::new(now);
    sqlx::query("insert into tenant (id, slug, name, created_at, content_changed_at) values ($1, $2, $3, $4, $4)")
        .bind(id.uuid())
        .bind(slug)
        .bind(name)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(id)
}

/// Whether this API token is on file.
pub(super) async fn has_token(tx: &mut PlatformTx, hash: &[u8]) -> anyhow::Result<bool> {
    Ok(sqlx::query_scalar("select exists (select from api_token where token_hash = $1)").bind(hash).fetch_one(tx.conn()).await?)
}

/// How many orders of a concert were ever confirmed.
pub(super) async fn confirmed_orders(tx: &mut TenantTx, concert: ConcertId) -> anyhow::Result<i64> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar("select count(*) from ticket_order where tenant_id = $1 and concert_id = $2 and confirmed_at is not null")
        .bind(tenant)
        .bind(concert.uuid())
        .fetch_one(tx.conn())
        .await?)
}

/// Dates an order so many days back, so that sales spread over weeks. The journal keeps the real moment: it is never altered. The mail of an older
/// order would have arrived long ago: it is not sent. Only the owner dates back: for those who serve, such a moment stays as it was written.
pub(super) async fn date_back(owner: &str, tenant: TenantId, order: OrderId, days: i32) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(owner).await.context("the database's owner cannot connect")?;
    let mut tx = connection.begin().await?;
    for statement in [
        "update ticket_order set placed_at = placed_at - make_interval(days => $3), held_until = held_until - make_interval(days => $3),
                acknowledged_at = acknowledged_at - make_interval(days => $3), confirmed_at = confirmed_at - make_interval(days => $3)
          where tenant_id = $1 and id = $2",
        "update ticket set issued_at = issued_at - make_interval(days => $3) where tenant_id = $1 and order_id = $2",
        "update payment set created_at = created_at - make_interval(days => $3), expires_at = expires_at - make_interval(days => $3),
                settled_at = settled_at - make_interval(days => $3)
          where tenant_id = $1 and subject_kind = 'order' and subject_id = $2",
    ] {
        sqlx::query(statement).bind(tenant.uuid()).bind(order.uuid()).bind(days).execute(&mut *tx).await?;
    }
    if days > RECENT {
        sqlx::query("delete from job where tenant_id = $1 and kind = 'ticketing' and payload ->> 'do' = 'mail_tickets' and payload ->> 'order' = $2 and state = 'waiting'")
            .bind(tenant.uuid())
            .bind(order.to_string())
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}
