//! An engine whose driver is the test.

use std::collections::BTreeMap;

use model::sync::{Acknowledged, Cursor, Feed, Limits, Pending, Remote, Taken, TakenBatch};
use model::{Kind, Millis, RecordKey, ServerTime, SyncStatus};
use serde_json::json;
use sync::{
    Batch, Clock, Code, Effect, Engine, Event, Failure, From, Heard, HeardState, Mark, RequestId, StreamId,
    Timer, WriteResult,
};

use crate::support::{NOW, a_workout, op, workout};

pub(super) const WORKOUTS: Feed = Feed::Records(Kind::Workout);
pub(super) const PROGRAMS: Feed = Feed::Records(Kind::Program);

/// A portion on its way into the store.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Applied {
    pub(super) request: RequestId,
    pub(super) remotes: Vec<Remote>,
    pub(super) cursor: Option<(Feed, Cursor)>,
    pub(super) clock: Clock,
}

pub(super) struct Rig {
    pub(super) engine: Engine,
    pub(super) now: Millis,
    /// What the engine wants done and the test hasn't looked at.
    pub(super) wanted: Vec<Effect>,
    pub(super) timers: BTreeMap<Timer, u64>,
    pub(super) streams: BTreeMap<Feed, (StreamId, From)>,
    pub(super) counts: Pending,
    pub(super) status: SyncStatus,
    pub(super) refreshes: usize,
    told: usize,
}

/// The server's clock, which is as the device's.
pub(super) fn at(millis: Millis) -> ServerTime {
    ServerTime(millis * 1_000)
}

pub(super) fn failure(code: Code) -> Failure {
    Failure { code: Some(code), message: String::new(), retry_after: None }
}

pub(super) fn broken() -> Failure {
    Failure { code: None, message: "connection reset".into(), retry_after: None }
}

/// A feed whose whole collection was heard up to then.
pub(super) fn cursor(until: Millis) -> Cursor {
    Cursor { until: at(until), since: None, token: Some(vec![1]), complete: true }
}

pub(super) fn document(id: &str, updated: ServerTime) -> Heard {
    Heard::State(HeardState { id: id.into(), at: updated, body: Some(a_workout(id, json!({}))) })
}

pub(super) fn deletion(id: &str, seen: ServerTime) -> Heard {
    Heard::State(HeardState { id: id.into(), at: seen, body: None })
}

/// A workout that was made here and is to be sent.
pub(super) fn taken(id: &str) -> Taken {
    Taken {
        key: workout(id),
        op: op(&format!("op-{id}")),
        edited_at: NOW - 1_000,
        body: Some(a_workout(id, json!({}))),
        base: None,
        gone: None,
        unresolved: false,
        attempts: 0,
    }
}

impl Rig {
    /// An engine that was told nothing yet.
    pub(super) fn new() -> Self {
        Self {
            engine: Engine::new("d1", 7),
            now: NOW,
            wanted: Vec::new(),
            timers: BTreeMap::new(),
            streams: BTreeMap::new(),
            counts: Pending::default(),
            status: SyncStatus::LocalOnly,
            refreshes: 0,
            told: 0,
        }
    }

    /// One that had heard everything up to a minute ago, has nothing left to count, and opens its streams again, with
    /// so many changes in its queue.
    pub(super) fn started(pending: u64) -> Self {
        let mut rig = Self::new();
        let cursors = Feed::all().into_iter().map(|feed| (feed, cursor(NOW - 60_000))).collect();
        rig.tell(Event::Started { cursors, counts: rig.counts });
        for feed in Feed::all() {
            let mark = Mark { read_time: at(NOW - 60_000), token: Some(vec![1]), current: true };
            rig.tell(Event::Heard { stream: rig.stream(feed), changes: vec![], mark: Some(mark) });
        }
        while let Some(effect) = rig.wanted.pop() {
            match effect {
                Effect::Count(request, _) => {
                    rig.tell(Event::Counted { request, at: at(NOW), theirs: 7, timed: 7, ours: 7 });
                }
                Effect::Apply { request, .. } => rig.stored(request),
                effect => panic!("{effect:?}"),
            }
        }
        assert_eq!(rig.status, SyncStatus::Synced { at: NOW });
        rig.tell(Event::Network { up: true });
        rig.counts.pending = pending;
        rig.tell(Event::LocalChange { counts: rig.counts });
        rig
    }

    /// One whose streams have caught up.
    pub(super) fn live(pending: u64) -> Self {
        let mut rig = Self::started(pending);
        rig.catch_up();
        rig
    }

