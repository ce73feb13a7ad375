//! Where things are in the data folder.

use std::path::{Path, PathBuf};

use crate::AppError;

/// The folder that holds the library and what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    root: PathBuf,
}

impl Places {
    /// The folder asked for, else the one where the platform puts an app's data; it is made if it isn't there.
    pub(crate) fn open(asked: Option<PathBuf>) -> Result<Self, AppError> {
        let root = data_dir(asked)?;
        std::fs::create_dir_all(&root).map_err(|source| AppError::writing(&root, source))?;
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The library of whoever has no account.
    pub(crate) fn anonymous_library(&self) -> PathBuf {
        self.root.join("anonymous.db")
    }

    pub(crate) fn preferences(&self) -> PathBuf {
        self.root.join("preferences.json")
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
}

/// The folder that [`crate::App`] is opened on when it is asked for this one, made or not: for whoever has to
/// know before the app is open.
pub fn data_dir(asked: Option<PathBuf>) -> Result<PathBuf, AppError> {
    let root = asked.or_else(default_root).ok_or(AppError::NoDataDir)?;
    Ok(std::path::absolute(&root).unwrap_or(root))
}

/// `~/.local/share/ghost-gym` on Linux, `Ghost Gym` in the platform's folder elsewhere.
fn default_root() -> Option<PathBuf> {
    let spaced = cfg!(any(windows, target_os = "macos"));
    let name = if spaced { "Ghost Gym" } else { "ghost-gym" };
    directories::ProjectDirs::from("", "", name).map(|dirs| dirs.data_dir().to_owned())
}
