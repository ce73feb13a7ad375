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

/// Builds the app, the command line tool and the proxy that tests put before the cloud, without optimisation; answers
/// where the app is.
pub(crate) fn build() -> Result<PathBuf> {
    let programs = ["--bin", "ghost-gym", "--bin", "ghost-gym-cli", "--bin", "proxy"];
    process::run(cargo(&["build"]).args(programs))?;
    Ok(binary("ghost-gym"))
}

/// The unoptimised program `name`.
pub(crate) fn binary(name: &str) -> PathBuf {
    paths::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
