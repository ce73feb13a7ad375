//! Every command of the contract, for the dashboard. What needs no window is the app's; the rest is here.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::{App, AppError};
use model::ipc::{
    AccountDelete, AccountRename, AccountState, BackupList, BackupRef, CloudSettings, CloudState, Commands,
    Conflict, ConflictRestore, ConflictsSeen, Count, Create, DiagnosticsAsk, DiagnosticsWritten, EntryAdd,
    EntryRemove, EntryUpdate, ExportAsk, Farewell, ImportApply, ImportReport, ListQuery, MigrationPreview,
    MigrationReport, MigrationRun, MigrationStatus, Nothing, Page, PanicReport, PasswordChange,
    PasswordReset, Preferences, Prefix, Preview, PreviewRef, ProgramDetail, ProgramDuplicate, ProgramRef,
    ProgramRow, ProgramUpdate, Queue, QueueExport, QueueQuery, RecordRef, Reorder, Reverted, RunRef,
    SettingChange, SettingsState, SignIn, SignOut, SignUp, Snippet, Starter, StarterRef, Stats, Status,
    SyncDetail, Theme, Version, VersionRef, WorkoutDelete, WorkoutDetail, WorkoutDuplicate, WorkoutRef,
    WorkoutRow, WorkoutUpdate, Written,
};
use model::settings::Settings;
use model::tray::Action;
use model::update::{Licences, UpdateInstall, UpdateStatus};
use model::{CommandError, ErrorCode};
use tauri::{AppHandle, Manager as _, Runtime, WebviewWindow};

use crate::{dialogs, licences, login, update, window};

type Reply<T> = Result<T, CommandError>;

/// What the commands work on.
pub(crate) struct Shell<R: Runtime> {
    app: Arc<App>,
    handle: AppHandle<R>,
    started: Instant,
    /// The colours that the window has.
    theme: Mutex<Theme>,
}

impl<R: Runtime> Shell<R> {
    /// For an open app, in a process that began at `started`.
    pub(crate) fn new(app: Arc<App>, handle: AppHandle<R>, started: Instant) -> Self {
        let theme = Mutex::new(app.settings().appearance.theme);
        Self { app, handle, started, theme }
    }

    /// Whoever is signed in stays so from now on. The keyring may ask the person to unlock it, and the network may
    /// be slow: nothing waits for that.
    pub(crate) fn stay_signed_in(&self) {
        let app = Arc::clone(&self.app);
        tauri::async_runtime::spawn_blocking(move || {
            if let Err(error) = app.stay_signed_in() {
                tracing::warn!(%error, "nobody stays signed in");
            }
        });
    }

    /// Something is set otherwise: what of it the desktop and the window have to do with, they follow from now on.
    pub(crate) fn settings_changed(&self) {
        let Settings { appearance, window, .. } = self.app.settings();
        let theme = appearance.theme;
        if let Err(error) = login::start_at_login(&self.handle, window.start_at_login) {
            tracing::warn!(%error, "the desktop starts the app at login, or doesn't, as before");
        }
        let before =
            std::mem::replace(&mut *self.theme.lock().unwrap_or_else(PoisonError::into_inner), theme);
        let Some(window) = self.handle.get_webview_window(window::LABEL).filter(|_| before != theme) else {
            return;
        };
        if let Err(error) = window::dress(&window, theme) {
            tracing::warn!(%error, "the window keeps its colours");
        }
    }

    /// Nobody is at the window any more: what waits for a person ends.
    pub(crate) fn give_up_waiting(&self) {
        self.app.google_cancel();
    }

    /// The process is about to end: what is being sent has its chance. It blocks for so long at most.
    pub(crate) fn finish(&self, patience: Duration) {
        self.app.finish_sync(patience);
    }

    /// The folder that holds the library.
    pub(crate) fn data_dir(&self) -> &Path {
        self.app.data_dir()
    }

    /// The colours that the window begins with.
    pub(crate) fn theme(&self) -> Theme {
        self.app.settings().appearance.theme
    }

    /// What is set.
    pub(crate) fn settings(&self) -> Settings {
        self.app.settings()
    }

    /// It was explained that closing the window leaves the app in the tray.
    pub(crate) fn tray_explained(&self) -> Result<(), AppError> {
        self.app.settings_change(|settings| settings.window.tray_explained = true).map(drop)
    }

    /// Does what was chosen about sync.
    pub(crate) fn steer(&self, action: Action) -> Result<(), AppError> {
        match action {
            Action::SyncNow => self.app.sync_now().map(drop),
            Action::Pause => self.app.sync_pause().map(drop),
            Action::Resume => self.app.sync_resume().map(drop),
            Action::Open | Action::CheckForUpdates | Action::InstallUpdate | Action::Quit => Ok(()),
        }
    }

