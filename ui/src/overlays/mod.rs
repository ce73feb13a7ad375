//! Sheets and dialogs: what stands on top of the three panels. One at a time; each is a file with one component.

use model::ipc::{Preview, ProgramUse};
use model::{Kind, WorkoutId};
use yew::prelude::*;

use crate::state::use_selector;

/// A sheet or dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// The workout sheet; without an id for a new one.
    Workout {
        /// The workout to edit.
        id: Option<WorkoutId>,
    },
    /// Deleting a workout that programs use: asks what becomes of their entries.
    DeleteWorkout {
        /// The workout.
        id: WorkoutId,
        /// Its name.
        name: String,
        /// The programs that use it.
        used_by: Vec<ProgramUse>,
    },
    /// Earlier versions of a record.
    History {
        /// The record's kind.
        kind: Kind,
        /// The record's id.
        id: String,
        /// Its name.
        name: String,
    },
    /// Records that were deleted and can be restored.
    Deleted,
    /// What importing a chosen file would do.
    Import(Preview),
    /// What restoring a chosen backup would do.
    Restore(Preview),
    /// What to export.
    Export,
    /// The command palette.
    Palette,
    /// The shortcut sheet.
    Shortcuts,
    /// Figures about the library.
    Stats,
}

/// Whichever sheet or dialog is open.
#[component]
pub fn Overlays() -> Html {
    let overlay = use_selector(|state| state.overlay.clone());
    match overlay {
        None => Html::default(),
        Some(_) => Html::default(),
    }
}
