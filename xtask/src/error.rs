//! Why a command of xtask stopped, in words that say what to do.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::ui::Size;

/// A result of xtask.
pub(crate) type Result<T = ()> = std::result::Result<T, Error>;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A program ended with a failure; its own output, just above, says why.
    #[error("{command} ended with {status}")]
    Failed { command: String, status: ExitStatus },
    /// A program could not be started.
    #[error("{program} could not be started: {source}")]
    Start { program: String, source: io::Error },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// The bindings to JavaScript could not be made.
    #[error("wasm-bindgen could not process {}: {cause}", path.display())]
    Bindgen { path: PathBuf, cause: String },
    /// The library in xtask and the one in the dashboard do not fit together.
    #[error(
        "the dashboard uses wasm-bindgen {ui}, xtask wasm-bindgen-cli-support {xtask}: \
         set both to the same version in ui/Cargo.toml and xtask/Cargo.toml"
    )]
    BindgenVersion { ui: String, xtask: String },
    /// Something is missing that only a person can install.
    #[error("this machine lacks {what}: {how}")]
    Install { what: String, how: String },
    /// A package manager was content, and yet something is not there.
    #[error("{manager} installed what it was asked to, but these are still not found: {what}")]
    StillMissing { manager: &'static str, what: String },
    /// The source folders can't be watched.
    #[error("the sources can't be watched for changes: {0}")]
    Watch(notify::Error),
    /// Nothing is heard from the watcher any more.
    #[error("watching the sources for changes ended by itself")]
    WatchEnded,
    /// There is no place to keep tools for this user.
    #[error("this user has no home folder to keep tools in: set HOME")]
    NoHome,
    /// The dashboard would be slow to open.
    #[error("the dashboard's wasm ({size}) is over its limit of {limit} bytes gzipped")]
    WasmTooLarge { size: Size, limit: usize },
    /// The cloud at home can't be had.
    #[error(transparent)]
    Cloud(#[from] emulators::Error),
    /// There is one cloud at home per checkout.
    #[error("a cloud runs already; {} says how to connect to it", .0.display())]
    CloudRuns(PathBuf),
    /// It can't be noticed that someone interrupts us.
    #[error("interruptions can't be noticed: {0}")]
    Signals(ctrlc::Error),
    /// A step of the tests failed.
    #[error("“{step}” failed: {cause}")]
    Step { step: &'static str, cause: String },
    /// What cargo says about the crates can't be read.
    #[error("what `cargo metadata` printed can't be read: {0}")]
    Metadata(serde_json::Error),
    /// There is nothing that an installed app could be told of.
    #[error("{} holds no package: run `cargo xtask bundle` with TAURI_SIGNING_PRIVATE_KEY set", .0.display())]
    NothingSigned(PathBuf),
    /// A package that has to be there is not in Cargo.lock.
    #[error("Cargo.lock names no version of {0}: run `cargo update --workspace` and commit the file")]
    NotLocked(&'static str),
}

impl Error {
    /// For `map_err` on what is done to the file at `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
