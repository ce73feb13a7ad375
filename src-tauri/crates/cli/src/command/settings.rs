//! `settings`: what a person sets for this machine.

use app::{App, AppError};
use model::ipc::{SettingChange, SettingsState};
use model::settings::{KEYS, shape};
use model::text;
use serde_json::Value;

use super::{heading, lines};
use crate::args::SettingsVerb;
use crate::output::{Output, Stop};
use crate::table::table;

pub(super) fn run(app: &App, verb: SettingsVerb, output: Output) -> Result<(), Stop> {
    match verb {
        SettingsVerb::List => {
            let state = app.settings_get()?;
            output.answer(&state, || listed(&state))
        }
        SettingsVerb::Get { key } => {
            let value = app.settings().get(&key).map_err(AppError::from)?;
            output.answer(&value, || plain(&value))
        }
        SettingsVerb::Set { key, value } => {
            let value = shape(&key).map_err(AppError::from)?.read(&value);
            let state = app.settings_set(SettingChange { key, value })?;
            output.answer(&state, || {
                lines(state.troubles.iter().cloned().chain([text::get("cli-settings-kept")]))
            })
        }
    }
}

/// Every setting, what it may be, and what in the file could not be taken.
fn listed(state: &SettingsState) -> String {
    let head = ["key", "value", "choices"].map(heading);
    let rows = KEYS.iter().map(|(key, shape)| {
        let value = state.values.get(*key).map(plain).unwrap_or_default();
        [(*key).to_owned(), value, shape.in_words()]
    });
    let file = text::with("cli-settings-file", &[("file", state.file.as_str().into())]);
    lines([table(head, rows.collect()), file].into_iter().chain(state.troubles.iter().cloned()))
}

/// A value as it is written on the command line.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(word) => word.clone(),
        other => other.to_string(),
    }
}
