//! The settings of the cloud, as the settings page has them.

use firebase::secret::ClientSecret;
use firebase::{ProjectConfig, Settings};
use model::Secret;
use model::ipc::{CloudSettings, CloudState, SettingsPlace, Snippet};

use super::AccountError;
use crate::app::lock;
use crate::error::path_text;
use crate::{App, AppError};

impl App {
    /// How the cloud is set up. Settings that are wrong are shown all the same, and why.
    pub fn cloud_get(&self) -> Result<CloudState, AppError> {
        let mut places = Vec::new();
        let mut trouble = None;
        for (place, settings) in self.cloud.settings() {
            match settings {
                Ok(settings) => places.push((place, settings)),
                Err(error) => trouble = trouble.or(Some(error.to_string())),
            }
        }
        let project = places.iter().find(|(_, settings)| settings.has_project());
        let google = places.iter().find(|(_, settings)| settings.has_google());
        let chosen = ProjectConfig::choose(places.iter().map(|(_, settings)| settings));
        let none = Settings::default();
        let (of_project, of_google) = (project.map_or(&none, |at| &at.1), google.map_or(&none, |at| &at.1));
        Ok(CloudState {
            has_google_client_secret: of_google.google_client_secret.is_some(),
            settings: shown(&Settings {
                google_client_id: of_google.google_client_id.clone(),
                google_client_secret: None,
                ..of_project.clone()
            }),
            project_from: project.map(|(place, _)| *place),
            google_from: google.map(|(place, _)| *place),
            file: self.cloud.settings_file().as_deref().map(path_text).unwrap_or_default(),
            trouble: trouble.or_else(|| chosen.err().map(|errors| AppError::from(errors).to_string())),
        })
    }

    /// Remembers the settings of a project after checking them; empty ones are forgotten. The environment, where
    /// it names a project, is stronger still. While somebody is signed in, the project stays the one they are
    /// signed in to.
    pub fn cloud_set(&self, ask: CloudSettings) -> Result<CloudState, AppError> {
        let settings = self.typed(&ask);
        if settings.has_project() || settings.has_google() {
            ProjectConfig::check(&settings)?;
        }
        let _turn = lock(&self.cloud.turn);
        if let Some(account) = self.cloud.known().account
            && self.project(None) != self.project(Some(&settings))
        {
            return Err(AccountError::Other(account.email).into());
        }
        self.cloud.save_settings(&settings)?;
        self.cloud_get()
    }

    /// The settings in what was copied from a console.
    pub fn cloud_snippet(&self, ask: Snippet) -> Result<CloudSettings, AppError> {
        Ok(shown(&Settings::from_snippet(ask.source.reveal()).map_err(AccountError::Snippet)?))
    }

    /// Whether the project of these settings, or with none the one that is set up, answers: Auth first, then the
    /// database.
    pub fn cloud_test(&self, ask: CloudSettings) -> Result<(), AppError> {
        let settings = self.typed(&ask);
        let clients = if settings.has_project() || settings.has_google() {
            self.cloud.clients_of(ProjectConfig::check(&settings)?)?
        } else {
            self.cloud.clients()?
        };
        let testing = async {
            clients.auth.check().await?;
            Ok::<_, AccountError>(clients.profiles.check().await?)
        };
        Ok(self.cloud.wait(testing)??)
    }

    /// The project in force, or the one that would be if the settings page had said this.
    fn project(&self, page: Option<&Settings>) -> Option<String> {
        let places = self.cloud.settings().map(|(place, held)| match page {
            Some(page) if place == SettingsPlace::Page => Ok(page.clone()),
            _ => held,
        });
        let places: Vec<_> = places.into_iter().filter_map(Result::ok).collect();
        ProjectConfig::choose(&places).ok().flatten().map(|config| config.project_id)
    }

    /// What was typed. A client that came without its secret has the one that is in force for it.
    fn typed(&self, ask: &CloudSettings) -> Settings {
        let typed = |text: &String| Some(text.clone());
        let settings = Settings {
            project_id: typed(&ask.project_id),
            api_key: typed(&ask.api_key),
            auth_domain: typed(&ask.auth_domain),
            google_client_id: typed(&ask.google_client_id),
            google_client_secret: ask
                .google_client_secret
                .as_ref()
                .map(|typed| ClientSecret::new(typed.reveal())),
        }
        .tidy();
        if settings.google_client_id.is_none() || ask.google_client_secret.is_some() {
            return settings;
        }
        let in_force = self.cloud.settings().into_iter().filter_map(|(_, settings)| settings.ok());
        let in_force = in_force.into_iter().find(Settings::has_google);
        let same = in_force.filter(|held| held.google_client_id == settings.google_client_id);
        Settings { google_client_secret: same.and_then(|held| held.google_client_secret), ..settings }
    }
}

fn shown(settings: &Settings) -> CloudSettings {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    CloudSettings {
        project_id: text(&settings.project_id),
        api_key: text(&settings.api_key),
        auth_domain: text(&settings.auth_domain),
        google_client_id: text(&settings.google_client_id),
        google_client_secret: settings
            .google_client_secret
            .as_ref()
            .map(|secret| Secret::new(secret.reveal())),
    }
}
