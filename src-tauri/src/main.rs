//! The desktop window of Ghost Gym: a thin shell around the `app` crate. It opens the library and a window on it,
//! carries commands in and events out, and does what needs a desktop: tray, dialogs, themes, window state, reports.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod closing;
mod commands;
mod context;
mod dialogs;
mod instance;
mod invoke;
mod licences;
#[cfg(target_os = "linux")]
mod linux;
mod log;
mod login;
mod presence;
mod queue;
mod report;
mod screen;
mod shell;
mod tray;
mod update;
mod window;

use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let started = Instant::now();
    let args = args::parse();
    #[cfg(target_os = "linux")]
    if let Err(error) = linux::prepare() {
        return stop(&error);
    }
    let data_dir = match app::data_dir(args.data_dir) {
        Ok(data_dir) => data_dir,
        Err(error) => return stop(&error),
    };
    log::start(&data_dir);
    report::install(data_dir.join("reports"));
    match shell::run(data_dir, args.hidden, started) {
        Ok(code) => code,
        Err(error) => stop(&error),
    }
}

/// Ends before there is a window: whoever started the app reads why on stderr.
fn stop(why: &dyn std::error::Error) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
