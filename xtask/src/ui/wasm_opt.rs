//! wasm-opt, from the npm package `binaryen`: Debian's is too old for what rustc makes now.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::{paths, process, progress};

/// The version of binaryen.
pub(super) const VERSION: &str = "132.0.0";

/// Installs wasm-opt if it is not there; says so and answers false if this machine has no npm to do it with.
pub(super) fn available() -> Result<bool> {
    if process::find("npm").is_none() || process::find("node").is_none() {
        progress::say("No npm here, so no wasm-opt: the dashboard works, but is larger than it has to be");
        return Ok(false);
    }
    if !script().is_file() || !installed_version().is_some_and(|package| package.contains(VERSION)) {
        progress::say(&format!("Installing wasm-opt (npm package binaryen {VERSION}) into target/tools"));
        let tools = paths::tools();
        fs::create_dir_all(&tools).map_err(Error::file(&tools))?;
        let npm = process::find("npm").unwrap_or_else(|| "npm".into());
        process::run(
            process::command(npm)
                .args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
                .arg(&tools)
                .arg(format!("binaryen@{VERSION}")),
        )?;
    }
    Ok(true)
}

/// Rewrites the wasm file at `path`, smaller.
pub(super) fn shrink(path: &Path) -> Result {
    let small = path.with_extension("small");
    // rustc's wasm32 target uses these features by itself; wasm-opt has to be told.
    process::run(
        process::command("node")
            .arg(script())
            .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .arg(path)
            .arg("-o")
            .arg(&small),
    )?;
    fs::rename(&small, path).map_err(Error::file(path))
}

fn script() -> PathBuf {
    paths::tools().join("node_modules/binaryen/bin/wasm-opt")
}

fn installed_version() -> Option<String> {
    let package = fs::read_to_string(paths::tools().join("node_modules/binaryen/package.json")).ok()?;
    package.lines().find(|line| line.trim_start().starts_with("\"version\"")).map(str::to_owned)
}
