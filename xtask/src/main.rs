//! Everything one does with Ghost Gym's sources, as one command each: `cargo xtask help` lists them.
//!
//! A file per command; what they share is in `error`, `paths`, `process` and `progress`.

mod bench;
mod bundle;
mod cloud;
mod dev;
mod error;
mod icons;
mod npm;
mod paths;
mod process;
mod progress;
mod release;
mod run;
mod setup;
mod shell;
mod simulate;
mod soak;
mod test;
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
    /// Install what this machine lacks to build, open and test the app
    Setup,
    /// Build and open the app
    Run(run::Options),
    /// Build and open the app, again and again as its sources change
    Dev(dev::Options),
    /// Start a cloud to try at home: the official Firebase emulators with the app's rules
    Cloud(cloud::Options),
    /// Check and test everything, windows included
    Test(test::Options),
    /// Play seeded schedules of several devices against a model of the cloud
    Simulate(simulate::Options),
    /// Run several devices for hours in a storm of faults, killing them and starting them again
    Soak(soak::Options),
    /// Measure speed and size, each beside what it is compared with
    Bench(bench::Options),
    /// Build the packages that people install
    Bundle(bundle::Options),
    /// Make keys, and what tells installed apps of a new version
    #[command(subcommand)]
    Release(release::Options),
    /// Make every size of the app's icon out of its drawings
    Icons,
    /// Build the dashboard into target/ui/dist
    Ui(ui::Options),
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Result {
    match command {
        Command::Setup => setup::run(),
        Command::Run(options) => run::run(&options),
        Command::Dev(options) => dev::run(&options),
        Command::Cloud(options) => cloud::run(options),
        Command::Test(options) => test::run(&options),
        Command::Simulate(options) => simulate::run(&options),
        Command::Soak(options) => soak::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Bundle(options) => bundle::run(&options),
        Command::Release(options) => release::run(&options),
        Command::Icons => icons::run(),
        Command::Ui(options) => ui::build(options),
    }
}
