//! What people do on their devices.

use fastrand::Rng;
use model::{Body, Kind, Millis, RecordKey, time};
use serde_json::json;
use store::{StoreError, Tx};
use sync::{Event, Pause};

use crate::device::Person;
use crate::edit::{self, Mark};
use crate::fault::Fault;
use crate::ledger::{Last, Made};
use crate::plan::Act;
use crate::world::World;

/// A record that a person changed.
struct Change {
    key: RecordKey,
    /// What it was before.
    before: Option<Body>,
    /// What it got.
    mark: Option<Mark>,
}

impl World {
    /// A person does something, if the app is there to do it with.
    pub(crate) fn act(&mut self, device: usize, act: Act, rng: &mut Rng) {
        if self.devices[device].app.is_none() || !self.devices[device].session.signed_in {
            return;
        }
        match act {
            Act::Create => self.create(device, None, rng),
            Act::Edit => self.edit(device, 1, rng),
            Act::EditMany => {
                let count = rng.usize(2..5);
                self.edit(device, count, rng);
            }
            Act::Delete => self.delete(device, rng),
            Act::Undo => self.revert(device, true),
            Act::Redo => self.revert(device, false),
            Act::Restore => self.restore(device, rng),
            Act::SyncNow => self.tell_app(device, Event::SyncNow),
            Act::Pause => {
                self.devices[device].paused = true;
                self.tell_app(device, Event::Paused(Pause::User));
            }
            Act::Resume => {
                self.devices[device].paused = false;
                self.tell_app(device, Event::Resumed(Pause::User));
            }
            Act::RetryRefused => self.decide(device, true),
            Act::DiscardRefused => self.decide(device, false),
        }
    }

    /// Makes a record, of this id or of a new one.
    pub(crate) fn create(&mut self, device: usize, id: Option<RecordKey>, rng: &mut Rng) {
        let mark = self.ledger.mark();
        let uid = self.devices[device].person.uid();
        let key = id.unwrap_or_else(|| {
            let kind = if rng.u8(0..3) == 0 { Kind::Program } else { Kind::Workout };
            RecordKey::new(kind, format!("{kind}-{uid}-{mark}"))
        });
        let body = edit::create(key.kind, &key.id, mark, rng);
        self.change(device, "create", |tx, now| {
            if tx.get(key.kind, &key.id)?.is_some() {
                return Ok(Vec::new());
            }
            write(tx, &key, body, now)?;
            Ok(vec![Change { key, before: None, mark: Some(mark) }])
        });
    }

    /// Changes so many records at once.
    fn edit(&mut self, device: usize, count: usize, rng: &mut Rng) {
        let marks: Vec<Mark> = (0..count).map(|_| self.ledger.mark()).collect();
        self.change(device, "edit", |tx, now| {
            let workouts = tx.keys(Kind::Workout)?;
            let mut changes = Vec::new();
            for mark in marks {
                let Some(key) = any(tx, rng)? else { continue };
                let Some(before) = tx.get(key.kind, &key.id)? else { continue };
                // What can't be shown can't be edited.
                let is_changed = changes.iter().any(|other: &Change| other.key == key);
                if is_changed || !key.kind.schema().check(&before.body).is_empty() {
                    continue;
                }
                let after = edit::change(key.kind, &before.body, mark, &workouts, rng);
                write(tx, &key, after, now)?;
                changes.push(Change { key, before: Some(before.body), mark: Some(mark) });
            }
            Ok(changes)
        });
    }

    /// Enters what the cloud will never take.
    pub(crate) fn poison(&mut self, device: usize, rng: &mut Rng) {
        let mark = self.ledger.mark();
        self.change(device, "edit", |tx, now| {
            let Some(key) = any(tx, rng)? else { return Ok(Vec::new()) };
            let Some(before) = tx.get(key.kind, &key.id)? else { return Ok(Vec::new()) };
            if !key.kind.schema().check(&before.body).is_empty() {
                return Ok(Vec::new());
            }
            let mut body = before.body.clone();
            if rng.u8(0..32) == 0 {
                body.insert("notes".into(), "x".repeat(1 << 20).into());
                body.insert("name".into(), format!("Large #{mark}").into());
            } else {
                body.insert("name".into(), format!("Long #{mark} {}", "x".repeat(1_000)).into());
            }
            write(tx, &key, body, now)?;
            Ok(vec![Change { key, before: Some(before.body), mark: Some(mark) }])
        });
    }

