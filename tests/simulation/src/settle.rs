//! The end of a run: all faults end, everybody comes home, and then there must be agreement, soon and without much
//! talk.

use std::collections::BTreeMap;

use model::{Body, Kind, Millis, RecordKey, SyncStatus};
use sync::{Event, Pause};

use crate::cloud::Limits;
use crate::device::Person;
use crate::edit;
use crate::ledger::Last;
use crate::network::TOKEN_LIFE;
use crate::task::Task;
use crate::world::World;

/// The longest that agreement may take, from the last decision that a person has to make: the longest back-off
/// several times, and the longest silence of a dead connection.
const PATIENCE: Millis = 10 * 60_000;
/// Requests, streams included, that agreement may cost a device, beside some for each unsent change.
const REQUESTS: u64 = 60;
const REQUESTS_PER_CHANGE: u64 = 12;
/// How often people decide about refused changes before they should all be settled.
const DECISIONS: usize = 4;

impl World {
    /// Ends all faults, and waits until everybody agrees.
    pub(crate) fn settle(&mut self) {
        self.trace.say(self.elapsed(), "world", || "all faults end".to_owned());
        self.cloud.exhausted_until = 0;
        self.cloud.contended = 0;
        self.cloud.limits = Limits { form: self.cloud.limits.form, ..Limits::default() };
        self.server_errors = 0;
        for device in 0..self.devices.len() {
            self.come_home(device);
        }
        for round in 0..DECISIONS {
            if !self.come_to_rest() {
                return;
            }
            if !self.decide_all(round == 0) {
                return self.count_what_was_untold();
            }
        }
        self.violate("what people decide about is settled", || {
            "changes are refused again and again".to_owned()
        });
    }

    /// No stream that asks for what was written lately tells that an old document was deleted, unless by its
    /// tombstone, or was written without a time. Streams end with their token, after an hour at most, and when they are opened again, the documents
    /// are counted.
    fn count_what_was_untold(&mut self) {
        if self.ledger.untold {
            let until = self.now + TOKEN_LIFE;
            while self.violation.is_none() && self.tasks.next_at().is_some_and(|at| at <= until) {
                self.next();
            }
            self.come_to_rest();
        }
    }

    fn come_home(&mut self, device: usize) {
        let link = &mut self.devices[device].link;
        link.down_until = 0;
        (link.lose_requests, link.lose_answers, link.duplicates, link.delays) = (0, 0, 0, 0);
        self.devices[device].disk = crate::device::Disk::default();
        self.take_back(device);
        if let Some(app) = &mut self.devices[device].app {
            app.crash_in = None;
        }
        self.start(device);
        let session = &self.devices[device].session;
        if !session.signed_in || session.revoked {
            self.sign_in(device);
        }
        if self.devices[device].paused {
            self.devices[device].paused = false;
            self.tell_app(device, Event::Resumed(Pause::User));
        }
    }

    /// Waits until nothing happens any more. Whether it came to that in time.
    fn come_to_rest(&mut self) -> bool {
        let begun = self.now;
        let requests = self.ledger.requests;
        let pending: u64 = self.devices.iter().map(|device| device.local().counts().pending).sum();
        let most = REQUESTS * self.devices.len() as u64 + REQUESTS_PER_CHANGE * pending;
        while self.violation.is_none() {
            if self.is_at_rest() {
                return true;
            }
            if self.now - begun > PATIENCE || self.tasks.next_at().is_none() {
                let stuck = self.describe();
                self.violate("after the faults everybody agrees in bounded time", || stuck);
            }
            if self.ledger.requests - requests > most {
                let stuck = self.describe();
                self.violate("agreement costs a bounded number of requests", || {
                    format!("more than {most} for {pending} changes; {stuck}")
                });
            }
            // To see whether it is at rest takes longer than a task does; but what comes later is another matter.
            for _ in 0..16 {
                self.next();
                if self.tasks.next_at().is_none_or(|at| at > self.now + 500) {
                    break;
                }
            }
        }
        false
    }

    /// Whether every app says that it is synced, or waits for a person, and nothing is under way.
    fn is_at_rest(&self) -> bool {
        let settled = |status: &SyncStatus| match status {
            SyncStatus::Synced { .. } => true,
            SyncStatus::NeedsAttention { pending, .. } => *pending == 0,
            _ => false,
        };
        let quiet = self.devices.iter().all(|device| {
            let app = device.app.as_ref();
            app.is_some_and(|app| settled(&app.status) && app.effects.is_empty() && app.waiting.is_empty())
        });
        quiet
            && self.channels.values().all(|channel| !channel.dead)
            && !self.tasks.iter().any(|task| {
                matches!(
                    task,
                    Task::Event(..)
                        | Task::Arrive(_)
                        | Task::Open(..)
                        | Task::Push(..)
                        | Task::Message { .. }
                )
            })
    }

