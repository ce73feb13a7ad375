//! The sheet's calls to the core.

use model::ipc::{
    Create, CreateWorkout, DuplicateWorkout, UpdateWorkout, WorkoutDetail, WorkoutDuplicate, WorkoutUpdate,
};
use model::{CommandError, WorkoutId};

use super::editor::Request;
use crate::overlays::Overlay;
use crate::state::{Action, App};
use crate::text::t;
use crate::{actions, backend};

/// Saves.
pub async fn send(request: Request) -> Result<WorkoutDetail, CommandError> {
    match request {
        Request::Create(changes) => backend::call::<CreateWorkout>(Create { changes }).await,
        Request::Update(id, changes) => backend::call::<UpdateWorkout>(WorkoutUpdate { id, changes }).await,
    }
}

/// Saves when the sheet is gone already.
pub async fn save_and_go(app: App, request: Request) {
    match send(request).await {
        Ok(_) => {
            app.dispatch(Action::Changed);
            actions::refresh(app).await;
        }
        Err(error) => actions::report(&app, &error),
    }
}

/// Copies a workout and opens the copy.
pub async fn open_copy(app: App, id: WorkoutId) {
    let args = WorkoutDuplicate { id, name: None };
    if let Some(copy) = actions::change::<DuplicateWorkout>(&app, args).await {
        actions::done(&app, t!("workout-duplicated", name = copy.workout.name), true);
        app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(copy.workout.id) })));
    }
}
