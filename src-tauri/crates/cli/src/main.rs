//! `ghost-gym-cli`: the same core as the app's, without a window.
//!
//! Exit codes: 0 done, 1 failed, 2 the command line is not one that exists, 3 somebody has to sign in first, 4 the
//! cloud can't be reached. With `--json` there is one JSON
//! document on stdout, in the form that the core gives to the dashboard too, and an error is one JSON object on
//! stderr.

mod args;
mod browser;
mod command;
mod input;
mod output;
mod table;

use std::process::ExitCode;

use args::{Cli, Parsed};
use output::Output;

fn main() -> ExitCode {
    match Cli::read(std::env::args_os()) {
        Parsed::Command(cli) => {
            let output = Output::new(cli.json);
            output.finish(command::run(cli, output))
        }
        Parsed::Shown(text) => Output::new(false).finish(output::print(&text)),
        Parsed::Wrong { json, error } => Output::new(json).usage(&error),
    }
}
