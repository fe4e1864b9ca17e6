//! Erasing a person: what is looked for afterwards, and what the hard cases of a real association come to.

mod canary;
mod costs;
mod hard_cases;
mod mutation;
mod properties;
mod search;
mod seed;
