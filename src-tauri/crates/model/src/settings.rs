//! What a person sets for this machine, whoever is signed in: one value, kept in one file.
//!
//! What the dashboard merely remembers (widths, orders, the open program) is [`crate::ipc::Preferences`].

mod key;

use serde::{Deserialize, Serialize};

pub use key::{KEYS, SettingError, Shape, shape};

/// Everything that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How the app looks.
    pub appearance: Appearance,
    /// The window, and what outlives it.
    pub window: WindowSettings,
    /// New versions of the app.
    pub updates: UpdateSettings,
    /// Backups that are made unasked.
    pub backups: BackupSettings,
}

/// How the app looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// The colours.
    pub theme: crate::ipc::Theme,
    /// The size of text.
    pub text_size: TextSize,
    /// Whether things move.
    pub motion: Motion,
}

/// The size of text, as a part of what is usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// 90 %.
    Small,
    /// 100 %.
    #[default]
    Normal,
    /// 115 %.
    Large,
    /// 130 %.
    Larger,
}

/// Whether things move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// As the desktop has it.
    #[default]
    System,
    /// Nothing moves.
    Reduced,
}

/// The window, and what outlives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowSettings {
    /// Closing the window leaves the app in the tray, if there is one.
    pub close_to_tray: bool,
    /// It was explained once that the app stays in the tray.
    pub tray_explained: bool,
    /// The app starts with the desktop, without its window.
    pub start_at_login: bool,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self { close_to_tray: true, tray_explained: false, start_at_login: false }
    }
}

/// New versions of the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateSettings {
    /// It is looked for them at start and daily.
    pub check: bool,
    /// The version that is not offered again.
    pub skipped: Option<String>,
}

impl Default for UpdateSettings {
    fn default() -> Self {
        Self { check: true, skipped: None }
    }
}

/// Backups that are made unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupSettings {
    /// One is made on each day on which something changed; older ones are thinned out.
    pub daily: bool,
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { daily: true }
    }
}
