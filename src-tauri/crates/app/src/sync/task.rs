//! The sync task of one library and one session: a thread that waits for its turn, syncs, and begins again after
//! whatever may have happened to it, until it is told to stop.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use futures_util::FutureExt as _;
use model::{SyncStatus, text};
use store::{Library, StoreError};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

use super::LOCK;
use super::driver::{Driver, Listener as _, Nudge};
use super::local::Local;
use super::report::{Report, Shared};
use super::server::Server;
use super::teller::Teller;
use crate::app::{Clock, Events, Ids};
use crate::complaint::Complaint;
use crate::turn::Turn;

/// How often it is looked whether another process has given up its turn.
const LOOK: Duration = Duration::from_secs(2);
/// The wait before the second start, doubled with each up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);
/// Whatever ran so long did not fail at once: the waits begin anew.
const LONG: Duration = Duration::from_mins(5);

/// What is to be synced, and how.
pub(super) struct Job {
    pub(super) library: Library,
    pub(super) server: Arc<dyn Server>,
    /// The folder of what belongs to the library's owner.
    pub(super) folder: PathBuf,
    pub(super) clock: Clock,
    pub(super) ids: Ids,
    pub(super) events: Events,
    /// Called when the report is another one.
    pub(super) told: Arc<dyn Fn(&Report) + Send + Sync>,
    /// Whether the person has paused it.
    pub(super) is_paused: Arc<dyn Fn() -> bool + Send + Sync>,
    /// The last "sync now".
    pub(super) asked: Arc<AtomicU64>,
}

/// A sync task that runs. Dropped, it is stopped, which takes no longer than what is being written.
pub(crate) struct Task {
    nudges: Option<mpsc::UnboundedSender<Nudge>>,
    report: watch::Receiver<Report>,
    thread: Option<JoinHandle<()>>,
}

impl Task {
    /// Starts to sync. Requests to the server go through `runtime`.
    pub(super) fn start(job: Job, runtime: Handle) -> Self {
        let (nudges, inbox) = mpsc::unbounded_channel();
        let (reports, report) = watch::channel(job.begun());
        let thread = thread::Builder::new().name("sync".to_owned()).spawn(move || {
            let teller = Teller {
                shared: Shared::of(&job.folder),
                events: Arc::clone(&job.events),
                told: Arc::clone(&job.told),
                reports,
                written: None,
            };
            let mut worker = Worker { job, teller, inbox, first: Vec::new() };
            runtime.block_on(worker.run());
        });
        let thread = thread.inspect_err(|error| tracing::error!(%error, "nothing is synced")).ok();
        Self { nudges: Some(nudges), report, thread }
    }

    /// Says something to whoever syncs. If nobody does any more, it is not missed.
    pub(super) fn nudge(&self, nudge: Nudge) {
        if let Some(nudges) = &self.nudges
            && nudges.send(nudge).is_err()
        {
            tracing::debug!(?nudge, "nobody syncs");
        }
    }

    pub(super) fn report(&self) -> watch::Receiver<Report> {
        self.report.clone()
    }

    /// Whether it has ended by itself: the library must be opened again.
    pub(super) fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        drop(self.nudges.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the sync task panicked");
        }
    }
}

impl Job {
    /// What is said at a beginning, which is to do everything that was asked for until then.
    fn begun(&self) -> Report {
        let hurried = self.asked.load(Ordering::SeqCst);
        Report { status: SyncStatus::Connecting { pending: self.pending() }, hurried, ..Report::default() }
    }

    /// What waits in the queue; nothing if the library can't say.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is one of a single lifetime")]
    fn pending(&self) -> u64 {
        let pending = self.library.read(|view| view.pending());
        pending
            .inspect_err(|error| tracing::warn!(%error, "the queue can't be read"))
            .unwrap_or_default()
            .pending
    }
}

struct Worker {
    job: Job,
    teller: Teller,
    inbox: mpsc::UnboundedReceiver<Nudge>,
    /// What the next run begins with.
    first: Vec<Nudge>,
}

/// What a wait ended with.
#[derive(PartialEq, Eq)]
enum Waited {
    Over,
    Hurried,
    Stopped,
}

impl Worker {
    async fn run(&mut self) {
        self.teller.begin();
        let Some(_turn) = self.turn().await else { return };
        let (mut restarts, mut wait) = (0_u32, FIRST);
        loop {
            let begun = Instant::now();
            let trouble = match self.sync(restarts).await {
                Ok(Ok(())) => break,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "sync ends: the library must be opened again");
                    break;
                }
                Err(panic) => what(&*panic),
            };
            tracing::error!(trouble, restarts, "the sync task panicked and begins again");
            restarts = restarts.saturating_add(1);
            if begun.elapsed() >= LONG {
                wait = FIRST;
            }
            let trouble = Some(text::get("sync-trouble-restart"));
            self.teller.report(&Report { trouble, restarts, ..self.job.begun() });
            if self.wait(wait).await == Waited::Stopped {
                break;
            }
            wait = (wait * 2).min(LONGEST);
        }
        self.teller.shared.remove();
    }

    /// Syncs once, until it ends in one way or another.
    async fn sync(&mut self, restarts: u32) -> Result<Result<(), StoreError>, Box<dyn Any + Send>> {
        let mut first = std::mem::take(&mut self.first);
        if (self.job.is_paused)() {
            first.push(Nudge::Pause);
        }
        let local = Local::new(self.job.library.clone(), Arc::clone(&self.job.clock));
        let report = Report { restarts, ..self.job.begun() };
        let (server, seed) = (Arc::clone(&self.job.server), (self.job.ids)().as_u64_pair().1);
        let driver = Driver::new(local, server, seed, report, &mut self.inbox, &mut self.teller);
        let run = async { driver?.run(&first).await };
        AssertUnwindSafe(run).catch_unwind().await
    }

    /// Waits until no other process syncs this library; `None`: stopped before that.
    async fn turn(&mut self) -> Option<Turn> {
        let mut complaint = Complaint::default();
        loop {
            let taken = Turn::take(&self.job.folder, LOCK);
            if let Some(trouble) = complaint.news(&taken) {
                tracing::warn!(trouble, "it can't be told whether another process syncs");
            }
            match taken {
                Ok(Some(turn)) => {
                    // What another process has said is past.
                    self.teller.report(&self.job.begun());
                    return Some(turn);
                }
                Ok(None) => {
                    let report = self.teller.shared.read().unwrap_or_else(|| self.job.begun());
                    self.teller.publish(&Report { elsewhere: true, ..report });
                }
                Err(_) => {}
            }
            if self.wait(LOOK).await == Waited::Stopped {
                return None;
            }
        }
    }

    /// Waits, unless there is reason not to.
    async fn wait(&mut self, wait: Duration) -> Waited {
        let until = Instant::now() + wait;
        loop {
            match timeout_at(until, self.inbox.recv()).await {
                Err(_) => return Waited::Over,
                Ok(None) => return Waited::Stopped,
                Ok(Some(nudge @ Nudge::Now(_))) => {
                    self.first = vec![nudge];
                    return Waited::Hurried;
                }
                // The next run finds it in the library, or is told.
                Ok(Some(Nudge::Changed | Nudge::Pause | Nudge::Resume)) => {}
            }
        }
    }
}

/// What a panic said.
fn what(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