    /// People decide about what was refused, at first perhaps that it be sent again as it is; whether there was anything.
    fn decide_all(&mut self, hopeful: bool) -> bool {
        let mut any = false;
        for device in 0..self.devices.len() {
            for key in self.devices[device].local().refused() {
                any = true;
                let stands = self.devices[device].local().record(&key).is_some();
                match self.rng.u8(0..3) {
                    0 if hopeful => self.decide_one(device, &key, true),
                    1 if stands => self.mend(device, &key),
                    _ => self.decide_one(device, &key, false),
                }
            }
        }
        any
    }

    fn describe(&self) -> String {
        let devices = self.devices.iter().map(|device| {
            let status = device.app.as_ref().map(|app| format!("{:?}", app.status));
            format!("device {}: {status:?}, {:?}", device.number, device.local().counts())
        });
        let mut words: Vec<String> = devices.collect();
        for device in &self.devices {
            let waiting = device.app.as_ref().map_or(0, |app| app.waiting.len() + app.effects.len());
            words.extend(
                (waiting > 0).then(|| format!("device {} waits for {waiting} answers", device.number)),
            );
        }
        let dead = self.channels.iter().filter(|(_, channel)| channel.dead);
        words.extend(dead.map(|((run, _), _)| format!("a stream of device {} is dead", run.device)));
        words.join("; ")
    }

    /// What must hold at the end.
    pub(crate) fn judge(&mut self) {
        if self.violation.is_some() {
            return;
        }
        let cloud = self.cloud_records();
        for device in 0..self.devices.len() {
            let ours = self.devices[device].libraries[&Person::Ann].records();
            if let Some(detail) = difference(&ours, &cloud) {
                self.violate("every device has the same bytes", || format!("device {device}: {detail}"));
            }
        }
        self.judge_isolation();
        self.judge_marks(&cloud);
        self.judge_last(&cloud);
        self.judge_writes();
    }

    fn cloud_records(&self) -> BTreeMap<RecordKey, Body> {
        let mut records = BTreeMap::new();
        for kind in Kind::ALL {
            for (path, document) in self.cloud.collection(Person::Ann.uid(), kind.collection()) {
                records.insert(RecordKey::new(kind, &*path.id), document.fields.clone());
            }
        }
        records
    }

    fn judge_isolation(&mut self) {
        for person in Person::ALL {
            let libraries = self.devices.iter().filter_map(|device| device.libraries.get(&person));
            let here = libraries.flat_map(|local| local.records().into_keys()).map(|key| key.id);
            let there = self
                .cloud
                .all()
                .filter(|(path, _)| *path.uid == *person.uid())
                .map(|(path, _)| path.id.to_string());
            let stranger = here.chain(there).find(|id| !id.contains(person.uid()));
            if let Some(id) = stranger {
                self.violate("no user sees another's data", || format!("{person:?} has {id}"));
            }
        }
    }

    /// Every edit that was accepted is in the final state, or in history on the device where it was made.
    fn judge_marks(&mut self, cloud: &BTreeMap<RecordKey, Body>) {
        let mut known = BTreeMap::new();
        for (mark, made) in &self.ledger.marks {
            let final_state = cloud.get(&made.key).is_some_and(|body| edit::marks(body).contains(mark));
            if final_state && made.person == Person::Ann {
                continue;
            }
            let local = &self.devices[made.device].libraries[&made.person];
            let here = known
                .entry((made.device, made.person, &made.key))
                .or_insert_with(|| local.known_marks(&made.key));
            if !here.contains(mark) {
                let detail = format!("#{mark} of {made:?}");
                return self.violate("every edit is in the final state or in history", || detail);
            }
        }
    }

    /// A change that nobody contradicted stands at the end.
    fn judge_last(&mut self, cloud: &BTreeMap<RecordKey, Body>) {
        for ((person, key), last) in &self.ledger.last {
            let body = cloud.get(key);
            let stands = match last {
                Last::Changed(mark) => body.is_some_and(|body| edit::marks(body).contains(mark)),
                Last::Deleted => body.is_none(),
                Last::Contended => true,
            };
            if *person == Person::Ann && !stands {
                let detail = format!("{key}: {last:?}");
                return self.violate("a change that nobody contradicted stands", || detail);
            }
        }
    }

    /// No more is written than was edited; what the web app wiped out may be written once more.
    fn judge_writes(&mut self) {
        for device in 0..self.devices.len() {
            let (edits, writes) = self.ledger.of(device);
            if writes > edits + self.ledger.foreign {
                let detail = format!(
                    "device {device}: {writes} writes, {edits} edits, web app {}",
                    self.ledger.foreign
                );
                self.violate("no more is written than was edited", || detail);
            }
        }
    }
}

/// Where a device differs from the cloud.
fn difference(ours: &BTreeMap<RecordKey, Body>, theirs: &BTreeMap<RecordKey, Body>) -> Option<String> {
    let keys = ours.keys().chain(theirs.keys());
    keys.filter(|key| ours.get(key) != theirs.get(key))
        .map(|key| {
            let [ours, theirs] =
                [ours.get(key), theirs.get(key)].map(|body| serde_json::to_string(&body).unwrap_or_default());
            format!("{key}: here {ours}, in the cloud {theirs}")
        })
        .next()
}
