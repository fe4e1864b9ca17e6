//! Privacy that runs by itself: what people may ask about their data, and how they are answered. Reads the inventory, not the slices.

pub mod requests;

use kernel::views::PageEntry;
use poem::RouteMethod;

/// The public pages of this slice.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    requests::public_routes()
}

/// The back office of this slice.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    requests::admin::admin_routes()
}

/// Every page and mail, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    requests::pages()
}
