//! All the SQL of Stripe's events.

use kernel::{clock::Timestamp, db::PlatformTx, error::Result, ids::TenantId, stripe::webhook::EventEnvelope};

/// An event as filed.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) kind: String,
    pub(super) account: Option<String>,
    pub(super) object: String,
    pub(super) intent: Option<String>,
    pub(super) state: String,
}

/// Files an event; `true` when it is still to be worked on: it is new, or an earlier delivery was filed and got no further. One that is not
/// ours is filed as ignored, so that its repeats are known.
pub(super) async fn add(tx: &mut PlatformTx, now: Timestamp, endpoint: &str, event: &EventEnvelope, ours: bool) -> Result<bool> {
    // The update changes nothing: it waits for whoever is filing the same event, and makes the row's state readable here.
    let state = sqlx::query_scalar!(
        "insert into stripe_event as filed (id, endpoint, account_id, type, object_id, payment_intent, livemode, created_at, received_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set state = filed.state returning state",
        event.id,
        endpoint,
        event.account,
        event.kind,
        event.object_id,
        event.payment_intent,
        event.livemode,
        event.created,
        now,
        if ours { "received" } else { "ignored" }
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(state == "received")
}

/// One event.
pub(super) async fn find(tx: &mut PlatformTx, id: &str) -> Result<Option<Event>> {
    let row = sqlx::query!("select type, account_id, object_id, payment_intent, state from stripe_event where id = $1", id).fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| Event { kind: row.r#type, account: row.account_id, object: row.object_id, intent: row.payment_intent, state: row.state }))
}

/// Whose Stripe account this is.
pub(super) async fn tenant_of(tx: &mut PlatformTx, account: &str) -> Result<Option<TenantId>> {
    let tenant = sqlx::query_scalar!("select stripe_account_tenant($1)", account).fetch_one(tx.conn()).await?;
    Ok(tenant.map(TenantId::from_uuid))
}

/// Notes what became of an event.
pub(super) async fn set_state(tx: &mut PlatformTx, id: &str, state: &str, now: Timestamp) -> Result<()> {
    sqlx::query!("update stripe_event set state = $2, done_at = $3 where id = $1", id, state, now).execute(tx.conn()).await?;
    Ok(())
}

/// Events of the last hour that nothing of ours matched, and whose they are.
pub(super) async fn orphans(tx: &mut PlatformTx, since: Timestamp) -> Result<Vec<(String, Option<TenantId>)>> {
    let rows = sqlx::query!(
        "select id, stripe_account_tenant(account_id) as tenant
         from stripe_event where state = 'orphan' and received_at > $1 order by received_at limit 500",
        since
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.tenant.map(TenantId::from_uuid))).collect())
}

/// When each endpoint last received one.
pub(super) async fn last_seen(tx: &mut PlatformTx) -> Result<Vec<(String, Timestamp)>> {
    let rows = sqlx::query!(
        r#"select e.endpoint as "endpoint!", l.received_at as "received_at!"
             from (values ('platform'), ('connect')) as e(endpoint)
             cross join lateral (select received_at from stripe_event s where s.endpoint = e.endpoint order by received_at desc limit 1) as l"#
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.endpoint, row.received_at)).collect())
}
