//! Workouts and programs: one at a time, and changes to them.

use serde::{Deserialize, Serialize};

use super::list::WorkoutRow;
use crate::{Body, EntryId, Kind, Program, ProgramId, Workout, WorkoutId};

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
    /// What these fields held when the person began: with it, what others changed in them meanwhile is merged, item
    /// by item as sync does it, rather than overwritten; of a value that both changed, this one stays.
    #[serde(default)]
    pub before: Option<Body>,
}

/// Some fields of a program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgramUpdate {
    /// The program.
    pub id: ProgramId,
    /// The fields given.
    pub changes: Body,
    /// What these fields held when the person began: with it, what others changed in them meanwhile is merged, item
    /// by item as sync does it, rather than overwritten; of a value that both changed, this one stays.
    #[serde(default)]
    pub before: Option<Body>,
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
    /// Must be given if programs use it, else the answer is [`crate::ErrorCode::InUse`].
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
