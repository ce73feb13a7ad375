//! What the engine is told.

use model::ServerTime;
use model::sync::{Cursor, Feed, Pending, Remote, TakenBatch};

use crate::classify::Failure;
use crate::effect::{RequestId, StreamId, Timer};
use crate::pause::Pause;
use crate::write::WriteResult;

/// Something that happened. Every [`crate::Effect`] that carries a [`RequestId`] is answered exactly once, with the
/// same id, by one of the events that its documentation names.
///
/// `counts` are read when the event is handed over, not before: else an older count could arrive after a newer one,
/// and hide an edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first event: what the store knows.
    Started {
        /// The stored cursors; a feed without one was never heard.
        cursors: Vec<(Feed, Cursor)>,
        /// The queue.
        counts: Pending,
    },
    /// Records were changed here, or refused changes were discarded or are to be sent again.
    LocalChange {
        /// The queue now.
        counts: Pending,
    },
    /// The network came up or went down, as far as the system can tell: only a hint.
    Network {
        /// Whether it is up.
        up: bool,
    },
    /// The person wants everything sent, fetched and compared now: whatever waits for a later try is tried now.
    SyncNow,
    /// There is a reason not to sync.
    Paused(Pause),
    /// A reason not to sync is gone. Of [`Pause::SignedOut`]: somebody signed in.
    Resumed(Pause),
    /// A timer ran out.
    TimerFired(Timer),

    /// [`crate::Effect::RefreshToken`]: there is a new token.
    TokenRefreshed,
    /// [`crate::Effect::RefreshToken`]: the session is over; only signing in again helps.
    TokenRejected,
    /// [`crate::Effect::RefreshToken`]: could not be asked, by a broken connection for example.
    TokenFailed(Failure),

    /// [`crate::Effect::Listen`]: the server has accepted the stream.
    StreamOpened {
        /// Which stream.
        stream: StreamId,
        /// The server's clock now, in whole seconds, from the answer's `date` header, if it has one.
        server_now: Option<ServerTime>,
    },
    /// Changes came in on a stream.
    Heard {
        /// Which stream.
        stream: StreamId,
        /// The changes, in the order in which they came.
        changes: Vec<Heard>,
        /// What the server said after them, if it said that the stream is consistent there.
        mark: Option<Mark>,
    },
    /// The stream's target was reset: what the query matches follows as a whole, and what was deleted meanwhile is
    /// not told.
    StreamReset {
        /// Which stream.
        stream: StreamId,
    },
    /// An existence filter came: the query matches that many documents, once all that the stream has told before is
    /// taken into account. It comes when some that matched may have gone without a word.
    StreamFilter {
        /// Which stream.
        stream: StreamId,
        /// How many.
        documents: u64,
    },
    /// A stream ended, or could not be opened.
    StreamBroken {
        /// Which stream.
        stream: StreamId,
        /// Why.
        failure: Failure,
    },

    /// [`crate::Effect::Take`]: what is due.
    Taken(RequestId, TakenBatch),
    /// [`crate::Effect::Commit`]: every write took effect.
    Committed {
        /// Which request.
        request: RequestId,
        /// When.
        at: ServerTime,
        /// One for each write of the batch, in its order.
        results: Vec<WriteResult>,
    },
    /// [`crate::Effect::Fetch`]: what the server holds.
    Fetched {
        /// Which request.
        request: RequestId,
        /// The read time.
        at: ServerTime,
        /// One for each key; of a document that is not there, [`model::sync::State::Deleted`] at the read time, with
        /// what its tombstone says ([`model::sync::Seen`]).
        found: Vec<Remote>,
    },
    /// [`crate::Effect::Count`]: how many documents there are.
    Counted {
        /// Which request.
        request: RequestId,
        /// The read time.
        at: ServerTime,
        /// On the server.
        theirs: u64,
        /// Of these, those that a query by time can see: a second count in the same query, with
        /// `modified_date > 1970-01-01` (a time; other clients may have written something else there).
        timed: u64,
        /// In the mirror.
        ours: u64,
    },
    /// [`crate::Effect::CountOurs`]: how many there are in the mirror.
    CountedOurs(RequestId, u64),
    /// [`crate::Effect::Compare`]: what differs.
    Compared {
        /// Which request.
        request: RequestId,
        /// The read time.
        at: ServerTime,
        /// The records of which the mirror knows another state than the server's listing has, in either direction.
        differing: Vec<model::RecordKey>,
    },
    /// [`crate::Effect::Commit`], [`crate::Effect::Fetch`], [`crate::Effect::Count`], [`crate::Effect::Compare`]:
    /// the server, or the way to it, would not. A commit may have taken effect all the same unless the server said
    /// that it has not.
    Failed(RequestId, Failure),

    /// [`crate::Effect::Apply`], [`crate::Effect::Acknowledge`], [`crate::Effect::Refuse`],
    /// [`crate::Effect::Postpone`]: done, durably.
    Stored {
        /// Which request.
        request: RequestId,
        /// The queue now.
        counts: Pending,
        /// The records of which the merge wants more to be known ([`model::sync::Outcome::Ask`]).
        ask: Vec<model::RecordKey>,
    },
    /// Any request that goes to the store, or in part to it: nothing of it was done, the store could not (busy, full).
    StoreFailed(RequestId),
}

/// A change that a stream tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A document or a deletion: `DocumentChange` (of the tombstones' feed, too: the engine knows how to read them)
    /// or `DocumentDelete`.
    State(HeardState),
    /// A document doesn't match the query any more, `DocumentRemove`: deleted or not, nobody knows.
    Unmatched {
        /// The document's name within its collection.
        id: String,
    },
}

/// A document of a feed's collection.
#[derive(Clone, Debug, PartialEq)]
pub struct HeardState {
    /// The document's name within its collection.
    pub id: String,
    /// Its update time, or the read time at which it was seen to be deleted.
    pub at: ServerTime,
    /// The document; `None`: it was deleted.
    pub body: Option<model::Body>,
}

/// A point at which a stream is consistent: a `TargetChange` without targets, with a read time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Everything up to then was told.
    pub read_time: ServerTime,
    /// With which the stream can be resumed from here.
    pub token: Option<Vec<u8>>,
    /// Whether the stream has told everything that was there: it has been `CURRENT` since it was opened or reset.
    pub current: bool,
}
