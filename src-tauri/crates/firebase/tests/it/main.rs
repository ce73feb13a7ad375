//! The crate's tests in one program, so that they share the emulators.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

mod auth;
mod common;
mod config;
mod gateway;
mod google;
mod profile;
mod session;
mod vault;
