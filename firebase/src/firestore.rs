//! The Firestore emulator.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::jar::Jar;
use crate::program::{Output, Program, free_port};
use crate::rest::{self, Answer, Method};
use crate::shared::{self, Place, Shared};
use crate::{PROJECT, rules};

const GUARD: &str = include_str!("guard.js");
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
        let port = free_port(port)?;
        let command = Jar::find()?.command(port, &rules(), PROJECT);
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

    /// What the rules of `project` came to, expression by expression, since they were loaded: a tree of
    /// `{sourcePosition, values, children}` under `report`.
    pub fn coverage(&self, project: &str) -> Result<Value> {
        let path = format!("/emulator/v1/projects/{project}:ruleCoverage");
        rest::ask(self.address(), &Method::GET, &path, None, None)?.success("asking for the rules' coverage")
    }
}
