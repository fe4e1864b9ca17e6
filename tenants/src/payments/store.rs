//! All the SQL of payments and refunds. Amounts reserved for refunds can never exceed what was paid: a CHECK stands behind.

use kernel::{
    clock::Timestamp,
    db::{TenantTx, one},
    error::{Error, Result},
    ids::AccountId,
    money::Cents,
};
use uuid::Uuid;

use super::model::{Paid, Payment, PaymentId, PaymentState, Refund, RefundId, RefundReason, RefundState, Subject};

/// A payment about to be asked.
#[derive(Clone, Debug)]
pub struct NewPayment<'a> {
    /// What it is for.
    pub subject: Subject,
    /// The association's Stripe account.
    pub account: &'a str,
    /// What is asked.
    pub amount: Cents,
    /// When its Checkout shall expire.
    pub expires_at: Timestamp,
    /// Whether real money moves.
    pub livemode: bool,
}

/// Writes a payment down before Stripe is asked.
///
/// # Errors
/// When the database is away.
pub async fn add(tx: &mut TenantTx, now: Timestamp, new: &NewPayment<'_>) -> Result<PaymentId> {
    let (tenant, id) = (tx.tid(), PaymentId::new(now));
    let (kind, subject) = new.subject.parts();
    sqlx::query!(
        "insert into payment (tenant_id, id, subject_kind, subject_id, account_id, amount, livemode, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id.uuid(),
        kind,
        subject,
        new.account,
        column(new.amount)?,
        new.livemode,
        now,
        new.expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// How to find payments.
#[derive(Clone, Copy, Debug)]
pub enum Find<'a> {
    /// All of one subject.
    Of(Subject),
    /// By id.
    Id(PaymentId),
    /// By Stripe's checkout session, payment intent or charge.
    Stripe(&'a str),
}

/// The payments found, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut TenantTx, by: Find<'_>) -> Result<Vec<Payment>> {
    let tenant = tx.tid();
    let (subject, id, stripe) = match by {
        Find::Of(subject) => (Some(subject.parts()), None, None),
        Find::Id(id) => (None, Some(id.uuid()), None),
        Find::Stripe(stripe) => (None, None, Some(stripe)),
    };
    let rows = sqlx::query!(
        "select id, subject_kind, subject_id, account_id, amount, state, session_id, session_url, intent_id, refund_reserved, refunded, fee,
                created_at, expires_at, settled_at
           from payment
          where tenant_id = $1 and ((subject_kind = $2 and subject_id = $3) or id = $4 or session_id = $5 or intent_id = $5 or charge_id = $5)
          order by created_at, id",
        tenant,
        subject.map(|(kind, _)| kind),
        subject.map(|(_, id)| id),
        id,
        stripe
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let unreadable = || anyhow::anyhow!("payment {} cannot be read", row.id);
            Ok(Payment {
                id: PaymentId::from_uuid(row.id),
                subject: Subject::from_parts(&row.subject_kind, row.subject_id).ok_or_else(unreadable)?,
                account: row.account_id,
                amount: Cents::from(row.amount),
                state: PaymentState::from_word(&row.state).ok_or_else(unreadable)?,
                session: row.session_id,
                session_url: row.session_url,
                intent: row.intent_id,
                refund_reserved: Cents::from(row.refund_reserved),
                refunded: Cents::from(row.refunded),
                fee: row.fee.map(Cents::from),
                created_at: row.created_at,
                expires_at: row.expires_at,
                settled_at: row.settled_at,
            })
        })
        .collect()
}

