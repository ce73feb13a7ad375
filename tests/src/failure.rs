//! Why a test stopped.

use std::fmt;
use std::io;

/// A result of a test, or of a step of one.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// Why a test stopped.
#[derive(thiserror::Error)]
pub enum Failure {
    /// A program of the desktop could not be started, or did not say what it should.
    #[error("{program}: {cause}")]
    Program {
        /// Which program.
        program: String,
        /// What it did.
        cause: String,
    },
    /// The driver, or the page, could not do what it was asked to.
    #[error("{doing}: {cause}")]
    Driver {
        /// What it was asked to do.
        doing: String,
        /// Its answer.
        cause: String,
    },
    /// Something did not come about in time.
    #[error("waited {seconds} s for {what}; last seen: {seen}")]
    Waited {
        /// What was expected.
        what: String,
        /// How long.
        seconds: u64,
        /// What there was instead.
        seen: String,
    },
    /// A file of the test could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// What was to be done.
        what: String,
        /// Why it was not.
        source: io::Error,
    },
    /// What was read is not what was expected.
    #[error("{0}")]
    Unexpected(String),
}

/// A test that fails shows its error's Debug form: it should read as a sentence.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Failure {
    /// For `map_err` on what is done to a file.
    pub fn file(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::File { what, source }
    }

    /// For `map_err` on what the driver is asked to do.
    pub fn driver<E: fmt::Display>(doing: impl Into<String>) -> impl FnOnce(E) -> Self {
        let doing = doing.into();
        move |cause| Self::Driver { doing, cause: cause.to_string() }
    }

    /// For `map_err` on a program of the desktop.
    pub fn program<E: fmt::Display>(program: impl Into<String>) -> impl FnOnce(E) -> Self {
        let program = program.into();
        move |cause| Self::Program { program, cause: cause.to_string() }
    }
}
