//! Programs that come from the npm registry ready-made, each in a pinned version and a folder of its own.

use std::fs;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::{paths, process, progress};

/// A package of the npm registry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: &'static str,
    /// The version that is used.
    pub(crate) version: &'static str,
    /// What it is for.
    pub(crate) what: &'static str,
}

/// Whether this machine can install and run them.
pub(crate) fn available() -> bool {
    process::find("npm").is_some() && process::find("node").is_some()
}

impl Package {
    /// The package's folder; it is installed if it is not there.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        // npm removes what it was not asked for from the folder it installs into, so each package has its own.
        let prefix = paths::tools().join(format!("{}-{}", self.name.replace('/', "-"), self.version));
        let folder = prefix.join("node_modules").join(self.name);
        if !folder.join("package.json").is_file() {
            let npm = process::find("npm").ok_or_else(|| Error::Install {
                what: format!("npm, which installs {}", self.what),
                how: "install Node.js 18 or later".to_owned(),
            })?;
            progress::say(&format!("Installing {} (npm package {} {})", self.what, self.name, self.version));
            fs::create_dir_all(&prefix).map_err(Error::file(&prefix))?;
            let mut command = process::command(npm);
            command.args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
            process::run(command.arg(prefix).arg(format!("{}@{}", self.name, self.version)))?;
        }
        Ok(folder)
    }
}
