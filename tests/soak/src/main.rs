//! `cargo xtask soak`: devices of one account, each a process with a folder of its own, work for hours while the network,
//! the server and their own processes fail. Nothing may be lost, doubled or stuck.
//!
//! The parent ([`run`]) has the emulators and the proxy, lets faults happen ([`storm`]), kills devices and starts them
//! again ([`fleet`]). A device ([`device`]) is this program, too: the app without a window, and a person who does
//! something at random. Before and after everything that they do, a line goes into the device's [`ledger`]; what was
//! accepted is known from it whatever happens to the process. When the faults have ended, everything must be sent and
//! everybody must agree in time; then [`judge`] compares ledgers, libraries and the cloud.

mod cloud;
mod device;
mod error;
mod fleet;
mod judge;
mod keyring;
mod ledger;
mod library;
mod mark;
mod run;
mod said;
mod scene;
mod storm;
mod summary;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Devices of one account in a storm of faults: nothing is lost, doubled or stuck
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    #[command(flatten)]
    plan: run::Plan,
}

/// What this process is, if not the parent.
#[derive(Subcommand)]
enum Role {
    /// A device: for the parent only
    #[command(hide = true)]
    Device(device::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.role {
        Some(Role::Device(options)) => device::run(options),
        None => run::run(&arguments.plan),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
