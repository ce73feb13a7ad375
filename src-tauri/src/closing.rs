//! Closing: the window is gone at once, the process only when what was typed just before has been saved. The
//! dashboard saves a moment after the last key, so it is given that moment, unseen. Where there is a tray the window
//! alone goes, with all the memory it takes, and the app stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use model::text;
use tauri::{AppHandle, Manager as _, Runtime, WebviewWindow, WindowEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons};

use crate::commands::Shell;
use crate::presence::Presence;
use crate::{tray, window};

/// How long the dashboard goes on out of sight. It saves 600 ms after the last key; a page that can't be seen has
/// its timers rounded up to whole seconds.
const MOMENT: Duration = Duration::from_secs(2);
/// How often, and how many times at most, it is then asked whether all commands are done.
const LOOK: Duration = Duration::from_millis(50);
const LOOKS: u32 = 600;

/// How long what is being sent to the cloud may take then; the rest is sent at the next start.
pub(crate) const SENDING: Duration = Duration::from_secs(5);

/// The commands under way.
#[derive(Clone, Default)]
pub(crate) struct Work(Arc<AtomicUsize>);

/// One command under way, until it is dropped.
pub(crate) struct Begun(Arc<AtomicUsize>);

impl Work {
    /// A command begins.
    pub(crate) fn begin(&self) -> Begun {
        self.0.fetch_add(1, Ordering::AcqRel);
        Begun(Arc::clone(&self.0))
    }

    fn is_done(&self) -> bool {
        self.0.load(Ordering::Acquire) == 0
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Lets the window close in this way.
pub(crate) fn wait_for_work<R: Runtime>(window: &WebviewWindow<R>) {
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            tracing::debug!("asked to close");
            if stays(closing.app_handle()) {
                let shell = closing.state::<Shell<R>>();
                if !shell.settings().window.tray_explained {
                    api.prevent_close();
                    explain(&closing);
                    return;
                }
            }
            match closing.hide() {
                Ok(()) => {
                    api.prevent_close();
                    tauri::async_runtime::spawn(close(closing.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "closing at once");
                    closing.state::<Presence>().end();
                }
            }
        }
    });
}

/// Whether the app stays when its window is closed.
fn stays<R: Runtime>(app: &AppHandle<R>) -> bool {
    tray::is_there(app) && app.state::<Shell<R>>().settings().window.close_to_tray
}

/// Says, once, that the app stays in the tray, and offers to quit instead. Then the window closes.
fn explain<R: Runtime>(window: &WebviewWindow<R>) {
    static ASKED: AtomicBool = AtomicBool::new(false);
    if ASKED.swap(true, Ordering::AcqRel) {
        return;
    }
    let closing = window.clone();
    let buttons =
        MessageDialogButtons::OkCancelCustom(text::get("tray-explain-stay"), text::get("tray-explain-quit"));
    window
        .dialog()
        .message(text::get("tray-explain"))
        .title(text::get("tray-explain-title"))
        .buttons(buttons)
        .parent(window)
        .show(move |stays| {
            ASKED.store(false, Ordering::Release);
            if !stays {
                quit(closing.app_handle());
                return;
            }
            if let Err(error) = closing.state::<Shell<R>>().tray_explained() {
                tracing::warn!(%error, "it is explained again");
            }
            if let Err(error) = closing.hide() {
                tracing::warn!(%error, "closing in sight");
            }
            tauri::async_runtime::spawn(close(closing));
        });
}

async fn close<R: Runtime>(window: WebviewWindow<R>) {
    let app = window.app_handle();
    tokio::time::sleep(MOMENT).await;
    settle(app).await;
    if stays(app) {
        // From here on who wants the window waits until it is gone, and has another one.
        app.state::<Presence>().go();
        if is_seen(app) {
            app.state::<Presence>().begin();
            return;
        }
    } else {
        finish(app).await;
        // Whoever started the app again meanwhile has the window back.
        if is_seen(app) {
            return;
        }
        app.state::<Presence>().end();
    }
    if let Err(error) = window.destroy() {
        tracing::error!(%error, "the window could not be closed");
    }
}

/// Ends the app, with its window if there is one, when all is saved and what is being sent has had its chance.
pub(crate) fn quit<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Some(window) = app.get_webview_window(window::LABEL) {
            if let Err(error) = window.hide() {
                tracing::warn!(%error, "quitting in sight");
            }
            tokio::time::sleep(MOMENT).await;
        }
        settle(&app).await;
        finish(&app).await;
        app.state::<Presence>().end();
        app.exit(0);
    });
}

/// Gives the dashboard the time to save what was typed just before, and waits until that is done.
pub(crate) async fn let_work_end<R: Runtime>(app: &AppHandle<R>) {
    tokio::time::sleep(MOMENT).await;
    all_done(&app.state::<Work>()).await;
}

/// Waits for the commands under way. What waits for a person doesn't wait any longer.
async fn settle<R: Runtime>(app: &AppHandle<R>) {
    // In the moment before, somebody may have come back from the browser.
    app.state::<Shell<R>>().give_up_waiting();
    all_done(&app.state::<Work>()).await;
}

async fn all_done(work: &Work) {
    for _ in 0..LOOKS {
        if work.is_done() {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Lets what is being sent have its chance.
async fn finish<R: Runtime>(app: &AppHandle<R>) {
    let ending = app.clone();
    let finished = tauri::async_runtime::spawn_blocking(move || ending.state::<Shell<R>>().finish(SENDING));
    if let Err(error) = finished.await {
        tracing::error!(%error, "what was being sent is sent at the next start");
    }
}

fn is_seen<R: Runtime>(app: &AppHandle<R>) -> bool {
    let window = app.get_webview_window(window::LABEL);
    window.is_some_and(|window| window.is_visible().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_when_every_command_is() {
        let work = Work::default();
        assert!(work.is_done());
        let (first, second) = (work.begin(), work.clone().begin());
        drop(first);
        assert!(!work.is_done());
        drop(second);
        assert!(work.is_done());
    }
}
