//! Journeys on an association's site and in its back office.

mod back_office;
mod bad_input;
mod buying;
mod door;
mod erasure;
mod paying;
mod refunding;
mod restriction;
mod sale;
mod seats;
mod webhooks;
