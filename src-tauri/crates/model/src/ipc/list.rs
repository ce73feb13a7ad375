//! Lists: what is asked for, and records as a list shows them.

use serde::{Deserialize, Serialize};

use super::sync::Unsent;
use crate::{Millis, ProgramId, WorkoutId};

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
    /// What of it isn't in the cloud yet.
    pub unsent: Option<Unsent>,
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
    /// What of it isn't in the cloud yet.
    pub unsent: Option<Unsent>,
}
