//! Salvage skeleton
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{Kind, Millis};

use crate::{Owner, RecordKey, StoreError};

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
    /// The records of which something is lost, or that can't be vouched for. All others are as they were.
    pub doubts: Vec<Doubt>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

pub(crate) fn run(_: &Path, _: &Owner, _: Millis, detail: String) -> Result<SalvageReport, StoreError> {
    Err(StoreError::damaged(detail))
}
pub(crate) fn resume(_: &Path) -> Result<Option<SalvageReport>, StoreError> {
    Ok(None)
}
pub(crate) fn is_unfinished(_: &Path) -> Result<bool, StoreError> {
    Ok(false)
}
