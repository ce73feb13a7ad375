//! The queue of unsent changes.

use serde::{Deserialize, Serialize};

use super::{Seen, State};
use crate::{Body, Millis, RecordKey, ServerTime};

/// Names one state of a record on its way to the server, uniquely among all devices: every change of what is to be
/// sent gets a new one, every repetition of the same keeps it. It travels in the document (`sync.op`), by which a
/// write whose answer was lost is recognised.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Op(pub String);

impl Op {
    /// The name of a device's change. Of each device the later change has the higher `generation`. The time is in it
    /// for the case that somebody copies a library to another machine: the two copies give out the same generations.
    #[must_use]
    pub fn new(device: &str, generation: u64, edited_at: Millis) -> Self {
        Self(format!("{device}-{generation:x}-{edited_at:x}"))
    }

    /// Which change of its device it is, if it says so.
    fn generation(&self) -> Option<u64> {
        u64::from_str_radix(self.0.rsplit('-').nth(1)?, 16).ok()
    }

    /// Whether it is the same change of one device as `other`, or a later one.
    #[must_use]
    pub fn is_since(&self, other: &Self) -> bool {
        self == other || self.generation().zip(other.generation()).is_some_and(|(mine, other)| mine > other)
    }
}

/// How much waits in the queue: one indexed read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Changes not yet acknowledged by the server, without those it refused.
    pub pending: u64,
    /// Changes that the server refused.
    pub refused: u64,
}

/// How much to take from the queue at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows at most.
    pub rows: usize,
    /// Bytes of bodies after which no further row is taken; the first row is taken whatever its size.
    pub bytes: usize,
}

/// The last state of a document known to be on the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// Its update time.
    pub at: ServerTime,
    /// The document.
    pub body: Body,
}

/// A document that was on the server and is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// The writes known to have been in it.
    pub seen: Seen,
    /// Whether its tombstone was looked for: then `seen` has the deletion, too, unless it left no tombstone.
    pub looked: bool,
}

/// A queued change, taken to be sent. The row stays in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The record.
    pub key: RecordKey,
    /// What names the change.
    pub op: Op,
    /// When it was made, by this device's clock.
    pub edited_at: Millis,
    /// What is to be on the server; `None`: nothing, it was deleted.
    pub body: Option<Body>,
    /// What is known to be on the server; `None`: nothing.
    pub base: Option<Base>,
    /// If nothing is, but was once: what is known of that.
    pub gone: Option<Gone>,
    /// A write of the record, this one or an earlier, was taken to be sent before and may have landed: its fate is not
    /// known.
    pub unresolved: bool,
    /// How often it was postponed.
    pub attempts: u32,
}

/// What could be taken from the queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenBatch {
    /// What is due, first queued first, at most one change of each record.
    pub due: Vec<Taken>,
    /// If nothing is due: the milliseconds until the next postponed change is. `None`: nothing waits.
    pub next_in: Option<u64>,
    /// The queue as a whole.
    pub counts: Pending,
}

/// A change that the server has.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// The record.
    pub key: RecordKey,
    /// The change. A row whose op is another one meanwhile stays in the queue.
    pub op: Op,
    /// When the server committed it; a mirror that is later stays as it is. `None`: there was nothing to send, the
    /// server has it already; the mirror stays as it is.
    pub at: Option<ServerTime>,
    /// What is on the server now. The record takes this form if it was not changed meanwhile, without a trace in
    /// history: it says the same.
    pub state: State,
}

/// Why the server, or this side, would not have a change. It stays in the queue with this, is shown, and is sent
/// again only when the person says so or the record changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The cloud's rules don't allow it.
    Denied,
    /// The server can't take it as a document.
    Invalid,
    /// It is larger than a document may be.
    TooLarge,
    /// What the server holds can't be read, so nothing of it is overwritten unless the person says so.
    Unreadable,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 4] = [Self::Denied, Self::Invalid, Self::TooLarge, Self::Unreadable];

    /// The word for it in SQL and in texts' names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Invalid => "invalid",
            Self::TooLarge => "too-large",
            Self::Unreadable => "unreadable",
        }
    }

    /// The refusal that [`Refusal::as_str`] names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.as_str() == word)
    }
}
