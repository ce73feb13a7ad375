//! The contract between the core and its fronts: every command once, with its name, arguments and reply.
//!
//! From the one table at the end come the dashboard's typed calls ([`Command`]), the shell's handler list
//! ([`Commands`], [`dispatch`]) and the permission manifest ([`COMMANDS`]). A handler that is missing does not
//! compile. Errors cross as [`CommandError`].

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::{CommandError, ErrorCode};
use crate::{Body, EntryId, Kind, Millis, Program, ProgramId, SyncStatus, Workout, WorkoutId, text};

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

/// The state of the app as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The app's version.
    pub version: String,
    /// The folder that holds the library.
    pub data_dir: String,
    /// How the library stands with the cloud.
    pub sync: SyncStatus,
    /// Workouts in the library.
    pub workouts: u64,
    /// Programs in the library.
    pub programs: u64,
    /// What undo would take back, if anything.
    pub undo: Option<String>,
    /// What redo would do again, if anything.
    pub redo: Option<String>,
    /// The library was damaged when it was opened.
    pub salvaged: Option<Salvage>,
}

/// What became of a damaged library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salvage {
    /// Where the damaged file was put; it is never deleted.
    pub set_aside: String,
    /// Workouts saved.
    pub workouts: u64,
    /// Programs saved.
    pub programs: u64,
    /// Earlier versions saved.
    pub versions: u64,
    /// What is known to be lost or doubtful, a line each.
    pub doubts: Vec<String>,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The last changed first.
    #[default]
    Modified,
    /// By name, upper and lower case and accents alike.
    Name,
    /// The newest first.
    Created,
    /// The best match first; without a search, as [`Order::Modified`].
    Relevance,
}

/// Which records to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Words that must all be found, as prefixes, in name, description, tags or exercise names.
    pub search: Option<String>,
    /// Tags of which a record must have one.
    pub tags: Vec<String>,
    /// The order.
    pub order: Order,
    /// How many at most; 0 is 50.
    pub limit: u32,
    /// Go on after the page that gave this cursor.
    pub after: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How many match in all.
    pub total: u64,
}

/// A workout as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkoutRow {
    /// Its id.
    pub id: WorkoutId,
    /// Its name.
    pub name: String,
    /// How many exercise groups.
    pub groups: u32,
    /// How many bonus exercises.
    pub bonus: u32,
    /// The first exercises, for a glance.
    pub exercises: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed.
    pub modified_at: Millis,
    /// It came from elsewhere and goes beyond a limit.
    pub beyond_limits: bool,
}

/// A program as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgramRow {
    /// Its id.
    pub id: ProgramId,
    /// Its name.
    pub name: String,
    /// How many entries.
    pub workouts: u32,
    /// How long it runs.
    pub duration_weeks: Option<u64>,
    /// Its difficulty.
    pub difficulty_level: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed.
    pub modified_at: Millis,
    /// It came from elsewhere and goes beyond a limit.
    pub beyond_limits: bool,
}

/// A program with the workouts it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgramDetail {
    /// The program.
    pub program: Program,
    /// Its entries in order, each with its workout; `None` where the workout is gone.
    pub entries: Vec<EntryDetail>,
    /// Where it goes beyond a limit, in words.
    pub flags: Vec<String>,
}

/// An entry with the workout it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryDetail {
    /// The entry's id.
    pub entry_id: EntryId,
    /// The workout, unless it is gone.
    pub workout: Option<WorkoutRow>,
}

/// A workout and where it goes beyond a limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkoutDetail {
    /// The workout.
    pub workout: Workout,
    /// The programs it stands in.
    pub used_by: Vec<ProgramUse>,
    /// Where it goes beyond a limit, in words.
    pub flags: Vec<String>,
}

/// A program that a workout stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramUse {
    /// The program.
    pub id: ProgramId,
    /// Its name.
    pub name: String,
    /// How many of its entries.
    pub entries: u32,
}

/// Names a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRef {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
}

/// Names a workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkoutRef {
    /// The workout.
    pub id: WorkoutId,
}

/// Names a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramRef {
    /// The program.
    pub id: ProgramId,
}

/// A new record, from what a person entered (see [`crate::draft`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Create {
    /// The fields given.
    pub changes: Body,
}

/// Some fields of a workout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkoutUpdate {
    /// The workout.
    pub id: WorkoutId,
    /// The fields given.
    pub changes: Body,
}

/// Some fields of a program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgramUpdate {
    /// The program.
    pub id: ProgramId,
    /// The fields given.
    pub changes: Body,
}

/// What becomes of the entries of programs that name a workout when it is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryFate {
    /// They stay, and are shown as naming a workout that is gone.
    Keep,
    /// They are removed in the same transaction.
    Remove,
}

/// Deletes a workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkoutDelete {
    /// The workout.
    pub id: WorkoutId,
    /// Must be given if programs use it, else the answer is [`ErrorCode::InUse`].
    pub entries: Option<EntryFate>,
}

/// Copies a workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkoutDuplicate {
    /// The workout to copy.
    pub id: WorkoutId,
    /// The copy's name; else that of the original with "(Copy)".
    pub name: Option<String>,
}

/// Copies a program; its entries name the same workouts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramDuplicate {
    /// The program to copy.
    pub id: ProgramId,
    /// The copy's name; else that of the original with "(Copy)".
    pub name: Option<String>,
}

/// Puts a workout into a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryAdd {
    /// The program.
    pub id: ProgramId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// The place, from 0; else the end.
    pub at: Option<u32>,
    /// What it is called there.
    pub custom_name: Option<String>,
    /// The day it is planned for.
    pub custom_date: Option<String>,
}

