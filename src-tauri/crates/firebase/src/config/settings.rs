//! The settings as one place gives them, unchecked: the environment, the settings page, a file, a snippet.

use model::text;
use serde::Deserialize;

use super::snippet::{self, BadSnippet};
use crate::secret::ClientSecret;

/// The settings that one place gives. What is blank is not given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The project's id.
    pub project_id: Option<String>,
    /// The project's API key.
    pub api_key: Option<String>,
    /// The host of the project's own sign-in pages; made from the id where it isn't given.
    pub auth_domain: Option<String>,
    /// The id of the Google client.
    pub google_client_id: Option<String>,
    /// The secret of the Google client.
    pub google_client_secret: Option<ClientSecret>,
}

/// A file that is not the TOML it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", text::with("settings-bad-toml", &[("path", path.as_str().into()), ("line", (*line).into()), ("detail", detail.as_str().into())]))]
pub struct BadToml {
    /// The file.
    pub path: String,
    /// The line at fault, from 1.
    pub line: usize,
    /// What is wrong there.
    pub detail: String,
}

impl Settings {
    /// What the environment says; `variable` usually is [`std::env::var`].
    #[must_use]
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            project_id: variable("GHOST_GYM_FIREBASE_PROJECT_ID"),
            api_key: variable("GHOST_GYM_FIREBASE_API_KEY"),
            auth_domain: variable("GHOST_GYM_FIREBASE_AUTH_DOMAIN"),
            google_client_id: variable("GHOST_GYM_GOOGLE_CLIENT_ID"),
            google_client_secret: variable("GHOST_GYM_GOOGLE_CLIENT_SECRET").map(ClientSecret::new),
        }
        .tidy()
    }

    /// What a TOML file says; `path` is for the error's words.
    pub fn from_toml(path: &str, source: &str) -> Result<Self, BadToml> {
        toml::from_str::<Self>(source).map(Self::tidy).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = source.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            // The error's own display quotes the line, which may hold the secret.
            BadToml { path: path.to_owned(), line, detail: error.message().to_owned() }
        })
    }

    /// What the Firebase console shows of a web app, as JavaScript or JSON, or the JSON file of a Google client;
    /// both may be pasted one after the other.
    pub fn from_snippet(source: &str) -> Result<Self, BadSnippet> {
        snippet::read(source).map(Self::tidy)
    }

    /// The settings as the TOML that [`Self::from_toml`] reads.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let secret = self.google_client_secret.as_ref().map(ClientSecret::reveal);
        let pairs = [
            ("project_id", self.project_id.as_deref()),
            ("api_key", self.api_key.as_deref()),
            ("auth_domain", self.auth_domain.as_deref()),
            ("google_client_id", self.google_client_id.as_deref()),
            ("google_client_secret", secret),
        ];
        let given = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into())));
        given.collect::<toml::Table>().to_string()
    }

    /// Whether anything of the project is given.
    #[must_use]
    pub fn has_project(&self) -> bool {
        self.project_id.is_some() || self.api_key.is_some() || self.auth_domain.is_some()
    }

    /// Whether anything of the Google client is given.
    #[must_use]
    pub fn has_google(&self) -> bool {
        self.google_client_id.is_some() || self.google_client_secret.is_some()
    }

    /// Without surrounding blanks, and without what is blank altogether.
    #[must_use]
    pub fn tidy(self) -> Self {
        let tidy = |value: Option<String>| {
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let secret = self.google_client_secret.filter(|secret| !secret.reveal().trim().is_empty());
        Self {
            project_id: tidy(self.project_id),
            api_key: tidy(self.api_key),
            auth_domain: tidy(self.auth_domain),
            google_client_id: tidy(self.google_client_id),
            google_client_secret: secret.map(|secret| ClientSecret::new(secret.reveal().trim())),
        }
    }
}
