//! What the public sees of ticketing, and how it buys.

pub mod pages;
pub mod store;

pub use pages::{card, concert, known::KnownConcerts, order, pages, public_routes};
