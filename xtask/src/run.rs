//! `cargo xtask run`: build everything and open the app.

use std::ffi::OsString;

use clap::Args;

use crate::error::Result;
use crate::setup::{self, Level};
use crate::{process, progress, shell, ui};

/// How to open the app.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// What to hand to the app
    #[arg(last = true, value_name = "APP ARGS")]
    app: Vec<OsString>,
}

/// Builds and opens the app; answers when it has been closed.
pub(crate) fn run(options: &Options) -> Result {
    setup::ensure(Level::App)?;
    ui::build(ui::Options::default())?;
    progress::say("Building the app");
    let app = shell::build()?;
    progress::say("Opening Ghost Gym");
    process::run(process::command(app).args(&options.app))
}
