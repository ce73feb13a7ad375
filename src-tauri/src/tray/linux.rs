//! A panel that shows icons is whoever has the name of the `StatusNotifierWatcher` on the session bus. It may be there
//! later than the app, go, and come again; an icon that is there once is registered again by whoever keeps it.

use model::tray::Panel;
use tauri::{AppHandle, Runtime};
use zbus::blocking::{Connection, fdo::DBusProxy};

use super::{appear, change, vanish};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Follows the panel from now on, on a thread of its own.
pub(super) fn follow<R: Runtime>(app: AppHandle<R>) {
    let watching = std::thread::Builder::new().name("tray".to_owned()).spawn(move || {
        if let Err(error) = watch(&app) {
            // Without a session bus there is no tray either.
            tracing::info!(%error, "no tray");
        }
    });
    if let Err(error) = watching {
        tracing::warn!(%error, "no tray");
    }
}

fn watch<R: Runtime>(app: &AppHandle<R>) -> zbus::Result<()> {
    let bus = Connection::session()?;
    let names = DBusProxy::new(&bus)?;
    // Asked for before it is looked, so that nothing is missed between.
    let changes = names.receive_name_owner_changed_with_args(&[(0, WATCHER)])?;
    if names.name_has_owner(WATCHER.try_into()?)? {
        appear(app);
    }
    // The portal may have to be started first: nobody waits for its answer.
    let panel = panel_of(&bus, std::env::var("XDG_CURRENT_DESKTOP").ok().as_deref());
    change(app, |state| state.panel = panel);
    for owner in changes {
        if owner.args()?.new_owner.is_some() {
            appear(app);
        } else {
            vanish(app);
        }
    }
    Ok(())
}

/// What the icon will stand on. GNOME's and Unity's bars are dark whatever the windows are; others go by the desktop's
/// colours, and where nobody says which, most are dark.
fn panel_of(bus: &Connection, desktop: Option<&str>) -> Panel {
    if desktop.is_some_and(has_dark_bar) {
        return Panel::Dark;
    }
    match prefers_light(bus) {
        Ok(true) => Panel::Light,
        Ok(false) => Panel::Dark,
        Err(error) => {
            tracing::debug!(%error, "the desktop doesn't say whether it is dark");
            Panel::Dark
        }
    }
}

fn has_dark_bar(desktop: &str) -> bool {
    desktop.split(':').any(|name| ["GNOME", "Unity"].contains(&name))
}

/// Whether the desktop has chosen light, as its settings portal tells.
fn prefers_light(bus: &Connection) -> zbus::Result<bool> {
    let portal = "org.freedesktop.portal.Desktop";
    let answer = bus.call_method(
        Some(portal),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.portal.Settings"),
        "ReadOne",
        &("org.freedesktop.appearance", "color-scheme"),
    )?;
    let scheme: zbus::zvariant::OwnedValue = answer.body().deserialize()?;
    Ok(u32::try_from(scheme)? == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_desktops_have_a_dark_bar_always() {
        for desktop in ["GNOME", "ubuntu:GNOME", "Unity"] {
            assert!(has_dark_bar(desktop), "{desktop}");
        }
        for desktop in ["KDE", "XFCE", "", "X-GNOMELIKE"] {
            assert!(!has_dark_bar(desktop), "{desktop}");
        }
    }
}
