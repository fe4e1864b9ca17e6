//! All the SQL of disputes. What proves the sale is copied by the statement that takes the dispute down, from rows that an erasure leaves without a name.

use kernel::{
    clock::Timestamp,
    db::TenantTx,
    error::{Error, Result},
    ids::new_uuid,
    money::Cents,
    stripe::{DisputeRead, DisputeState},
};
use uuid::Uuid;

use crate::payments::model::PaymentId;

/// Writes a dispute down, or how it stands now. One that is over stays over: an answer of Stripe's that was read before its end may arrive after it.
///
/// # Errors
/// When the database is away, or the payment's order is not there.
pub async fn take_down(tx: &mut TenantTx, now: Timestamp, order: Uuid, payment: PaymentId, read: &DisputeRead) -> Result<()> {
    let tenant = tx.tid();
    let amount = i32::try_from(read.amount).map_err(|_| Error::Internal(anyhow::anyhow!("an amount does not fit its column")))?;
    let reason: String = read.reason.chars().take(80).collect();
    let closed = (read.state != DisputeState::Open).then_some(now);
    let done = sqlx::query!(
        "insert into order_dispute as known (tenant_id, id, order_id, payment_id, stripe_id, state, amount, reason, opened_at, answer_by, closed_at, order_code,
            ordered_at, paid_at, seats, total, starts_at, admitted, first_admitted_at, last_admitted_at, acknowledged_at, notice_version, notice_hash,
            terms_version, terms_hash)
         select o.tenant_id, $2, o.id, p.id, $5, $6, $7, $8, $9, $10, $11, o.code, o.placed_at, p.settled_at, o.seats, o.total, c.starts_at,
                came.tickets, came.first, came.last, o.acknowledged_at, n.version, n.content_hash, t.version, t.content_hash
           from ticket_order o
           join payment p on p.tenant_id = o.tenant_id and p.id = $4 and p.subject_kind = 'order' and p.subject_id = o.id
           join concert c on c.tenant_id = o.tenant_id and c.id = o.concert_id
           left join legal_document n on n.tenant_id = o.tenant_id and n.id = o.notice_id
           left join legal_document t on t.tenant_id = o.tenant_id and t.id = o.terms_id
          cross join lateral (select count(*)::smallint as tickets, min(admitted_at) as first, max(admitted_at) as last from ticket
                               where tenant_id = o.tenant_id and order_id = o.id and admitted_at is not null) came
          where o.tenant_id = $1 and o.id = $3
         on conflict (tenant_id, stripe_id) do update set
            state = case when excluded.closed_at is null then known.state else excluded.state end, amount = excluded.amount, reason = excluded.reason,
            answer_by = excluded.answer_by, admitted = excluded.admitted, first_admitted_at = excluded.first_admitted_at,
            last_admitted_at = excluded.last_admitted_at,
            closed_at = coalesce(known.closed_at, excluded.closed_at)",
        tenant,
        new_uuid(now),
        order,
        payment.uuid(),
        read.id,
        read.state.word(),
        amount,
        reason,
        read.created,
        read.answer_by,
        closed
    )
    .execute(tx.conn())
    .await?;
    kernel::db::one(done.rows_affected())
}

/// The disputes that were open when last read, with their payments.
///
/// # Errors
/// When the database is away.
pub async fn open(tx: &mut TenantTx) -> Result<Vec<(PaymentId, String)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!("select payment_id, stripe_id from order_dispute where tenant_id = $1 and closed_at is null order by id", tenant)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (PaymentId::from_uuid(row.payment_id), row.stripe_id)).collect())
}

/// A dispute and what proves the sale.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name, explained in the migration")]
pub struct Evidence {
    pub stripe_id: String,
    pub state: String,
    pub amount: Cents,
    pub reason: String,
    pub opened_at: Timestamp,
    pub answer_by: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub order_code: String,
    pub ordered_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    pub seats: i16,
    pub total: Cents,
    pub starts_at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    pub notice: Option<(i32, Vec<u8>)>,
    pub terms: Option<(i32, Vec<u8>)>,
}

/// The disputes of an order, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn of_order(tx: &mut TenantTx, order: Uuid) -> Result<Vec<Evidence>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select stripe_id, state, amount, reason, opened_at, answer_by, closed_at, order_code, ordered_at, paid_at, seats, total, starts_at, acknowledged_at,
                notice_version, notice_hash, terms_version, terms_hash
           from order_dispute where tenant_id = $1 and order_id = $2 order by opened_at, id",
        tenant,
        order
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Evidence {
            stripe_id: row.stripe_id,
            state: row.state,
            amount: Cents::from(row.amount),
            reason: row.reason,
            opened_at: row.opened_at,
            answer_by: row.answer_by,
            closed_at: row.closed_at,
            order_code: row.order_code,
            ordered_at: row.ordered_at,
            paid_at: row.paid_at,
            seats: row.seats,
            total: Cents::from(row.total),
            starts_at: row.starts_at,
            acknowledged_at: row.acknowledged_at,
            notice: row.notice_version.zip(row.notice_hash),
            terms: row.terms_version.zip(row.terms_hash),
        })
        .collect())
}
