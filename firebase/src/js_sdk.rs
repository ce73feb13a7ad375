//! Firebase's JavaScript SDK: a client of the cloud that nobody here wrote.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::install::{npm, run, tools};
use crate::shared::Shared;

/// The version of the npm package `firebase` that is used.
const VERSION: &str = "12.5.0";

/// Where it is, for tests: a folder from which Node.js finds `firebase/app` and the others. Nothing if it isn't
/// installed; then it says why.
///
/// # Panics
/// If it isn't installed, and all tests are required.
#[must_use]
pub fn js_sdk() -> Option<&'static PathBuf> {
    static SHARED: OnceLock<Shared<PathBuf>> = OnceLock::new();
    let missing = || Error::Missing {
        what: "Firebase's JavaScript SDK".to_owned(),
        how: "`cargo xtask test` installs it".to_owned(),
    };
    SHARED.get_or_init(|| Shared::new(installed().ok_or_else(missing))).get()
}

/// Makes sure that it is installed; `say` is told before that takes its time.
pub fn prepare_js_sdk(say: impl Fn(&str)) -> Result {
    if installed().is_some() {
        return Ok(());
    }
    say(&format!("Installing Firebase's JavaScript SDK (npm package firebase {VERSION})"));
    let tools = tools();
    fs::create_dir_all(&tools).map_err(Error::file(&tools))?;
    // It gets its name when it is complete.
    let partial = tempfile::tempdir_in(&tools).map_err(Error::file(&tools))?;
    let package = partial.path().join("package");
    fs::create_dir(&package).map_err(Error::file(&package))?;
    let description = package.join("package.json");
    fs::write(&description, r#"{ "private": true }"#).map_err(Error::file(&description))?;
    run(npm(&package).args([
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        &format!("firebase@{VERSION}"),
    ]))?;
    fs::rename(&package, folder()).map_err(Error::file(&folder()))
}

fn installed() -> Option<PathBuf> {
    Some(folder()).filter(|folder| folder.is_dir())
}

fn folder() -> PathBuf {
    tools().join(format!("firebase-js-sdk-{VERSION}"))
}
