//! How far this database has followed the ledger.

use std::collections::{BTreeSet, HashMap};

use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Hash, Receipt};
use crate::{clock::Timestamp, db::PlatformTx, error::Result};

fn number(seq: i64) -> Result<u64> {
    Ok(u64::try_from(seq).map_err(anyhow::Error::from)?)
}

fn column(seq: u64) -> Result<i64> {
    Ok(i64::try_from(seq).map_err(anyhow::Error::from)?)
}

pub(super) async fn intend(tx: &mut PlatformTx, id: Uuid, now: Timestamp) -> Result<()> {
    sqlx::query!("insert into ledger_intent (id, made_at) values ($1, $2)", id, now).execute(tx.conn()).await?;
    Ok(())
}

/// The last entry up to which everything has its effect here.
pub(super) async fn head(tx: &mut PlatformTx) -> Result<(u64, Hash)> {
    let row = sqlx::query!("select seq, hash from ledger_head").fetch_one(tx.conn()).await?;
    let hash = row.hash.try_into().map_err(|_| anyhow::anyhow!("the head of the ledger has no hash of 32 bytes"))?;
    Ok((number(row.seq)?, Hash(hash)))
}

/// Entries beyond the head that have their effect.
pub(super) async fn applied(tx: &mut PlatformTx) -> Result<BTreeSet<u64>> {
    sqlx::query_scalar!("select seq from ledger_applied").fetch_all(tx.conn()).await?.into_iter().map(number).collect()
}

/// Acts that were about to be written, and when.
pub(super) async fn intents(tx: &mut PlatformTx) -> Result<HashMap<Uuid, Timestamp>> {
    let rows = sqlx::query!("select id, made_at from ledger_intent").fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.made_at)).collect())
}

pub(super) async fn apply(connection: &mut PgConnection, receipt: &Receipt) -> Result<()> {
    sqlx::query!("select ledger_apply($1, $2, $3)", column(receipt.seq)?, &receipt.hash.0[..], receipt.id).execute(connection).await?;
    Ok(())
}

/// Forgets acts that never came to be written: an entry of theirs would have been carried out long ago.
pub(super) async fn forget_intents(tx: &mut PlatformTx, before: Timestamp) -> Result<()> {
    sqlx::query!("delete from ledger_intent where made_at < $1", before).execute(tx.conn()).await?;
    Ok(())
}