    fn window(&self) -> Reply<WebviewWindow<R>> {
        let gone = || CommandError::new(ErrorCode::Internal, "the window is gone");
        self.handle.get_webview_window(window::LABEL).ok_or_else(gone)
    }
}

/// A command that the app carries out as it is, with or without a question, with or without an answer.
macro_rules! delegate {
    ($command:ident() -> $Reply:ty) => {
        fn $command(&self, _: Nothing) -> Reply<$Reply> {
            Ok(self.app.$command()?)
        }
    };
    ($command:ident($Ask:ty) -> $Reply:ty) => {
        fn $command(&self, ask: $Ask) -> Reply<$Reply> {
            Ok(self.app.$command(ask)?)
        }
    };
    ($command:ident()) => {
        fn $command(&self, _: Nothing) -> Reply<Nothing> {
            self.app.$command()?;
            Ok(Nothing {})
        }
    };
    ($command:ident($Ask:ty)) => {
        fn $command(&self, ask: $Ask) -> Reply<Nothing> {
            self.app.$command(ask)?;
            Ok(Nothing {})
        }
    };
}

impl<R: Runtime> Commands for Shell<R> {
    delegate!(status() -> Status);

    delegate!(workout_list(ListQuery) -> Page<WorkoutRow>);
    delegate!(workout_get(WorkoutRef) -> WorkoutDetail);
    delegate!(workout_create(Create) -> WorkoutDetail);
    delegate!(workout_update(WorkoutUpdate) -> WorkoutDetail);
    delegate!(workout_delete(WorkoutDelete));
    delegate!(workout_duplicate(WorkoutDuplicate) -> WorkoutDetail);

    delegate!(program_list(ListQuery) -> Page<ProgramRow>);
    delegate!(program_get(ProgramRef) -> ProgramDetail);
    delegate!(program_create(Create) -> ProgramDetail);
    delegate!(program_update(ProgramUpdate) -> ProgramDetail);
    delegate!(program_delete(ProgramRef));
    delegate!(program_duplicate(ProgramDuplicate) -> ProgramDetail);
    delegate!(entry_add(EntryAdd) -> ProgramDetail);
    delegate!(entry_update(EntryUpdate) -> ProgramDetail);
    delegate!(entry_remove(EntryRemove) -> ProgramDetail);
    delegate!(entry_reorder(Reorder) -> ProgramDetail);

    delegate!(undo() -> Reverted);
    delegate!(redo() -> Reverted);
    delegate!(history_list(RecordRef) -> Vec<Version>);
    delegate!(history_deleted() -> Vec<Version>);
    delegate!(history_restore(VersionRef) -> RecordRef);

    delegate!(stats() -> Stats);
    delegate!(workout_tags() -> Vec<Count>);
    delegate!(exercise_names(Prefix) -> Vec<String>);
    delegate!(starter_list() -> Vec<Starter>);
    delegate!(starter_add(StarterRef) -> ProgramDetail);

    delegate!(import_apply(ImportApply) -> ImportReport);
    delegate!(restore_apply(PreviewRef) -> ImportReport);
    delegate!(preview_drop(PreviewRef));
    delegate!(backup_list() -> BackupList);
    delegate!(backup_preview(BackupRef) -> Preview);
    delegate!(folder_open());

    delegate!(panic_report() -> Option<PanicReport>);
    delegate!(panic_report_seen());

    delegate!(account_check() -> AccountState);
    delegate!(sign_up(SignUp) -> AccountState);
    delegate!(sign_in(SignIn) -> AccountState);
    delegate!(sign_out(SignOut) -> Farewell);
    delegate!(password_reset(PasswordReset));
    delegate!(verification_send());
    delegate!(account_rename(AccountRename) -> AccountState);
    delegate!(password_change(PasswordChange) -> AccountState);
    delegate!(account_delete(AccountDelete) -> Farewell);

    delegate!(cloud_get() -> CloudState);
    delegate!(cloud_set(CloudSettings) -> CloudState);
    delegate!(cloud_snippet(Snippet) -> CloudSettings);
    delegate!(cloud_test(CloudSettings));

    delegate!(sync() -> SyncDetail);
    delegate!(sync_now() -> SyncDetail);
    delegate!(sync_pause() -> SyncDetail);
    delegate!(sync_resume() -> SyncDetail);
    delegate!(queue_list(QueueQuery) -> Queue);
    delegate!(queue_retry(RecordRef));
    delegate!(queue_discard(RecordRef));
    delegate!(conflict_list() -> Vec<Conflict>);
    delegate!(conflict_restore(ConflictRestore) -> RecordRef);
    delegate!(conflict_seen(ConflictsSeen));

    delegate!(migration() -> MigrationStatus);
    delegate!(migration_preview() -> MigrationPreview);
    delegate!(migration_later());
    delegate!(migration_list() -> Vec<MigrationRun>);
    delegate!(migration_report(RunRef) -> MigrationReport);
    delegate!(migration_clear(RunRef) -> MigrationRun);

