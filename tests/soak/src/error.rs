//! Why a run ended before its time, or was not what it should be.

use std::io;
use std::path::{Path, PathBuf};

/// A result of the soak.
pub(crate) type Result<T = ()> = std::result::Result<T, Error>;

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// There is no cloud to run against.
    #[error("this machine lacks an emulator; `cargo xtask cloud` installs them")]
    NoEmulators,
    /// An emulator was asked and did not answer as it should.
    #[error(transparent)]
    Emulator(#[from] emulators::Error),
    /// The proxy would not.
    #[error(transparent)]
    Proxy(#[from] proxy::Error),
    /// The app would not, where nothing should be in its way.
    #[error(transparent)]
    App(#[from] app::AppError),
    /// A file, a pipe or a process would not.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A device did what it should not.
    #[error("device {device}: {what}")]
    Device {
        /// Which, from 1.
        device: u8,
        /// What.
        what: String,
    },
    /// The cloud can't be reached without the proxy.
    #[error("the cloud can't be read: {0}")]
    Cloud(String),
    /// What was to be shown is not so.
    #[error("RULE BROKEN: {rule}\n{evidence}")]
    Broken {
        /// Which rule.
        rule: &'static str,
        /// What shows it, a line each.
        evidence: String,
    },
}

impl Error {
    /// For `map_err` on what is done to the file at `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
