//! Making the library what a backup says. The whole file is judged first, what is here is backed up, and then
//! everything happens in one change, which can be undone.

use std::path::Path;

use model::ipc::{ImportReport, Refused, Verdict, Written};
use model::{Event, text};
use store::Why;

use super::compare::{compare, missing};
use super::import::Progress;
use super::source::Source;
use crate::label::Verb;
use crate::record::write;
use crate::{App, AppError};

/// How many refused entries a message names.
const NAMED: usize = 3;

/// What a restore has done.
#[derive(Clone, Debug)]
pub struct Restored {
    /// How the backup compared with what was here; what differed was replaced.
    pub report: ImportReport,
    /// How many records the backup did not have; they are in history.
    pub removed: u64,
    /// The backup of what was here before.
    pub before: Written,
}

impl Source {
    /// A file without one of the lists is no backup: restoring it would empty the library of that kind.
    pub(crate) fn must_be_backup(&self) -> Result<(), AppError> {
        if self.complete {
            return Ok(());
        }
        Err(AppError::BadFile { file: self.file.clone(), reason: text::get("file-no-backup") })
    }

    fn must_be_sound(&self) -> Result<(), AppError> {
        if self.refused.is_empty() {
            return Ok(());
        }
        let named: Vec<_> = self.refused.iter().take(NAMED).map(describe).collect();
        let args = [("n", self.refused.len().into()), ("named", named.join(" ").into())];
        Err(AppError::BadFile { file: self.file.clone(), reason: text::with("file-refused", &args) })
    }
}

impl App {
    /// Restores a backup.
    pub fn restore_file(&self, path: &Path) -> Result<Restored, AppError> {
        let source = Source::read(path)?;
        let _one_library = self.settle();
        self.restore(&source)
    }

    /// Restores what was read, for whoever has settled.
    pub(crate) fn restore(&self, source: &Source) -> Result<Restored, AppError> {
        source.must_be_backup()?;
        source.must_be_sound()?;
        let before = self.backup_named("before-restore")?;
        let progress = Progress::new(self, "progress-restore", source);
        let (report, removed) = self.change(Verb::Restore, &source.file, |tx| {
            tx.recall(&source.history)?;
            let mut report = compare(tx, source)?;
            for (item, row) in source.items.iter().zip(&report.rows) {
                match row.verdict {
                    Verdict::New => drop(tx.put(item.kind, &item.id, item.body.clone())?),
                    Verdict::Differing => {
                        let here = tx.get(item.kind, &item.id)?;
                        write(tx, Why::Overwritten, item.kind, here.as_ref(), item.body.clone(), self.now())?;
                    }
                    Verdict::Identical => {}
                }
                progress.step();
            }
            report.replaced = report.differing;
            let gone = missing(tx, source)?;
            for (kind, id) in &gone {
                tx.delete(*kind, id)?;
            }
            Ok((report, gone.len() as u64))
        })?;
        self.tell(Event::LibraryChanged);
        Ok(Restored { report, removed, before })
    }
}

/// Where a refused entry is and what is wrong with it.
fn describe(refused: &Refused) -> String {
    let errors: Vec<_> = refused.errors.iter().map(|error| error.message.as_str()).collect();
    text::with("refused-at", &[("line", refused.line.into()), ("errors", errors.join(" ").into())])
}
