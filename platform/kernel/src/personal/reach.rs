//! The ways from tables to persons.
