//! The sheet's calls to the core.

use model::ipc::{
    Create, CreateWorkout, DuplicateWorkout, UpdateWorkout, WorkoutDetail, WorkoutDuplicate, WorkoutUpdate,
};
use model::{CommandError, ErrorCode, WorkoutId};

use super::editor::{Editor, Request};
use crate::overlays::Overlay;
use crate::state::{Action, App};
use crate::text::t;
use crate::{actions, backend};

/// Saves.
pub async fn send(request: Request) -> Result<WorkoutDetail, CommandError> {
    match request {
        Request::Create(changes) => backend::call::<CreateWorkout>(Create { changes }).await,
        Request::Update(id, changes, before) => {
            backend::call::<UpdateWorkout>(WorkoutUpdate { id, changes, before }).await
        }
    }
}

/// Saves when the sheet is gone already.
pub async fn save_and_go(app: App, request: Request) {
    match send(request).await {
        Ok(_) => saved(app).await,
        Err(error) => actions::report(&app, &error),
    }
}

/// Goes on when the sheet went away while a save was on its way: `answer` is what came of that.
pub async fn finish(app: App, mut editor: Editor, answer: Result<WorkoutDetail, CommandError>) {
    // Another owner's library is open: it must not have this.
    if answer.as_ref().is_err_and(|error| error.code == ErrorCode::Cancelled) {
        return;
    }
    let error = answer.as_ref().err().cloned();
    match (editor.rest(answer), error) {
        (Some(request), _) => save_and_go(app, request).await,
        // It was deleted meanwhile: there is nothing left to say it to.
        (None, Some(error)) => actions::report(&app, &error),
        (None, None) => saved(app).await,
    }
}

async fn saved(app: App) {
    app.dispatch(Action::Changed);
    actions::refresh(app).await;
}

/// Copies a workout and opens the copy.
pub async fn open_copy(app: App, id: WorkoutId) {
    let args = WorkoutDuplicate { id, name: None };
    if let Some(copy) = actions::change::<DuplicateWorkout>(&app, args).await {
        actions::done(&app, t!("workout-duplicated", name = copy.workout.name), true);
        app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(copy.workout.id) })));
    }
}

#[cfg(test)]
mod tests {
    use model::ipc::{Commands as _, WorkoutRef};

    use super::*;
    use crate::backend::fake::{self, data};

    #[tokio::test]
    async fn a_sheet_that_goes_while_its_workout_is_made_loses_nothing() {
        fake::install(data::named("empty"));
        let app = App::default();
        let mut editor = Editor::blank();
        editor.form.name = "Legs".into();
        let request = editor.request().unwrap();
        editor.form.name = "Leg day".into();
        let answer = send(request).await;
        let id = answer.as_ref().unwrap().workout.id.clone();
        finish(app.clone(), editor, answer).await;
        let kept = backend::call::<model::ipc::GetWorkout>(WorkoutRef { id }).await.unwrap();
        assert_eq!(kept.workout.name, "Leg day");
        assert_eq!(
            (app.state().revision, app.state().workouts.total),
            (1, 1),
            "the lists are asked for again"
        );
    }

    #[tokio::test]
    async fn that_a_workout_is_gone_is_told_to_whoever_typed_into_it_last() {
        let library = data::named("some");
        let row = library.workout_list(model::ipc::ListQuery::default()).unwrap().items.remove(0);
        let detail = library.workout_get(WorkoutRef { id: row.id }).unwrap();
        fake::install(library);
        let app = App::default();
        let mut editor = Editor::of(&detail.workout);
        editor.form.name = "Typed at last".into();
        editor.request().unwrap();
        finish(app.clone(), editor, Err(CommandError::new(ErrorCode::NotFound, "It is gone."))).await;
        assert_eq!(app.state().toasts.last().unwrap().text, "It is gone.");
    }

    #[tokio::test]
    async fn another_owner_does_not_get_what_was_typed() {
        let library = data::named("empty");
        assert_eq!(library.status(model::ipc::Nothing {}).unwrap().workouts, 0);
        fake::install(library);
        let mut editor = Editor::blank();
        editor.form.name = "Legs".into();
        editor.request().unwrap();
        finish(App::default(), editor, Err(CommandError::new(ErrorCode::Cancelled, ""))).await;
        let status = backend::call::<model::ipc::GetStatus>(model::ipc::Nothing {}).await.unwrap();
        assert_eq!(status.workouts, 0);
    }
}
