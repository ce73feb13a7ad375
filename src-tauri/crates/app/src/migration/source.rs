//! The anonymous library, beside the account's that is open.

use model::migration::RecordCounts;
use model::{Kind, RecordKey};
use store::{Library, Owner, Record, Tx, View};

use crate::{App, AppError};

/// The anonymous library; nothing if there is none.
pub(super) struct Source {
    library: Option<Library>,
}

impl App {
    /// Opens the anonymous library. While an account's is open nobody else of this process has it.
    pub(super) fn migration_source(&self) -> Result<Source, AppError> {
        let path = self.places.library(&Owner::Anonymous);
        if !path.try_exists().map_err(|error| AppError::reading(&path, error))? {
            return Ok(Source { library: None });
        }
        let opened = Library::open(&path, &Owner::Anonymous, self.now())?;
        if let Some(report) = &opened.salvage {
            let recovered: u64 = report.recovered.values().sum();
            tracing::warn!(recovered, doubts = report.doubts.len(), "the anonymous library was salvaged");
        }
        Ok(Source { library: Some(opened.library) })
    }
}

impl Source {
    /// Looks at one snapshot of it; `None` if there is none.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&View) -> Result<T, AppError>,
    ) -> Result<Option<T>, AppError> {
        self.library.as_ref().map(|library| library.read(work)).transpose()
    }

    /// How many records it has.
    pub(super) fn counts(&self) -> Result<RecordCounts, AppError> {
        let counts = self.read(|view| {
            Ok(RecordCounts { programs: view.count(Kind::Program)?, workouts: view.count(Kind::Workout)? })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// Passes every record to `each`, workouts first, as programs refer to them.
    pub(super) fn each(
        &self,
        mut each: impl FnMut(&RecordKey, Record) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let all = |view: &View| {
            for kind in Kind::ALL {
                view.all(kind, |record| {
                    let key = RecordKey::new(kind, record.id.as_str());
                    each(&key, record)
                })?;
            }
            Ok(())
        };
        self.read(all).map(drop)
    }

    /// Changes it; only [`super::clear`] and [`super::rollback`] do. Nothing happens if there is none.
    pub(super) fn change(
        &self,
        op: &str,
        now: model::Millis,
        work: impl FnOnce(&mut Tx) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        self.library.as_ref().map_or(Ok(()), |library| library.transact(op, now, work))
    }
}
