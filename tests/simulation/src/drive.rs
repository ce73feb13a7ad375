//! The app's driver, as far as it goes to the library: the engine's effects, and what answers them.

use model::Millis;
use model::sync::{Meeting, TakenBatch};
use store::StoreError;
use sync::{Clock, Effect, Event, RequestId};

use crate::bug::Bug;
use crate::fault::Fault;
use crate::library::{Applied, Local, Portion};
use crate::task::{Run, Task};
use crate::world::World;

impl World {
    /// Calls the library of a device, unless the disk fails.
    pub(crate) fn store<T>(
        &mut self,
        device: usize,
        call: impl FnOnce(&Local, Millis) -> Result<T, StoreError>,
    ) -> Option<T> {
        let number = device;
        let device = &mut self.devices[device];
        if device.disk.busy > 0 {
            device.disk.busy -= 1;
            self.faults.count(Fault::DatabaseBusy);
            return None;
        }
        if self.now < device.disk.full_until {
            self.faults.count(Fault::DatabaseFull);
            return None;
        }
        match call(device.local(), self.now + device.clock) {
            Ok(value) => Some(value),
            Err(error) => {
                self.violate("the library does what it is asked", || format!("device {number}: {error}"));
                None
            }
        }
    }

    /// Carries out an effect that goes to the library.
    pub(crate) fn carry_out_in_store(&mut self, run: Run, effect: Effect) {
        let device = run.device;
        let event = match effect {
            Effect::Take(request, limits) => {
                let taken = self.store(device, |local, now| local.take(now, limits));
                taken.map_or(Event::StoreFailed(request), |taken| Event::Taken(request, taken))
            }
            Effect::CountOurs(request, kind) => {
                let ours = self.store(device, |local, _| local.count(kind));
                ours.map_or(Event::StoreFailed(request), |ours| Event::CountedOurs(request, ours))
            }
            Effect::Apply { request, remotes, cursor, read_at, clock } => {
                let portion = Portion { remotes, cursor, read_at };
                let Some(event) = self.apply(run, request, portion, clock) else { return };
                event
            }
            Effect::Acknowledge(request, mut all) => {
                let bug = self.bug;
                let done = self.store(device, |local, now| {
                    if let Some(bug) = bug {
                        bug.spoil_acknowledged(local, now, &mut all);
                    }
                    local.acknowledge(now, all)
                });
                self.stored(device, request, done)
            }
            Effect::Refuse(request, key, op, refusal) => {
                let bug = self.bug;
                let done = self.store(device, |local, now| match bug {
                    Some(Bug::RefusedDropped) => local.drop_change(now, &key, &op),
                    Some(Bug::HeadOfLine) => Ok(()),
                    _ => local.refuse(now, &key, &op, refusal),
                });
                self.stored(device, request, done)
            }
            Effect::Postpone(request, key, op, delay) => {
                let done = self.store(device, |local, now| local.postpone(now, &key, &op, delay));
                self.stored(device, request, done)
            }
            Effect::Hurry => {
                self.store(device, Local::hurry);
                return;
            }
            other => unreachable!("{other:?} does not go to the library"),
        };
        // The app may end before it hears of it.
        let at = self.now + self.rng.i64(0..4);
        self.tasks.add(at, Task::Event(run, event));
    }

    /// See [`Effect::Apply`]; nothing is answered if more is to follow.
    fn apply(&mut self, run: Run, request: RequestId, mut portion: Portion, clock: Clock) -> Option<Event> {
        let device = run.device;
        if let Some(bug) = self.bug {
            bug.spoil_remotes(self.devices[device].local(), &mut portion.remotes);
        }
        let mut merge = |meeting: &Meeting<'_>| sync::merge::meet(meeting, clock);
        if self.bug == Some(Bug::TokenBeforeDocuments)
            && portion.cursor.is_some()
            && !portion.remotes.is_empty()
        {
            // The documents follow, if the app lives to see it.
            let Portion { remotes, cursor, read_at } = portion;
            let mark = Portion { remotes: Vec::new(), cursor, read_at };
            self.store(device, |local, now| local.apply(now, mark, &mut merge));
            let app = self.devices[device].app(run)?;
            if app.effects.is_empty() {
                self.tasks.add(self.now + 1, Task::Effect(run));
            }
            app.effects.push_front(Effect::Apply { request, remotes, cursor: None, read_at, clock });
            return None;
        }
        let applied = self.store(device, |local, now| local.apply(now, portion, &mut merge));
        let Some(Applied { ask, met }) = applied else { return Some(Event::StoreFailed(request)) };
        self.check_met(device, &met);
        let counts = self.devices[device].local().counts();
        Some(Event::Stored { request, counts, ask })
    }

    /// What the library answered some time ago, with the queue as it is now.
    pub(crate) fn refreshed(&self, run: Run, mut event: Event) -> Event {
        if let Event::Stored { counts, .. } | Event::Taken(_, TakenBatch { counts, .. }) = &mut event {
            *counts = self.devices[run.device].local().counts();
        }
        event
    }

    fn stored(&self, device: usize, request: RequestId, done: Option<()>) -> Event {
        match done {
            Some(()) => {
                Event::Stored { request, counts: self.devices[device].local().counts(), ask: Vec::new() }
            }
            None => Event::StoreFailed(request),
        }
    }
}
