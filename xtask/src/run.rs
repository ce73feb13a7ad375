//! `cargo xtask run`: build everything and open the app.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::cloud::{Environment, Local};
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
    let mut command = command(&app, options, cloud.as_ref().map(Local::environment));
    let closed = process::run(&mut command);
    if let Some(cloud) = cloud {
        cloud.leave()?;
    }
    closed
}

/// What opens `app`.
fn command(app: &Path, options: &Options, cloud: Option<&Environment>) -> Command {
    let mut command = process::command(app);
    if let Some(name) = &options.device {
        command.arg("--data-dir").arg(paths::device(name));
    }
    if let Some(environment) = cloud {
        command.envs(environment.variables());
    }
    command.args(&options.app);
    command
}

#[cfg(test)]
mod tests {
    use clap::{FromArgMatches as _, error::ErrorKind};

    use super::*;

    fn parse(arguments: &[&str]) -> std::result::Result<Options, ErrorKind> {
        let arguments = std::iter::once("run").chain(arguments.iter().copied());
        let matches = Options::augment_args(clap::Command::new("run")).try_get_matches_from(arguments);
        matches.and_then(|matches| Options::from_arg_matches(&matches)).map_err(|error| error.kind())
    }

    #[test]
    fn a_device_is_a_data_folder_and_a_cloud_is_an_environment() {
        let options = parse(&["--cloud", "local", "--device", "phone-2", "--", "--other"]).unwrap();
        let environment = Environment::parse("FIRESTORE_EMULATOR_HOST=127.0.0.1:8080\n");
        let command = command(Path::new("app"), &options, Some(&environment));
        let folder = paths::target().join("devices/phone-2");
        assert!(command.get_args().eq(["--data-dir".as_ref(), folder.as_os_str(), "--other".as_ref()]));
        let set = ("FIRESTORE_EMULATOR_HOST".as_ref(), Some("127.0.0.1:8080".as_ref()));
        assert!(command.get_envs().eq([set]));
    }

    #[test]
    fn without_either_the_app_is_as_people_have_it() {
        let options = parse(&[]).unwrap();
        let command = command(Path::new("app"), &options, None);
        assert_eq!((command.get_args().count(), command.get_envs().count()), (0, 0));
    }

    #[test]
    fn a_device_is_one_folder() {
        for name in ["", ".", "..", "a/b", "a\\b", "c:"] {
            assert_eq!(parse(&["--device", name]).unwrap_err(), ErrorKind::ValueValidation, "{name}");
        }
        assert_eq!(parse(&["--cloud", "elsewhere"]).unwrap_err(), ErrorKind::InvalidValue);
    }
}
