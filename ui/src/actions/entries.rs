//! Entries of programs: adding, moving, renaming, dating, taking out.

use model::ipc::{
    AddEntry, EntryAdd, EntryRemove, EntryUpdate, RemoveEntry, Reorder, ReorderEntries, UpdateEntry,
};
use model::{EntryId, ProgramId, WorkoutId, text};

use crate::actions::{announce, change, done};
use crate::state::App;

/// Puts a workout into a program, at a place or at the end.
pub async fn add(app: App, id: ProgramId, workout_id: WorkoutId, name: String, at: Option<usize>) {
    let at = at.and_then(|at| u32::try_from(at).ok());
    let args = EntryAdd { id, workout_id, at, custom_name: None, custom_date: None };
    if let Some(detail) = change::<AddEntry>(&app, args).await {
        let args = [("name", name.into()), ("program", detail.program.name.into())];
        done(&app, text::with("entry-added", &args), true);
    }
}

/// Renames and dates an entry.
pub async fn update(app: App, entry: EntryUpdate) {
    change::<UpdateEntry>(&app, entry).await;
}

/// Takes an entry out of a program.
pub async fn remove(app: App, id: ProgramId, entry_id: EntryId, name: String) {
    if change::<RemoveEntry>(&app, EntryRemove { id, entry_id }).await.is_some() {
        done(&app, text::with("entry-removed", &[("name", name.into())]), true);
    }
}

/// Puts the entries of a program in another order; `name` moved to the place `to`, from 0.
pub async fn reorder(app: App, id: ProgramId, entry_ids: Vec<EntryId>, name: String, to: usize) {
    let total = entry_ids.len();
    if change::<ReorderEntries>(&app, Reorder { id, entry_ids }).await.is_some() {
        let args = [("name", name.into()), ("place", (to + 1).into()), ("total", total.into())];
        announce(&app, "drag-dropped", &args);
    }
}
