//! Streams, and what they tell.

use model::sync::Feed;
use model::{RecordKey, ServerTime};

use super::channel::{Channel, Phase};
use super::{CATCH_UP, Engine};
use crate::classify::{Failure, Meaning};
use crate::effect::{Effect, StreamId, Timer};
use crate::engine::work::Work;
use crate::event::{Heard, Mark};

impl Engine {
    /// Opens every stream that isn't, and lets the queue wait for them a little.
    pub(super) fn open_streams(&mut self) {
        let server_now = self.clock().server_now();
        for index in 0..self.channels.len() {
            if self.channels[index].phase != Phase::Closed {
                continue;
            }
            let stream = self.stream();
            let channel = &mut self.channels[index];
            let from = channel.open(stream, server_now);
            let listen = Effect::Listen { stream, feed: channel.feed, from };
            self.effects.push(listen);
            if matches!(self.work, Work::Idle | Work::Resting) {
                self.work = Work::CatchingUp;
                self.set_timer(Timer::Work, CATCH_UP);
            }
        }
    }

    /// The queue waits no longer once the streams have caught up, or one of them can't. What was put off while the
    /// server was out of reach is due when they have: it failed for that, perhaps.
    pub(super) fn stop_catching_up(&mut self) {
        let all = self.channels.iter().all(Channel::is_current);
        if all && std::mem::take(&mut self.standing.lost) && self.counts.pending > 0 {
            self.effects.push(Effect::Hurry);
            if self.work == Work::Resting {
                self.end_wait();
            }
        }
        let none = self.channels.iter().any(|channel| !channel.is_open());
        if self.work == Work::CatchingUp && (all || none) {
            self.end_wait();
        }
    }

    /// Closes the streams whose query doesn't see everything; they are opened with another.
    pub(super) fn close_narrow_streams(&mut self) {
        for channel in self.channels.iter_mut().filter(|channel| channel.is_too_narrow()) {
            if let Phase::Open { stream, .. } = channel.phase {
                self.effects.push(Effect::Close(stream));
            }
            channel.close();
        }
    }

    pub(super) fn close_streams(&mut self) {
        for index in 0..self.channels.len() {
            let feed = self.channels[index].feed;
            match self.channels[index].phase {
                Phase::Closed => {}
                Phase::Waiting => self.effects.push(Effect::StopTimer(Timer::Listen(feed))),
                Phase::Open { stream, .. } => self.effects.push(Effect::Close(stream)),
            }
            self.channels[index].close();
        }
    }

    /// Streams that only seem to be open are found out by opening them anew.
    pub(super) fn reopen(&mut self) {
        if self.is_running() {
            self.close_streams();
            self.open_streams();
        }
    }

    fn channel(&mut self, stream: StreamId) -> Option<&mut Channel> {
        self.channels.iter_mut().find(|channel| channel.is(stream))
    }

    pub(super) fn with_stream(&mut self, stream: StreamId, change: impl FnOnce(&mut Channel)) {
        if let Some(channel) = self.channel(stream) {
            change(channel);
        }
    }

    pub(super) fn stream_opened(&mut self, stream: StreamId, server_now: Option<ServerTime>) {
        if self.channel(stream).is_none() {
            return;
        }
        self.standing.unreachable = false;
        if let Some(at) = server_now {
            self.offset.answered_to_the_second(at, self.now);
        }
    }

    pub(super) fn heard(&mut self, stream: StreamId, changes: Vec<Heard>, mark: Option<Mark>) {
        if self.channel(stream).is_none() {
            return;
        }
        self.reached(stream.0);
        let now = self.now;
        if let Some(mark) = &mark {
            self.offset.told(mark.read_time, now);
            self.standing.heard(now);
        }
        if let Some(channel) = self.channel(stream) {
            let unclear = channel.hear(changes, mark);
            self.asks.extend(unclear);
        }
    }

    pub(super) fn stream_broken(&mut self, stream: StreamId, failure: &Failure) {
        let Some(channel) = self.channels.iter_mut().find(|channel| channel.is(stream)) else { return };
        channel.close();
        let feed = channel.feed;
        self.note_failure(stream.0, failure);
        match failure.meaning() {
            Meaning::Token => return self.token_trouble(stream.0),
            Meaning::Denied => return self.signed_out(),
            Meaning::Unreachable => self.standing.lost = true,
            _ => {}
        }
        let random = self.random.next();
        for channel in self.channels.iter_mut().filter(|channel| channel.feed == feed) {
            let wait = channel.broke(failure, random);
            self.effects.push(Effect::SetTimer(Timer::Listen(feed), wait));
        }
    }

    /// Sends what was heard on its way into the store.
    pub(super) fn flush(&mut self) {
        for index in 0..self.channels.len() {
            let held = match self.channels[index].feed {
                Feed::Records(kind) => {
                    self.asks.range(RecordKey::new(kind, "")..).next().is_some_and(|key| key.kind == kind)
                }
                Feed::Tombstones => false,
            };
            let Some(portion) = self.channels[index].next_portion(held) else { continue };
            let request = self.request();
            self.channels[index].applies(request, &portion);
            let (remotes, cursor) = portion;
            let cursor = cursor.map(|cursor| (self.channels[index].feed, cursor));
            self.effects.push(Effect::Apply { request, remotes, cursor, read_at: None, clock: self.clock() });
        }
    }
}
