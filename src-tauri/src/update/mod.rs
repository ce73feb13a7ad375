//! New versions of the app: looked for at start, daily and when asked; fetched and installed only when the person says
//! so. What isn't signed with our key for the very version that is announced is thrown away, and so is what isn't
//! newer. Whatever fails, the version that runs stays as it is.

mod daily;
mod failure;
mod source;
mod standing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::App;
use model::event::EVENT;
use model::settings::UpdateSettings;
use model::update::{UpdateStatus, UpdateStep};
use model::{CommandError, ErrorCode, Event};
use tauri::async_runtime::{self, JoinHandle};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};
use tauri_plugin_updater::Update;

use crate::{closing, window};
pub(crate) use daily::look_daily;
pub(crate) use failure::UpdateError;
use source::Source;
use standing::{Found, Heard};

/// New versions of the running app.
pub(crate) struct Updates<R: Runtime> {
    handle: AppHandle<R>,
    app: Arc<App>,
    data_dir: PathBuf,
    source: Source,
    /// Held while files are replaced, and when the process ends: it must not end in the middle of that.
    replacing: Mutex<()>,
    held: Mutex<Held>,
}

/// What is known and at hand.
#[derive(Default)]
struct Held {
    status: UpdateStatus,
    update: Option<Update>,
    /// The package, its signature checked.
    package: Option<Vec<u8>>,
    download: Option<JoinHandle<()>>,
}

impl<R: Runtime> Updates<R> {
    /// For the running app. What went wrong when the app ended last is told.
    pub(crate) fn new(handle: AppHandle<R>, app: Arc<App>, data_dir: &Path) -> Arc<Self> {
        let source = Source::of(&handle);
        let status = UpdateStatus {
            step: if source.is_set_up() { UpdateStep::Unknown } else { UpdateStep::NotSetUp },
            current: handle.package_info().version.to_string(),
            failed: failure::left_behind(data_dir),
            ..UpdateStatus::default()
        };
        Arc::new(Self {
            handle,
            app,
            data_dir: data_dir.to_owned(),
            source,
            replacing: Mutex::default(),
            held: Mutex::new(Held { status, ..Held::default() }),
        })
    }

    /// How it stands.
    pub(crate) fn status(&self) -> UpdateStatus {
        self.held().status.clone()
    }

    /// Looks for a newer version. One that was skipped is offered again only to whoever `asked`.
    pub(crate) async fn check(&self, asked: bool) -> UpdateStatus {
        if !self.hear(Heard::Asked(asked)) {
            return self.status();
        }
        let found = self.source.look(&self.handle).await;
        let heard = match found {
            Ok(update) => {
                let found = update.as_ref().map(|update| Found {
                    version: update.version.clone(),
                    notes: update.body.clone(),
                    skipped: !asked && self.settings().skipped.as_ref() == Some(&update.version),
                });
                let mut held = self.held();
                held.update = update;
                held.package = None;
                Heard::Found(found, daily::now())
            }
            Err(error) => {
                tracing::info!(%error, "no newer version could be looked for");
                if asked { Heard::Failed(error.to_string()) } else { Heard::GaveUp }
            }
        };
        self.hear(heard);
        self.status()
    }

    /// Begins to fetch it.
    pub(crate) fn download(self: &Arc<Self>) -> Result<UpdateStatus, CommandError> {
        let update = self.held().update.clone().ok_or(UpdateError::Gone)?;
        if self.hear(Heard::Downloading) {
            let ours = Arc::clone(self);
            self.held().download = Some(async_runtime::spawn(async move { ours.fetch(&update).await }));
        }
        Ok(self.status())
    }

    async fn fetch(&self, update: &Update) {
        let fetched = update
            .download(
                |bytes, total| {
                    self.hear(Heard::Received(bytes as u64, total));
                },
                || {},
            )
            .await
            .map_err(|error| UpdateError::downloading(&error));
        match fetched {
            Ok(package) => {
                self.held().package = Some(package);
                tracing::info!(version = update.version, "a newer version is here");
                self.hear(Heard::Fetched);
            }
            Err(error) => {
                tracing::warn!(%error, "a newer version could not be had");
                self.hear(Heard::Failed(error.to_string()));
            }
        }
    }

