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
pub mod event;
pub mod merge;
pub mod pause;
pub mod wire;
pub mod write;

pub use classify::{Code, Failure};
pub use clock::Clock;
pub use effect::{Effect, From, RequestId, StreamId, Timer};
pub use event::{Event, Heard, HeardState, Mark};
pub use pause::Pause;
pub use write::{Batch, Change, Precondition, Write, WriteResult};

use model::Millis;

/// How long the server may take to answer a request, in milliseconds.
pub const DEADLINE: u64 = 30_000;

/// Decides everything about the sync of one library.
#[derive(Debug)]
pub struct Engine {
    device: String,
}

impl Engine {
    /// An engine that has not started yet. `device` names this installation in the documents that it writes; `seed`
    /// is a random number.
    #[must_use]
    pub fn new(device: impl Into<String>, seed: u64) -> Self {
        let _seed = seed;
        Self { device: device.into() }
    }

    /// What is to be done about an event. `now` is what the device's clock shows, right or wrong.
    pub fn handle(&mut self, event: Event, now: Millis) -> Vec<Effect> {
        let _unused = (event, now, &self.device);
        Vec::new()
    }
}
