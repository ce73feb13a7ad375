//! The running app: plugins, library, window, and the events between them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{App, AppError, Options};
use model::event::EVENT;
use model::text;
use tauri::{AppHandle, Emitter as _, Manager as _, RunEvent, Runtime, WindowEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};

use crate::closing::Work;
use crate::commands::Shell;
use crate::presence::{self, Presence};
use crate::queue::Queue;
use crate::tray::{self, InTray};
use crate::update::{self, Updates};
use crate::{context, instance, invoke, login, window};

/// How long a desktop that has just begun may take to have its tray.
const TRAY_PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Library(#[from] AppError),
    #[error("{}", text::with("shell-no-window", &[("detail", .0.to_string().into())]))]
    Window(#[from] tauri::Error),
}

/// Runs until the window is closed and no tray keeps the app, or somebody quits it; `hidden`: it begins without a
/// window.
pub(crate) fn run(data_dir: PathBuf, hidden: bool, started: Instant) -> tauri::Result<ExitCode> {
    let mut context = context::context();
    let builder = tauri::Builder::default().plugin(instance::plugin(&mut context, &data_dir));
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(login::plugin());
    let app = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .plugin(window::state_plugin(&data_dir))
        .invoke_handler(invoke::handle)
        .setup(move |app| {
            app.manage(Presence::new());
            if let Err(refusal) = open(app.handle(), &data_dir, hidden, started) {
                refuse(app.handle(), &refusal);
            }
            Ok(())
        })
        .build(context)?;
    let handle = app.handle().clone();
    let code = app.run_return(|handle, event| match event {
        RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } if label == window::LABEL => {
            presence::destroyed(handle);
        }
        // Not somebody who wants it to end, but the last window, which is gone.
        RunEvent::ExitRequested { code: None, api, .. } if handle.state::<Presence>().stays() => {
            api.prevent_exit();
        }
        _ => {}
    });
    if let Ok(updates) = update::of(&handle) {
        updates.install_at_end();
    }
    tracing::info!(code, "ended");
    Ok(if code == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opens the library, then the window on it, or the tray alone.
fn open<R: Runtime>(
    handle: &AppHandle<R>,
    data_dir: &Path,
    hidden: bool,
    started: Instant,
) -> Result<(), Refusal> {
    let app = Arc::new(App::open(Options {
        data_dir: Some(data_dir.to_owned()),
        events: Arc::new(events(handle.clone())),
        ..Options::default()
    })?);
    tracing::debug!(since_start = ?started.elapsed(), "library open");
    handle.manage(InTray::<R>::new(app.status()?.sync));
    handle.manage(app.watch());
    handle.manage(Work::default());
    handle.manage(Queue::start().map_err(tauri::Error::from)?);
    let updates = Updates::new(handle.clone(), Arc::clone(&app), data_dir);
    handle.manage(Arc::clone(&updates));
    handle.manage(Shell::new(app, handle.clone(), started));
    tray::start(handle);
    let shell = handle.state::<Shell<R>>();
    if shell.settings().window.start_at_login
        // An update may have moved the program.
        && let Err(error) = login::start_at_login(handle, true)
    {
        tracing::warn!(%error, "the desktop may start another program at login");
    }
    if hidden {
        shell.stay_signed_in();
        show_without_tray(handle.clone());
    } else {
        handle.state::<Presence>().begin();
        window::open(handle, data_dir, shell.theme())?;
        tracing::debug!(since_start = ?started.elapsed(), "window made");
    }
    update::look_daily(updates);
    Ok(())
}

/// Who begins unseen has to be found in the tray, which may come a while after the app. If it doesn't, the window does.
fn show_without_tray<R: Runtime>(handle: AppHandle<R>) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(TRAY_PATIENCE).await;
        if !tray::is_there(&handle) {
            tracing::info!("no tray to begin in");
            presence::show(&handle);
        }
    });
}

/// Passes on to the dashboard and the tray what happens unasked.
fn events<R: Runtime>(handle: AppHandle<R>) -> impl Fn(model::Event) + Send + Sync {
    move |event| {
        match &event {
            model::Event::SettingsChanged => {
                if let Some(shell) = handle.try_state::<Shell<R>>() {
                    shell.settings_changed();
                }
            }
            model::Event::SyncStatus { status } => tray::tell(&handle, status.clone()),
            model::Event::Update { update } => tray::tell_update(&handle, update.step),
            _ => {}
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
