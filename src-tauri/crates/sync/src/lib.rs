//! How two copies agree: the three-way merge and the sync engine, both pure.
//!
//! Nothing here does I/O, reads a clock, draws a random number, waits or has threads. [`Engine::handle`] takes what
//! happened ([`Event`]) and answers with what is to be done ([`Effect`]); whoever drives it does so and tells how it
//! went.

pub mod backoff;
pub mod batch;
pub mod classify;
pub mod clock;
pub mod effect;
pub mod engine;
pub mod event;
pub mod merge;
pub mod pause;
pub mod wire;
pub mod write;

pub use classify::{Code, Failure};
pub use clock::Clock;
pub use effect::{Effect, From, RequestId, StreamId, Timer};
pub use engine::Engine;
pub use event::{Event, Heard, HeardState, Mark};
pub use pause::Pause;
pub use write::{Batch, Change, Precondition, Write, WriteResult};

/// How long the server may take to answer a request, in milliseconds.
pub const DEADLINE: u64 = 30_000;
