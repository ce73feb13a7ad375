//! The contract between the core and its fronts: every command once, with its name, arguments and reply.
//!
//! From the one table at the end come the dashboard's typed calls ([`Command`]), the shell's handler list
//! ([`Commands`], [`dispatch`]) and the permission manifest ([`COMMANDS`]). A handler that is missing does not
//! compile. Errors cross as [`CommandError`].

mod account;
mod backup;
mod cloud;
mod diagnostics;
mod entry;
mod history;
mod list;
mod migration;
mod preferences;
mod record;
mod settings;
mod starter;
mod stats;
mod status;
mod sync;
mod transfer;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::{CommandError, ErrorCode};
use crate::text;
use crate::update::{Licences, UpdateInstall, UpdateStatus};

pub use account::*;
pub use backup::*;
pub use cloud::*;
pub use diagnostics::*;
pub use entry::*;
pub use history::*;
pub use list::*;
pub use migration::*;
pub use preferences::*;
pub use record::*;
pub use settings::*;
pub use starter::*;
pub use stats::*;
pub use status::*;
pub use sync::*;
pub use transfer::*;

/// One command: what it is called, what it takes, what it answers.
pub trait Command {
    /// Its name on the wire.
    const NAME: &'static str;
    /// What it takes; always a JSON object.
    type Args: Serialize + DeserializeOwned;
    /// What it answers.
    type Reply: Serialize + DeserializeOwned;
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident: $Command:ident($Args:ty) -> $Reply:ty;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $Command;

            impl Command for $Command {
                const NAME: &'static str = stringify!($name);
                type Args = $Args;
                type Reply = $Reply;
            }
        )*

        /// The name of every command.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Whoever carries the commands out.
        pub trait Commands {
            $($(#[$doc])* fn $name(&self, args: $Args) -> Result<$Reply, CommandError>;)*
        }

        /// Carries out the command called `name`.
        pub fn dispatch(to: &impl Commands, name: &str, args: Value) -> Result<Value, CommandError> {
            match name {
                $(stringify!($name) => encode(to.$name(decode(args)?)?),)*
                _ => Err(usage(&format!("no command is called {name:?}"))),
            }
        }
    };
}

fn decode<T: DeserializeOwned>(args: Value) -> Result<T, CommandError> {
    serde_json::from_value(args).map_err(|error| usage(&error.to_string()))
}

fn encode(reply: impl Serialize) -> Result<Value, CommandError> {
    serde_json::to_value(reply).map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))
}

fn usage(detail: &str) -> CommandError {
    CommandError::new(ErrorCode::Usage, text::with("error-usage", &[("detail", detail.into())]))
}

/// No arguments, or no answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

