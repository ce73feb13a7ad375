//! Backups: the web app's backup layout with everything else beside it that a restore must not forget. They are
//! written and read back record by record: a library may be larger than what should be in memory at once.

use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::ipc::Written;
use model::{Body, Kind, Millis, body, id};
use serde::{Deserialize, Serialize};
use store::{Past, RecordKey, Version, View, Why};

use super::stored::{Stored, each_stored};
use crate::error::path_text;
use crate::{App, AppError, file};

/// The number of our layout, raised when an older version could misread it.
pub(crate) const FORMAT: u64 = 1;

#[derive(Serialize)]
struct Ours {
    format: u64,
    app_version: &'static str,
}

/// An earlier version of a record, as a backup holds it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Earlier {
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

/// Writes what a library holds to a file, record by record, and reads every one back before it takes the place of a
/// file that may be there.
pub(crate) fn write_backup(view: &View, path: &Path, at: Millis) -> Result<Written, AppError> {
    let fill = |file: &mut dyn Write| Writer { file, path }.write(view, at);
    let written = file::write_with(path, fill, |written, beside| {
        let found = check(view, beside, path)?;
        if found == *written { Ok(()) } else { Err(AppError::NotWritten(path.to_owned())) }
    })?;
    Ok(Written { path: path_text(path), workouts: written.workouts, programs: written.programs })
}

/// How much is in a backup.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    workouts: u64,
    programs: u64,
    versions: u64,
}

impl Counted {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Workout => self.workouts += 1,
            Kind::Program => self.programs += 1,
        }
    }
}

/// A backup that is being written: an object with a line for each record.
struct Writer<'a> {
    file: &'a mut dyn Write,
    path: &'a Path,
}

impl Writer<'_> {
    fn write(mut self, view: &View, at: Millis) -> Result<Counted, AppError> {
        let mut counted = Counted::default();
        self.put("{\n\"backup_timestamp\": ", &stamp(at, "%Y%m%d_%H%M%S"))?;
        self.put(",\n\"ghost_gym\": ", &Ours { format: FORMAT, app_version: env!("CARGO_PKG_VERSION") })?;
        for kind in Kind::ALL {
            self.begin(kind.collection())?;
            let mut before = "\n";
            view.all(kind, |record| {
                counted.add(kind);
                self.put(std::mem::replace(&mut before, ",\n"), &record.body)
            })?;
            self.end()?;
        }
        self.begin("history")?;
        let mut before = "\n";
        each_version(view, |version| {
            counted.versions += 1;
            self.put(std::mem::replace(&mut before, ",\n"), &version)
        })?;
        self.end()?;
        self.text("\n}\n")?;
        Ok(counted)
    }

    fn begin(&mut self, list: &str) -> Result<(), AppError> {
        self.text(&format!(",\n\"{list}\": ["))
    }

    fn end(&mut self) -> Result<(), AppError> {
        self.text("]")
    }

    fn put(&mut self, before: &str, value: &impl Serialize) -> Result<(), AppError> {
        self.text(before)?;
        serde_json::to_writer(&mut *self.file, value)
            .map_err(|error| AppError::writing(self.path, error.into()))
    }

    fn text(&mut self, text: &str) -> Result<(), AppError> {
        self.file.write_all(text.as_bytes()).map_err(|error| AppError::writing(self.path, error))
    }
}

/// Reads back, from the file `beside`, the backup that is to be at `path`; an error if a record in it isn't as it is in
/// the library.
fn check(view: &View, beside: &Path, path: &Path) -> Result<Counted, AppError> {
    let mut found = Counted::default();
    each_stored(beside, |stored| {
        match stored {
            Stored::Record(key, body) => {
                let here = view.get(key.kind, &key.id)?;
                if here.is_none_or(|here| here.body != body) {
                    return Err(AppError::NotWritten(path.to_owned()));
                }
                found.add(key.kind);
            }
            Stored::Version(version) => found.versions += u64::from(version.into_past().is_some()),
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether a backup of the library would hold what that file does; without one, whether it would hold nothing. A file
/// that can't be read holds something else.
pub(crate) fn says_the_same_as(view: &View, file: Option<&Path>) -> Result<bool, AppError> {
    let mut here =
        Counted { workouts: view.count(Kind::Workout)?, programs: view.count(Kind::Program)?, versions: 0 };
    each_version(view, |_| {
        here.versions += 1;
        Ok(())
    })?;
    let Some(path) = file else { return Ok(here == Counted::default()) };
    match check(view, path, path) {
        Ok(found) => Ok(found == here),
        Err(AppError::NotWritten(_) | AppError::BadFile { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// How many workouts and programs a backup holds; `None`: it can't be read.
pub(crate) fn counted(path: &Path) -> Option<(u64, u64)> {
    let mut found = Counted::default();
    let read = each_stored(path, |stored| {
        if let Stored::Record(key, _) = stored {
            found.add(key.kind);
        }
        Ok(())
    });
    read.ok().map(|()| (found.workouts, found.programs))
}

/// Every earlier version of every record, of deleted ones too, the newest of each first.
fn each_version(view: &View, mut each: impl FnMut(Earlier) -> Result<(), AppError>) -> Result<(), AppError> {
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        keys.extend(view.keys(kind)?.into_iter().map(|id| RecordKey::new(kind, id)));
    }
    keys.extend(view.deleted_keys()?);
    for key in keys {
        for version in view.history(key.kind, &key.id)? {
            let why = version.why.as_str().to_owned();
            let Version { op, at, body, .. } = version;
            each(Earlier { kind: key.kind, id: key.id.clone(), why, op, at, body })?;
        }
    }
    Ok(())
}

/// A time as files are named by it: the person's own.
pub(crate) fn stamp(at: Millis, format: &str) -> String {
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
