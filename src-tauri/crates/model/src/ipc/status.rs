//! The state of the app as a whole.

use serde::{Deserialize, Serialize};

use crate::SyncStatus;

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
