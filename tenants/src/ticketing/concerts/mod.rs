//! Concerts: what is played, when, where, at which prices; owns `concert`, `seat_pool` and `tariff`.

pub mod model;
pub mod store;
