//! Sync in memory: how it stands, what waits or was refused, what merges decided, and another device.

use std::cell::{Cell, RefCell};

use model::ipc::{
    Conflict, ConflictRestore, ConflictsSeen, Nothing, Queue, QueueQuery, QueuedChange, RecordRef,
    RefusedChange, SyncDetail, Unsent,
};
use model::sync::{Refusal, Side};
use model::{Body, CommandError, ErrorCode, Event, Kind, Millis, SyncStatus, body};
use serde_json::json;

use super::library::{Library, Reply};
use super::tell;

/// The moment that everything in memory counts from.
const NOW: Millis = 1_794_000_000_000;

/// How the library in memory stands with the cloud.
#[derive(Debug, Default)]
pub struct Sync {
    /// In short.
    pub status: RefCell<SyncStatus>,
    /// What is not in the cloud, and for a refused change what the cloud has in its place.
    pub queue: RefCell<Vec<(QueuedChange, Option<Body>)>>,
    /// What merges decided and nobody has looked at.
    pub conflicts: RefCell<Vec<Conflict>>,
    /// What gave way in them, of which side.
    pub lost: RefCell<Vec<(i64, Side, Body)>>,
    /// When what failed is tried again.
    pub next_try_at: Cell<Option<Millis>>,
    /// What stands in the way.
    pub trouble: Option<String>,
    /// Another process syncs.
    pub elsewhere: bool,
}

impl Sync {
    /// Sync that stands so, with a queue to match.
    pub fn of(status: SyncStatus) -> Self {
        let (pending, refused) = match status {
            SyncStatus::NeedsAttention { refused, pending } => (pending, refused),
            SyncStatus::Syncing { done, total } => (total - done, 0),
            _ => (status.pending(), 0),
        };
        let waiting = (0..pending).map(|number| (waiting(number), None));
        let refused = (0..refused).map(|number| (refuse(number), Some(Body::new())));
        let queue = RefCell::new(refused.chain(waiting).collect());
        let offline = matches!(status, SyncStatus::Offline { .. });
        Self {
            status: RefCell::new(status),
            queue,
            next_try_at: Cell::new(offline.then_some(NOW)),
            ..Self::default()
        }
    }

    /// Nothing can be sent.
    pub fn is_offline(&self) -> bool {
        matches!(*self.status.borrow(), SyncStatus::Offline { .. })
    }

    /// What of a record isn't in the cloud.
    pub fn unsent(&self, id: &str) -> Option<Unsent> {
        let queue = self.queue.borrow();
        let (change, _) = queue.iter().find(|(change, _)| change.id == id)?;
        Some(if change.refused.is_some() { Unsent::Refused } else { Unsent::Waiting })
    }

    /// A record was edited: it waits, unless it is sent at once.
    pub fn edited(&self, kind: Kind, id: &str, name: &str, deleted: bool) {
        let sent = matches!(
            *self.status.borrow(),
            SyncStatus::LocalOnly | SyncStatus::Synced { .. } | SyncStatus::Syncing { .. }
        );
        let mut queue = self.queue.borrow_mut();
        let cloud = queue.iter().find(|(change, _)| change.id == id).and_then(|(_, cloud)| cloud.clone());
        queue.retain(|(change, _)| change.id != id);
        if !sent {
            let (id, name) = (id.to_owned(), name.to_owned());
            queue.push((QueuedChange { kind, id, name, deleted, ..waiting(0) }, cloud));
        }
        drop(queue);
        self.count();
    }

    fn detail(&self) -> SyncDetail {
        let status = self.status.borrow().clone();
        let refused =
            self.queue.borrow().iter().filter(|(change, _)| change.refused.is_some()).count() as u64;
        SyncDetail {
            pending: status.pending(),
            refused,
            synced_at: (status != SyncStatus::LocalOnly).then_some(NOW),
            next_try_at: self.next_try_at.get(),
            paused: matches!(status, SyncStatus::Paused { .. }),
            elsewhere: self.elsewhere,
            trouble: self.trouble.clone(),
            conflicts: self.conflicts.borrow().len() as u64,
            status,
        }
    }

