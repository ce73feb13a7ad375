//! `cargo xtask release`: what those who publish Ghost Gym need beside the packages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::bundle::{Kind, TAURI, packages};
use crate::error::{Error, Result};
use crate::{paths, process, progress};

/// What is needed.
#[derive(Subcommand, Clone, Debug)]
pub(crate) enum Options {
    /// Make the pair of keys that packages are signed with, once
    Keys {
        /// Where the private key is to lie; the public one lies beside it, with .pub at its end
        file: PathBuf,
    },
    /// Write latest.json, which tells installed apps of this version, beside the packages in a folder
    Manifest(Manifest),
}

/// What installed apps are told.
#[derive(Args, Clone, Debug)]
pub(crate) struct Manifest {
    /// The folder that holds the packages of all systems and their signatures
    #[arg(long, default_value_os_t = paths::packages())]
    folder: PathBuf,
    /// Where the packages will be, such as `https://github.com/OWNER/NAME/releases/download/v0.2.0`
    #[arg(long)]
    url: String,
    /// The version, if it is not that of Cargo.toml
    #[arg(long, default_value = env!("CARGO_PKG_VERSION"))]
    version: String,
    /// A file with what is new, as plain text
    #[arg(long)]
    notes: Option<PathBuf>,
}

/// Does it.
pub(crate) fn run(options: &Options) -> Result {
    match options {
        Options::Keys { file } => keys(file),
        Options::Manifest(manifest) => manifest.write(),
    }
}

fn keys(file: &Path) -> Result {
    let mut tauri = process::command("node");
    tauri.arg(TAURI.folder()?.join("tauri.js")).args(["signer", "generate", "--write-keys"]).arg(file);
    process::run(&mut tauri)?;
    progress::say(
        "Keep the private key and its password where nobody else finds them: whoever has them can replace every installed app, and without them none can ever be updated again.",
    );
    Ok(())
}

impl Manifest {
    fn write(&self) -> Result {
        let notes = match &self.notes {
            Some(file) => fs::read_to_string(file).map_err(Error::file(file))?,
            None => String::new(),
        };
        let mut platforms = BTreeMap::new();
        for (file, kind) in packages(&self.folder)? {
            platforms.extend(self.entries(&file, kind)?);
        }
        if platforms.is_empty() {
            return Err(Error::NothingSigned(self.folder.clone()));
        }
        let told = json!({ "version": self.version, "notes": notes.trim(), "platforms": platforms });
        let file = self.folder.join("latest.json");
        fs::write(&file, format!("{told:#}\n")).map_err(Error::file(&file))?;
        progress::say(&format!("{} tells of {} kinds of package", file.display(), platforms.len()));
        Ok(())
    }

    /// What is told of one package; nothing of what the updater doesn't install.
    fn entries(&self, file: &Path, kind: Kind) -> Result<Vec<(String, Value)>> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let arch = ["aarch64", "x86_64"].into_iter().find(|arch| name.contains(arch)).unwrap_or("x86_64");
        let targets = kind.targets(arch);
        if targets.is_empty() {
            return Ok(Vec::new());
        }
        let signature = file.with_file_name(format!("{name}.sig"));
        let signature = fs::read_to_string(&signature).map_err(Error::file(&signature))?;
        let entry = json!({ "url": format!("{}/{name}", self.url), "signature": signature.trim() });
        Ok(targets.into_iter().map(|target| (target, entry.clone())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(folder: &Path) -> Manifest {
        Manifest {
            folder: folder.to_owned(),
            url: "https://example.org/v1".into(),
            version: "0.2.0".into(),
            notes: None,
        }
    }

    #[test]
    fn every_signed_package_is_told_of() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        for name in ["ghost-gym_0.2.0_linux_x86_64.deb", "ghost-gym_0.2.0_macos_aarch64.app.tar.gz"] {
            put(name, "package");
            put(&format!("{name}.sig"), "signature\n");
        }
        put("ghost-gym_0.2.0_macos_aarch64.dmg", "not for the updater");
        put("notes.txt", "Printing.\n");
        Manifest { notes: Some(dir.path().join("notes.txt")), ..manifest(dir.path()) }.write().unwrap();
        let told: Value =
            serde_json::from_str(&fs::read_to_string(dir.path().join("latest.json")).unwrap()).unwrap();
        assert_eq!((&told["version"], &told["notes"]), (&json!("0.2.0"), &json!("Printing.")));
        let platforms = told["platforms"].as_object().unwrap();
        let names: Vec<_> = platforms.keys().map(String::as_str).collect();
        assert_eq!(names, ["darwin-aarch64", "darwin-aarch64-app", "linux-x86_64-deb"]);
        let deb = &platforms["linux-x86_64-deb"];
        assert_eq!(deb["url"], "https://example.org/v1/ghost-gym_0.2.0_linux_x86_64.deb");
        assert_eq!(deb["signature"], "signature");
    }

    #[test]
    fn a_package_without_a_signature_stops_the_release() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(manifest(dir.path()).write(), Err(Error::NothingSigned(_))));
        fs::write(dir.path().join("ghost-gym_0.2.0_linux_x86_64.deb"), "package").unwrap();
        assert!(matches!(manifest(dir.path()).write(), Err(Error::File { .. })));
        assert!(!dir.path().join("latest.json").exists());
    }
}
