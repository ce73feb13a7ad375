//! Building the app itself, the same way for everyone, so that nothing is built twice.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
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

/// The version that tests update to.
const NEXT_VERSION: &str = "0.2.0";

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

/// Builds the app as the version after this one, too, for the test that updates to it, and leaves this one as it was
/// built by [`build`].
pub(crate) fn build_next() -> Result {
    let (this, next) = (binary("ghost-gym"), binary("ghost-gym-next"));
    let stamp = next.with_extension("stamp");
    let built = |file: &Path| fs::metadata(file).and_then(|data| data.modified()).map_err(Error::file(file));
    if next.is_file() && fs::read_to_string(&stamp).ok() == Some(format!("{:?}", built(&this)?)) {
        return Ok(());
    }
    let app = ["--bin", "ghost-gym"];
    let version = format!(r#"{{"version":"{NEXT_VERSION}"}}"#);
    process::run(cargo(&["build"]).args(app).env("TAURI_CONFIG", version))?;
    fs::copy(&this, &next).map_err(Error::file(&next))?;
    process::run(cargo(&["build"]).args(app))?;
    fs::write(&stamp, format!("{:?}", built(&this)?)).map_err(Error::file(&stamp))
}

/// The unoptimised program `name`.
pub(crate) fn binary(name: &str) -> PathBuf {
    paths::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