    /// Brings the status up to date with the queue.
    fn count(&self) {
        let queue = self.queue.borrow();
        let refused = queue.iter().filter(|(change, _)| change.refused.is_some()).count() as u64;
        let pending = queue.len() as u64 - refused;
        let mut status = self.status.borrow_mut();
        *status = match *status {
            SyncStatus::LocalOnly => SyncStatus::LocalOnly,
            SyncStatus::Offline { .. } => SyncStatus::Offline { pending },
            SyncStatus::Connecting { .. } => SyncStatus::Connecting { pending },
            SyncStatus::Paused { .. } => SyncStatus::Paused { pending },
            SyncStatus::NeedsSignIn { .. } => SyncStatus::NeedsSignIn { pending },
            _ if refused > 0 => SyncStatus::NeedsAttention { refused, pending },
            _ if pending > 0 => SyncStatus::Syncing { done: 0, total: pending },
            _ => SyncStatus::Synced { at: NOW },
        };
    }

    fn told(&self) -> SyncDetail {
        self.count();
        tell(&Event::SyncStatus { status: self.status.borrow().clone() });
        tell(&Event::LibraryChanged);
        self.detail()
    }
}

impl Library {
    pub(super) fn sync_detail(&self) -> SyncDetail {
        self.sync.detail()
    }

    /// What waits is sent, if there is a connection.
    pub(super) fn hurry(&self) -> Reply<SyncDetail> {
        match *self.sync.status.borrow() {
            SyncStatus::LocalOnly => {
                return Err(CommandError::new(ErrorCode::NeedsSignIn, "Nobody is signed in."));
            }
            SyncStatus::Offline { .. } | SyncStatus::Paused { .. } | SyncStatus::NeedsSignIn { .. } => {
                return Ok(self.sync.detail());
            }
            _ => self.sync.queue.borrow_mut().retain(|(change, _)| change.refused.is_some()),
        }
        Ok(self.sync.told())
    }

    pub(super) fn pause(&self, paused: bool) -> SyncDetail {
        self.sync.status.replace(if paused {
            SyncStatus::Paused { pending: 0 }
        } else {
            SyncStatus::Synced { at: NOW }
        });
        self.sync.told()
    }

    pub(super) fn queued(&self, query: QueueQuery) -> Queue {
        let limit = if query.limit == 0 { 50 } else { query.limit as usize };
        let queue = self.sync.queue.borrow();
        let wanted = |change: &&QueuedChange| !query.refused || change.refused.is_some();
        let all: Vec<_> = queue.iter().map(|(change, _)| change).filter(wanted).collect();
        Queue { total: all.len() as u64, items: all.into_iter().take(limit).cloned().collect() }
    }

    /// Sent again, a refused change waits, as if the cloud were busy.
    pub(super) fn retry(&self, record: &RecordRef) -> Reply<Nothing> {
        let mut queue = self.sync.queue.borrow_mut();
        let found = queue.iter_mut().find(|(change, _)| change.id == record.id);
        let (change, _) = found.ok_or_else(|| nothing_of(&record.id))?;
        change.refused = None;
        drop(queue);
        self.sync.told();
        Ok(Nothing {})
    }

    /// The record becomes what the cloud has.
    pub(super) fn give_up(&self, record: &RecordRef) -> Reply<Nothing> {
        let mut queue = self.sync.queue.borrow_mut();
        let at = queue.iter().position(|(change, _)| change.id == record.id);
        let (change, cloud) = queue.remove(at.ok_or_else(|| nothing_of(&record.id))?);
        drop(queue);
        let label = format!("Discarded changes of “{}”", change.name);
        let status = self.sync.status.borrow().clone();
        let queue = self.sync.queue.borrow().clone();
        self.transact(label, record.kind, &record.id, |records, now| {
            if let Some(mut cloud) = cloud.or_else(|| records.take(&record.id).map(|body| (*body).clone())) {
                cloud.insert("id".into(), json!(record.id));
                cloud.entry("name").or_insert_with(|| json!(change.name));
                records.put(cloud, now);
            }
        });
        // What the cloud has need not be sent.
        self.sync.queue.replace(queue);
        self.sync.status.replace(status);
        self.sync.told();
        Ok(Nothing {})
    }

    pub(super) fn seen(&self, seen: &ConflictsSeen) {
        self.sync
            .conflicts
            .borrow_mut()
            .retain(|conflict| !seen.conflict_ids.contains(&conflict.conflict_id));
    }

    /// What gave way of one side is put back.
    pub(super) fn put_back(&self, ask: ConflictRestore) -> Reply<RecordRef> {
        let ConflictRestore { conflict_id, side } = ask;
        let found =
            self.sync.conflicts.borrow().iter().find(|conflict| conflict.conflict_id == conflict_id).cloned();
        let lost =
            self.sync.lost.borrow().iter().find(|lost| (lost.0, lost.1) == (conflict_id, side)).cloned();
        let (Some(Conflict { kind, id, .. }), Some((.., lost))) = (found, lost) else {
            let message = "There is nothing of it to put back, or somebody has looked at it already. Nothing was changed. Earlier versions are in the history.";
            return Err(CommandError::new(ErrorCode::NotFound, message));
        };
        self.update(kind, &id, lost, None, "Put back what gave way in")?;
        self.seen(&ConflictsSeen { conflict_ids: vec![conflict_id] });
        Ok(RecordRef { kind, id })
    }

