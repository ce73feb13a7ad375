//! Reasons not to sync.

/// A reason not to sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pause {
    /// The person said so.
    User,
    /// Nobody is signed in, or the session is over.
    SignedOut,
    /// The connection costs money, and the person doesn't want to spend it.
    Metered,
    /// The local database can't be written.
    Database,
}
