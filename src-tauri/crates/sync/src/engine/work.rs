//! What the engine asks for, one request at a time.

use std::collections::BTreeSet;
use std::ops::Bound;

use model::sync::{Limits, Pending};
use model::{Kind, RecordKey};

use super::Engine;
use super::channel::{Channel, Counting};
use super::verdict::Trials;
use crate::batch::Halving;
use crate::classify::{Failure, Meaning};
use crate::effect::{Effect, RequestId, Timer};
use crate::write::Batch;

/// The most records read at once.
const MOST_READS: usize = 100;

/// What is under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Work {
    /// Nothing.
    Idle,
    /// The streams are to catch up first; a timer runs.
    CatchingUp,
    /// Something failed; a timer runs.
    BackingOff,
    /// Nothing is due; a timer runs until something is.
    Resting,
    /// The queue was asked for what is due.
    Taking(RequestId),
    /// A batch was sent.
    Committing(RequestId, Batch),
    /// Records are read by name.
    Fetching(RequestId, Vec<RecordKey>),
    /// One record is read to see whether reading is allowed.
    Probing(RequestId),
    /// A kind's documents are counted.
    Counting(RequestId, Kind),
    /// A kind's documents are counted here.
    CountingOurs(RequestId, Kind),
    /// A kind's documents are listed and compared.
    Comparing(RequestId, Kind),
    /// The store notes something.
    Storing(RequestId, Storing),
}

/// What the store notes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Storing {
    /// What was read of these records.
    Read(Vec<RecordKey>),
    /// That the server has so many changes.
    Acknowledged(u64),
    /// That a change is refused, or waits.
    SetAside,
}

/// What to ask for next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Fetch(Vec<RecordKey>),
    Take(Limits),
    Count(Counting, Kind),
}

/// Which records are read next.
#[derive(Clone, Debug)]
pub(super) struct Reads {
    limit: usize,
    /// After this one, so that one that can't be read doesn't stand in the way of others.
    after: Option<RecordKey>,
}

impl Default for Reads {
    fn default() -> Self {
        Self { limit: MOST_READS, after: None }
    }
}

impl Reads {
    fn next(&self, asks: &BTreeSet<RecordKey>) -> Vec<RecordKey> {
        let from = self.after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let rest = asks.range((from, Bound::Unbounded));
        let start = asks.iter().take_while(|key| self.after.as_ref().is_some_and(|after| *key <= after));
        rest.chain(start).take(self.limit).cloned().collect()
    }

    /// Reading works.
    pub(super) fn recover(&mut self) {
        self.limit = MOST_READS;
    }

    /// These could not be read: fewer next time, and at last those that stand behind them first.
    fn failed(&mut self, keys: Vec<RecordKey>) {
        if keys.len() == 1 {
            self.after = keys.into_iter().next();
        }
        self.limit = self.limit.div_ceil(2);
    }
}

impl Work {
    /// Whether a timer will end it.
    pub(super) fn is_waiting(&self) -> bool {
        matches!(self, Self::CatchingUp | Self::BackingOff | Self::Resting)
    }

    /// Whether it waits for the answer to this request.
    pub(super) fn awaits(&self, id: RequestId) -> bool {
        match self {
            Self::Idle | Self::CatchingUp | Self::BackingOff | Self::Resting => false,
            Self::Taking(request)
            | Self::Committing(request, _)
            | Self::Fetching(request, _)
            | Self::Probing(request)
            | Self::Counting(request, _)
            | Self::CountingOurs(request, _)
            | Self::Comparing(request, _)
            | Self::Storing(request, _) => *request == id,
        }
    }
}

impl Engine {
    /// What to ask for next, if anything: decided here, done in [`Engine::next_step`]. While the queue rests, the rest
    /// goes on.
    fn plan_step(&self) -> Option<Step> {
        let due = match self.work {
            Work::Idle => self.counts.pending > 0,
            Work::Resting => false,
            _ => return None,
        };
        let take = due.then(|| Step::Take(self.halving.limits()));
        let fetch = (!self.asks.is_empty()).then(|| Step::Fetch(self.reads.next(&self.asks)));
        // What a stream has said of the number holds until something is read or sent.
        let ours = if self.asks.is_empty() { self.count(Counting::Ours) } else { None };
        let rest = if self.queue_first { take.or(fetch) } else { fetch.or(take) };
        ours.or(rest).or_else(|| self.count(Counting::Theirs))
    }

