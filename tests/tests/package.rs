//! The package for Debian: installed with apt, started from its desktop entry, upgraded, removed; what a person has
//! planned stays.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::{Desktop, Failure, Result, expect, fixture};

const NAME: &str = "ghost-gym";
const PROGRAM: &str = "/usr/bin/ghost-gym";
/// The package of an older version, and of this one.
const VERSIONS: [&str; 2] = ["0.0.9", env!("CARGO_PKG_VERSION")];

#[tokio::test]
async fn the_package_installs_starts_upgrades_and_removes_and_the_data_stays() -> Result {
    if !is_free()? {
        return Ok(());
    }
    let _purge = Purge;
    let desktop = Desktop::start("package")?;
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    let before = desktop.cli(&["workout", "list"])?;

    for wanted in VERSIONS {
        apt(&["install", &package(wanted)?.to_string_lossy()])?;
        expect("the version", &version()?.as_deref(), &Some(wanted))?;
        let listed = files()?;
        let one = |end: &str| {
            let found = listed.iter().find(|file| file.ends_with(end)).cloned();
            found.ok_or_else(|| Failure::Unexpected(format!("the package has no {end}: {listed:?}")))
        };
        one("/io.ghostgym.desktop.metainfo.xml")?;
        one("/256x256@2/apps/ghost-gym.png")?;
        let licences =
            std::fs::read_to_string(one("/licences.txt")?).map_err(Failure::file("the licences"))?;
        expect("licences", &(licences.contains("\nyew 0.") && licences.contains("\ntauri 2.")), &true)?;
        desktop.start_from(Path::new(&one(".desktop")?), Path::new(PROGRAM)).await?;
        expect("the workouts", &(desktop.cli(&["workout", "list"])? == before), &true)?;
    }

    apt(&["remove", NAME])?;
    expect("installed still", &version()?, &None)?;
    expect("the program", &Path::new(PROGRAM).exists(), &false)?;
    expect("the workouts after all", &(desktop.cli(&["workout", "list"])? == before), &true)
}

/// Whether packages can be installed here, and none is that a person uses; a word about it, if not.
fn is_free() -> Result<bool> {
    let has = |program: &str| {
        Command::new(program).arg("--version").output().is_ok_and(|said| said.status.success())
    };
    let is_root = run("id", &["-u"])?.trim() == "0";
    if !is_root || !has("apt-get") || !has("dpkg-query") {
        eprintln!("skipped: installing a package takes apt, and root");
        return Ok(false);
    }
    if version()?.is_some() {
        eprintln!("skipped: the package is installed here already, and is not for a test to remove");
        return Ok(false);
    }
    Ok(true)
}

/// Removes the package at the end, whatever becomes of the test.
struct Purge;

impl Drop for Purge {
    fn drop(&mut self) {
        // After a test that passed there is nothing left to remove.
        let _gone = Command::new("dpkg").args(["--purge", NAME]).output();
    }
}

fn apt(arguments: &[&str]) -> Result {
    let quiet = ["--yes", "--quiet", "--no-install-recommends"];
    run("apt-get", &[&quiet[..], arguments].concat()).map(drop)
}

/// The version that is installed.
fn version() -> Result<Option<String>> {
    let asked = ["--show", "--showformat=${db:Status-Status} ${Version}", NAME];
    let said = Command::new("dpkg-query").args(asked).output().map_err(Failure::program("dpkg-query"))?;
    // It fails for what was never installed.
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    Ok(said.strip_prefix("installed ").map(str::to_owned))
}

fn files() -> Result<Vec<String>> {
    Ok(run("dpkg-query", &["--listfiles", NAME])?.lines().map(str::to_owned).collect())
}

/// The package of `version`, as `cargo xtask test` has made it.
fn package(version: &str) -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/packages");
    let file = target.join(format!("ghost-gym_{version}_linux_{}.deb", std::env::consts::ARCH));
    file.canonicalize().map_err(Failure::file(format!(
        "{} (`cargo xtask bundle --debug --kinds deb --as-version {version}` makes it)",
        file.display()
    )))
}

fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output()
        .map_err(Failure::program(program))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::Program { program: format!("{program} {}", arguments.join(" ")), cause: said })
}
