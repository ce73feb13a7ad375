//! The real library of a person on a device, held in memory, and the engine's effects on it.

use std::collections::{BTreeMap, BTreeSet};

use model::sync::{
    Acknowledged, Cursor, Feed, Limits, Meeting, Op, Outcome, Pending, Refusal, Remote, State, TakenBatch,
};
use model::{Body, Kind, Millis, RecordKey, ServerTime};
use store::{Library, Owner, Received, StoreError, Uid, View};

use crate::device::Person;
use crate::edit::{self, Mark};

/// Libraries that are used again and again: to open one costs more than a whole run.
#[derive(Debug, Default)]
pub struct Libraries {
    free: BTreeMap<Person, Vec<Local>>,
}

impl Libraries {
    /// An empty library of a person on a device.
    pub(crate) fn take(&mut self, person: Person, device: usize) -> Local {
        let free = self.free.get_mut(&person).and_then(Vec::pop);
        let local = free.unwrap_or_else(|| Local::open(person));
        local.renew(&person.library_of(device));
        local
    }

    /// Libraries that nobody needs any more.
    pub(crate) fn put_back(&mut self, libraries: BTreeMap<Person, Local>) {
        for (person, local) in libraries {
            self.free.entry(person).or_default().push(local);
        }
    }
}

/// A person's library on a device.
#[derive(Debug)]
pub(crate) struct Local {
    library: Library,
}

/// What is to be applied in one transaction: see [`sync::Effect::Apply`].
pub(crate) struct Portion {
    pub(crate) remotes: Vec<Remote>,
    pub(crate) cursor: Option<(Feed, Cursor)>,
    pub(crate) read_at: Option<ServerTime>,
}

/// What bringing in server states has met.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// The records of which more must be known.
    pub(crate) ask: Vec<RecordKey>,
    /// The records that were merged, with the marks that each side had.
    pub(crate) met: Vec<(RecordKey, Vec<Mark>)>,
}

impl Local {
    #[expect(clippy::expect_used, reason = "there is no run without a library")]
    fn open(person: Person) -> Self {
        let owner = Owner::Account(Uid::new(person.uid()).expect("a legal uid"));
        Self { library: Library::in_memory(&owner).expect("a library in memory") }
    }

    #[expect(clippy::expect_used, reason = "there is no run with another run's records")]
    fn renew(&self, name: &str) {
        self.library.clear().expect("a library in memory can be emptied");
        self.library.name_device(name).expect("a library in memory can be named");
    }

