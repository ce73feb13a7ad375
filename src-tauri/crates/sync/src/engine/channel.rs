//! One feed: its stream, what was heard and is still to be applied, and how far that goes.

use std::collections::BTreeSet;

use model::sync::{Cursor, Feed, Remote, State};
use model::{Kind, RecordKey, ServerTime};

use super::census::Census;
use super::watch::Watch;
use crate::backoff::Backoff;
use crate::classify::{Failure, Meaning};
use crate::effect::{Effect, From, RequestId, StreamId, Timer};
use crate::event::{Heard, HeardState, Mark};
use crate::wire;

/// A resume token is good for this long, in microseconds: after it the server bills, and may replay, everything.
/// <https://firebase.google.com/docs/firestore/pricing#listens>
const TOKEN_LIFE: i64 = 30 * 60 * 1_000_000;

/// What was written so shortly before the cursor, in microseconds, is heard again: `modified_date` is the time of a
/// request, which may lie before that of another's commit.
const OVERLAP: i64 = 10 * 60 * 1_000_000;

/// A cursor that only time has moved is stored when it has moved this far, in microseconds.
const STALE: i64 = 5 * 60 * 1_000_000;

/// The most states applied in one transaction.
const CHUNK: usize = 500;

/// The stream of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is none.
    Closed,
    /// There is none until a timer runs out.
    Waiting,
    /// It is open, or being opened.
    Open {
        /// Its name.
        stream: StreamId,
        /// It has told everything.
        current: bool,
    },
}

/// What of a collection is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// What was written lately: a query by time.
    Recent,
    /// All of it. There are documents that no query by time can see: another client wrote their `modified_date` as
    /// something else.
    Whole,
}

/// Whose documents are to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// Those here: the stream has said how many there are.
    Ours,
    /// The server's.
    Theirs,
}

/// States on their way into the store.
#[derive(Clone, Debug)]
struct Applying {
    request: RequestId,
    states: u64,
    cursor: Option<Cursor>,
}

/// What is heard of a feed, and how far.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) feed: Feed,
    pub(super) phase: Phase,
    pub(super) backoff: Backoff,
    /// As it is in the store.
    stored: Option<Cursor>,
    /// The query of the stream.
    since: Option<ServerTime>,
    /// Up to where everything was heard; to be stored with the last of the backlog.
    heard: Option<(ServerTime, Option<Vec<u8>>)>,
    backlog: Vec<Remote>,
    /// States were applied for which no cursor stands yet.
    ahead: bool,
    applying: Option<Applying>,
    /// Up to when the stream has told everything.
    told: Option<ServerTime>,
    scope: Scope,
    /// Documents that don't match the query any more; whether they are there is not known.
    unmatched: BTreeSet<String>,
    /// Documents that the stream has yet to speak of.
    watch: Watch,
    census: Census,
}

/// What is to be applied, and how far the feed was heard with it.
pub(super) type Portion = (Vec<Remote>, Option<Cursor>);

impl Channel {
    pub(super) fn new(feed: Feed, stored: Option<Cursor>) -> Self {
        Self {
            feed,
            phase: Phase::Closed,
            backoff: Backoff::default(),
            stored,
            since: None,
            heard: None,
            backlog: Vec::new(),
            ahead: false,
            applying: None,
            told: None,
            scope: Scope::Recent,
            unmatched: BTreeSet::new(),
            watch: Watch::default(),
            census: Census::new(),
        }
    }

