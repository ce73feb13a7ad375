//! The first thing that a run writes: a backup of the anonymous library, which is read back and compared.

use std::path::Path;

use model::ipc::Written;
use model::migration::{Journal, Step};
use model::{Body, RecordKey};
use store::Owner;

use super::machine::Came;
use super::source::Source;
use crate::transfer::{Stored, backup_name, each_stored, write_backup};
use crate::{App, AppError};

/// What the name of a run's backup begins with.
const NAME: &str = "before-migration";

impl App {
    /// Backs the anonymous library up.
    pub(super) fn migration_back_up(&self, journal: &Journal) -> Result<Came, AppError> {
        let _one_library = self.settle();
        let written = self.back_up_source(&self.migration_source()?)?;
        fault!("migration.backed-up");
        self.note_step(&journal.run, Step::Begun, Step::BackedUp, |detail| detail.backup = written)?;
        Ok(Came::On)
    }

    /// Writes a backup that is proved to have everything; none of a library that isn't there.
    pub(super) fn back_up_source(&self, source: &Source) -> Result<Option<Written>, AppError> {
        let folder = self.places.backups(&Owner::Anonymous);
        std::fs::create_dir_all(&folder).map_err(|error| AppError::writing(&folder, error))?;
        let path = backup_name(&folder, NAME, self.now());
        source.read(|view| write_backup(view, &path, self.now()))
    }
}

/// Passes every record of a backup to `each`.
pub(super) fn each_in_backup(
    written: &Written,
    mut each: impl FnMut(RecordKey, Body) -> Result<(), AppError>,
) -> Result<(), AppError> {
    each_stored(Path::new(&written.path), |stored| match stored {
        Stored::Record(key, body) => each(key, body),
        Stored::Version(_) => Ok(()),
    })
}
