//! Which Firebase project is the cloud, and where that is said.
//!
//! There are three places, the strongest first: environment variables, the settings page, the TOML file in the
//! config folder. The three settings of the project (id, API key, auth domain) belong together: they are all taken
//! from the strongest place that gives any of them, so that the key of one project never goes with the id of
//! another. The same holds for the two of the Google client.

mod settings;
mod snippet;

use model::error::{FieldError, Problem};

pub use settings::{BadToml, Settings};
pub use snippet::BadSnippet;

use crate::secret::ClientSecret;

/// A Firebase project: checked, ready for use.
#[derive(Clone, Debug)]
pub struct ProjectConfig {
    /// The project's id.
    pub project_id: String,
    /// The key that says which project a call is for. Not a secret, by Firebase's own word.
    pub api_key: String,
    /// The host of the project's own sign-in pages.
    pub auth_domain: String,
    /// The client for signing in with Google, if it is set up.
    pub google: Option<GoogleClient>,
}

/// An OAuth client of the kind "desktop app".
#[derive(Clone, Debug)]
pub struct GoogleClient {
    /// Its id.
    pub id: String,
    /// Its secret, which Google wants with PKCE too.
    pub secret: Option<ClientSecret>,
}

impl ProjectConfig {
    /// The project that `places`, the strongest first, tell of: `None` if they tell of none.
    pub fn choose<'a>(
        places: impl IntoIterator<Item = &'a Settings> + Clone,
    ) -> Result<Option<Self>, Vec<FieldError>> {
        let project = places.clone().into_iter().find(|settings| settings.has_project());
        let google = places.into_iter().find(|settings| settings.has_google());
        if project.is_none() && google.is_none() {
            return Ok(None);
        }
        let (none, no_google) = (Settings::default(), Settings::default());
        let (project, google) = (project.unwrap_or(&none), google.unwrap_or(&no_google));
        Self::check(&Settings {
            google_client_id: google.google_client_id.clone(),
            google_client_secret: google.google_client_secret.clone(),
            ..project.clone()
        })
        .map(Some)
    }

    /// The project that `settings` tell of, or all that is wrong with them.
    pub fn check(settings: &Settings) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let project_id =
            need(&mut errors, "project_id", settings.project_id.as_deref(), is_project_id, "my-project");
        let api_key = need(&mut errors, "api_key", settings.api_key.as_deref(), is_key, "AIzaSyA…");
        let auth_domain = match &settings.auth_domain {
            None => format!("{project_id}.firebaseapp.com"),
            domain => {
                need(&mut errors, "auth_domain", domain.as_deref(), is_host, "my-project.firebaseapp.com")
            }
        };
        let google = settings.has_google().then(|| GoogleClient {
            id: need(
                &mut errors,
                "google_client_id",
                settings.google_client_id.as_deref(),
                is_client_id,
                "1234-abcd.apps.googleusercontent.com",
            ),
            secret: settings.google_client_secret.clone(),
        });
        if let Some(secret) = &settings.google_client_secret
            && !is_key(secret.reveal())
        {
            errors.push(FieldError::new("google_client_secret", Problem::Malformed { example: "GOCSPX-…" }));
        }
        if errors.is_empty() { Ok(Self { project_id, api_key, auth_domain, google }) } else { Err(errors) }
    }
}

fn need(
    errors: &mut Vec<FieldError>,
    field: &str,
    value: Option<&str>,
    good: fn(&str) -> bool,
    example: &'static str,
) -> String {
    let value = value.unwrap_or_default();
    if value.is_empty() {
        errors.push(FieldError::new(field, Problem::Missing));
    } else if !good(value) {
        errors.push(FieldError::new(field, Problem::Malformed { example }));
    }
    value.to_owned()
}

/// 6 to 30 lower-case letters, digits and hyphens, a letter first, no hyphen last:
/// <https://cloud.google.com/resource-manager/docs/creating-managing-projects>.
fn is_project_id(text: &str) -> bool {
    (6..=30).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Google's keys have 39 characters of this alphabet; emulators take any.
fn is_key(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

fn is_client_id(text: &str) -> bool {
    text.strip_suffix(".apps.googleusercontent.com").is_some_and(is_key)
}
