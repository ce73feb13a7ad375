//! Where an unsent change of ours meets what the server holds.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Op, State};
use crate::{Body, Millis, RecordKey, ServerTime};

/// All that is known where the server's state meets an unsent change.
///
/// The store asks for the [`Outcome`] inside the transaction that applies the server's state, so no edit can come
/// between; it does so only where the queue has a row for the record and `theirs` is news: later than the mirror, or
/// read by name after the deletion that the mirror knows. Without a row the server's state simply becomes the record's.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting<'a> {
    /// The record.
    pub key: &'a RecordKey,
    /// The mirror's body before this state came: `None` if nothing was known to be on the server.
    pub base: Option<&'a Body>,
    /// The record; `None`: it was deleted here.
    pub ours: Option<&'a Body>,
    /// The queued change.
    pub unsent: &'a Unsent,
    /// Writes of this record that were handed to the network and not answered, oldest first. Each may have landed.
    pub sent: &'a [Sent],
    /// What the server holds.
    pub theirs: &'a State,
    /// When it came to be.
    pub at: ServerTime,
}

/// The queued change of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// What names it.
    pub op: Op,
    /// When it was made, by this device's clock.
    pub edited_at: Millis,
}

/// A write that was handed to the network. It is forgotten when the mirror of its record moves on: its precondition
/// can't hold from then on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// What names it.
    pub op: Op,
    /// What it wrote; `None`: it deleted.
    pub body: Option<Body>,
}

/// What becomes of the record and its queue row. In every case but [`Outcome::Ask`] the mirror takes the server's
/// state.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The server has what we have to say: the record takes the server's state, the row goes.
    Theirs {
        /// What of ours lost against it; the record's former body goes to history in any case in which it changes.
        lost: Vec<Loss>,
    },
    /// The record stays as it is and is still to be sent, upon the server's state and under a new op.
    Ours {
        /// What of theirs lost; unless empty, the server's body goes to history.
        lost: Vec<Loss>,
    },
    /// The record becomes `body`, made of both, and is to be sent, upon the server's state and under a new op. The
    /// row keeps the time at which the edit was made.
    Both {
        /// The merged document.
        body: Body,
        /// What of either lost; unless nothing of theirs did, the server's body goes to history.
        lost: Vec<Loss>,
    },
    /// The server's document can't be read: the record stays as it is, and its row is refused
    /// ([`super::Refusal::Unreadable`]).
    Unreadable,
    /// It was deleted, and whether our write had landed before is not known: everything stays as it is until the
    /// document and its tombstone have been read.
    Ask,
}

impl Outcome {
    /// What gave way, if anything was decided.
    #[must_use]
    pub fn lost(&self) -> &[Loss] {
        match self {
            Self::Theirs { lost } | Self::Ours { lost } | Self::Both { lost, .. } => lost,
            Self::Unreadable | Self::Ask => &[],
        }
    }
}

/// A value that gave way in a merge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// Whose it was.
    pub side: Side,
    /// Where: `name`, `exercise_groups[<group_id>].sets`. Empty: the document as a whole.
    pub path: String,
    /// The value; null: it was to be empty, or deleted.
    pub value: Value,
}

/// A side of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// This device's.
    Ours,
    /// The server's.
    Theirs,
}
