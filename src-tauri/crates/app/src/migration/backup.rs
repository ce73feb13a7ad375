//! The first thing that a run writes: a backup of the anonymous library, which is read back and compared.

use std::path::Path;

use model::RecordKey;
use model::ipc::Written;
use model::migration::{Journal, Step};
use store::{Owner, View};

use super::machine::Came;
use super::source::Source;
use crate::transfer::{Source as File, backup_name, write_backup};
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
        source.read(|view| {
            let written = write_backup(view, &path, self.now())?;
            must_have_all(view, &path)?;
            Ok(written)
        })
    }
}

/// Every record is in the backup, field for field.
fn must_have_all(view: &View, path: &Path) -> Result<(), AppError> {
    let file = File::read(path)?;
    let mut count = 0;
    for item in &file.items {
        let here = view.get(item.kind, &item.id)?;
        if here.is_some_and(|here| here.body == item.body) {
            count += 1;
        }
    }
    let all: u64 = model::Kind::ALL.into_iter().map(|kind| view.count(kind)).sum::<Result<u64, _>>()?;
    if count == all { Ok(()) } else { Err(AppError::NotWritten(path.to_owned())) }
}

/// Passes every record of a backup to `each`.
pub(super) fn each_in_backup(
    written: &Written,
    mut each: impl FnMut(RecordKey, model::Body) -> Result<(), AppError>,
) -> Result<(), AppError> {
    for item in File::read(Path::new(&written.path))?.items {
        each(RecordKey::new(item.kind, item.id), item.body)?;
    }
    Ok(())
}
