//! `cargo xtask cloud`: the official Firebase emulators with Ghost Gym's rules, as a cloud to try at home.

mod environment;
mod local;

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use clap::Args;
use emulators::Ports;

use crate::error::{Error, Result};
use crate::{paths, progress};
pub(crate) use environment::Environment;
pub(crate) use local::Local;

/// How often it is looked whether the emulators still run.
const STEP: Duration = Duration::from_secs(1);

/// Where to serve.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Options {
    /// The port of the Auth emulator, if not any that is free
    #[arg(long, value_name = "PORT")]
    auth_port: Option<u16>,
    /// The port of the Firestore emulator, if not any that is free
    #[arg(long, value_name = "PORT")]
    firestore_port: Option<u16>,
    /// Serve apart from this checkout's cloud, and say in this folder how to connect
    #[arg(long, value_name = "DIR")]
    apart: Option<PathBuf>,
}

/// Serves until it is interrupted.
pub(crate) fn run(options: Options) -> Result {
    let begun = Instant::now();
    let ports = Ports { auth: options.auth_port, firestore: options.firestore_port };
    let folder = options.apart.unwrap_or_else(paths::cloud);
    let mut cloud = Local::open(&folder, ports)?;
    // Until here an interruption ends us, and the emulators end with us.
    let (interrupt, interrupted) = mpsc::channel();
    let handler = move || {
        // Nobody listens any more when we are stopping already.
        let _heard = interrupt.send(());
    };
    ctrlc::set_handler(handler).map_err(Error::Signals)?;

    progress::say(&format!("The cloud is ready after {}; Ctrl+C stops it", progress::elapsed(begun)));
    progress::say("What it would send by mail is shown here");
    progress::say("Open the app with it: cargo xtask run --cloud local [--device NAME]");
    progress::say(&format!("Or set these; they are in {}, too:", folder.join(environment::FILE).display()));
    print!("{}", cloud.environment());
    while let Err(RecvTimeoutError::Timeout) = interrupted.recv_timeout(STEP) {
        cloud.check()?;
    }
    cloud.stop()?;
    progress::say("The cloud has stopped, and what was in it is gone");
    Ok(())
}
