//! A device's library, and what the soak wants to know of it. The app is opened here as on any machine; the parent opens
//! it without a way to the cloud, when the device's own process has ended.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;

use app::{App, AppError, CloudOptions, Options};
use emulators::PROJECT;
use model::ipc::{ListQuery, RecordRef};
use model::{Body, ErrorCode, Kind, RecordKey, body};

use crate::error::Result;
use crate::keyring;
use crate::mark::{self, Mark};

/// More records than a run makes.
const ALL: u32 = 1_000_000;

/// Where the emulators are, as a device is told.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    pub(crate) auth: String,
    pub(crate) firestore: String,
}

/// Opens the app on a device's folder; with `hosts`, it reaches the cloud there.
pub(crate) fn open(folder: &Path, hosts: Option<Hosts>) -> Result<App> {
    let reaches = hosts.is_some();
    let env = move |name: &str| match (name, &hosts) {
        ("GHOST_GYM_FIREBASE_PROJECT_ID", _) => Some(PROJECT.to_owned()),
        ("GHOST_GYM_FIREBASE_API_KEY", _) => Some("key".to_owned()),
        ("FIREBASE_AUTH_EMULATOR_HOST", Some(hosts)) => Some(hosts.auth.clone()),
        ("FIRESTORE_EMULATOR_HOST", Some(hosts)) => Some(hosts.firestore.clone()),
        _ => None,
    };
    let cloud = CloudOptions {
        config_dir: Some(folder.join("config")),
        env: Arc::new(env),
        vault: keyring::vault(&folder.join("keyring")),
        ..CloudOptions::default()
    };
    let cloud = if reaches { cloud } else { CloudOptions { server: None, ..cloud } };
    Ok(App::open(Options { data_dir: Some(folder.join("data")), cloud, ..Options::default() })?)
}

/// All records, as they are stored.
pub(crate) fn records(app: &App) -> Result<BTreeMap<RecordKey, Body>> {
    let all = ListQuery { limit: ALL, ..ListQuery::default() };
    let mut records = BTreeMap::new();
    for kind in Kind::ALL {
        for document in app.documents(kind, &all)?.items {
            records.insert(RecordKey::new(kind, body::text(&document, "id")), document);
        }
    }
    Ok(records)
}

/// All records in short: the same for the same bytes.
pub(crate) fn digest(app: &App) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for (key, document) in records(app)? {
        (key, serde_json::to_string(&document).unwrap_or_default()).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// All marks in the earlier versions of a record.
pub(crate) fn marks_in_history(app: &App, key: &RecordKey) -> Result<Vec<Mark>> {
    match app.history_list(RecordRef { kind: key.kind, id: key.id.clone() }) {
        Ok(versions) => {
            let bodies = versions.into_iter().filter_map(|version| version.body);
            Ok(bodies.flat_map(|body| mark::marks(&body)).collect())
        }
        // It never was here, or came here and went before this device knew.
        Err(error) if is_missing(&error) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Whether there is no such record.
pub(crate) fn is_missing(error: &AppError) -> bool {
    error.code() == ErrorCode::NotFound
}
