//! The data of one person, wherever it lies: finding it, showing it, erasing it. Everything is derived from the inventory: the tables, the
//! ways that lead from a row to its person, the verdict on each column, the duties that keep some. No list of tables stands here or
//! may stand elsewhere.
//!
//! The way of an erasure: [`find`] the persons, [`plan`] what would happen, show it, have its [`Plan::hash`] approved, then [`execute`]
//! in one transaction of the tenant's own role, which plans again, refuses a different plan, archives what the books must still
//! name, erases, and counts again: anything left is an error and nothing has happened.

mod archive;
mod bundle;
mod erase;
mod export;
mod mentions;
mod model;
mod names;
mod reach;
pub mod retention;
mod store;

pub use bundle::{BundleText, archive_zip, schema};
pub use erase::{execute, execute_over, expire, plan, plan_over, statements};
pub use export::{export, export_over};
pub use mentions::{Text, fold, text_at, text_columns, texts};
pub use model::{
    Action, Archived, ColumnFacts, ERASED, Export, ExportColumn, ExportTable, Found, Kept, Outcome, Plan, PlanStep, Refusal, Root, Touched, is_erased,
};
pub use names::same_name;
pub use store::{beside, find, names};
