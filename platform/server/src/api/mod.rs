//! The API.
/// Where.
pub const PREFIX: &str = "/api/v1";
/// Paths.
pub const PATHS: &[(&str, &str)] = &[];
/// Endpoint.
pub fn endpoint(_: &kernel::app::App) -> poem::Route { poem::Route::new() }
