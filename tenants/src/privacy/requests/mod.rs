//! Requests of people about their own data (GDPR art. 12 to 22): asked on the site or by letter, answered by the software, and by two people where
//! the software must not decide alone. Owns the tables `privacy_request*` and `privacy_export`.

pub mod admin;
pub mod deciding;
mod executing;
mod exporting;
pub mod identity;
pub mod jobs;
mod mails;
mod measures;
pub mod mentions;
pub mod model;
mod pages;
mod planning;
mod receiving;
mod recipients;
pub mod store;

use kernel::views::{PageEntry, entry};
use poem::RouteMethod;

/// The path of the rights page, without language: every form that collects data leads to it.
pub const PATH: &str = "/vos-donnees";

/// The public pages.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    pages::routes()
}

/// Every page and mail, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    let mut all = vec![entry::<pages::ChoicePage>(), entry::<pages::AskPage>(), entry::<pages::links::OpenPage>(), entry::<pages::tracking::TrackingPage>()];
    all.extend(mails::pages());
    all.extend(admin::pages());
    all
}
