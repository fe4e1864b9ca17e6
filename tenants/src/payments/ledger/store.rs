//! All the SQL of the ledger.

use kernel::{clock::Timestamp, db::TenantTx, error::Result, money::Cents, stripe::BalanceRead};

/// When the latest movement we know happened.
///
/// # Errors
/// When the database is away.
pub async fn latest(tx: &mut TenantTx) -> Result<Option<Timestamp>> {
    let tenant = tx.tid();
    Ok(sqlx::query_scalar!("select max(created_at) from ledger_entry where tenant_id = $1", tenant).fetch_one(tx.conn()).await?)
}

/// Writes a movement down, and the fee of the payment it settles; gives 1 when it was new.
///
/// # Errors
/// When the database is away.
pub async fn put(tx: &mut TenantTx, movement: &BalanceRead) -> Result<u64> {
    let tenant = tx.tid();
    let source = movement.source.as_deref().unwrap_or_default();
    let cents = |amount: i64| i32::try_from(amount).map_err(|_| anyhow::anyhow!("a movement of the Stripe balance does not fit its column"));
    let payment = sqlx::query_scalar!(
        "select id from payment where tenant_id = $1 and charge_id = $2
         union all select payment_id from refund where tenant_id = $1 and stripe_id = $2 limit 1",
        tenant,
        source
    )
    .fetch_optional(tx.conn())
    .await?
    .flatten();
    let done = sqlx::query!(
        "insert into ledger_entry (tenant_id, id, kind, source_id, payment_id, amount, fee, net, currency, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (tenant_id, id) do update set payment_id = coalesce(ledger_entry.payment_id, excluded.payment_id)",
        tenant,
        movement.id,
        movement.kind,
        source,
        payment,
        cents(movement.amount)?,
        cents(movement.fee)?,
        cents(movement.net)?,
        movement.currency,
        movement.created
    )
    .execute(tx.conn())
    .await?;
    if let (Some(payment), "charge" | "payment") = (payment, movement.kind.as_str()) {
        sqlx::query!(
            "update payment set fee = $3, net = $4 where tenant_id = $1 and id = $2 and fee is null",
            tenant,
            payment,
            cents(movement.fee)?,
            cents(movement.net)?
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(done.rows_affected())
}

/// The sums of our books: gross, fees, net.
///
/// # Errors
/// When the database is away.
pub async fn sums(tx: &mut TenantTx) -> Result<(Cents, Cents, Cents)> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        r#"select coalesce(sum(amount), 0)::bigint as "amount!", coalesce(sum(fee), 0)::bigint as "fee!", coalesce(sum(net), 0)::bigint as "net!"
             from ledger_entry where tenant_id = $1"#,
        tenant
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((Cents(row.amount), Cents(row.fee), Cents(row.net)))
}
