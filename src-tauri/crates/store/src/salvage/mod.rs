//! Salvage: what can be read of a damaged library is put into a new one.
//!
//! The damaged file and its log are read, never written. Their pages are taken apart here rather than by SQLite,
//! which stops at the first page that is wrong: [`image`] lays the log over the file, [`walk`] follows every tree
//! as far as it is sound and then takes the pages that nothing leads to any more, [`rows`] tells sound rows by
//! their checksums, [`settle`] chooses among copies of a record, [`rebuild`] and [`cloud`] write the new
//! library.
//!
//! The new library is written beside the old one, under a name that is never opened. Once it is complete it gets
//! the name `<library>.salvaged`; from then on whoever opens the library finishes the exchange, which renames and
//! nothing else: the old files to `<library>.damaged-<time>`, the new one to the library's name. A crash at any
//! point leaves either the damaged library in its place, or the complete new one in sight.

mod bytes;
mod cloud;
mod harvest;
mod image;
mod page;
mod rebuild;
mod rows;
mod settle;
mod wal;
mod walk;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use model::{Kind, Millis, time};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use self::harvest::Harvest;
use self::image::{Image, with_suffix};
use self::wal::Log;
use crate::guard::{beside, clear_suspect};
use crate::migrate::SCHEMA;
use crate::{Foreign, Owner, RecordKey, StoreError};

/// What became of a damaged library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalvageReport {
    /// Where the damaged file is now. Its log, if there was one, lies beside it.
    pub set_aside: PathBuf,
    /// What was found to be wrong, for developers.
    pub damage: String,
    /// Records saved, per kind.
    pub recovered: BTreeMap<Kind, u64>,
    /// Earlier versions saved.
    pub versions: u64,
    /// The records of which something is lost, or that can't be vouched for. All others that are there are as they
    /// were.
    pub doubts: Vec<Doubt>,
    /// Every record that was lost is among the doubts. If not, there may be others of which not even a name is left.
    pub all_named: bool,
}

/// A record of which something is lost, or that can't be vouched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The record.
    pub key: RecordKey,
    /// Its name, as far as it is known.
    pub name: Option<String>,
    /// What is the matter.
    pub state: DoubtState,
}

/// What is the matter with a record of a salvaged library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtState {
    /// It was there, and nothing of it could be read.
    Lost,
    /// What it was last could not be read; an earlier version stands in for it.
    Earlier,
    /// It can be read, but its checksum is wrong: something in it may differ from what was written.
    Altered,
    /// It was found outside of what the database still knows of: it may have been deleted before.
    Stray,
}

/// The report as the new library holds it, so that it isn't lost if the exchange is finished by another process.
#[derive(Debug, Serialize, Deserialize)]
struct Report {
    /// What the name of the damaged file ends with.
    aside: String,
    damage: String,
    recovered: BTreeMap<Kind, u64>,
    versions: u64,
    doubts: Vec<(Kind, String, Option<String>, DoubtState)>,
    all_named: bool,
}

/// The files of a library that the exchange moves.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// Salvages the library at `path`, which `damage` says is damaged. The caller has it locked for itself.
pub(crate) fn run(
    path: &Path,
    owner: &Owner,
    now: Millis,
    damage: String,
) -> Result<SalvageReport, StoreError> {
    let image = Image::read(path)?;
    let harvest = Harvest::read(&image)?;
    check_identity(&harvest, owner)?;
    let settled = settle::settle(&harvest);
    let mut recovered = BTreeMap::new();
    for kind in settled.records.keys().filter_map(|(kind, _)| Kind::parse(kind)) {
        *recovered.entry(kind).or_default() += 1;
    }
    let doubts = settled.doubts.iter();
    let report = Report {
        aside: aside(path, now),
        damage,
        recovered,
        versions: harvest.history.values().filter(|past| past.text.is_some()).count() as u64,
        doubts: doubts
            .map(|doubt| (doubt.key.kind, doubt.key.id.clone(), doubt.name.clone(), doubt.state))
            .collect(),
        all_named: harvest.all_named,
    };
    fault!("salvage.read");
    let part = beside(path, "salvage-part");
    for suffix in ["", "-journal"] {
        remove(&with_suffix(&part, suffix))?;
    }
    rebuild::write(&part, owner, now, &harvest, &settled, &report)?;
    fs::rename(&part, salvaged(path))?;
    sync_folder(path)?;
    fault!("salvage.complete");
    exchange(path, report)
}

