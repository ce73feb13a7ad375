//! The icons, as `cargo xtask icons` makes them.

use model::tray::{Icon, Panel, Sign};
use tauri::image::Image;
use tauri::include_image;

/// The three pictures of one sign: on a dark panel, on a light one, and the shape that macOS colours.
macro_rules! of_sign {
    ($panel:expr, $dark:literal, $light:literal, $template:literal) => {
        match $panel {
            _ if cfg!(target_os = "macos") => include_image!($template),
            Panel::Dark => include_image!($dark),
            Panel::Light => include_image!($light),
        }
    };
}

/// The picture of an icon.
pub(super) fn of(icon: Icon) -> Image<'static> {
    match icon.sign {
        Sign::Local => of_sign!(
            icon.panel,
            "../icons/tray/local-dark.png",
            "../icons/tray/local-light.png",
            "../icons/tray/local-template.png"
        ),
        Sign::Synced => of_sign!(
            icon.panel,
            "../icons/tray/synced-dark.png",
            "../icons/tray/synced-light.png",
            "../icons/tray/synced-template.png"
        ),
        Sign::Syncing => of_sign!(
            icon.panel,
            "../icons/tray/syncing-dark.png",
            "../icons/tray/syncing-light.png",
            "../icons/tray/syncing-template.png"
        ),
        Sign::Offline => of_sign!(
            icon.panel,
            "../icons/tray/offline-dark.png",
            "../icons/tray/offline-light.png",
            "../icons/tray/offline-template.png"
        ),
        Sign::Paused => of_sign!(
            icon.panel,
            "../icons/tray/paused-dark.png",
            "../icons/tray/paused-light.png",
            "../icons/tray/paused-template.png"
        ),
        Sign::Attention => of_sign!(
            icon.panel,
            "../icons/tray/attention-dark.png",
            "../icons/tray/attention-light.png",
            "../icons/tray/attention-template.png"
        ),
        Sign::SignIn => of_sign!(
            icon.panel,
            "../icons/tray/sign-in-dark.png",
            "../icons/tray/sign-in-light.png",
            "../icons/tray/sign-in-template.png"
        ),
    }
}
