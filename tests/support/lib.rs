//! What every test stands on: a whole world on real parts (Postgres, S3, SMTP, the Stripe simulator, the server) with a clock that stands
//! still, a client that behaves like a browser without JavaScript, the journeys that most tests begin with, and the sums that must
//! agree whatever happened.

#![expect(clippy::expect_used, clippy::panic, reason = "a part of the world that fails is a failed test, and there is nobody to hand an error to")]

pub mod books;
pub mod client;
pub mod desk;
pub mod form;
pub mod journey;
pub mod line;
pub mod world;

pub use client::{Client, Page};
pub use form::Form;
pub use journey::{Association, Bought, ConcertSpec, OnSale, TariffSpec};
pub use world::World;
