//! Why an emulator is not there.

use std::io;
use std::path::{Path, PathBuf};

/// A result of this crate.
pub type Result<T = ()> = std::result::Result<T, Error>;

/// Why an emulator could not be installed, started or asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// This machine lacks something.
    #[error("this machine lacks {what}: {how}")]
    Missing {
        /// What is missing.
        what: String,
        /// How it comes here.
        how: String,
    },
    /// The port that was asked for is in use.
    #[error("port {port} is in use by another program: {source}")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// A program could not be started or waited for.
    #[error("{program} could not be run: {source}")]
    Run {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// A program ended too early, or with a failure.
    #[error("{program} ended with {status}; it said:\n{said}")]
    Ended {
        /// The program.
        program: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// The last lines of what it said.
        said: String,
    },
    /// An emulator runs and does not answer.
    #[error("{program} has not answered for {seconds} s; it said:\n{said}")]
    Silent {
        /// The program.
        program: String,
        /// How long it was waited for.
        seconds: u64,
        /// The last lines of what it said.
        said: String,
    },
    /// An emulator was asked and did not answer as it should.
    #[error("{request}: {cause}")]
    Request {
        /// What was asked.
        request: String,
        /// What went wrong.
        cause: String,
    },
    /// The rules have mistakes.
    #[error("the rules have mistakes:\n{0}")]
    Rules(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err` on what is done to the file at `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// For `map_err` on starting `program`, which comes here by `how`.
    pub(crate) fn start(program: &str, how: &str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { what: program.to_owned(), how: how.to_owned() },
            _ => Self::Run { program: program.to_owned(), source },
        }
    }
}
