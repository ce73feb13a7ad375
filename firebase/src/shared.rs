//! One emulator for all tests of a process, or of several.

use std::io::Write as _;

use crate::error::{Error, Result};
use crate::program::Program;

/// An environment variable. With it set to anything, a test that can't have what it needs of the machine, an emulator
/// or a keyring, fails instead of being skipped.
pub const REQUIRED: &str = "GHOST_GYM_REQUIRE_EMULATORS";

/// An emulator that this process may have started, or only use.
#[derive(Debug)]
pub(crate) enum Place {
    /// Started by us.
    Ours(Program),
    /// Somebody else's, at this address.
    Elsewhere(String),
}

impl Place {
    pub(crate) fn address(&self) -> &str {
        match self {
            Self::Ours(program) => program.address(),
            Self::Elsewhere(address) => address,
        }
    }

    pub(crate) fn check(&mut self) -> Result {
        match self {
            Self::Ours(program) => program.check(),
            Self::Elsewhere(_) => Ok(()),
        }
    }
}

/// The emulator that the environment variable `variable` names.
pub(crate) fn elsewhere(variable: &str) -> Option<Place> {
    std::env::var(variable).ok().filter(|address| !address.is_empty()).map(Place::Elsewhere)
}

/// An emulator for all tests, or why there is none.
#[derive(Debug)]
pub(crate) struct Shared<T>(Result<T>);

impl<T> Shared<T> {
    pub(crate) fn new(started: Result<T>) -> Self {
        Self(started)
    }

    /// The emulator; if the machine lacks something for it, nothing, and a word to the person.
    pub(crate) fn get(&self) -> Option<&T> {
        match &self.0 {
            Ok(emulator) => Some(emulator),
            Err(missing @ Error::Missing { .. }) if std::env::var_os(REQUIRED).is_none() => {
                let test = std::thread::current().name().unwrap_or("a test").to_owned();
                // Not with `eprintln`, which is shown only for a test that fails. If even this can't be shown, the
                // test is skipped all the same.
                let _shown = writeln!(std::io::stderr(), "skipped {test}: {missing}");
                None
            }
            Err(error) => panic!("{error}"),
        }
    }
}
