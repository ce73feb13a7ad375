//! Which packages there are, and what they are called.

use std::env::consts::ARCH;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A kind of package: the end of its file name, the system it is for, and whether the updater installs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The end of its file's name.
    pub(crate) ends: &'static str,
    system: &'static str,
    /// What the updater calls it; `None` if it installs another kind on that system.
    pub(crate) target: Option<&'static str>,
}

const KINDS: [Kind; 7] = [
    Kind { ends: ".deb", system: "linux", target: Some("deb") },
    Kind { ends: ".rpm", system: "linux", target: Some("rpm") },
    Kind { ends: ".AppImage", system: "linux", target: Some("appimage") },
    Kind { ends: ".dmg", system: "macos", target: None },
    Kind { ends: ".app.tar.gz", system: "macos", target: Some("app") },
    Kind { ends: "-setup.exe", system: "windows", target: Some("nsis") },
    Kind { ends: ".msi", system: "windows", target: Some("msi") },
];

impl Kind {
    /// The kind of a file.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str()?;
        KINDS.into_iter().find(|kind| name.ends_with(kind.ends))
    }

    /// The name under which it is published.
    pub(super) fn file_name(self, version: &str) -> String {
        format!("ghost-gym_{version}_{}_{ARCH}{}", self.system, self.ends)
    }

    /// What the updater calls packages of this kind for `arch`, and, where there is one kind to fall back on for a
    /// system, that, too.
    pub(crate) fn targets(self, arch: &str) -> Vec<String> {
        let system = if self.system == "macos" { "darwin" } else { self.system };
        let Some(target) = self.target else { return Vec::new() };
        let exact = format!("{system}-{arch}-{target}");
        let is_usual = matches!(target, "appimage" | "app" | "nsis");
        if is_usual { vec![exact, format!("{system}-{arch}")] } else { vec![exact] }
    }
}

/// The packages somewhere in `folder`.
pub(crate) fn packages(folder: &Path) -> Result<Vec<(PathBuf, Kind)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            found.extend(packages(&path)?);
        } else if let Some(kind) = Kind::of(&path) {
            found.push((path, kind));
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

/// Where the signature of a package lies.
pub(crate) fn signature(package: &Path) -> PathBuf {
    let mut name = package.as_os_str().to_owned();
    name.push(".sig");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_known_by_its_name() {
        let kind = |name: &str| Kind::of(Path::new(name)).map(|kind| kind.targets("x86_64"));
        assert_eq!(kind("Ghost Gym_0.1.0_amd64.deb"), Some(vec!["linux-x86_64-deb".into()]));
        let nsis = vec!["windows-x86_64-nsis".to_owned(), "windows-x86_64".to_owned()];
        assert_eq!(kind("Ghost Gym_0.1.0_x64-setup.exe"), Some(nsis));
        assert_eq!(kind("Ghost Gym.dmg"), Some(Vec::new()));
        assert_eq!(kind("Ghost Gym_0.1.0_amd64.deb.sig"), None);
        assert_eq!(kind("ghost-gym"), None);
    }

    #[test]
    fn what_is_published_has_no_blanks_in_its_name_and_is_known_again() {
        for kind in KINDS {
            let name = kind.file_name("0.2.0");
            assert!(!name.contains(' ') && name.contains("0.2.0"), "{name}");
            assert_eq!(Kind::of(Path::new(&name)), Some(kind));
        }
    }
}
