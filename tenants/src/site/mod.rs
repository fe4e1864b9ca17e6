//! An association's own site: its facts, colours and pictures, the frame of its public pages and the cache they live in. Owns `association`
//! and `picture`.

pub mod cache;
pub mod chrome;
pub mod markdown;
pub mod model;
pub mod pictures;
pub mod store;
pub mod theme;

use poem::RouteMethod;

pub use chrome::{chrome, chrome_of};

/// The path of the legal notice, without language: every page of a site leads to it.
pub const NOTICE_PATH: &str = "/mentions-legales";

/// The public pages of this slice.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    [theme::routes(), pictures::routes()].into_iter().flatten().collect()
}
