//! The library, as the sync task works on it: the engine's effects, each one transaction.

#![expect(clippy::redundant_closure_for_method_calls, reason = "the methods are of a single lifetime")]

use std::collections::BTreeMap;

use model::sync::{Cursor, Feed, Meeting, Pending, Remote};
use model::{Kind, Millis, RecordKey, ServerTime};
use store::{Library, Received, StoreError};
use sync::{Clock, Effect, Event, RequestId};

use crate::app;

/// The library of one account, and the clock on the wall.
pub(super) struct Local {
    library: Library,
    clock: app::Clock,
    /// Records, or what of them is unsent, are others than when somebody was told last.
    pub(super) changed: bool,
    /// A merge decided against somebody.
    pub(super) decided: bool,
    /// Why the library could not do what it was asked last.
    pub(super) trouble: Option<StoreError>,
}

impl Local {
    pub(super) fn new(library: Library, clock: app::Clock) -> Self {
        Self { library, clock, changed: false, decided: false, trouble: None }
    }

    pub(super) fn now(&self) -> Millis {
        (self.clock)()
    }

    /// By what name this library writes to the server.
    pub(super) fn device(&self) -> Result<String, StoreError> {
        self.library.read(|view| view.device())
    }

    /// What an engine begins with.
    pub(super) fn started(&self) -> Result<Event, StoreError> {
        self.library.read(|view| {
            let mut cursors = Vec::new();
            for feed in Feed::all() {
                cursors.extend(view.cursor(feed)?.map(|cursor| (feed, cursor)));
            }
            Ok(Event::Started { cursors, counts: view.pending()? })
        })
    }

    /// The event with the queue as it is now: between the work and the telling a person may have gone on.
    pub(super) fn refreshed(&self, mut event: Event) -> Result<Event, StoreError> {
        match &mut event {
            Event::LocalChange { counts } | Event::Stored { counts, .. } => *counts = self.counts()?,
            Event::Taken(_, taken) => taken.counts = self.counts()?,
            _ => {}
        }
        Ok(event)
    }

    /// Carries out an effect that goes to the library, and says what answers it.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Result<Option<Event>, StoreError> {
        let now = self.now();
        let (request, done) = match effect {
            Effect::Take(request, limits) => {
                let taken = self.library.sync(now, |tx| tx.take(limits));
                let done = taken.map(|taken| Event::Taken(request, taken));
                return self.answer(request, done).map(Some);
            }
            Effect::CountOurs(request, kind) => {
                let done = self.count(kind).map(|ours| Event::CountedOurs(request, ours));
                return self.answer(request, done).map(Some);
            }
            Effect::Apply { request, remotes, cursor, read_at, clock } => {
                (request, self.apply(now, remotes, cursor.as_ref(), read_at, clock))
            }
            Effect::Acknowledge(request, all) => {
                let done =
                    self.library.sync(now, |tx| all.into_iter().try_for_each(|one| tx.acknowledge(one)));
                self.changed = true;
                (request, done.map(|()| Vec::new()))
            }
            Effect::Refuse(request, key, op, refusal) => {
                self.changed = true;
                (request, self.library.sync(now, |tx| tx.refuse(&key, &op, refusal).map(|_| Vec::new())))
            }
            Effect::Postpone(request, key, op, millis) => {
                (request, self.library.sync(now, |tx| tx.postpone(&key, &op, millis).map(|_| Vec::new())))
            }
            Effect::Hurry => {
                if let Err(error) = usable(self.library.sync(now, |tx| tx.hurry()))? {
                    tracing::warn!(%error, "what waits for a later try waits on");
                }
                return Ok(None);
            }
            // Not which: it may hold what a person wrote, and panics are logged.
            _ => unreachable!("an effect that does not go to the library"),
        };
        let done = done.map(|ask| Event::Stored { request, counts: Pending::default(), ask });
        self.answer(request, done).map(Some)
    }

    /// See [`Event::Counted`]: those in the mirror.
    pub(super) fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        self.library.read(|view| view.count_mirrored(kind))
    }

    /// See [`Event::Compared`].
    pub(super) fn compare(
        &self,
        kind: Kind,
        listed: Vec<(String, ServerTime)>,
        at: ServerTime,
    ) -> Result<Vec<RecordKey>, StoreError> {
        let listed: BTreeMap<_, _> = listed.into_iter().collect();
        self.library.read(|view| view.differing(kind, &listed, at))
    }

    /// The event that answers a request: what was done, or that the library can't do it now. One that must be opened
    /// again ends it all.
    pub(super) fn answer(
        &mut self,
        request: RequestId,
        done: Result<Event, StoreError>,
    ) -> Result<Event, StoreError> {
        Ok(usable(done)?.unwrap_or_else(|error| {
            tracing::warn!(%error, "the library can't do it now");
            self.trouble = Some(error);
            Event::StoreFailed(request)
        }))
    }

    fn counts(&self) -> Result<Pending, StoreError> {
        self.library.read(|view| view.pending())
    }

    fn apply(
        &mut self,
        now: Millis,
        remotes: Vec<Remote>,
        cursor: Option<&(Feed, Cursor)>,
        read_at: Option<ServerTime>,
        clock: Clock,
    ) -> Result<Vec<RecordKey>, StoreError> {
        let mut decided = false;
        let mut merge = |meeting: &Meeting<'_>| {
            let outcome = sync::merge::meet(meeting, clock);
            decided |= !outcome.lost().is_empty();
            outcome
        };
        let (ask, changed) = self.library.sync(now, |tx| {
            let (mut ask, mut changed) = (Vec::new(), false);
            for remote in remotes {
                let key = remote.key.clone();
                let received = match read_at {
                    Some(read_at) => tx.receive_read(remote, read_at, &mut merge)?,
                    None => tx.receive(remote, &mut merge)?,
                };
                match received {
                    Received::Known => {}
                    Received::Followed | Received::Met => changed = true,
                    Received::Ask => ask.push(key),
                }
            }
            if let Some((feed, cursor)) = cursor {
                tx.set_cursor(*feed, Some(cursor))?;
            }
            Ok::<_, StoreError>((ask, changed))
        })?;
        self.changed |= changed;
        self.decided |= decided;
        Ok(ask)
    }
}

/// The outer error: the library is closed, damaged or another's, so that only another handle on it can help.
fn usable<T>(result: Result<T, StoreError>) -> Result<Result<T, StoreError>, StoreError> {
    match result {
        Err(
            error @ (StoreError::Damaged { .. }
            | StoreError::Closed
            | StoreError::NewerSchema { .. }
            | StoreError::NotOurs(_)
            | StoreError::NoAccount),
        ) => Err(error),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;

    use store::{Owner, Uid};

    use super::*;

    #[test]
    fn what_a_person_wrote_is_in_no_panic() {
        let dir = tempfile::tempdir().unwrap();
        let owner = Owner::Account(Uid::new("ada").unwrap());
        let library = Library::open(&dir.path().join("library.db"), &owner, 0).unwrap().library;
        let mut local = Local::new(library, Arc::new(|| 0));
        let elsewhere = Effect::Fetch(RequestId(1), vec![RecordKey::new(Kind::Workout, "hers")]);
        let panic = catch_unwind(AssertUnwindSafe(|| local.carry_out(elsewhere))).unwrap_err();
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap();
        assert!(said.contains("library") && !said.contains("hers"), "{said}");
    }
}
