//! Journeys on the platform: isolation, jobs, people who work in the back office.

mod api;
mod audience;
mod changes;
mod closing;
mod commands;
mod endings;
mod hosts;
mod inventory;
mod isolation;
mod jobs;
mod ledger;
mod operators;
mod papers;
mod periods;
mod recovery;
mod release;
mod retention;
mod routes;
mod second_factor;
mod signup;
mod staff;
mod telling;
