//! The Java that Firestore's emulator runs on.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// Where a person gets one.
const DOWNLOAD: &str = "https://adoptium.net";

/// The oldest version that an emulator runs on: the Cloud SDK's is compiled for it.
pub(crate) const OLDEST: u32 = 11;
/// The version that firebase-tools demands for the emulators it installs.
pub(crate) const NEWEST: u32 = 21;

/// An installed Java.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Java {
    pub(crate) program: PathBuf,
    /// 17, say.
    pub(crate) major: u32,
}

impl Java {
    /// The Java of `JAVA_HOME`, else the one on the PATH.
    pub(crate) fn find() -> Result<Self> {
        let program = std::env::var_os("JAVA_HOME")
            .map_or_else(|| PathBuf::from("java"), |home| Path::new(&home).join("bin").join("java"));
        let output = Command::new(&program)
            .arg("-version")
            .stdin(Stdio::null())
            .output()
            .map_err(Error::start("Java", &format!("install version 21 or later, {DOWNLOAD}")))?;
        // It says so on standard error; where JAVA_TOOL_OPTIONS is set, not on the first line.
        let said = String::from_utf8_lossy(&output.stderr);
        let major = major(&said).ok_or_else(|| Error::Ended {
            program: format!("{} -version", program.display()),
            status: output.status,
            said: said.trim().to_owned(),
        })?;
        Ok(Self { program, major })
    }

    /// Fails if it is older than the version `major`, which `what` needs.
    pub(crate) fn at_least(&self, major: u32, what: &str) -> Result {
        if self.major >= major {
            return Ok(());
        }
        let mut how = format!(
            "{what} needs it, and {} is version {}; install a newer one, {DOWNLOAD}",
            self.program.display(),
            self.major,
        );
        if self.major >= OLDEST {
            how.push_str(", or an emulator that can do with yours, `gcloud components install cloud-firestore-emulator`");
        }
        Err(Error::Missing { what: format!("Java {major} or later"), how })
    }
}

/// 17 in `openjdk version "17.0.15" 2025-04-15`, and 8 in `java version "1.8.0_391"`.
fn major(said: &str) -> Option<u32> {
    let (_, version) = said.split_once("version \"")?;
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match numbers.next()?.ok()? {
        1 => numbers.next()?.ok(),
        major => Some(major),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read() {
        assert_eq!(major("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime"), Some(17));
        assert_eq!(major("Picked up JAVA_TOOL_OPTIONS: -X\nopenjdk version \"21\" 2023"), Some(21));
        assert_eq!(major("java version \"1.8.0_391\""), Some(8));
        assert_eq!(major("openjdk version \"22-ea\""), Some(22));
        assert_eq!(major("Unable to locate a Java Runtime."), None);
    }
}
