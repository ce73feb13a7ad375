//! The well-known programs that come with the app.

use serde::{Deserialize, Serialize};

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
