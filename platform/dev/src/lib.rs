//! The world around Estrade, on one machine and in one process: a private PostgreSQL, an object store on a folder, a mail catcher, the Stripe simulator, and
//! the server itself among demo associations. Development and tests only; nothing here is linked into `estrade`.

pub mod demo;
pub mod lock;
pub mod mail;
pub mod postgres;
pub mod secrets;
pub mod storage;
pub mod surroundings;
pub mod world;
