//! What a person sets, kept in `settings.toml`: every key is judged alone, so that a wrong one costs nothing but
//! itself, and what this version doesn't know stays as it was written.

mod file;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use model::ipc::{SettingChange, SettingsState};
use model::settings::Settings;
use model::{Event, text};

use self::file::{Broken, SettingsFile};
use crate::app::lock;
use crate::complaint::Complaint;
use crate::error::path_text;
use crate::transfer::stamp;
use crate::{App, AppError, file as writing};

/// What was last read of the file.
#[derive(Default)]
pub(crate) struct Kept {
    last: Mutex<Last>,
    /// Held by whoever changes something.
    changing: Mutex<()>,
    /// Why the file can't be read, as it was logged.
    complaint: Mutex<Complaint>,
}

#[derive(Default)]
struct Last {
    /// `None`: it was never read.
    file: Option<SettingsFile>,
    /// What the person is to know of a file that was set aside.
    aside: Option<String>,
}

impl App {
    /// Everything that is set. What can't be read now is as it was last, or as is usual.
    pub fn settings(&self) -> Settings {
        let looked = self.settings_look();
        if let Some(trouble) = lock(&self.settings.complaint).news(&looked) {
            tracing::warn!(trouble, "the settings can't be read");
        }
        let last = lock(&self.settings.last);
        last.file.as_ref().map(|file| file.settings.clone()).unwrap_or_default()
    }

    /// Changes what is set. The file keeps all else that is in it; nothing is written if nothing changes.
    pub fn settings_change(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, AppError> {
        self.change_settings(None, |settings| {
            change(settings);
            Ok(())
        })
    }

    /// Everything that is set, and what is wrong with the file.
    pub fn settings_get(&self) -> Result<SettingsState, AppError> {
        let values = self.settings().all();
        let last = lock(&self.settings.last);
        let troubles =
            last.file.iter().flat_map(|file| &file.troubles).map(|wrong| wrong.message(&last_path(self)));
        let troubles = last.aside.iter().cloned().chain(troubles).collect();
        Ok(SettingsState { values, file: last_path(self), troubles })
    }

    /// Changes one setting.
    pub fn settings_set(&self, ask: SettingChange) -> Result<SettingsState, AppError> {
        self.change_settings(Some(&ask.key), |settings| Ok(settings.set(&ask.key, ask.value.clone())?))?;
        self.settings_get()
    }

    /// Tells if another process has changed something.
    pub(crate) fn settings_follow(&self) {
        let before = lock(&self.settings.last).file.as_ref().map(|file| file.text.clone());
        self.settings();
        let after = lock(&self.settings.last).file.as_ref().map(|file| file.text.clone());
        if before != after {
            self.tell(Event::SettingsChanged);
        }
    }

    /// At the beginning: reads the file, and takes over what was a preference of the dashboard's before.
    pub(crate) fn settings_begin(&self) {
        self.settings();
        if let Err(error) = self.take_over_theme() {
            tracing::warn!(%error, "the theme of before is not taken over");
        }
    }

    /// The theme was in the preferences once. It is taken out of them: what is set later must not be undone.
    fn take_over_theme(&self) -> Result<(), AppError> {
        let mut preferences = self.preferences_get()?;
        let Some(theme) = preferences.extra.remove("theme") else { return Ok(()) };
        if !self.places.settings().exists() {
            self.settings_change(|settings| {
                if settings.set("appearance.theme", theme.clone()).is_err() {
                    tracing::warn!(%theme, "no such theme");
                }
            })?;
        }
        self.preferences_set(preferences)
    }

    /// `asked`: written even if it is so already, for the file may say something else, which counted for nothing.
    fn change_settings(
        &self,
        asked: Option<&str>,
        change: impl FnOnce(&mut Settings) -> Result<(), AppError>,
    ) -> Result<Settings, AppError> {
        let _one_at_a_time = lock(&self.settings.changing);
        let _alone = writing::alone(&self.places.settings_lock())?;
        self.settings_look()?;
        let before = lock(&self.settings.last).file.clone().unwrap_or_default();
        let mut settings = before.settings.clone();
        change(&mut settings)?;
        let after = before.with(&settings, asked);
        if after.text == before.text {
            return Ok(settings);
        }
        writing::write(&self.places.settings(), after.text.as_bytes())?;
        let mut last = lock(&self.settings.last);
        *last = Last { file: Some(after), aside: None };
        drop(last);
        self.tell(Event::SettingsChanged);
        Ok(settings)
    }

    /// Reads the file, if it is another one than last time.
    fn settings_look(&self) -> Result<(), AppError> {
        let path = self.places.settings();
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(AppError::reading(&path, error)),
        };
        let mut last = lock(&self.settings.last);
        if last.file.as_ref().is_some_and(|file| file.text.as_bytes() == bytes) {
            return Ok(());
        }
        match SettingsFile::read(&bytes) {
            Ok(file) => {
                if !bytes.is_empty() {
                    last.aside = None;
                }
                last.file = Some(file);
            }
            Err(broken) => {
                last.aside = Some(self.set_aside(&broken));
                last.file = Some(SettingsFile::default());
            }
        }
        Ok(())
    }

    /// Puts a file that can't be read where it does no harm: what the person is told.
    fn set_aside(&self, broken: &Broken) -> String {
        let path = self.places.settings();
        let aside =
            free_path(&path.with_extension(format!("toml.broken-{}", stamp(self.now(), "%Y%m%d-%H%M%S"))));
        let args = |aside: String| {
            [
                ("file", path_text(&path).into()),
                ("line", broken.line.into()),
                ("detail", broken.detail.clone().into()),
                ("aside", aside.into()),
            ]
        };
        match std::fs::rename(&path, &aside) {
            Ok(()) => {
                tracing::warn!(line = broken.line, "the settings are broken and were set aside");
                text::with("settings-set-aside", &args(path_text(&aside)))
            }
            Err(error) => {
                tracing::warn!(%error, line = broken.line, "the settings are broken and can't be set aside");
                text::with("settings-broken", &args(String::new()))
            }
        }
    }
}

/// A name that nothing has yet.
fn free_path(path: &Path) -> PathBuf {
    let named = |n: u32| match n {
        1 => path.to_owned(),
        _ => PathBuf::from(format!("{}-{n}", path.display())),
    };
    (1..=u32::MAX).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(1))
}

fn last_path(app: &App) -> String {
    path_text(&app.places.settings())
}
