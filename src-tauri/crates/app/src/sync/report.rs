//! What the sync task says of itself, to this process and to others on this machine.

use std::path::{Path, PathBuf};
use std::{fs, io};

use model::{Millis, SyncStatus, text};
use serde::{Deserialize, Serialize};
use store::StoreError;
use sync::Failure;
use sync::classify::Meaning;

/// How sync stands. Whoever syncs writes it beside the library, for other processes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// In short.
    pub(crate) status: SyncStatus,
    /// When what failed is tried again.
    pub(crate) next_try_at: Option<Millis>,
    /// What stands in the way, ready to show.
    pub(crate) trouble: Option<String>,
    /// How often the task had to be started again, because it panicked or the library failed it.
    pub(crate) restarts: u32,
    /// Another process syncs this library, and this is what it says.
    #[serde(skip)]
    pub(crate) elsewhere: bool,
    /// The last "sync now" that was begun with.
    #[serde(skip)]
    pub(crate) hurried: u64,
    /// Since then the server could not be reached, and nothing has worked after that.
    #[serde(skip)]
    pub(crate) failed: bool,
    /// Everything that others did is here.
    #[serde(skip)]
    pub(crate) heard_all: bool,
}

/// What stands in the way, as a person is told; nothing if the status says it already.
pub(super) fn trouble(failure: &Failure) -> Option<String> {
    let key = match failure.meaning() {
        Meaning::Unreachable | Meaning::Token | Meaning::Conflict | Meaning::TooMuch | Meaning::Invalid => {
            return None;
        }
        Meaning::Denied => "sync-trouble-denied",
        Meaning::Quota => "sync-trouble-quota",
        Meaning::Trouble => "sync-trouble-server",
    };
    Some(text::get(key))
}

/// What stands in the way on this side.
pub(super) fn trouble_here(error: &StoreError) -> String {
    let reason = crate::AppError::library_says(error);
    text::with("sync-trouble-library", &[("reason", reason.into())])
}

/// The file in which other processes read how sync stands.
#[derive(Debug)]
pub(super) struct Shared(PathBuf);

impl Shared {
    /// The one in the folder of what belongs to an owner.
    pub(super) fn of(folder: &Path) -> Self {
        Self(folder.join("sync.json"))
    }

    /// Tells others. It is no loss if it is lost: whoever reads it asks again in a moment.
    pub(super) fn write(&self, report: &Report) {
        let beside = self.0.with_extension("json.new");
        let written = serde_json::to_vec(report)
            .map_err(io::Error::from)
            .and_then(|text| fs::write(&beside, text))
            .and_then(|()| fs::rename(&beside, &self.0));
        if let Err(error) = written {
            tracing::debug!(%error, "other processes are not told how sync stands");
        }
    }

    /// What whoever syncs has said last, if it can be read.
    pub(super) fn read(&self) -> Option<Report> {
        serde_json::from_slice(&fs::read(&self.0).ok()?).ok()
    }

    /// Nobody syncs any more.
    pub(super) fn remove(&self) {
        if let Err(error) = fs::remove_file(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::debug!(%error, "what was last said of sync stays behind");
        }
    }
}
