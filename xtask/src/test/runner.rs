//! Running tests: with cargo-nextest where it is installed, else with `cargo test`.

use std::process::Command;

use super::{Counts, Options};
use crate::error::{Error, Result};
use crate::process;

/// Runs the tests of `selection` (arguments of cargo that say which packages and features), with `environment` set.
pub(super) fn tests(selection: &[&str], options: &Options, environment: &[(&str, &str)]) -> Result<Counts> {
    let mut cargo = process::cargo();
    if process::find("cargo-nextest").is_some() {
        cargo
            .args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"])
            .args(selection)
            .args(&options.filter);
    } else {
        cargo
            .args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
            .args(selection)
            .args(&options.filter);
    }
    cargo.envs(environment.iter().copied());
    count(&mut cargo)
}

/// Runs the examples in the documentation of `selection`.
pub(super) fn documentation(selection: &[&str], options: &Options) -> Result<Counts> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--doc", "--no-fail-fast"]).args(selection).args(&options.filter);
    count(&mut cargo)
}

/// Runs `command`, showing what it prints, and counts. Failed tests are in the counts; an error is a build that failed,
/// or a runner that stopped without saying that a test failed.
fn count(command: &mut Command) -> Result<Counts> {
    let mut counts = Counts::default();
    let result = process::watch(command, |line| {
        if let Some(more) = Counts::from_closing_line(line) {
            counts += more;
        }
    });
    match result {
        Err(Error::Failed { .. }) if counts.failed > 0 => Ok(counts),
        Err(error) => Err(error),
        Ok(()) => Ok(counts),
    }
}
