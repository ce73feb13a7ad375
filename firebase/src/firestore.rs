//! The Firestore emulator.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::jar::Jar;
use crate::program::{Output, Program, free_port};
use crate::rest::{self, Answer, Method};
use crate::shared::{self, Place, Shared};
use crate::{PROJECT, rules};

const GUARD: &str = include_str!("guard.js");
/// What the files of an export are called, and the folder that they are in.
const EXPORT: &str = "firestore_export";
const NAME: &str = "the Firestore emulator";
/// The standard variable that says where it is.
pub(crate) const HOST: &str = "FIRESTORE_EMULATOR_HOST";

/// A running Firestore emulator.
///
/// One of them serves any number of projects, which know nothing of each other: a test takes one of its own, named
/// after itself, and loads the rules into it.
#[derive(Debug)]
pub struct Firestore(Place);

impl Firestore {
    /// Starts one on `port`, or any that is free, with the rules for [`PROJECT`], and waits until it answers.
    pub fn start(port: Option<u16>) -> Result<Self> {
        Self::start_with(port, &[])
    }

    /// Starts one on `port` with the documents that [`Firestore::export`] has written to `folder`. Their update times
    /// are those of the start.
    pub fn start_from(port: u16, folder: &Path) -> Result<Self> {
        let exported = folder.join(EXPORT).join(format!("{EXPORT}.overall_export_metadata"));
        Self::start_with(Some(port), &[format!("--seed_from_export={}", exported.display())])
    }

    fn start_with(port: Option<u16>, more: &[String]) -> Result<Self> {
        let port = free_port(port)?;
        let mut command = Jar::find()?.command(port, &rules(), PROJECT);
        command.extend_from_slice(more);
        let program = Program::start(NAME, port, GUARD, &command, Output::Kept)?.ready()?;
        Ok(Self(Place::Ours(program)))
    }

    /// The one that all tests of this process share: the one of `FIRESTORE_EMULATOR_HOST`, if that is set, else one
    /// of our own. Nothing if this machine can't run it; then it says why.
    ///
    /// # Panics
    /// If it can't be started though nothing is missing: whatever is tested, that is a failure.
    #[must_use]
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Shared<Firestore>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                Shared::new(match shared::elsewhere(HOST) {
                    Some(place) => Ok(Self(place)),
                    None => Self::start(None),
                })
            })
            .get()
    }

    /// Where it answers: `127.0.0.1:8080`, the value of `FIRESTORE_EMULATOR_HOST`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.address()
    }

    /// Fails if it has ended by itself.
    pub fn check(&mut self) -> Result {
        self.0.check()
    }

    /// Sends a request of Firestore's REST API: `path` begins with `/v1/`. Without a `token` nobody is signed in.
    pub fn ask(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Answer> {
        rest::ask(self.address(), method, path, token, body)
    }

    /// Gives `project` the rules in `source`; a mistake in them is an error.
    pub fn load_rules(&self, project: &str, source: &str) -> Result {
        let rules = json!({ "rules": { "files": [{ "name": "firestore.rules", "content": source }] } });
        let path = format!("/emulator/v1/projects/{project}:securityRules");
        let answer = rest::ask(self.address(), &Method::PUT, &path, None, Some(&rules))?;
        // A misspelt function, for one, is no failure for the emulator: only a warning in its answer.
        match answer.success("loading the rules")?.get("issues").and_then(Value::as_array) {
            Some(issues) if !issues.is_empty() => {
                let lines: Vec<String> = issues.iter().map(Value::to_string).collect();
                Err(Error::Rules(lines.join("\n")))
            }
            _ => Ok(()),
        }
    }

    /// Removes every document of `project`.
    pub fn clear(&self, project: &str) -> Result {
        let path = format!("/emulator/v1/projects/{project}/databases/(default)/documents");
        rest::ask(self.address(), &Method::DELETE, &path, None, None)?
            .success("removing the documents")
            .map(drop)
    }

    /// Writes every document of [`PROJECT`] to `folder`, as the official tools do before they stop the emulator.
    pub fn export(&self, folder: &Path) -> Result {
        let path = format!("/emulator/v1/projects/{PROJECT}:export");
        let ask = json!({
            "database": format!("projects/{PROJECT}/databases/(default)"),
            "export_directory": folder,
            "export_name": EXPORT,
        });
        rest::ask(self.address(), &Method::POST, &path, None, Some(&ask))?
            .success("exporting the documents")
            .map(drop)
    }

    /// What the rules of `project` came to, expression by expression, since they were loaded: a tree of
    /// `{sourcePosition, values, children}` under `report`.
    pub fn coverage(&self, project: &str) -> Result<Value> {
        let path = format!("/emulator/v1/projects/{project}:ruleCoverage");
        rest::ask(self.address(), &Method::GET, &path, None, None)?.success("asking for the rules' coverage")
    }
}
