//! What an association's site can do. One folder a capability.

pub mod payments;
pub mod people;
pub mod ticketing;
