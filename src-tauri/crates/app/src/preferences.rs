//! The dashboard's own choices. They are conveniences: a file that can't be read gives the defaults, and is
//! replaced by the next choice.

use std::io::ErrorKind;

use model::ipc::Preferences;

use crate::app::lock;
use crate::{App, AppError, file};

impl App {
    /// The dashboard's own choices, or the defaults.
    pub fn preferences_get(&self) -> Result<Preferences, AppError> {
        let path = self.places.preferences();
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Preferences::default()),
            Err(error) => return Err(AppError::reading(&path, error)),
        };
        Ok(serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::warn!(%error, "the preferences can't be read; the defaults apply");
            Preferences::default()
        }))
    }

    /// Remembers the dashboard's own choices.
    pub fn preferences_set(&self, preferences: Preferences) -> Result<(), AppError> {
        let text = serde_json::to_vec_pretty(&preferences)
            .map_err(|error| AppError::Internal(format!("preferences: {error}")))?;
        let _one_at_a_time = lock(&self.preferences);
        file::write(&self.places.preferences(), &text)
    }

    /// No program is open any more: it was another owner's.
    pub(crate) fn preferences_close_program(&self) -> Result<(), AppError> {
        let mut preferences = self.preferences_get()?;
        if preferences.open_program.take().is_some() {
            self.preferences_set(preferences)?;
        }
        Ok(())
    }
}
