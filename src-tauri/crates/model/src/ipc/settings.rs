//! What a person sets, as it crosses: every setting by its key, of [`crate::settings::KEYS`].

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Body;

/// Everything that is set, and what is wrong with the file that it is kept in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SettingsState {
    /// Every setting by its key.
    pub values: Body,
    /// The file.
    pub file: String,
    /// What in the file could not be taken, ready to show.
    pub troubles: Vec<String>,
}

/// Changes one setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingChange {
    /// Its key.
    pub key: String,
    /// What it is to be.
    pub value: Value,
}
