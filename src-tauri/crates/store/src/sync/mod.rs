//! The side of the library that faces the cloud: what came from the server, what waits to be sent to it, and where
//! the two meet. The words are those of [`model::sync`].
//!
//! [`crate::Library::sync`] runs one transaction of a [`SyncTx`]. Everything in it may be done twice: what is known
//! already changes nothing. Three things make that so:
//!
//! - *Server time orders.* Each state that the server had of a document has a [`model::ServerTime`]: its update time,
//!   or when it was found deleted. The latest that was received is in the table `mirror` or `tombstone`. What isn't
//!   later is passed over, in whatever order it comes.
//! - *Generations are never used again.* Each unsent change of a record has one, and gets a new one whenever what is
//!   to be sent, or what it is to be sent upon, becomes another. Its [`Op`](model::sync::Op) is made of it; answers
//!   name that, and touch no other.
//! - *What was given out is remembered.* The table `sent` has every write that the server may hold unknown to us, and
//!   what it wrote, until the server's next state is known. So a write whose answer was lost is recognised, even if
//!   the record was changed again since.
//!
//! | the server's state | no unsent change | an unsent change |
//! |---|---|---|
//! | a document | the record follows | the merge decides |
//! | deleted | the record goes | the merge decides |
//! | our own write, acknowledged | - | done; if the record was changed since, the mirror moves and the row stays |
//!
//! The merge is a function that the caller gives. It runs within the transaction, so that no edit can come in
//! between. It decides; the store does it, and keeps what lost in history.

mod conflict;
mod listing;
mod mirror;
pub(crate) mod queue;
mod receive;
mod refusal;
pub(crate) mod sent;
mod take;
mod tx;
mod view;

pub use conflict::Conflict;
pub use queue::Queued;
pub use tx::{Received, SyncTx};
pub use view::Waiting;
