//! How the library stands with the cloud: one value, the same for the dashboard, the tray and the command line.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// It never says synced while anything is pending, refused or unheard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", from = "Flat")]
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

impl SyncStatus {
    /// Changes that wait here.
    #[must_use]
    pub fn pending(&self) -> u64 {
        match *self {
            Self::LocalOnly | Self::Synced { .. } => 0,
            Self::Syncing { done, total } => total.saturating_sub(done),
            Self::Offline { pending }
            | Self::Connecting { pending }
            | Self::Paused { pending }
            | Self::NeedsSignIn { pending }
            | Self::NeedsAttention { pending, .. } => pending,
        }
    }
}

/// A status as it is read: all fields of all states in one. Serde's own way to tell the states apart keeps each value
/// aside first, which would be a good part of the dashboard.
#[derive(Deserialize)]
struct Flat {
    state: State,
    #[serde(default)]
    pending: u64,
    #[serde(default)]
    done: u64,
    #[serde(default)]
    total: u64,
    #[serde(default)]
    at: Millis,
    #[serde(default)]
    refused: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    LocalOnly,
    Offline,
    Connecting,
    Syncing,
    Synced,
    Paused,
    NeedsSignIn,
    NeedsAttention,
}

impl From<Flat> for SyncStatus {
    fn from(Flat { state, pending, done, total, at, refused }: Flat) -> Self {
        match state {
            State::LocalOnly => Self::LocalOnly,
            State::Offline => Self::Offline { pending },
            State::Connecting => Self::Connecting { pending },
            State::Syncing => Self::Syncing { done, total },
            State::Synced => Self::Synced { at },
            State::Paused => Self::Paused { pending },
            State::NeedsSignIn => Self::NeedsSignIn { pending },
            State::NeedsAttention => Self::NeedsAttention { refused, pending },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_read_as_it_was_written() {
        let all = [
            SyncStatus::LocalOnly,
            SyncStatus::Offline { pending: 1 },
            SyncStatus::Connecting { pending: 2 },
            SyncStatus::Syncing { done: 3, total: 4 },
            SyncStatus::Synced { at: 5 },
            SyncStatus::Paused { pending: 6 },
            SyncStatus::NeedsSignIn { pending: 7 },
            SyncStatus::NeedsAttention { refused: 8, pending: 9 },
        ];
        for status in all {
            let written = serde_json::to_value(&status).unwrap();
            assert_eq!(serde_json::from_value::<SyncStatus>(written).unwrap(), status);
        }
        assert!(serde_json::from_value::<SyncStatus>(serde_json::json!({"state": "dreaming"})).is_err());
    }
}
