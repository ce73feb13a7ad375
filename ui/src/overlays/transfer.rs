//! Files in and out: what importing or restoring one would do, and what to export.

mod entries;
pub mod export;
pub mod from_file;
mod summary;
