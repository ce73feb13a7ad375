//! Where things are in the data folder.

use std::path::{Path, PathBuf};

use store::Owner;
use uuid::Uuid;

use crate::AppError;

/// The folder that holds the library and what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    root: PathBuf,
}

impl Places {
    /// What the mark of a library to be deleted ends in.
    pub(crate) const DISCARDED: &str = "discarded";

    /// The folder asked for, else the one where the platform puts an app's data; it is made if it isn't there.
    pub(crate) fn open(asked: Option<PathBuf>) -> Result<Self, AppError> {
        let root = data_dir(asked)?;
        std::fs::create_dir_all(&root).map_err(|source| AppError::writing(&root, source))?;
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of what belongs to one owner. An account's is named by a digest of its id: ids may differ in
    /// case alone, which not every file system tells apart, and may hold what no file name may.
    pub(crate) fn of(&self, owner: &Owner) -> PathBuf {
        match owner {
            Owner::Anonymous => self.root.clone(),
            Owner::Account(uid) => {
                let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, uid.as_str().as_bytes());
                self.accounts().join(name.to_string())
            }
        }
    }

    pub(crate) fn library(&self, owner: &Owner) -> PathBuf {
        match owner {
            Owner::Anonymous => self.root.join("anonymous.db"),
            Owner::Account(_) => Self::library_in(&self.of(owner)),
        }
    }

    /// The library in an account's folder.
    pub(crate) fn library_in(folder: &Path) -> PathBuf {
        folder.join("library.db")
    }

    /// Where the folders of accounts are.
    pub(crate) fn accounts(&self) -> PathBuf {
        self.root.join("accounts")
    }

    /// Who is signed in.
    pub(crate) fn account(&self) -> PathBuf {
        self.root.join("account.json")
    }

    /// Held by whoever changes that.
    pub(crate) fn account_lock(&self) -> PathBuf {
        self.root.join("account.lock")
    }

    /// What the settings page was told of the cloud.
    pub(crate) fn cloud(&self) -> PathBuf {
        self.root.join("cloud.toml")
    }

    /// What a person set.
    pub(crate) fn settings(&self) -> PathBuf {
        self.root.join("settings.toml")
    }

    /// Held by whoever changes that.
    pub(crate) fn settings_lock(&self) -> PathBuf {
        self.root.join("settings.lock")
    }

    /// There while the owner wants nothing synced.
    pub(crate) fn sync_paused(&self, owner: &Owner) -> PathBuf {
        self.of(owner).join("sync.paused")
    }

    /// There if the owner doesn't want to be asked any more whether the anonymous library is to be moved.
    pub(crate) fn migration_later(&self, owner: &Owner) -> PathBuf {
        self.of(owner).join("migration.later")
    }

    /// What happened, a file a day.
    pub(crate) fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// What panics left behind.
    pub(crate) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// The name of the last report that somebody has seen.
    pub(crate) fn reports_seen(&self) -> PathBuf {
        self.reports().join("seen")
    }

    pub(crate) fn preferences(&self) -> PathBuf {
        self.root.join("preferences.json")
    }

    /// Marks an account's library that is to be deleted as soon as nobody has it open.
    pub(crate) fn discarded(&self, owner: &Owner) -> PathBuf {
        self.of(owner).with_extension(Self::DISCARDED)
    }

    pub(crate) fn backups(&self, owner: &Owner) -> PathBuf {
        self.of(owner).join("backups")
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
    project_dirs().map(|dirs| dirs.data_dir().to_owned())
}

/// Where settings written by hand are: `~/.config/ghost-gym` on Linux.
pub(crate) fn config_dir() -> Option<PathBuf> {
    project_dirs().map(|dirs| dirs.config_dir().to_owned())
}

fn project_dirs() -> Option<directories::ProjectDirs> {
    let spaced = cfg!(any(windows, target_os = "macos"));
    directories::ProjectDirs::from("", "", if spaced { "Ghost Gym" } else { "ghost-gym" })
}
