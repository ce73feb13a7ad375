//! Where the cloud's services are: Google's own, or the emulators that the standard variables name.

use model::text;
use reqwest::Url;

/// Names the Auth emulator, `host:port`.
pub const AUTH_EMULATOR: &str = "FIREBASE_AUTH_EMULATOR_HOST";
/// Names the Firestore emulator, `host:port`.
pub const FIRESTORE_EMULATOR: &str = "FIRESTORE_EMULATOR_HOST";
/// Names who plays Google where the Auth emulator plays Firebase, `host:port`. Nothing else ever sends anybody
/// elsewhere than to Google.
pub const GOOGLE_EMULATOR: &str = "GHOST_GYM_GOOGLE_EMULATOR_HOST";

/// A variable that names no host and port.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", text::with("settings-bad-host", &[("variable", (*.variable).into()), ("value", .value.as_str().into())]))]
pub struct BadHost {
    /// The variable.
    pub variable: &'static str,
    /// What it holds.
    pub value: String,
}

/// Where the cloud's services are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    identity: String,
    token: String,
    google_auth: String,
    google_token: String,
    firestore: String,
    auth_emulated: bool,
    firestore_emulated: bool,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self {
            identity: "https://identitytoolkit.googleapis.com/v1".to_owned(),
            token: "https://securetoken.googleapis.com/v1/token".to_owned(),
            google_auth: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            google_token: "https://oauth2.googleapis.com/token".to_owned(),
            firestore: "https://firestore.googleapis.com".to_owned(),
            auth_emulated: false,
            firestore_emulated: false,
        }
    }
}

impl Endpoints {
    /// Google's services, except for those whose emulator `variable` names; [`std::env::var`] usually is that.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Self, BadHost> {
        let mut endpoints = Self::default();
        if let Some(host) = host_in(&variable, AUTH_EMULATOR)? {
            endpoints.identity = format!("http://{host}/identitytoolkit.googleapis.com/v1");
            endpoints.token = format!("http://{host}/securetoken.googleapis.com/v1/token");
            endpoints.auth_emulated = true;
            if let Some(host) = host_in(&variable, GOOGLE_EMULATOR)? {
                endpoints.google_auth = format!("http://{host}/auth");
                endpoints.google_token = format!("http://{host}/token");
            }
        }
        if let Some(host) = host_in(&variable, FIRESTORE_EMULATOR)? {
            endpoints.firestore = format!("http://{host}");
            endpoints.firestore_emulated = true;
        }
        Ok(endpoints)
    }

    /// Whether any of the services is an emulator: then nothing of it is real.
    #[must_use]
    pub fn emulated(&self) -> bool {
        self.auth_emulated || self.firestore_emulated
    }

    /// A method of the Auth service, `accounts:lookup`.
    pub(crate) fn accounts(&self, method: &str) -> String {
        format!("{}/accounts:{method}", self.identity)
    }

    /// Where refresh tokens are turned into ID tokens.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Where Google asks a person who they are.
    pub(crate) fn google_auth(&self) -> &str {
        &self.google_auth
    }

    /// Where Google gives tokens for what the browser brought back.
    pub(crate) fn google_token(&self) -> &str {
        &self.google_token
    }

    /// The documents of a project's default database.
    pub(crate) fn documents(&self, project_id: &str) -> String {
        format!("{}/v1/{}", self.firestore, documents(project_id))
    }

    /// Where Firestore is, for gRPC.
    pub(crate) fn firestore(&self) -> &str {
        &self.firestore
    }
}

/// How a project's default database is named in requests.
pub(crate) fn database(project_id: &str) -> String {
    format!("projects/{project_id}/databases/(default)")
}

/// How its documents are named.
pub(crate) fn documents(project_id: &str) -> String {
    format!("{}/documents", database(project_id))
}

/// What `variable` says of `name`, if that is a host and a port.
fn host_in(
    variable: &impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Option<String>, BadHost> {
    match variable(name).filter(|host| !host.trim().is_empty()) {
        Some(host) => check_host(name, host.trim()).map(Some),
        None => Ok(None),
    }
}

fn check_host(variable: &'static str, host: &str) -> Result<String, BadHost> {
    let bad = || BadHost { variable, value: host.to_owned() };
    let url = Url::parse(&format!("http://{host}/")).map_err(|_| bad())?;
    let rest = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    // Port 80 is a port, but not one that `Url` keeps.
    let port = url.port().is_some() || host.ends_with(":80");
    if rest && nobody && port { Ok(host.to_owned()) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_variables_are_obeyed_each_for_itself() {
        let none = Endpoints::from_env(|_| None).unwrap();
        assert_eq!(none, Endpoints::default());
        assert!(!none.emulated() && none.token().starts_with("https://"));
        let auth = Endpoints::from_env(|name| (name == AUTH_EMULATOR).then(|| "localhost:9099".to_owned()));
        let auth = auth.unwrap();
        assert_eq!(
            auth.accounts("lookup"),
            "http://localhost:9099/identitytoolkit.googleapis.com/v1/accounts:lookup"
        );
        assert!(
            auth.emulated()
                && auth.documents("p").starts_with("https://firestore.googleapis.com/v1/projects/p/")
        );
        let nobody = Endpoints::from_env(|name| (name == GOOGLE_EMULATOR).then(|| "localhost:1".to_owned()));
        assert_eq!(nobody.unwrap(), none, "Google is played only where Firebase is");
        let both = Endpoints::from_env(|_| Some("[::1]:80".to_owned())).unwrap();
        assert_eq!(
            (both.google_auth(), both.google_token()),
            ("http://[::1]:80/auth", "http://[::1]:80/token")
        );
        assert_eq!(both.documents("p"), "http://[::1]:80/v1/projects/p/databases/(default)/documents");
        assert_eq!(Endpoints::from_env(|_| Some("  ".to_owned())).unwrap(), none);
    }

    #[test]
    fn what_is_no_host_and_port_is_named() {
        for value in
            ["localhost", "http://localhost:9099", "localhost:9099/x", "a@localhost:1", "x y:1", ":1"]
        {
            let error = Endpoints::from_env(|name| (name == AUTH_EMULATOR).then(|| value.to_owned()));
            let error = error.unwrap_err();
            assert!(
                error.to_string().contains(value) && error.to_string().contains(AUTH_EMULATOR),
                "{error}"
            );
        }
    }
}
