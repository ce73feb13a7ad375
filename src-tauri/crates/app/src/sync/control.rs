//! Starting and stopping the sync task with the session and the library, and what a person says to it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::{fs, io};

use model::SyncStatus;
use model::ipc::{Standing, SyncDetail};
use model::sync::{Feed, Pending};
use store::{Owner, View};

use super::LOCK;
use super::driver::Nudge;
use super::report::{Report, Shared};
use super::task::{Job, Task};
use crate::account::AccountError;
use crate::app::lock;
use crate::complaint::Complaint;
use crate::turn::Turn;
use crate::{App, AppError};

/// The sync task of this process, if it has one.
#[derive(Default)]
pub(crate) struct Syncing {
    running: Mutex<Option<Running>>,
    /// Held by whoever starts it.
    starting: Mutex<()>,
    /// Somebody in this process wants it synced, though the process doesn't stay.
    pub(super) wanted: AtomicBool,
    /// This process is going to sync as soon as it has a session.
    pub(crate) expected: AtomicBool,
    /// The last "sync now".
    pub(super) asked: Arc<AtomicU64>,
    /// Why nothing is synced, as it was logged.
    complaint: Mutex<Complaint>,
}

/// A sync task, and what it is for.
struct Running {
    sign_in: String,
    /// See [`App::library`].
    opened: u64,
    /// The file that is there while the person has it paused.
    mark: PathBuf,
    /// Whether it was there when the task was last told.
    paused: bool,
    task: Task,
}

impl Syncing {
    pub(super) fn report(&self) -> Option<tokio::sync::watch::Receiver<Report>> {
        lock(&self.running).as_ref().map(|running| running.task.report())
    }

    /// Whether the server has refused the session.
    pub(crate) fn needs_sign_in(&self) -> bool {
        self.report().is_some_and(|report| matches!(report.borrow().status, SyncStatus::NeedsSignIn { .. }))
    }

    pub(super) fn nudge(&self, nudge: Nudge) {
        if let Some(running) = &*lock(&self.running) {
            running.task.nudge(nudge);
        }
    }

    /// Tells whoever syncs if another process has paused or resumed it. Twice is no harm.
    fn mind_pause(&self) {
        if let Some(running) = &mut *lock(&self.running) {
            // Under the lock: what is told last is then what was seen last.
            let paused = running.mark.exists();
            if std::mem::replace(&mut running.paused, paused) != paused {
                running.task.nudge(if paused { Nudge::Pause } else { Nudge::Resume });
            }
        }
    }

    /// Stops it, and waits until it has stopped.
    pub(crate) fn stop(&self) {
        // Not under the lock: the task may be telling how it stands to somebody who asks for it.
        let running = lock(&self.running).take();
        drop(running);
    }
}

impl App {
    /// Starts the sync task if this process is to have one, starts another if it is for a session or a library of
    /// before, and stops it if nobody is signed in; has it paused or going on as another process wants it. Called
    /// whenever one of these may have changed.
    pub(crate) fn attend_sync(&self) -> Result<(), AppError> {
        let _settled = self.settle();
        let _alone = lock(&self.sync.starting);
        let wanted = self.cloud.stays() || self.sync.wanted.load(Ordering::SeqCst);
        let Some((sign_in, session)) = self.cloud.current().filter(|_| wanted) else {
            self.sync.stop();
            return Ok(());
        };
        let (library, opened) = self.library();
        let is_current = |running: &Running| {
            running.sign_in == sign_in && running.opened == opened && !running.task.has_ended()
        };
        if lock(&self.sync.running).as_ref().is_some_and(is_current)
            || !matches!(library.owner(), Owner::Account(uid) if uid.as_str() == session.account().uid)
        {
            self.sync.mind_pause();
            return Ok(());
        }
        self.sync.stop();
        // What ended the last one is found and mended here.
        self.read(|view| Ok(view.pending()?))?;
        let (library, opened) = self.library();
        let Some(server) = self.cloud.server(&session)? else { return Ok(()) };
        let folder = self.places.of(library.owner());
        let mark = self.places.sync_paused(library.owner());
        let paused = mark.exists();
        let news = self.news.clone();
        let job = Job {
            library,
            server,
            folder,
            clock: Arc::clone(&self.options.clock),
            ids: Arc::clone(&self.options.ids),
            events: Arc::clone(&self.options.events),
            told: Arc::new(move |report: &Report| news.tell_status(report.status.clone())),
            is_paused: Arc::new({
                let mark = mark.clone();
                move || mark.exists()
            }),
            asked: Arc::clone(&self.sync.asked),
        };
        let task = Task::start(job, self.cloud.runtime()?.handle().clone());
        *lock(&self.sync.running) = Some(Running { sign_in, opened, mark, paused, task });
        Ok(())
    }

    /// As [`App::attend_sync`]; that it can't be done now is no reason not to do the rest.
    pub(crate) fn try_attend_sync(&self) {
        let attended = self.attend_sync();
        if let Some(trouble) = lock(&self.sync.complaint).news(&attended) {
            tracing::warn!(trouble, "nothing is synced");
        }
    }