    /// Makes a record that the cloud refused fit for it.
    pub(crate) fn mend(&mut self, device: usize, key: &RecordKey) {
        let mark = self.ledger.mark();
        self.change(device, "edit", |tx, now| {
            let Some(before) = tx.get(key.kind, &key.id)? else { return Ok(Vec::new()) };
            let mut body = before.body.clone();
            for error in key.kind.schema().check(&body) {
                body.remove(error.field.split(['.', '[']).next().unwrap_or_default());
            }
            body.remove("notes");
            body.insert("name".into(), format!("Mended #{mark}").into());
            write(tx, key, body, now)?;
            Ok(vec![Change { key: key.clone(), before: Some(before.body), mark: Some(mark) }])
        });
    }

    fn delete(&mut self, device: usize, rng: &mut Rng) {
        self.change(device, "delete", |tx, _| {
            let Some(key) = any(tx, rng)? else { return Ok(Vec::new()) };
            let before = tx.get(key.kind, &key.id)?.map(|record| record.body);
            tx.delete(key.kind, &key.id)?;
            Ok(vec![Change { key, before, mark: None }])
        });
    }

    /// Deletes this record.
    pub(crate) fn delete_one(&mut self, device: usize, key: &RecordKey) {
        self.change(device, "delete", |tx, _| {
            let before = tx.get(key.kind, &key.id)?.map(|record| record.body);
            tx.delete(key.kind, &key.id)?;
            Ok(vec![Change { key: key.clone(), before, mark: None }])
        });
    }

    /// Sets a text field of this record.
    pub(crate) fn set(&mut self, device: usize, key: &RecordKey, field: &str, text: &str) {
        self.change(device, "edit", |tx, now| {
            let Some(before) = tx.get(key.kind, &key.id)? else { return Ok(Vec::new()) };
            let mut body = before.body.clone();
            body.insert(field.into(), text.into());
            write(tx, key, body, now)?;
            Ok(vec![Change { key: key.clone(), before: None, mark: None }])
        });
    }

    fn restore(&mut self, device: usize, rng: &mut Rng) {
        self.change(device, "restore", |tx, now| {
            let deleted = tx.deleted(5)?;
            let mut old = match deleted.len() {
                0 => return Ok(Vec::new()),
                n => deleted.into_iter().nth(rng.usize(..n)),
            };
            let Some((key, body)) = old.take().and_then(|old| Some((old.key, old.body?))) else {
                return Ok(Vec::new());
            };
            write(tx, &key, body, now)?;
            Ok(vec![Change { key, before: None, mark: None }])
        });
    }

