//! What is handed to those who look for a fault.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// What to put into a diagnostics file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiagnosticsAsk {
    /// The workouts and programs, too: only if the person says so.
    pub training_data: bool,
}

/// A diagnostics file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticsWritten {
    /// Where it is.
    pub path: String,
    /// What is in it.
    pub files: Vec<String>,
}

/// What a panic left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanicReport {
    /// Where it is.
    pub path: String,
    /// When it happened; `None` if the file doesn't say.
    pub at: Option<Millis>,
    /// All of it.
    pub text: String,
}