    delegate!(settings_get() -> SettingsState);
    delegate!(settings_set(SettingChange) -> SettingsState);

    delegate!(preferences_get() -> Preferences);
    delegate!(preferences_set(Preferences));

    fn window_ready(&self, _: Nothing) -> Reply<Nothing> {
        if window::show(&self.window()?).map_err(|error| on_window(&error))? {
            tracing::info!(milliseconds = self.started.elapsed().as_millis(), "usable");
        }
        self.stay_signed_in();
        Ok(Nothing {})
    }

    fn account(&self, _: Nothing) -> Reply<AccountState> {
        Ok(self.app.account())
    }

    fn google_sign_in(&self, _: Nothing) -> Reply<AccountState> {
        let state = self.app.google_sign_in(app::open_in_browser)?;
        // The person is in the browser still.
        window::raise(&self.handle);
        Ok(state)
    }

    fn google_cancel(&self, _: Nothing) -> Reply<Nothing> {
        self.app.google_cancel();
        Ok(Nothing {})
    }

    fn import_pick(&self, _: Nothing) -> Reply<Option<Preview>> {
        let Some(path) = dialogs::import(&self.handle) else { return Ok(None) };
        Ok(Some(self.app.import_preview(&path)?))
    }

    fn export_pick(&self, ask: ExportAsk) -> Reply<Option<Written>> {
        let Some(path) = dialogs::export(&self.handle, ask.kind) else { return Ok(None) };
        Ok(Some(self.app.export_to(&path, ask.kind)?))
    }

    fn queue_export_pick(&self, ask: QueueExport) -> Reply<Option<Written>> {
        if self.app.queue_list(QueueQuery { refused: true, limit: 1 })?.total == 0 {
            return Ok(None);
        }
        let Some(path) = dialogs::export_refused(&self.handle) else { return Ok(None) };
        Ok(self.app.queue_export_to(&path, &ask)?)
    }

    fn migration_run(&self, _: Nothing) -> Reply<MigrationRun> {
        let run = self.app.migration_begin()?;
        self.app.go_on_migrating()?;
        Ok(run)
    }

    fn migration_cancel(&self, _: Nothing) -> Reply<MigrationRun> {
        let run = self.app.migration_cancel()?;
        self.app.go_on_migrating()?;
        Ok(run)
    }

    fn migration_roll_back(&self, ask: RunRef) -> Reply<MigrationRun> {
        let run = self.app.migration_roll_back(ask)?;
        self.app.go_on_migrating()?;
        Ok(run)
    }

    fn migration_export_pick(&self, ask: RunRef) -> Reply<Option<Written>> {
        let Some(path) = dialogs::export_report(&self.handle) else { return Ok(None) };
        Ok(Some(self.app.migration_export_to(ask, &path)?))
    }

    fn update(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(update::of(&self.handle)?.status())
    }

    fn update_check(&self, _: Nothing) -> Reply<UpdateStatus> {
        let updates = update::of(&self.handle)?;
        Ok(tauri::async_runtime::block_on(updates.check(true)))
    }

    fn update_download(&self, _: Nothing) -> Reply<UpdateStatus> {
        update::of(&self.handle)?.download()
    }

    fn update_cancel(&self, _: Nothing) -> Reply<UpdateStatus> {
        Ok(update::of(&self.handle)?.cancel())
    }

    fn update_install(&self, ask: UpdateInstall) -> Reply<UpdateStatus> {
        let updates = update::of(&self.handle)?;
        if ask.on_quit { updates.install_on_quit() } else { updates.install_now() }
    }

    fn update_skip(&self, _: Nothing) -> Reply<UpdateStatus> {
        update::of(&self.handle)?.skip()
    }

    fn licences(&self, _: Nothing) -> Reply<Licences> {
        Ok(licences::read(&self.handle))
    }

    fn backup_pick(&self, _: Nothing) -> Reply<Option<Written>> {
        let Some(path) = dialogs::backup(&self.handle) else { return Ok(None) };
        Ok(Some(self.app.backup_to(&path)?))
    }

    fn diagnostics_pick(&self, ask: DiagnosticsAsk) -> Reply<Option<DiagnosticsWritten>> {
        let Some(path) = dialogs::diagnostics(&self.handle) else { return Ok(None) };
        Ok(Some(self.app.diagnostics_to(&path, ask)?))
    }

    fn backup_make(&self, _: Nothing) -> Reply<Written> {
        Ok(self.app.backup_default()?)
    }

    fn restore_pick(&self, _: Nothing) -> Reply<Option<Preview>> {
        let Some(path) = dialogs::restore(&self.handle) else { return Ok(None) };
        Ok(Some(self.app.restore_preview(&path)?))
    }
}

fn on_window(error: &tauri::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, error.to_string())
}
