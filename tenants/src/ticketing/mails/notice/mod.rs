//! Telling buyers that the legal notice changes something for their data (GDPR art. 13(3) and 14(4)): once each, those with a concert to come.

use kernel::{app::App, error::Result, ids::TenantId, jobs::JobError};
use uuid::Uuid;

use super::{concert, load, send as send_mail, sender, store, views::NoticeMail};
use crate::{
    legal,
    ticketing::{
        jobs::{self, Job},
        orders::model::{OrderId, OrderState},
    },
};

/// Files one mail for each buyer with a concert to come. All of them are filed in the transaction that notes it, so that it happens once.
///
/// # Errors
/// Retried when the database is away.
pub async fn tell(app: &App, tenant: TenantId, document: Uuid) -> Result<(), JobError> {
    let now = app.clock.now();
    let mut tx = app.db.tenant(tenant).await?;
    if !legal::store::note_told(&mut tx, now, document).await? {
        return Ok(());
    }
    for order in store::upcoming_buyers(&mut tx, now).await? {
        jobs::enqueue(&mut tx, &Job::MailNotice { order, document }, None).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sends one, unless the order was given back meanwhile.
///
/// # Errors
/// Retried when the relay or the database does not answer.
pub async fn send(app: &App, tenant: TenantId, order: OrderId, document: Uuid, seed: &str) -> Result<(), JobError> {
    let Some(sources) = load(app, tenant, order).await? else { return Ok(()) };
    if sources.order.state != OrderState::Confirmed {
        return Ok(());
    }
    let mut tx = app.db.tenant(tenant).await?;
    let Some((kind, version)) = legal::store::named(&mut tx, document).await? else { return Ok(()) };
    let (before, after) = (legal::store::find(&mut tx, kind, Some(version - 1)).await?, legal::store::find(&mut tx, kind, Some(version)).await?);
    drop(tx);
    let (Some(before), Some(after)) = (before, after) else { return Ok(()) };
    let changes = legal::change::material(&before.content, &after.content);
    let mail = NoticeMail {
        sender: sender(app, &sources)?,
        concert: concert(app, &sources),
        since: after.effective_from,
        changes: changes.iter().map(|change| change.sentence(sources.locale)).collect::<Result<Vec<_>>>()?,
        notice_url: sources.absolute(app, kind.path()),
        compare_url: sources.absolute(app, &format!("{}/comparer/{}/{version}", kind.path(), version - 1)),
    };
    send_mail(app, &sources, &mail, Vec::new(), seed).await
}
