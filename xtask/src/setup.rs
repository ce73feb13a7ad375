//! `cargo xtask setup`: what a command needs of this machine is looked for, and installed where it is missing.
//!
//! Every other command begins with its part of it; when nothing is missing that takes a few milliseconds.

mod deny;
mod probe;
mod rust;
mod system;

use crate::error::Result;
use crate::progress;
pub(crate) use deny::ensure as cargo_deny;

/// How much of it a command needs; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Building the dashboard.
    Ui,
    /// Building and opening the app.
    App,
    /// Checking and testing everything, windows included.
    Test,
}

/// Makes sure of everything there is.
pub(crate) fn run() -> Result {
    ensure(Level::Test)?;
    let deny = cargo_deny()?;
    progress::say(&format!("Nothing is missing; cargo-deny is {}", deny.display()));
    Ok(())
}

/// Makes sure of everything `level` needs.
pub(crate) fn ensure(level: Level) -> Result {
    rust::wasm_target()?;
    if level >= Level::App {
        system::ensure(level)?;
    }
    if level >= Level::Test {
        rust::components()?;
    }
    Ok(())
}
