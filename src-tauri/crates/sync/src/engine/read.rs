//! Records read by name, and what was missed.

use model::sync::{Remote, State};
use model::{Kind, RecordKey, ServerTime};

use super::Engine;
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
        let keys = remotes.iter().map(|remote| remote.key.clone()).collect();
        let clock = self.clock();
        self.store(Storing::Read(keys), |request| Effect::Apply { request, remotes, cursor: None, clock });
    }

    pub(super) fn counted(&mut self, request: RequestId, at: ServerTime, equal: bool) {
        let Some(Work::Counting(_, kind)) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        if equal {
            self.agree(kind, at);
        } else if self.is_running() {
            let request = self.request();
            self.work = Work::Comparing(request, kind);
            self.effects.push(Effect::Compare(request, kind));
        }
    }

    pub(super) fn compared(&mut self, request: RequestId, at: ServerTime, differing: Vec<RecordKey>) {
        let Some(Work::Comparing(_, kind)) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        self.asks.extend(differing);
        self.agree(kind, at);
    }

    fn agree(&mut self, kind: Kind, at: ServerTime) {
        self.work_backoff.reset();
        for channel in self.channels.iter_mut().filter(|channel| channel.kind() == Some(kind)) {
            channel.agrees(at);
        }
    }
}

/// A document that was read, under its own name.
fn named(remote: Remote) -> Remote {
    match remote.state {
        State::Document(body) => wire::document(remote.key.kind, &remote.key.id, remote.at, body),
        State::Deleted { .. } => remote,
    }
}
