//! How the library stands with the cloud: one value, the same for the dashboard, the tray and the command line.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// It never says synced while anything is pending, refused or unheard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SyncStatus {
    /// No account: everything is on this machine only.
    #[default]
    LocalOnly,
    /// No network; edits wait here.
    Offline {
        /// Changes not yet acknowledged by the server.
        pending: u64,
    },
    /// Reaching the cloud.
    Connecting {
        /// Changes not yet acknowledged by the server.
        pending: u64,
    },
    /// Sending or receiving.
    Syncing {
        /// Changes done of this run.
        done: u64,
        /// Changes of this run in all.
        total: u64,
    },
    /// Nothing pending, nothing refused, everything heard.
    Synced {
        /// When that was last known.
        at: Millis,
    },
    /// The person paused it.
    Paused {
        /// Changes not yet acknowledged by the server.
        pending: u64,
    },
    /// The session ended; edits wait here.
    NeedsSignIn {
        /// Changes not yet acknowledged by the server.
        pending: u64,
    },
    /// The server refused edits; the person decides.
    NeedsAttention {
        /// Edits refused.
        refused: u64,
        /// Changes not yet acknowledged by the server.
        pending: u64,
    },
}
