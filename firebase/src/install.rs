//! Installing the emulators: Firebase's own, from the npm registry and from Google.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::error::{Error, Result};
use crate::jar::Jar;
use crate::java::{self, Java};
use crate::program::NODE;

/// The version of firebase-tools that is used.
const VERSION: &str = "15.34.2";
/// What the Auth emulator, and the program that downloads the others, need of the packages firebase-tools depends on:
/// 48 MB instead of 449.
const NEEDED: &[&str] = &[
    "@inquirer/prompts",
    "abort-controller",
    "body-parser",
    "colorette",
    "configstore",
    "cors",
    "exegesis",
    "exegesis-express",
    "express",
    "form-data",
    "fs-extra",
    "google-auth-library",
    "jsonwebtoken",
    "lodash",
    "lsofi",
    "node-fetch",
    "open",
    "ora",
    "portfinder",
    "progress",
    "proxy-agent",
    "retry",
    "tcp-port-used",
    "tmp",
    "triple-beam",
    "undici",
    "winston",
    "yaml",
];
/// What downloads an emulator and checks it, as `firebase setup:emulators:firestore` does.
const DOWNLOAD: &str = r#"
process.env.IS_FIREBASE_CLI = "true";
const lib = `${process.argv[1]}/lib`;
require(`${lib}/logger.js`).useConsoleLoggers();
require(`${lib}/emulator/download.js`).downloadEmulator("firestore").catch((error) => {
  console.error(error.message);
  process.exit(1);
});
"#;

/// Makes sure that both emulators are installed; `say` is told before anything that takes its time.
pub fn prepare(say: impl Fn(&str)) -> Result {
    let tools = if let Some(tools) = firebase_tools() {
        tools
    } else {
        say(&format!("Installing the Auth emulator (npm package firebase-tools {VERSION})"));
        install_firebase_tools()?
    };
    match Jar::find() {
        Err(Error::Missing { .. }) => {
            // The newest emulator, which is what is installed here, is the most demanding.
            Java::find()?.at_least(java::NEWEST, "the Firestore emulator")?;
            say("Installing the Firestore emulator (firebase setup:emulators:firestore)");
            let mut node = Command::new("node");
            run(node.args(["-e", DOWNLOAD, "--"]).arg(tools))?;
            Jar::find().map(drop)
        }
        found => found.map(drop),
    }
}

/// Where firebase-tools is, if it is installed.
pub(crate) fn firebase_tools() -> Option<PathBuf> {
    Some(folder()).filter(|folder| folder.is_dir())
}

fn folder() -> PathBuf {
    tools().join(format!("firebase-tools-auth-{VERSION}"))
}

/// Where such things are installed: for this checkout only.
pub(crate) fn tools() -> PathBuf {
    let firebase = Path::new(env!("CARGO_MANIFEST_DIR"));
    firebase.parent().unwrap_or(firebase).join("target/tools")
}

fn install_firebase_tools() -> Result<PathBuf> {
    let folder = folder();
    let tools = tools();
    fs::create_dir_all(&tools).map_err(Error::file(&tools))?;
    // It gets its name when it is complete.
    let partial = tempfile::tempdir_in(&tools).map_err(Error::file(&tools))?;
    let package = partial.path().join("package");
    run(npm(partial.path()).args(["pack", "--silent", &format!("firebase-tools@{VERSION}")]))?;
    let mut tar = Command::new("tar");
    run(tar.current_dir(partial.path()).args(["-xzf", &format!("firebase-tools-{VERSION}.tgz")]))?;
    prune(&package.join("package.json"))?;
    // In the versions that its own npm-shrinkwrap.json names.
    run(npm(&package).args([
        "install",
        "--omit=dev",
        "--omit=optional",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    fs::rename(&package, &folder).map_err(Error::file(&folder))?;
    Ok(folder)
}

/// Takes out of the package's description at `path` the dependencies we can do without.
fn prune(path: &Path) -> Result {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    let mut description: Value =
        serde_json::from_str(&text).map_err(|error| Error::file(path)(error.into()))?;
    if let Some(description) = description.as_object_mut() {
        for field in ["devDependencies", "optionalDependencies", "scripts"] {
            description.remove(field);
        }
        if let Some(dependencies) = description.get_mut("dependencies").and_then(Value::as_object_mut) {
            dependencies.retain(|name, _| NEEDED.contains(&name.as_str()));
        }
    }
    fs::write(path, description.to_string()).map_err(Error::file(path))
}

pub(crate) fn npm(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder);
    npm
}

/// Runs `command` to its end, showing nothing unless it fails.
pub(crate) fn run(command: &mut Command) -> Result {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(Error::start(&program, NODE))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Error::Ended {
        program,
        status: output.status,
        said: String::from_utf8_lossy(&said).trim().to_owned(),
    })
}
