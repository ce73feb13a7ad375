//! Everything one does with Ghost Gym's sources, as one command each: `cargo xtask help` lists them.
//!
//! A file per command; what they share is in `error`, `paths`, `process` and `progress`.

mod error;
mod paths;
mod process;
mod progress;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::Result;

/// Set up, run, test, bench and bundle Ghost Gym.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the dashboard into target/ui/dist
    Ui(ui::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result {
    match command {
        Command::Ui(options) => ui::build(&options).map(drop),
    }
}
