//! Records read by name, and what was missed.

use model::sync::{Remote, State};
use model::{Kind, RecordKey, ServerTime};

use super::Engine;
use super::channel::Channel;
use super::work::{Storing, Work};
use crate::effect::{Effect, RequestId};
use crate::wire;

impl Engine {
    pub(super) fn fetched(&mut self, request: RequestId, at: ServerTime, found: Vec<Remote>) {
        let Some(work) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        self.work_backoff.reset();
        if matches!(work, Work::Probing(_)) {
            self.trials.read = true;
        } else {
            self.reads.recover();
        }
        let remotes: Vec<Remote> = found.into_iter().map(named).collect();
        let mut again = Vec::new();
        for Remote { key, at, state } in &remotes {
            if self.learned(key, matches!(state, State::Document(_)).then_some(*at)) {
                again.push(key.clone());
            }
        }
        let mut keys: Vec<RecordKey> = remotes.iter().map(|remote| remote.key.clone()).collect();
        keys.retain(|key| !again.contains(key));
        let clock = self.clock();
        self.store(Storing::Read(keys), |request| Effect::Apply {
            request,
            remotes,
            cursor: None,
            read_at: Some(at),
            clock,
        });
    }

    /// `equal`: as many documents are there as here. `timed`: a query by time can see them all.
    pub(super) fn counted(&mut self, request: RequestId, at: ServerTime, equal: bool, timed: bool) {
        let Some(Work::Counting(_, kind)) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        if !timed && self.channels_of(kind).any(|channel| channel.is_by_time()) {
            // What it can't see may have changed: the whole collection is heard, and counted again.
            self.work_backoff.reset();
            self.channels_of(kind).for_each(Channel::widen);
        } else if equal {
            self.agree(kind, at);
        } else if self.is_running() {
            let request = self.request();
            self.work = Work::Comparing(request, kind);
            self.effects.push(Effect::Compare(request, kind));
        }
    }

    /// There are so many documents here: as many as the stream has said, or the server is asked next.
    pub(super) fn counted_ours(&mut self, request: RequestId, ours: u64) {
        let Some(Work::CountingOurs(_, kind)) = self.finish(request) else { return };
        self.store_backoff.reset();
        self.channels_of(kind).for_each(|channel| channel.compare(ours));
    }

    pub(super) fn compared(&mut self, request: RequestId, at: ServerTime, differing: Vec<RecordKey>) {
        let Some(Work::Comparing(_, kind)) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        self.asks.extend(differing);
        self.agree(kind, at);
    }

    /// The streams are to speak of these.
    pub(super) fn watch<'a>(&mut self, keys: impl Iterator<Item = &'a RecordKey>) {
        for key in keys {
            self.channels_of(key.kind).for_each(|channel| channel.watch(&key.id));
        }
    }

    /// Nothing was learned of these.
    pub(super) fn unwatch<'a>(&mut self, keys: impl Iterator<Item = &'a RecordKey>) {
        for key in keys {
            self.channels_of(key.kind).for_each(|channel| channel.unwatch(&key.id));
        }
    }

    /// The document was written, at that time.
    pub(super) fn wrote(&mut self, key: &RecordKey, at: ServerTime) {
        self.channels_of(key.kind).for_each(|channel| channel.wrote(&key.id, at));
    }

    /// The document was there at that time, or is not there. `true`: it is to be read again.
    pub(super) fn learned(&mut self, key: &RecordKey, at: Option<ServerTime>) -> bool {
        self.channels_of(key.kind).fold(false, |again, channel| again | channel.learned(&key.id, at))
    }

    pub(super) fn channels_of(&mut self, kind: Kind) -> impl Iterator<Item = &mut Channel> {
        self.channels.iter_mut().filter(move |channel| channel.kind() == Some(kind))
    }

    fn agree(&mut self, kind: Kind, at: ServerTime) {
        self.work_backoff.reset();
        self.channels_of(kind).for_each(|channel| channel.agrees(at));
    }
}

/// A document that was read, under its own name.
fn named(remote: Remote) -> Remote {
    match remote.state {
        State::Document(body) => wire::document(remote.key.kind, &remote.key.id, remote.at, body),
        State::Deleted { .. } => remote,
    }
}
