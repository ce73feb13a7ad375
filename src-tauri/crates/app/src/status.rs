//! The state of the app as a whole.

use model::ipc::{Salvage, Status};
use model::{Kind, text};
use store::{Doubt, DoubtState, SalvageReport};

use crate::error::path_text;
use crate::{App, AppError, label};

impl App {
    /// The state of the app as a whole.
    pub fn status(&self) -> Result<Status, AppError> {
        let (workouts, programs, undo, redo) = self.read(|view| {
            Ok((view.count(Kind::Workout)?, view.count(Kind::Program)?, view.next_undo()?, view.next_redo()?))
        })?;
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: path_text(self.places.root()),
            sync: self.sync_status()?,
            workouts,
            programs,
            undo: undo.as_deref().map(label::sentence),
            redo: redo.as_deref().map(label::sentence),
            salvaged: self.salvaged(),
        })
    }

    /// Shows that folder in the system's file manager.
    pub fn folder_open(&self) -> Result<(), AppError> {
        let path = self.places.root();
        open::that_detached(path).map_err(|source| AppError::Showing { path: path.to_owned(), source })
    }

    /// The folder that holds the library and what belongs to it.
    #[must_use]
    pub fn data_dir(&self) -> &std::path::Path {
        self.places.root()
    }
}

/// A salvage as a person is told of it.
pub(crate) fn salvage(report: &SalvageReport) -> Salvage {
    let recovered = |kind| report.recovered.get(&kind).copied().unwrap_or_default();
    Salvage {
        set_aside: path_text(&report.set_aside),
        workouts: recovered(Kind::Workout),
        programs: recovered(Kind::Program),
        versions: report.versions,
        doubts: report.doubts.iter().map(doubt).collect(),
    }
}

fn doubt(doubt: &Doubt) -> String {
    let key = match doubt.state {
        DoubtState::Lost => "doubt-lost",
        DoubtState::Earlier => "doubt-earlier",
        DoubtState::Altered => "doubt-altered",
        DoubtState::Stray => "doubt-stray",
    };
    let name = doubt.name.as_deref().unwrap_or(&doubt.key.id);
    text::with(key, &[("kind", text::get(&format!("kind-{}", doubt.key.kind)).into()), ("name", name.into())])
}
