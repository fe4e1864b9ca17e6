//! Journeys on an association's site and in its back office.

mod attendees;
mod back_office;
mod bad_input;
mod breaches;
mod buying;
mod consent;
mod cookies;
mod door;
mod erasure;
mod notice;
mod papers;
mod paying;
mod proofs;
mod receipts;
mod refunding;
mod restriction;
mod rights;
mod sale;
mod seats;
mod webhooks;
