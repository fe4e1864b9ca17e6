//! All the SQL of staff.

mod accounts;
mod team;
mod tokens;

pub use accounts::*;
pub use team::*;
pub use tokens::*;
