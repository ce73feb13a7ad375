//! What the core tells the dashboard unasked. The dashboard subscribes first and then asks for the state, so that
//! nothing is missed in between.

use serde::{Deserialize, Serialize};

use crate::SyncStatus;
use crate::ipc::Salvage;

/// The name under which events travel.
pub const EVENT: &str = "ghost-gym";

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Records were changed by somebody else than this window: the command line, a restore, sync. Ask again.
    LibraryChanged,
    /// Another account is signed in, or the session stands otherwise. Ask again.
    AccountChanged,
    /// The sync status is another one.
    SyncStatus {
        /// The new one.
        status: SyncStatus,
    },
    /// A merge decided against somebody: ask for the conflicts.
    Conflict,
    /// Long work is under way; `done` equals `total` when it is over.
    Progress {
        /// What is being done, ready to show.
        label: String,
        /// Steps done.
        done: u64,
        /// Steps in all.
        total: u64,
    },
    /// The library was damaged and has been salvaged; tell the person.
    Salvaged {
        /// What was saved, and where the damaged file is.
        report: Salvage,
    },
}
