//! The Auth emulator.

use std::sync::OnceLock;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::program::{Output, Program, free_port};
use crate::rest::{self, Answer, Method};
use crate::shared::{self, Place, Shared};
use crate::{PROJECT, install};

const SCRIPT: &str = include_str!("auth.js");
const NAME: &str = "the Auth emulator";
/// The standard variable that says where it is.
pub(crate) const HOST: &str = "FIREBASE_AUTH_EMULATOR_HOST";

/// A running Auth emulator, for [`PROJECT`].
#[derive(Debug)]
pub struct Auth(Place);

impl Auth {
    /// Starts one on `port`, or any that is free, and waits until it answers. Shown, its output has the links that
    /// production sends by mail.
    pub fn start(port: Option<u16>, output: Output) -> Result<Self> {
        let port = free_port(port)?;
        let tools = install::firebase_tools().ok_or_else(|| Error::Missing {
            what: NAME.to_owned(),
            how: "`cargo xtask cloud` installs it".to_owned(),
        })?;
        let arguments = [tools.to_string_lossy().into_owned(), port.to_string(), PROJECT.to_owned()];
        let program = Program::start(NAME, port, SCRIPT, &arguments, output)?.ready()?;
        Ok(Self(Place::Ours(program)))
    }

    /// The one that all tests of this process share: the one of `FIREBASE_AUTH_EMULATOR_HOST`, if that is set, else
    /// one of our own. Nothing if this machine can't run it; then it says why.
    ///
    /// # Panics
    /// If it can't be started though nothing is missing: whatever is tested, that is a failure.
    #[must_use]
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Shared<Auth>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                Shared::new(match shared::elsewhere(HOST) {
                    Some(place) => Ok(Self(place)),
                    None => Self::start(None, Output::Kept),
                })
            })
            .get()
    }

    /// Where it answers: `127.0.0.1:9099`, the value of `FIREBASE_AUTH_EMULATOR_HOST`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.address()
    }

    /// Fails if it has ended by itself.
    pub fn check(&mut self) -> Result {
        self.0.check()
    }

    /// Sends a request: `path` begins with the service's host, `/identitytoolkit.googleapis.com/v1/…`, or with
    /// `/emulator/v1/…`. The token `owner` may do what an administrator may.
    pub fn ask(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Answer> {
        rest::ask(self.address(), method, path, token, body)
    }
}
