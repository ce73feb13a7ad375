//! What the engine wants done.

use model::sync::{Acknowledged, Cursor, Feed, Limits, Op, Refusal, Remote};
use model::{Kind, RecordKey, ServerTime, SyncStatus};

use crate::clock::Clock;
use crate::write::Batch;

/// Something to do. The engine gives effects in an order; those that are about to start are started in that order,
/// but none waits for another one's end, except where it says so: the engine itself asks for the next step when the
/// one before is done.
///
/// A crash between any two is survivable: everything that matters is in the store, and a new engine begins with
/// [`crate::Event::Started`].
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Take what is due from the queue, and note durably that it may be sent from now on.
    /// Answers: `Taken`, `StoreFailed`.
    Take(RequestId, Limits),
    /// Send the batch in one `Commit`. Answers: `Committed`, `Failed`. No answer within [`crate::DEADLINE`] is
    /// answered by the driver with `Failed`, `DEADLINE_EXCEEDED`.
    Commit(RequestId, Batch),
    /// Read documents and their tombstones as they are on the server, at one read time. Answers: `Fetched`,
    /// `Failed`.
    Fetch(RequestId, Vec<RecordKey>),
    /// Count a kind's documents on the server (aggregation queries over the whole collection), and in the mirror.
    /// Answers: `Counted`, `Failed`, `StoreFailed`.
    Count(RequestId, Kind),
    /// Count a kind's documents in the mirror only. Answers: `CountedOurs`, `StoreFailed`.
    CountOurs(RequestId, Kind),
    /// List the ids and update times of a kind's documents on the server, without their fields, and compare them with
    /// the mirror. Answers: `Compared`, `Failed`, `StoreFailed`.
    Compare(RequestId, Kind),

    /// Bring server states into the library, in one transaction, cursor included: [`crate::merge::meet`] decides,
    /// with this clock, where they meet an unsent change. Answers: `Stored`, `StoreFailed`.
    Apply {
        /// What to answer with.
        request: RequestId,
        /// The states, in the order in which they were heard.
        remotes: Vec<Remote>,
        /// How far the feed was heard with them.
        cursor: Option<(Feed, Cursor)>,
        /// When they were read, if they were read by name; `None`: a stream told them.
        read_at: Option<ServerTime>,
        /// The device's clock against the server's.
        clock: Clock,
    },
    /// Note what the server has, in one transaction. Answers: `Stored`, `StoreFailed`.
    Acknowledge(RequestId, Vec<Acknowledged>),
    /// Note that the server refuses a change, unless the row has another op meanwhile. Answers: `Stored`,
    /// `StoreFailed`.
    Refuse(RequestId, RecordKey, Op, Refusal),
    /// Let a change wait for so many milliseconds and count the attempt, unless the row has another op meanwhile.
    /// Answers: `Stored`, `StoreFailed`.
    Postpone(RequestId, RecordKey, Op, u64),
    /// Let every change that waits for a later try be due now. No answer.
    Hurry,

    /// Listen to a feed. Answers: `StreamOpened`, then `Heard`, `StreamReset` and `StreamFilter` as they come, and
    /// at last `StreamBroken`, in this order and each once it happens. A driver that reads on from the stream only
    /// when the engine has had its `Apply` answered keeps memory small. A connection that is silent for longer than
    /// its keep-alive allows is broken, and that is for the driver to notice.
    Listen {
        /// What to answer with.
        stream: StreamId,
        /// What to listen to.
        feed: Feed,
        /// From where on.
        from: From,
    },
    /// Stop listening; no event of this stream comes after it.
    Close(StreamId),

    /// Get a new ID token. Answers: `TokenRefreshed`, `TokenRejected`, `TokenFailed`.
    RefreshToken,
    /// Send [`crate::Event::TimerFired`] after so many milliseconds of real time (a monotonic clock: the wall clock
    /// may jump). A timer that is set again starts anew.
    SetTimer(Timer, u64),
    /// Forget the timer.
    StopTimer(Timer),
    /// Tell everyone how sync stands; only when it is another status than before.
    Publish(SyncStatus),
}

/// From where on a feed is listened to. The query has no order and no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The whole collection, without a filter.
    Start,
    /// `modified_date > since`.
    Since(ServerTime),
    /// The query of before, resumed by its token.
    Token {
        /// The query's bound; `None`: the whole collection.
        since: Option<ServerTime>,
        /// The token.
        token: Vec<u8>,
    },
}

/// Names a request of one engine. Ids of two engines differ, as long as their seeds do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Names a stream, from [`Effect::Listen`] on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub u64);

/// The engine's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Until the next try of whatever the engine asks of server and queue, streams aside.
    Work,
    /// Until a feed is listened to again.
    Listen(Feed),
    /// Until the session's token is asked for again.
    Token,
    /// Until the store is tried again.
    Store,
}
