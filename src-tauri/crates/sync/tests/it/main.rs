//! The crate's tests, as one program.

#![expect(clippy::expect_used, reason = "a test that expects fails with a message and a line")]

mod backoff;
mod batch;
mod classify;
mod clock;
mod convergence;
mod documents;
mod engine;
mod merging;
mod rules;
mod support;
mod wire;
