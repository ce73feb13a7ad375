//! Going on with a run beside everything else, one process at a time, and telling how far it is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant};

use model::Event;
use model::ipc::MigrationRun;
use model::migration::Step;
use store::Owner;

use super::journal::under_way;
use super::machine::Came;
use crate::app::lock;
use crate::complaint::Complaint;
use crate::turn::Turn;
use crate::{App, AppError};

/// How often it is looked whether what a run waits for has happened.
const LOOK: Duration = Duration::from_millis(250);
/// After how long what failed is tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// The file that whoever goes on with a run holds.
const LOCK: &str = "migration.lock";

/// The run that this process goes on with.
#[derive(Default)]
pub(crate) struct Migrating {
    running: AtomicBool,
    pace: Mutex<Option<Pace>>,
    /// Why it can't go on, ready to show: until it does.
    pub(super) trouble: Mutex<Option<String>>,
    /// What it waits for, ready to show.
    pub(super) waits: Mutex<Option<String>>,
    told: Mutex<Option<MigrationRun>>,
}

/// How fast a step goes.
struct Pace {
    run: String,
    step: Step,
    since: Instant,
    /// Records that were through with it then.
    from: u64,
    /// Records that were through with it at most: an edit while it goes on is no step back.
    most: u64,
}

/// The right to go on with the runs of the open library, until it is dropped.
pub(super) struct Hold {
    _turn: Turn,
}

impl Hold {
    /// Takes it; `None` if another process, or another thread of this one, has it.
    pub(super) fn take(app: &App) -> Result<Option<Self>, AppError> {
        let folder = app.places.of(&app.owner());
        let turn = Turn::take(&folder, LOCK).map_err(|error| AppError::writing(&folder.join(LOCK), error))?;
        Ok(turn.map(|turn| Self { _turn: turn }))
    }

    /// Whether anybody goes on with a run.
    pub(super) fn is_taken(app: &App) -> Result<bool, AppError> {
        let folder = app.places.of(&app.owner());
        Turn::is_taken(&folder, LOCK).map_err(|error| AppError::reading(&folder.join(LOCK), error))
    }
}

impl Migrating {
    /// How far a step is, never less than before, and how many milliseconds the rest will take, if that can be told.
    pub(super) fn pace(&self, run: &str, step: Step, done: u64, total: u64) -> (u64, Option<u64>) {
        let mut held = lock(&self.pace);
        let is_same = held.as_ref().is_some_and(|pace| pace.run == run && pace.step == step);
        if !is_same {
            *held = Some(Pace { run: run.to_owned(), step, since: Instant::now(), from: done, most: done });
        }
        let Some(pace) = held.as_mut() else { return (done, None) };
        pace.most = pace.most.max(done).min(total);
        let (came, left) = (pace.most - pace.from.min(pace.most), total - pace.most);
        let elapsed = u64::try_from(pace.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        (pace.most, elapsed.saturating_mul(left).checked_div(came))
    }
}

impl App {
    /// Goes on with a run that isn't over, in a thread of its own, if nobody does; for a process that stays.
    pub fn go_on_migrating(self: &Arc<Self>) -> Result<(), AppError> {
        if self.owner() == Owner::Anonymous
            || self.migrating.running.load(Ordering::SeqCst)
            || self.read(under_way)?.is_none()
            || self.migrating.running.swap(true, Ordering::SeqCst)
        {
            return Ok(());
        }
        let app = Arc::downgrade(self);
        thread::Builder::new()
            .name("migration".to_owned())
            .spawn(move || {
                work(&app);
                if let Some(app) = app.upgrade() {
                    app.migrating.running.store(false, Ordering::SeqCst);
                }
            })
            .map(drop)
            .map_err(|error| {
                self.migrating.running.store(false, Ordering::SeqCst);
                AppError::Internal(format!("migration: {error}"))
            })
    }

    /// Tells how a run stands, if that is news.
    pub(super) fn migration_tell(&self, run: &str) {
        match self.migration_state(run) {
            Ok(state) => {
                let mut told = lock(&self.migrating.told);
                if told.as_ref() != Some(&state) {
                    *told = Some(state.clone());
                    self.tell(Event::Migration { run: state });
                }
            }
            // Whoever asks for it is told why.
            Err(error) => tracing::warn!(%error, "how a migration stands is not known"),
        }
    }
}

/// Goes on until the run is over, the app is gone, somebody else has the turn, or another library is open.
fn work(app: &Weak<App>) {
    let mut complaint = Complaint::default();
    let Some((owner, Ok(Some(_hold)))) = app.upgrade().map(|app| (app.owner(), Hold::take(&app))) else {
        return;
    };
    loop {
        let Some(app) = app.upgrade().filter(|app| app.owner() == owner) else { return };
        let run = match app.read(under_way) {
            Ok(Some(journal)) => journal.run,
            // It is over.
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "a migration can't be read");
                return;
            }
        };
        let went = app.migration_step(&run);
        if let Some(trouble) = complaint.news(&went) {
            tracing::warn!(trouble, "a migration can't go on");
        }
        *lock(&app.migrating.trouble) = went.as_ref().err().map(ToString::to_string);
        *lock(&app.migrating.waits) = match &went {
            Ok(Came::Waits(wait)) => wait.says(),
            _ => None,
        };
        app.migration_tell(&run);
        drop(app);
        match went {
            Ok(Came::On) => {}
            Ok(Came::Over) => return,
            Ok(Came::Waits(_)) => thread::sleep(LOOK),
            Err(_) => thread::sleep(AGAIN),
        }
    }
}
