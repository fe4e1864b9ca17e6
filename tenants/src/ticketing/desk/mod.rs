//! What staff read of concerts, orders and sales: lists turned page by page, sums, searches. Owns no table.

pub mod model;
pub mod store;
