//! Sync, as far as a person has to do with it: how it stands, what the cloud refused, what merges decided.

use serde::{Deserialize, Serialize};

use super::record::RecordRef;
use crate::sync::{Refusal, Side};
use crate::{Kind, Millis, SyncStatus};

/// How sync stands, with all that there is to know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncDetail {
    /// In short.
    pub status: SyncStatus,
    /// Changes not yet acknowledged by the server, without those it refused.
    pub pending: u64,
    /// Changes that the server refused: [`QueueQuery`] lists them.
    pub refused: u64,
    /// When everything from the cloud was last known to be here; `None`: never yet.
    pub synced_at: Option<Millis>,
    /// When what failed is tried again; `None`: nothing waits for another try.
    pub next_try_at: Option<Millis>,
    /// The person paused it.
    pub paused: bool,
    /// Another Ghost Gym on this machine syncs this library; here, that can't be hurried.
    pub elsewhere: bool,
    /// What stands in the way, ready to show; `None`: nothing that anybody knows of.
    pub trouble: Option<String>,
    /// How many [`Conflict`]s nobody has looked at.
    pub conflicts: u64,
}

/// Whether everything that is in a record is in the cloud, too. A record of which nothing is unsent has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsent {
    /// A change waits to be sent.
    Waiting,
    /// The cloud refused a change: the person decides.
    Refused,
}

/// Which unsent changes to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    /// Only those that the server refused.
    pub refused: bool,
    /// How many at most; 0 is 50.
    pub limit: u32,
}

/// Unsent changes, those that wait longest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The first of them.
    pub items: Vec<QueuedChange>,
    /// How many there are in all.
    pub total: u64,
}

/// An unsent change of a record. There is one at most of each record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedChange {
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: String,
    /// Its name; of a deleted one, the last.
    pub name: String,
    /// The record was deleted here.
    pub deleted: bool,
    /// When the last edit of it was made.
    pub edited_at: Millis,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// It is not tried before that; `None`: it is as soon as it can be, or it was refused.
    pub next_try_at: Option<Millis>,
    /// Why the cloud will not have it.
    pub refused: Option<RefusedChange>,
}

/// Why the cloud will not have a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedChange {
    /// For programs.
    pub reason: Refusal,
    /// Ready to show: what it means and what helps.
    pub why: String,
}

/// What a merge decided against somebody: the person is told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Names it.
    pub conflict_id: i64,
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was merged.
    pub at: Millis,
    /// What gave way, ready to show, a line each: "Name: “Pull”, from this device".
    pub lines: Vec<String>,
    /// Whose values gave way: each side's can be put back with [`ConflictRestore`]. Empty if what gave way is that the
    /// record was deleted: whoever wants that deletes it.
    pub sides: Vec<Side>,
}

/// Names conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictsSeen {
    /// They are not told of any more.
    pub conflict_ids: Vec<i64>,
}

/// Puts back what gave way of one side in a merge, each value where it stood. It is one edit of the record as it is now:
/// what was never in dispute, or was changed since, stays. The conflict counts as looked at then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictRestore {
    /// The conflict.
    pub conflict_id: i64,
    /// Whose values.
    pub side: Side,
}

/// Asks where to, and exports changes that the server refused, as an import takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueExport {
    /// That of this record; `None`: all.
    pub only: Option<RecordRef>,
}
