//! The first moments: hearing events, then asking for the state, so that nothing is missed in between.

use model::ipc::{
    AddStarter, GetPreferences, GetStatus, GetSync, ListQuery, ListStarters, Nothing, StarterRef, WindowReady,
};
use model::{CommandError, ErrorCode, Event, text};

use crate::actions::{
    self, account, change, done, library, migration, programs, report, settings, spawn, sync, update,
};
use crate::backend;
use crate::state::{Action, App, Open, Phase, Progress};

/// Brings the library onto the page.
pub async fn start(app: App) {
    let listener = app.clone();
    if let Err(error) = backend::listen(move |event| hear(&listener, event)).await {
        report(&app, &error);
    }
    let usable = essentials(&app).await;
    // The shell shows the window when it hears this; a browser has none.
    if let Err(error) = backend::call::<WindowReady>(Nothing {}).await {
        report(&app, &error);
    }
    if usable {
        fill_in(&app).await;
    }
}

/// Asks for everything that is shown at first.
pub async fn load(app: App) {
    if essentials(&app).await {
        fill_in(&app).await;
    }
}

/// Asks for what the window can't be used without; whether it can be used now.
async fn essentials(app: &App) -> bool {
    match backend::call::<GetStatus>(Nothing {}).await {
        Ok(status) => {
            if let Some(report) = status.salvaged.clone() {
                hear(app, Event::Salvaged { report });
            }
            app.dispatch(Action::Status(status));
        }
        Err(error) => {
            app.dispatch(Action::Phase(Phase::Failed(error)));
            return false;
        }
    }
    app.dispatch(Action::Phase(Phase::Starting));
    settings::ask(app.clone()).await;
    match backend::call::<GetPreferences>(Nothing {}).await {
        Ok(preferences) => {
            if let Some(id) = preferences.open_program.clone() {
                app.dispatch(Action::Open(Open::Loading(id)));
            }
            app.dispatch(Action::Preferences(preferences));
        }
        Err(error) => report(app, &error),
    }
    programs::reload(app).await;
    let order = app.state().preferences.clone();
    let query = |order| ListQuery { order, ..ListQuery::default() };
    library::query_programs(app.clone(), query(order.program_order)).await;
    library::query_workouts(app.clone(), query(order.workout_order)).await;
    app.dispatch(Action::Phase(Phase::Ready));
    true
}

/// Asks for what may come a moment later: the window need not wait for it.
async fn fill_in(app: &App) {
    account::ask_first(app).await;
    sync::ask_first(app).await;
    migration::offer(app.clone()).await;
    update::order(app.clone(), update::Act::Ask).await;
    library::reload_tags(app).await;
    match backend::call::<ListStarters>(Nothing {}).await {
        Ok(starters) => app.dispatch(Action::Starters(starters)),
        Err(error) => report(app, &error),
    }
}

/// Adds a program that comes with the app and opens it.
pub async fn add_starter(app: App, key: String) {
    if let Some(detail) = change::<AddStarter>(&app, StarterRef { key }).await {
        done(&app, text::with("starter-added", &[("name", detail.program.name.clone().into())]), true);
        programs::open(app, detail.program.id).await;
    }
}

fn hear(app: &App, event: Event) {
    match event {
        Event::LibraryChanged => spawn(sync::follow(app.clone())),
        Event::SettingsChanged => spawn(settings::ask(app.clone())),
        Event::AccountChanged => spawn(account::ask(app.clone())),
        Event::SyncStatus { status } => {
            app.dispatch(Action::Sync(status));
            spawn(sync::order::<GetSync>(app.clone()));
            spawn(migration::offer(app.clone()));
        }
        Event::Migration { run } => migration::hear(app, run),
        Event::Update { update } => app.dispatch(Action::Update(update)),
        Event::Conflict => spawn(sync::conflicts(app.clone())),
        Event::Progress { label, done, total } => {
            app.dispatch(Action::Progress((done < total).then_some(Progress { label, done, total })));
        }
        Event::Salvaged { report } => {
            let saved = report.workouts + report.programs;
            let args = [("saved", saved.into()), ("path", report.set_aside.into())];
            actions::report(app, &CommandError::new(ErrorCode::Damaged, text::with("salvaged", &args)));
        }
    }
}
