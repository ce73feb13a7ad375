//! Running tests: with cargo-nextest where it is installed, else with `cargo test`.

use std::process::Command;

use super::{Context, Counts};
use crate::error::{Error, Result};
use crate::process;

/// Runs the tests of `selection` (arguments of cargo that say which packages and features).
pub(super) fn tests(selection: &[&str], context: &mut Context) -> Result<Counts> {
    let mut cargo = process::cargo();
    if process::find("cargo-nextest").is_some() {
        cargo
            .args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"])
            .args(selection)
            .args(&context.filter);
    } else {
        cargo
            .args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
            .args(selection)
            .args(&context.filter);
    }
    cargo.envs(context.environment());
    let counts = count(&mut cargo)?;
    // If it has ended, that is why tests failed.
    context.check_cloud()?;
    Ok(counts)
}

/// Runs the examples in the documentation of `selection`.
pub(super) fn documentation(selection: &[&str], context: &Context) -> Result<Counts> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--doc", "--no-fail-fast"]).args(selection).args(&context.filter);
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