/// Renames or dates an entry. Both fields are set as given: `None` takes the name or date away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryUpdate {
    /// The program.
    pub id: ProgramId,
    /// The entry.
    pub entry_id: EntryId,
    /// What it is called there.
    pub custom_name: Option<String>,
    /// The day it is planned for.
    pub custom_date: Option<String>,
}

/// Takes an entry out of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRemove {
    /// The program.
    pub id: ProgramId,
    /// The entry.
    pub entry_id: EntryId,
}

/// Puts the entries of a program in another order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorder {
    /// The program.
    pub id: ProgramId,
    /// Every entry of the program once, in the new order.
    pub entry_ids: Vec<EntryId>,
}

/// A change that was taken back or done again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reverted {
    /// What it was, ready to show: "Deleted Push day".
    pub label: String,
    /// The records it concerned.
    pub records: Vec<RecordRef>,
}

/// An earlier or losing version of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Names it.
    pub history_id: i64,
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: String,
    /// Its name in this version; empty where there was no record.
    pub name: String,
    /// Why this version is no longer the current one, ready to show.
    pub why: String,
    /// When it ceased to be current.
    pub at: Millis,
    /// The document; `None` where the record did not exist.
    pub body: Option<Body>,
    /// What the change after it did, a line each: "Name: Push → Pull".
    pub changes: Vec<String>,
}

/// Names a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRef {
    /// The version.
    pub history_id: i64,
}

/// Figures about the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Workouts.
    pub workouts: u64,
    /// Programs.
    pub programs: u64,
    /// Different exercise names.
    pub exercises: u64,
    /// Entries of all programs.
    pub entries: u64,
    /// Weeks planned by all programs.
    pub weeks: u64,
    /// Tags and how many records have them, the most used first.
    pub tags: Vec<Count>,
    /// Exercise names and how often they occur, the most used first, at most 20.
    pub top_exercises: Vec<Count>,
}

/// A word and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The word.
    pub word: String,
    /// How often.
    pub count: u64,
}

/// Words that begin so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefix {
    /// What was typed.
    pub prefix: String,
}

/// A well-known program that comes with the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Starter {
    /// Names it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is and whom it suits, in a sentence or two.
    pub description: String,
    /// How many workouts it brings.
    pub workouts: u32,
    /// How many weeks it runs.
    pub weeks: u32,
    /// Its difficulty.
    pub difficulty_level: String,
}

/// Names a starter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StarterRef {
    /// The starter.
    pub key: String,
}

/// What is to be written to a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// Programs and workouts.
    #[default]
    Complete,
    /// Workouts only.
    Workouts,
    /// Programs only.
    Programs,
}

/// Asks where to, and exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportAsk {
    /// What to export.
    pub kind: ExportKind,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Where it is.
    pub path: String,
    /// Workouts in it.
    pub workouts: u64,
    /// Programs in it.
    pub programs: u64,
}

/// How an entry of a file compares with the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The library doesn't have it.
    New,
    /// The library has the same.
    Identical,
    /// The library has it with other content.
    Differing,
}

/// An entry of a file that can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// How it compares.
    pub verdict: Verdict,
    /// Where it goes beyond a limit; it is taken all the same.
    pub flags: Vec<String>,
}

/// An entry of a file that can't be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its kind.
    pub kind: Kind,
    /// Its place in its list, from 0.
    pub index: u64,
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub errors: Vec<RefusedField>,
}

/// A field of an entry that can't be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedField {
    /// Its path.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

/// What an import would do, or has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Entries that the library doesn't have.
    pub new: u64,
    /// Entries that the library has just so.
    pub identical: u64,
    /// Entries that the library has with other content.
    pub differing: u64,
    /// Entries that can't be taken.
    pub refused: Vec<Refused>,
    /// Of the differing ones, how many were replaced by the file's.
    pub replaced: u64,
    /// Every entry that can be taken.
    pub rows: Vec<ImportRow>,
}

/// A file that the person chose to import or restore, and what would happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Names the file until it is applied or dropped.
    pub token: u64,
    /// The file's name.
    pub file: String,
    /// What would happen.
    pub report: ImportReport,
    /// Records here that the file doesn't have: a restore would remove them (into history).
    pub missing: u64,
}

/// What to do with entries that differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    /// Keep what is here.
    #[default]
    Keep,
    /// Take the file's; what was here goes to history.
    Replace,
}

/// Imports a file that was previewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportApply {
    /// The preview's token.
    pub token: u64,
    /// What to do with entries that differ.
    pub differing: Differing,
}

/// Names a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRef {
    /// The preview's token.
    pub token: u64,
}

/// The dashboard's own choices, remembered on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The colours.
    pub theme: Theme,
    /// Width of the programs panel in pixels.
    pub programs_width: u32,
    /// Width of the workout library in pixels.
    pub library_width: u32,
    /// How the workout library is ordered.
    pub workout_order: Order,
    /// How the programs are ordered.
    pub program_order: Order,
    /// The program that was open.
    pub open_program: Option<ProgramId>,
    /// Choices that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            programs_width: 280,
            library_width: 320,
            workout_order: Order::Modified,
            program_order: Order::Modified,
            open_program: None,
            extra: Body::new(),
        }
    }
}

/// The colours of the dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

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
    /// Forgets a previewed file.
    preview_drop: DropPreview(PreviewRef) -> Nothing;

    /// The dashboard's own choices.
    preferences_get: GetPreferences(Nothing) -> Preferences;
    /// Remembers the dashboard's own choices.
    preferences_set: SetPreferences(Preferences) -> Nothing;
}