    /// The library itself, for what people do.
    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    /// Reads what the run itself wants to know.
    #[expect(clippy::expect_used, reason = "a library in memory can be read, or the run is void")]
    pub(crate) fn read<T>(&self, read: impl FnOnce(&View<'_>) -> Result<T, StoreError>) -> T {
        self.library.read(read).expect("a library in memory can be read")
    }

    /// What an engine begins with.
    pub(crate) fn started(&self) -> (Vec<(Feed, Cursor)>, Pending) {
        self.read(|view| {
            let mut cursors = Vec::new();
            for feed in Feed::all() {
                cursors.extend(view.cursor(feed)?.map(|cursor| (feed, cursor)));
            }
            Ok((cursors, view.pending()?))
        })
    }

    /// The queue.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is one of a single lifetime")]
    pub(crate) fn counts(&self) -> Pending {
        self.read(|view| view.pending())
    }

    /// A record.
    pub(crate) fn record(&self, key: &RecordKey) -> Option<Body> {
        self.read(|view| view.get(key.kind, &key.id)).map(|record| record.body)
    }

    /// See [`sync::Effect::Take`].
    pub(crate) fn take(&self, now: Millis, limits: Limits) -> Result<TakenBatch, StoreError> {
        self.library.sync(now, |tx| tx.take(limits))
    }

    /// See [`sync::Effect::Apply`].
    pub(crate) fn apply(
        &self,
        now: Millis,
        portion: Portion,
        merge: &mut dyn FnMut(&Meeting<'_>) -> Outcome,
    ) -> Result<Applied, StoreError> {
        self.library.sync(now, |tx| {
            let mut applied = Applied::default();
            for remote in portion.remotes {
                let key = remote.key.clone();
                let mut marks = None;
                let mut merge = |meeting: &Meeting<'_>| {
                    let outcome = merge(meeting);
                    marks = Some(marks_at_stake(meeting, &outcome));
                    outcome
                };
                let received = match portion.read_at {
                    Some(read_at) => tx.receive_read(remote, read_at, &mut merge)?,
                    None => tx.receive(remote, &mut merge)?,
                };
                if received == Received::Ask {
                    applied.ask.push(key);
                } else if let Some(marks) = marks {
                    applied.met.push((key, marks));
                }
            }
            if let Some((feed, cursor)) = &portion.cursor {
                tx.set_cursor(*feed, Some(cursor))?;
            }
            Ok(applied)
        })
    }

    /// See [`sync::Effect::Acknowledge`].
    pub(crate) fn acknowledge(&self, now: Millis, all: Vec<Acknowledged>) -> Result<(), StoreError> {
        self.library.sync(now, |tx| {
            for one in all {
                tx.acknowledge(one)?;
            }
            Ok(())
        })
    }

    /// See [`sync::Effect::Refuse`].
    pub(crate) fn refuse(
        &self,
        now: Millis,
        key: &RecordKey,
        op: &Op,
        refusal: Refusal,
    ) -> Result<(), StoreError> {
        self.library.sync(now, |tx| tx.refuse(key, op, refusal).map(drop))
    }

    /// See [`sync::Effect::Postpone`].
    pub(crate) fn postpone(
        &self,
        now: Millis,
        key: &RecordKey,
        op: &Op,
        delay: u64,
    ) -> Result<(), StoreError> {
        self.library.sync(now, |tx| tx.postpone(key, op, delay).map(drop))
    }

    /// See [`sync::Effect::Hurry`].
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is one of a single lifetime")]
    pub(crate) fn hurry(&self, now: Millis) -> Result<(), StoreError> {
        self.library.sync(now, |tx| tx.hurry())
    }

    /// See [`sync::Effect::Count`].
    pub(crate) fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        self.library.read(|view| view.count_mirrored(kind))
    }

    /// See [`sync::Effect::Compare`].
    pub(crate) fn compare(
        &self,
        kind: Kind,
        ids: &[(String, ServerTime)],
        at: ServerTime,
    ) -> Result<Vec<RecordKey>, StoreError> {
        let listed: BTreeMap<String, ServerTime> = ids.iter().cloned().collect();
        self.library.read(|view| view.differing(kind, &listed, at))
    }

    /// Whether a record has an unsent change.
    pub(crate) fn is_unsent(&self, key: &RecordKey) -> bool {
        self.read(|view| view.waiting(key.kind, &key.id)).is_some()
    }

    /// The records whose changes were refused.
    pub(crate) fn refused(&self) -> Vec<RecordKey> {
        self.read(|view| view.refused(100)).into_iter().map(|queued| queued.key).collect()
    }

    /// All marks that a record ever had here, as far as the library knows.
    pub(crate) fn known_marks(&self, key: &RecordKey) -> BTreeSet<Mark> {
        let (record, history) =
            self.read(|view| Ok((view.get(key.kind, &key.id)?, view.history(key.kind, &key.id)?)));
        let bodies =
            history.into_iter().filter_map(|version| version.body).chain(record.map(|record| record.body));
        bodies.flat_map(|body| edit::marks(&body)).collect()
    }

    /// All records.
    pub(crate) fn records(&self) -> BTreeMap<RecordKey, Body> {
        self.read(|view| {
            let mut records = BTreeMap::new();
            for kind in Kind::ALL {
                view.all(kind, |record| {
                    records.insert(RecordKey::new(kind, record.id), record.body);
                    Ok::<(), StoreError>(())
                })?;
            }
            Ok(records)
        })
    }
}

/// What either side had that could be lost. What of theirs can't be read isn't merged: it stays theirs.
fn marks_at_stake(meeting: &Meeting<'_>, outcome: &Outcome) -> Vec<Mark> {
    let theirs = match meeting.theirs {
        State::Document(body) if *outcome != Outcome::Unreadable => Some(body),
        _ => None,
    };
    meeting.ours.into_iter().chain(theirs).flat_map(edit::marks).collect()
}
