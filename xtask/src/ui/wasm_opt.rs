//! wasm-opt, from the npm package `binaryen`: Debian's is too old for what rustc makes now.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::npm::{self, Package};
use crate::{process, progress};

pub(super) const BINARYEN: Package =
    Package { name: "binaryen", version: "132.0.0", what: "wasm-opt, which makes the dashboard small" };

/// Whether this machine can run it; says so if not.
pub(super) fn available() -> bool {
    let available = npm::available();
    if !available {
        progress::say("No npm here, so no wasm-opt: the dashboard works, but is larger than it has to be");
    }
    available
}

/// What it is told to do, one run after the other. What is flat can then be told otherwise, in half a percent less.
pub(super) const RUNS: &[&[&str]] = &[&["-Oz", "--converge"], &["--flatten", "--rereloop", "-Oz", "-Oz"]];

/// Rewrites the wasm file at `path`, smaller.
pub(super) fn shrink(path: &Path) -> Result {
    RUNS.iter().try_for_each(|passes| rewrite(path, passes))
}

fn rewrite(path: &Path, passes: &[&str]) -> Result {
    let small = path.with_extension("small");
    let mut wasm_opt = process::command("node");
    wasm_opt.arg(BINARYEN.folder()?.join("bin/wasm-opt"));
    // Those that rustc's target has by itself; wasm-opt has to be told.
    wasm_opt.args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"]);
    wasm_opt.args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"]);
    // The stack lies lowest, where no data ever is, and memory begins with zeros.
    wasm_opt.args(["--low-memory-unused", "--zero-filled-memory"]);
    process::run(wasm_opt.args(passes).arg(path).arg("-o").arg(&small))?;
    fs::rename(&small, path).map_err(Error::file(path))
}
