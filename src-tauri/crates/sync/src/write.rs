//! What is sent: batches of writes.

use model::{Body, RecordKey, ServerTime, sync::Op};

/// Writes that go to the server in one `Commit`: all of them take effect, or none. Made by [`crate::batch`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// At most one of each record.
    pub writes: Vec<Write>,
}

/// One change of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The record; its document is `users/{uid}/<collection>/<id>`.
    pub key: RecordKey,
    /// What names the change.
    pub op: Op,
    /// What must hold on the server, or the whole batch is refused.
    pub only_if: Precondition,
    /// What is done.
    pub change: Change,
    /// How often it was postponed.
    pub attempts: u32,
}

/// What a write does. In what it writes, `modified_date` ([`model::sync::MODIFIED`]) is to be the server's time of
/// the request (a `REQUEST_TIME` transform); the bodies here don't have it.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The document becomes this as a whole: no field that isn't here stays.
    Put(Body),
    /// The document is deleted and `users/{uid}/tombstones/<id>` becomes this, whatever was there: two writes of the
    /// same commit.
    Delete {
        /// The tombstone's document.
        tombstone: Body,
    },
}

/// A precondition on the document of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// `exists: false`.
    Absent,
    /// `update_time`.
    UpdatedAt(ServerTime),
}

/// What the server says of one write that took effect.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteResult {
    /// Its update time; of a deletion, the commit time.
    pub at: ServerTime,
    /// What `modified_date` became, in the form in which a read of the document would give it.
    pub modified: Option<serde_json::Value>,
}
