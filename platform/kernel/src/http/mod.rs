//! The outermost HTTP layer.

/// Marks a response that says the same to everybody: it gets no nonce and keeps the cache headers it came with.
#[derive(Debug, Clone, Copy)]
pub struct Cacheable;
