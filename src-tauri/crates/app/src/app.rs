//! The app as a whole: opening it, and the two ways every command takes to the library.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use model::ipc::Salvage;
use model::{Event, Millis};
use store::{Library, Opened, Owner, StoreError, Tx, Uid, View};
use uuid::Uuid;

use crate::AppError;
use crate::account::{self, Cloud, CloudOptions, News, discard};
use crate::daily::Daily;
use crate::label::Verb;
use crate::migration::Migrating;
use crate::places::Places;
use crate::settings::Kept;
use crate::status::salvage;
use crate::sync::Syncing;
use crate::transfer::Previews;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Millis + Send + Sync>;
/// Where new ids come from.
pub type Ids = Arc<dyn Fn() -> Uuid + Send + Sync>;
/// Who is told what happens unasked. It is called on the thread that does the work, so it should be quick.
pub type Events = Arc<dyn Fn(Event) + Send + Sync>;

/// How to open the app.
#[derive(Clone)]
pub struct Options {
    /// The folder that holds the library; `None` is where the platform puts an app's data.
    pub data_dir: Option<PathBuf>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where new ids come from.
    pub ids: Ids,
    /// Who is told what happens unasked.
    pub events: Events,
    /// How to reach the cloud.
    pub cloud: CloudOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data_dir: None,
            clock: Arc::new(|| jiff::Timestamp::now().as_millisecond()),
            ids: Arc::new(Uuid::now_v7),
            events: Arc::new(|_| {}),
            cloud: CloudOptions::default(),
        }
    }
}

/// The open app. Its methods block; it may be shared between threads.
pub struct App {
    pub(crate) places: Places,
    pub(crate) options: Options,
    pub(crate) previews: Mutex<Previews>,
    pub(crate) preferences: Mutex<()>,
    pub(crate) settings: Kept,
    pub(crate) daily: Daily,
    /// Before the cloud, through which it syncs: it ends first.
    pub(crate) sync: Syncing,
    pub(crate) cloud: Cloud,
    pub(crate) news: News,
    pub(crate) migrating: Migrating,
    /// Swapped when somebody signs in or out, and when a damaged library was salvaged; `opened` counts how often,
    /// so that of several threads that ran into the damage only one salvages it.
    library: RwLock<Held>,
    /// Shared by whoever takes several steps with one library, alone by whoever opens another owner's.
    settled: RwLock<()>,
    salvaged: Mutex<Option<Salvage>>,
    /// The last [`Library::data_version`] that was acted on.
    pub(crate) seen: Mutex<i64>,
}

struct Held {
    library: Library,
    opened: u64,
}

impl App {
    /// Opens the app on its data folder, which is made if it isn't there: the library of whoever is signed in, or
    /// else the anonymous one. A damaged library is set aside and
    /// salvaged; [`App::status`] then says so, and the event has been sent.
    pub fn open(options: Options) -> Result<Self, AppError> {
        let places = Places::open(options.data_dir.clone())?;
        let remembered = account::remembered(&places)?;
        let owner = match remembered.as_ref().and_then(|who| Uid::new(&who.account.uid)) {
            Some(uid) => Owner::Account(uid),
            None => Owner::Anonymous,
        };
        let opened = open_library(&places, &options, &owner)?;
        let cloud = Cloud::new(options.cloud.clone(), places.clone(), remembered);
        let app = Self {
            news: News::new(&cloud, Arc::clone(&options.events)),
            sync: Syncing::default(),
            migrating: Migrating::default(),
            cloud,
            seen: Mutex::new(opened.library.data_version()?),
            library: RwLock::new(Held { library: opened.library, opened: 0 }),
            settled: RwLock::default(),
            salvaged: Mutex::new(None),
            previews: Mutex::default(),
            preferences: Mutex::new(()),
            settings: Kept::default(),
            daily: Daily::default(),
            places,
            options,
        };
        app.note_salvage(opened.salvage);
        app.settings_begin();
        if let Err(error) = discard::make_up_for_all(&app.places) {
            tracing::warn!(%error, "it is not known whether a library is left to be deleted");
        }
        Ok(app)
    }

    /// The time.
    pub(crate) fn now(&self) -> Millis {
        (self.options.clock)()
    }

    /// A new id.
    pub(crate) fn uuid(&self) -> Uuid {
        (self.options.ids)()
    }

    pub(crate) fn tell(&self, event: Event) {
        (self.options.events)(event);
    }

    /// What became of the library, if it was damaged since the app was opened.
    pub(crate) fn salvaged(&self) -> Option<Salvage> {
        lock(&self.salvaged).clone()
    }

