//! What an error of the server means.
//!
//! In this order; what the third column does is [`crate::Engine`]'s business.
//!
//! | what came back | [`Meaning`] | what happens |
//! |---|---|---|
//! | UNAUTHENTICATED, or an invalid or expired token however it is spelt | `Token` | a new token; if that is no better, "sign in again" |
//! | FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS | `Conflict` | the documents are read and merged, and sent again |
//! | RESOURCE_EXHAUSTED or INVALID_ARGUMENT for size | `TooMuch` | half of the batch; one write alone is refused |
//! | PERMISSION_DENIED | `Denied` | if reading is refused, too: "sign in again"; else half of the batch; one write alone is refused |
//! | INVALID_ARGUMENT, OUT_OF_RANGE | `Invalid` | half of the batch; one write alone is refused |
//! | RESOURCE_EXHAUSTED otherwise | `Quota` | back-off |
//! | no status, UNAVAILABLE, CANCELLED | `Unreachable` | back-off |
//! | any other | `Trouble` | back-off; a batch that meets it again is halved, one write alone gives way to others after some tries |

/// A failed call: the gRPC status, or that there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The status; `None`: the connection could not be made, or broke.
    pub code: Option<Code>,
    /// The status message: for logs, and where servers say the same in different ways.
    pub message: String,
    /// How many milliseconds the server wants us to wait (`RetryInfo`, `Retry-After`), if it says so.
    pub retry_after: Option<u64>,
}

/// The gRPC status codes that are errors: <https://grpc.io/docs/guides/status-codes/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are gRPC's own")]
pub enum Code {
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// What an error means for what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// The token is not, or no longer, good.
    Token,
    /// The server holds something else than was thought.
    Conflict,
    /// It was too large.
    TooMuch,
    /// It isn't allowed: the write, or everything.
    Denied,
    /// It can't be a document.
    Invalid,
    /// Too much was asked lately.
    Quota,
    /// The server can't be reached.
    Unreachable,
    /// The server failed. It may be its trouble, or what was asked that it can't bear.
    Trouble,
}

impl Failure {
    /// What it means.
    #[must_use]
    pub fn meaning(&self) -> Meaning {
        match self.code {
            Some(Code::Unauthenticated) => Meaning::Token,
            Some(_) if self.is_about_token() => Meaning::Token,
            Some(Code::FailedPrecondition | Code::NotFound | Code::AlreadyExists) => Meaning::Conflict,
            Some(Code::ResourceExhausted | Code::InvalidArgument) if self.is_about_size() => Meaning::TooMuch,
            Some(Code::PermissionDenied) => Meaning::Denied,
            Some(Code::InvalidArgument | Code::OutOfRange) => Meaning::Invalid,
            Some(Code::ResourceExhausted) => Meaning::Quota,
            None | Some(Code::Unavailable | Code::Cancelled) => Meaning::Unreachable,
            Some(
                Code::Unknown
                | Code::DeadlineExceeded
                | Code::Aborted
                | Code::Unimplemented
                | Code::Internal
                | Code::DataLoss,
            ) => Meaning::Trouble,
        }
    }

    /// Whether nobody answered: the server is out of reach, or was too slow to be waited for.
    #[must_use]
    pub fn is_unheard(&self) -> bool {
        self.meaning() == Meaning::Unreachable || self.code == Some(Code::DeadlineExceeded)
    }

    /// Seen: "Request had invalid authentication credentials", "The ID token has expired", `TOKEN_EXPIRED`,
    /// `auth/id-token-expired`, "Invalid JWT". A stream's resume token is another thing.
    fn is_about_token(&self) -> bool {
        const WHAT: [&str; 7] =
            ["id token", "auth token", "access token", "user token", "jwt", "credential", "token expired"];
        const HOW: [&str; 5] = ["invalid", "expired", "malformed", "revoked", "could not verify"];
        self.says(&WHAT) && self.says(&HOW)
    }

    /// Seen: "exceeds the maximum allowed size of 1,048,576 bytes", "gRPC message exceeds maximum size", "Request
    /// payload size exceeds the limit", "is longer than 1048487 bytes", "Transaction too big".
    fn is_about_size(&self) -> bool {
        const SIZE: [&str; 6] =
            ["size exceeds", "maximum size", "maximum allowed size", "too large", "too big", "longer than"];
        self.says(&SIZE)
    }

    fn says(&self, phrases: &[&str]) -> bool {
        let message = self.message.to_lowercase().replace(['_', '-', '/'], " ");
        phrases.iter().any(|phrase| message.contains(phrase))
    }
}
