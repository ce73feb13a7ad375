//! `cargo xtask dev`: open the app, and build and open it again whenever a source file changes.

mod changes;

use std::ffi::OsString;
use std::process::Child;

use clap::Args;

use crate::error::{Error, Result};
use crate::setup::{self, Level};
use crate::{process, progress, shell, ui};
use changes::Changes;

/// How to open the app.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// What to hand to the app
    #[arg(last = true, value_name = "APP ARGS")]
    app: Vec<OsString>,
}

/// Goes on until it is interrupted.
pub(crate) fn run(options: &Options) -> Result {
    setup::ensure(Level::App)?;
    let changes = Changes::watch()?;
    let mut app = None;
    loop {
        match rebuild(options, app.as_mut()) {
            Ok(opened) => app = Some(opened),
            // A mistake in the code, most likely: the next change may mend it.
            Err(error) => progress::failed(&error),
        }
        progress::say("Waiting for a change; Ctrl+C ends it");
        let file = changes.next()?;
        progress::say(&format!("Changed: {}", file.display()));
    }
}

/// Builds, closes the app that runs and opens the new one. An app that can't be built leaves the old one open.
fn rebuild(options: &Options, running: Option<&mut Child>) -> Result<Child> {
    ui::build(ui::Options::quick())?;
    let app = shell::build()?;
    if let Some(running) = running {
        close(running)?;
    }
    let mut command = process::command(&app);
    command
        .args(&options.app)
        .spawn()
        .map_err(|source| Error::Start { program: app.display().to_string(), source })
}

fn close(app: &mut Child) -> Result {
    let stopped = app.kill().and_then(|()| app.wait());
    stopped.map(drop).map_err(|source| Error::Start { program: "the running app".to_owned(), source })
}
