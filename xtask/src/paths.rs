//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The workspace's folder.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The folder cargo builds in.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// The folder the dashboard is built in, apart from the host's builds so that neither waits for the other.
pub(crate) fn ui_target() -> PathBuf {
    target().join("ui")
}

/// The finished dashboard: what the shell embeds.
pub(crate) fn dist() -> PathBuf {
    ui_target().join("dist")
}

/// Where cargo keeps the sources of crates.
pub(crate) fn crate_sources() -> PathBuf {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default().join("registry").join("src")
}

/// The packages that people install.
pub(crate) fn packages() -> PathBuf {
    target().join("packages")
}

/// The list of licences that lies in them.
pub(crate) fn licences() -> PathBuf {
    target().join("licences.txt")
}

/// Tools installed for this checkout only.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// What says where the cloud of this checkout is, while it runs.
pub(crate) fn cloud() -> PathBuf {
    target().join("cloud")
}

/// The data folder of the app when it plays the device `name`.
pub(crate) fn device(name: &str) -> PathBuf {
    target().join("devices").join(name)
}