/// Finishes an exchange that a crash interrupted, if there is one.
pub(crate) fn resume(path: &Path) -> Result<Option<SalvageReport>, StoreError> {
    if !is_unfinished(path)? {
        return Ok(None);
    }
    let new = Connection::open_with_flags(salvaged(path), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let report: String = new.query_row("SELECT report FROM salvage", [], |row| row.get(0))?;
    drop(new);
    let report = serde_json::from_str(&report).map_err(|error| StoreError::Io(error.into()))?;
    exchange(path, report).map(Some)
}

/// Whether an exchange was interrupted.
pub(crate) fn is_unfinished(path: &Path) -> Result<bool, StoreError> {
    Ok(salvaged(path).try_exists()?)
}

/// Looks for what SQLite takes for a new database though it is none: a file of one byte, which it would overwrite,
/// and a log without its file, which it would delete.
///
/// The file isn't opened. To close it again would take away this process's locks on it, those of another open
/// library included: <https://www.sqlite.org/howtocorrupt.html>, section 2.2.
pub(crate) fn look(path: &Path) -> Result<(), StoreError> {
    let size = |path: &Path| match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        other => other.map(|metadata| metadata.len()),
    };
    match size(path)? {
        0 if size(&with_suffix(path, "-wal"))? > 0 => {
            Err(StoreError::damaged("the file is gone, its log isn't"))
        }
        1 => Err(StoreError::damaged("it is one byte long")),
        _ => Ok(()),
    }
}

/// Looks for changes in the log that SQLite won't see, because a part of it is damaged. Only for who has the library
/// for itself: a log that another is writing just now can't be read.
pub(crate) fn look_into_log(path: &Path) -> Result<(), StoreError> {
    match fs::read(with_suffix(path, "-wal")) {
        Ok(log) if Log::read(&log).is_cut_short => Err(StoreError::damaged("the log is damaged")),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Puts the damaged files aside and the new one in their place.
fn exchange(path: &Path, report: Report) -> Result<SalvageReport, StoreError> {
    let set_aside = beside(path, &report.aside);
    for suffix in SUFFIXES {
        match fs::rename(with_suffix(path, suffix), with_suffix(&set_aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fault!("salvage.aside");
    }
    sync_folder(path)?;
    clear_suspect(path)?;
    fault!("salvage.exchange");
    fs::rename(salvaged(path), path)?;
    sync_folder(path)?;
    fault!("salvage.done");
    let Report { damage, recovered, versions, doubts, all_named, .. } = report;
    let doubts = doubts.into_iter();
    let doubts = doubts.map(|(kind, id, name, state)| Doubt { key: RecordKey { kind, id }, name, state });
    Ok(SalvageReport { set_aside, damage, recovered, versions, doubts: doubts.collect(), all_named })
}

/// Whether the damaged file is this owner's library, and of a schema that we know.
fn check_identity(harvest: &Harvest, owner: &Owner) -> Result<(), StoreError> {
    if !harvest.is_ours() {
        return Err(StoreError::NotOurs(Foreign::Program));
    }
    match &harvest.identity {
        Some(identity) if identity.owner() != owner.as_str() => Err(StoreError::NotOurs(Foreign::Owner)),
        Some(identity) if identity.schema() > SCHEMA => {
            Err(StoreError::NewerSchema { found: identity.schema(), known: SCHEMA })
        }
        _ => Ok(()),
    }
}

/// The complete new library, until it has its place.
fn salvaged(path: &Path) -> PathBuf {
    beside(path, "salvaged")
}

/// What the name of the damaged file is to end with; no file is called so yet.
fn aside(path: &Path, now: Millis) -> String {
    let stamp: String = time::format(now).chars().filter(char::is_ascii_alphanumeric).collect();
    let mut aside = format!("damaged-{stamp}");
    let mut number = 2;
    while SUFFIXES.iter().any(|suffix| with_suffix(&beside(path, &aside), suffix).exists()) {
        aside = format!("damaged-{stamp}-{number}");
        number += 1;
    }
    aside
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes renames durable. Windows has no such thing, and needs none.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
