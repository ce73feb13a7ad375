//! What a person sets: it holds at once, and is kept by the core.

use model::ipc::{Command, GetSettings, Nothing, SetSetting, SettingChange, SettingsState};
use serde_json::Value;

use crate::actions::{report, spawn};
use crate::backend;
use crate::state::{Action, App};

/// Asks for everything that is set. What is wrong with the file is told, once.
pub async fn ask(app: App) {
    if let Some(settings) = order::<GetSettings>(&app, Nothing {}).await {
        for trouble in
            settings.troubles.iter().filter(|trouble| !app.state().settings.troubles.contains(trouble))
        {
            report(&app, &model::CommandError::new(model::ErrorCode::BadFile, trouble.clone()));
        }
        app.dispatch(Action::Settings(settings));
    }
}

/// Sets one thing.
pub fn set(app: &App, key: &'static str, value: Value) {
    let mut shown: SettingsState = (*app.state().settings).clone();
    shown.values.insert(key.into(), value.clone());
    app.dispatch(Action::Settings(shown));
    let app = app.clone();
    spawn(async move {
        match order::<SetSetting>(&app, SettingChange { key: key.into(), value }).await {
            Some(settings) => app.dispatch(Action::Settings(settings)),
            // It is as it was.
            None => ask(app).await,
        }
    });
}

/// Why it could not be done is told.
async fn order<C: Command>(app: &App, args: C::Args) -> Option<C::Reply> {
    backend::call::<C>(args).await.inspect_err(|error| report(app, error)).ok()
}