    /// Ends the fetching, or takes back that it is to be installed at the end.
    pub(crate) fn cancel(&self) -> UpdateStatus {
        if let Some(download) = self.held().download.take() {
            download.abort();
        }
        self.hear(Heard::Cancelled);
        self.status()
    }

    /// It isn't offered any more.
    pub(crate) fn skip(&self) -> Result<UpdateStatus, CommandError> {
        let version = self.status().version.ok_or(UpdateError::Gone)?;
        self.app.settings_change(|settings| settings.updates.skipped = Some(version))?;
        self.cancel();
        self.hear(Heard::Skipped);
        Ok(self.status())
    }

    /// Has it installed when the app ends.
    pub(crate) fn install_on_quit(&self) -> Result<UpdateStatus, CommandError> {
        if self.hear(Heard::OnQuit) { Ok(self.status()) } else { Err(UpdateError::Gone.into()) }
    }

    /// Saves everything, installs it and starts the app again, in the background. If it can't be installed, the app
    /// goes on and says why.
    pub(crate) fn install_now(self: &Arc<Self>) -> Result<UpdateStatus, CommandError> {
        if !self.hear(Heard::Installing) {
            return Err(UpdateError::Gone.into());
        }
        let ours = Arc::clone(self);
        async_runtime::spawn(async move {
            closing::let_work_end(&ours.handle).await;
            let installing = Arc::clone(&ours);
            let installed = async_runtime::spawn_blocking(move || {
                let _alone = lock(&installing.replacing);
                installing.replace()
            })
            .await;
            match installed.unwrap_or_else(|error| Err(UpdateError::Other(error.to_string()))) {
                Ok(()) => ours.handle.request_restart(),
                Err(error) => drop(ours.hear(Heard::Failed(error.to_string()))),
            }
        });
        Ok(self.status())
    }

    /// The app ends: installs what is to be installed then. Why that failed is told at the next start.
    pub(crate) fn install_at_end(&self) {
        let ending = lock(&self.replacing);
        let status = self.status();
        if status.step == UpdateStep::Ready
            && status.on_quit
            && let Err(error) = self.replace()
        {
            failure::leave_behind(&self.data_dir, &error);
        }
        // Nobody begins after this.
        std::mem::forget(ending);
    }

    /// Puts every change safely into the database file, then the new version in the place of the one that runs.
    fn replace(&self) -> Result<(), UpdateError> {
        self.app.finish_sync(closing::SENDING);
        self.app.checkpoint().map_err(|error| UpdateError::Unsaved(error.to_string()))?;
        let (update, package) = {
            let held = self.held();
            (held.update.clone().ok_or(UpdateError::Gone)?, held.package.clone().ok_or(UpdateError::Gone)?)
        };
        match update.install(package) {
            Ok(()) => {
                tracing::info!(version = update.version, "installed");
                Ok(())
            }
            Err(error) => {
                let error = UpdateError::installing(&error);
                tracing::error!(%error, "not installed");
                Err(error)
            }
        }
    }

    fn settings(&self) -> UpdateSettings {
        self.app.settings().updates
    }

    /// Takes in what happened, and tells it. Answers whether it could have happened now.
    fn hear(&self, heard: Heard) -> bool {
        let told = {
            let mut held = self.held();
            let Some(next) = standing::next(&held.status, heard) else { return false };
            let is_news = standing::is_news(&held.status, &next);
            held.status = next;
            is_news.then(|| held.status.clone())
        };
        if let Some(update) = told
            && let Err(error) = self.handle.emit_to(window::LABEL, EVENT, Event::Update { update })
        {
            tracing::warn!(%error, "an event did not arrive");
        }
        true
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }
}

/// What is guarded is replaced whole, so a panic elsewhere leaves it right.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The updates of the running app; none before its library is open.
pub(crate) fn of<R: Runtime>(handle: &AppHandle<R>) -> Result<Arc<Updates<R>>, CommandError> {
    let none = || CommandError::new(ErrorCode::Internal, "the app is not open yet");
    handle.try_state::<Arc<Updates<R>>>().map(|updates| Arc::clone(&updates)).ok_or_else(none)
}
