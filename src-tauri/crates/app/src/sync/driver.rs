//! Drives the engine: carries out what it wants done, and tells it what came of it.
//!
//! One thread runs this, and does what goes to the library itself, in order: so the engine hears of each step before
//! the next event, and whatever a stream has more to tell waits meanwhile, at most one portion of each. What goes to
//! the server runs beside it, in tasks of its own. A panic in one of those is a panic of the whole.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use firebase::{Counted, ListenEvent};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use model::sync::{Feed, Pending};
use model::{Kind, Millis, ServerTime, SyncStatus};
use store::StoreError;
use sync::classify::Meaning;
use sync::{DEADLINE, Effect, Engine, Event, Failure, From, Pause, RequestId, StreamId};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::local::Local;
use super::report::{self, Report};
use super::server::{NoToken, Server, SessionNews, late, unreachable};
use super::timers::Timers;

/// How often the clock on the wall is looked at.
const LOOK: Duration = Duration::from_secs(10);
/// The machine has slept if that clock went on so far between two looks, in milliseconds. The monotonic clock can't be
/// asked: on some systems it goes on during a sleep, on others it doesn't.
const SLEPT: Millis = 30_000;
/// Fronts are told that records have changed no more often than this.
const TELL: Duration = Duration::from_millis(500);

/// How long a request may take: a little longer than a server that minds its deadline itself, which then knows that
/// its connections are dead.
const PATIENCE: Duration = Duration::from_millis(DEADLINE + 2_000);

/// What a person, or the app, wants of whoever syncs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nudge {
    /// The queue is another one.
    Changed,
    /// Everything now. The number comes back in [`Report::hurried`].
    Now(u64),
    /// Stop, until [`Nudge::Resume`].
    Pause,
    /// Go on.
    Resume,
}

/// Whom to tell.
pub(super) trait Listener {
    /// How sync stands is another.
    fn report(&mut self, report: &Report);
    /// Records, or what of them is unsent, have changed.
    fn changed(&mut self);
    /// A merge decided against somebody.
    fn decided(&mut self);
}

/// Drives one engine, for one library and one session.
pub(super) struct Driver<'a, L> {
    engine: Engine,
    local: Local,
    server: Arc<dyn Server>,
    session: BoxStream<'static, SessionNews>,
    nudges: &'a mut mpsc::UnboundedReceiver<Nudge>,
    listener: &'a mut L,
    report: Report,
    timers: Timers,
    tasks: JoinSet<Option<Answer>>,
    streams: BTreeMap<StreamId, AbortHandle>,
    /// What the streams tell: they wait here until it is heard.
    told: Channel<(StreamId, ListenEvent)>,
    /// When fronts may be told of changes again.
    tell_at: Instant,
    /// Something failed, and nothing has worked since.
    failing: bool,
}

type Channel<T> = (mpsc::Sender<T>, mpsc::Receiver<T>);

/// What a task brings.
enum Answer {
    Event(Event),
    Counted(RequestId, Kind, Counted),
    Listed(RequestId, Kind, ServerTime, Vec<(String, ServerTime)>),
}

