//! Tickets and their journal: owns `ticket`, `ticket_journal`, `journal_head` and `ticket_closing`.

pub mod journal;
pub mod model;
pub mod store;
