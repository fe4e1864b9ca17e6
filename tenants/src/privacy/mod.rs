//! Privacy that runs by itself: what people may ask about their data and how they are answered, what an association owes them on paper, and its
//! files of breaches. Reads the inventory, not the slices.

pub mod breaches;
pub mod papers;
pub mod requests;

use kernel::views::PageEntry;
use poem::RouteMethod;

/// The public pages of this slice.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    requests::public_routes()
}

/// The back office's pages of this slice.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    [papers::admin_routes(), breaches::admin_routes(), requests::admin::admin_routes()].into_iter().flatten().collect()
}

/// Every page and mail of this slice, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [papers::pages(), breaches::pages(), requests::pages()].into_iter().flatten().collect()
}
