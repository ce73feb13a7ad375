//! What the core tells the dashboard unasked. The dashboard subscribes first and then asks for the state, so that
//! nothing is missed in between.

use serde::{Deserialize, Serialize};

use crate::SyncStatus;
use crate::ipc::{MigrationRun, Salvage};
use crate::update::UpdateStatus;

/// The name under which events travel.
pub const EVENT: &str = "ghost-gym";

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", try_from = "Flat")]
pub enum Event {
    /// Records were changed by somebody else than this window: the command line, a restore, sync. Ask again.
    LibraryChanged,
    /// Another account is signed in, or the session stands otherwise. Ask again.
    AccountChanged,
    /// Something is set otherwise, here or by another process. Ask again.
    SettingsChanged,
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
    /// A migration stands otherwise.
    Migration {
        /// How it stands.
        run: MigrationRun,
    },
    /// A new version of the app stands otherwise.
    Update {
        /// How it stands.
        update: UpdateStatus,
    },
    /// The library was damaged and has been salvaged; tell the person.
    Salvaged {
        /// What was saved, and where the damaged file is.
        report: Salvage,
    },
}

/// An event as it is read: all fields of all events in one. Serde's own way to tell them apart keeps each value aside
/// first, which would be a good part of the dashboard.
#[derive(Deserialize)]
struct Flat {
    event: String,
    status: Option<SyncStatus>,
    #[serde(default)]
    label: String,
    #[serde(default)]
    done: u64,
    #[serde(default)]
    total: u64,
    run: Option<MigrationRun>,
    update: Option<UpdateStatus>,
    report: Option<Salvage>,
}

impl TryFrom<Flat> for Event {
    type Error = String;

    fn try_from(flat: Flat) -> Result<Self, String> {
        let Flat { event, status, label, done, total, run, update, report } = flat;
        let read = match event.as_str() {
            "library_changed" => Some(Self::LibraryChanged),
            "account_changed" => Some(Self::AccountChanged),
            "settings_changed" => Some(Self::SettingsChanged),
            "sync_status" => status.map(|status| Self::SyncStatus { status }),
            "conflict" => Some(Self::Conflict),
            "progress" => Some(Self::Progress { label, done, total }),
            "migration" => run.map(|run| Self::Migration { run }),
            "update" => update.map(|update| Self::Update { update }),
            "salvaged" => report.map(|report| Self::Salvaged { report }),
            _ => None,
        };
        read.ok_or(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::Step;

    #[test]
    fn every_event_is_read_as_it_was_written() {
        let run = MigrationRun {
            run: "r".into(),
            step: Step::Copied,
            started_at: 1,
            changed_at: 2,
            summary: "s".into(),
            done: 3,
            total: 4,
            remaining: Some(5),
            waits: None,
            trouble: None,
            attention: 6,
            local_storage_cleared: true,
            can_roll_back: true,
            can_clear: false,
        };
        let update = UpdateStatus { version: Some("0.2.0".into()), ..UpdateStatus::default() };
        let salvage = Salvage {
            set_aside: "a".into(),
            workouts: 1,
            programs: 2,
            versions: 3,
            doubts: vec!["d".into()],
        };
        let all = [
            Event::LibraryChanged,
            Event::AccountChanged,
            Event::SettingsChanged,
            Event::SyncStatus { status: SyncStatus::Offline { pending: 1 } },
            Event::Conflict,
            Event::Progress { label: "l".into(), done: 1, total: 2 },
            Event::Migration { run },
            Event::Update { update },
            Event::Salvaged { report: salvage },
        ];
        for event in all {
            let written = serde_json::to_value(&event).unwrap();
            assert_eq!(serde_json::from_value::<Event>(written).unwrap(), event);
        }
        for none in [serde_json::json!({"event": "dream"}), serde_json::json!({"event": "migration"})] {
            assert!(serde_json::from_value::<Event>(none).is_err());
        }
    }
}
