//! What staff did, by whom and when, and what they took away; owns `staff_action` and `export_register`.

pub mod store;
