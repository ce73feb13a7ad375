//! The backups in the data folder.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// The backups in the data folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupList {
    /// The folder.
    pub folder: String,
    /// The newest first.
    pub items: Vec<BackupRow>,
    /// Why none could be made unasked, ready to show.
    pub trouble: Option<String>,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRow {
    /// The file's name, which names it.
    pub name: String,
    /// When it was made.
    pub at: Millis,
    /// Bytes.
    pub size: u64,
    /// Workouts in it; `None`: it can't be read.
    pub workouts: Option<u64>,
    /// Programs in it; `None`: it can't be read.
    pub programs: Option<u64>,
    /// Who made it, and why.
    pub kind: BackupKind,
}

/// Who made a backup, and why. Only those made unasked are ever thinned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackupKind {
    /// The app, on a day on which something had changed.
    Daily,
    /// The person.
    Own,
    /// The app, before a restore.
    BeforeRestore,
    /// The app, before a migration.
    BeforeMigration,
}

/// Names a backup in the data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRef {
    /// Its file's name.
    pub name: String,
}
