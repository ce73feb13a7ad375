//! Files that were chosen and looked at, but not yet applied.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use model::ipc::{ImportApply, ImportReport, Preview, PreviewRef};

use super::compare::{compare, missing};
use super::source::Source;
use crate::app::lock;
use crate::{App, AppError};

/// How many previewed files are held; of more, the oldest is forgotten.
const HELD: usize = 4;

/// The previewed files by their tokens.
#[derive(Default)]
pub(crate) struct Previews {
    last: u64,
    held: BTreeMap<u64, Arc<Source>>,
}

impl Previews {
    /// Forgets all files. A token that was given out names nothing from then on.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
    }

    fn hold(&mut self, source: Source) -> u64 {
        self.last += 1;
        self.held.insert(self.last, Arc::new(source));
        while self.held.len() > HELD {
            self.held.pop_first();
        }
        self.last
    }
}

impl App {
    /// Reads a file and says what importing it would do.
    pub fn import_preview(&self, path: &Path) -> Result<Preview, AppError> {
        self.preview(Source::read(path)?)
    }

    /// Reads a backup and says what restoring it would do.
    pub fn restore_preview(&self, path: &Path) -> Result<Preview, AppError> {
        let source = Source::read(path)?;
        source.must_be_backup()?;
        self.preview(source)
    }

    /// Imports a previewed file. It is compared anew: the library may have changed since.
    pub fn import_apply(&self, ask: ImportApply) -> Result<ImportReport, AppError> {
        let _one_library = self.settle();
        let source = self.previewed(ask.token)?;
        let report = self.import(&source, ask.differing)?;
        self.preview_drop(PreviewRef { token: ask.token })?;
        Ok(report)
    }

    /// Makes the library what a previewed backup says.
    pub fn restore_apply(&self, ask: PreviewRef) -> Result<ImportReport, AppError> {
        let _one_library = self.settle();
        let source = self.previewed(ask.token)?;
        let restored = self.restore(&source)?;
        self.preview_drop(ask)?;
        Ok(restored.report)
    }

    /// Forgets a previewed file; one that is forgotten already is no error.
    pub fn preview_drop(&self, ask: PreviewRef) -> Result<(), AppError> {
        lock(&self.previews).held.remove(&ask.token);
        Ok(())
    }

    fn preview(&self, source: Source) -> Result<Preview, AppError> {
        let _one_library = self.settle();
        let (report, missing) =
            self.read(|view| Ok((compare(view, &source)?, missing(view, &source)?.len() as u64)))?;
        let file = source.file.clone();
        let token = lock(&self.previews).hold(source);
        Ok(Preview { token, file, report, missing })
    }

    fn previewed(&self, token: u64) -> Result<Arc<Source>, AppError> {
        lock(&self.previews).held.get(&token).cloned().ok_or(AppError::NoPreview)
    }
}
