//! The money page: how the association's Stripe account stands, what is on its way, what came in and went out.

mod connection;
mod ledger;
mod store;

use kernel::views::{PageEntry, entry};
use poem::{RouteMethod, get, post};

/// The pages of money.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        ("/argent", get(ledger::show)),
        ("/argent.csv", get(ledger::export)),
        ("/argent/stripe", post(connection::begin)),
        ("/argent/retour", get(connection::back)),
        ("/argent/reprendre", get(connection::again)),
    ]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<ledger::MoneyPage>()]
}
