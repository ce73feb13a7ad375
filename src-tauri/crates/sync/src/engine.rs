//! The sync engine: what happened goes in, what is to be done comes out.
//!
//! Two things go on side by side. *Streams*, one for each feed, tell what others do; what they tell is applied in
//! order, one portion of a feed at a time, and the feed's cursor moves with the last of what it stands for
//! (`channel`). *Work* is whatever the engine asks for: one request at a time, chosen by [`Step`] (`work`):
//!
//! 1. records to be read by name: after a conflict, where a stream was unclear, where a comparison found a difference;
//! 2. the queue: take what is due, send it, note the answer;
//! 3. a feed that may have missed something: count the documents (`census`), and compare the listing if the counts
//!    differ.
//!
//! Streams are opened before the first batch is sent, so that what others did is merged rather than run into; but
//! sending doesn't wait for them for long.
//!
//! Nothing that matters is only here. What is queued stays in the queue until the server has it; a cursor is stored
//! with what it stands for; that something may have been missed is stored in the cursor (`complete`). So a crash
//! loses time at most, and an engine that starts anew does what the last one had not done.

mod census;
mod channel;
mod pull;
mod push;
mod random;
mod read;
mod session;
mod standing;
mod verdict;
mod watch;
mod work;

use std::collections::BTreeSet;

use model::sync::{Feed, Op, Pending};
use model::{Millis, RecordKey, SyncStatus};

use crate::backoff::Backoff;
use crate::batch::Halving;
use crate::classify::{Code, Failure, Meaning};
use crate::clock::{Clock, Offset};
use crate::effect::{Effect, RequestId, StreamId, Timer};
use crate::event::Event;
use crate::pause::{Pause, Pauses};
use channel::{Channel, Phase};
use random::Random;
use session::{Rejection, Session};
use standing::Standing;
use verdict::Trials;
use work::Work;

/// How long sending waits for the streams to catch up, in milliseconds.
const CATCH_UP: u64 = 10_000;

/// Decides everything about the sync of one library.
#[derive(Debug)]
pub struct Engine {
    device: String,
    random: Random,
    /// The number of the last request or stream.
    last: u64,
    started: bool,
    now: Millis,
    offset: Offset,
    pauses: Pauses,
    session: Session,
    session_backoff: Backoff,
    store_backoff: Backoff,

    channels: Vec<Channel>,

    work: Work,
    work_backoff: Backoff,
    halving: Halving,
    trials: Trials,
    /// Writes known not to have landed, though they were taken to be sent.
    unlanded: BTreeSet<Op>,
    /// Records to be read by name.
    asks: BTreeSet<RecordKey>,
    /// How many are read at once, and after which the next are.
    reads: work::Reads,
    /// Reading failed: let the queue go first once.
    queue_first: bool,

    counts: Pending,
    standing: Standing,
    effects: Vec<Effect>,
}

impl Engine {
    /// An engine that has not started yet. `device` names this installation in the documents that it writes; `seed`
    /// is a random number.
    #[must_use]
    pub fn new(device: impl Into<String>, seed: u64) -> Self {
        let mut random = Random(seed);
        let last = random.next() >> 1;
        Self {
            device: device.into(),
            random,
            last,
            started: false,
            now: 0,
            offset: Offset::default(),
            pauses: Pauses::default(),
            session: Session::default(),
            session_backoff: Backoff::default(),
            store_backoff: Backoff::default(),
            channels: Feed::all().into_iter().map(|feed| Channel::new(feed, None)).collect(),
            work: Work::Idle,
            work_backoff: Backoff::default(),
            halving: Halving::default(),
            trials: Trials::default(),
            unlanded: BTreeSet::new(),
            asks: BTreeSet::new(),
            reads: work::Reads::default(),
            queue_first: false,
            counts: Pending::default(),
            standing: Standing::default(),
            effects: Vec::new(),
        }
    }

    /// What is to be done about an event. `now` is what the device's clock shows, right or wrong.
    pub fn handle(&mut self, event: Event, now: Millis) -> Vec<Effect> {
        self.now = now;
        self.take_in(event);
        self.go_on();
        self.publish();
        std::mem::take(&mut self.effects)
    }

    /// The status as last published.
    #[must_use]
    pub fn status(&self) -> &SyncStatus {
        self.standing.published()
    }

    fn take_in(&mut self, event: Event) {
        match event {
            Event::Started { cursors, counts } => {
                self.started = true;
                self.counts = counts;
                for (feed, cursor) in cursors {
                    if let Some(channel) = self.channels.iter_mut().find(|channel| channel.feed == feed) {
                        *channel = Channel::new(feed, Some(cursor));
                    }
                }
            }
            Event::LocalChange { counts } => {
                self.counts = counts;
                self.wake();
            }
            Event::Network { up } => {
                self.standing.network = up;
                if up {
                    self.hurry();
                    self.reopen();
                }
            }
            Event::SyncNow => {
                self.resume(Pause::Database);
                self.hurry();
                self.reopen();
                self.channels.iter_mut().for_each(Channel::doubt);
                self.effects.push(Effect::Hurry);
            }
            Event::Paused(reason) => self.pause(reason),
            Event::Resumed(reason) => self.resume(reason),
            Event::TimerFired(timer) => self.timer_fired(timer),

            Event::TokenRefreshed => self.session.refreshed(self.last),
            Event::TokenRejected => {
                // Else it is the answer to a question of a session before.
                if self.session.is_refreshing() {
                    self.signed_out();
                }
            }
            Event::TokenFailed(failure) => self.token_failed(&failure),

            Event::StreamOpened { stream, server_now } => self.stream_opened(stream, server_now),
            Event::Heard { stream, changes, mark } => self.heard(stream, changes, mark),
            Event::StreamReset { stream } => self.with_stream(stream, Channel::reset),
            Event::StreamFilter { stream, documents } => {
                self.with_stream(stream, |channel| channel.filter(documents));
            }
            Event::StreamBroken { stream, failure } => self.stream_broken(stream, &failure),

            Event::Taken(request, taken) => self.taken(request, taken),
            Event::Committed { request, at, results } => self.committed(request, at, results),
            Event::Fetched { request, at, found } => self.fetched(request, at, found),
            Event::Counted { request, at, theirs, timed, ours } => {
                self.counted(request, at, theirs == ours, theirs == timed);
            }
            Event::CountedOurs(request, ours) => self.counted_ours(request, ours),
            Event::Compared { request, at, differing } => self.compared(request, at, differing),
            Event::Failed(request, failure) => self.failed(request, &failure),
            Event::Stored { request, counts, ask } => self.stored(request, counts, ask),
            Event::StoreFailed(request) => self.store_failed(request),
        }
    }

