//! Every setting by its key, `appearance.theme`: what it may be, what it is, how it is changed.

use serde_json::Value;

use super::Settings;
use crate::{Body, text};

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// On or off.
    Switch,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text, or nothing.
    Text,
}

/// Every setting: its section and name, and what it may be.
pub const KEYS: &[(&str, Shape)] = &[
    ("appearance.theme", Shape::OneOf(&["system", "dark", "light"])),
    ("appearance.text_size", Shape::OneOf(&["small", "normal", "large", "larger"])),
    ("appearance.motion", Shape::OneOf(&["system", "reduced"])),
    ("window.close_to_tray", Shape::Switch),
    ("window.tray_explained", Shape::Switch),
    ("window.start_at_login", Shape::Switch),
    ("updates.check", Shape::Switch),
    ("updates.skipped", Shape::Text),
    ("backups.daily", Shape::Switch),
];

/// Why a setting can't be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// Nothing is called so.
    #[error("{}", text::with("error-no-setting", &[("key", .0.as_str().into())]))]
    NoKey(String),
    /// It can't be that.
    #[error("{}", text::with("error-bad-setting", &[("key", .key.as_str().into()), ("expected", .shape.in_words().into())]))]
    NotAllowed {
        /// The setting.
        key: String,
        /// What it may be.
        shape: Shape,
    },
}

impl Shape {
    /// Whether it may be this.
    #[must_use]
    pub fn allows(self, value: &Value) -> bool {
        match self {
            Self::Switch => value.is_boolean(),
            Self::OneOf(words) => value.as_str().is_some_and(|value| words.contains(&value)),
            Self::Text => value.is_null() || value.as_str().is_some_and(|value| !value.trim().is_empty()),
        }
    }

    /// What somebody means who wrote this where everything is text.
    #[must_use]
    pub fn read(self, written: &str) -> Value {
        match self {
            Self::Switch => written.parse().map_or_else(|_| written.into(), Value::Bool),
            Self::Text if written.trim().is_empty() => Value::Null,
            Self::OneOf(_) | Self::Text => written.into(),
        }
    }

    /// What it may be, for people.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Switch => text::get("setting-switch"),
            Self::OneOf(words) => text::with("setting-one-of", &[("words", words.join(", ").into())]),
            Self::Text => text::get("setting-text"),
        }
    }
}

/// What the setting called `key` may be.
pub fn shape(key: &str) -> Result<Shape, SettingError> {
    let found = KEYS.iter().find(|(name, _)| *name == key);
    found.map(|(_, shape)| *shape).ok_or_else(|| SettingError::NoKey(key.to_owned()))
}

impl Settings {
    /// The setting called `key`.
    pub fn get(&self, key: &str) -> Result<Value, SettingError> {
        shape(key)?;
        Ok(self.tree().pointer(&pointer(key)).cloned().unwrap_or_default())
    }

    /// Changes the setting called `key`, if it may be `value`.
    pub fn set(&mut self, key: &str, value: Value) -> Result<(), SettingError> {
        let shape = shape(key)?;
        let refused = || SettingError::NotAllowed { key: key.to_owned(), shape };
        if !shape.allows(&value) {
            return Err(refused());
        }
        let mut tree = self.tree();
        *tree.pointer_mut(&pointer(key)).ok_or_else(refused)? = value;
        *self = serde_json::from_value(tree).map_err(|_| refused())?;
        Ok(())
    }

    /// Every setting by its key.
    #[must_use]
    pub fn all(&self) -> Body {
        let tree = self.tree();
        let value = |key: &str| tree.pointer(&pointer(key)).cloned().unwrap_or_default();
        KEYS.iter().map(|(key, _)| ((*key).to_owned(), value(key))).collect()
    }

    fn tree(&self) -> Value {
        // Words and switches alone: nothing in it can fail to be written.
        serde_json::to_value(self).unwrap_or_default()
    }
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('.', "/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_setting_has_its_key_and_nothing_else_has() {
        let tree = Settings::default().tree();
        let sections = tree.as_object().unwrap();
        let there: BTreeSet<_> = sections
            .iter()
            .flat_map(|(section, inner)| {
                inner.as_object().unwrap().keys().map(move |name| format!("{section}.{name}"))
            })
            .collect();
        assert_eq!(there, KEYS.iter().map(|(key, _)| (*key).to_owned()).collect());
    }

    #[test]
    fn each_may_be_all_that_its_shape_allows_and_nothing_else() {
        for (key, shape) in KEYS {
            let good = match shape {
                Shape::Switch => vec![json!(true), json!(false)],
                Shape::OneOf(words) => words.iter().map(|word| json!(word)).collect(),
                Shape::Text => vec![json!("1.2.3"), json!(null)],
            };
            for value in good {
                let mut settings = Settings::default();
                settings.set(key, value.clone()).unwrap();
                assert_eq!(settings.get(key).unwrap(), value, "{key}");
                assert_eq!(settings.all()[*key], value, "{key}");
            }
            for value in [json!(7), json!("no such word, surely"), json!([]), json!({})] {
                if *shape == Shape::Text && value.is_string() {
                    continue;
                }
                let mut settings = Settings::default();
                assert!(settings.set(key, value).is_err(), "{key}");
                assert_eq!(settings, Settings::default());
            }
        }
        let unknown = Settings::default().set("appearance.thema", json!("dark"));
        assert_eq!(unknown, Err(SettingError::NoKey("appearance.thema".into())));
    }

    #[test]
    fn what_is_written_as_text_is_read_by_the_shape() {
        let read = |key: &str, written: &str| shape(key).unwrap().read(written);
        assert_eq!(read("backups.daily", "false"), json!(false));
        assert_eq!(read("backups.daily", "off"), json!("off"));
        assert_eq!(read("appearance.theme", "dark"), json!("dark"));
        assert_eq!(read("updates.skipped", ""), json!(null));
        assert_eq!(read("updates.skipped", "true"), json!("true"));
    }
}
