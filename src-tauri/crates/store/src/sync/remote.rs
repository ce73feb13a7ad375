//! What the server had, what it answered, and what is to become of a record that was changed there and here.

use model::{Body, Millis, ServerTime};

use crate::record::RecordKey;

/// A state that the server had of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Remote {
    /// The record.
    pub key: RecordKey,
    /// When it was so: the document's update time, or when it was known to be deleted (the update time of its
    /// tombstone, or when the server looked and there was none).
    pub at: ServerTime,
    /// The id of the write that made it so, if the document says: see [`crate::Taken::op_id`].
    pub op_id: Option<String>,
    /// What there was.
    pub state: RemoteState,
}

/// What the server had.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoteState {
    /// A document. If its `id` isn't the record's, it can't be shown.
    Document(Body),
    /// None.
    Deleted,
    /// A document that can't be shown.
    Unreadable {
        /// What is the matter with it.
        reason: String,
        /// The document as it came, in a form that the caller reads again.
        raw: String,
    },
}

/// The answer to a write: the server has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// The record.
    pub key: RecordKey,
    /// What was sent: [`crate::Taken::generation`].
    pub generation: u64,
    /// The document's update time now; for a delete the time of the commit.
    pub at: ServerTime,
    /// The document as the server has it now, with what it filled in; `None` for a delete.
    pub body: Option<Body>,
}

/// An unsent change and another's: what there is to decide about.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// The record.
    pub key: &'a RecordKey,
    /// The last document of the server that was known here; `None` if it is known to have had none, or never was
    /// heard of.
    pub base: Option<&'a Body>,
    /// The record as it is here, with what is unsent; `None` if it was deleted.
    pub ours: Option<&'a Body>,
    /// When that was last edited, by this device's clock.
    pub edited_at: Millis,
    /// The server's document; `None` if it was deleted.
    pub theirs: Option<&'a Body>,
    /// Since when it is so.
    pub at: ServerTime,
}

/// What is to become of a record that was changed here and there.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// What the server has. Ours goes to history, and nothing is left to send.
    Theirs,
    /// Ours, which is still to be sent.
    Ours {
        /// Theirs holds an edit that is lost by that: it goes to history.
        lost: bool,
    },
    /// A document made of both, which is to be sent. Ours goes to history.
    Both {
        /// The document.
        body: Body,
        /// When it counts as edited.
        edited_at: Millis,
        /// Theirs holds an edit that isn't in it: it goes to history.
        lost: bool,
    },
}

/// What was done with a state of the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Nothing: this state, or a later one, is known.
    Known,
    /// Nothing was unsent here, so the record is as the server has it.
    Followed,
    /// It was our own write. Nothing is left to send.
    Settled,
    /// It was our own write, but the record was changed since: that is still to be sent.
    Overtaken,
    /// It met an unsent change, and was brought together with it.
    Met,
    /// It can't be shown, and is kept aside.
    SetAside,
}
