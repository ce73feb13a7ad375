//! firestore.rules on the official emulator: who reaches what, and what may be written.
//!
//! Each file has the cases of one part of the rules; `coverage` runs them all again and looks for what they leave out.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod access;
mod case;
mod coverage;
mod profile;
mod programs;
mod project;
mod tombstones;
mod value;
mod web_app;
mod workouts;
