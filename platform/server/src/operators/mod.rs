//! The operators' console.
pub mod views;
/// Routes.
pub fn routes() -> crate::hosts::Routes { Vec::new() }
