//! `cargo xtask bundle`: the packages that people install.

use crate::error::{Error, Result};
use crate::npm::{self, Package};
use crate::setup::{self, Level};
use crate::{paths, process, progress, ui};

const TAURI: Package = Package { name: "@tauri-apps/cli", version: "2.12.5", what: "Tauri's bundler" };

/// The kinds of package that this system can make.
const KINDS: &str = if cfg!(target_os = "macos") {
    "dmg"
} else if cfg!(windows) {
    "msi"
} else {
    "deb,rpm"
};

/// Builds the dashboard and the app as released, and packs them.
pub(crate) fn run() -> Result {
    setup::ensure(Level::App)?;
    if !npm::available() {
        return Err(Error::Install {
            what: "npm, which installs wasm-opt and Tauri's bundler".to_owned(),
            how: "install Node.js 18 or later".to_owned(),
        });
    }
    ui::build(ui::Options::default())?;
    progress::say(&format!("Building and packing the app ({KINDS})"));
    let mut tauri = process::command("node");
    tauri.arg(TAURI.folder()?.join("tauri.js")).args(["build", "--ci", "--bundles", KINDS]);
    process::run(tauri.current_dir(paths::root().join("src-tauri")))?;
    progress::say("The packages are in target/release/bundle");
    Ok(())
}