    /// Looks at one consistent snapshot of the library.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&View) -> Result<T, AppError>) -> Result<T, AppError> {
        let (library, opened) = self.library();
        library.read(work).map_err(|error| self.after(error, opened))
    }

    /// Makes one change, which is one step to undo, called by `verb` and `name`. An error leaves all as it was.
    pub(crate) fn change<T>(
        &self,
        verb: Verb,
        name: &str,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let (library, opened) = self.library();
        let done = library.transact(&verb.op(name), self.now(), work);
        let done = done.map_err(|error| self.after(error, opened))?;
        self.announce_change();
        Ok(done)
    }

    /// Does something with the library as a whole.
    pub(crate) fn with_library<T>(
        &self,
        work: impl FnOnce(&Library) -> Result<T, StoreError>,
    ) -> Result<T, AppError> {
        let (library, opened) = self.library();
        work(&library).map_err(|error| self.after(error.into(), opened))
    }

    /// The library, and a number that is another one for each that was opened.
    pub(crate) fn library(&self) -> (Library, u64) {
        let held = self.library.read().unwrap_or_else(PoisonError::into_inner);
        (held.library.clone(), held.opened)
    }

    /// After a failed call: damage is mended by opening the library again, which salvages it. The call still
    /// fails, for nobody knows what it would have found; the next one works on what was saved. If it can't be
    /// opened now, the next call tries again.
    fn after(&self, error: AppError, opened: u64) -> AppError {
        let detail = match &error {
            AppError::Store(StoreError::Damaged { detail }) => detail.clone(),
            AppError::Store(StoreError::Closed) => "it could not be opened again before".to_owned(),
            _ => return error,
        };
        tracing::error!(detail, "the library is damaged");
        let mut held = self.library.write().unwrap_or_else(PoisonError::into_inner);
        if held.opened == opened {
            held.library.close();
            let owner = held.library.owner().clone();
            match open_library(&self.places, &self.options, &owner) {
                Ok(again) => {
                    *held = Held { library: again.library, opened: opened + 1 };
                    drop(held);
                    self.note_salvage(again.salvage);
                    self.tell(Event::LibraryChanged);
                }
                Err(worse) => return worse,
            }
        }
        StoreError::Damaged { detail }.into()
    }

    /// While this is held, no other owner's library is opened: for work in several steps that must all be done with
    /// one and the same. It must not be asked for while it is held.
    pub(crate) fn settle(&self) -> RwLockReadGuard<'_, ()> {
        self.settled.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the library of `owner` in place of the one that is open, which is the answer, if it isn't the same.
    /// `commit` is called before anybody sees the new one; if it fails, all is as it was.
    pub(crate) fn switch(
        &self,
        owner: &Owner,
        commit: impl FnOnce() -> Result<(), AppError>,
    ) -> Result<Option<Library>, AppError> {
        let _alone = self.settled.write().unwrap_or_else(PoisonError::into_inner);
        if self.owner() != *owner {
            // While nobody waits for the library: whoever syncs may be telling others of it, who ask for it.
            self.sync.stop();
        }
        let mut held = self.library.write().unwrap_or_else(PoisonError::into_inner);
        if held.library.owner() == owner {
            return commit().map(|()| None);
        }
        let new = open_library(&self.places, &self.options, owner)?;
        let version = new.library.data_version()?;
        commit()?;
        let opened = held.opened + 1;
        let left = std::mem::replace(&mut *held, Held { library: new.library, opened });
        drop(held);
        // What was previewed, salvaged or open belonged to the other owner.
        lock(&self.previews).clear();
        *lock(&self.salvaged) = None;
        *lock(&self.seen) = version;
        self.daily.note();
        // A convenience: that the dashboard looks for a program that isn't there is no reason to stay.
        if let Err(error) = self.preferences_close_program() {
            tracing::warn!(?error, "the program of the other owner is remembered as open");
        }
        self.note_salvage(new.salvage);
        self.tell(Event::LibraryChanged);
        Ok(Some(left.library))
    }

    /// Whose library is open, for whoever has settled.
    pub(crate) fn owner(&self) -> Owner {
        self.library().0.owner().clone()
    }

    fn note_salvage(&self, report: Option<store::SalvageReport>) {
        let Some(report) = report.map(|report| salvage(&report)) else { return };
        // Without the doubts, which name records.
        let Salvage { workouts, programs, versions, doubts, .. } = &report;
        tracing::warn!(workouts, programs, versions, doubts = doubts.len(), "the library was salvaged");
        *lock(&self.salvaged) = Some(report.clone());
        self.tell(Event::Salvaged { report });
    }
}

fn open_library(places: &Places, options: &Options, owner: &Owner) -> Result<Opened, AppError> {
    let folder = places.of(owner);
    discard::make_up(places, owner)?;
    std::fs::create_dir_all(&folder).map_err(|error| AppError::writing(&folder, error))?;
    Ok(Library::open(&places.library(owner), owner, (options.clock)())?)
}

/// A lock that outlives a panic elsewhere: what it guards is replaced whole, never left half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
