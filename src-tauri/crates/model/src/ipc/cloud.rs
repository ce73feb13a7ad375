//! The settings of the cloud.

use serde::{Deserialize, Serialize};

use crate::Secret;

/// The settings of a Firebase project, as they are typed: what is empty is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudSettings {
    /// The project's id.
    pub project_id: String,
    /// The key that says which project a call is for. Not a secret, by Firebase's own word.
    pub api_key: String,
    /// The host of the project's own sign-in pages; empty is the one that Firebase gives every project.
    pub auth_domain: String,
    /// The id of the OAuth client for signing in with Google.
    pub google_client_id: String,
    /// The secret of that client. What is saved never crosses to the dashboard; from there, none means that one.
    pub google_client_secret: Option<Secret>,
}

/// How the cloud is set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloudState {
    /// The settings in force.
    pub settings: CloudSettings,
    /// Whether the client for signing in with Google has a secret.
    pub has_google_client_secret: bool,
    /// Where the project's settings come from, if they are set.
    pub project_from: Option<SettingsPlace>,
    /// Where the settings of the client for signing in with Google come from, if they are set.
    pub google_from: Option<SettingsPlace>,
    /// The file in which they can be set too.
    pub file: String,
    /// Why the settings in force are none, ready to show.
    pub trouble: Option<String>,
}

/// A place that says which project is the cloud, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsPlace {
    /// Environment variables: they can't be changed here.
    Environment,
    /// The settings page.
    Page,
    /// The file.
    File,
}

/// What was copied from a console.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snippet {
    /// The text. It may hold the secret of a client.
    pub source: Secret,
}
