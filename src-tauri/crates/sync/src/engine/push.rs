//! The queue: what is due is sent, and the answer noted.

use model::sync::{Acknowledged, Op, Refusal, Seen, State, TakenBatch};
use model::{RecordKey, ServerTime};

use super::Engine;
use super::channel::Channel;
use super::verdict::{self, Trials, Verdict, judge};
use super::work::{Storing, Work};
use crate::batch::{self, Halving};
use crate::classify::{Failure, Meaning};
use crate::effect::{Effect, RequestId, Timer};
use crate::wire;
use crate::write::{Batch, Change, Write, WriteResult};

/// A change that has failed alone is tried again after this long, in milliseconds; twice as long each time.
const SLOW: u64 = 60_000;

/// The doublings of it.
const SLOWER: u32 = 6;

/// The least that the queue rests, in milliseconds, when nothing of it is due.
const REST: u64 = 100;

impl Engine {
    pub(super) fn taken(&mut self, request: RequestId, taken: TakenBatch) {
        if self.finish(request).is_none() {
            return;
        }
        self.store_backoff.reset();
        self.counts = taken.counts;
        if taken.due.is_empty() {
            if taken.counts.pending > 0 {
                self.work = Work::Resting;
                self.set_timer(Timer::Work, taken.next_in.unwrap_or(SLOW).max(REST));
            }
            return;
        }
        if !self.is_running() {
            self.unlanded
                .extend(taken.due.into_iter().filter(|taken| !taken.unresolved).map(|taken| taken.op));
            return;
        }
        let plan = batch::plan(taken.due, &self.device, self.clock(), &self.unlanded);
        self.asks.extend(plan.ask);
        self.unlanded.extend(plan.left);
        if !plan.done.is_empty() {
            let done = plan.done;
            self.unlanded.extend(plan.batch.writes.into_iter().map(|write| write.op));
            let count = count(done.len());
            self.store(Storing::Acknowledged(count), |request| Effect::Acknowledge(request, done));
        } else if !plan.batch.writes.is_empty() {
            for write in &plan.batch.writes {
                self.unlanded.remove(&write.op);
            }
            self.watch(plan.batch.writes.iter().map(|write| &write.key));
            let request = self.request();
            self.work = Work::Committing(request, plan.batch.clone());
            self.effects.push(Effect::Commit(request, plan.batch));
        }
    }

    pub(super) fn committed(&mut self, request: RequestId, at: ServerTime, results: Vec<WriteResult>) {
        let Some(Work::Committing(_, batch)) = self.finish(request) else { return };
        self.reached(request.0);
        self.offset.answered(at, self.now);
        self.work_backoff.reset();
        self.halving.passed(batch.writes.len());
        let read = self.trials.read && self.halving != Halving::default();
        self.trials = Trials { read, ..Trials::default() };
        let writes = count(batch.writes.len());
        let done: Vec<Acknowledged> = batch
            .writes
            .into_iter()
            .zip(results)
            .map(|(write, result)| acknowledged(write, result))
            .collect();
        for Acknowledged { key, at, state, .. } in &done {
            let at = at.filter(|_| matches!(state, State::Document(_)));
            if let Some(at) = at {
                self.wrote(key, at);
            }
            if self.learned(key, at) {
                self.asks.insert(key.clone());
            }
        }
        self.store(Storing::Acknowledged(writes), |request| Effect::Acknowledge(request, done));
    }

    pub(super) fn commit_failed(&mut self, request: RequestId, batch: &Batch, failure: &Failure) {
        let meaning = failure.meaning();
        match meaning {
            Meaning::Conflict => self.trials.conflicts += 1,
            Meaning::Trouble | Meaning::Unreachable => self.trials.troubles += 1,
            Meaning::Token | Meaning::Denied | Meaning::Invalid | Meaning::TooMuch | Meaning::Quota => {
                self.unlanded.extend(batch.writes.iter().map(|write| write.op.clone()));
            }
        }
        let live = self.channels.iter().all(Channel::is_current);
        self.unwatch(batch.writes.iter().map(|write| &write.key));
        let Some(first) = batch.writes.first() else { return };
        match judge(meaning, batch.writes.len(), self.trials, live) {
            Verdict::Token => self.token_trouble(request.0),
            Verdict::Read => {
                self.asks.extend(batch.writes.iter().map(|write| write.key.clone()));
                if verdict::too_many(self.trials.conflicts) {
                    self.halve(batch);
                    self.back_off(failure);
                }
            }
            Verdict::Probe => {
                let request = self.request();
                self.work = Work::Probing(request);
                self.effects.push(Effect::Fetch(request, vec![first.key.clone()]));
            }
            Verdict::Wait => self.back_off(failure),
            Verdict::Halve => self.halve(batch),
            Verdict::HalveAndWait => {
                self.halve(batch);
                self.back_off(failure);
            }
            Verdict::Refuse(refusal) => self.refuse(first, refusal),
            Verdict::Postpone => self.postpone(first),
        }
    }

    fn halve(&mut self, batch: &Batch) {
        self.halving.refused(batch.writes.len());
        self.trials.troubles = 0;
    }

    fn refuse(&mut self, write: &Write, refusal: Refusal) {
        let (key, op) = self.set_aside(write);
        self.store(Storing::SetAside, |request| Effect::Refuse(request, key, op, refusal));
    }

    fn postpone(&mut self, write: &Write) {
        let (key, op) = self.set_aside(write);
        let longest = SLOW << write.attempts.min(SLOWER);
        let wait = longest / 2 + self.random.next() % (longest / 2);
        self.store(Storing::SetAside, |request| Effect::Postpone(request, key, op, wait));
    }

    /// The one write that spoiled its batch is found: the others can go on.
    fn set_aside(&mut self, write: &Write) -> (RecordKey, Op) {
        self.halving.found();
        self.trials = Trials::default();
        self.work_backoff.reset();
        (write.key.clone(), write.op.clone())
    }
}

/// What the store is to know of a write that took effect.
fn acknowledged(write: Write, result: WriteResult) -> Acknowledged {
    let state = match write.change {
        Change::Put(body) => State::Document(wire::landed(body, result.at, result.modified)),
        Change::Delete { tombstone } => State::Deleted { after: Some(Seen::of(&tombstone)) },
    };
    Acknowledged { key: write.key, op: write.op, at: Some(result.at), state }
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}
