//! Files in and out: what importing or restoring one would do, and what to export.

pub mod export;
pub mod import;
mod report;
pub mod restore;
mod summary;
