//! The kernel: machinery that knows no word of the product. Every slice stands on it; it stands on libraries.

pub mod app;
pub mod choice;
pub mod clock;
pub mod config;
pub mod cookies;
pub mod db;
pub mod error;
pub mod form;
pub mod http;
pub mod i18n;
pub mod ids;
pub mod inventory;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod mail;
pub mod money;
pub mod outbound;
pub mod personal;
pub mod sealing;
pub mod session;
pub mod storage;
pub mod stripe;
pub mod tenant;
pub mod views;
