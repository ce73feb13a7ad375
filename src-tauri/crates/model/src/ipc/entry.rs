//! Changes to the entries of a program.

use serde::{Deserialize, Serialize};

use crate::{EntryId, ProgramId, WorkoutId};

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
