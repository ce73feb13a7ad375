//! `cargo xtask bundle`: the packages that people install, in target/packages.
//!
//! Where new versions are, and whose signature an installed app believes, is decided here and nowhere else: by
//! environment variables when the package is made. Without them the app looks for nothing.

mod collect;
mod licences;

use std::path::Path;
use std::{env, fs};

use clap::Args;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::npm::{self, Package};
use crate::setup::{self, Level};
use crate::{paths, process, progress, shell, ui};
pub(crate) use collect::{Kind, packages};

/// Tauri's own command line tool: it makes packages, and keys.
pub(crate) const TAURI: Package =
    Package { name: "@tauri-apps/cli", version: "2.12.5", what: "Tauri's bundler" };

/// The kinds of package that this system makes.
const KINDS: &str = if cfg!(target_os = "macos") {
    "app,dmg"
} else if cfg!(windows) {
    "msi,nsis"
} else {
    "deb,rpm"
};

/// The key with which packages are signed, as Tauri's tool wants it.
const PRIVATE_KEY: &str = "TAURI_SIGNING_PRIVATE_KEY";
/// Its other half, which goes into the app.
const PUBLIC_KEY: &str = "GHOST_GYM_UPDATE_KEY";
/// Where the app finds out about new versions.
const ENDPOINT: &str = "GHOST_GYM_UPDATE_ENDPOINT";

/// The version that tests upgrade from.
const OLDER_VERSION: &str = "0.0.9";

/// What to pack.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Options {
    /// Other kinds than usual on this system, such as appimage
    #[arg(long, value_name = "KINDS")]
    kinds: Option<String>,
    /// Pack the unoptimised build, to try packages quickly
    #[arg(long)]
    debug: bool,
    /// Pack it as another version than that of Cargo.toml
    #[arg(long, value_name = "VERSION")]
    as_version: Option<String>,
}

/// Builds the dashboard and the app as released, and packs them.
pub(crate) fn run(options: &Options) -> Result {
    setup::ensure(Level::App)?;
    if !npm::available() {
        return Err(Error::Install {
            what: "npm, which installs wasm-opt and Tauri's bundler".to_owned(),
            how: "install Node.js 18 or later".to_owned(),
        });
    }
    ui::build(ui::Options::default())?;
    licences::write(&paths::licences())?;
    let kinds = options.kinds.as_deref().unwrap_or(KINDS);
    progress::say(&format!("Building and packing the app ({kinds})"));
    let config = paths::target().join("bundle.json");
    let set = settings(options, &|name| env::var(name).ok());
    fs::write(&config, set.to_string()).map_err(Error::file(&config))?;
    let built = paths::target().join(if options.debug { "debug" } else { "release" }).join("bundle");
    if built.exists() {
        // What was made before is of another version.
        fs::remove_dir_all(&built).map_err(Error::file(&built))?;
    }
    let mut tauri = process::command("node");
    tauri.arg(TAURI.folder()?.join("tauri.js"));
    if options.debug {
        // As tests have it, so that nothing is built twice.
        shell::build()?;
        tauri.args(["bundle", "--debug"]);
    } else {
        tauri.arg("build");
    }
    tauri.args(["--ci", "--bundles", kinds, "--config"]).arg(&config);
    tauri.current_dir(paths::root().join("src-tauri"));
    if options.debug {
        as_it_was(&shell::binary("ghost-gym"), || process::run(&mut tauri))?;
    } else {
        process::run(&mut tauri)?;
    }
    let collected = packages(&built)?;
    let version = options.as_version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION"));
    for (file, kind) in &collected {
        keep(file, &paths::packages(), &kind.file_name(version))?;
    }
    progress::say(&format!("The packages are in {}", paths::packages().display()));
    Ok(())
}

/// Packs the unoptimised build as an older version and as this one, for the test that installs both.
pub(crate) fn for_tests() -> Result {
    let pack = |as_version: Option<&str>| {
        let as_version = as_version.map(str::to_owned);
        run(&Options { kinds: Some("deb".to_owned()), debug: true, as_version })
    };
    pack(Some(OLDER_VERSION))?;
    pack(None)
}

/// Runs `pack`, which writes the kind of package into `program`, on a copy: whoever starts it here did not install it.
fn as_it_was(program: &Path, pack: impl FnOnce() -> Result) -> Result {
    let aside = program.with_extension("built");
    // cargo's own copy is the same file.
    fs::rename(program, &aside).map_err(Error::file(program))?;
    let packed = fs::copy(&aside, program).map_err(Error::file(program)).and_then(|_| pack());
    fs::rename(&aside, program).map_err(Error::file(program))?;
    packed
}

/// What this package has beyond `tauri.conf.json`; `env` knows the environment.
fn settings(options: &Options, env: &dyn Fn(&str) -> Option<String>) -> Value {
    let given = |name: &str| env(name).filter(|value| !value.is_empty());
    let mut set = json!({ "bundle": { "resources": { "../target/licences.txt": "licences.txt" } } });
    if let Some(version) = &options.as_version {
        set["version"] = json!(version);
    }
    if let (Some(key), Some(endpoint)) = (given(PUBLIC_KEY), given(ENDPOINT)) {
        set["plugins"]["updater"] = json!({ "pubkey": key, "endpoints": [endpoint] });
    }
    set["bundle"]["createUpdaterArtifacts"] = json!(given(PRIVATE_KEY).is_some());
    set
}

/// Copies a package, and its signature if there is one, under a name that says what it is.
fn keep(file: &Path, folder: &Path, name: &str) -> Result {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let kept = folder.join(name);
    fs::copy(file, &kept).map_err(Error::file(&kept))?;
    let signature = collect::signature(file);
    if signature.is_file() {
        let kept = collect::signature(&kept);
        fs::copy(&signature, &kept).map_err(Error::file(&kept))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_keys_a_package_looks_for_nothing_and_is_not_signed() {
        let set = settings(&Options::default(), &|_| None);
        assert_eq!(set["plugins"], Value::Null);
        assert_eq!(set["bundle"]["createUpdaterArtifacts"], false);
        // A variable that a workflow sets to a secret that isn't there is empty.
        assert_eq!(settings(&Options::default(), &|_| Some(String::new())), set);
    }

    #[test]
    fn packing_leaves_the_program_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("ghost-gym");
        fs::write(&program, "built").unwrap();
        let fails = || Err(Error::NoHome);
        assert!(as_it_was(&program, fails).is_err());
        as_it_was(&program, || fs::write(&program, "packed").map_err(Error::file(&program))).unwrap();
        assert_eq!(fs::read_to_string(&program).unwrap(), "built");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_public_key_goes_into_the_package_and_the_private_one_does_not() {
        let set = settings(&Options { as_version: Some("0.2.0".into()), ..Options::default() }, &|name| {
            Some(format!("<{name}>"))
        });
        assert_eq!(set["plugins"]["updater"]["pubkey"], "<GHOST_GYM_UPDATE_KEY>");
        assert_eq!(set["plugins"]["updater"]["endpoints"][0], "<GHOST_GYM_UPDATE_ENDPOINT>");
        assert_eq!(set["version"], "0.2.0");
        assert!(!set.to_string().contains("PRIVATE"), "{set}");
    }
}
