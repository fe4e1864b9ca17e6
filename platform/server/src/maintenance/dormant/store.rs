//! All the SQL of accounts that nobody uses.

use kernel::{clock::Timestamp, db::PlatformTx, error::Result, ids::AccountId};
use uuid::Uuid;

/// Somebody to write to.
#[derive(Clone, Debug)]
pub struct Unused {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language of their mails.
    pub locale: String,
}

/// Accounts of no association, not used since `before` and not yet told, or whose mailbox refused once, before `tried`.
///
/// # Errors
/// When the database is away.
pub async fn unused_since(tx: &mut PlatformTx, before: Timestamp, tried: Timestamp, limit: i64) -> Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        "select a.id from account a
          where not a.operator and greatest(a.created_at, a.last_sign_in_at) < $1 and not exists (select from staff s where s.account_id = a.id)
            and not exists (select from account_warning w where w.account_id = a.id and (w.refusals <> 1 or w.warned_at > $2))
          order by a.id limit $3",
        before,
        tried,
        limit
    );
    Ok(ids.fetch_all(tx.conn()).await?)
}

/// One of them, if it still is.
///
/// # Errors
/// When the database is away.
pub async fn unused(tx: &mut PlatformTx, account: Uuid, before: Timestamp, tried: Timestamp) -> Result<Option<Unused>> {
    let found = sqlx::query_as!(
        Unused,
        "select a.name, a.email, a.locale from account a
          where a.id = $1 and not a.operator and greatest(a.created_at, a.last_sign_in_at) < $2 and not exists (select from staff s where s.account_id = a.id)
            and not exists (select from account_warning w where w.account_id = a.id and (w.refusals <> 1 or w.warned_at > $3))",
        account,
        before,
        tried
    );
    Ok(found.fetch_optional(tx.conn()).await?)
}

/// Writes down that somebody was told, and when their account ends.
///
/// # Errors
/// When the database is away.
pub async fn warned(tx: &mut PlatformTx, account: AccountId, at: Timestamp, ends_at: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into account_warning (account_id, warned_at, ends_at) select id, $2, $3 from account where id = $1
         on conflict (account_id) do update set warned_at = $2, ends_at = $3, refusals = 0 where account_warning.refusals > 0",
        account.uuid(),
        at,
        ends_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes down that a mailbox refused the warning: the first time with the day the account ends if it refuses again, the second time without
/// moving that day.
///
/// # Errors
/// When the database is away.
pub async fn refused(tx: &mut PlatformTx, account: AccountId, at: Timestamp, ends_at: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into account_warning (account_id, warned_at, ends_at, refusals) select id, $2, $3, 1 from account where id = $1
         on conflict (account_id) do update set refusals = 2, ends_at = greatest(account_warning.ends_at, $2 + ($3 - $2) / 2) where account_warning.refusals = 1",
        account.uuid(),
        at,
        ends_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lets go of the warnings of whoever came back: by signing in, or into a team.
///
/// # Errors
/// When the database is away.
pub async fn forgive(tx: &mut PlatformTx) -> Result<()> {
    sqlx::query!(
        "delete from account_warning w using account a
          where a.id = w.account_id and (a.operator or a.last_sign_in_at > w.warned_at or exists (select from staff s where s.account_id = a.id))"
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Erases the accounts whose notice is over and that were not used since `before`; how many. A mailbox that refused once is tried again first. What hangs on them goes with them.
///
/// # Errors
/// When the database is away.
pub async fn erase(tx: &mut PlatformTx, now: Timestamp, before: Timestamp) -> Result<u64> {
    // First locked, then looked at again: somebody may be accepting an invitation into a team.
    let locked = sqlx::query_scalar!(
        "select a.id from account a join account_warning w on w.account_id = a.id where w.ends_at <= $1 and w.refusals <> 1 and not a.operator order by a.id for update of a skip locked",
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let done = sqlx::query!(
        "delete from account a using account_warning w
          where a.id = any($3) and w.account_id = a.id and w.ends_at <= $1 and w.refusals <> 1 and not a.operator and greatest(a.created_at, a.last_sign_in_at) < $2
            and not exists (select from staff s where s.account_id = a.id)",
        now,
        before,
        &locked
    );
    Ok(done.execute(tx.conn()).await?.rows_affected())
}
