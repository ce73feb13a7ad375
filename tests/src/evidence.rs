//! What a test leaves behind, and the search through all of it for what must not be there.

mod processes;
mod traffic;

use std::fs;
use std::path::{Path, PathBuf};

use crate::desktop::workspace;
use crate::secrets::{Leak, Secrets, files};
use crate::{Cloud, Desktop, Failure, Result, fixture};

pub(crate) use processes::Processes;

/// Where what tests know to be secret is kept, apart from what is searched.
fn known_secrets() -> PathBuf {
    workspace().join("target/e2e-secrets")
}

impl Desktop {
    /// Ends the test, in which the secrets of `cloud` were used: what the programs left is kept, and none of them may
    /// stand in it.
    pub fn end(self, cloud: &Cloud) -> Result {
        self.register(&cloud.secrets())?;
        let leaks = self.search(cloud)?;
        if leaks.is_empty() {
            Ok(())
        } else {
            Err(Failure::Unexpected(format!("secrets stand where they must not: {leaks:#?}")))
        }
    }

    /// Ends the test as [`Desktop::end`] does, and answers where secrets stand.
    pub fn search(mut self, cloud: &Cloud) -> Result<Vec<Leak>> {
        let secrets = cloud.secrets();
        if secrets.count().1 == 0 {
            return Err(Failure::Unexpected("no token has been used".to_owned()));
        }
        self.keep()?;
        secrets.search(self.artefacts())
    }

    /// Has `secrets` looked for in what all tests leave, too.
    fn register(&self, secrets: &Secrets) -> Result {
        let name = self.artefacts().file_name().unwrap_or_default();
        let folder = known_secrets();
        fs::create_dir_all(&folder).map_err(Failure::file("the folder of secrets"))?;
        let file = folder.join(name).with_extension("json");
        fs::write(&file, secrets.to_json().to_string()).map_err(Failure::file("the secrets"))
    }

    /// Ends what runs, and keeps the home folder and what processes were started with among the artefacts.
    fn keep(&mut self) -> Result {
        self.stop();
        let seen = self.processes();
        fs::write(self.artefacts().join("processes.txt"), seen).map_err(Failure::file("the processes"))?;
        copy(self.home(), &self.artefacts().join("home"))
    }
}

/// What came of looking for the secrets of all tests in what all tests have left.
#[derive(Debug)]
pub struct Sweep {
    /// What was looked for.
    pub secrets: Secrets,
    /// How many files there were.
    pub files: usize,
    /// What was found.
    pub leaks: Vec<Leak>,
}

/// Looks for the secrets of all tests in what all tests have left.
pub fn search_everything() -> Result<Sweep> {
    let mut secrets = Secrets::default();
    for file in files(&known_secrets())? {
        secrets.extend(Secrets::from_json(&fixture::json(&file)?)?);
    }
    let artefacts = workspace().join("target/e2e");
    Ok(Sweep { leaks: secrets.search(&artefacts)?, files: files(&artefacts)?.len(), secrets })
}

/// Copies every file below `from`. What is no file holds nothing.
fn copy(from: &Path, to: &Path) -> Result {
    let doing = || Failure::file(format!("copying {}", from.display()));
    fs::create_dir_all(to).map_err(doing())?;
    for entry in fs::read_dir(from).map_err(doing())? {
        let entry = entry.map_err(doing())?;
        let kind = entry.file_type().map_err(doing())?;
        if kind.is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(doing())?;
        }
    }
    Ok(())
}
