//! How the cloud refuses: gRPC's status codes, with the messages of the real one.

use std::fmt;

/// The codes that Firestore uses: <https://grpc.io/docs/guides/status-codes/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The request can never succeed.
    InvalidArgument,
    /// The deadline passed, on whichever side.
    DeadlineExceeded,
    /// A document that must exist does not.
    NotFound,
    /// A document that must not exist does.
    AlreadyExists,
    /// The rules say no.
    PermissionDenied,
    /// A quota is used up, or a request is too large for this server.
    ResourceExhausted,
    /// A document was changed since it was read.
    FailedPrecondition,
    /// Too much contention.
    Aborted,
    /// The server's own failure.
    Internal,
    /// The server can't be reached, or is not up.
    Unavailable,
    /// The token is missing, expired or revoked.
    Unauthenticated,
}

impl Code {
    /// Its number on the wire.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::InvalidArgument => 3,
            Self::DeadlineExceeded => 4,
            Self::NotFound => 5,
            Self::AlreadyExists => 6,
            Self::PermissionDenied => 7,
            Self::ResourceExhausted => 8,
            Self::FailedPrecondition => 9,
            Self::Aborted => 10,
            Self::Internal => 13,
            Self::Unavailable => 14,
            Self::Unauthenticated => 16,
        }
    }
}

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