    /// The kind whose documents are heard.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self.feed {
            Feed::Records(kind) => Some(kind),
            Feed::Tombstones => None,
        }
    }

    pub(super) fn is(&self, stream: StreamId) -> bool {
        matches!(self.phase, Phase::Open { stream: open, .. } if open == stream)
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open { .. })
    }

    /// Whether everything that the server had to tell is heard.
    pub(super) fn is_current(&self) -> bool {
        matches!(self.phase, Phase::Open { current: true, .. })
    }

    /// Whether nothing can have been missed.
    pub(super) fn is_complete(&self) -> bool {
        // A tombstone is never deleted.
        self.census.is_complete() || self.kind().is_none()
    }

    /// States heard and not yet in the store.
    pub(super) fn receiving(&self) -> u64 {
        let applying = self.applying.as_ref().map_or(0, |applying| applying.states);
        u64::try_from(self.backlog.len()).unwrap_or(u64::MAX).saturating_add(applying)
    }

    /// Opens a stream from where the feed was heard last.
    pub(super) fn open(&mut self, stream: StreamId, server_now: ServerTime) -> From {
        let from = match &self.stored {
            Some(Cursor { token: Some(token), since, until, .. })
                if server_now.0.saturating_sub(until.0) < TOKEN_LIFE
                    && !(self.scope == Scope::Whole && since.is_some()) =>
            {
                From::Token { since: *since, token: token.clone() }
            }
            Some(cursor) if self.scope == Scope::Recent => {
                From::Since(ServerTime(cursor.until.0.saturating_sub(OVERLAP)))
            }
            _ => From::Start,
        };
        let mut resumed = false;
        (self.since, self.told) = match &from {
            From::Start => (None, None),
            From::Since(since) => (Some(*since), None),
            From::Token { since, .. } => {
                // Of what was not written lately, a query by time doesn't tell that it was deleted.
                resumed = since.is_none() && self.stored.as_ref().is_some_and(|cursor| cursor.complete);
                (*since, self.stored.as_ref().map(|cursor| cursor.until))
            }
        };
        self.census.open(resumed);
        self.phase = Phase::Open { stream, current: false };
        from
    }

    /// Forgets the stream, and what of it isn't on its way into the store: it will be heard again.
    pub(super) fn close(&mut self) {
        self.phase = Phase::Closed;
        self.heard = None;
        self.backlog.clear();
        self.watch.restart();
    }

    /// The stream broke: how long to wait before the next.
    pub(super) fn broke(&mut self, failure: &Failure, random: u64) -> u64 {
        self.phase = Phase::Waiting;
        let disliked = matches!(failure.meaning(), Meaning::Conflict | Meaning::Invalid | Meaning::TooMuch);
        if let Some(cursor) = self.stored.as_mut().filter(|_| disliked) {
            cursor.token = None;
        }
        self.backoff.wait_after(failure, random)
    }

    /// A wait for the next try is over: its timer has to be stopped.
    pub(super) fn end_wait(&mut self) -> Option<Effect> {
        if self.phase != Phase::Waiting {
            return None;
        }
        self.phase = Phase::Closed;
        Some(Effect::StopTimer(Timer::Listen(self.feed)))
    }

    /// Something may have been missed.
    pub(super) fn doubt(&mut self) {
        self.census.doubt();
    }

    /// The stream's query finds so many documents; it may not have told what became of all that it found before.
    pub(super) fn filter(&mut self, documents: u64) {
        if self.is_by_time() {
            self.census.doubt();
        } else {
            self.census.say(documents);
        }
    }

    /// The server begins again, and doesn't say what is gone.
    pub(super) fn reset(&mut self) {
        if let Phase::Open { current, .. } = &mut self.phase {
            *current = false;
        }
        self.heard = None;
        self.told = None;
        self.watch.restart();
        self.census.doubt();
    }

    /// Takes in what the stream told; the records that have to be asked for by name.
    pub(super) fn hear(&mut self, changes: Vec<Heard>, mark: Option<Mark>) -> Vec<RecordKey> {
        let mut unclear = Vec::new();
        for change in changes {
            match change {
                Heard::State(state) => self.take(state),
                Heard::Unmatched { id } => {
                    self.unmatched.insert(id.clone());
                    unclear.push(id);
                }
            }
        }
        if let Some(mark) = mark.filter(|mark| mark.current) {
            if let Phase::Open { current, .. } = &mut self.phase {
                *current = true;
            }
            self.backoff.reset();
            self.told = Some(mark.read_time);
            self.census.told(mark.read_time);
            unclear.extend(self.watch.told(mark.read_time));
            self.heard = Some((mark.read_time, mark.token));
        }
        self.kind()
            .map_or_else(Vec::new, |kind| unclear.into_iter().map(|id| RecordKey::new(kind, id)).collect())
    }

    /// The document is about to be written, or read by name.
    pub(super) fn watch(&mut self, id: &str) {
        self.watch.begin(id, self.told);
    }

    /// It was written, at that time.
    pub(super) fn wrote(&mut self, id: &str, at: ServerTime) {
        self.watch.wrote(id, at);
    }

    /// What came of it is not known.
    pub(super) fn unwatch(&mut self, id: &str) {
        self.watch.end(id);
    }

    /// What came of it: it was there at that time, or it is not there. `true`: it is to be read again.
    pub(super) fn learned(&mut self, id: &str, at: Option<ServerTime>) -> bool {
        self.census.learned();
        let unmatched = self.unmatched.remove(id);
        let Some(at) = at else {
            self.watch.gone(id);
            return false;
        };
        if unmatched {
            self.widen();
        }
        if self.is_open() {
            return self.watch.learned(id, at, self.told);
        }
        // There may be very many until there is a stream to speak of them: they are counted then.
        self.watch.gone(id);
        self.census.doubt();
        false
    }

    fn take(&mut self, HeardState { id, at, body }: HeardState) {
        self.census.heard(at, body.is_none());
        if self.watch.heard(&id, at) {
            // The store has it, or has still to send it: an acknowledgement that fails leaves it in the queue.
            self.ahead = true;
            return;
        }
        let remote = match (self.feed, body) {
            (Feed::Records(kind), Some(body)) => Some(wire::document(kind, &id, at, body)),
            (Feed::Records(kind), None) => {
                let state = State::Deleted { after: None };
                Some(Remote { key: RecordKey::new(kind, id), at, state })
            }
            (Feed::Tombstones, Some(body)) => wire::tombstone(&id, at, &body),
            (Feed::Tombstones, None) => None,
        };
        self.backlog.extend(remote);
    }

    /// How the kind's documents are to be counted now, if they are.
    pub(super) fn wants_count(&self) -> Option<Counting> {
        let wants = self.is_current() && !self.is_complete() && self.receiving() == 0;
        wants.then(|| if self.census.was_told() { Counting::Ours } else { Counting::Theirs })
    }

    /// There are so many documents here, as far as is known.
    pub(super) fn compare(&mut self, ours: u64) {
        self.census.compare(ours);
    }

    /// There are documents that no query by time can see.
    pub(super) fn widen(&mut self) {
        self.scope = Scope::Whole;
    }

    /// Whether the stream's query doesn't see everything that it is to see.
    pub(super) fn is_too_narrow(&self) -> bool {
        self.scope == Scope::Whole && self.is_by_time() && self.is_open()
    }

    /// Whether the stream's query is by time.
    pub(super) fn is_by_time(&self) -> bool {
        self.since.is_some()
    }

    /// It is asked how many documents are there.
    pub(super) fn counts(&mut self) {
        self.census.ask();
    }

    /// As many documents are there as here, at that time.
    pub(super) fn agrees(&mut self, at: ServerTime) {
        self.census.agree(at);
    }

    /// What is to be applied next. `held`: records of this feed are still to be asked for, so it can't be said yet
    /// that everything is applied.
    pub(super) fn next_portion(&mut self, held: bool) -> Option<Portion> {
        if self.applying.is_some() {
            return None;
        }
        let states: Vec<Remote> = self.backlog.drain(..self.backlog.len().min(CHUNK)).collect();
        let whole = self.backlog.is_empty() && !held;
        self.ahead |= !states.is_empty();
        let cursor = if whole { self.next_cursor() } else { None };
        (!states.is_empty() || cursor.is_some()).then_some((states, cursor))
    }

    /// The cursor, if it stands for something, or has moved far enough, to be stored.
    fn next_cursor(&mut self) -> Option<Cursor> {
        let complete = self.is_complete();
        let cursor = match (&self.heard, &self.stored) {
            (Some((until, token)), _) => {
                Cursor { until: *until, since: self.since, token: token.clone(), complete }
            }
            (None, Some(stored)) if self.is_current() => Cursor { complete, ..stored.clone() },
            (None, _) => return None,
        };
        let differs = self.stored.as_ref().is_none_or(|stored| {
            stored.complete != complete
                || stored.since != cursor.since
                || cursor.until.0.saturating_sub(stored.until.0) >= STALE
        });
        let stands = self.ahead && self.heard.is_some();
        (stands || differs).then(|| {
            self.heard = None;
            self.ahead = false;
            cursor
        })
    }

    /// A portion is on its way into the store.
    pub(super) fn applies(&mut self, request: RequestId, portion: &Portion) {
        let states = u64::try_from(portion.0.len()).unwrap_or(u64::MAX);
        self.applying = Some(Applying { request, states, cursor: portion.1.clone() });
    }

    /// A portion is in the store: how many states it had. `None`: it was no portion of this channel's.
    pub(super) fn applied(&mut self, request: RequestId) -> Option<u64> {
        let applying = self.applying.take_if(|applying| applying.request == request)?;
        if let Some(cursor) = applying.cursor {
            self.watch.stored(cursor.until);
            self.stored = Some(cursor);
        }
        Some(applying.states)
    }

    /// A portion is not in the store. `false`: it was no portion of this channel's.
    pub(super) fn not_applied(&mut self, request: RequestId) -> bool {
        self.applying.take_if(|applying| applying.request == request).is_some()
    }
}
