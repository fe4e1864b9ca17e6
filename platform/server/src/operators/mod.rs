//! Operators: those who keep the platform healthy. They see which associations there are and how the machinery stands, never an association's rows.

pub(crate) mod pages;
mod store;
pub mod views;

use kernel::{app::App, error::Result};
use poem::get;

use crate::hosts::Routes;

pub use store::{State, Tenant};

/// Routes of operators.
#[must_use]
pub fn routes() -> Routes {
    vec![("/operateur", get(pages::show_console).post(pages::act))]
}

/// Every association, by address: for the command line.
///
/// # Errors
/// When the database is away.
pub async fn list_all(app: &App) -> Result<Vec<Tenant>> {
    let mut tx = app.db.platform().await?;
    let wanted = store::Wanted { limit: i64::MAX, ..store::Wanted::default() };
    store::tenants(&mut tx, &wanted).await
}

/// Suspends an association or puts it back; `false` when there is none, or it was closed.
///
/// # Errors
/// When the database is away.
pub async fn set_state(app: &App, slug: &str, to: State) -> Result<bool> {
    let mut tx = app.db.platform().await?;
    let done = store::set_state(&mut tx, slug, to).await?;
    tx.commit().await?;
    app.tenants.forget(slug);
    Ok(done)
}

/// The database's own time, to compare ours with.
///
/// # Errors
/// When the database is away.
pub async fn database_time(app: &App) -> anyhow::Result<kernel::clock::Timestamp> {
    let mut tx = app.db.platform().await?;
    Ok(store::time(&mut tx).await?)
}
