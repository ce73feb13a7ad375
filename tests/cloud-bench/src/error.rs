//! Why there is nothing to compare.

use std::io;

use crate::side::Who;

/// A result of this program.
pub(crate) type Result<T = ()> = std::result::Result<T, Error>;

/// Why a measurement could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Something has to be installed first.
    #[error(
        "the emulators and Firebase's JavaScript SDK are needed: `cargo xtask bench --cloud` installs them"
    )]
    Missing,
    /// An emulator can't be asked.
    #[error(transparent)]
    Emulator(#[from] emulators::Error),
    /// The proxy can't begin or obey.
    #[error("the proxy: {0}")]
    Proxy(#[from] proxy::Error),
    /// The Auth emulator doesn't take somebody in.
    #[error("signing up was answered with {0}")]
    SignUp(String),
    /// Somebody wrote what the rules should not let them write.
    #[error("the rules are off: somebody's data was open to another user")]
    RulesOff,
    /// Somebody used a token for which the rules don't count.
    #[error("{0} requests came from an administrator, for whom the rules don't count")]
    Owner(u64),
    /// A side has ended, or says what it shouldn't.
    #[error("{0} has ended too early, or badly; what it said stands above")]
    Ended(Who),
    /// A side doesn't answer.
    #[error("{0} has not answered in time")]
    Silent(Who),
    /// The server has another number of documents than were made.
    #[error("{who} sent {made} documents, and {there} are there")]
    Lost {
        /// Who sent them.
        who: Who,
        /// How many.
        made: u64,
        /// How many there are.
        there: u64,
    },
    /// A side was started without being told what it has to know.
    #[error("only the driver starts this")]
    NoScene,
    /// A side was asked for something it doesn't do.
    #[error("this side can't do that")]
    NotHere,
    /// Our side doesn't come to an end.
    #[error("the app stays {0}")]
    Stuck(String),
    /// A query found another number of documents than there are.
    #[error("{there} of {documents} documents came")]
    Incomplete {
        /// How many came.
        there: u64,
        /// How many there are.
        documents: u64,
    },
    /// Our side can't do something.
    #[error("the app: {0}")]
    App(#[from] app::AppError),
    /// Our side has no keyring.
    #[error("the keyring: {0}")]
    Keyring(#[from] keyring_core::Error),
    /// A raw call was refused.
    #[error("Firestore: {0}")]
    Firestore(#[from] tonic::Status),
    /// There is no way to Firestore.
    #[error("Firestore: {0}")]
    Connection(#[from] tonic::transport::Error),
    /// A token or a name doesn't go into a header.
    #[error("a header: {0}")]
    Header(#[from] tonic::metadata::errors::InvalidMetadataValue),
    /// What was said or read isn't what it should be.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file or a pipe doesn't work.
    #[error("{0}")]
    Io(#[from] io::Error),
}
