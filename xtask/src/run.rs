//! `cargo xtask run`: build everything and open the app.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use crate::cloud::Local;
use crate::error::Result;
use crate::setup::{self, Level};
use crate::{paths, process, progress, shell, ui};

/// How to open the app.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Connect the app to a cloud on this machine, and start one if none runs
    #[arg(long, value_name = "WHERE")]
    cloud: Option<Cloud>,
    /// Give the app a data folder of its own, target/devices/NAME, so that one person can play several devices
    #[arg(long, value_name = "NAME", value_parser = device_name)]
    device: Option<String>,
    /// What to hand to the app
    #[arg(last = true, value_name = "APP ARGS")]
    app: Vec<OsString>,
}

/// Which cloud the app connects to, whatever its settings say.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Cloud {
    /// As `cargo xtask cloud` starts it.
    Local,
}

/// A name that is one folder everywhere.
fn device_name(name: &str) -> std::result::Result<String, &'static str> {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Ok(name.to_owned())
    } else {
        Err("use letters, digits, - and _")
    }
}

/// Builds and opens the app; answers when it has been closed.
pub(crate) fn run(options: &Options) -> Result {
    setup::ensure(Level::App)?;
    ui::build(ui::Options::default())?;
    progress::say("Building the app");
    let app = shell::build()?;
    let cloud = options.cloud.map(|Cloud::Local| Local::join(&paths::cloud())).transpose()?;
    progress::say("Opening Ghost Gym");
    let mut app = process::command(app);
    if let Some(name) = &options.device {
        app.arg("--data-dir").arg(paths::device(name));
    }
    if let Some(cloud) = &cloud {
        app.envs(cloud.environment().variables());
    }
    let closed = process::run(app.args(&options.app));
    if let Some(cloud) = cloud {
        cloud.leave()?;
    }
    closed
}
