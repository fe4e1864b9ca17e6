//! Opening a Checkout and reading it back. Nothing here trusts a webhook: what counts is what Stripe answers when asked.

use kernel::{
    app::App,
    error::{Error, Result, Sentence},
    ids::TenantId,
    money::Cents,
    stripe::{CheckoutPayment, CheckoutState, CheckoutStatus, Expiry, NewCheckout, PaymentStatus, Stripe, StripeErrorKind},
};

use super::{
    connect,
    model::{Paid, Payment, Reading},
    store,
};

/// How long after a Checkout's expiry we still hope to hear of it from an account that shut us out.
const PATIENCE: chrono::Duration = chrono::Duration::minutes(10);

/// The payments side of the app, when payments are on.
///
/// # Errors
/// `Unavailable` when they are off.
pub fn stripe(app: &App) -> Result<&Stripe> {
    app.stripe.as_ref().ok_or(Error::Unavailable)
}

/// What a Checkout shows; everything comes from rows, so that a repeat after a crash sends the same bytes.
#[derive(Clone, Debug)]
pub struct CheckoutPage {
    /// What is sold.
    pub lines: Vec<kernel::stripe::Line>,
    /// The buyer's address.
    pub email: String,
    /// Where the buyer comes back.
    pub success_url: String,
    /// Where "back" leads.
    pub cancel_url: String,
    /// Whether the page speaks French.
    pub french: bool,
    /// What the association reads in its dashboard.
    pub description: String,
}

/// Makes the Checkout of a pending payment, or finds the one made before under the same key, and notes it.
///
/// # Errors
/// `Unavailable` when Stripe does not answer; the payment stays pending and the same call may be repeated. Any other refusal closes the payment.
pub async fn open(app: &App, tenant: TenantId, payment: &Payment, page: &CheckoutPage) -> Result<CheckoutState> {
    let (kind, subject) = payment.subject.parts();
    let key = format!("co:{}", payment.id);
    let new = NewCheckout {
        account: payment.account.clone(),
        idempotency_key: key,
        lines: page.lines.clone(),
        customer_email: Some(page.email.clone()),
        success_url: page.success_url.clone(),
        cancel_url: page.cancel_url.clone(),
        expires_at: payment.expires_at,
        client_reference: subject.to_string(),
        metadata: [("tenant", tenant.to_string()), ("payment", payment.id.to_string()), (kind, subject.to_string())]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
        french: page.french,
        application_fee: None,
        description: Some(page.description.clone()),
    };
    match stripe(app)?.create_checkout(&new).await {
        Ok(session) => {
            let mut tx = app.db.tenant(tenant).await?;
            let attached = store::attach_session(&mut tx, payment.id, &session.id, session.url.as_deref()).await?;
            tx.commit().await?;
            if attached {
                return Ok(session);
            }
            // Given up meanwhile: nobody has seen this page, and nobody may pay on it.
            stripe(app)?.expire_checkout(&payment.account, &session.id).await?;
            Err(Error::Conflict(Sentence::new("ticketing-fault-payment-opening")))
        }
        Err(error) if error.is_transient() => Err(Error::Unavailable),
        Err(error) => {
            let mut tx = app.db.tenant(tenant).await?;
            store::fail(&mut tx, payment.id).await?;
            if error.kind == StripeErrorKind::Permission {
                connect::store::set_disconnected(&mut tx, app.clock.now()).await?;
            }
            tx.commit().await?;
            Err(error.into())
        }
    }
}

/// Asks Stripe how a payment stands. Amount, currency and our own id are compared before anything is believed.
///
/// # Errors
/// `Unavailable` when Stripe does not answer; `Internal` when what it says is not the payment we asked for.
pub async fn read(app: &App, payment: &Payment) -> Result<Reading> {
    let Some(session) = &payment.session else { return Ok(Reading::Open { url: None }) };
    match stripe(app)?.checkout(&payment.account, session).await {
        Ok(state) => judge(app, payment, &state).await,
        // The association cut the tie: nobody can tell us any more, and by Stripe's own clock this page is over.
        Err(error) if error.kind == StripeErrorKind::Permission && app.clock.now() >= payment.expires_at + PATIENCE => {
            tracing::error!(payment.id = %payment.id, "a Checkout of a disconnected account is taken as expired");
            Ok(Reading::Expired)
        }
        Err(error) => Err(error.into()),
    }
}

/// Closes a Checkout so that it can never be paid; if the buyer was faster, says how it stands.
///
/// # Errors
/// As [`read`].
pub async fn expire(app: &App, payment: &Payment) -> Result<Reading> {
    let Some(session) = &payment.session else { return Ok(Reading::Expired) };
    match stripe(app)?.expire_checkout(&payment.account, session).await? {
        Expiry::Expired => Ok(Reading::Expired),
        Expiry::Complete(state) => judge(app, payment, &state).await,
    }
}

async fn judge(app: &App, payment: &Payment, state: &CheckoutState) -> Result<Reading> {
    let ours = state.metadata.get("payment").is_some_and(|id| *id == payment.id.to_string());
    let amount = state.amount_total.map(Cents);
    if !ours || amount != Some(payment.amount) || state.currency.as_deref() != Some("eur") {
        return Err(Error::Internal(anyhow::anyhow!("the Checkout of payment {} is not the one that was asked for", payment.id)));
    }
    match (state.status, state.payment_status) {
        (CheckoutStatus::Expired, _) => Ok(Reading::Expired),
        (CheckoutStatus::Open, _) => Ok(Reading::Open { url: state.url.clone() }),
        (CheckoutStatus::Complete, CheckoutPayment::Unpaid) => {
            let Some(intent) = &state.payment_intent else { return Ok(Reading::Processing) };
            // Finished by the buyer, refused later by the bank: it will never be paid.
            match stripe(app)?.payment(&payment.account, intent).await?.status {
                PaymentStatus::Canceled | PaymentStatus::Waiting => Ok(Reading::Expired),
                PaymentStatus::Processing | PaymentStatus::Succeeded => Ok(Reading::Processing),
            }
        }
        (CheckoutStatus::Complete, CheckoutPayment::Paid) => {
            let intent = state.payment_intent.clone().ok_or_else(|| anyhow::anyhow!("payment {} is paid without a payment intent", payment.id))?;
            let read = stripe(app)?.payment(&payment.account, &intent).await?;
            match read.status {
                PaymentStatus::Succeeded => {}
                PaymentStatus::Canceled => return Ok(Reading::Expired),
                PaymentStatus::Processing | PaymentStatus::Waiting => return Ok(Reading::Processing),
            }
            if Cents(read.amount_received) != payment.amount || read.currency != "eur" {
                return Err(Error::Internal(anyhow::anyhow!("payment {} received another amount than was asked for", payment.id)));
            }
            let settlement = read.charge.as_ref().and_then(|charge| charge.settlement.as_ref()).map(|settled| (Cents(settled.fee), Cents(settled.net)));
            Ok(Reading::Paid(Paid { intent, charge: read.charge.map(|charge| charge.id), settlement }))
        }
    }
}
