//! What an association owes the people whose data it has: its papers, and its files of breaches.

pub mod breaches;
pub mod papers;

use kernel::views::PageEntry;
use poem::RouteMethod;

/// The back office's pages of this slice.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    [papers::admin_routes(), breaches::admin_routes()].into_iter().flatten().collect()
}

/// Every page and mail of this slice, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [papers::pages(), breaches::pages()].into_iter().flatten().collect()
}
