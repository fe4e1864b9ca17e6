//! All the SQL of the journal: lines appended under the head's lock, the chain read back, days closed.

use chrono::NaiveDate;
use kernel::{clock::Timestamp, db::TenantTx, error::Result, money::Cents};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Chain, Entry, Kind, day_bounds, hash};
use crate::ticketing::concerts::model::ConcertId;

/// Appends lines in order. The head of the chain stays locked until the transaction ends: lines of an association are written one after another.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut TenantTx, at: Timestamp, entries: &[Entry]) -> Result<()> {
    let tenant = tx.tid();
    let head = sqlx::query!(
        "insert into journal_head as head (tenant_id, seq, hash) values ($1, 0, $2)
         on conflict (tenant_id) do update set seq = head.seq returning seq, hash",
        tenant,
        Sha256::digest(tenant.as_bytes()).to_vec()
    )
    .fetch_one(tx.conn())
    .await?;
    let (mut seq, mut previous) = (head.seq, head.hash);
    for entry in entries {
        seq += 1;
        let own = hash(&previous, seq, at, entry);
        let amount = entry.amount.to_i32().unwrap_or(i32::MAX);
        sqlx::query!(
            "insert into ticket_journal (tenant_id, seq, at, kind, ticket_number, concert_id, category, amount, order_number, previous_hash, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            tenant,
            seq,
            at,
            entry.kind.word(),
            entry.ticket_number,
            entry.concert.map(ConcertId::uuid),
            entry.category,
            amount,
            entry.order_number,
            previous,
            own
        )
        .execute(tx.conn())
        .await?;
        previous = own;
    }
    sqlx::query!("update journal_head set seq = $2, hash = $3 where tenant_id = $1", tenant, seq, previous).execute(tx.conn()).await?;
    Ok(())
}

/// Checks every line's hash, in order, and the head. Lines whose ten years are over have ended: the chain begins behind the last of them.
///
/// # Errors
/// When the database is away.
pub async fn verify(tx: &mut TenantTx) -> Result<Chain> {
    let tenant = tx.tid();
    let ended = sqlx::query!("select ended_seq, ended_hash from journal_head where tenant_id = $1", tenant).fetch_optional(tx.conn()).await?;
    let (ended, last) = ended.map_or((0, None), |head| (head.ended_seq, head.ended_hash));
    let mut previous = last.unwrap_or_else(|| Sha256::digest(tenant.as_bytes()).to_vec());
    let mut next = ended + 1;
    loop {
        let rows = sqlx::query!(
            "select seq, at, kind, ticket_number, concert_id, category, amount, order_number, previous_hash, hash from ticket_journal
              where tenant_id = $1 and seq >= $2 order by seq limit 1000",
            tenant,
            next
        )
        .fetch_all(tx.conn())
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == row.kind);
            let Some(kind) = kind else { return Ok(Chain::BrokenAt { seq: row.seq }) };
            let entry = Entry {
                kind,
                ticket_number: row.ticket_number,
                concert: row.concert_id.map(ConcertId::from_uuid),
                category: row.category,
                amount: Cents::from(row.amount),
                order_number: row.order_number,
            };
            if row.seq != next || row.previous_hash != previous || row.hash != hash(&previous, row.seq, row.at, &entry) {
                return Ok(Chain::BrokenAt { seq: next });
            }
            previous = row.hash;
            next += 1;
        }
    }
    let head = sqlx::query!("select seq, hash from journal_head where tenant_id = $1", tenant).fetch_optional(tx.conn()).await?;
    let whole = head.is_none_or(|head| head.seq == next - 1 && head.hash == previous);
    Ok(if whole { Chain::Whole { lines: next - 1 - ended } } else { Chain::BrokenAt { seq: next } })
}

/// Closes a day: per concert, category and price, what was issued and cancelled and the takings (50 sexies H). Safe to run twice.
/// Gives how many statements were written.
///
/// # Errors
/// When the database is away.
pub async fn close_day(tx: &mut TenantTx, day: NaiveDate, now: Timestamp) -> Result<u64> {
    let tenant: Uuid = tx.tid();
    let Some((from, until)) = day_bounds(day) else { return Ok(0) };
    let done = sqlx::query!(
        "insert into ticket_closing (tenant_id, day, concert_id, category, price, issued, cancelled, takings, last_seq, closed_at)
         select $1, $2, concert_id, category, abs(amount), count(*) filter (where kind = 'issued'), count(*) filter (where kind <> 'issued'),
                coalesce(sum(amount) filter (where kind in ('issued', 'refunded')), 0), max(seq), $5
           from ticket_journal
          where tenant_id = $1 and at >= $3 and at < $4 and kind in ('issued', 'refunded', 'cancelled') and concert_id is not null and category is not null
          group by concert_id, category, abs(amount)
         on conflict do nothing",
        tenant,
        day,
        from,
        until,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() > 0 {
        let entry = Entry { kind: Kind::Closed, ticket_number: None, concert: None, category: Some(day.to_string()), amount: Cents::ZERO, order_number: None };
        append(tx, now, &[entry]).await?;
    }
    Ok(done.rows_affected())
}
