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
    /// How the app looks and speaks.
    pub appearance: Appearance,
    /// What is measured in what.
    pub units: Units,
    /// When sync runs.
    pub sync: SyncSettings,
    /// The window, and what outlives it.
    pub window: WindowSettings,
    /// New versions of the app.
    pub updates: UpdateSettings,
    /// Backups that are made unasked.
    pub backups: BackupSettings,
    /// What the desktop is told unasked.
    pub notifications: NotificationSettings,
}

/// How the app looks and speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// The colours.
    pub theme: crate::ipc::Theme,
    /// The size of text.
    pub text_size: TextSize,
    /// Whether things move.
    pub motion: Motion,
    /// The language.
    pub language: Language,
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

/// The language of every text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The first of the desktop's languages that there is, else English.
    #[default]
    System,
    /// English.
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

/// What is measured in what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Units {
    /// What a new exercise's weight is in.
    pub weight: WeightUnit,
}

/// What a weight is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// Kilograms.
    #[default]
    Kilograms,
    /// Pounds.
    Pounds,
}

/// When sync runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncSettings {
    /// It waits while the network is paid by volume.
    pub pause_on_metered: bool,
}

impl Default for SyncSettings {
    fn default() -> Self {
        Self { pause_on_metered: true }
    }
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

/// What the desktop is told unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct NotificationSettings {
    /// The cloud refused a change.
    pub refused: bool,
    /// A merge decided against somebody.
    pub merged: bool,
    /// A migration is finished.
    pub migrated: bool,
    /// A new version can be installed.
    pub updates: bool,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { refused: true, merged: true, migrated: true, updates: true }
    }
}
