//! Taking the entries of a file into the library. Ids and links are kept, and documents are stored as they are.

use std::path::Path;

use model::ipc::{Differing, ImportReport, Verdict};
use model::{Event, text};
use store::Why;

use super::compare::compare;
use super::source::Source;
use crate::label::Verb;
use crate::record::write;
use crate::{App, AppError};

/// After how many entries the progress is told.
const STEP: u64 = 250;

impl App {
    /// Imports a file, in one change. A dry run says what would happen and changes nothing.
    pub fn import_file(
        &self,
        path: &Path,
        differing: Differing,
        dry_run: bool,
    ) -> Result<ImportReport, AppError> {
        let source = Source::read(path)?;
        if !dry_run {
            return self.import(&source, differing);
        }
        self.read(|view| compare(view, &source))
    }

    pub(crate) fn import(&self, source: &Source, differing: Differing) -> Result<ImportReport, AppError> {
        let progress = Progress::new(self, "progress-import", source);
        self.change(Verb::Import, &source.file, |tx| {
            let mut report = compare(tx, source)?;
            for (item, row) in source.items.iter().zip(&report.rows) {
                match row.verdict {
                    Verdict::New => drop(tx.put(item.kind, &item.id, item.body.clone())?),
                    Verdict::Differing if differing == Differing::Replace => {
                        let here = tx.get(item.kind, &item.id)?;
                        write(tx, Why::Overwritten, item.kind, here.as_ref(), item.body.clone(), self.now())?;
                        report.replaced += 1;
                    }
                    Verdict::Differing | Verdict::Identical => {}
                }
                progress.step();
            }
            Ok(report)
        })
    }
}

/// Tells how far long work has come. Short work is not worth a word.
pub(crate) struct Progress<'a> {
    app: &'a App,
    label: String,
    done: std::cell::Cell<u64>,
    total: u64,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(app: &'a App, key: &str, source: &Source) -> Self {
        let label = text::with(key, &[("file", source.file.as_str().into())]);
        Self { app, label, done: std::cell::Cell::default(), total: source.items.len() as u64 }
    }

    /// One entry more is done.
    pub(crate) fn step(&self) {
        let done = self.done.get() + 1;
        self.done.set(done);
        if self.total > STEP && (done.is_multiple_of(STEP) || done == self.total) {
            self.app.tell(Event::Progress { label: self.label.clone(), done, total: self.total });
        }
    }
}
