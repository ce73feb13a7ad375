//! Deleting an account's library from this machine, never under another process that has it open.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use store::{Library, Owner, StoreError};

use crate::AppError;
use crate::places::Places;

/// Deletes the library of `owner` and what belongs to it. False if another process has it open still, after a wait
/// in which a window notices that its owner has signed out: then it is marked, and deleted by whoever comes next.
pub(super) fn discard(places: &Places, owner: &Owner) -> Result<bool, AppError> {
    let mark = places.discarded(owner);
    // First of all: what is deleted in part only must not be taken for a library.
    File::create(&mark).and_then(|file| file.sync_all()).map_err(|error| AppError::writing(&mark, error))?;
    match Library::discard(&places.library(owner)) {
        Ok(()) => unmark(&mark).map(|()| true),
        Err(StoreError::Busy) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Deletes the library of `owner` if that was asked for and could not be done then.
pub(crate) fn make_up(places: &Places, owner: &Owner) -> Result<(), AppError> {
    let mark = places.discarded(owner);
    if mark.try_exists().map_err(|error| AppError::reading(&mark, error))? {
        Library::discard(&places.library(owner))?;
        unmark(&mark)?;
    }
    Ok(())
}

/// Deletes what could not be deleted before. What is open still waits for the next time.
pub(crate) fn make_up_for_all(places: &Places) -> io::Result<()> {
    let folder = places.accounts();
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let mark = entry?.path();
        if mark.extension().is_some_and(|extension| extension == Places::DISCARDED) {
            let library = Places::library_in(&mark.with_extension(""));
            match Library::discard(&library).map_err(AppError::from).and_then(|()| unmark(&mark)) {
                Ok(()) => tracing::info!("a library that was left to be deleted is deleted"),
                Err(error) => tracing::warn!(%error, "a library that is to be deleted is there still"),
            }
        }
    }
    Ok(())
}

fn unmark(mark: &Path) -> Result<(), AppError> {
    fs::remove_file(mark).map_err(|error| AppError::writing(mark, error))
}
