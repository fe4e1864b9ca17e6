//! Journeys on the platform: isolation, jobs, people who work in the back office.

mod api;
mod hosts;
mod inventory;
mod isolation;
mod jobs;
mod ledger;
mod operators;
mod release;
mod retention;
mod routes;
mod signup;
mod staff;
