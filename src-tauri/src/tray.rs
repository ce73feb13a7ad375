//! The icon in the desktop's tray. What it shows is made by [`model::tray`]; here it is sent to the system, when it is
//! another one, and what is chosen in its menu is done.

mod icons;
#[cfg(target_os = "linux")]
mod linux;

use std::sync::{Mutex, MutexGuard, PoisonError};

use model::SyncStatus;
use model::tray::{Action, Line, Panel, Tray, Updates, tray};
use model::update::UpdateStep;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::commands::Shell;
use crate::{closing, presence, update};

/// What it is called among the app's parts, and on the bus.
const ID: &str = "ghost-gym";

/// The tray of this process.
pub(crate) struct InTray<R: Runtime>(Mutex<State<R>>);

struct State<R: Runtime> {
    status: SyncStatus,
    panel: Panel,
    updates: Updates,
    /// The icon, once the system has taken it, and what it shows.
    icon: Option<(TrayIcon<R>, Tray)>,
    /// Whether somebody shows it.
    seen: bool,
}

impl<R: Runtime> State<R> {
    fn shows(&self) -> Tray {
        tray(&self.status, self.panel, self.updates)
    }
}

impl<R: Runtime> InTray<R> {
    /// For a library that stands so with the cloud.
    pub(crate) fn new(status: SyncStatus) -> Self {
        let (panel, updates) = (Panel::default(), Updates::default());
        Self(Mutex::new(State { status, panel, updates, icon: None, seen: false }))
    }

    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts the icon into the tray, if the desktop has one. On Linux a panel may come and go: that is followed.
pub(crate) fn start<R: Runtime>(app: &AppHandle<R>) {
    #[cfg(target_os = "linux")]
    linux::follow(app.clone());
    #[cfg(not(target_os = "linux"))]
    appear(app);
}

/// Whether there is a tray with the icon in it.
pub(crate) fn is_there<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.try_state::<InTray<R>>().is_some_and(|tray| tray.state().seen)
}

/// The library stands so with the cloud.
pub(crate) fn tell<R: Runtime>(app: &AppHandle<R>, status: SyncStatus) {
    change(app, |state| state.status = status);
}

/// A newer version of the app is so far.
pub(crate) fn tell_update<R: Runtime>(app: &AppHandle<R>, step: UpdateStep) {
    let updates = match step {
        UpdateStep::NotSetUp => Updates::None,
        UpdateStep::Ready => Updates::Ready,
        _ => Updates::Checkable,
    };
    change(app, |state| state.updates = updates);
}

/// Changes what is shown, and sends what is another one then.
fn change<R: Runtime>(app: &AppHandle<R>, change: impl FnOnce(&mut State<R>)) {
    let Some(tray) = app.try_state::<InTray<R>>() else { return };
    {
        let mut state = tray.state();
        change(&mut state);
    }
    send_later(app);
}

/// Sends from the main thread, where it can't overtake another, and whoever tells something needn't wait.
fn send_later<R: Runtime>(app: &AppHandle<R>) {
    let there = app.clone();
    let sent = app.run_on_main_thread(move || {
        if let Err(error) = send(&there) {
            tracing::warn!(%error, "the tray shows what it did");
        }
    });
    if let Err(error) = sent {
        tracing::warn!(%error, "the tray shows what it did");
    }
}

fn send<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let tray = app.state::<InTray<R>>();
    let (icon, shown, wanted) = {
        let state = tray.state();
        let Some((icon, shown)) = &state.icon else { return Ok(()) };
        (icon.clone(), shown.clone(), state.shows())
    };
    if shown == wanted {
        return Ok(());
    }
    if shown.icon != wanted.icon {
        icon.set_icon_with_as_template(Some(icons::of(wanted.icon)), cfg!(target_os = "macos"))?;
    }
    if shown.tooltip != wanted.tooltip {
        icon.set_tooltip(Some(&wanted.tooltip))?;
    }
    if shown.menu != wanted.menu {
        icon.set_menu(Some(menu(app, &wanted.menu)?))?;
    }
    tracing::trace!(tooltip = wanted.tooltip, "shown in the tray");
    tray.state().icon = Some((icon, wanted));
    Ok(())
}

/// There is a tray: the icon goes there. Answers whether it is there.
fn appear<R: Runtime>(app: &AppHandle<R>) -> bool {
    let tray = app.state::<InTray<R>>();
    let shows = {
        let mut state = tray.state();
        if state.icon.is_some() {
            // It has been put there again by whoever keeps it.
            state.seen = true;
            return true;
        }
        state.shows()
    };
    match build(app, &shows) {
        Ok(icon) => {
            let mut state = tray.state();
            state.icon = Some((icon, shows));
            state.seen = true;
            drop(state);
            tracing::info!("in the tray");
            // What has changed meanwhile.
            send_later(app);
            true
        }
        Err(error) => {
            tracing::info!(%error, "no tray");
            false
        }
    }
}

/// The tray is gone.
#[cfg(target_os = "linux")]
fn vanish<R: Runtime>(app: &AppHandle<R>) {
    tracing::info!("the tray is gone");
    app.state::<InTray<R>>().state().seen = false;
}

fn build<R: Runtime>(app: &AppHandle<R>, shows: &Tray) -> tauri::Result<TrayIcon<R>> {
    TrayIconBuilder::with_id(ID)
        .title(model::text::get("shell-title"))
        .icon(icons::of(shows.icon))
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(&shows.tooltip)
        .menu(&menu(app, &shows.menu)?)
        .show_menu_on_left_click(false)
        .on_menu_event(chosen)
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                presence::show(icon.app_handle());
            }
        })
        .build(app)
}

fn menu<R: Runtime>(app: &AppHandle<R>, lines: &[Line]) -> tauri::Result<Menu<R>> {
    let menu = Menu::new(app)?;
    for line in lines {
        match line {
            Line::Status(words) => menu.append(&MenuItem::new(app, literal(words), false, None::<&str>)?)?,
            Line::Choice { action, words, enabled } => {
                menu.append(&MenuItem::with_id(app, action.key(), literal(words), *enabled, None::<&str>)?)?;
            }
            Line::Gap => menu.append(&PredefinedMenuItem::separator(app)?)?,
        }
    }
    Ok(menu)
}

/// Menus take an ampersand for the mark of a key.
fn literal(words: &str) -> String {
    words.replace('&', "&&")
}

/// Something was chosen in the menu.
#[allow(clippy::needless_pass_by_value, reason = "as Tauri has it")]
fn chosen<R: Runtime>(app: &AppHandle<R>, event: MenuEvent) {
    let Some(action) = Action::of(event.id().as_ref()) else { return };
    tracing::debug!(?action, "chosen in the tray");
    match action {
        // What an update would replace is told there.
        Action::Open | Action::InstallUpdate => presence::show(app),
        Action::CheckForUpdates => {
            presence::show(app);
            if let Ok(updates) = update::of(app) {
                tauri::async_runtime::spawn(async move { updates.check(true).await });
            }
        }
        Action::Quit => closing::quit(app),
        Action::SyncNow | Action::Pause | Action::Resume => {
            let app = app.clone();
            tauri::async_runtime::spawn_blocking(move || {
                if let Err(error) = app.state::<Shell<R>>().steer(action) {
                    tracing::warn!(%error, ?action, "not done");
                }
            });
        }
    }
}
