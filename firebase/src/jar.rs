//! Finding Firestore's emulator, which is a jar in one of two places.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::java::{self, Java};

/// An installed emulator and the Java to run it on.
#[derive(Clone, Debug)]
pub(crate) struct Jar {
    java: Java,
    path: PathBuf,
    origin: Origin,
}

/// Who installed it: they pack it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The component `cloud-firestore-emulator` of Google's Cloud SDK.
    CloudSdk,
    /// `firebase setup:emulators:firestore`, or `firebase emulators:start`.
    FirebaseTools,
}

impl Origin {
    /// The oldest Java that runs it.
    fn java(self) -> u32 {
        match self {
            Self::CloudSdk => java::OLDEST,
            Self::FirebaseTools => java::NEWEST,
        }
    }
}

impl Jar {
    /// The installed emulator that this machine's Java can run.
    pub(crate) fn find() -> Result<Self> {
        let java = Java::find()?;
        let found = [(Origin::CloudSdk, of_cloud_sdk()), (Origin::FirebaseTools, of_firebase_tools())];
        let found = found.into_iter().filter_map(|(origin, path)| Some((origin, path?)));
        choose(java, found)
    }

    /// The command line that serves on `port` with `rules`.
    pub(crate) fn command(&self, port: u16, rules: &Path, project: &str) -> Vec<String> {
        let path = self.path.to_string_lossy();
        let main: &[&str] = match self.origin {
            Origin::CloudSdk => {
                &["-cp", &path, "com.google.cloud.datastore.emulator.firestore.CloudFirestore"]
            }
            Origin::FirebaseTools => &["-jar", &path],
        };
        let java = self.java.program.to_string_lossy();
        // It is not alone on the machine. All tests share it, and it keeps their documents and how the rules met them:
        // with a heap of its own choice, since one that is full answers nobody any more. Its messages are looked for in
        // English.
        let small = ["-XX:+UseSerialGC", "-XX:-UsePerfData"];
        let fixed = [java.as_ref()]
            .into_iter()
            .chain(small)
            .chain(["-Duser.language=en"])
            .chain(main.iter().copied());
        let mut command: Vec<String> = fixed.map(str::to_owned).collect();
        command.extend([
            "--host=127.0.0.1".to_owned(),
            format!("--port={port}"),
            format!("--rules={}", rules.display()),
            format!("--project_id={project}"),
        ]);
        command
    }
}

/// The first of `found` that `java` can run.
fn choose(java: Java, found: impl Iterator<Item = (Origin, PathBuf)>) -> Result<Jar> {
    let mut too_old = None;
    for (origin, path) in found {
        match java.at_least(origin.java(), &path.to_string_lossy()) {
            Ok(()) => return Ok(Jar { java, path, origin }),
            Err(error) => too_old = Some(error),
        }
    }
    Err(too_old.unwrap_or_else(|| Error::Missing {
        what: "the Firestore emulator".to_owned(),
        how: "`cargo xtask cloud` installs it, or `gcloud components install cloud-firestore-emulator`"
            .to_owned(),
    }))
}

/// The component beside the `gcloud` on the PATH, which is, or leads to, a file in the Cloud SDK's folder `bin`.
/// Asking gcloud itself would take a second.
fn of_cloud_sdk() -> Option<PathBuf> {
    let gcloud = if cfg!(windows) { "gcloud.cmd" } else { "gcloud" };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|folder| {
        let gcloud = folder.join(gcloud).canonicalize().ok()?;
        let emulator = gcloud.parent()?.parent()?.join("platform").join("cloud-firestore-emulator");
        Some(emulator.join("cloud-firestore-emulator.jar")).filter(|jar| jar.is_file())
    })
}

/// The newest in the folder firebase-tools keeps emulators in.
fn of_firebase_tools() -> Option<PathBuf> {
    let folder = std::env::var_os("FIREBASE_EMULATORS_PATH").map_or_else(
        || std::env::home_dir().map(|home| home.join(".cache").join("firebase").join("emulators")),
        |folder| Some(PathBuf::from(folder)),
    )?;
    // Most machines don't have it.
    let entries = std::fs::read_dir(folder).ok()?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter_map(|path| Some((version(path.file_name()?.to_str()?)?, path)))
        .max()
        .map(|(_, path)| path)
}

/// `[1, 22, 0]` in `cloud-firestore-emulator-v1.22.0.jar`; nothing in other files' names.
fn version(file: &str) -> Option<Vec<u32>> {
    let version = file.strip_prefix("cloud-firestore-emulator-v")?.strip_suffix(".jar")?;
    version.split('.').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn java(major: u32) -> Java {
        Java { program: "java".into(), major }
    }

    #[test]
    fn versions_are_numbers() {
        assert_eq!(version("cloud-firestore-emulator-v1.22.0.jar"), Some(vec![1, 22, 0]));
        assert!(
            version("cloud-firestore-emulator-v1.9.1.jar") < version("cloud-firestore-emulator-v1.19.8.jar")
        );
        assert_eq!(version("cloud-storage-rules-runtime-v1.1.3.jar"), None);
        assert_eq!(version("cloud-firestore-emulator-v1.22.0.jar.tmp"), None);
    }

    #[test]
    fn what_java_can_run_is_chosen() {
        let both = || {
            [(Origin::CloudSdk, "sdk.jar".into()), (Origin::FirebaseTools, "tools.jar".into())].into_iter()
        };
        assert_eq!(choose(java(17), both()).unwrap().origin, Origin::CloudSdk);
        assert_eq!(choose(java(21), both().skip(1)).unwrap().origin, Origin::FirebaseTools);
        let said = choose(java(17), both().skip(1)).unwrap_err().to_string();
        assert!(
            said.contains("Java 21") && said.contains("tools.jar") && said.contains("version 17"),
            "{said}"
        );
        let said = choose(java(21), both().skip(2)).unwrap_err().to_string();
        assert!(said.contains("the Firestore emulator") && said.contains("cargo xtask cloud"), "{said}");
    }
}
