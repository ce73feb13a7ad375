//! How two copies agree: the three-way merge and the sync engine, both pure.
//!
//! Nothing here does I/O, reads a clock, draws a random number, waits or has threads. [`Engine::handle`] takes what
//! happened ([`Event`]) and answers with what is to be done ([`Effect`]); whoever drives it does so and tells how it
//! went.
//!
//! What the driver owes: one engine for one library and one person's session, and nothing of another's ever told to
//! it; events in the order in which they happened; counts of the queue as they are when the event is handed over; an
//! answer to every request, within [`DEADLINE`]; broken connections noticed, by keep-alive where nothing is said.
//!
//! What sync can't know: that another client changed a document without touching its `modified_date`, or deleted an
//! old one without a tombstone, while the stream is by time. The first is found when the document is written here, the
//! second when the stream is opened next, which the end of the token sees to every hour, and by "sync now".

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

pub use classify::{Code, Failure, Meaning};
pub use clock::Clock;
pub use effect::{Effect, From, RequestId, StreamId, Timer};
pub use engine::Engine;
pub use event::{Event, Heard, HeardState, Mark};
pub use pause::Pause;
pub use write::{Batch, Change, Precondition, Write, WriteResult};

/// How long the server may take to answer a request, in milliseconds.
pub const DEADLINE: u64 = 30_000;
