//! Views.
/// Pages.
pub fn pages() -> Vec<kernel::views::PageEntry> { Vec::new() }
