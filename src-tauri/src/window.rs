//! The one window: how it is made, shown and raised, and which colours it takes. Whether there is one is in
//! [`crate::presence`].

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::ipc::Theme;
use model::text;
use tauri::plugin::TauriPlugin;
use tauri::webview::{Color, NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_window_state::{Builder as StateBuilder, DEFAULT_FILENAME, StateFlags};

use crate::{closing, screen};

/// What the window is called: its capability is granted under this name.
pub(crate) const LABEL: &str = "main";

/// Width and height at the first start, and the least, in logical pixels.
const SIZE: (f64, f64) = (1280.0, 800.0);
const LEAST: (f64, f64) = (800.0, 560.0);

/// The dashboard's canvas (`ui/styles/tokens.css`): what is seen before it has painted, and at the edge while
/// the window is being resized.
const DARK: Color = Color(0x0e, 0x11, 0x16, 0xff);
const LIGHT: Color = Color(0xf6, 0xf7, 0xf9, 0xff);

/// A dashboard that hasn't said it is ready by then is shown as it is, so that there is something to see and close.
const PATIENCE: Duration = Duration::from_secs(8);

/// Remembers where the window was, in the data folder, so that each folder's window has its own place.
pub(crate) fn state_plugin<R: Runtime>(data_dir: &Path) -> TauriPlugin<R> {
    // The plugin takes a text; joined to its own folder, a whole path wins.
    let file = data_dir.join("window.json").into_os_string().into_string();
    StateBuilder::new()
        .with_filename(file.unwrap_or_else(|_| DEFAULT_FILENAME.to_owned()))
        .with_state_flags(
            StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN,
        )
        .build()
}

/// Makes the window, hidden until the dashboard has painted: nobody sees a white flash.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, data_dir: &Path, theme: Theme) -> tauri::Result<()> {
    app.manage(Shown::default());
    let shown = app.state::<Shown>().anew();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(text::get("shell-title"))
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(LEAST.0, LEAST.1)
        .prevent_overflow()
        .visible(false)
        .data_directory(data_dir.join("webview"))
        // Dragging within the dashboard is its own affair.
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(true)
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    if theme == Theme::System {
        // The window follows the desktop as it was made to.
        window.set_background_color(Some(canvas(window.theme()?)))?;
    } else {
        dress(&window, theme)?;
    }
    screen::keep_visible(&window)?;
    closing::wait_for_work(&window);
    show_at_last(window, shown);
    Ok(())
}

/// Gives the window's frame and background the colours that the person chose.
pub(crate) fn dress<R: Runtime>(window: &WebviewWindow<R>, theme: Theme) -> tauri::Result<()> {
    let chosen = match theme {
        Theme::System => None,
        Theme::Dark => Some(tauri::Theme::Dark),
        Theme::Light => Some(tauri::Theme::Light),
    };
    window.set_theme(chosen)?;
    let shown = match chosen {
        Some(chosen) => chosen,
        None => window.theme()?,
    };
    // On Linux no wish means light frames, whatever the desktop has, so the desktop's choice is passed on.
    if cfg!(target_os = "linux") && chosen.is_none() {
        window.set_theme(Some(shown))?;
    }
    window.set_background_color(Some(canvas(shown)))
}

fn canvas(theme: tauri::Theme) -> Color {
    if theme == tauri::Theme::Dark { DARK } else { LIGHT }
}

/// Whether the window that there is now was ever shown.
#[derive(Default)]
pub(crate) struct Shown(Mutex<Arc<AtomicBool>>);

impl Shown {
    fn current(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// For a new window.
    fn anew(&self) -> Arc<AtomicBool> {
        let anew = Arc::default();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&anew);
        anew
    }
}

/// Shows the window for the first time; later calls change nothing. Answers whether this was the first.
pub(crate) fn show<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<bool> {
    show_once(window, &window.state::<Shown>().current())
}

fn show_once<R: Runtime>(window: &WebviewWindow<R>, shown: &AtomicBool) -> tauri::Result<bool> {
    let first = !shown.swap(true, Ordering::AcqRel);
    if first {
        window.show()?;
        window.set_focus()?;
    }
    Ok(first)
}

/// Brings the window before all others.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window could not be raised");
    }
}

fn show_at_last<R: Runtime>(window: WebviewWindow<R>, shown: Arc<AtomicBool>) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        match show_once(&window, &shown) {
            Ok(true) => tracing::warn!("the dashboard did not say that it is ready"),
            Ok(false) => {}
            // Most likely it was closed meanwhile.
            Err(error) => tracing::warn!(%error, "the window could not be shown"),
        }
    });
}

/// Only the embedded dashboard is ever shown, wherever a link or a script may point.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // How Windows spells it.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_embedded_dashboard_is_shown() {
        for ours in ["tauri://localhost", "tauri://localhost/index.html", "http://tauri.localhost/"] {
            assert!(is_ours(&ours.parse().unwrap()), "{ours}");
        }
        for other in [
            "https://example.com/",
            "tauri://elsewhere/",
            "http://localhost/",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(!is_ours(&other.parse().unwrap()), "{other}");
        }
    }
}