    /// Starts whatever can be started.
    fn go_on(&mut self) {
        if self.is_running() {
            self.close_narrow_streams();
            self.open_streams();
            self.stop_catching_up();
            self.next_step();
        }
        self.flush();
    }

    /// Whether anything new may be asked of the server.
    fn is_running(&self) -> bool {
        self.started && self.pauses.is_empty() && self.session.is_ready()
    }

    fn clock(&self) -> Clock {
        self.offset.clock(self.now)
    }

    fn request(&mut self) -> RequestId {
        self.last += 1;
        RequestId(self.last)
    }

    fn stream(&mut self) -> StreamId {
        self.last += 1;
        StreamId(self.last)
    }

    fn set_timer(&mut self, timer: Timer, wait: u64) {
        self.effects.push(Effect::SetTimer(timer, wait));
    }

    fn timer_fired(&mut self, timer: Timer) {
        match timer {
            Timer::Work => {
                if self.work.is_waiting() {
                    self.work = Work::Idle;
                }
            }
            Timer::Listen(feed) => {
                for channel in self.channels.iter_mut().filter(|channel| channel.feed == feed) {
                    if channel.phase == Phase::Waiting {
                        channel.phase = Phase::Closed;
                    }
                }
            }
            Timer::Token => {
                if self.session.is_waiting() {
                    self.refresh_token();
                }
            }
            Timer::Store => self.resume(Pause::Database),
        }
    }

    /// Whatever waits for a later try is tried now.
    fn hurry(&mut self) {
        self.work_backoff.reset();
        self.end_wait();
        self.timer_fired(Timer::Token);
        self.session_backoff.reset();
        for channel in &mut self.channels {
            channel.backoff.reset();
            self.effects.extend(channel.end_wait());
        }
    }

    fn pause(&mut self, reason: Pause) {
        self.pauses.add(reason);
        self.end_wait();
        self.close_streams();
    }

    fn resume(&mut self, reason: Pause) {
        if self.pauses.remove(reason) {
            self.hurry();
        }
    }

    fn signed_out(&mut self) {
        self.session = Session::default();
        self.session_backoff.reset();
        self.pause(Pause::SignedOut);
    }

    /// The server rejected the token of a request.
    fn token_trouble(&mut self, request: u64) {
        match self.session.rejected(request) {
            Rejection::Known => {}
            Rejection::Refresh => self.refresh_token(),
            Rejection::RefreshLater => self.refresh_token_later(None),
            Rejection::Final => self.signed_out(),
        }
    }

    fn refresh_token(&mut self) {
        self.session.refreshes();
        self.effects.push(Effect::RefreshToken);
    }

    fn refresh_token_later(&mut self, hint: Option<u64>) {
        self.session.waits();
        let wait = self.session_backoff.wait(self.random.next(), hint);
        self.set_timer(Timer::Token, wait);
    }

    fn token_failed(&mut self, failure: &Failure) {
        if !self.session.is_refreshing() {
            return;
        }
        if failure.meaning() == Meaning::Token {
            self.signed_out();
        } else {
            self.note_reach(failure);
            self.refresh_token_later(failure.retry_after);
        }
    }

    /// The server accepted a request's token, and answered.
    fn reached(&mut self, request: u64) {
        if self.session.accepted(request) {
            self.session_backoff.reset();
        }
        self.standing.unreachable = false;
        // Whatever the system says.
        self.standing.network = true;
        self.served();
    }

    /// The server serves: what waits because it was out of reach is tried now.
    fn served(&mut self) {
        if self.work == Work::BackingOff && self.work_backoff.cut_short() {
            self.end_wait();
        }
        for channel in &mut self.channels {
            if channel.phase == Phase::Waiting && channel.backoff.cut_short() {
                self.effects.extend(channel.end_wait());
            }
        }
    }

    fn note_reach(&mut self, failure: &Failure) {
        self.standing.unreachable = failure.meaning() == Meaning::Unreachable;
    }

    /// A request failed. If it is the server that says so, and not of the token, it has accepted that.
    fn note_failure(&mut self, request: u64, failure: &Failure) {
        match failure.meaning() {
            Meaning::Token | Meaning::Unreachable => self.note_reach(failure),
            // Whoever gave up waiting has heard nothing.
            _ if failure.code == Some(Code::DeadlineExceeded) => {}
            _ => self.reached(request),
        }
    }

    fn store_failed(&mut self, request: RequestId) {
        let mut mine = false;
        for channel in &mut self.channels {
            mine |= channel.not_applied(request);
        }
        if self.work.awaits(request) {
            self.work = Work::Idle;
            mine = true;
        }
        if mine {
            self.pause(Pause::Database);
            let wait = self.store_backoff.wait(self.random.next(), None);
            self.set_timer(Timer::Store, wait);
        }
    }
}
