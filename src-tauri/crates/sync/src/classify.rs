//! What an error of the server means.

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
