//! Closing: the window is gone at once, the process only when what was typed just before has been saved. The
//! dashboard saves a moment after the last key, so it is given that moment, unseen.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Manager as _, Runtime, WebviewWindow, WindowEvent};

use crate::commands::Shell;

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
            match closing.hide() {
                Ok(()) => {
                    api.prevent_close();
                    tauri::async_runtime::spawn(close(closing.clone()));
                }
                Err(error) => tracing::warn!(%error, "closing at once"),
            }
        }
    });
}

/// Gives the dashboard the time to save what was typed just before, and waits until that is done.
pub(crate) async fn let_work_end<R: Runtime>(app: &AppHandle<R>) {
    tokio::time::sleep(MOMENT).await;
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

async fn close<R: Runtime>(window: WebviewWindow<R>) {
    tokio::time::sleep(MOMENT).await;
    // In this moment somebody may have come back from the browser.
    window.state::<Shell<R>>().give_up_waiting();
    all_done(&window.state::<Work>()).await;
    let ending = window.clone();
    let finished = tauri::async_runtime::spawn_blocking(move || ending.state::<Shell<R>>().finish(SENDING));
    if let Err(error) = finished.await {
        tracing::error!(%error, "what was being sent is sent at the next start");
    }
    // Whoever started the app again meanwhile has the window back.
    if window.is_visible().unwrap_or_default() {
        return;
    }
    if let Err(error) = window.destroy() {
        tracing::error!(%error, "the window could not be closed");
    }
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
