//! Papers: the register of processing, the agreement between platform and association, its processors, the question of a data protection officer.
//! All of them are readings of the personal-data inventory and of facts stated once.

pub mod agreement;
pub mod dpo;
pub mod model;
pub mod processors;
pub mod register;
pub mod views;

use kernel::views::{PageEntry, entry};
use poem::RouteMethod;

/// The back office's pages of this slice.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    [register::admin_routes(), agreement::admin_routes(), dpo::admin_routes()].into_iter().flatten().collect()
}

/// Their templates and mails, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    let mut pages = vec![entry::<views::PaperPage>()];
    pages.extend(agreement::pages());
    pages.extend(dpo::pages());
    pages
}