/// Notes the Checkout that Stripe made; `false` when the payment was closed meanwhile, so that its page must not be shown to anybody.
///
/// # Errors
/// When the database is away.
pub async fn attach_session(tx: &mut TenantTx, id: PaymentId, session: &str, url: Option<&str>) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!(
        "update payment set session_id = $3, session_url = $4 where tenant_id = $1 and id = $2 and (state = 'pending' or session_id = $3)",
        tenant,
        id.uuid(),
        session,
        url
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes a payment whose Checkout could not be opened; `false` when one is attached, and may be paid.
///
/// # Errors
/// When the database is away.
pub async fn fail(tx: &mut TenantTx, id: PaymentId) -> Result<bool> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update payment set state = 'failed' where tenant_id = $1 and id = $2 and state = 'pending' and session_id is null", tenant, id.uuid())
            .execute(tx.conn())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves an open payment to a state other than `succeeded`; `false` when it is not open.
///
/// # Errors
/// When the database is away.
pub async fn close(tx: &mut TenantTx, id: PaymentId, to: PaymentState) -> Result<bool> {
    let tenant = tx.tid();
    let done =
        sqlx::query!("update payment set state = $3 where tenant_id = $1 and id = $2 and state in ('pending', 'processing')", tenant, id.uuid(), to.word())
            .execute(tx.conn())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the money is there; `false` when that was known.
///
/// # Errors
/// When the database is away.
pub async fn settle(tx: &mut TenantTx, now: Timestamp, id: PaymentId, paid: &Paid) -> Result<bool> {
    let tenant = tx.tid();
    let (fee, net) = paid.settlement.unzip();
    let done = sqlx::query!(
        "update payment set state = 'succeeded', intent_id = $3, charge_id = $4, fee = $5, net = $6, settled_at = $7
          where tenant_id = $1 and id = $2 and state <> 'succeeded'",
        tenant,
        id.uuid(),
        paid.intent,
        paid.charge,
        fee.and_then(Cents::to_i32),
        net.and_then(Cents::to_i32),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets an amount of a settled payment aside and writes the refund that will use it; `None` when so much is not left.
///
/// # Errors
/// When the database is away.
pub async fn add_refund(
    tx: &mut TenantTx,
    now: Timestamp,
    payment: PaymentId,
    amount: Cents,
    reason: RefundReason,
    by: Option<AccountId>,
) -> Result<Option<RefundId>> {
    let (tenant, id, cents) = (tx.tid(), RefundId::new(now), column(amount)?);
    let done = sqlx::query!(
        "update payment set refund_reserved = refund_reserved + $3
          where tenant_id = $1 and id = $2 and state = 'succeeded' and refund_reserved + $3 <= amount",
        tenant,
        payment.uuid(),
        cents
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    sqlx::query!(
        "insert into refund (tenant_id, id, payment_id, amount, reason, requested_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        id.uuid(),
        payment.uuid(),
        cents,
        reason.word(),
        by.map(AccountId::uuid),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(Some(id))
}

/// Refunds: one by id, or all of a payment, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn refunds(tx: &mut TenantTx, id: Option<RefundId>, payment: Option<PaymentId>) -> Result<Vec<Refund>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(
        "select id, payment_id, amount, reason, state, stripe_id, failure, created_at from refund
          where tenant_id = $1 and (id = $2 or payment_id = $3) order by created_at, id",
        tenant,
        id.map(RefundId::uuid),
        payment.map(PaymentId::uuid)
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let unreadable = || anyhow::anyhow!("refund {} cannot be read", row.id);
            Ok(Refund {
                id: RefundId::from_uuid(row.id),
                payment: PaymentId::from_uuid(row.payment_id),
                amount: Cents::from(row.amount),
                reason: RefundReason::from_word(&row.reason).ok_or_else(unreadable)?,
                state: RefundState::from_word(&row.state).ok_or_else(unreadable)?,
                stripe_id: row.stripe_id,
                failure: row.failure,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Writes down how a refund stands at Stripe. States only move forward; the first `succeeded` counts the money as given back.
///
/// # Errors
/// When the database is away.
pub async fn note_refund(tx: &mut TenantTx, now: Timestamp, refund: &Refund, stripe_id: Option<&str>, to: RefundState, failure: Option<&str>) -> Result<()> {
    let tenant = tx.tid();
    let settled = matches!(to, RefundState::Succeeded | RefundState::Failed).then_some(now);
    // The state before is read under the row's lock: what the caller read may be old.
    let before = sqlx::query_scalar!(
        "with old as (select state from refund where tenant_id = $1 and id = $2 for update)
         update refund set state = $3, stripe_id = coalesce($4, stripe_id), failure = $5, settled_at = coalesce(settled_at, $6) from old
          where tenant_id = $1 and id = $2 and old.state <> $3
            and ($3 <> 'processing' or old.state = 'pending') and ($3 <> 'succeeded' or old.state in ('pending', 'processing'))
         returning old.state",
        tenant,
        refund.id.uuid(),
        to.word(),
        stripe_id,
        failure,
        settled
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(before) = before.as_deref().and_then(RefundState::from_word) else { return Ok(()) };
    // A failure after success (the buyer's bank sent it back) takes the amount out of "given back" again.
    let given = match (before, to) {
        (RefundState::Succeeded, RefundState::Failed) => Cents::ZERO - refund.amount,
        (_, RefundState::Succeeded) => refund.amount,
        _ => Cents::ZERO,
    };
    if given != Cents::ZERO {
        let done = sqlx::query!("update payment set refunded = refunded + $3 where tenant_id = $1 and id = $2", tenant, refund.payment.uuid(), column(given)?)
            .execute(tx.conn())
            .await?;
        one(done.rows_affected())?;
    }
    Ok(())
}

/// Writes a failed refund anew, so that it is sent under a new key, on the amount still set aside; `None` when it has not failed or was retried.
///
/// # Errors
/// When the database is away.
pub async fn retry_refund(tx: &mut TenantTx, now: Timestamp, refund: &Refund) -> Result<Option<RefundId>> {
    let (tenant, id) = (tx.tid(), RefundId::new(now));
    let done = sqlx::query!(
        "update refund set failure = 'retried' where tenant_id = $1 and id = $2 and state = 'failed' and failure is distinct from 'retried'",
        tenant,
        refund.id.uuid()
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    let done = sqlx::query!(
        "insert into refund (tenant_id, id, payment_id, amount, reason, requested_by, created_at)
         select tenant_id, $3, payment_id, amount, reason, requested_by, $4 from refund where tenant_id = $1 and id = $2",
        tenant,
        refund.id.uuid(),
        id.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    Ok(Some(id))
}

/// A refund that was made in Stripe's dashboard: written down as it stands there.
///
/// # Errors
/// When the database is away.
pub async fn adopt_refund(tx: &mut TenantTx, now: Timestamp, payment: PaymentId, stripe_id: &str, amount: Cents, state: RefundState) -> Result<bool> {
    let (tenant, cents) = (tx.tid(), column(amount)?);
    let known = sqlx::query_scalar!(r#"select exists (select from refund where tenant_id = $1 and stripe_id = $2) as "known!""#, tenant, stripe_id)
        .fetch_one(tx.conn())
        .await?;
    if known {
        return Ok(false);
    }
    let given = if state == RefundState::Succeeded { cents } else { 0 };
    // Ours failed and the treasurer made it in the dashboard: it uses the amount that ours had set aside.
    let replaced = sqlx::query_scalar!(
        "update refund set failure = 'retried' where tenant_id = $1 and id = (
            select id from refund where tenant_id = $1 and payment_id = $2 and amount = $3 and state = 'failed' and failure is distinct from 'retried'
             order by created_at limit 1 for update) returning id",
        tenant,
        payment.uuid(),
        cents
    )
    .fetch_optional(tx.conn())
    .await?;
    let reserve = if replaced.is_some() { 0 } else { cents };
    let done = sqlx::query!(
        "update payment set refund_reserved = refund_reserved + $3, refunded = refunded + $4
          where tenant_id = $1 and id = $2 and state = 'succeeded' and refund_reserved + $3 <= amount",
        tenant,
        payment.uuid(),
        reserve,
        given
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Internal(anyhow::anyhow!("Stripe gave back more of payment {payment} than was paid")));
    }
    sqlx::query!(
        "insert into refund (tenant_id, id, payment_id, amount, reason, state, stripe_id, created_at, settled_at) values ($1, $2, $3, $4, 'dashboard', $5, $6, $7, $7)",
        tenant,
        Uuid::from(RefundId::new(now).uuid()),
        payment.uuid(),
        cents,
        state.word(),
        stripe_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
}

/// Marks a payment as disputed by the card's holder; gives whether it was not known to be.
///
/// # Errors
/// When the database is away.
pub async fn note_dispute(tx: &mut TenantTx, now: Timestamp, id: PaymentId) -> Result<bool> {
    let tenant = tx.tid();
    let done = sqlx::query!("update payment set disputed_at = $3 where tenant_id = $1 and id = $2 and disputed_at is null", tenant, id.uuid(), now)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// How those of these refunds stand that we know.
///
/// # Errors
/// When the database is away.
pub async fn refund_states(tx: &mut TenantTx, stripe_ids: &[String]) -> Result<Vec<(String, RefundState)>> {
    let tenant = tx.tid();
    let rows = sqlx::query!(r#"select stripe_id as "stripe_id!", state from refund where tenant_id = $1 and stripe_id = any($2)"#, tenant, stripe_ids)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.stripe_id, RefundState::from_word(&row.state)?))).collect())
}

fn column(amount: Cents) -> Result<i32> {
    amount.to_i32().ok_or_else(|| Error::Internal(anyhow::anyhow!("an amount does not fit its column")))
}
