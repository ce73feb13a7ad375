//! The person's choices about the dashboard. They hold at once and are written a moment later, once for many.

use gloo_timers::future::TimeoutFuture;
use model::ipc::{Preferences, SetPreferences};

use crate::actions::{report, spawn};
use crate::backend;
use crate::state::{Action, App};

/// How long a choice may be followed by another before both are written, in milliseconds.
const PAUSE: u32 = 400;

/// Changes a preference and remembers it.
pub fn choose(app: &App, change: impl FnOnce(&mut Preferences)) {
    let mut chosen = (*app.state().preferences).clone();
    change(&mut chosen);
    if chosen == *app.state().preferences {
        return;
    }
    app.dispatch(Action::Preferences(chosen));
    spawn(remember(app.clone()));
}

async fn remember(app: App) {
    let chosen = app.state().preferences.clone();
    TimeoutFuture::new(PAUSE).await;
    // A later choice writes this one too.
    if chosen != app.state().preferences {
        return;
    }
    if let Err(error) = backend::call::<SetPreferences>((*chosen).clone()).await {
        report(&app, &error);
    }
}
