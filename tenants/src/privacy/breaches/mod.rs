//! Breaches of personal data (GDPR art. 33 and 34): a file each, with its clock, who is concerned, what was decided and who was told.
//! Owns `breach`, `breach_event` and `breach_letter`.

mod admin;
pub mod jobs;
mod letters;
pub mod model;
mod reach;
pub mod store;
pub mod views;

pub use letters::concerned;

use kernel::{
    clock::Timestamp,
    db::{TenantTx, affected},
    error::Result,
    ids::AccountId,
    views::{PageEntry, entry, mail_entry},
};
use poem::RouteMethod;
use uuid::Uuid;

pub(super) fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    admin::routes()
}

pub(super) fn pages() -> Vec<PageEntry> {
    vec![entry::<views::BreachesPage>(), entry::<views::BreachPage>(), entry::<views::NewBreachPage>(), mail_entry::<views::LetterMail>()]
}

/// Opens a file for a breach that happened at the platform (art. 33(2)); `None` when there is one.
///
/// # Errors
/// When the database is away.
pub async fn report(tx: &mut TenantTx, now: Timestamp, by: AccountId, file: Uuid, facts: &model::Facts) -> Result<Option<Uuid>> {
    let concerned = affected(tx, &facts.categories).await?;
    let opened = store::open(tx, now, by, facts, &concerned, Some(file)).await?;
    if let Some(id) = opened {
        store::record(tx, now, id, "reported", by).await?;
    }
    Ok(opened)
}
