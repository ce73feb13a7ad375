//! Where new versions come from, and whose signature is believed: `plugins.updater` in `tauri.conf.json`, filled in
//! when a package is made. Without both, nothing is looked for.

use std::time::Duration;

use tauri::{AppHandle, Runtime, Url};
use tauri_plugin_updater::{Update, UpdaterExt as _};

use super::UpdateError;

/// How long looking may take. Fetching takes as long as it takes; it can be cancelled.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where from, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    endpoints: Vec<Url>,
    key: String,
}

impl Source {
    /// As the app was made.
    pub(super) fn of<R: Runtime>(handle: &AppHandle<R>) -> Self {
        #[cfg(debug_assertions)]
        if let Some(source) = Self::of_test() {
            return source;
        }
        let configured = handle.config().plugins.0.get("updater");
        configured.map(Self::read).unwrap_or_default()
    }

    fn read(configured: &serde_json::Value) -> Self {
        let endpoints = configured["endpoints"].as_array().into_iter().flatten();
        Self {
            endpoints: endpoints.filter_map(|url| Url::parse(url.as_str()?).ok()).collect(),
            key: configured["pubkey"].as_str().unwrap_or_default().to_owned(),
        }
    }

    /// Tests have keys and places of their own. No release can be led astray like this: it doesn't have this code.
    #[cfg(debug_assertions)]
    fn of_test() -> Option<Self> {
        let endpoint = std::env::var("GHOST_GYM_UPDATE_ENDPOINT").ok()?;
        let key = std::env::var("GHOST_GYM_UPDATE_KEY").ok()?;
        Some(Self { endpoints: vec![Url::parse(&endpoint).ok()?], key })
    }

    /// Whether new versions can be looked for.
    pub(super) fn is_set_up(&self) -> bool {
        !self.key.is_empty() && !self.endpoints.is_empty()
    }

    /// The newest version, if it is newer than the one that runs.
    pub(super) async fn look<R: Runtime>(
        &self,
        handle: &AppHandle<R>,
    ) -> Result<Option<Update>, UpdateError> {
        let updater = handle
            .updater_builder()
            .pubkey(self.key.as_str())
            .endpoints(self.endpoints.clone())
            .and_then(|builder| builder.timeout(PATIENCE).build())
            .map_err(|error| UpdateError::looking(&error))?;
        updater.check().await.map_err(|error| UpdateError::looking(&error))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_the_place_and_the_key_have_to_be_there() {
        let url = "https://example.org/latest.json";
        assert!(Source::read(&json!({ "endpoints": [url], "pubkey": "key" })).is_set_up());
        for not in [
            json!({ "endpoints": [], "pubkey": "key" }),
            json!({ "endpoints": [url], "pubkey": "" }),
            json!({ "endpoints": ["nowhere"], "pubkey": "key" }),
            json!(null),
        ] {
            assert!(!Source::read(&not).is_set_up(), "{not}");
        }
    }

    #[test]
    fn the_sources_have_no_key_but_demand_a_signed_version() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
        let configured = &config["plugins"]["updater"];
        assert!(!Source::read(configured).is_set_up());
        assert_eq!(configured["requireSignedVersion"], true);
        assert_ne!(configured["allowDowngrades"], true);
        assert_ne!(configured["dangerousInsecureTransportProtocol"], true);
    }
}
