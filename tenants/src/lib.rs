//! What an association's site can do. One folder a capability.

pub mod legal;
pub mod payments;
pub mod people;
pub mod site;
pub mod ticketing;

use kernel::views::PageEntry;
use poem::RouteMethod;

/// The routes of an association's public site: path and what answers there. The server mounts them, and a test walks them.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    [site::public_routes(), legal::public_routes(), ticketing::public::public_routes()].into_iter().flatten().collect()
}

/// The routes of an association's back office, relative to `/a/:slug`, behind the server's guard.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    std::iter::empty().collect()
}

/// Every page and mail of the slices, for the start to prove that each renders.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [legal::pages(), ticketing::public::pages(), ticketing::mails::pages()].into_iter().flatten().collect()
}
