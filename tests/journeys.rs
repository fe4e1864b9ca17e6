//! Every journey in one binary: linking once is what makes them quick to build.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that finds nothing where something must be has failed: that is what it says"
)]

mod platform;
mod tenants;
