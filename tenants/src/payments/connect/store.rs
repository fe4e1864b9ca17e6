//! All the SQL of the association's Stripe account.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::Result,
    stripe::AccountState,
};

use crate::{
    payments::model::{AccountStanding, StripeAccount},
    site::{modules::Module, store::take_into_use},
};

/// The association's account, if one was ever made.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx) -> Result<Option<StripeAccount>> {
    let tenant = tx.tid();
    let row = sqlx::query!(
        "select account_id, state, details_submitted, currently_due, disabled_reason, descriptor, livemode, checked_at from stripe_account where tenant_id = $1",
        tenant
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(StripeAccount {
            account: row.account_id,
            state: AccountStanding::from_word(&row.state).ok_or_else(|| anyhow::anyhow!("the Stripe account has an unknown state"))?,
            details_submitted: row.details_submitted,
            currently_due: row.currently_due,
            disabled_reason: row.disabled_reason,
            descriptor: row.descriptor,
            livemode: row.livemode,
            checked_at: row.checked_at,
        })
    })
    .transpose()
}

/// The account that can be charged on now, if any.
///
/// # Errors
/// When the database is away.
pub async fn active(tx: &mut TenantTx) -> Result<Option<StripeAccount>> {
    Ok(find(tx).await?.filter(|account| account.state == AccountStanding::Active))
}

/// Writes a new account down, in the place of one that was disconnected.
///
/// # Errors
/// When the database is away.
pub async fn put(tx: &mut TenantTx, now: Timestamp, account: &str, descriptor: &str, livemode: bool) -> Result<()> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "insert into stripe_account (tenant_id, account_id, state, descriptor, livemode, connected_at, checked_at) values ($1, $2, 'onboarding', $3, $4, $5, $5)
         on conflict (tenant_id) do update set account_id = excluded.account_id, state = 'onboarding', details_submitted = false, currently_due = '{}',
            disabled_reason = null, descriptor = excluded.descriptor, livemode = excluded.livemode, connected_at = excluded.connected_at, checked_at = excluded.checked_at",
        tenant,
        account,
        descriptor,
        livemode,
        now
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    take_into_use(tx, now, Module::Payments).await
}

/// Writes down how Stripe says it stands; nothing for an association that was closed, whose tie stays cut whatever Stripe still tells.
///
/// # Errors
/// When the database is away.
pub async fn note(tx: &mut TenantTx, now: Timestamp, standing: AccountStanding, read: &AccountState) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!(
        "update stripe_account set state = $2, details_submitted = $3, currently_due = $4, disabled_reason = $5, descriptor = coalesce($6, descriptor), checked_at = $7
          where tenant_id = $1 and not exists (select from tenant t where t.id = $1 and t.state = 'closed')",
        tenant,
        standing.word(),
        read.details_submitted,
        &read.currently_due,
        read.disabled_reason,
        read.statement_descriptor,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The association cut the tie at Stripe: sales stop at once.
///
/// # Errors
/// When the database is away.
pub async fn set_disconnected(tx: &mut TenantTx, now: Timestamp) -> Result<()> {
    let tenant = tx.tid();
    sqlx::query!("update stripe_account set state = 'disconnected', checked_at = $2 where tenant_id = $1", tenant, now).execute(tx.conn()).await?;
    tx.content_changed(now).await
}
