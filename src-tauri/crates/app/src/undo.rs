//! Undo and redo. The library keeps what can be undone, so they work across restarts and across processes.

use model::ipc::{RecordRef, Reverted};

use crate::{App, AppError, label};

impl App {
    /// Takes the last change back.
    pub fn undo(&self) -> Result<Reverted, AppError> {
        let done = self.with_library(|library| library.undo(self.now()))?;
        self.announce_change();
        done.map(reverted).ok_or(AppError::NothingToUndo)
    }

    /// Does the change that was taken back last again.
    pub fn redo(&self) -> Result<Reverted, AppError> {
        let done = self.with_library(|library| library.redo(self.now()))?;
        self.announce_change();
        done.map(reverted).ok_or(AppError::NothingToRedo)
    }
}

fn reverted(done: store::Reverted) -> Reverted {
    let records = done.keys.into_iter().map(|key| RecordRef { kind: key.kind, id: key.id }).collect();
    Reverted { label: label::sentence(&done.op), records }
}