    /// The first count of this sort that is wanted.
    fn count(&self, counting: Counting) -> Option<Step> {
        let mut channels = self.channels.iter().filter(|channel| channel.wants_count() == Some(counting));
        channels.find_map(Channel::kind).map(|kind| Step::Count(counting, kind))
    }

    pub(super) fn next_step(&mut self) {
        let Some(step) = self.plan_step() else { return };
        self.queue_first &= matches!(step, Step::Count(..));
        match &step {
            Step::Fetch(keys) => self.watch(keys.iter()),
            Step::Count(Counting::Theirs, kind) => self.channels_of(*kind).for_each(Channel::counts),
            Step::Count(Counting::Ours, _) | Step::Take(_) => {}
        }
        let request = self.request();
        let (work, effect) = match step {
            Step::Fetch(keys) => (Work::Fetching(request, keys.clone()), Effect::Fetch(request, keys)),
            Step::Take(limits) => (Work::Taking(request), Effect::Take(request, limits)),
            Step::Count(Counting::Ours, kind) => {
                (Work::CountingOurs(request, kind), Effect::CountOurs(request, kind))
            }
            Step::Count(Counting::Theirs, kind) => {
                (Work::Counting(request, kind), Effect::Count(request, kind))
            }
        };
        self.work = work;
        self.effects.push(effect);
    }

    /// Ends a wait before its time.
    pub(super) fn end_wait(&mut self) {
        if self.work.is_waiting() {
            self.work = Work::Idle;
            self.effects.push(Effect::StopTimer(Timer::Work));
        }
    }

    /// There is something new in the queue: no reason to rest, though one to wait stays one.
    pub(super) fn wake(&mut self) {
        if self.work == Work::Resting {
            self.end_wait();
        }
    }

    /// Ends the work that waits for this request, and gives it out.
    pub(super) fn finish(&mut self, request: RequestId) -> Option<Work> {
        self.work.awaits(request).then(|| std::mem::replace(&mut self.work, Work::Idle))
    }

    pub(super) fn store(&mut self, storing: Storing, effect: impl FnOnce(RequestId) -> Effect) {
        let request = self.request();
        self.work = Work::Storing(request, storing);
        self.effects.push(effect(request));
    }

    pub(super) fn stored(&mut self, request: RequestId, counts: Pending, ask: Vec<RecordKey>) {
        self.counts = counts;
        self.store_backoff.reset();
        let mut done = self.channels.iter_mut().filter_map(|channel| channel.applied(request)).sum();
        match self.finish(request) {
            Some(Work::Storing(_, Storing::Read(keys))) => {
                for key in &keys {
                    self.asks.remove(key);
                }
            }
            Some(Work::Storing(_, Storing::Acknowledged(writes))) => done += writes,
            _ => {}
        }
        if counts.pending == 0 {
            self.halving = Halving::default();
            self.trials = Trials::default();
            self.unlanded.clear();
        }
        self.standing.done = self.standing.done.saturating_add(done);
        self.asks.extend(ask);
        // A merge may have put something new into the queue.
        self.wake();
    }

    pub(super) fn failed(&mut self, request: RequestId, failure: &Failure) {
        let Some(work) = self.finish(request) else { return };
        let meaning = failure.meaning();
        self.note_failure(request.0, failure);
        match work {
            Work::Committing(_, batch) => self.commit_failed(request, &batch, failure),
            _ if meaning == Meaning::Token => self.token_trouble(request.0),
            _ if meaning == Meaning::Denied => self.signed_out(),
            Work::Fetching(_, keys) => {
                self.unwatch(keys.iter());
                if !matches!(meaning, Meaning::Unreachable | Meaning::Quota) {
                    self.reads.failed(keys);
                }
                self.queue_first = true;
                self.back_off(failure);
            }
            _ => self.back_off(failure),
        }
    }

    pub(super) fn back_off(&mut self, failure: &Failure) {
        let wait = self.work_backoff.wait_after(failure, self.random.next());
        self.work = Work::BackingOff;
        self.set_timer(Timer::Work, wait);
    }
}
