//! cargo-deny, which checks the licences, sources and versions of what we build on.
//!
//! Where nobody has it yet it is built once per machine and kept in the user's cache: a new clone finds it there.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::error::{Error, Result};
use crate::{process, progress};

/// The version that is built where there is none.
const VERSION: &str = "0.20.2";

/// Where cargo-deny is; it is built if it is neither on the PATH nor in the cache.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(found) = process::find("cargo-deny") {
        return Ok(found);
    }
    let cache = directories::BaseDirs::new()
        .map(|dirs| dirs.cache_dir().join("ghost-gym-xtask").join(format!("cargo-deny-{VERSION}")))
        .ok_or(Error::NoHome)?;
    let program = cache.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        let start = Instant::now();
        progress::say(&format!("Building cargo-deny {VERSION}, once on this machine; it takes some minutes"));
        build(&cache, &["--locked"]).or_else(|error| {
            // A mirror of crates.io may lag behind the versions that cargo-deny's own lock file names.
            progress::say(&format!("{error}; trying with the versions that can be had here"));
            build(&cache, &[])
        })?;
        progress::say(&format!("Built cargo-deny in {}", progress::elapsed(start)));
    }
    Ok(program)
}

fn build(into: &Path, lock: &[&str]) -> Result {
    let mut cargo = process::cargo();
    cargo.args(["install", "--version", VERSION, "--root"]).arg(into).args(lock).arg("cargo-deny");
    process::run(&mut cargo)
}
