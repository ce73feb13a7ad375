//! The settings of the cloud, as the settings page has them.

use firebase::{ProjectConfig, Settings};

use super::AccountError;
use crate::{App, AppError};

impl App {
    /// Remembers the settings of a project after checking them. The environment, where it names a project, is
    /// stronger still.
    pub fn cloud_set_up(&self, settings: &Settings) -> Result<(), AppError> {
        let settings = settings.clone().tidy();
        if settings.has_project() || settings.has_google() {
            ProjectConfig::check(&settings)?;
        }
        self.cloud.save(&settings)
    }

    /// The settings in what was copied from a console.
    pub fn cloud_read_snippet(&self, source: &str) -> Result<Settings, AppError> {
        Ok(Settings::from_snippet(source).map_err(AccountError::Snippet)?)
    }

    /// Whether the project of `settings`, or else the one that is set up, answers: Auth first, then the database.
    pub fn cloud_test(&self, settings: Option<&Settings>) -> Result<(), AppError> {
        let clients = match settings {
            Some(settings) => self.cloud.clients_of(ProjectConfig::check(settings)?)?,
            None => self.cloud.clients()?,
        };
        let testing = async {
            clients.auth.check().await?;
            Ok::<_, AccountError>(clients.profiles.check().await?)
        };
        Ok(self.cloud.wait(testing)??)
    }
}