    /// All streams open, and say that there is nothing new.
    pub(super) fn catch_up(&mut self) {
        for feed in Feed::all() {
            self.tell(Event::StreamOpened { stream: self.stream(feed), server_now: Some(at(self.now)) });
            self.hear(feed, vec![], Some(self.now));
        }
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.told += 1;
        assert!(self.told < 1_000, "this has no end");
        if let Event::StreamBroken { stream, .. } = event {
            self.streams.retain(|_, (open, _)| *open != stream);
        }
        for effect in self.engine.handle(event, self.now) {
            match effect {
                Effect::SetTimer(timer, wait) => {
                    self.timers.insert(timer, wait);
                }
                Effect::StopTimer(timer) => {
                    self.timers.remove(&timer);
                }
                Effect::Publish(status) => {
                    assert_ne!(status, self.status, "published twice");
                    self.status = status;
                }
                Effect::Listen { stream, feed, from } => {
                    self.streams.insert(feed, (stream, from));
                }
                Effect::Close(stream) => self.streams.retain(|_, (open, _)| *open != stream),
                Effect::RefreshToken => self.refreshes += 1,
                effect => self.wanted.push(effect),
            }
        }
        assert_eq!(*self.engine.status(), self.status);
    }

    pub(super) fn stream(&self, feed: Feed) -> StreamId {
        self.streams[&feed].0
    }

    pub(super) fn from(&self, feed: Feed) -> &From {
        &self.streams[&feed].1
    }

    /// Changes, and a mark at a time of the server's if it gives one.
    pub(super) fn hear(&mut self, feed: Feed, changes: Vec<Heard>, until: Option<Millis>) {
        let mark = until.map(|until| Mark { read_time: at(until), token: Some(vec![2]), current: true });
        self.tell(Event::Heard { stream: self.stream(feed), changes, mark });
    }

    pub(super) fn fire(&mut self, timer: Timer) -> u64 {
        let wait = self.timers.remove(&timer).expect("the timer is set");
        self.tell(Event::TimerFired(timer));
        wait
    }

    pub(super) fn wants_nothing(&self) {
        assert_eq!(self.wanted, vec![]);
    }

    fn next(&mut self) -> Effect {
        assert!(!self.wanted.is_empty(), "nothing is wanted");
        self.wanted.remove(0)
    }

    pub(super) fn applies(&mut self) -> Applied {
        match self.next() {
            Effect::Apply { request, remotes, cursor, clock, .. } => {
                Applied { request, remotes, cursor, clock }
            }
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn takes(&mut self) -> (RequestId, Limits) {
        match self.next() {
            Effect::Take(request, limits) => (request, limits),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn commits(&mut self) -> (RequestId, Batch) {
        match self.next() {
            Effect::Commit(request, batch) => (request, batch),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn acknowledges(&mut self) -> (RequestId, Vec<Acknowledged>) {
        match self.next() {
            Effect::Acknowledge(request, done) => (request, done),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn fetches(&mut self) -> (RequestId, Vec<RecordKey>) {
        match self.next() {
            Effect::Fetch(request, keys) => (request, keys),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn counts(&mut self) -> (RequestId, Kind) {
        match self.next() {
            Effect::Count(request, kind) => (request, kind),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn compares(&mut self) -> (RequestId, Kind) {
        match self.next() {
            Effect::Compare(request, kind) => (request, kind),
            effect => panic!("{effect:?}"),
        }
    }

    pub(super) fn any(&mut self) -> Effect {
        self.next()
    }

    /// The store did what it was asked.
    pub(super) fn stored(&mut self, request: RequestId) {
        self.tell(Event::Stored { request, counts: self.counts, ask: vec![] });
    }

    /// The queue gives these, whatever the limits.
    pub(super) fn give(&mut self, due: Vec<Taken>) {
        let (request, limits) = self.takes();
        let due = due.into_iter().take(limits.rows).collect();
        self.tell(Event::Taken(request, TakenBatch { due, next_in: None, counts: self.counts }));
    }

    /// Gives these, and looks at the batch that is sent.
    pub(super) fn send(&mut self, due: Vec<Taken>) -> (RequestId, Batch) {
        self.give(due);
        self.commits()
    }

    /// The server took the batch.
    pub(super) fn commit(&mut self, request: RequestId, writes: usize) {
        let result = WriteResult { at: at(self.now), modified: Some(json!("then")) };
        self.tell(Event::Committed { request, at: at(self.now), results: vec![result; writes] });
    }

    pub(super) fn fail(&mut self, request: RequestId, code: Code) {
        self.tell(Event::Failed(request, failure(code)));
    }

    /// A batch goes all the way.
    pub(super) fn pass(&mut self, due: Vec<Taken>) {
        let (request, batch) = self.send(due);
        self.commit(request, batch.writes.len());
        let (request, done) = self.acknowledges();
        self.counts.pending -= u64::try_from(done.len()).expect("few");
        self.stored(request);
    }
}

/// So many new workouts.
pub(super) fn many(count: usize) -> Vec<Taken> {
    (0..count).map(|number| taken(&format!("w{number:03}"))).collect()
}

pub(super) fn ids(batch: &Batch) -> Vec<&str> {
    batch.writes.iter().map(|write| write.key.id.as_str()).collect()
}
