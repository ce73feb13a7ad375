//! The crate's tests, as one program.

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
