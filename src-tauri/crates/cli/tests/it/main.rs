//! The real binary, as a script and as a person use it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod bench;
mod lists;
mod programs;
mod settings;
mod transfer;
mod usage;
mod workouts;
