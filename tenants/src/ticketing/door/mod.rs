//! The door: tickets scanned or typed, names searched, each ticket let in once however many doors there are. Owns no table.

mod admin;
pub mod model;
mod store;

use kernel::views::{PageEntry, entry};
use poem::{RouteMethod, get};

/// The pages of the door.
#[must_use]
pub fn admin_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![("/porte", get(admin::choose)), ("/concerts/:id/porte", get(admin::door_page).post(admin::check))]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![entry::<admin::ChoosePage>(), entry::<admin::DoorPage>()]
}