    /// Whoever syncs hears that the queue is another one.
    pub(crate) fn nudge_sync(&self) {
        self.sync.nudge(Nudge::Changed);
    }

    /// How the library stands with the cloud.
    pub(crate) fn sync_status(&self) -> Result<SyncStatus, AppError> {
        Ok(self.sync_report()?.status)
    }

    /// How sync stands in full.
    pub fn sync(&self) -> Result<SyncDetail, AppError> {
        let report = self.sync_report()?;
        let owner = self.owner();
        let (Pending { pending, refused }, heard, conflicts) =
            self.read(|view| Ok((view.pending()?, heard_until(view)?, view.count_conflicts()?)))?;
        Ok(SyncDetail {
            pending,
            refused,
            synced_at: match report.status {
                SyncStatus::Synced { at } => Some(at),
                _ => heard.map(|(at, _)| at),
            },
            next_try_at: report.next_try_at,
            paused: self.places.sync_paused(&owner).exists(),
            elsewhere: report.elsewhere,
            trouble: report.trouble,
            conflicts,
            status: report.status,
        })
    }

    /// Sends, fetches and compares everything now; what waits for a later try is tried now.
    pub fn sync_now(&self) -> Result<SyncDetail, AppError> {
        self.hurry_sync()?;
        self.sync()
    }

    /// Stops syncing until it is resumed, now and at the next start.
    pub fn sync_pause(&self) -> Result<SyncDetail, AppError> {
        let mark = self.places.sync_paused(&self.account_owner()?);
        fs::write(&mark, []).map_err(|error| AppError::writing(&mark, error))?;
        self.sync.nudge(Nudge::Pause);
        self.sync()
    }

    /// Goes on syncing.
    pub fn sync_resume(&self) -> Result<SyncDetail, AppError> {
        let mark = self.places.sync_paused(&self.account_owner()?);
        match fs::remove_file(&mark) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(AppError::writing(&mark, error)),
            _ => {
                self.sync.nudge(Nudge::Resume);
                self.sync()
            }
        }
    }

    /// Has the sync task do everything now. The number comes back in [`Report::hurried`].
    pub(super) fn hurry_sync(&self) -> Result<u64, AppError> {
        self.account_owner()?;
        self.cloud.session()?;
        self.attend_sync()?;
        let number = self.sync.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.sync.nudge(Nudge::Now(number));
        Ok(number)
    }

    fn account_owner(&self) -> Result<Owner, AppError> {
        match self.owner() {
            Owner::Anonymous => Err(AccountError::SignedOut.into()),
            owner @ Owner::Account(_) => Ok(owner),
        }
    }

    /// What the sync task says; without one, what can be told from the session and the library.
    pub(super) fn sync_report(&self) -> Result<Report, AppError> {
        if let Some(report) = self.sync.report() {
            return Ok(report.borrow().clone());
        }
        let standing = self.standing();
        if standing == Standing::SignedOut {
            return Ok(Report::default());
        }
        let folder = self.places.of(&self.owner());
        if Turn::is_taken(&folder, LOCK).map_err(|error| AppError::reading(&folder, error))?
            && let Some(report) = Shared::of(&folder).read()
        {
            return Ok(Report { elsewhere: true, ..report });
        }
        let (Pending { pending, refused }, heard) =
            self.read(|view| Ok((view.pending()?, heard_until(view)?)))?;
        // In the engine's order.
        let status = match standing {
            Standing::SignedOut => SyncStatus::LocalOnly,
            Standing::NeedsSignIn => SyncStatus::NeedsSignIn { pending },
            _ if self.places.sync_paused(&self.owner()).exists() => SyncStatus::Paused { pending },
            _ if refused > 0 => SyncStatus::NeedsAttention { refused, pending },
            Standing::Offline => SyncStatus::Offline { pending },
            Standing::SignedIn => match heard {
                Some((at, true)) if pending == 0 => SyncStatus::Synced { at },
                _ if self.sync.expected.load(Ordering::SeqCst) => SyncStatus::Connecting { pending },
                // There is no connection, and nobody here makes one.
                _ => SyncStatus::Offline { pending },
            },
        };
        Ok(Report { status, ..Report::default() })
    }
}

/// Whether everything that the cloud has was here once.
pub(crate) fn has_heard(view: &View<'_>) -> Result<bool, AppError> {
    Ok(heard_until(view)?.is_some())
}

/// Up to when everything from the cloud is here, and whether nothing can have been missed; `None`: not everything was
/// heard yet.
fn heard_until(view: &View<'_>) -> Result<Option<(model::Millis, bool)>, AppError> {
    let mut heard: Option<(model::Millis, bool)> = None;
    for feed in Feed::all() {
        let Some(cursor) = view.cursor(feed)? else { return Ok(None) };
        let (at, complete) = heard.unwrap_or((model::Millis::MAX, true));
        heard = Some((at.min(cursor.until.millis()), complete && cursor.complete));
    }
    Ok(heard)
}
