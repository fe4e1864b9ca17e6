//! What ticketing does later: lapsed holds released, orders made to agree with Stripe, mails, daily closings.

use chrono::NaiveDate;
use kernel::{
    app::App,
    clock::{PARIS, Timestamp},
    db::TenantTx,
    error::{Error, Result},
    ids::{AccountId, TenantId},
    jobs::{JobError, NewJob},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    concerts::model::ConcertId,
    mails,
    orders::{cancelled, model::OrderId, reconcile, store},
    tickets::journal,
};

/// The work, by kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Release holds whose time is up.
    SweepHolds,
    /// Make an order agree with Stripe.
    ReconcileOrder {
        /// The order.
        order: Uuid,
    },
    /// Send the buyer their tickets.
    MailTickets {
        /// The order.
        order: Uuid,
    },
    /// Tell the buyer that tickets were refunded.
    MailRefund {
        /// The order.
        order: Uuid,
        /// The refund, unless the tickets cost nothing.
        refund: Option<Uuid>,
        /// The tickets that are void.
        tickets: Vec<Uuid>,
    },
    /// Tell the buyer that no seat was left and the money goes back.
    MailUnseated {
        /// The order.
        order: Uuid,
    },
    /// Tell the buyer what a new version of the legal notice changes.
    MailNotice {
        /// The order.
        order: Uuid,
        /// The version.
        document: Uuid,
    },
    /// Give everybody's money back after a concert was cancelled.
    EmptyCancelled {
        /// The concert.
        concert: Uuid,
        /// Who cancelled it.
        by: Uuid,
    },
    /// Close a day's journal, once the day is over in Europe/Paris.
    CloseDay {
        /// The day.
        day: NaiveDate,
    },
}

/// The kind these jobs are filed under.
pub const KIND: &str = "ticketing";

/// When a cancelled concert that still has orders is looked at again: a payment under way ends within minutes.
const EMPTY_AGAIN: chrono::Duration = chrono::Duration::minutes(2);

/// How many lapsed holds one transaction looks at.
const SWEEP: i64 = 200;

/// What makes two jobs the same while they wait.
#[must_use]
pub fn key_of(job: &Job) -> String {
    match job {
        Job::SweepHolds => "sweep".to_owned(),
        Job::CloseDay { day } => format!("close:{day}"),
        Job::ReconcileOrder { order } => format!("reconcile:{order}"),
        Job::MailTickets { order } => format!("tickets:{order}"),
        Job::MailRefund { order, refund, tickets } => format!("refund:{order}:{}", refund.or(tickets.first().copied()).unwrap_or_default()),
        Job::MailUnseated { order } => format!("unseated:{order}"),
        Job::MailNotice { order, document } => format!("notice:{document}:{order}"),
        Job::EmptyCancelled { concert, .. } => format!("empty:{concert}"),
    }
}

/// Files a job with the transaction; the same job waiting already is not filed twice.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(tx: &mut TenantTx, job: &Job, at: Option<Timestamp>) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    let mut new = NewJob::new(KIND, payload).keyed(key_of(job));
    if let Some(at) = at {
        new = new.at(at);
    }
    kernel::jobs::enqueue(tx, new).await?;
    Ok(())
}

/// Asks that lapsed holds be released at `at`: one waiting job per association, however many hold.
///
/// # Errors
/// When the database is away.
pub async fn sweep_holds_at(tx: &mut TenantTx, at: Timestamp) -> Result<()> {
    enqueue(tx, &Job::SweepHolds, Some(at)).await
}

/// Asks that the journal of the day of `now` be closed once it is over.
///
/// # Errors
/// When the database is away.
pub async fn close_day_of(tx: &mut TenantTx, now: Timestamp) -> Result<()> {
    let day = now.with_timezone(&PARIS).date_naive();
    let Some((_, over)) = journal::day_bounds(day) else { return Ok(()) };
    enqueue(tx, &Job::CloseDay { day }, Some(over + chrono::Duration::minutes(10))).await
}

/// Asks that an order be made to agree with Stripe at `at`.
///
/// # Errors
/// When the database is away.
pub async fn reconcile_at(tx: &mut TenantTx, order: OrderId, at: Timestamp) -> Result<()> {
    enqueue(tx, &Job::ReconcileOrder { order: order.uuid() }, Some(at)).await
}

/// Does one.
///
/// # Errors
/// Retried when the outside did not answer.
pub async fn run(app: &App, tenant: TenantId, job: Job, seed: &str) -> Result<(), JobError> {
    match job {
        Job::SweepHolds => sweep(app, tenant).await?,
        Job::ReconcileOrder { order } => match reconcile::reconcile_order(app, tenant, OrderId::from_uuid(order)).await {
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        },
        Job::MailTickets { order } => mails::tickets(app, tenant, OrderId::from_uuid(order), seed).await?,
        Job::MailRefund { order, refund, tickets } => mails::refund(app, tenant, OrderId::from_uuid(order), refund, &tickets, seed).await?,
        Job::MailUnseated { order } => mails::unseated(app, tenant, OrderId::from_uuid(order), seed).await?,
        Job::MailNotice { order, document } => mails::notice::send(app, tenant, OrderId::from_uuid(order), document, seed).await?,
        Job::EmptyCancelled { concert, by } => {
            if cancelled::empty(app, tenant, ConcertId::from_uuid(concert), AccountId::from_uuid(by)).await? {
                let mut tx = app.db.tenant(tenant).await?;
                enqueue(&mut tx, &Job::EmptyCancelled { concert, by }, Some(app.clock.now() + EMPTY_AGAIN)).await?;
                tx.commit().await?;
            }
        }
        Job::CloseDay { day } => {
            let mut tx = app.db.tenant(tenant).await?;
            journal::close_day(&mut tx, day, app.clock.now()).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Releases holds whose time is up, and comes back when the next one's is.
async fn sweep(app: &App, tenant: TenantId) -> Result<()> {
    loop {
        let now = app.clock.now();
        let mut tx = app.db.tenant(tenant).await?;
        let lapsed = store::lapsed(&mut tx, now, SWEEP).await?;
        drop(tx);
        if lapsed.is_empty() {
            break;
        }
        for order in lapsed {
            reconcile::apply(app, tenant, order, &[]).await?;
        }
    }
    let mut tx = app.db.tenant(tenant).await?;
    let now = app.clock.now();
    for order in store::overdue(&mut tx, now, SWEEP).await? {
        reconcile_at(&mut tx, order, now).await?;
    }
    if let Some(next) = store::next_lapse(&mut tx).await? {
        sweep_holds_at(&mut tx, next).await?;
    }
    tx.commit().await
}
