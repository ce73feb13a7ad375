//! What takes time: asking the core, and telling the state what it answered.
//!
//! Every function takes the [`App`] by value, reads the state when it needs it (never from before an `await`) and
//! reports what went wrong as a toast; callers only decide when.

use std::future::Future;

use model::ipc::{Command, GetStatus, Nothing};
use model::{CommandError, ErrorCode, text};

use crate::backend;
use crate::state::{Action, App, Toast, ToastKind};

pub mod account;
pub mod entries;
pub mod library;
pub mod migration;
pub mod preferences;
pub mod programs;
pub mod settings;
pub mod start;
pub mod sync;
pub mod transfer;
pub mod undo;
pub mod update;
pub mod workouts;

/// Lets an action run on its own. On the host, where the page is tested, nothing runs on its own.
pub fn spawn(action: impl Future<Output = ()> + 'static) {
    if cfg!(target_arch = "wasm32") {
        wasm_bindgen_futures::spawn_local(action);
    }
}

/// Carries out a command that changes the library. Afterwards everything shown is asked for again. What went wrong
/// is reported; then the answer is `None`.
pub async fn change<C: Command>(app: &App, args: C::Args) -> Option<C::Reply> {
    match backend::call::<C>(args).await {
        Ok(reply) => {
            app.dispatch(Action::Changed);
            refresh(app.clone()).await;
            Some(reply)
        }
        Err(error) => {
            report(app, &error);
            None
        }
    }
}

/// Asks again for everything shown: the lists, the open program, the counts, what can be undone.
pub async fn refresh(app: App) {
    refresh_and_tell(&app).await;
}

/// As [`refresh`]; the answer is whether the open program was gone, and closed for that.
async fn refresh_and_tell(app: &App) -> bool {
    status(app).await;
    let gone = programs::reload(app).await;
    library::reload_programs(app).await;
    library::reload_workouts(app).await;
    library::reload_tags(app).await;
    gone
}

/// Asks for the core's own account of itself.
pub async fn status(app: &App) {
    match backend::call::<GetStatus>(Nothing {}).await {
        Ok(status) => app.dispatch(Action::Status(status)),
        Err(error) => report(app, &error),
    }
}

/// Shows what could not be done. A person who changed their mind knows.
pub fn report(app: &App, error: &CommandError) {
    if error.code == ErrorCode::Cancelled {
        return;
    }
    let id = app.number();
    app.dispatch(Action::Toast(Toast {
        id,
        kind: ToastKind::Problem,
        text: error.message.clone(),
        undo: false,
    }));
}

/// Shows that something was done; with the way back if it is the library's last change.
pub fn done(app: &App, text: impl Into<String>, undo: bool) {
    let id = app.number();
    app.dispatch(Action::Toast(Toast { id, kind: ToastKind::Done, text: text.into(), undo }));
}

/// Tells screen readers a sentence of the catalogue.
pub fn announce(app: &App, key: &str, args: &[(&str, text::Arg)]) {
    app.dispatch(Action::Announce(text::with(key, args)));
}
