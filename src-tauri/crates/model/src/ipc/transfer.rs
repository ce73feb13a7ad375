//! Import, export, backup and restore.

use serde::{Deserialize, Serialize};

use crate::Kind;

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
