//! What staff did, by whom and when; owns `staff_action`.

pub mod store;
