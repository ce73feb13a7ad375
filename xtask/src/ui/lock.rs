//! The two halves of wasm-bindgen, in the dashboard and in xtask, must be of one version.

use std::fs;

use crate::error::{Error, Result};
use crate::paths;

const IN_UI: &str = "wasm-bindgen";
const IN_XTASK: &str = "wasm-bindgen-cli-support";

/// Fails if Cargo.lock holds them in different versions.
pub(super) fn check() -> Result {
    let path = paths::root().join("Cargo.lock");
    compare(&fs::read_to_string(&path).map_err(Error::file(&path))?)
}

fn compare(lock: &str) -> Result {
    let ui = version(lock, IN_UI).ok_or(Error::NotLocked(IN_UI))?;
    let xtask = version(lock, IN_XTASK).ok_or(Error::NotLocked(IN_XTASK))?;
    if ui == xtask {
        Ok(())
    } else {
        Err(Error::BindgenVersion { ui: ui.to_owned(), xtask: xtask.to_owned() })
    }
}

/// The version of `package` in a Cargo.lock, where name and version stand on lines of their own, in this order.
fn version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let after = lock.lines().skip_while(|line| *line != name).nth(1)?;
    after.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.1\"\n";

    #[test]
    fn equal_versions_pass() {
        compare(LOCK).unwrap();
    }

    #[test]
    fn different_versions_are_named() {
        let newer = LOCK.replacen("0.2.1", "0.2.2", 1);
        let error = compare(&newer).unwrap_err().to_string();
        assert!(error.contains("0.2.2") && error.contains("0.2.1"), "{error}");
    }

    #[test]
    fn a_missing_package_is_named() {
        assert!(matches!(compare("[[package]]\n"), Err(Error::NotLocked(IN_UI))));
    }
}
