//! The list of what others made: every crate that is in the app or its dashboard, with the licence texts that come
//! with its sources. It lies in every package, and the app shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::{paths, process, progress};

/// What people get.
const OURS: [&str; 3] = ["ghost-gym", "ghost-gym-cli", "ui"];
/// How the files begin in which crates say their terms.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// Writes the list to `file`.
pub(super) fn write(file: &Path) -> Result {
    let metadata = process::output(process::cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(Error::Metadata)?;
    let mut crates = reached(&metadata);
    crates.sort_by_key(|package| (text(package, "name").to_lowercase(), text(package, "version").to_owned()));
    let mut texts = BTreeMap::<String, Vec<String>>::new();
    let mut list = String::from(
        "Ghost Gym is under the MIT licence or the Apache licence 2.0, as you like. It is built on these crates:\n\n",
    );
    for package in &crates {
        let name = format!("{} {}", text(package, "name"), text(package, "version"));
        let licence = package["license"].as_str().unwrap_or("see its licence file");
        // Writing to a text can't fail.
        let _infallible = writeln!(list, "{name}: {licence}  {}", text(package, "repository"));
        let manifest = Path::new(text(package, "manifest_path"));
        for terms in terms(manifest.parent().unwrap_or(manifest))? {
            texts.entry(terms).or_default().push(name.clone());
        }
    }
    let inter = paths::root().join("ui/assets/inter/OFL.txt");
    texts.insert(
        fs::read_to_string(&inter).map_err(Error::file(&inter))?,
        vec!["the typeface Inter".to_owned()],
    );
    for (terms, of) in texts {
        let _infallible = write!(list, "\n\n{}\n{}\n\n{}\n", "-".repeat(72), of.join(", "), terms.trim());
    }
    fs::write(file, list).map_err(Error::file(file))?;
    progress::say(&format!("Listed the licences of {} crates", crates.len()));
    Ok(())
}

/// Every package that ours are built on, for any system; what only builds or tests them isn't shipped.
fn reached(metadata: &Value) -> Vec<&Value> {
    let array = |value: &'_ Value| value.as_array().map_or(&[][..], Vec::as_slice).to_vec();
    let nodes: BTreeMap<String, Value> = array(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node, "id").to_owned(), node))
        .collect();
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let mut to_do: Vec<String> = packages
        .iter()
        .filter(|package| OURS.contains(&text(package, "name")) && package["source"].is_null())
        .map(|package| text(package, "id").to_owned())
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = to_do.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for needed in nodes.get(&id).map(|node| array(&node["deps"])).unwrap_or_default() {
            // A kind that is null is an ordinary dependency.
            if array(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                to_do.push(text(&needed, "pkg").to_owned());
            }
        }
    }
    // Our own have no source.
    packages
        .iter()
        .filter(|package| seen.contains(text(package, "id")) && !package["source"].is_null())
        .collect()
}

/// The texts in which the crate in `folder` says its terms.
fn terms(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file() && NAMES.iter().any(|begin| name.starts_with(begin)) {
            let bytes = fs::read(&path).map_err(Error::file(&path))?;
            found.push(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
        }
    }
    found.sort();
    Ok(found)
}

fn text<'value>(value: &'value Value, key: &str) -> &'value str {
    value[key].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, source: Option<&str>) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "source": source })
    }

    #[test]
    fn what_is_shipped_is_listed_and_what_only_builds_it_is_not() {
        let needs = |pkg: &str, kind: Option<&str>| json!({ "pkg": pkg, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package("ghost-gym", None), package("model", None), package("serde", Some("r")),
                package("cc", Some("r")), package("proptest", Some("r")), package("elsewhere", Some("r"))],
            "resolve": { "nodes": [
                { "id": "ghost-gym", "deps": [needs("model", None), needs("cc", Some("build"))] },
                { "id": "model", "deps": [needs("serde", None), needs("proptest", Some("dev"))] },
                { "id": "serde", "deps": [] },
            ]},
        });
        let names: Vec<_> = reached(&metadata).into_iter().map(|package| text(package, "name")).collect();
        assert_eq!(names, ["serde"]);
    }

    #[test]
    fn the_terms_are_found_however_they_are_called() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [("LICENSE-MIT", "mit\r\n"), ("COPYING", "gpl"), ("README.md", "hello")] {
            fs::write(dir.path().join(name), text).unwrap();
        }
        assert_eq!(terms(dir.path()).unwrap(), ["gpl", "mit\n"]);
    }
}
