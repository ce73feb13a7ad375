//! What is in a diagnostics file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use model::ipc::{DiagnosticsAsk, ExportKind, QueueQuery};
use model::sync::Feed;
use model::time;
use serde::Serialize;
use serde_json::{Value, json};
use store::Owner;

use super::Part;
use crate::{App, AppError};

/// Variables that say on what kind of desktop the app runs. None of them holds a name.
const DESKTOP: &[&str] =
    &["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "DESKTOP_SESSION", "LANG", "LC_ALL", "GDK_BACKEND"];

/// The most bytes of a log or a report: the end of it, where the fault is.
const MOST: usize = 2 << 20;

/// The most unsent changes that are told of.
const CHANGES: u32 = 1_000;

/// What the settings of the cloud may not say.
const CLOUD_SECRETS: &[&str] = &["api_key", "google_client_id", "google_client_secret", "auth_domain"];

impl App {
    /// All files, the ones that say most first.
    pub(super) fn diagnostics_parts(&self, ask: DiagnosticsAsk) -> Vec<Part> {
        let mut parts = vec![
            part("about.json", Ok(self.about())),
            part("library.json", self.describe_library()),
            part("sync.json", self.describe_sync()),
            part("preferences.json", self.preferences_get()),
            part("cloud.json", self.describe_cloud()),
        ];
        for folder in [self.places.reports(), self.places.logs()] {
            parts.extend(texts(&folder));
        }
        if ask.training_data {
            let text = self.export_text(ExportKind::Complete).unwrap_or_else(|error| error.to_string());
            parts.push(Part { name: "training-data.json".into(), text, as_it_is: true });
        }
        parts
    }

    fn about(&self) -> Value {
        let desktop: BTreeMap<_, _> =
            DESKTOP.iter().filter_map(|name| Some((*name, env::var(name).ok()?))).collect();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "os": env::consts::OS,
            "arch": env::consts::ARCH,
            "system": system(),
            "desktop": desktop,
            "written_at": time::format(self.now()),
            "data_dir": self.places.root(),
        })
    }

    fn describe_library(&self) -> Result<Value, AppError> {
        let found = self.read(|view| Ok(view.describe()?))?;
        Ok(json!({
            "owner": if self.owner() == Owner::Anonymous { "anonymous" } else { "account" },
            "schema": found.schema,
            "sqlite": found.sqlite,
            "integrity": found.integrity,
            "bytes": found.bytes,
            "free_bytes": found.free_bytes,
            "rows": found.rows,
            "salvaged": self.salvaged().is_some(),
            "statements": found.statements,
        }))
    }

    /// How sync stands, without a name of anything.
    fn describe_sync(&self) -> Result<Value, AppError> {
        let account = self.account();
        let queue = self.queue_list(QueueQuery { refused: false, limit: CHANGES })?;
        let changes: Vec<Value> = queue
            .items
            .iter()
            .map(|change| {
                json!({
                    "kind": change.kind,
                    "deleted": change.deleted,
                    "edited_at": time::format(change.edited_at),
                    "attempts": change.attempts,
                    "next_try_at": change.next_try_at.map(time::format),
                    "refused": change.refused.as_ref().map(|refused| refused.reason),
                })
            })
            .collect();
        let heard = self.read(|view| {
            let mut heard = BTreeMap::new();
            for feed in Feed::all() {
                if let Some(cursor) = view.cursor(feed)? {
                    heard.insert(
                        feed.as_str(),
                        json!({
                            "until": time::format(cursor.until.millis()),
                            "by_time": cursor.since.is_some(),
                            "can_resume": cursor.token.is_some(),
                            "complete": cursor.complete,
                        }),
                    );
                }
            }
            Ok(heard)
        })?;
        Ok(json!({
            "standing": account.standing,
            "emulated": account.emulated,
            "detail": self.sync()?,
            "queued": queue.total,
            "changes": changes,
            "heard": heard,
        }))
    }

    fn describe_cloud(&self) -> Result<Value, AppError> {
        let mut state = serde_json::to_value(self.cloud_get()?)
            .map_err(|error| AppError::Internal(format!("the cloud's settings: {error}")))?;
        if let Some(settings) = state.get_mut("settings").and_then(Value::as_object_mut) {
            for (name, value) in settings {
                if CLOUD_SECRETS.contains(&name.as_str()) && value.as_str() != Some("") && !value.is_null() {
                    *value = "<set>".into();
                }
            }
        }
        Ok(state)
    }
}

fn part(name: &str, found: Result<impl Serialize, AppError>) -> Part {
    let text = match found.map(|found| serde_json::to_string_pretty(&found)) {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => json!({ "error": error.to_string() }).to_string(),
        Err(error) => json!({ "error": error.to_string() }).to_string(),
    };
    Part { name: name.into(), text, as_it_is: false }
}

/// The texts in a folder, by their names.
fn texts(folder: &Path) -> Vec<Part> {
    let Some(inside) = folder.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Vec::new();
    };
    let files = match list(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            return vec![Part { name: format!("{inside}.txt"), text: error.to_string(), as_it_is: false }];
        }
    };
    let text = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = read_end(path).unwrap_or_else(|error| error.to_string());
        Part { name: format!("{inside}/{name}"), text, as_it_is: false }
    };
    files.iter().map(text).collect()
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn read_end(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    Ok(String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(MOST)..]).into_owned())
}

/// What the system calls itself.
fn system() -> Option<String> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}
