//! The SQL of what a closing does: its copy of everything, and its deletion, which only functions of the database can.

use kernel::{
    clock::Timestamp,
    db::{PlatformTx, one},
    error::Result,
    ids::TenantId,
};
use uuid::Uuid;

use crate::closing::model::{Closing, ClosingId};

/// The copy of everything, as it lies in the bucket.
#[derive(Clone, Debug)]
pub struct Export {
    /// Names its objects.
    pub id: Uuid,
    /// The key of its objects, sealed.
    pub sealed_key: Vec<u8>,
    /// How many objects it is cut into.
    pub parts: u32,
    /// Bytes of the archive.
    pub bytes: u64,
    /// Rows in it.
    pub rows: u64,
    /// Objects in it.
    pub objects: u64,
    /// Of the archive.
    pub sha256: Vec<u8>,
    /// When it was made.
    pub ready_at: Timestamp,
}

fn column<T: TryFrom<u64>>(number: u64) -> Result<T>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    Ok(T::try_from(number).map_err(anyhow::Error::from)?)
}

/// Puts a new copy in the place of an older one, as long as the closing is under way; `false` when it is not, or a younger copy was faster.
///
/// # Errors
/// When the database is away.
pub async fn put_export(tx: &mut PlatformTx, closing: ClosingId, new: &Export) -> Result<bool> {
    let done = sqlx::query!(
        "insert into closing_export (id, closing_id, sealed_key, parts, bytes, rows, objects, sha256, ready_at)
         select $1, c.id, $3, $4, $5, $6, $7, $8, $9 from closing c where c.id = $2 and c.state in ('asked', 'closed')
         on conflict (closing_id) do update set id = excluded.id, sealed_key = excluded.sealed_key, parts = excluded.parts, bytes = excluded.bytes,
           rows = excluded.rows, objects = excluded.objects, sha256 = excluded.sha256, ready_at = excluded.ready_at, downloaded_at = null
           where closing_export.id < excluded.id",
        new.id,
        closing.uuid(),
        new.sealed_key,
        column::<i32>(u64::from(new.parts))?,
        column::<i64>(new.bytes)?,
        column::<i64>(new.rows)?,
        column::<i64>(new.objects)?,
        new.sha256,
        new.ready_at
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The copy of a closing, once it is made.
///
/// # Errors
/// When the database is away.
pub async fn export(tx: &mut PlatformTx, closing: ClosingId) -> Result<Option<Export>> {
    let row = sqlx::query!("select id, sealed_key, parts, bytes, rows, objects, sha256, ready_at from closing_export where closing_id = $1", closing.uuid())
        .fetch_optional(tx.conn())
        .await?;
    let number = |number: i64| u64::try_from(number).unwrap_or_default();
    Ok(row.map(|row| Export {
        id: row.id,
        sealed_key: row.sealed_key,
        parts: u32::try_from(row.parts).unwrap_or_default(),
        bytes: number(row.bytes),
        rows: number(row.rows),
        objects: number(row.objects),
        sha256: row.sha256,
        ready_at: row.ready_at,
    }))
}

/// Notes that the copy was fetched.
///
/// # Errors
/// When the database is away.
pub async fn fetched(tx: &mut PlatformTx, now: Timestamp, export: Uuid) -> Result<()> {
    sqlx::query!("update closing_export set downloaded_at = $2 where id = $1", export, now).execute(tx.conn()).await?;
    Ok(())
}

/// Forgets the copy's key: nobody reads it any more, wherever a version of it may lie.
///
/// # Errors
/// When the database is away.
pub async fn forget_export(tx: &mut PlatformTx, closing: ClosingId) -> Result<()> {
    sqlx::query!("delete from closing_export where closing_id = $1", closing.uuid()).execute(tx.conn()).await?;
    Ok(())
}

/// Begins the deletion: from here on there is no way back. `false` when the closing is not closed, or not due.
///
/// # Errors
/// When the database is away.
pub async fn begin(tx: &mut PlatformTx, now: Timestamp, closing: ClosingId) -> Result<bool> {
    let done = sqlx::query!("update closing set state = 'erasing', erasing_at = $2 where id = $1 and state = 'closed' and erase_at <= $2", closing.uuid(), now)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what was left for later in the association's name: nothing of it is done any more.
///
/// # Errors
/// When the database is away.
pub async fn forget_jobs(tx: &mut PlatformTx, tenant: TenantId) -> Result<()> {
    sqlx::query!("delete from job where tenant_id = $1", tenant.uuid()).execute(tx.conn()).await?;
    Ok(())
}

/// Deletes at most `most` rows of one table; how many.
///
/// # Errors
/// As the database answers: it refuses an association that is not due.
pub async fn erase(tx: &mut PlatformTx, closing: ClosingId, table: &str, most: i32) -> Result<i64> {
    let rows = sqlx::query_scalar!(r#"select closing_erase($1, $2, $3) as "rows!""#, closing.uuid(), table, most);
    Ok(rows.fetch_one(tx.conn()).await?)
}

/// Writes down how many objects went.
///
/// # Errors
/// When the database is away.
pub async fn note_objects(tx: &mut PlatformTx, closing: ClosingId, objects: u64) -> Result<()> {
    sqlx::query!("update closing set objects = coalesce(objects, 0) + $2 where id = $1", closing.uuid(), column::<i64>(objects)?).execute(tx.conn()).await?;
    Ok(())
}

/// Deletes the association itself with whatever hangs on it, and the accounts that worked for it alone.
///
/// # Errors
/// As the database answers: it refuses an association that is not due.
pub async fn finish(tx: &mut PlatformTx, now: Timestamp, closing: ClosingId) -> Result<()> {
    let accounts = sqlx::query_scalar!(r#"select closing_finish($1) as "accounts!""#, closing.uuid()).fetch_one(tx.conn()).await?;
    let done = sqlx::query!(
        "update closing set state = 'erased', ended_at = $2, accounts = $3, asked_by = null where id = $1 and state = 'erasing'",
        closing.uuid(),
        now,
        accounts
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())
}

/// How many rows of each table went, largest first, and how many objects.
///
/// # Errors
/// When the database is away.
pub async fn erased(tx: &mut PlatformTx, closing: ClosingId) -> Result<(Vec<(String, i64)>, i64)> {
    let rows = sqlx::query!("select table_name, rows from closing_erasure where closing_id = $1 and rows > 0 order by rows desc, table_name", closing.uuid())
        .fetch_all(tx.conn())
        .await?;
    let objects = sqlx::query_scalar!("select objects from closing where id = $1", closing.uuid()).fetch_optional(tx.conn()).await?.flatten();
    Ok((rows.into_iter().map(|row| (row.table_name, row.rows)).collect(), objects.unwrap_or_default()))
}

/// Closings whose next step is due by `now` and that may have lost their job.
///
/// # Errors
/// When the database is away.
pub async fn due(tx: &mut PlatformTx, now: Timestamp) -> Result<Vec<(ClosingId, String)>> {
    let rows = sqlx::query!(
        "select id, state from closing
          where (state = 'asked' and effective_at <= $1) or (state = 'closed' and erase_at <= $1) or state = 'erasing' order by asked_at limit 500",
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (ClosingId::from_uuid(row.id), row.state)).collect())
}

/// Files a closing that this database has lost, or never had, and lets it take effect as it did then. Known already, it changes nothing.
///
/// # Errors
/// When the database is away.
pub async fn bring_back(tx: &mut PlatformTx, now: Timestamp, closing: &Closing) -> Result<()> {
    // Another that was begun since the backup is the same association leaving: this one is it.
    sqlx::query!(
        "update closing set state = 'withdrawn', asked_by = null, ended_at = $3 where tenant_id = $1 and id <> $2 and state = 'asked'",
        closing.tenant.uuid(),
        closing.id.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into closing (id, tenant_id, asked_at, effective_at, erase_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing",
        closing.id.uuid(),
        closing.tenant.uuid(),
        closing.asked_at,
        closing.effective_at,
        closing.erase_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
