//! Backups: the web app's backup layout with everything else beside it that a restore must not forget.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::ipc::Written;
use model::{Body, Kind, Millis, body, id};
use serde::{Deserialize, Serialize};
use store::{Past, RecordKey, Version, View, Why};

use super::export::{documents, json};
use super::source::Source;
use crate::error::path_text;
use crate::{App, AppError, file};

/// The number of our layout, raised when an older version could misread it.
pub(crate) const FORMAT: u64 = 1;

/// More deleted records than any library remembers.
const DELETED: usize = 10_000_000;

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the web app's names")]
struct Backup {
    backup_timestamp: String,
    programs: Vec<Body>,
    workouts: Vec<Body>,
    ghost_gym: Ours,
    history: Vec<Earlier>,
}

#[derive(Serialize)]
struct Ours {
    format: u64,
    app_version: &'static str,
}

/// An earlier version of a record, as a backup holds it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Earlier {
    kind: Kind,
    id: String,
    why: String,
    op: String,
    at: Millis,
    body: Option<Body>,
}

impl Earlier {
    /// What the library makes of it; `None` if it is not a version of that record.
    pub(super) fn into_past(self) -> Option<Past> {
        id::check(&self.id).ok()?;
        let sound = self.body.as_ref().is_none_or(|body| body::text(body, "id") == self.id);
        let why = Why::parse(&self.why).filter(|_| sound)?;
        Some(Past { key: RecordKey::new(self.kind, self.id), why, op: self.op, at: self.at, body: self.body })
    }
}

impl App {
    /// Writes a backup to a file, and reads it back before it says so.
    pub fn backup_to(&self, path: &Path) -> Result<Written, AppError> {
        let at = self.now();
        self.read(|view| write_backup(view, path, at))
    }

    /// Writes a backup to a new file in the data folder.
    pub fn backup_default(&self) -> Result<Written, AppError> {
        let _one_library = self.settle();
        self.backup_named("ghost-gym-backup")
    }

    /// Writes a backup to a new file in the data folder whose name begins so, for whoever has settled.
    pub(crate) fn backup_named(&self, name: &str) -> Result<Written, AppError> {
        let folder = self.places.backups(&self.owner());
        std::fs::create_dir_all(&folder).map_err(|error| AppError::writing(&folder, error))?;
        self.backup_to(&backup_name(&folder, name, self.now()))
    }
}

/// A new file for a backup made at this time.
pub(crate) fn backup_name(folder: &Path, name: &str, at: Millis) -> PathBuf {
    free_path(folder, &format!("{name}-{}", stamp(at, "%Y%m%d-%H%M%S")))
}

/// Writes what a library holds to a file, and reads it back before it says so.
pub(crate) fn write_backup(view: &View, path: &Path, at: Millis) -> Result<Written, AppError> {
    let backup = Backup {
        backup_timestamp: stamp(at, "%Y%m%d_%H%M%S"),
        programs: documents(view, Kind::Program)?,
        workouts: documents(view, Kind::Workout)?,
        ghost_gym: Ours { format: FORMAT, app_version: env!("CARGO_PKG_VERSION") },
        history: history(view)?,
    };
    let written = Written {
        path: path_text(path),
        workouts: backup.workouts.len() as u64,
        programs: backup.programs.len() as u64,
    };
    file::write(path, json(&backup)?.as_bytes())?;
    let back = Source::read(path)?;
    let entries = back.items.len() + back.refused.len();
    if entries as u64 != written.workouts + written.programs || back.history.len() != backup.history.len() {
        return Err(AppError::NotWritten(path.to_owned()));
    }
    Ok(written)
}

/// Every earlier version of every record, of deleted ones too, the newest of each first.
fn history(view: &View) -> Result<Vec<Earlier>, AppError> {
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        keys.extend(view.keys(kind)?.into_iter().map(|id| RecordKey::new(kind, id)));
    }
    keys.extend(view.deleted(DELETED)?.into_iter().map(|version| version.key));
    let mut past = Vec::new();
    for key in keys {
        for version in view.history(key.kind, &key.id)? {
            let why = version.why.as_str().to_owned();
            let Version { op, at, body, .. } = version;
            past.push(Earlier { kind: key.kind, id: key.id.clone(), why, op, at, body });
        }
    }
    Ok(past)
}

/// A time as files are named by it: the person's own.
fn stamp(at: Millis, format: &str) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::system()).strftime(format).to_string()
}

fn free_path(folder: &Path, name: &str) -> PathBuf {
    let path = |n: u32| match n {
        1 => folder.join(format!("{name}.json")),
        _ => folder.join(format!("{name}-{n}.json")),
    };
    (1..=u32::MAX).map(path).find(|path| !path.exists()).unwrap_or_else(|| path(1))
}
