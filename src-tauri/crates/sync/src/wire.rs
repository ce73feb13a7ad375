//! What sync writes into documents: the `sync` map, tombstones, and the server's fields.

/// The field that the server sets to its own time with every write.
pub const MODIFIED: &str = "modified_date";