commands! {
    /// The state of the app as a whole.
    status: GetStatus(Nothing) -> Status;
    /// The dashboard has painted and can be used: the window may be shown.
    window_ready: WindowReady(Nothing) -> Nothing;

    /// Lists workouts.
    workout_list: ListWorkouts(ListQuery) -> Page<WorkoutRow>;
    /// A workout.
    workout_get: GetWorkout(WorkoutRef) -> WorkoutDetail;
    /// Makes a workout.
    workout_create: CreateWorkout(Create) -> WorkoutDetail;
    /// Changes some fields of a workout.
    workout_update: UpdateWorkout(WorkoutUpdate) -> WorkoutDetail;
    /// Deletes a workout.
    workout_delete: DeleteWorkout(WorkoutDelete) -> Nothing;
    /// Copies a workout.
    workout_duplicate: DuplicateWorkout(WorkoutDuplicate) -> WorkoutDetail;

    /// Lists programs.
    program_list: ListPrograms(ListQuery) -> Page<ProgramRow>;
    /// A program with its workouts.
    program_get: GetProgram(ProgramRef) -> ProgramDetail;
    /// Makes a program.
    program_create: CreateProgram(Create) -> ProgramDetail;
    /// Changes some fields of a program.
    program_update: UpdateProgram(ProgramUpdate) -> ProgramDetail;
    /// Deletes a program; its workouts stay.
    program_delete: DeleteProgram(ProgramRef) -> Nothing;
    /// Copies a program.
    program_duplicate: DuplicateProgram(ProgramDuplicate) -> ProgramDetail;
    /// Puts a workout into a program.
    entry_add: AddEntry(EntryAdd) -> ProgramDetail;
    /// Renames or dates an entry of a program.
    entry_update: UpdateEntry(EntryUpdate) -> ProgramDetail;
    /// Takes an entry out of a program.
    entry_remove: RemoveEntry(EntryRemove) -> ProgramDetail;
    /// Puts the entries of a program in another order.
    entry_reorder: ReorderEntries(Reorder) -> ProgramDetail;

    /// Takes the last change back.
    undo: Undo(Nothing) -> Reverted;
    /// Does the change that was taken back last again.
    redo: Redo(Nothing) -> Reverted;
    /// Earlier versions of a record, the newest first.
    history_list: ListHistory(RecordRef) -> Vec<Version>;
    /// Records that were deleted and could be restored, the newest first.
    history_deleted: ListDeleted(Nothing) -> Vec<Version>;
    /// Makes an earlier version the current one.
    history_restore: RestoreVersion(VersionRef) -> RecordRef;

    /// Figures about the library.
    stats: GetStats(Nothing) -> Stats;
    /// The tags of workouts, the most used first.
    workout_tags: WorkoutTags(Nothing) -> Vec<Count>;
    /// Exercise names used so far that begin so, the most used first.
    exercise_names: ExerciseNames(Prefix) -> Vec<String>;
    /// The programs that come with the app.
    starter_list: ListStarters(Nothing) -> Vec<Starter>;
    /// Adds a program that comes with the app, with its workouts.
    starter_add: AddStarter(StarterRef) -> ProgramDetail;

    /// Asks for a file and says what importing it would do; `None` if the person chose none.
    import_pick: PickImport(Nothing) -> Option<Preview>;
    /// Imports a previewed file.
    import_apply: ApplyImport(ImportApply) -> ImportReport;
    /// Asks where to, and exports; `None` if the person chose nowhere.
    export_pick: PickExport(ExportAsk) -> Option<Written>;
    /// Asks where to, and writes a backup; `None` if the person chose nowhere.
    backup_pick: PickBackup(Nothing) -> Option<Written>;
    /// Asks for a backup and says what restoring it would do; `None` if the person chose none.
    restore_pick: PickRestore(Nothing) -> Option<Preview>;
    /// Makes the library what the previewed backup says; what was here goes to history.
    restore_apply: ApplyRestore(PreviewRef) -> ImportReport;
    /// Writes a backup into the data folder.
    backup_make: MakeBackup(Nothing) -> Written;
    /// The backups in the data folder, the newest first.
    backup_list: ListBackups(Nothing) -> BackupList;
    /// Says what restoring one of them would do.
    backup_preview: PreviewBackup(BackupRef) -> Preview;
    /// Shows the data folder in the system's file manager.
    folder_open: OpenFolder(Nothing) -> Nothing;
    /// Forgets a previewed file.
    preview_drop: DropPreview(PreviewRef) -> Nothing;

    /// Asks where to, and writes a file with what helps to find a fault; `None` if the person chose nowhere.
    diagnostics_pick: PickDiagnostics(DiagnosticsAsk) -> Option<DiagnosticsWritten>;
    /// The latest panic report that nobody has seen.
    panic_report: GetPanicReport(Nothing) -> Option<PanicReport>;
    /// Somebody has seen every panic report.
    panic_report_seen: SeePanicReport(Nothing) -> Nothing;

    /// Who is signed in, and how the app stands with the cloud.
    account: GetAccount(Nothing) -> AccountState;
    /// Asks the cloud whether the account is still what it was.
    account_check: CheckAccount(Nothing) -> AccountState;
    /// Makes an account and signs in.
    sign_up: MakeAccount(SignUp) -> AccountState;
    /// Signs in with e-mail and password.
    sign_in: EnterAccount(SignIn) -> AccountState;
    /// Signs in with Google, in the browser. It answers when that is over.
    google_sign_in: GoogleSignIn(Nothing) -> AccountState;
    /// Ends the waiting for the browser.
    google_cancel: CancelGoogle(Nothing) -> Nothing;
    /// Signs out.
    sign_out: LeaveAccount(SignOut) -> Farewell;
    /// Has a mail sent with which the password can be set anew.
    password_reset: ResetPassword(PasswordReset) -> Nothing;
    /// Has a mail sent with which the address can be verified.
    verification_send: SendVerification(Nothing) -> Nothing;
    /// Sets the name that is shown.
    account_rename: RenameAccount(AccountRename) -> AccountState;
    /// Sets another password.
    password_change: ChangePassword(PasswordChange) -> AccountState;
    /// Deletes the account and what it has in the cloud.
    account_delete: DeleteAccount(AccountDelete) -> Farewell;

    /// How the cloud is set up.
    cloud_get: GetCloud(Nothing) -> CloudState;
    /// Sets the cloud up. Empty settings take it away.
    cloud_set: SetCloud(CloudSettings) -> CloudState;
    /// The settings in what was copied from a console.
    cloud_snippet: ReadSnippet(Snippet) -> CloudSettings;
    /// Whether the project of these settings answers.
    cloud_test: TestCloud(CloudSettings) -> Nothing;

    /// How sync stands in full.
    sync: GetSync(Nothing) -> SyncDetail;
    /// Sends, fetches and compares everything now; what waits for a later try is tried now.
    sync_now: SyncNow(Nothing) -> SyncDetail;
    /// Stops syncing until it is resumed, in this run of the app and the next.
    sync_pause: PauseSync(Nothing) -> SyncDetail;
    /// Goes on syncing.
    sync_resume: ResumeSync(Nothing) -> SyncDetail;
    /// Unsent changes: those that wait, and those that the cloud refused.
    queue_list: ListQueue(QueueQuery) -> Queue;
    /// Has a refused change of a record sent again, or one that waits at once.
    queue_retry: RetryChange(RecordRef) -> Nothing;
    /// Gives a record's unsent change up: the record becomes what the cloud has. Can be undone.
    queue_discard: DiscardChange(RecordRef) -> Nothing;
    /// Asks where to, and exports refused changes; `None` if the person chose nowhere, or there are none.
    queue_export_pick: ExportQueue(QueueExport) -> Option<Written>;
    /// What merges decided against somebody and nobody has looked at yet, the newest first.
    conflict_list: ListConflicts(Nothing) -> Vec<Conflict>;
    /// Puts back what gave way of one side. Can be undone.
    conflict_restore: RestoreConflict(ConflictRestore) -> RecordRef;
    /// Somebody has looked at them.
    conflict_seen: SeeConflicts(ConflictsSeen) -> Nothing;

    /// How the anonymous library stands with the account.
    migration: GetMigration(Nothing) -> MigrationStatus;
    /// What moving it into the account would do.
    migration_preview: PreviewMigration(Nothing) -> MigrationPreview;
    /// Moves it into the account; it goes on in the background. A run that is under way goes on.
    migration_run: RunMigration(Nothing) -> MigrationRun;
    /// Ends the run that is under way: what it has written is taken back.
    migration_cancel: CancelMigration(Nothing) -> MigrationRun;
    /// It isn't offered unasked any more.
    migration_later: PutOffMigration(Nothing) -> Nothing;
    /// Every run, the newest first.
    migration_list: ListMigrations(Nothing) -> Vec<MigrationRun>;
    /// What a run has done.
    migration_report: ReportMigration(RunRef) -> MigrationReport;
    /// Asks where to, and exports what a run has done; `None` if the person chose nowhere.
    migration_export_pick: ExportMigration(RunRef) -> Option<Written>;
    /// Takes a run back, here and in the cloud; it goes on in the background.
    migration_roll_back: RollBackMigration(RunRef) -> MigrationRun;
    /// Empties the anonymous library of what a finished run has moved.
    migration_clear: ClearMigration(RunRef) -> MigrationRun;

    /// Everything that is set.
    settings_get: GetSettings(Nothing) -> SettingsState;
    /// Changes one setting.
    settings_set: SetSetting(SettingChange) -> SettingsState;
    /// How a new version of the app stands.
    update: GetUpdate(Nothing) -> UpdateStatus;
    /// Looks for one now. That it couldn't be looked for is in the status.
    update_check: CheckUpdate(Nothing) -> UpdateStatus;
    /// Fetches it; it goes on in the background.
    update_download: DownloadUpdate(Nothing) -> UpdateStatus;
    /// Ends the fetching, or takes back that it is to be installed when the app ends.
    update_cancel: CancelUpdate(Nothing) -> UpdateStatus;
    /// Installs what was fetched: now, which starts the app again, or when the app ends.
    update_install: InstallUpdate(UpdateInstall) -> UpdateStatus;
    /// This version isn't offered any more.
    update_skip: SkipUpdate(Nothing) -> UpdateStatus;
    /// What the app is made of that others have made, and under which licences.
    licences: GetLicences(Nothing) -> Licences;

    /// The dashboard's own choices.
    preferences_get: GetPreferences(Nothing) -> Preferences;
    /// Remembers the dashboard's own choices.
    preferences_set: SetPreferences(Preferences) -> Nothing;
}