    /// Changes the library in one transaction and tells the engine; if the disk fails, nothing was done.
    fn change(
        &mut self,
        device: usize,
        op: &str,
        change: impl FnOnce(&mut Tx<'_>, Millis) -> Result<Vec<Change>, StoreError>,
    ) {
        let now = self.now + self.devices[device].clock;
        let changed = self.store(device, |local, _| local.library().transact(op, now, |tx| change(tx, now)));
        let Some(changed) = changed else { return };
        let person = self.devices[device].person;
        for Change { key, before, mark } in &changed {
            self.ledger.edited(device);
            if let Some(mark) = mark {
                self.ledger.marks.insert(*mark, Made { device, person, key: key.clone() });
            }
            let last = match (before, mark) {
                (Some(before), mark) if self.is_agreed(device, key, before) => {
                    mark.map_or(Last::Deleted, Last::Changed)
                }
                _ => Last::Contended,
            };
            self.ledger.last.insert((person, key.clone()), last);
        }
        self.trace.say(self.elapsed(), format!("device {device}"), || {
            let words: Vec<String> =
                changed.iter().map(|Change { key, mark, .. }| format!("{key} {mark:?}")).collect();
            format!("{op}: {}", words.join(", "))
        });
        self.changed_here(device);
    }

    fn revert(&mut self, device: usize, undo: bool) {
        let now = self.now + self.devices[device].clock;
        let reverted = self.store(device, |local, _| {
            let library = local.library();
            match if undo { library.undo(now) } else { library.redo(now) } {
                Err(StoreError::Conflict { .. }) => Ok(None),
                other => other,
            }
        });
        let Some(Some(reverted)) = reverted else { return };
        let person = self.devices[device].person;
        for key in reverted.keys {
            self.trace.say(self.elapsed(), format!("device {device}"), || format!("revert {key}"));
            self.ledger.edited(device);
            self.ledger.last.insert((person, key), Last::Contended);
        }
        self.changed_here(device);
    }

    /// The person decides about all that the cloud refused: it is sent again, or given up.
    fn decide(&mut self, device: usize, retry: bool) {
        for key in self.devices[device].local().refused() {
            self.decide_one(device, &key, retry);
        }
    }

    /// The person decides about a change that the cloud refused.
    pub(crate) fn decide_one(&mut self, device: usize, key: &RecordKey, retry: bool) {
        let now = self.now + self.devices[device].clock;
        let op = if retry { "retry" } else { "discard" };
        let done = self.store(device, |local, _| {
            local.library().transact(op, now, |tx| {
                if retry { tx.retry(key.kind, &key.id) } else { tx.discard(key.kind, &key.id) }
            })
        });
        if done.is_some() {
            self.trace.say(self.elapsed(), format!("device {device}"), || format!("{op} {key}"));
            let person = self.devices[device].person;
            self.ledger.edited(device);
            self.ledger.last.insert((person, key.clone()), Last::Contended);
            self.changed_here(device);
        }
    }

    /// Tells the engine that the library was changed here.
    fn changed_here(&mut self, device: usize) {
        let counts = self.devices[device].local().counts();
        self.tell_app(device, Event::LocalChange { counts });
    }

    /// Tells the app on a device, if it is running.
    pub(crate) fn tell_app(&mut self, device: usize, event: Event) {
        if let Some(app) = &self.devices[device].app {
            let run = app.run;
            self.tell(run, event);
        }
    }

    /// Notes that a record that exists elsewhere was made here, too.
    pub(crate) fn note_same_id(&mut self, device: usize, key: &RecordKey) {
        let elsewhere =
            self.devices.iter().filter(|other| other.number != device).any(|other| {
                other.libraries.get(&Person::Ann).is_some_and(|local| local.record(key).is_some())
            });
        if elsewhere && self.devices[device].local().record(key).is_none() {
            self.faults.count(Fault::SameId);
        }
    }
}

/// Writes a document as the app does: a version more, and dates.
fn write(tx: &mut Tx<'_>, key: &RecordKey, mut body: Body, now: Millis) -> Result<(), StoreError> {
    let before = tx.get(key.kind, &key.id)?.map_or(0, |before| before.version);
    let held = body.get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
    body.insert("version".into(), json!(before.max(held).saturating_add(1)));
    body.insert("modified_date".into(), json!(time::format(now)));
    if !body.contains_key("created_date") {
        body.insert("created_date".into(), json!(time::format(now)));
    }
    tx.put(key.kind, &key.id, body)?;
    Ok(())
}

/// One of the records, if there is any.
fn any(tx: &Tx<'_>, rng: &mut Rng) -> Result<Option<RecordKey>, StoreError> {
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        keys.extend(tx.keys(kind)?.into_iter().map(|id| RecordKey::new(kind, id)));
    }
    Ok(if keys.is_empty() { None } else { Some(keys.swap_remove(rng.usize(..keys.len()))) })
}
