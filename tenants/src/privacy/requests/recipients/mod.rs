//! Those to whom the data had gone before they were erased (GDPR art. 19), each with what becomes of them there.

use kernel::{
    app::App,
    clock::Timestamp,
    db::TenantTx,
    error::Result,
    ids::TenantId,
    inventory::SubjectId,
    personal::{Outcome, Root},
};
use uuid::Uuid;

use super::{
    executing::buyers,
    jobs::{self, Job},
    model::{BACKUPS, DISPUTE_WAITS, MAIL_TRACE, RequestId, STRIPE_WAITS},
    planning,
    store::{self, RecipientStatus},
};
use crate::{people, staff};

/// What must be looked up before the rows are erased.
#[derive(Clone, Debug, Default)]
pub struct Before {
    charged_at: Option<Timestamp>,
    taken_away: bool,
    bought: bool,
    named: bool,
}

/// Looks to whom the data had gone.
///
/// # Errors
/// When the database is away.
pub async fn look(tx: &mut TenantTx, roots: &[Root]) -> Result<Before> {
    let people = buyers(roots);
    let named: Vec<Uuid> = roots.iter().filter(|root| root.subject == SubjectId::Attendee).map(|root| root.id).collect();
    let charged_at = store::charged_at(tx, &people).await?;
    let since = [people::store::known_since(tx, &people).await?, people::attendees::store::known_since(tx, &named).await?];
    let taken_away = match since.into_iter().flatten().min() {
        Some(since) => !staff::store::taken_since(tx, since).await?.is_empty(),
        None => false,
    };
    Ok(Before { charged_at, taken_away, bought: !people.is_empty(), named: !named.is_empty() })
}

/// Notes how it stands with each of them.
///
/// # Errors
/// When the database is away.
pub async fn note(tx: &mut TenantTx, now: Timestamp, id: RequestId, before: &Before, outcome: &Outcome) -> Result<()> {
    let exports = if before.taken_away { RecipientStatus::Asked } else { RecipientStatus::Nothing };
    let backups = ("backups", RecipientStatus::Expires, Some(now + BACKUPS));
    if !before.bought {
        // Whoever is only named on a ticket is known to nobody who takes payments or sends mails.
        if before.named {
            for (recipient, status, when) in [("exports", exports, None), backups] {
                store::set_recipient(tx, id, recipient, status, when, None).await?;
            }
        }
        return Ok(());
    }
    // Stripe redacts a payment ninety days after it at the earliest, and keeps it under its own duties until then. Our own part is done meanwhile.
    let stripe = match before.charged_at {
        Some(charged) => (RecipientStatus::Scheduled, Some((charged + STRIPE_WAITS).max(now))),
        None => (RecipientStatus::Nothing, None),
    };
    let objects = if outcome.objects.is_empty() { RecipientStatus::Nothing } else { RecipientStatus::Pending };
    let all = [
        ("stripe", stripe.0, stripe.1),
        ("object_storage", objects, None),
        ("exports", exports, None),
        ("mail_provider", RecipientStatus::Expires, Some(now + MAIL_TRACE)),
        backups,
    ];
    for (recipient, status, when) in all {
        store::set_recipient(tx, id, recipient, status, when, None).await?;
    }
    if let (RecipientStatus::Scheduled, Some(at)) = (stripe.0, stripe.1) {
        jobs::enqueue(tx, &Job::AskStripe { request: id.uuid() }, Some(at)).await?;
    }
    Ok(())
}

/// The day has come from which Stripe redacts the payments of a request: the association, whose account it is, is asked to have it done.
///
/// # Errors
/// When the database is away.
pub async fn ask_stripe(app: &App, tenant: TenantId, id: RequestId) -> Result<()> {
    let mut tx = app.db.tenant(tenant).await?;
    let people = buyers(&planning::roots(&mut tx, id).await?);
    if store::disputed(&mut tx, &people).await?.open_since.is_some() {
        // Stripe redacts nothing while a dispute is open: asked again later.
        jobs::enqueue(&mut tx, &Job::AskStripe { request: id.uuid() }, Some(app.clock.now() + DISPUTE_WAITS)).await?;
        return tx.commit().await;
    }
    let waits = store::recipients(&mut tx, id).await?.iter().any(|one| one.recipient == "stripe" && one.status == RecipientStatus::Scheduled.word());
    if waits {
        store::set_recipient(&mut tx, id, "stripe", RecipientStatus::Asked, None, None).await?;
        jobs::enqueue(&mut tx, &Job::Ask { request: id.uuid() }, None).await?;
        tx.commit().await?;
    }
    Ok(())
}
