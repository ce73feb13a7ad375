//! The proxy against the official emulator with the project's rules on, for a client that speaks plain gRPC.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that unwraps fails with a message and a line"
)]

mod bearer;
mod bills;
mod cloud;
mod common;
mod control;
mod faults;
mod js_sdk;
mod listen;
mod network;
mod promises;
mod resume;
mod storm;
