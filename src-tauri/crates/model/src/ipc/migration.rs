//! Moving what was planned without an account into one.

use serde::{Deserialize, Serialize};

use super::transfer::Written;
use crate::migration::{Fate, RecordCounts, Step, Verdict};
use crate::{Kind, Millis};

/// How the anonymous library stands with the account, in the web app's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MigrationStatus {
    /// In a word.
    pub status: MigrationState,
    /// What the anonymous library has.
    pub local_data: RecordCounts,
    /// What the account has, as far as is known here.
    pub firestore_data: CloudCounts,
    /// What to do, two sentences ready to show.
    pub recommendations: Vec<String>,
    /// Whether a run could begin now.
    pub eligibility: Eligibility,
    /// The run that is under way, or else the last one.
    pub run: Option<MigrationRun>,
    /// Whether to offer it unasked: there is something to move, and nobody has said "not now".
    pub offered: bool,
}

/// How the anonymous library stands with the account, in a word of the web app's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationState {
    /// Nobody is signed in.
    #[default]
    NotAuthenticated,
    /// There is nothing to move, and nothing was moved.
    NoData,
    /// Nothing of what is here is in the account.
    Pending,
    /// A part of what is here is in the account.
    PartialOrDuplicate,
    /// All that is here is in the account.
    Completed,
    /// It can't be told.
    Error,
}

/// What an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudCounts {
    /// Programs.
    pub programs: u64,
    /// Workouts.
    pub workouts: u64,
    /// Of the programs, those that a migration has moved there.
    pub migrated_programs: u64,
    /// Of the workouts, those that a migration has moved there.
    pub migrated_workouts: u64,
}

/// Whether a run could begin, in the web app's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Eligibility {
    /// Whether it could.
    pub eligible: bool,
    /// Why, or why not: the web app's sentence, for programs.
    pub reason: String,
    /// What the anonymous library has.
    pub local_data: RecordCounts,
    /// What the account has.
    pub cloud_data: RecordCounts,
    /// How long it will take, the web app's words, if it could begin.
    pub estimated_time: Option<String>,
}

/// A run as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationRun {
    /// Names it.
    pub run: String,
    /// How far it is.
    pub step: Step,
    /// When it was begun.
    pub started_at: Millis,
    /// When its journal was last written.
    pub changed_at: Millis,
    /// How it stands, in a sentence ready to show: "12 of 40 in the cloud", "Finished, 1 needs attention".
    pub summary: String,
    /// Records that are through with this step.
    pub done: u64,
    /// Records that this step is about.
    pub total: u64,
    /// How long the rest will take, in milliseconds, if that can be told.
    pub remaining: Option<u64>,
    /// Why it waits, ready to show; `None`: it goes on.
    pub waits: Option<String>,
    /// Why it can't go on until somebody does something, ready to show.
    pub trouble: Option<String>,
    /// Records that need attention: the cloud refused them, or has something else.
    pub attention: u64,
    /// The anonymous library was emptied of what this run had moved.
    pub local_storage_cleared: bool,
    /// It can be rolled back.
    pub can_roll_back: bool,
    /// The anonymous library can be emptied: all that the run took from it is verified to be in the cloud.
    pub can_clear: bool,
}

/// What a run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MigrationPreview {
    /// Whether it could begin.
    pub eligibility: Eligibility,
    /// Records that the account doesn't have: they move.
    pub new: RecordCounts,
    /// Records that the account has just so: they are passed over.
    pub identical: RecordCounts,
    /// Records that the account has otherwise: they are merged.
    pub differing: RecordCounts,
    /// Records that were moved before: they are passed over.
    pub moved_before: RecordCounts,
    /// The first of them, those that differ before those that are new, then the others.
    pub sample: Vec<MigrationRow>,
    /// New records whose name the account has already under another id: both are kept. The first of them.
    pub namesakes: Vec<MigrationRow>,
    /// How many of those there are.
    pub namesake_count: u64,
    /// The folder where the backup will lie.
    pub backup_folder: String,
}

impl MigrationPreview {
    /// How many records the run would write.
    #[must_use]
    pub fn to_move(&self) -> u64 {
        self.new.total() + self.differing.total()
    }
}

/// A record that a run is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationRow {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it compared.
    pub verdict: Verdict,
    /// What has become of it.
    pub fate: Fate,
    /// What a person should know of it, ready to show: why it was passed over, refused or kept.
    pub why: Option<String>,
}

/// Names a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRef {
    /// Its name.
    pub run: String,
}

/// What a run has done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the web app's fields, and what can be done next")]
pub struct MigrationReport {
    /// The run.
    pub run: String,
    /// How far it is.
    pub step: Step,
    /// How it stands, in a sentence ready to show: "Finished, 1 needs attention".
    pub summary: String,
    /// Records that need attention: the cloud refused them, or has something else.
    pub attention: u64,
    /// The anonymous library was emptied of what this run had moved.
    pub local_storage_cleared: bool,
    /// It can be rolled back.
    pub can_roll_back: bool,
    /// The anonymous library can be emptied: all that the run took from it is verified to be in the cloud.
    pub can_clear: bool,
    /// The run is finished, and everything that it moved is in the cloud.
    pub success: bool,
    /// Programs that are in the cloud through it.
    pub migrated_programs: u64,
    /// Workouts that are in the cloud through it.
    pub migrated_workouts: u64,
    /// Records that it passed over.
    pub skipped: u64,
    /// Records that it merged with those of the account.
    pub merged: u64,
    /// What needs attention.
    pub errors: Vec<MigrationRow>,
    /// What a rollback left in the account, and why.
    pub kept: Vec<MigrationRow>,
    /// Records that were new, though the account had another one of that name: both are kept. The first of them.
    pub namesakes: Vec<MigrationRow>,
    /// Every record that it was about, with what has become of it.
    pub rows: Vec<MigrationRow>,
    /// How long it took from consent to the end, in seconds; so far, if it isn't over.
    pub migration_duration: f64,
    /// When it was begun: RFC 3339.
    pub migration_timestamp: String,
    /// The backup of the anonymous library.
    pub backup: Option<Written>,
}
