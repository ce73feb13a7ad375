//! What the server is known to hold.

use super::Seen;
use crate::{Body, RecordKey, ServerTime};

/// What the server held under a key at a moment. Of two, the later counts, whatever the order in which they arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Remote {
    /// The record.
    pub key: RecordKey,
    /// Of a document, its update time. Of a deletion, the update time of the tombstone, or the read time at which
    /// the server said that the document is not there: it was deleted then or before.
    pub at: ServerTime,
    /// What was there.
    pub state: State,
}

/// What the server holds under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// A document, as the server has it, in whatever shape: what this version can't show is kept all the same.
    Document(Body),
    /// Nothing: it was deleted.
    Deleted {
        /// The writes known to have been in the document when it was deleted, as its tombstone says; none if it has
        /// no tombstone. `None`: nobody has looked.
        after: Option<Seen>,
    },
}
