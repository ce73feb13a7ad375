//! Figures about the library, and completion of what is typed.

use serde::{Deserialize, Serialize};

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
