//! `cargo xtask ui`: the dashboard as the shell embeds it, in target/ui/dist.
//!
//! cargo makes the wasm, wasm-bindgen (its library, so that nobody installs a tool of the same version) the JavaScript
//! beside it, wasm-opt makes it small, and the static files are copied. Files that came out the same are not
//! written, so that the shell is not built again for nothing.

mod bindgen;
mod dist;
mod lock;
mod size;
mod wasm_opt;

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::error::{Error, Result};
use crate::{paths, process, progress, setup};
pub(crate) use size::Size;

/// How to build the dashboard.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Answer from memory instead of the app, to look at the dashboard in a browser
    #[arg(long)]
    fake: bool,
    /// Build quickly, large and slow
    #[arg(long)]
    dev: bool,
}

impl Options {
    /// The quick build, for looking at a change.
    pub(crate) fn quick() -> Self {
        Self { fake: false, dev: true }
    }
}

/// The size of the wasm as it was built last.
pub(crate) fn size() -> Result<Size> {
    size::measure(&paths::dist().join(bindgen::WASM))
}

/// Builds the dashboard.
pub(crate) fn build(options: Options) -> Result {
    let start = Instant::now();
    setup::ensure(setup::Level::Ui)?;
    lock::check()?;
    progress::say("Building the dashboard");
    let wasm = compile(options)?;
    let small = !options.dev && wasm_opt::available();
    let bound = paths::ui_target().join("bindgen");
    let stamp = stamp(&wasm, options.dev, small)?;
    if fs::read_to_string(bound.join("stamp")).ok().as_ref() != Some(&stamp) {
        bindgen::bind(&wasm, &bound, options.dev)?;
        if small {
            progress::say("Making the wasm small (wasm-opt -Oz)");
            wasm_opt::shrink(&bound.join(bindgen::WASM))?;
        }
        let file = bound.join("stamp");
        fs::write(&file, stamp).map_err(Error::file(&file))?;
    }
    let changed = dist::lay_out(&bound)?;
    let size = size()?;
    progress::say(&format!(
        "Dashboard ready in {}: wasm {size}, {changed} files changed in {}",
        progress::elapsed(start),
        paths::dist().strip_prefix(paths::root()).unwrap_or(&paths::dist()).display(),
    ));
    Ok(())
}

fn compile(options: Options) -> Result<PathBuf> {
    let profile = if options.dev { "dev" } else { "ui" };
    let folder = if options.dev { "debug" } else { "ui" };
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "ui", "--target", "wasm32-unknown-unknown", "--profile", profile]);
    cargo.arg("--target-dir").arg(paths::ui_target());
    if options.fake {
        cargo.args(["--features", "fake"]);
    }
    if !options.dev {
        // Panics name the file they come from: the part that is this machine's own says nothing to anybody else.
        let sources = format!("--remap-path-prefix={}=crates", paths::crate_sources().display());
        cargo.arg("--config").arg(format!("target.wasm32-unknown-unknown.rustflags = [{sources:?}]"));
    }
    process::run(&mut cargo)?;
    Ok(paths::ui_target().join("wasm32-unknown-unknown").join(folder).join("ui.wasm"))
}

/// What the bindings are made from: the same stamp, the same bindings.
fn stamp(wasm: &PathBuf, dev: bool, small: bool) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(wasm).map_err(Error::file(wasm))?.hash(&mut hasher);
    wasm_opt::RUNS.hash(&mut hasher);
    Ok(format!("{:016x} dev={dev} small={small} wasm-opt={}", hasher.finish(), wasm_opt::BINARYEN.version))
}
