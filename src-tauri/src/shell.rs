//! The running app: plugins, library, window, and the events between them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use app::{App, AppError, Options};
use model::event::EVENT;
use model::text;
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};

use crate::closing::Work;
use crate::commands::Shell;
use crate::queue::Queue;
use crate::update::{self, Updates};
use crate::{context, instance, invoke, window};

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Library(#[from] AppError),
    #[error("{}", text::with("shell-no-window", &[("detail", .0.to_string().into())]))]
    Window(#[from] tauri::Error),
}

/// Runs until the window is closed.
pub(crate) fn run(data_dir: PathBuf, started: Instant) -> tauri::Result<ExitCode> {
    let mut context = context::context();
    let app = tauri::Builder::default()
        .plugin(instance::plugin(&mut context, &data_dir))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .plugin(window::state_plugin(&data_dir))
        .invoke_handler(invoke::handle)
        .setup(move |app| {
            if let Err(refusal) = open(app.handle(), &data_dir, started) {
                refuse(app.handle(), &refusal);
            }
            Ok(())
        })
        .build(context)?;
    let handle = app.handle().clone();
    let code = app.run_return(|_, _| {});
    if let Ok(updates) = update::of(&handle) {
        updates.install_at_end();
    }
    tracing::info!(code, "ended");
    Ok(if code == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opens the library, then the window on it.
fn open<R: Runtime>(handle: &AppHandle<R>, data_dir: &Path, started: Instant) -> Result<(), Refusal> {
    let app = Arc::new(App::open(Options {
        data_dir: Some(data_dir.to_owned()),
        events: Arc::new(events(handle.clone())),
        ..Options::default()
    })?);
    tracing::debug!(since_start = ?started.elapsed(), "library open");
    let theme = app.settings().appearance.theme;
    handle.manage(app.watch());
    handle.manage(Work::default());
    handle.manage(Queue::start().map_err(tauri::Error::from)?);
    let updates = Updates::new(handle.clone(), Arc::clone(&app), data_dir);
    handle.manage(Arc::clone(&updates));
    handle.manage(Shell::new(app, handle.clone(), started));
    window::open(handle, data_dir, theme)?;
    update::look_daily(updates);
    tracing::debug!(since_start = ?started.elapsed(), "window made");
    Ok(())
}

/// Passes on to the dashboard what happens unasked.
fn events<R: Runtime>(handle: AppHandle<R>) -> impl Fn(model::Event) + Send + Sync {
    move |event| {
        if event == model::Event::SettingsChanged
            && let Some(shell) = handle.try_state::<Shell<R>>()
        {
            shell.settings_changed();
        }
        if let Err(error) = handle.emit_to(window::LABEL, EVENT, event) {
            tracing::warn!(%error, "an event did not arrive");
        }
    }
}

/// Says why there is no window, then ends.
fn refuse<R: Runtime>(handle: &AppHandle<R>, refusal: &Refusal) {
    tracing::error!(?refusal, "not opened");
    eprintln!("{refusal}");
    let ending = handle.clone();
    handle
        .dialog()
        .message(refusal.to_string())
        .title(text::get("shell-refused-title"))
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(1));
}