    /// Another device changes a record, and it arrives here; where this device has changed it, too, a merge decides.
    pub fn hear_of(&self, kind: Kind, id: &str, changes: Body) {
        let Ok(mut document) = self.records.borrow().get(kind, id).map(|body| (*body).clone()) else {
            return;
        };
        document.extend(changes);
        let now = self.ticks.now();
        self.records.borrow_mut().put(document, now);
        tell(&Event::LibraryChanged);
    }

    /// A merge has decided.
    pub fn decide(&self, conflict: Conflict) {
        self.sync.conflicts.borrow_mut().insert(0, conflict);
        tell(&Event::Conflict);
    }
}

/// The wording of the core, whose texts the page doesn't have.
fn nothing_of(id: &str) -> CommandError {
    CommandError::new(ErrorCode::NotFound, format!("Nothing of {id} waits to be sent."))
}

/// A workout that waits; the first ones of the samples, by their numbers.
fn waiting(number: u64) -> QueuedChange {
    let names = ["Push day", "Pull day", "Leg day", "5x5 A"];
    let name = names.get(usize::try_from(number).unwrap_or_default()).copied().unwrap_or("5x5 B");
    QueuedChange {
        kind: Kind::Workout,
        id: format!("workout-{number}"),
        name: name.into(),
        deleted: false,
        edited_at: NOW,
        attempts: u32::from(number == 0),
        next_try_at: None,
        refused: None,
    }
}

/// A refused change; each for another reason.
fn refuse(number: u64) -> QueuedChange {
    let (id, name, deleted, reason, why) = match number % 3 {
        0 => (
            "workout-15",
            "Shoulders and arms",
            false,
            Refusal::Denied,
            "The cloud's rules don't allow it. It stays on this machine. Change it and it is sent again, or try again once the rules are different.",
        ),
        1 => (
            "workout-14",
            "Rowing intervals",
            false,
            Refusal::TooLarge,
            "It is larger than the cloud takes, which is 1 MiB. It stays on this machine. Make it shorter, or make two of it.",
        ),
        _ => (
            "workout-old",
            "Old warm-up",
            true,
            Refusal::Denied,
            "The cloud's rules don't allow it. It stays on this machine. Change it and it is sent again, or try again once the rules are different.",
        ),
    };
    QueuedChange {
        id: id.into(),
        name: name.into(),
        deleted,
        refused: Some(RefusedChange { reason, why: why.into() }),
        ..waiting(0)
    }
}

/// What merges may have decided: of the second workout something of both sides gave way, of the fourth a deletion.
pub fn decided(library: &Library, count: i64) {
    for number in 0..count {
        let id = format!("workout-{number}");
        let Ok(document) = library.records.borrow().get(Kind::Workout, &id) else { continue };
        let name = body::text(&document, "name").to_owned();
        let other = format!("{name}, heavier");
        let mut lines = vec![format!("Name: “{other}”, from this device, gave way")];
        let mut lost = vec![(Side::Ours, "name", json!(other))];
        if number == 1 {
            lines.push("Description: “Slowly”, from another device, gave way".into());
            lost.push((Side::Theirs, "description", json!("Slowly")));
        }
        if number == 3 {
            lines = vec!["Deleted on this device, but changed elsewhere: it stays".into()];
            lost.clear();
        }
        let sides = lost.iter().map(|lost| lost.0).collect();
        for (side, field, value) in lost {
            let value = Body::from_iter([(field.to_owned(), value)]);
            library.sync.lost.borrow_mut().push((number, side, value));
        }
        let at = NOW - number * 3_600_000;
        library.decide(Conflict { conflict_id: number, kind: Kind::Workout, id, name, at, lines, sides });
    }
}

/// Another device changes what may be open.
pub fn another_device(library: &Library) {
    let tags = json!(["push", "from the tablet"]);
    library.hear_of(Kind::Workout, "workout-0", Body::from_iter([("tags".to_owned(), tags)]));
    let description = json!("Changed on the tablet just now.");
    library.hear_of(Kind::Program, "program-0", Body::from_iter([("description".to_owned(), description)]));
}
