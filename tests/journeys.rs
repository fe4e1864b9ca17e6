//! Every journey in one binary: linking once is what makes them quick to build.

mod platform;
mod tenants;
