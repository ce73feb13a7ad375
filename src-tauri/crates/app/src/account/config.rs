//! Which project is the cloud, as this app's environment, settings page and settings file have it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use firebase::{ProjectConfig, Settings};
use model::ipc::SettingsPlace;

use super::{AccountError, Cloud};
use crate::AppError;
use crate::error::path_text;

impl Cloud {
    /// The project that environment, settings page and settings file agree on, in this order of strength.
    pub(super) fn config(&self) -> Result<Option<ProjectConfig>, AppError> {
        let places = self.settings().map(|(_, settings)| settings);
        let places = places.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(ProjectConfig::choose(&places)?)
    }

    /// What each place says, the strongest first.
    pub(super) fn settings(&self) -> [(SettingsPlace, Result<Settings, AppError>); 3] {
        let env = Settings::from_env(|name| (self.options.env)(name));
        let file = self.settings_file().map_or_else(|| Ok(Settings::default()), |path| read(&path));
        [
            (SettingsPlace::Environment, Ok(env)),
            (SettingsPlace::Page, read(&self.places.cloud())),
            (SettingsPlace::File, file),
        ]
    }

    /// Remembers what the settings page was given.
    pub(super) fn save_settings(&self, settings: &Settings) -> Result<(), AppError> {
        crate::file::write(&self.places.cloud(), settings.to_toml().as_bytes())
    }

    /// Where settings written by hand are.
    pub(super) fn settings_file(&self) -> Option<PathBuf> {
        let folder = self.options.config_dir.clone().or_else(crate::places::config_dir);
        folder.map(|folder| folder.join("firebase.toml"))
    }
}

fn read(path: &Path) -> Result<Settings, AppError> {
    match std::fs::read_to_string(path) {
        Ok(source) => Ok(Settings::from_toml(&path_text(path), &source).map_err(AccountError::Toml)?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(AppError::reading(path, error)),
    }
}
