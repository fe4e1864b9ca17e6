//! An association's own site: its facts, colours and pictures, the frame of its public pages and the cache they live in. Owns `association`,
//! `association_module` and `picture`.

pub mod cache;
pub mod chrome;
pub mod markdown;
pub mod model;
pub mod modules;
pub mod pictures;
pub mod store;
pub mod theme;

use poem::RouteMethod;

pub use chrome::{chrome, chrome_of};

/// The path of the legal notice, without language: every page of a site leads to it.
pub const NOTICE_PATH: &str = "/mentions-legales";

/// The path of the accessibility statement, without language: every page leads to it.
pub const ACCESSIBILITY_PATH: &str = "/accessibilite";

/// The path of the page where people ask about their data, without language: notices lead to it.
pub const RIGHTS_PATH: &str = "/vos-donnees";

/// The public pages of this slice.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    [theme::routes(), pictures::routes()].into_iter().flatten().collect()
}
