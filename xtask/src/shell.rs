//! Building the app itself, the same way for everyone, so that nothing is built twice.

use std::path::PathBuf;
use std::process::Command;

use crate::error::Result;
use crate::{paths, process};

/// The packages of the host, and the features they have in every command of xtask. cargo unites the features of the
/// packages it is asked for: another selection would be other features, and a second build of everything below.
pub(crate) const SELECTION: [&str; 11] = [
    "--workspace",
    "--exclude",
    "ui",
    "--exclude",
    "xtask",
    "--exclude",
    "tests",
    // It wants libraries in memory, which no build that people use has.
    "--exclude",
    "simulation",
    "--features",
    // The dashboard comes from inside the binary, not from a development server.
    "ghost-gym/custom-protocol",
];

/// `cargo SUBCOMMAND` for the host's packages.
pub(crate) fn cargo(subcommand: &[&str]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(subcommand).args(SELECTION);
    cargo
}

/// Builds the app and the command line tool without optimisation; answers where the app is.
pub(crate) fn build() -> Result<PathBuf> {
    process::run(cargo(&["build"]).args(["--bin", "ghost-gym", "--bin", "ghost-gym-cli"]))?;
    Ok(binary("ghost-gym"))
}

/// The unoptimised program `name`.
pub(crate) fn binary(name: &str) -> PathBuf {
    paths::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
