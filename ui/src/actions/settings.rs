//! What a person sets: it holds at once, and is kept by the core.

use model::ipc::{
    BackupRef, Command, GetSettings, MakeBackup, Nothing, OpenFolder, PreviewBackup, SetSetting,
    SettingChange, SettingsState,
};
use serde_json::Value;

use crate::actions::{done, report, spawn};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};
use crate::text::t;

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

/// Writes a backup into the data folder; whether it did.
pub async fn back_up(app: &App) -> bool {
    let written = order::<MakeBackup>(app, Nothing {}).await;
    if let Some(written) = &written {
        done(app, t!("backed-up", path = written.path.as_str()), false);
    }
    written.is_some()
}

/// Shows what restoring a backup of the data folder would do.
pub async fn restore(app: App, name: String) {
    if let Some(preview) = order::<PreviewBackup>(&app, BackupRef { name }).await {
        app.dispatch(Action::Overlay(Some(Overlay::Restore(preview))));
    }
}

/// Shows the data folder.
pub async fn show_folder(app: App) {
    order::<OpenFolder>(&app, Nothing {}).await;
}

/// Why it could not be done is told.
async fn order<C: Command>(app: &App, args: C::Args) -> Option<C::Reply> {
    backend::call::<C>(args).await.inspect_err(|error| report(app, error)).ok()
}
