//! How the cloud refuses: with gRPC's status codes and the messages of the real one.

use std::fmt;

pub use sync::Code;
use sync::Failure;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The code.
    pub code: Code,
    /// The server's words.
    pub message: String,
}

impl Status {
    /// A refusal with these words.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({})", self.code, self.message)
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self { code: Some(status.code), message: status.message, retry_after: None }
    }
}