impl<'a, L: Listener> Driver<'a, L> {
    /// Drives a new engine. `seed` is a random number; `report` says what is known of the runs before.
    pub(super) fn new(
        local: Local,
        server: Arc<dyn Server>,
        seed: u64,
        report: Report,
        nudges: &'a mut mpsc::UnboundedReceiver<Nudge>,
        listener: &'a mut L,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            engine: Engine::new(local.device()?, seed),
            session: server.session().fuse().boxed(),
            local,
            server,
            nudges,
            listener,
            report,
            timers: Timers::default(),
            tasks: JoinSet::new(),
            streams: BTreeMap::new(),
            told: mpsc::channel(1),
            tell_at: Instant::now(),
            failing: false,
        })
    }

    /// Syncs until nobody nudges any more, or the library must be opened again. `first` is what was wanted before.
    pub(super) async fn run(mut self, first: &[Nudge]) -> Result<(), StoreError> {
        let started = self.local.started()?;
        self.handle(started)?;
        for nudge in first {
            self.nudged(*nudge)?;
        }
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut looked = self.local.now();
        loop {
            tokio::select! {
                nudge = self.nudges.recv() => match nudge {
                    Some(nudge) => self.nudged(nudge)?,
                    None => break,
                },
                Some(done) = self.tasks.join_next(), if !self.tasks.is_empty() => self.done(done)?,
                Some((stream, event)) = self.told.1.recv() => self.heard(stream, event)?,
                timer = self.timers.run_out() => self.handle(Event::TimerFired(timer))?,
                Some(news) = self.session.next() => self.session_is(news)?,
                _ = looks.tick() => self.look(&mut looked)?,
                () = sleep_until(self.tell_at), if self.local.changed => {}
            }
            self.tell();
        }
        self.tell_at = Instant::now();
        self.tell();
        Ok(())
    }

    fn nudged(&mut self, nudge: Nudge) -> Result<(), StoreError> {
        let event = match nudge {
            Nudge::Changed => Event::LocalChange { counts: Pending::default() },
            Nudge::Now(number) => {
                if self.report.failed {
                    // Over a connection that is dead it would be tried in vain.
                    self.server.reconnect();
                }
                (self.report.hurried, self.report.failed) = (number, false);
                Event::SyncNow
            }
            Nudge::Pause => Event::Paused(Pause::User),
            Nudge::Resume => Event::Resumed(Pause::User),
        };
        self.handle(event)
    }

    fn session_is(&mut self, news: SessionNews) -> Result<(), StoreError> {
        match news {
            SessionNews::Over => self.handle(Event::Paused(Pause::SignedOut)),
            SessionNews::Online => self.is_online("there is a connection again"),
        }
    }

    /// What waits is tried at once after a sleep.
    fn look(&mut self, looked: &mut Millis) -> Result<(), StoreError> {
        let now = self.local.now();
        let passed = now.saturating_sub(std::mem::replace(looked, now));
        if passed < SLEPT {
            return Ok(());
        }
        self.is_online("the machine has slept")
    }

    /// There may be another network than before: the connections from then are dead, and nobody would say so. The
    /// engine opens all streams anew, and tries at once what waits.
    fn is_online(&mut self, why: &str) -> Result<(), StoreError> {
        tracing::info!(why, "connects anew");
        self.server.reconnect();
        self.handle(Event::Network { up: true })
    }

    /// Tells the engine what happened, carries out what it wants done, and so on until nothing is left to do here.
    fn handle(&mut self, event: Event) -> Result<(), StoreError> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.note(&event);
            let event = self.local.refreshed(event)?;
            for effect in self.engine.handle(event, self.local.now()) {
                events.extend(self.carry_out(effect)?);
            }
        }
        Ok(())
    }

    /// Does what the engine wants done, or has it done. The answer, if there is one at once.
    fn carry_out(&mut self, effect: Effect) -> Result<Option<Event>, StoreError> {
        match effect {
            Effect::Take(..)
            | Effect::Apply { .. }
            | Effect::Acknowledge(..)
            | Effect::Refuse(..)
            | Effect::Postpone(..)
            | Effect::CountOurs(..)
            | Effect::Hurry => return self.local.carry_out(effect),
            Effect::Commit(request, batch) => {
                let call = self.server.commit(batch);
                self.ask(request, call, move |(at, results)| {
                    Answer::Event(Event::Committed { request, at, results })
                });
            }
            Effect::Fetch(request, keys) => {
                let call = self.server.fetch(keys);
                self.ask(request, call, move |(at, found)| {
                    Answer::Event(Event::Fetched { request, at, found })
                });
            }
            Effect::Count(request, kind) => {
                let call = self.server.count(kind);
                self.ask(request, call, move |counted| Answer::Counted(request, kind, counted));
            }
            Effect::Compare(request, kind) => {
                let call = self.server.list(kind);
                self.ask(request, call, move |(at, listed)| Answer::Listed(request, kind, at, listed));
            }
            Effect::Listen { stream, feed, from } => self.listen(stream, feed, from),
            Effect::Close(stream) => {
                if let Some(task) = self.streams.remove(&stream) {
                    task.abort();
                }
            }
            Effect::RefreshToken => self.renew(),
            Effect::SetTimer(timer, millis) => self.timers.set(timer, millis),
            Effect::StopTimer(timer) => self.timers.stop(timer),
            Effect::Publish(status) => {
                tracing::debug!(?status, "sync");
                self.report.status = status;
            }
        }
        Ok(None)
    }

    fn ask<T: Send + 'static>(
        &mut self,
        request: RequestId,
        call: impl Future<Output = Result<T, Failure>> + Send + 'static,
        answer: impl FnOnce(T) -> Answer + Send + 'static,
    ) {
        self.tasks.spawn(async move {
            let answered = timeout(PATIENCE, call).await;
            Some(match answered.unwrap_or_else(|_| Err(late())) {
                Ok(value) => answer(value),
                Err(failure) => Answer::Event(Event::Failed(request, failure)),
            })
        });
    }

    fn renew(&mut self) {
        let call = self.server.renew();
        self.tasks.spawn(async move {
            let answered = timeout(PATIENCE, call).await;
            Some(Answer::Event(match answered.unwrap_or_else(|_| Err(NoToken::Failed(late()))) {
                Ok(()) => Event::TokenRefreshed,
                Err(NoToken::Over) => Event::TokenRejected,
                Err(NoToken::Failed(failure)) => Event::TokenFailed(failure),
            }))
        });
    }

    fn listen(&mut self, stream: StreamId, feed: Feed, from: From) {
        let mut events = self.server.listen(feed, from);
        let tell = self.told.0.clone();
        let task = self.tasks.spawn(async move {
            let mut over = false;
            while let Some(event) = events.next().await {
                over = matches!(event, ListenEvent::Broken(_));
                // Nobody listens only once the task is to end anyway.
                if tell.send((stream, event)).await.is_err() || over {
                    break;
                }
            }
            if !over {
                // As above.
                drop(tell.send((stream, ListenEvent::Broken(unreachable("the stream has ended")))).await);
            }
            None
        });
        self.streams.insert(stream, task);
    }

    /// A task has come to its end.
    fn done(&mut self, done: Result<Option<Answer>, JoinError>) -> Result<(), StoreError> {
        let answer = match done {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // A stream that was closed.
                Err(_) => None,
            },
        };
        let event = match answer {
            None => return Ok(()),
            Some(Answer::Event(event)) => event,
            Some(Answer::Counted(request, kind, Counted { at, theirs, timed })) => {
                let ours = self.local.count(kind);
                let counted = ours.map(|ours| Event::Counted { request, at, theirs, timed, ours });
                self.local.answer(request, counted)?
            }
            Some(Answer::Listed(request, kind, at, listed)) => {
                let differing = self.local.compare(kind, listed, at);
                let compared = differing.map(|differing| Event::Compared { request, at, differing });
                self.local.answer(request, compared)?
            }
        };
        self.handle(event)
    }

    /// A stream tells something, unless it was closed meanwhile.
    fn heard(&mut self, stream: StreamId, event: ListenEvent) -> Result<(), StoreError> {
        if !self.streams.contains_key(&stream) {
            return Ok(());
        }
        let event = match event {
            ListenEvent::Opened { server_now } => Event::StreamOpened { stream, server_now },
            ListenEvent::Heard { changes, mark } => Event::Heard { stream, changes, mark },
            ListenEvent::Reset => Event::StreamReset { stream },
            ListenEvent::Filter { count } => Event::StreamFilter { stream, documents: count },
            ListenEvent::Broken(failure) => {
                self.streams.remove(&stream);
                Event::StreamBroken { stream, failure }
            }
        };
        self.handle(event)
    }

    /// What an event says of how things go.
    fn note(&mut self, event: &Event) {
        let failure = match event {
            Event::Failed(_, failure) | Event::TokenFailed(failure) | Event::StreamBroken { failure, .. } => {
                tracing::info!(?failure, "the server, or the way to it, would not");
                self.report.failed |= failure.meaning() == Meaning::Unreachable;
                report::trouble(failure)
            }
            Event::StoreFailed(_) => self.local.trouble.take().as_ref().map(report::trouble_here),
            Event::Committed { .. }
            | Event::Fetched { .. }
            | Event::Counted { .. }
            | Event::Compared { .. } => {
                self.failing = false;
                self.report.failed = false;
                self.report.trouble = None;
                return;
            }
            Event::StreamOpened { .. } if self.report.trouble.is_none() => {
                self.failing = false;
                return;
            }
            _ => return,
        };
        self.failing = true;
        self.report.trouble = failure;
    }

    /// Tells fronts what is new.
    fn tell(&mut self) {
        if matches!(self.report.status, SyncStatus::Synced { .. }) {
            self.failing = false;
            self.report.trouble = None;
        }
        let next = self.timers.next_in().filter(|_| self.failing);
        let next = next.and_then(|wait| Millis::try_from(wait.as_millis()).ok());
        let next_try_at = next.map(|wait| self.local.now().saturating_add(wait));
        // A moment more or less is no news.
        let moved = match (self.report.next_try_at, next_try_at) {
            (Some(before), Some(now)) => before.abs_diff(now) > 1_000,
            (before, now) => before != now,
        };
        if moved {
            self.report.next_try_at = next_try_at;
        }
        self.report.heard_all = self.engine.has_heard_all();
        self.listener.report(&self.report);
        if std::mem::take(&mut self.local.decided) {
            self.listener.decided();
        }
        if self.local.changed && self.tell_at <= Instant::now() {
            self.local.changed = false;
            self.tell_at = Instant::now() + TELL;
            self.listener.changed();
        }
    }
}
