//! What every test stands on: a whole world on real parts (Postgres, S3, SMTP, the Stripe simulator, the server) with a clock that stands
//! still, a client that behaves like a browser without JavaScript, and the journeys that most tests begin with.

pub mod client;
pub mod journey;
pub mod world;

pub use client::{Client, Page};
pub use journey::{Association, Bought, ConcertSpec, TariffSpec};
pub use world::World;
