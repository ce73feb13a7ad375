//! Workouts of the library: copying, deleting.

use model::ipc::{
    DeleteWorkout, DuplicateWorkout, EntryFate, GetWorkout, WorkoutDelete, WorkoutDuplicate, WorkoutRef,
};
use model::{ErrorCode, WorkoutId, text};

use crate::actions::{change, done, refresh, report};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};

/// Copies a workout.
pub async fn duplicate(app: App, id: WorkoutId) {
    if let Some(copy) = change::<DuplicateWorkout>(&app, WorkoutDuplicate { id, name: None }).await {
        done(&app, text::with("workout-duplicated", &[("name", copy.workout.name.into())]), true);
    }
}

/// Deletes a workout. If programs use it and `entries` doesn't say what becomes of their entries, asks for that.
pub async fn delete(app: App, id: WorkoutId, name: String, entries: Option<EntryFate>) {
    match backend::call::<DeleteWorkout>(WorkoutDelete { id: id.clone(), entries }).await {
        Ok(_) => {
            app.dispatch(Action::Changed);
            done(&app, text::with("workout-deleted", &[("name", name.into())]), true);
            refresh(app).await;
        }
        Err(error) if error.code == ErrorCode::InUse => ask_entries(app, id, name).await,
        Err(error) => report(&app, &error),
    }
}

async fn ask_entries(app: App, id: WorkoutId, name: String) {
    match backend::call::<GetWorkout>(WorkoutRef { id: id.clone() }).await {
        Ok(detail) => {
            let overlay = Overlay::DeleteWorkout { id, name, used_by: detail.used_by };
            app.dispatch(Action::Overlay(Some(overlay)));
        }
        Err(error) => report(&app, &error),
    }
}
