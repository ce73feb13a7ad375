//! `settings.toml`: what it says, what is wrong with it, and the same file with something changed.

use model::settings::{KEYS, Settings, Shape};
use model::text;
use serde_json::Value;
use toml_edit::{Document, DocumentMut, Item, TableLike};

/// The file as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SettingsFile {
    /// The whole of it.
    pub(super) text: String,
    /// What is set; where the file says nothing, or something wrong, what is usual.
    pub(super) settings: Settings,
    /// What in it counts for nothing.
    pub(super) troubles: Vec<Wrong>,
}

/// What can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    key: String,
    /// From 1.
    line: usize,
    /// What it may be, for people.
    expected: String,
}

/// It isn't TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The line at fault, from 1.
    pub(super) line: usize,
    /// What is wrong there.
    pub(super) detail: String,
}

impl Wrong {
    /// As the person is told of it.
    pub(super) fn message(&self, file: &str) -> String {
        let args = [
            ("file", file.into()),
            ("line", self.line.into()),
            ("key", self.key.as_str().into()),
            ("expected", self.expected.as_str().into()),
        ];
        text::with("setting-wrong", &args)
    }
}

impl SettingsFile {
    /// Reads each key for itself.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = line(bytes, error.valid_up_to());
            Broken { line, detail: text::get("settings-not-text") }
        })?;
        let document = Document::parse(text).map_err(|error| Broken {
            line: line(bytes, error.span().map_or(0, |span| span.start)),
            detail: error.message().trim_end_matches('.').replace('\n', ", "),
        })?;
        let mut read = Self { text: text.to_owned(), ..Self::default() };
        for (key, shape) in KEYS {
            let (section, name) = key.split_once('.').unwrap_or((key, ""));
            let Some(there) = document.get(section) else { continue };
            let at = |item: &Item| line(bytes, item.span().map_or(0, |span| span.start));
            let Some(table) = there.as_table_like() else {
                let expected = text::with("setting-section", &[("section", section.into())]);
                read.note(Wrong { key: section.to_owned(), line: at(there), expected });
                continue;
            };
            let Some(item) = table.get(name) else { continue };
            if read.settings.set(key, json(item)).is_err() {
                read.note(Wrong { key: (*key).to_owned(), line: at(item), expected: shape.in_words() });
            }
        }
        Ok(read)
    }

    fn note(&mut self, wrong: Wrong) {
        if !self.troubles.contains(&wrong) {
            self.troubles.push(wrong);
        }
    }

    /// The file that says `settings`. Only what differs is written, and `asked`, whatever it was.
    pub(super) fn with(&self, settings: &Settings, asked: Option<&str>) -> Self {
        // It was read, so it can be.
        let mut document: DocumentMut = self.text.parse().unwrap_or_default();
        let (before, after) = (self.settings.all(), settings.all());
        let wrong = |key: &str| self.troubles.iter().any(|wrong| key == wrong.key);
        for (key, shape) in KEYS {
            if before.get(*key) != after.get(*key) || (asked == Some(*key) && wrong(key)) {
                put(&mut document, key, *shape, after.get(*key).unwrap_or(&Value::Null));
            }
        }
        let text = document.to_string();
        let troubles = Self::read(text.as_bytes()).map(|read| read.troubles).unwrap_or_default();
        Self { text, settings: settings.clone(), troubles }
    }
}

fn put(document: &mut DocumentMut, key: &str, shape: Shape, value: &Value) {
    let (section, name) = key.split_once('.').unwrap_or((key, ""));
    let item = document.entry(section).or_insert_with(toml_edit::table);
    if !item.is_table_like() {
        *item = toml_edit::table();
    }
    let Some(table) = item.as_table_like_mut() else { return };
    let new: toml_edit::Value = match (shape, value) {
        (Shape::Switch, value) => value.as_bool().unwrap_or_default().into(),
        (_, Value::String(word)) => word.into(),
        _ => {
            table.remove(name);
            return;
        }
    };
    replace(table, name, new);
}

/// Puts the value in place of the other, whose comment stays.
fn replace(table: &mut dyn TableLike, name: &str, mut new: toml_edit::Value) {
    if let Some(old) = table.get(name).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    if let Some(there) = table.get_mut(name) {
        *there = Item::Value(new);
    } else {
        table.insert(name, Item::Value(new));
    }
}

/// What a setting is, as far as it can be one.
fn json(item: &Item) -> Value {
    let text = || item.as_str().map(Value::from);
    // What nothing may be.
    item.as_bool().map(Value::from).or_else(text).unwrap_or_else(|| Value::Array(Vec::new()))
}

fn line(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use model::ipc::Theme;
    use model::settings::TextSize;

    use super::*;

    const FILE: &str = "\
# Mine.
future = [1, 2]

[appearance]
theme = \"dark\" # as I like it
glow = 7
text_size = 'huge'

[backups]
daily = false
";

    fn read(text: &str) -> SettingsFile {
        SettingsFile::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_wrong_value_is_named_and_costs_nothing_else() {
        let file = read(FILE);
        assert_eq!(file.settings.appearance.theme, Theme::Dark);
        assert_eq!(file.settings.appearance.text_size, TextSize::Normal);
        assert!(!file.settings.backups.daily);
        let told: Vec<_> = file.troubles.iter().map(|wrong| wrong.message("/s.toml")).collect();
        assert_eq!(told.len(), 1);
        for part in ["/s.toml", "line 7", "appearance.text_size", "small, normal, large, larger"] {
            assert!(told[0].contains(part), "{told:?}");
        }
        let no_section = read("updates = 3\n[window]\nclose_to_tray = 'no'\n");
        let named: Vec<_> =
            no_section.troubles.iter().map(|wrong| (wrong.key.as_str(), wrong.line)).collect();
        assert_eq!(named, [("window.close_to_tray", 3), ("updates", 1)]);
        assert_eq!(no_section.settings, Settings::default());
    }

    #[test]
    fn comments_and_unknown_keys_survive_every_change() {
        let file = read(FILE);
        let mut settings = file.settings.clone();
        settings.set("appearance.theme", "light".into()).unwrap();
        settings.set("updates.skipped", "2.0.0".into()).unwrap();
        let changed = file.with(&settings, None);
        let expected = FILE.replace("\"dark\" # as", "\"light\" # as") + "\n[updates]\nskipped = \"2.0.0\"\n";
        assert_eq!(changed.text, expected);
        assert_eq!(changed, read(&changed.text));

        settings.set("updates.skipped", Value::Null).unwrap();
        assert_eq!(read(&changed.with(&settings, None).text).settings, settings);
    }

    #[test]
    fn what_was_wrong_is_written_over_when_it_is_asked_for() {
        let file = read(FILE);
        assert_eq!(file.with(&file.settings, None).text, FILE);
        let mended = file.with(&file.settings, Some("appearance.text_size"));
        assert_eq!(mended.text, FILE.replace("'huge'", "\"normal\""));
        assert!(mended.troubles.is_empty());
        let no_section = read("updates = 3\n");
        let mut settings = no_section.settings.clone();
        settings.updates.check = false;
        assert!(!read(&no_section.with(&settings, None).text).settings.updates.check);
    }

    #[test]
    fn what_is_no_toml_says_where() {
        assert_eq!(SettingsFile::read(b"[appearance]\ntheme = \n").unwrap_err().line, 2);
        assert_eq!(SettingsFile::read(b"a = 1\n\n\xff").unwrap_err().line, 3);
    }
}
