//! Taking changes back, and doing them again.

use model::ipc::{Nothing, Redo, Reverted, Undo};
use model::{CommandError, ErrorCode, text};

use crate::actions::{done, refresh, report};
use crate::backend;
use crate::state::{Action, App};

/// Takes the last change back.
pub async fn undo(app: App) {
    settle(&app, backend::call::<Undo>(Nothing {}).await, "undone", "nothing-to-undo").await;
}

/// Does the change that was taken back last again.
pub async fn redo(app: App) {
    settle(&app, backend::call::<Redo>(Nothing {}).await, "redone", "nothing-to-redo").await;
}

async fn settle(app: &App, reply: Result<Reverted, CommandError>, said: &str, nothing: &str) {
    match reply {
        Ok(Reverted { label, .. }) => {
            app.dispatch(Action::Changed);
            done(app, text::with(said, &[("what", label.into())]), false);
            refresh(app.clone()).await;
        }
        Err(error) if error.code == ErrorCode::NothingToDo => done(app, text::get(nothing), false),
        Err(error) => report(app, &error),
    }
}
