//! What an association's site can do. One folder a capability.

pub mod consent;
pub mod legal;
pub mod payments;
pub mod people;
pub mod privacy;
pub mod sheet;
pub mod site;
pub mod staff;
pub mod ticketing;

use kernel::views::PageEntry;
use poem::RouteMethod;

/// The routes of an association's public site: path and what answers there. The server mounts them, and a test walks them.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    [site::public_routes(), legal::public_routes(), ticketing::public::public_routes(), privacy::public_routes()].into_iter().flatten().collect()
}

/// The routes of an association's back office, relative to `/a/:slug`, behind the server's guard.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    [
        ticketing::admin::admin_routes(),
        ticketing::door::admin_routes(),
        ticketing::admin::money::admin_routes(),
        ticketing::disputes::admin::admin_routes(),
        legal::admin::admin_routes(),
        legal::proofs::admin::admin_routes(),
        privacy::admin_routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every page and mail of the slices, for the start to prove that each renders.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    [
        legal::pages(),
        ticketing::public::pages(),
        ticketing::mails::pages(),
        ticketing::admin::pages(),
        ticketing::door::pages(),
        ticketing::admin::money::pages(),
        ticketing::disputes::admin::pages(),
        legal::admin::pages(),
        privacy::pages(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use kernel::views::Views;

    #[test]
    fn every_page_and_mail_renders_in_each_of_its_states() {
        if let Err(faults) = Views::load(&super::pages()) {
            panic!("{}", faults.join("\n"));
        }
    }
}
