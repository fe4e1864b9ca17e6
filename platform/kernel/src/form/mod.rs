//! Forms: what visitors type, parsed at the edge.
