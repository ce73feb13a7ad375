//! The data the tests begin with.

use std::path::PathBuf;

use serde_json::Value;

use crate::desktop::workspace;
use crate::{Failure, Result};

/// The web app's own store as it stood in 2026: 133 workouts, with fields newer than ours.
#[must_use]
pub fn workouts() -> PathBuf {
    workspace().join("src-tauri/crates/app/tests/fixtures/web-app-workouts.json")
}

/// A library that somebody has planned in for a while: 13 workouts with supersets, 4 programs.
#[must_use]
pub fn training() -> PathBuf {
    workspace().join("tests/fixtures/training.json")
}

/// The JSON document in the file at `path`.
pub fn json(path: &std::path::Path) -> Result<Value> {
    let text = std::fs::read(path).map_err(Failure::file(path.display().to_string()))?;
    serde_json::from_slice(&text).map_err(Failure::program(path.display().to_string()))
}
