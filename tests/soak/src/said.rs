//! What a device says to its parent: a line of JSON on its standard output, several times a second. What the parent
//! says to it is one word a line on its standard input; when that ends, the device does.

use model::SyncStatus;
use serde::{Deserialize, Serialize};

/// The word after which the people rest: the device only syncs.
pub(crate) const REST: &str = "rest";

/// How a device stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// How it stands with the cloud.
    pub(crate) status: SyncStatus,
    /// Unsent changes, without those that were refused.
    pub(crate) pending: u64,
    /// Changes that the cloud refused.
    pub(crate) refused: u64,
    /// What stands in the way, if anything does.
    pub(crate) trouble: Option<String>,
    /// Edits that were accepted since the process began.
    pub(crate) edits: u64,
    /// How often somebody had to sign in again since the process began, though nobody had signed out.
    pub(crate) sign_ins: u64,
    /// What is in the library, in short: the same for the same documents. Only at rest, and when it is synced.
    pub(crate) digest: Option<u64>,
    /// The people rest.
    pub(crate) resting: bool,
}
