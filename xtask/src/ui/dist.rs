//! The finished folder: the bindings and the static files, no more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::bindgen;
use crate::error::{Error, Result};
use crate::paths;

/// The texts, which `main.js` fetches.
const TEXTS: &str = "texts.json";
/// What is copied from ui/ as it is.
const STATIC: [&str; 4] = ["index.html", "main.js", "styles", "assets"];

/// Brings the folder up to date with the bindings in `bound` and the static files; answers how many files changed.
pub(super) fn lay_out(bound: &Path) -> Result<usize> {
    let mut wanted = BTreeMap::new();
    for name in ["ui.js", bindgen::WASM, "snippets"] {
        collect(&bound.join(name), Path::new(name), &mut wanted)?;
    }
    for name in STATIC {
        collect(&paths::root().join("ui").join(name), Path::new(name), &mut wanted)?;
    }
    wanted.insert(TEXTS.into(), model::text::OF_DASHBOARD.into());
    bring_to(&paths::dist(), &wanted)
}

/// Adds the file or folder at `path`, if there is one, to `files` under the name `name`.
fn collect(path: &Path, name: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(Error::file(path))? {
            let entry = entry.map_err(Error::file(path))?;
            collect(&entry.path(), &name.join(entry.file_name()), files)?;
        }
    } else if path.is_file() {
        files.insert(name.to_owned(), fs::read(path).map_err(Error::file(path))?);
    }
    Ok(())
}

/// Makes `folder` hold exactly `wanted`, writing only what differs.
fn bring_to(folder: &Path, wanted: &BTreeMap<PathBuf, Vec<u8>>) -> Result<usize> {
    let mut present = BTreeMap::new();
    collect(folder, Path::new(""), &mut present)?;
    let mut changed = 0;
    for name in present.keys().filter(|name| !wanted.contains_key(*name)) {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(Error::file(&path))?;
        changed += 1;
    }
    for (name, bytes) in wanted.iter().filter(|(name, bytes)| present.get(*name) != Some(bytes)) {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Error::file(parent))?;
        fs::write(&path, bytes).map_err(Error::file(&path))?;
        changed += 1;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_written_and_leftovers_go() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| (PathBuf::from(name), text.as_bytes().to_vec());
        let first = BTreeMap::from([file("a", "1"), file("sub/b", "2")]);
        assert_eq!(bring_to(folder.path(), &first).unwrap(), 2);
        assert_eq!(bring_to(folder.path(), &first).unwrap(), 0);
        let second = BTreeMap::from([file("a", "1"), file("c", "3")]);
        assert_eq!(bring_to(folder.path(), &second).unwrap(), 2);
        assert!(!folder.path().join("sub/b").exists());
        assert_eq!(fs::read_to_string(folder.path().join("c")).unwrap(), "3");
    }
}
