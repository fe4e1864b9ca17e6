//! Sending refunds to Stripe and reading them back. A refund's row exists before the call; its id is the idempotency key.

use kernel::{
    app::App,
    db::TenantTx,
    error::{Error, Result},
    ids::TenantId,
    money::Cents,
    stripe::{NewRefund, RefundRead, RefundStatus, StripeErrorKind},
};

use super::{
    checkout::stripe,
    jobs::{self, Job},
    model::{Payment, PaymentId, Refund, RefundId, RefundState},
    store::{self, Find},
};

/// Asks, within the transaction that decided it, that a refund be sent.
///
/// # Errors
/// When the database is away.
pub async fn send_later(tx: &mut TenantTx, refund: RefundId) -> Result<()> {
    jobs::enqueue(tx, &Job::SendRefund { refund: refund.uuid() }, None).await
}

/// Sends a refund that is pending. Safe to run twice: the key is the row's id.
///
/// # Errors
/// `Unavailable` when Stripe does not answer. A refusal is written on the refund for staff to see, and is no error here.
pub async fn send(app: &App, tenant: TenantId, id: RefundId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let Some(refund) = store::refunds(&mut tx, Some(id), None).await?.pop() else { return Err(Error::NotFound) };
    if refund.state != RefundState::Pending {
        return Ok(());
    }
    let payment = payment_of(&mut tx, refund.payment).await?;
    drop(tx);
    let intent = payment.intent.clone().ok_or_else(|| anyhow::anyhow!("refund {id} is of a payment without a payment intent"))?;
    // Stripe forgets keys after a day, and a job may be older: what it already did carries our mark.
    let done = stripe(app)?.hurried().refunds(&payment.account, &intent).await?;
    if let Some(read) = done.iter().find(|read| read.metadata.get("refund").is_some_and(|mark| *mark == id.to_string())) {
        let mut tx = app.db.tenant(tenant).await?;
        store::note_refund(&mut tx, app.clock.now(), &refund, Some(&read.id), state(read), read.failure_reason.as_deref()).await?;
        return tx.commit().await;
    }
    let new = NewRefund {
        account: payment.account.clone(),
        idempotency_key: format!("rf:{id}"),
        payment_intent: intent,
        amount: refund.amount.0,
        metadata: [("refund", id.to_string()), ("payment", payment.id.to_string())].map(|(name, value)| (name.to_owned(), value)).into(),
        refund_application_fee: false,
    };
    let outcome = stripe(app)?.hurried().refund(&new).await;
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    match outcome {
        Ok(read) => store::note_refund(&mut tx, now, &refund, Some(&read.id), state(&read), read.failure_reason.as_deref()).await?,
        // A key being changed or a tie cut is for people to mend; the refund waits for them and is not given up.
        Err(error) if error.is_transient() || matches!(error.kind, StripeErrorKind::Authentication | StripeErrorKind::Permission) => {
            return Err(Error::Unavailable);
        }
        Err(error) => {
            tracing::error!(refund.id = %id, error.cause = %error, "Stripe refused a refund");
            store::note_refund(&mut tx, now, &refund, None, RefundState::Failed, Some(error.code().unwrap_or("refused"))).await?;
        }
    }
    jobs::enqueue(&mut tx, &Job::SyncLedger, Some(now + chrono::Duration::seconds(20))).await?;
    tx.commit().await
}

/// Reads every refund of a payment at Stripe: ours move on, those made in the dashboard are adopted. Gives whether one was adopted.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn sync(app: &App, tenant: TenantId, payment: &Payment) -> Result<bool> {
    let Some(intent) = &payment.intent else { return Ok(false) };
    let reads = stripe(app)?.hurried().refunds(&payment.account, intent).await?;
    let now = app.clock.now();
    let mut adopted = false;
    let mut tx = app.db.tenant(tenant).await?;
    let known = store::refunds(&mut tx, None, Some(payment.id)).await?;
    for read in reads {
        match known
            .iter()
            .find(|refund| refund.stripe_id.as_deref() == Some(&read.id) || read.metadata.get("refund").is_some_and(|id| *id == refund.id.to_string()))
        {
            Some(refund) => store::note_refund(&mut tx, now, refund, Some(&read.id), state(&read), read.failure_reason.as_deref()).await?,
            // A refund that carries our mark but no row is being written by its job right now.
            None if read.metadata.contains_key("refund") || read.status == RefundStatus::Failed => {}
            None => adopted |= store::adopt_refund(&mut tx, now, payment.id, &read.id, Cents(read.amount), state(&read)).await?,
        }
    }
    tx.commit().await?;
    Ok(adopted)
}

async fn payment_of(tx: &mut TenantTx, id: PaymentId) -> Result<Payment> {
    store::find(tx, Find::Id(id)).await?.pop().ok_or_else(|| Error::Internal(anyhow::anyhow!("payment {id} is gone")))
}

/// Where a refund stands, as Stripe tells it.
pub(super) fn state(read: &RefundRead) -> RefundState {
    match read.status {
        RefundStatus::Pending => RefundState::Processing,
        RefundStatus::Succeeded => RefundState::Succeeded,
        RefundStatus::Failed => RefundState::Failed,
    }
}

/// What a refund will cost whom, before anyone confirms it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preview {
    /// What the buyer receives.
    pub buyer_receives: Cents,
    /// Stripe's fee on the payment, which Stripe does not give back; known once settled.
    pub fee_lost: Option<Cents>,
    /// What is left of the payment afterwards.
    pub left: Cents,
}

/// Previews giving `amount` of `payment` back; `None` when so much is not left.
#[must_use]
pub fn preview(payment: &Payment, refunds: &[Refund], amount: Cents) -> Option<Preview> {
    let failed: Cents = refunds.iter().filter(|refund| refund.state == RefundState::Failed).map(|refund| refund.amount).sum();
    let left = payment.amount - payment.refund_reserved - amount;
    (left >= Cents::ZERO && failed >= Cents::ZERO).then_some(Preview { buyer_receives: amount, fee_lost: payment.fee, left })
}
